"""Whether a KPI counts twice towards anything."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from graphlib import TopologicalSorter
from itertools import pairwise

from kpicascade.cascade import Cascade
from kpicascade.cascade.circular import knots
from kpicascade.cascade.findings import warning
from kpicascade.cascade.graph import EdgeKind, kpi_key
from kpicascade.errors import Issue
from kpicascade.model.kpi import Kpi


def double_counted(cascade: Cascade) -> Iterator[Issue]:
    """Find KPIs that reach a section, an agreement or a KPI by two scored paths, and name both.

    Scored are the weights of agreements and of `contributes_to`; links without a weight, or of weight zero,
    are not. A KPI that is the same as another may take its score, so paths also lead from the other to it.
    For each KPI at which paths part, the first place where two of them meet again is reported.
    """
    weighted = tuple(_weighted(cascade))
    taken = _taken(cascade, weighted)
    scored: dict[str, list[str]] = defaultdict(list)
    below: dict[str, list[str]] = defaultdict(list)
    for lower, upper in (*weighted, *taken):
        scored[lower].append(upper)
        below[upper].append(lower)
    rank = {key: place for place, key in enumerate(TopologicalSorter(below).static_order())}
    for kpi in cascade.plan.kpis:
        upward = scored.get(kpi_key(kpi.id), [])
        if len(upward) > 1 and (paths := _first_meeting(kpi_key(kpi.id), scored, rank)):
            yield _finding(kpi, paths, taken)


def _weighted(cascade: Cascade) -> Iterator[tuple[str, str]]:
    """Yield the links along which scores go up by weight, each from the lower node to the upper."""
    for edge in cascade.edges:
        if edge.weight and edge.kind is EdgeKind.CARRIES:
            yield edge.target, edge.source
        elif edge.weight and edge.kind is EdgeKind.CONTRIBUTES_TO:
            yield edge.source, edge.target


def _taken(cascade: Cascade, weighted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], None]:
    """List the links along which a KPI without a result takes the score of the one it is the same as.

    A KPI whose own score goes into that of the other never does: a unit's KPI that is the organisation's and
    contributes to it as well. Those links close circles, and are left out.
    """
    same = [(edge.target, edge.source) for edge in cascade.edges if edge.kind is EdgeKind.SAME_AS]
    knot_of = {key: knot for knot in knots((*weighted, *same)) for key in knot}
    return {(one, other): None for one, other in same if other not in knot_of.get(one, ())}


def _finding(kpi: Kpi, paths: Sequence[tuple[str, ...]], taken: Collection[tuple[str, str]]) -> Issue:
    one, other = (" → ".join(path) for path in sorted(paths, key=len))
    depends = any(step in taken for path in paths for step in pairwise(path))
    counts = "may count" if depends else "counts"
    message = f"KPI {kpi.id!r} {counts} twice towards {paths[0][-1]}: {one}; and {other}."
    hint = "remove one of the links, or its weight: a link without weight is aligned but not scored."
    if depends:
        hint = (
            "a KPI without a result takes the score of the KPI that it is the same as: "
            "carry one of the two, or report a result for each."
        )
    return warning("double-counting", kpi, message, hint)


def _first_meeting(
    start: str, scored: Mapping[str, list[str]], rank: Mapping[str, int]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Follow the branches that leave `start` in step, and return the paths to where the first two meet.

    Nodes are looked at in topological order, so once all that is left comes from one branch, no two can
    meet any more; a chain of any length beside a short branch costs nothing.
    """
    came: dict[tuple[int, str], str] = {}
    branch_of: dict[str, int] = {}
    waiting = [(rank[first], first, branch, start) for branch, first in enumerate(scored[start])]
    heapq.heapify(waiting)
    is_open = Counter(branch for _, _, branch, _ in waiting)
    while len(is_open) > 1 or (waiting and waiting[0][1] in branch_of):
        _, node, branch, before = heapq.heappop(waiting)
        is_open[branch] -= 1
        if not is_open[branch]:
            del is_open[branch]
        if (branch, node) in came:
            continue  # paths that part and meet within a branch are reported where they part
        came[branch, node] = before
        if branch_of.setdefault(node, branch) != branch:
            return _path(start, node, branch_of[node], came), _path(start, node, branch, came)
        for upper in scored.get(node, ()):
            heapq.heappush(waiting, (rank[upper], upper, branch, node))
            is_open[branch] += 1
    return None


def _path(start: str, node: str, branch: int, came: Mapping[tuple[int, str], str]) -> tuple[str, ...]:
    path = [node]
    while path[-1] != start:
        path.append(came[branch, path[-1]])
    return tuple(reversed(path))
