"""Who is owner or supporter of what."""

from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum

from kpicascade.cascade import Cascade
from kpicascade.model.kpi import Kpi
from kpicascade.model.organisation import Position, Unit
from kpicascade.model.plan import Responsibility
from kpicascade.model.strategy import Goal

_NOT_GIVEN = Responsibility()


class Rows(StrEnum):
    """What the rows of an OS matrix are."""

    KPI = "kpi"
    GOAL = "goal"


class Cell(StrEnum):
    """What a unit is to a row."""

    OWNER = "O"
    SUPPORTER = "S"
    EMPTY = ""


class Roles:
    """What the plan's matrix says of one kind of row.

    `nouns` are the organisation's KPIs or goals and whatever else the matrix names, in plan order; `holders`
    are the units below the organisation, parents before the units in them, and whoever else the matrix
    names, a position right after its unit.
    """

    def __init__(self, cascade: Cascade, kind: Rows) -> None:
        self.cascade, self.kind = cascade, kind
        plan = cascade.plan
        named = ((row.kpi if kind is Rows.KPI else row.goal, row) for row in plan.matrix)
        self._given = {name: row for name, row in named if name}
        self._cells: dict[tuple[str, str], Cell] = {}
        for name, row in self._given.items():
            self._cells.update({(name, holder): Cell.SUPPORTER for holder in row.supporters})
            self._cells.update({(name, holder): Cell.OWNER for holder in row.owners})
        nouns: tuple[Kpi | Goal, ...] = plan.kpis if kind is Rows.KPI else plan.goals
        own = ("", cascade.organisation.id)
        self.nouns = tuple(noun for noun in nouns if noun.holder in own or noun.id in self._given)
        self.holders = tuple(_holders(cascade, {holder for _, holder in self._cells}))
        self._above = {unit.id: unit.part_of for unit in plan.units}
        self._home = {post.id: post.unit for post in plan.positions}

    def given(self, name: str) -> Responsibility:
        """Return the matrix row of a KPI or goal; an empty one where the plan has none."""
        return self._given.get(name, _NOT_GIVEN)

    def cell(self, name: str, holder: str) -> Cell:
        """Return what a holder is to a row; one who is both owner and supporter is its owner."""
        return self._cells.get((name, holder), Cell.EMPTY)

    def is_joint(self, noun: Kpi | Goal) -> bool:
        """Tell whether a row may have several owners, in this organisation or in others."""
        return self.given(noun.id).joint or (isinstance(noun, Kpi) and noun.joint)

    def unit(self, holder: str) -> str:
        """Return the unit that a position is in; a unit stands for itself."""
        return self._home.get(holder, holder)

    def lineage(self, holder: str) -> Iterator[str]:
        """Yield the unit of a holder and the units above it; the organisation only when it is the unit."""
        organisation = self.cascade.organisation.id
        unit = self.unit(holder)
        yield unit
        while unit != organisation and (unit := self._above[unit]) != organisation:
            yield unit

    def named_in(self, noun: Kpi | Goal) -> set[str]:
        """Return the units that have a role in a row, themselves or through one of their positions."""
        given = self.given(noun.id)
        return {self.unit(holder) for holder in (*given.owners, *given.supporters)}

    def row(self, noun: Kpi | Goal) -> str:
        """Name a row in a message."""
        return f"{'KPI' if self.kind is Rows.KPI else 'goal'} {noun.id!r}"


def _holders(cascade: Cascade, named: set[str]) -> Iterator[Unit | Position]:
    units = {unit.id: unit for unit in cascade.plan.units}
    posts: dict[str, list[Position]] = defaultdict(list)
    for post in cascade.plan.positions:
        if post.id in named:
            posts[post.unit].append(post)
    pending = [cascade.organisation.id]
    while pending:
        unit = units[pending.pop()]
        if unit.part_of or unit.id in named:
            yield unit
        yield from posts[unit.id]
        pending.extend(node.id for node in reversed(cascade.subunits(unit.id)))
