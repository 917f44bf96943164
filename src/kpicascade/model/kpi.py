"""A KPI with everything that the KPI template asks for."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from attrs import frozen

from kpicascade.errors import Location
from kpicascade.model.origin import origin
from kpicascade.model.period import FiscalYear
from kpicascade.model.scale import Scale
from kpicascade.model.text import Name, lookup_key
from kpicascade.model.weight import Weight

_PERCENT = ("%", "percent", "per cent", "pct", "ร้อยละ", "เปอร์เซ็นต์", "เปอร์เซนต์")


class Direction(StrEnum):
    """Which way a result is better."""

    HIGHER = "higher_is_better"
    LOWER = "lower_is_better"
    MIDDLE = "middle_is_better"


class Kind(StrEnum):
    """How a unit's KPI stands to the organisation's KPIs.

    Source: the four kinds of the OPDC cascading process; docs/explanation/kinds.md.
    """

    IDENTICAL = "identical"
    COMMON = "common"
    CONTRIBUTORY = "contributory"
    UNIT_SPECIFIC = "unit_specific"


@frozen(kw_only=True)
class Contact:
    """A person to ask, with a telephone number or an address."""

    name: str
    position: str = ""
    phone: str = ""
    email: str = ""


@frozen(kw_only=True)
class Baseline:
    """What was measured in an earlier year."""

    year: FiscalYear
    result: Decimal


@frozen(kw_only=True)
class LevelCriterion:
    """What a level means, in words."""

    level: Decimal
    text: str
    origin: Location | None = origin()


@frozen(kw_only=True)
class Contribution:
    """A link to a KPI that this one helps; without a weight it is aligned with it but not scored into it."""

    kpi: str
    weight: Weight | None = None
    role: str = ""
    illustrative: bool = False
    origin: Location | None = origin()


@frozen(kw_only=True)
class Kpi:
    """A key performance indicator (ตัวชี้วัด) of one holder: the organisation, a unit or a position.

    Two KPIs with the same `measure` measure the same thing for different holders. `same_as` names the KPI
    that this one was taken from as it is. `target` is in `unit_of_measure`, a date for a scale of dates.
    `kind` is what the plan says of the KPI; the classification compares it with what the links say.
    """

    id: str
    name: Name
    holder: str
    measure: str = ""
    goals: tuple[str, ...] = ()
    same_as: str = ""
    contributes_to: tuple[Contribution, ...] = ()
    kind: Kind | None = None
    joint: bool = False
    applicable: bool = True
    definition: str = ""
    formula: str = ""
    unit_of_measure: str = ""
    direction: Direction = Direction.HIGHER
    baselines: tuple[Baseline, ...] = ()
    target: Decimal | date | None = None
    scale: Scale | None = None
    criteria: tuple[LevelCriterion, ...] = ()
    data_source: str = ""
    collection: str = ""
    owner: Contact | None = None
    collector: Contact | None = None
    note: str = ""
    illustrative: bool = False
    origin: Location | None = origin()

    @property
    def in_percent(self) -> bool:
        """Tell whether results are written in percent: 85, not 0.85."""
        return lookup_key(self.unit_of_measure).startswith(_PERCENT)
