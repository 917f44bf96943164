"""The plan: all that is written down for one organisation and one fiscal year."""

from decimal import Decimal
from functools import cached_property

from attrs import frozen

from kpicascade.calc.aggregate import Missing
from kpicascade.errors import Location
from kpicascade.model.agreement import Agreement
from kpicascade.model.kpi import Kpi
from kpicascade.model.organisation import Position, Unit
from kpicascade.model.origin import origin
from kpicascade.model.period import FiscalYear
from kpicascade.model.scale import ScoreRange
from kpicascade.model.strategy import Cause, Goal, Mission, Perspective, Project, StrategicIssue, Strategy
from kpicascade.model.text import Name


@frozen(kw_only=True)
class Parameter:
    """A number that weights may refer to by name, such as A in `30 + A`."""

    name: str
    value: Decimal
    note: str = ""
    illustrative: bool = False
    origin: Location | None = origin()


@frozen(kw_only=True)
class Responsibility:
    """A row of the OS matrix: who owns a KPI or a goal, and who supports it.

    Exactly one of `kpi` and `goal` is given. `joint` says that several owners are meant.
    """

    kpi: str = ""
    goal: str = ""
    owners: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    joint: bool = False
    illustrative: bool = False
    origin: Location | None = origin()


@frozen(kw_only=True)
class Plan:
    """An organisation's plan for one fiscal year.

    `source` says where the plan was published; `illustrative` says in words what in it is not from there.
    `missing` is what agreements make of a part without a score, where a section does not say otherwise.
    """

    id: str
    name: Name
    fiscal_year: FiscalYear
    vision: Name = Name()
    source: str = ""
    illustrative: str = ""
    score_range: ScoreRange = ScoreRange()
    missing: Missing = Missing.LEAVE_OUT
    parameters: tuple[Parameter, ...] = ()
    missions: tuple[Mission, ...] = ()
    units: tuple[Unit, ...] = ()
    positions: tuple[Position, ...] = ()
    perspectives: tuple[Perspective, ...] = ()
    issues: tuple[StrategicIssue, ...] = ()
    goals: tuple[Goal, ...] = ()
    causes: tuple[Cause, ...] = ()
    strategies: tuple[Strategy, ...] = ()
    projects: tuple[Project, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    matrix: tuple[Responsibility, ...] = ()
    origin: Location | None = origin()

    @cached_property
    def parameter_values(self) -> dict[str, Decimal]:
        """Look up parameter values by name."""
        return {parameter.name: parameter.value for parameter in self.parameters}
