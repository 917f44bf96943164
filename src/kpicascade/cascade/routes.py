"""The ways by which KPIs lead to other KPIs, along same_as and contributes_to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import TopologicalSorter

from attrs import frozen

from kpicascade.cascade.cascade import Cascade
from kpicascade.model.kpi import Kpi

_NONE: frozenset[str] = frozenset()


@frozen(eq=False, repr=False)
class Way:
    """A way from one KPI to another: the next KPI on it, and the way onward from there.

    `end` is where it leads and `length` the number of links. `illustrative` is True when a link, or a KPI
    after the first, is illustrative. Ways share their tails, so a chain of any length stays small; they
    compare by identity, because comparing or printing a tail would recurse.
    """

    step: str
    end: str
    length: int
    illustrative: bool
    onward: "Way | None" = None

    def between(self) -> Iterator[str]:
        """Yield the ids of the KPIs that the way passes before its end."""
        way = self
        while way.onward is not None:
            yield way.step
            way = way.onward


@frozen(eq=False, repr=False)
class Ways:
    """How one KPI leads to any of the KPIs asked about; each way is the shortest of its sort.

    `same` follows `same_as` alone; `contributes` has at least one `contributes_to` in it; `nearest` may be
    either. `ends` are all the KPIs asked about that are met first on some way.
    """

    same: Way | None
    contributes: Way | None
    nearest: Way | None
    ends: frozenset[str]


@frozen
class _Link:
    target: str
    is_same: bool
    illustrative: bool


class Routes:
    """The links between the KPIs of a cascade, ready to be followed.

    A way stops at the first KPI asked about that it meets. Of two ways of equal length the one whose first
    link is written first wins, `same_as` before `contributes_to`, so the order of the KPIs in the plan does
    not matter. Nothing recurses, and each link is looked at once for each set of ends.
    """

    def __init__(self, cascade: Cascade) -> None:
        self._kpis = cascade.kpis
        self._links = {kpi.id: tuple(_links(kpi)) for kpi in cascade.plan.kpis}
        self._sources: dict[str, list[str]] = defaultdict(list)
        for source, links in self._links.items():
            for link in links:
                self._sources[link.target].append(source)
        onward = {source: [link.target for link in links] for source, links in self._links.items()}
        self.order = tuple(TopologicalSorter(onward).static_order())
        """The ids of all KPIs, those that others lead to first."""
        self._rank = {kpi: rank for rank, kpi in enumerate(self.order)}

    def to(self, ends: Iterable[str]) -> Mapping[str, Ways]:
        """Find how KPIs lead to any of `ends`, by id; KPIs that lead to none are left out."""
        wanted = frozenset(ends)
        found: dict[str, Ways] = {}
        for kpi in sorted(self._leading_to(wanted), key=self._rank.__getitem__):
            found[kpi] = self._ways(kpi, wanted, found)
        return found

    def _leading_to(self, ends: Collection[str]) -> set[str]:
        leading: set[str] = set()
        pending = list(ends)
        while pending:
            for source in self._sources.get(pending.pop(), ()):
                if source not in leading:
                    leading.add(source)
                    pending.append(source)
        return leading

    def _ways(self, kpi: str, ends: Collection[str], found: Mapping[str, Ways]) -> Ways:
        same = contributes = nearest = None
        reached = _NONE
        for link in self._links[kpi]:
            onward = found.get(link.target)
            if link.target in ends:
                step = self._step(link)
                reached = _joined(reached, frozenset((link.target,)))
                nearest = _shorter(nearest, step)
                same = _shorter(same, step if link.is_same else None)
                contributes = _shorter(contributes, None if link.is_same else step)
            elif onward is not None:
                reached = _joined(reached, onward.ends)
                nearest = _shorter(nearest, self._step(link, onward.nearest))
                same = _shorter(same, self._step(link, onward.same) if link.is_same and onward.same else None)
                rest = onward.contributes if link.is_same else onward.nearest
                contributes = _shorter(contributes, self._step(link, rest) if rest else None)
        return Ways(same, contributes, nearest, reached)

    def _step(self, link: _Link, onward: Way | None = None) -> Way:
        illustrative = link.illustrative or self._kpis[link.target].illustrative
        if onward is None:
            return Way(link.target, link.target, 1, illustrative)
        return Way(
            link.target, onward.end, onward.length + 1, illustrative or onward.illustrative, onward=onward
        )


def _links(kpi: Kpi) -> Iterator[_Link]:
    if kpi.same_as:
        yield _Link(kpi.same_as, is_same=True, illustrative=kpi.illustrative)
    for link in kpi.contributes_to:
        yield _Link(link.kpi, is_same=False, illustrative=link.illustrative)


def _shorter(one: Way | None, other: Way | None) -> Way | None:
    if one is None or other is None:
        return one or other
    return other if other.length < one.length else one


def _joined(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Unite two sets, keeping the very object where one holds the other: long chains then share one set."""
    if one <= other:
        return other
    return one if other <= one else one | other
