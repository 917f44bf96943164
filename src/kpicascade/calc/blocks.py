"""A layout and its weights to blocks of parents that are rolled up together, small enough for the cache."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from kpicascade.calc.aggregate import Aggregate, Missing, OwnAggregate
from kpicascade.calc.layout import Indices, Layout, join_ranges

_EDGES_A_BLOCK = 4096
_WIDE = 64

Floats = NDArray[np.float64]


@frozen
class Rule:
    """What the parents of a block have in common."""

    aggregate: Aggregate | OwnAggregate = Aggregate.WEIGHTED_MEAN
    missing: Missing = Missing.LEAVE_OUT


@frozen(kw_only=True, eq=False)
class Block:
    """Parents of one height and one rule, with their children in the order in which they are put together.

    Narrow families stand rank by rank: all first children, then all second children. Parents with more
    children come first, so each rank belongs to the first few parents, and a sum is a few long additions.
    Wide families stand one after the other.

    Attributes:
        parents: Positions of the parents.
        edges: The places of the links in the layout; those with weight 0 are not among them.
        children: Positions of the children.
        weights: Their weights.
        totals: The sum of the weights of each parent.
        ranks: Where each rank starts and ends among the children; empty for wide families.
        starts: Where each wide family starts among the children; empty for narrow ones.
        sizes: How many children each parent has.
    """

    rule: Rule
    parents: Indices = field(repr=False)
    edges: Indices = field(repr=False)
    children: Indices = field(repr=False)
    weights: Floats = field(repr=False)
    totals: Floats = field(repr=False)
    ranks: tuple[tuple[int, int], ...] = field(repr=False)
    starts: Indices = field(repr=False)
    sizes: Indices = field(repr=False)

    def put_together(self, combine: np.ufunc, terms: Floats, out: Floats) -> Floats:
        """Combine the terms (children x cases) of each parent into `out` (parents x cases)."""
        if not self.ranks:
            combine.reduceat(terms, self.starts, axis=0, out=out)
            return out
        start, end = self.ranks[0]
        np.copyto(out, terms[start:end])
        for start, end in self.ranks[1:]:
            part = out[: end - start]
            combine(part, terms[start:end], out=part)
        return out

    def spread(self, values: Floats) -> Floats:
        """Repeat the row of each parent (parents x cases) for each of its children."""
        if not self.ranks:
            return np.repeat(values, self.sizes, axis=0)
        return np.concatenate([values[: end - start] for start, end in self.ranks])


@frozen(kw_only=True, eq=False)
class Families:
    """The links that count, sorted by parent: where those of each parent begin and how many they are."""

    edges: Indices = field(repr=False)
    children: Indices = field(repr=False)
    weights: Floats = field(repr=False)
    firsts: Indices = field(repr=False)
    sizes: Indices = field(repr=False)


@frozen(kw_only=True, eq=False)
class Program:
    """Blocks by height, the lowest parents first."""

    levels: tuple[tuple[Block, ...], ...] = field(repr=False)
    families: Families = field(repr=False)
    inner_count: int
    most_children: int
    most_parents: int

    @cached_property
    def means(self) -> tuple[tuple[Indices, Indices], ...]:
        """By height, the parents that take the weighted mean, in order, and the place of each one's policy.

        In this order a walk over their children goes forwards through memory, which fetches ahead.
        """
        return tuple(_collect_means(level) for level in self.levels)


def _collect_means(level: tuple[Block, ...]) -> tuple[Indices, Indices]:
    means = [block for block in level if block.rule.aggregate is Aggregate.WEIGHTED_MEAN]
    places = [list(Missing).index(block.rule.missing) for block in means]
    parents = np.concatenate([np.empty(0, np.intp), *(block.parents for block in means)])
    policies = np.repeat(np.array(places, np.intp), [block.parents.size for block in means])
    order = np.argsort(parents)
    return parents[order], policies[order]


def compile_blocks(
    layout: Layout, weights: Floats, rules: tuple[Rule, ...], rule_numbers: Indices
) -> Program:
    """Cut a layout into blocks.

    Args:
        layout: Who is whose child.
        weights: The weight of each edge of the layout.
        rules: The rules that occur.
        rule_numbers: Which of them each inner node follows.
    """
    counting = np.flatnonzero(weights > 0)
    sizes = np.bincount(layout.parents[counting], minlength=layout.inner_count)
    families = Families(
        edges=counting,
        children=layout.children[counting],
        weights=weights[counting],
        firsts=np.cumsum(sizes) - sizes,
        sizes=sizes,
    )
    inner = np.flatnonzero(sizes)
    traits = np.stack([layout.heights[inner], rule_numbers[inner], sizes[inner] > _WIDE])
    order = np.lexsort((inner, *traits[::-1]))
    levels: list[list[Block]] = [[] for _ in range(int(layout.heights.max(initial=0)))]
    for members in _cut(inner[order], traits[:, order], sizes):
        block = _make_block(rules[rule_numbers[members[0]]], members, families)
        levels[int(layout.heights[members[0]]) - 1].append(block)
    blocks = [block for level in levels for block in level]
    return Program(
        levels=tuple(tuple(level) for level in levels),
        families=families,
        inner_count=layout.inner_count,
        most_children=max((block.children.size for block in blocks), default=0),
        most_parents=max((block.parents.size for block in blocks), default=0),
    )


def _cut(ordered: Indices, traits: Indices, sizes: Indices) -> Iterator[Indices]:
    """Cut parents where height, rule or width changes, and where a block has links enough."""
    ends = np.cumsum(sizes[ordered])
    changes = np.flatnonzero((np.diff(traits) != 0).any(axis=0)) + 1
    start = 0
    for stop in (*changes.tolist(), ordered.size):
        while start < stop:
            done = int(ends[start - 1]) if start else 0
            full = int(np.searchsorted(ends, done + _EDGES_A_BLOCK, side="right"))
            cut = min(max(full, start + 1), stop)
            yield ordered[start:cut]
            start = cut


def _make_block(rule: Rule, members: Indices, families: Families) -> Block:
    is_wide = not isinstance(rule.aggregate, Aggregate) or bool(families.sizes[members[0]] > _WIDE)
    parents = members if is_wide else members[np.argsort(-families.sizes[members], kind="stable")]
    sizes = families.sizes[parents]
    starts = np.cumsum(sizes) - sizes
    places = join_ranges(families.firsts[parents], sizes)
    totals = np.add.reduceat(families.weights[places], starts)
    ranks: tuple[tuple[int, int], ...] = ()
    if not is_wide:
        rank = np.arange(places.size) - np.repeat(starts, sizes)
        places = places[np.argsort(rank, kind="stable")]
        ends = np.cumsum(np.bincount(rank)).tolist()
        ranks = tuple(zip([0, *ends[:-1]], ends, strict=True))
    return Block(
        rule=rule,
        parents=parents,
        edges=families.edges[places],
        children=families.children[places],
        weights=families.weights[places],
        totals=totals,
        ranks=ranks,
        starts=starts if is_wide else np.empty(0, np.intp),
        sizes=sizes,
    )
