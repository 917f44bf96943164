"""Random ragged trees and scores to measure on."""

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

_DEPTH = 8
_FANS = (3, 12)
_MISSING = 0.12

Indices = NDArray[np.intp]
Floats = NDArray[np.float64]


@frozen(kw_only=True, eq=False)
class RandomTree:
    """A tree as numbers: fan-out 3 to 12, leaves at every depth down to 8."""

    parents: Indices = field(repr=False)
    children: Indices = field(repr=False)
    weights: Floats = field(repr=False)
    count: int

    def names(self, *, shuffled: bool = False) -> NDArray[np.object_]:
        """Name the nodes as text such as `kpi-0000017`."""
        numbers = np.random.default_rng(5).permutation(self.count) if shuffled else np.arange(self.count)
        return np.array([f"kpi-{number:07d}" for number in numbers.tolist()], object)


def grow_tree(leaves: int, seed: int = 0) -> RandomTree:
    """Grow a tree of about so many leaves; the share of nodes that branch is chosen to meet the number."""
    rng = np.random.default_rng(seed)
    branching = _branching_share(leaves)
    level, count = np.array([0]), 1
    parents, children = [], []
    for depth in range(1, _DEPTH + 1):
        fans = rng.integers(_FANS[0], _FANS[1] + 1, level.size)
        born = np.arange(count, count + int(fans.sum()))
        count += born.size
        parents.append(np.repeat(level, fans))
        children.append(born)
        if depth < _DEPTH:
            branches = rng.random(born.size) < branching
            branches[0] = True
            level = born[branches]
    edges = count - 1
    return RandomTree(
        parents=np.concatenate(parents),
        children=np.concatenate(children),
        weights=rng.integers(1, 100, edges).astype(np.float64),
        count=count,
    )


def share_children(tree: RandomTree, share: float = 0.1, seed: int = 3) -> RandomTree:
    """Give some leaves a second parent, so that the tree becomes a graph with shared children."""
    rng = np.random.default_rng(seed)
    is_inner = np.zeros(tree.count, np.bool_)
    is_inner[tree.parents] = True
    leaves = np.flatnonzero(~is_inner)
    shared = np.sort(rng.choice(leaves, int(share * leaves.size), replace=False))
    by_child = np.empty(tree.count, np.intp)
    by_child[tree.children] = tree.parents
    others = rng.choice(np.flatnonzero(is_inner), shared.size)
    differs = others != by_child[shared]
    return RandomTree(
        parents=np.concatenate([tree.parents, others[differs]]),
        children=np.concatenate([tree.children, shared[differs]]),
        weights=np.concatenate([tree.weights, rng.integers(1, 100, int(differs.sum())).astype(np.float64)]),
        count=tree.count,
    )


def draw_scores(cases: int, leaves: int, seed: int = 1) -> Floats:
    """Draw scores from 1 to 5, one row a case, with 12 % missing."""
    rng = np.random.default_rng(seed)
    scores = rng.random((cases, leaves)) * 4 + 1
    scores[rng.random(scores.shape) < _MISSING] = np.nan
    return scores


def _branching_share(leaves: int) -> float:
    """Find by halving the share of branching nodes that gives about so many leaves."""
    fan = (_FANS[0] + _FANS[1]) / 2
    low, high = 0.0, 1.0
    for _ in range(50):
        share = (low + high) / 2
        expected = sum(fan * (fan * share) ** depth * (1 - share) for depth in range(_DEPTH - 1))
        expected += fan * (fan * share) ** (_DEPTH - 1)
        low, high = (share, high) if expected < leaves else (low, share)
    return low
