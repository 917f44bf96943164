"""Whether a KPI counts twice towards anything."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter

from kpicascade.cascade import Cascade
from kpicascade.cascade.findings import warning
from kpicascade.cascade.graph import EdgeKind, kpi_key
from kpicascade.errors import Issue


def double_counted(cascade: Cascade) -> Iterator[Issue]:
    """Find KPIs that reach a section, an agreement or a KPI by two scored paths, and name both.

    Scored are the weights of agreements and of `contributes_to`; links without a weight, or of weight zero,
    are not. For each KPI at which paths part, the first place where two of them meet again is reported.
    """
    scored = _scored(cascade)
    below: dict[str, list[str]] = defaultdict(list)
    for lower, uppers in scored.items():
        for upper in uppers:
            below[upper].append(lower)
    rank = {key: place for place, key in enumerate(TopologicalSorter(below).static_order())}
    for kpi in cascade.plan.kpis:
        upward = scored.get(kpi_key(kpi.id), [])
        if len(upward) > 1 and (paths := _first_meeting(kpi_key(kpi.id), scored, rank)):
            one, other = (" → ".join(path) for path in sorted(paths, key=len))
            message = f"KPI {kpi.id!r} counts twice towards {paths[0][-1]}: {one}; and {other}."
            hint = "remove one of the links, or its weight: a link without weight is aligned but not scored."
            yield warning("double-counting", kpi, message, hint)


def _scored(cascade: Cascade) -> dict[str, list[str]]:
    upward: dict[str, list[str]] = defaultdict(list)
    for edge in cascade.edges:
        if edge.weight and edge.kind is EdgeKind.CARRIES:
            upward[edge.target].append(edge.source)
        elif edge.weight and edge.kind is EdgeKind.CONTRIBUTES_TO:
            upward[edge.source].append(edge.target)
    return upward


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
    while len(+is_open) > 1 or (waiting and waiting[0][1] in branch_of):
        _, node, branch, before = heapq.heappop(waiting)
        is_open[branch] -= 1
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
