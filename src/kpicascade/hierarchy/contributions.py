"""What makes up a node's score in every case at once."""

from collections.abc import Iterator

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from kpicascade.calc.aggregate import Aggregate, Missing
from kpicascade.calc.layout import Indices, join_ranges
from kpicascade.hierarchy.cases import Cases
from kpicascade.hierarchy.link import Part
from kpicascade.hierarchy.structure import Hierarchy

Floats = NDArray[np.float64]

_PARTS = tuple(Part)
_NOISE = 1e-12


@frozen(kw_only=True, eq=False)
class Contributions:
    """What makes up one node's score: weight times score is value; the values of a case add up to it.

    Attributes:
        sources: The node that each column comes from.
        parts: What each column stands for.
        weights: cases x columns: the product of the actual weights on the way down, summed over all ways.
        scores: cases x columns: the points that the weight multiplies; 0 where the weight is 0.
        values: cases x columns: weights times scores.
    """

    sources: tuple[str, ...]
    parts: tuple[Part, ...]
    weights: Floats = field(repr=False)
    scores: Floats = field(repr=False)

    @property
    def values(self) -> Floats:
        """The points that each column brings: cases x columns."""
        return self.weights * self.scores


@frozen(kw_only=True, eq=False)
class Weighed:
    """A finished roll-up: every node's score and every link's actual weight.

    Each has one row a case; `made` has a column for each node with children, the score before anything was
    added.
    """

    scores: Floats
    weights: Floats
    made: Floats


@frozen(eq=False)
class _Sheaf:
    """Columns of one part: positions, and weights and scores (positions x cases)."""

    part: Part
    positions: Indices
    weights: Floats
    scores: Floats


@frozen(kw_only=True, eq=False)
class _Paths:
    """The nodes that one node reaches, in order, and how each weighs in it (places x cases)."""

    places: Indices
    weights: Floats

    def of(self, position: int) -> Floats | None:
        """Give the weights of the node at a position; None where it is not reached."""
        place = int(np.searchsorted(self.places, position))
        is_reached = place < self.places.size and self.places[place] == position
        return self.weights[place] if is_reached else None


def contributions_to(hierarchy: Hierarchy, node: str, cases: Cases, weighed: Weighed) -> Contributions:
    """Multiply actual weights along every way down from a node and say what each source brings."""
    top = hierarchy.position(node)
    places = _reach(hierarchy, top)
    paths = _Paths(places=places, weights=np.zeros((places.size, cases.count)))
    paths.weights[np.searchsorted(places, top)] = ~np.isnan(weighed.scores[:, top])
    sheaves = [
        *_walk_down(hierarchy, paths, cases, weighed),
        _bind_leaves(hierarchy, paths, cases),
        *_bind_inner_scores(hierarchy, paths, cases, weighed),
        *_bind_adjustments(paths, cases),
        *_bind_limits(hierarchy, paths, cases, weighed),
    ]
    return _bind(hierarchy, sheaves)


def _bind(hierarchy: Hierarchy, sheaves: list[_Sheaf]) -> Contributions:
    """Put columns in the order of nodes and parts, without those that weigh nothing."""
    positions = np.concatenate([sheaf.positions for sheaf in sheaves])
    ranks = np.repeat(
        [_PARTS.index(sheaf.part) for sheaf in sheaves], [sheaf.positions.size for sheaf in sheaves]
    )
    weights = np.concatenate([sheaf.weights for sheaf in sheaves])
    scores = np.concatenate([sheaf.scores for sheaf in sheaves])
    order = np.lexsort((ranks, positions))
    order = order[(weights[order] != 0).any(axis=1)]
    return Contributions(
        sources=tuple(hierarchy.nodes[position] for position in positions[order].tolist()),
        parts=tuple(_PARTS[rank] for rank in ranks[order].tolist()),
        weights=weights[order].T,
        scores=np.where(weights[order] != 0, scores[order], 0.0).T,
    )


def _reach(hierarchy: Hierarchy, top: int) -> Indices:
    """List the positions of a node and of all nodes below it, in order."""
    layout = hierarchy.layout
    reached = np.zeros(len(hierarchy.nodes), np.bool_)
    frontier = np.array([top])
    while frontier.size:
        reached[frontier] = True
        inner = frontier[frontier < layout.inner_count]
        below = np.unique(layout.children[join_ranges(layout.offsets[inner], np.diff(layout.offsets)[inner])])
        frontier = below[~reached[below]]
    return np.flatnonzero(reached)


def _walk_down(hierarchy: Hierarchy, paths: _Paths, cases: Cases, weighed: Weighed) -> list[_Sheaf]:
    """Add the weights of all ways up, from the highest node down; bind what missing children count as."""
    layout = hierarchy.layout
    inner = paths.places[paths.places < layout.inner_count]
    missing = []
    for height in np.unique(layout.heights[inner])[::-1]:
        parents = inner[layout.heights[inner] == height]
        sizes = np.diff(layout.offsets)[parents]
        edges = join_ranges(layout.offsets[parents], sizes)
        children = layout.children[edges]
        flow = np.repeat(paths.weights[np.searchsorted(paths.places, parents)], sizes, axis=0)
        flow = flow * weighed.weights[:, edges].T
        absent = np.isnan(weighed.scores[:, children]).T
        np.add.at(paths.weights, np.searchsorted(paths.places, children), np.where(absent, 0.0, flow))
        counted = np.flatnonzero((absent & (flow != 0)).any(axis=1))
        if counted.size:
            fills = _fills(hierarchy, np.repeat(parents, sizes)[counted], cases)
            scores = np.repeat(fills[:, None], cases.count, axis=1)
            weights = np.where(absent[counted], flow[counted], 0.0)
            missing.append(_Sheaf(Part.MISSING, children[counted], weights, scores))
    return [_merge(sheaf) for sheaf in _join(missing)]


def _join(sheaves: list[_Sheaf]) -> Iterator[_Sheaf]:
    """Make one sheaf of several of the same part."""
    if sheaves:
        yield _Sheaf(
            sheaves[0].part,
            np.concatenate([sheaf.positions for sheaf in sheaves]),
            np.concatenate([sheaf.weights for sheaf in sheaves]),
            np.concatenate([sheaf.scores for sheaf in sheaves]),
        )


def _merge(sheaf: _Sheaf) -> _Sheaf:
    """Add up the weights of columns with the same node and the same score."""
    keys = np.stack([sheaf.positions, sheaf.scores[:, 0]])
    _, firsts, groups = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    weights = np.zeros((firsts.size, sheaf.weights.shape[1]))
    np.add.at(weights, groups, sheaf.weights)
    return _Sheaf(sheaf.part, sheaf.positions[firsts], weights, sheaf.scores[firsts])


def _fills(hierarchy: Hierarchy, parents: Indices, cases: Cases) -> Floats:
    """Say what the parents count a missing child as."""
    lowest = np.nan if cases.bounds is None else cases.bounds[0]
    policies = [hierarchy.settings_at(parent).missing for parent in parents.tolist()]
    return np.array([lowest if policy is Missing.LOWEST else 0.0 for policy in policies])


def _bind_leaves(hierarchy: Hierarchy, paths: _Paths, cases: Cases) -> _Sheaf:
    places = np.flatnonzero(paths.places >= hierarchy.layout.inner_count)
    leaves = paths.places[places]
    scores = cases.leaves[:, leaves - hierarchy.layout.inner_count].T
    return _Sheaf(Part.SCORE, leaves, np.where(np.isnan(scores), 0.0, paths.weights[places]), scores)


def _bind_inner_scores(
    hierarchy: Hierarchy, paths: _Paths, cases: Cases, weighed: Weighed
) -> Iterator[_Sheaf]:
    """Bind given scores, and those of nodes whose own aggregate cannot be taken apart."""
    own = {
        position
        for position, setting in hierarchy.inner_settings
        if not isinstance(setting.aggregate, Aggregate)
    }
    for position in sorted(own | cases.given.keys()):
        weights = paths.of(position)
        if weights is not None:
            stands = np.ones(cases.count, np.bool_) if position in own else ~np.isnan(cases.given[position])
            yield _one(Part.SCORE, position, np.where(stands, weights, 0.0), weighed.made[:, position])


def _bind_adjustments(paths: _Paths, cases: Cases) -> Iterator[_Sheaf]:
    for position, points in cases.adjustments.items():
        weights = paths.of(position)
        if weights is not None:
            yield _one(Part.ADJUSTMENT, position, np.where(points == 0, 0.0, weights), points)


def _bind_limits(hierarchy: Hierarchy, paths: _Paths, cases: Cases, weighed: Weighed) -> Iterator[_Sheaf]:
    inner_count = hierarchy.layout.inner_count
    for node, setting in hierarchy.settings.items():
        position = hierarchy.positions[node]
        weights = paths.of(position)
        if weights is None or (setting.cap is None and setting.floor is None):
            continue
        is_inner = position < inner_count
        made = weighed.made[:, position] if is_inner else cases.leaves[:, position - inner_count]
        added = weighed.scores[:, position] - (made + cases.adjustments.get(position, 0.0))
        added = np.where(np.abs(added) < _NOISE * (1 + np.abs(made)), 0.0, added)
        yield _one(Part.CAP, position, np.where(added < 0, weights, 0.0), added)
        yield _one(Part.FLOOR, position, np.where(added > 0, weights, 0.0), added)


def _one(part: Part, position: int, weights: Floats, scores: Floats) -> _Sheaf:
    return _Sheaf(part, np.array([position]), weights[None], scores[None])
