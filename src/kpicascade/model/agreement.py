"""Agreements: who promised what, and how much each promise weighs."""

from collections.abc import Iterator
from decimal import Decimal

from attrs import frozen

from kpicascade.calc.aggregate import Aggregate, Missing
from kpicascade.errors import Location
from kpicascade.model.origin import origin
from kpicascade.model.text import Name
from kpicascade.model.weight import Weight


@frozen(kw_only=True)
class Entry:
    """A KPI in an agreement, with its weight among its siblings.

    `if_absent` names the sibling KPI that takes the weight over when this KPI is not applicable.
    """

    kpi: str
    weight: Weight
    if_absent: str = ""
    illustrative: bool = False
    origin: Location | None = origin()


@frozen(kw_only=True)
class Section:
    """A weighted part of an agreement that holds sections, KPIs or both.

    `aggregate` says how the children's scores make the section's. `missing` says what becomes of the weight
    of a child without a score; None takes the plan's way. Below `min_coverage` (a share from 0 to 1) there is
    no score; `cap` and `floor` are the most and the least that the section can score.
    """

    id: str
    name: Name
    weight: Weight
    sections: "tuple[Section, ...]" = ()
    kpis: tuple[Entry, ...] = ()
    aggregate: Aggregate = Aggregate.WEIGHTED_MEAN
    missing: Missing | None = None
    min_coverage: Decimal | None = None
    cap: Decimal | None = None
    floor: Decimal | None = None
    illustrative: bool = False
    origin: Location | None = origin()


@frozen(kw_only=True)
class Signatory:
    """Someone who signs an agreement."""

    name: str
    position: str = ""


@frozen(kw_only=True)
class Agreement:
    """A holder's performance agreement (คำรับรองการปฏิบัติราชการ): a tree of sections with KPIs as leaves."""

    holder: str
    name: Name = Name()
    sections: tuple[Section, ...] = ()
    kpis: tuple[Entry, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    aggregate: Aggregate = Aggregate.WEIGHTED_MEAN
    missing: Missing | None = None
    min_coverage: Decimal | None = None
    cap: Decimal | None = None
    floor: Decimal | None = None
    origin: Location | None = origin()

    def walk(self) -> Iterator["tuple[Agreement | Section, Section | Entry]"]:
        """Yield every part with the part that carries it, parents before children, in the order written."""
        pending: list[Agreement | Section] = [self]
        while pending:
            parent = pending.pop()
            for section in parent.sections:
                yield parent, section
            for entry in parent.kpis:
                yield parent, entry
            pending.extend(reversed(parent.sections))
