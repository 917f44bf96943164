"""Of which kind a KPI is: identical, common, contributory or the unit's own, and why."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from attrs import frozen

from kpicascade.cascade import Cascade, expect_cascade
from kpicascade.cascade.routes import Routes, Way, Ways
from kpicascade.model.kpi import Kind, Kpi
from kpicascade.model.organisation import Position, Unit

if TYPE_CHECKING:
    import pandas as pd

_MOST_NAMED = 4
"""KPIs named on a way; a reason must stay a sentence however long the chain is."""
_NO_WAYS = Ways(None, None, None, frozenset())


class RelativeTo(StrEnum):
    """Whose KPIs a KPI is compared with."""

    ORGANISATION = "organisation"
    SUPERIOR = "superior"
    """The holder's own superior: a unit's parent; a position's supervisor or, where it has none, its unit."""


@frozen(kw_only=True)
class Classified:
    """A KPI below the organisation, with its kind.

    `kind` is the first kind that holds and `also` the others that hold, in the order of `Kind`. `org_kpis`
    are the KPIs of the organisation (or of the superior) that its links lead to, in the order of the plan.
    `illustrative` is True when the kind rests on a KPI, link or unit that the plan marks as illustrative.
    """

    kpi: str
    holder: str
    kind: Kind
    also: tuple[Kind, ...]
    org_kpis: tuple[str, ...]
    reason: str
    declared: Kind | None
    illustrative: bool


def kinds(
    cascade: Cascade, *, relative_to: RelativeTo | str = RelativeTo.ORGANISATION
) -> tuple[Classified, ...]:
    """Classify every KPI below the organisation, in the order of the plan.

    The first of these that holds is the kind:

    1. identical: `same_as`, followed as far as it goes, leads to a KPI of the organisation;
    2. common: every unit of the same parent that holds any KPI (at least two) holds its measure. A KPI
       without a measure of its own has that of the KPI it is the same as. For a KPI of a position, the
       positions of the same unit count instead;
    3. contributory: `contributes_to`, also through `same_as`, leads to a KPI of the organisation;
    4. unit-specific: none of these.

    A way ends at the first KPI of the organisation that it meets. With `relative_to="superior"` the KPIs of
    the holder's own superior take the place of the organisation's.

    Raises:
        ValueError: when `relative_to` is neither of the two.
    """
    expect_cascade(cascade)
    relative = RelativeTo(relative_to)
    return tuple(_classified(cascade, relative))


def classify(cascade: Cascade, *, relative_to: RelativeTo | str = RelativeTo.ORGANISATION) -> "pd.DataFrame":
    """Show the kind of every KPI below the organisation as a frame, one row a KPI, in plan order.

    Columns: `kpi`, `holder`, `kind`, `also` (tuple of kinds), `org_kpis` (tuple of ids), `reason`,
    `declared` (the kind that the plan declares, missing where it declares none) and `illustrative`.
    See `kinds` for what they mean.

    Raises:
        ValueError: when `relative_to` is neither "organisation" nor "superior".
    """
    import pandas as pd  # noqa: PLC0415  slow to load, and only frames need it

    columns = ["kpi", "holder", "kind", "also", "org_kpis", "reason", "declared", "illustrative"]
    rows = [
        (
            row.kpi,
            row.holder,
            row.kind.value,
            tuple(kind.value for kind in row.also),
            row.org_kpis,
            row.reason,
            row.declared and row.declared.value,
            row.illustrative,
        )
        for row in kinds(cascade, relative_to=relative_to)
    ]
    return pd.DataFrame(rows, columns=columns)


def _classified(cascade: Cascade, relative: RelativeTo) -> Iterator[Classified]:
    routes = Routes(cascade)
    sharing = _Sharing(cascade, routes.order)
    in_order = _InPlanOrder(cascade)
    organisation = cascade.organisation.id
    superiors = _superiors(cascade)
    ways: dict[str, Mapping[str, Ways]] = {}
    for kpi in cascade.plan.kpis:
        if kpi.holder == organisation:
            continue
        superior = organisation if relative is RelativeTo.ORGANISATION else superiors[kpi.holder]
        if superior not in ways:
            ways[superior] = routes.to(held.id for held in cascade.kpis_of.get(superior, ()))
        whose = "the organisation" if superior == organisation else superior
        found = ways[superior].get(kpi.id, _NO_WAYS)
        evidence = _evidence(kpi, found, sharing, whose)
        reasons = [reason for _, reason, _ in evidence] or [_nothing(kpi, sharing, whose)]
        held_kinds = [kind for kind, _, _ in evidence] or [Kind.UNIT_SPECIFIC]
        rests = evidence[0][2] if evidence else False
        yield Classified(
            kpi=kpi.id,
            holder=kpi.holder,
            kind=held_kinds[0],
            also=tuple(held_kinds[1:]),
            org_kpis=in_order.of(found.ends),
            reason="; ".join(reasons),
            declared=kpi.kind,
            illustrative=rests or kpi.illustrative or sharing.is_illustrative_holder(kpi.holder),
        )


def _evidence(kpi: Kpi, ways: Ways, sharing: "_Sharing", whose: str) -> list[tuple[Kind, str, bool]]:
    """List the kinds that hold, each with its reason and whether it rests on something illustrative."""
    found = []
    if ways.same:
        found.append((Kind.IDENTICAL, _same(ways.same, whose), ways.same.illustrative))
    if sharing.is_common(kpi):
        found.append((Kind.COMMON, sharing.share(kpi), sharing.rests_on_illustration(kpi)))
    if ways.contributes:
        reason = _contributes(ways.contributes, ways.ends)
        found.append((Kind.CONTRIBUTORY, reason, ways.contributes.illustrative))
    return found


def _superiors(cascade: Cascade) -> dict[str, str]:
    units = {unit.id: unit.part_of for unit in cascade.plan.units}
    return units | {post.id: post.reports_to or post.unit for post in cascade.plan.positions}


# The sentences of `reason` stand together, so that they can be read, and one day translated, in one place.


def _same(way: Way, whose: str) -> str:
    return f"same as {way.end} of {whose}{_through(way)}"


def _contributes(way: Way, ends: Collection[str]) -> str:
    others = len(ends) - 1
    more = f" (and to {others} more)" if others else ""
    return f"contributes to {way.end}{_through(way)}{more}"


def _through(way: Way) -> str:
    passed = way.length - 1
    named = list(islice(way.between(), passed if passed <= _MOST_NAMED else _MOST_NAMED - 1))
    if passed > len(named):
        named.append(f"{passed - len(named):,} more")
    return f" through {', '.join(named)}" if named else ""


def _nothing(kpi: Kpi, sharing: "_Sharing", whose: str) -> str:
    return f"leads to no KPI of {whose}; {sharing.share(kpi)}"


def _held_by(count: int, total: int, word: str, parent: str) -> str:
    if total == 1:
        return f"no other {word} of {parent} holds any KPI"
    return f"held by {count} of {total} {word}s of {parent}"


class _Sharing:
    """Which holders of the same parent measure the same thing."""

    def __init__(self, cascade: Cascade, order: Iterable[str]) -> None:
        plan = cascade.plan
        self._group = {unit.id: ("unit", unit.part_of) for unit in plan.units}
        self._group |= {post.id: ("position", post.unit) for post in plan.positions}
        holders: tuple[Unit | Position, ...] = (*plan.units, *plan.positions)
        self._illustrative = {holder.id for holder in holders if holder.illustrative}
        self._measures = _measures(cascade, order)
        self._holders: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._sharers: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        self._rests: set[tuple[str, str, str]] = set()
        for kpi in plan.kpis:
            self._holders[self._group[kpi.holder]].add(kpi.holder)
            self._sharers[self._key(kpi)].add(kpi.holder)
            if kpi.illustrative or self.is_illustrative_holder(kpi.holder):
                self._rests.add(self._key(kpi))

    def _key(self, kpi: Kpi) -> tuple[str, str, str]:
        return (*self._group[kpi.holder], self._measures[kpi.id])

    def is_illustrative_holder(self, holder: str) -> bool:
        return holder in self._illustrative

    def is_common(self, kpi: Kpi) -> bool:
        fellows = self._holders[self._group[kpi.holder]]
        return len(fellows) > 1 and len(self._sharers[self._key(kpi)]) == len(fellows)

    def rests_on_illustration(self, kpi: Kpi) -> bool:
        return self._key(kpi) in self._rests

    def share(self, kpi: Kpi) -> str:
        word, parent = self._group[kpi.holder]
        fellows = self._holders[word, parent]
        return _held_by(len(self._sharers[self._key(kpi)]), len(fellows), word, parent)


def _measures(cascade: Cascade, order: Iterable[str]) -> dict[str, str]:
    """Find what each KPI measures: what it says, or what the KPI measures that it is the same as."""
    found: dict[str, str] = {}
    for name in order:
        kpi = cascade.kpis[name]
        # The prefixes keep a measure apart from a KPI that happens to have its name as id.
        own = f"measure:{kpi.measure}" if kpi.measure else f"kpi:{kpi.id}"
        found[name] = found[kpi.same_as] if kpi.same_as and not kpi.measure else own
    return found


class _InPlanOrder:
    """Sorts sets of KPI ids as the plan has them, each set once."""

    def __init__(self, cascade: Cascade) -> None:
        self._place = {kpi.id: place for place, kpi in enumerate(cascade.plan.kpis)}
        self._sorted: dict[frozenset[str], tuple[str, ...]] = {}

    def of(self, ids: frozenset[str]) -> tuple[str, ...]:
        if ids not in self._sorted:
            self._sorted[ids] = tuple(sorted(ids, key=self._place.__getitem__))
        return self._sorted[ids]
