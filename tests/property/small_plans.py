"""Short ways to write plans in tests."""

from decimal import Decimal
from typing import Any

from kpicascade.cascade import Cascade
from kpicascade.model.agreement import Agreement, Entry, Section
from kpicascade.model.kpi import Contribution, Kpi
from kpicascade.model.organisation import Position, Unit
from kpicascade.model.period import FiscalYear
from kpicascade.model.plan import Plan, Responsibility
from kpicascade.model.scale import Levels
from kpicascade.model.strategy import Goal
from kpicascade.model.text import Name
from kpicascade.model.weight import Weight

Fields = Any
"""Fields of a noun as keywords; the noun itself says what they may be."""


def unit(name: str, part_of: str = "org", **fields: Fields) -> Unit:
    return Unit(id=name, name=Name.of(name), part_of=part_of, **fields)


def post(name: str, unit: str, **fields: Fields) -> Position:
    return Position(id=name, name=Name.of(name), unit=unit, **fields)


def kpi(name: str, holder: str = "org", *, to: tuple[str, ...] = (), **fields: Fields) -> Kpi:
    """Write a KPI; `to` are the KPIs that it contributes to without a weight."""
    links = tuple(Contribution(kpi=target) for target in to)
    return Kpi(id=name, name=Name.of(name), holder=holder, **{"contributes_to": links, **fields})


def scored(target: str, weight: str = "1") -> Contribution:
    return Contribution(kpi=target, weight=Weight(weight))


def goal(name: str, **fields: Fields) -> Goal:
    return Goal(id=name, name=Name.of(name), **fields)


def entry(name: str, weight: str = "100", **fields: Fields) -> Entry:
    return Entry(kpi=name, weight=Weight(weight), **fields)


def section(name: str, weight: str, *parts: Section | Entry) -> Section:
    sections = tuple(part for part in parts if isinstance(part, Section))
    entries = tuple(part for part in parts if isinstance(part, Entry))
    return Section(id=name, name=Name.of(name), weight=Weight(weight), sections=sections, kpis=entries)


def agreement(holder: str, *parts: Section | Entry) -> Agreement:
    whole = section(holder, "100", *parts)
    return Agreement(holder=holder, sections=whole.sections, kpis=whole.kpis)


def row(name: str, owners: str = "", supporters: str = "", **fields: Fields) -> Responsibility:
    """Write a matrix row of a KPI; owners and supporters are separated by spaces."""
    return Responsibility(
        kpi=name, owners=tuple(owners.split()), supporters=tuple(supporters.split()), **fields
    )


def levels(*cuts: str, **fields: Fields) -> Levels:
    return Levels(cuts=tuple(map(Decimal, cuts)), **fields)


def plan(*nouns: Unit | Position | Kpi | Goal | Agreement | Responsibility, **fields: Fields) -> Plan:
    """Write a plan of the organisation `org` and whatever else is given."""
    sorts = {
        "units": Unit,
        "positions": Position,
        "kpis": Kpi,
        "goals": Goal,
        "agreements": Agreement,
        "matrix": Responsibility,
    }
    groups: dict[str, tuple[object, ...]] = {
        name: tuple(noun for noun in nouns if isinstance(noun, sort)) for name, sort in sorts.items()
    }
    groups["units"] = (unit("org", part_of=""), *groups["units"])
    return Plan(id="p", name=Name.of("p"), fiscal_year=FiscalYear(2013), **{**groups, **fields})


def cascade(*nouns: Unit | Position | Kpi | Goal | Agreement | Responsibility, **fields: Fields) -> Cascade:
    return Cascade(plan(*nouns, **fields))
