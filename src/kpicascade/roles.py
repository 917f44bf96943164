"""Who is owner or supporter of what, and whether that agrees with the KPIs that units hold."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import StrEnum

from kpicascade.cascade import Cascade
from kpicascade.errors import Issue
from kpicascade.findings import warning
from kpicascade.model.kpi import Kpi
from kpicascade.model.organisation import Position, Unit
from kpicascade.model.plan import Responsibility
from kpicascade.model.strategy import Goal
from kpicascade.routes import Routes, Ways

_NOT_GIVEN = Responsibility()
_NONE: frozenset[str] = frozenset()
_WORDS = {"O": "owner", "S": "supporter"}


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
        self._above |= {post.id: post.unit for post in plan.positions}

    def given(self, name: str) -> Responsibility:
        """Return the matrix row of a KPI or goal; an empty one where the plan has none."""
        return self._given.get(name, _NOT_GIVEN)

    def cell(self, name: str, holder: str) -> Cell:
        """Return what a holder is to a row; one who is both owner and supporter is its owner."""
        return self._cells.get((name, holder), Cell.EMPTY)

    def is_joint(self, noun: Kpi | Goal) -> bool:
        """Tell whether a row may have several owners, in this organisation or in others."""
        return self.given(noun.id).joint or (isinstance(noun, Kpi) and noun.joint)

    def lineage(self, holder: str) -> Iterator[str]:
        """Yield a holder and the units above it, below the organisation; for the organisation itself, it."""
        organisation = self.cascade.organisation.id
        yield holder
        while holder != organisation and (holder := self._above[holder]) != organisation:
            yield holder

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


def role_issues(roles: Roles, most_owned: int) -> Iterator[Issue]:
    """Find what is odd about owners and supporters; nothing where the matrix has no rows.

    A role counts for the units above and below the one that has it: where a bureau owns a KPI, its divisions
    need not be named as well.
    """
    if not roles.nouns:
        return
    yield from _owner_issues(roles)
    yield from _idle_issues(roles)
    links = _Links(roles)
    yield from _unlinked_issues(roles, links)
    yield from _unnamed_issues(roles, links)
    yield from _load_issues(roles, most_owned)


def _owner_issues(roles: Roles) -> Iterator[Issue]:
    for noun in roles.nouns:
        given, row = roles.given(noun.id), roles.row(noun)
        place = given if given is not _NOT_GIVEN else noun
        owners = tuple(dict.fromkeys(given.owners))
        if not owners:
            hint = "name the unit that answers for it under owners in the matrix."
            yield warning("row-without-owner", place, f"{row} has no owner.", hint)
        if len(owners) > 1 and not roles.is_joint(noun):
            found = f"{row} has {len(owners)} owners ({', '.join(owners)}); expected one."
            hint = "make all but one of them supporters, or write joint: true where several are meant."
            yield warning("several-owners", place, found, hint)
        for holder in dict.fromkeys(h for h in given.supporters if h in owners):
            found = f"{holder!r} is both owner and supporter of {row}; it is shown as owner."
            yield warning("owner-also-supporter", place, found, "keep one of the two.")


def _idle_issues(roles: Roles) -> Iterator[Issue]:
    named = {holder.id for holder in roles.holders for n in roles.nouns if roles.cell(n.id, holder.id)}
    within = {unit for holder in named for unit in roles.lineage(holder)}
    for holder in roles.holders:
        is_below = isinstance(holder, Unit) and holder.part_of
        if is_below and holder.id not in within and named.isdisjoint(roles.lineage(holder.id)):
            found = f"unit {holder.id!r} neither owns nor supports any {roles.kind} in the matrix."
            hint = "name it as owner or supporter of what it works for."
            yield warning("unit-without-role", holder, found, hint)


def _unlinked_issues(roles: Roles, links: "_Links") -> Iterator[Issue]:
    for noun in roles.nouns:
        for holder in roles.holders:
            cell = roles.cell(noun.id, holder.id)
            if cell and not links.has_kpi_for(holder.id, noun.id):
                found = f"{holder.id!r} is {_WORDS[cell]} of {roles.row(noun)} and holds no KPI linked to it."
                hint = (
                    "link one of its KPIs with same_as, contributes_to or goals, or take it out of the row."
                )
                yield warning("role-without-kpi", roles.given(noun.id), found, hint)


def _unnamed_issues(roles: Roles, links: "_Links") -> Iterator[Issue]:
    for noun in roles.nouns:
        named = {h.id for h in roles.holders if roles.cell(noun.id, h.id)}
        within = {unit for holder in named for unit in roles.lineage(holder)}
        for unit, kpi in links.contributors(noun.id).items():
            if unit not in within and named.isdisjoint(roles.lineage(unit)):
                found = f"unit {unit!r} contributes to {roles.row(noun)} through {kpi.id!r}"
                message = f"{found} and is neither its owner nor its supporter."
                hint = "name the unit as supporter of the row, or remove the link."
                yield warning("contribution-without-role", kpi, message, hint)


def _load_issues(roles: Roles, most_owned: int) -> Iterator[Issue]:
    for holder in roles.holders:
        owned = [noun.id for noun in roles.nouns if roles.cell(noun.id, holder.id) is Cell.OWNER]
        if len(owned) > most_owned:
            rows = f"{len(owned)} {roles.kind}s ({', '.join(owned)})"
            found = f"{holder.id!r} owns {rows}; expected at most {most_owned}."
            yield warning("too-many-owned", holder, found, "spread them over more units, or raise the limit.")


class _Links:
    """Which rows the KPIs of units lead to.

    A KPI stands for a row when it is the row, or measures the goal that is the row. Other KPIs lead to it
    along `same_as` and `contributes_to`.
    """

    def __init__(self, roles: Roles) -> None:
        self._organisation = roles.cascade.organisation.id
        self._units = {post.id: post.unit for post in roles.cascade.plan.positions}
        stands_for = _stands_for(roles)
        ways = Routes(roles.cascade).to(stands_for)
        rows_by_goal = _rows_by_goal(roles)
        onward = _onward(ways, stands_for)
        self._linked: dict[str, set[str]] = defaultdict(set)
        self._contributors: dict[str, dict[str, Kpi]] = defaultdict(dict)
        for kpi in roles.cascade.plan.kpis:
            shared = {row for goal in kpi.goals for row in rows_by_goal.get(goal, ())}
            linked = shared | stands_for.get(kpi.id, _NONE) | onward.get(kpi.id, _NONE)
            for holder in roles.lineage(kpi.holder):
                self._linked[holder] |= linked
            unit = self._units.get(kpi.holder, kpi.holder)
            met_first = ways[kpi.id].ends if kpi.id in ways else ()
            direct = {row for end in met_first for row in stands_for[end]}
            if roles.kind is Rows.GOAL:
                direct |= shared
            for row in direct:
                if unit != self._organisation:
                    self._contributors[row].setdefault(unit, kpi)

    def has_kpi_for(self, holder: str, row: str) -> bool:
        """Tell whether a unit, its positions or the units in it hold a KPI that is linked to a row.

        For a position its unit counts; the organisation holds the rows themselves.
        """
        unit = self._units.get(holder, holder)
        return unit == self._organisation or row in self._linked[unit]

    def contributors(self, row: str) -> Mapping[str, Kpi]:
        """Return the units with a KPI that leads to a row before any other, each with the first such KPI."""
        return self._contributors.get(row, {})


def _stands_for(roles: Roles) -> dict[str, set[str]]:
    rows = {noun.id for noun in roles.nouns}
    if roles.kind is Rows.KPI:
        return {row: {row} for row in rows}
    return {kpi.id: rows & set(kpi.goals) for kpi in roles.cascade.plan.kpis if rows & set(kpi.goals)}


def _rows_by_goal(roles: Roles) -> dict[str, set[str]]:
    rows: dict[str, set[str]] = defaultdict(set)
    for noun in roles.nouns:
        for goal in noun.goals if isinstance(noun, Kpi) else (noun.id,):
            rows[goal].add(noun.id)
    return rows


def _onward(ways: Mapping[str, Ways], stands_for: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    """Find all rows that each KPI leads to, also those beyond the first it meets."""
    rows: dict[frozenset[str], frozenset[str]] = {}
    found: dict[str, frozenset[str]] = {}
    for kpi, way in ways.items():  # in an order in which what a KPI leads to comes before it
        if way.ends not in rows:
            beyond = (stands_for[end] | found.get(end, _NONE) for end in way.ends)
            rows[way.ends] = _NONE.union(*beyond)
        found[kpi] = rows[way.ends]
    return found
