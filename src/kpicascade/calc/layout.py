"""Edge lists to arrays that a roll-up can walk: an order of the nodes, their heights, any circles.

Nodes are whole numbers from 0. Nothing here recurses, so a chain of any length will do.
"""

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

Indices = NDArray[np.intp]

_SHORT = 2**15


@frozen(eq=False)
class Layout:
    """A directed graph without circles, in the order in which it is rolled up.

    Nodes are renumbered: first those with children, then the leaves, each depth first, so that siblings stand
    together. Edges are sorted by parent and keep their given order within one.

    Attributes:
        order: The old number of every node, in the new order.
        inner_count: How many nodes have children; they come first.
        heights: The longest way down to a leaf, for each node in the new order; 0 for leaves.
        edge_order: The old number of every edge, in the new order.
        parents: The new number of each edge's parent, in the new order of the edges.
        children: The new number of each edge's child, likewise.
        offsets: Where each inner node's edges start, and the end of the last: inner_count + 1 places.
    """

    order: Indices = field(repr=False)
    inner_count: int
    heights: Indices = field(repr=False)
    edge_order: Indices = field(repr=False)
    parents: Indices = field(repr=False)
    children: Indices = field(repr=False)
    offsets: Indices = field(repr=False)


def lay_out(parents: Indices, children: Indices, count: int) -> Layout | None:
    """Order the nodes of a graph for a roll-up.

    Args:
        parents: The parent of each edge, a number below `count`.
        children: The child of each edge, likewise.
        count: How many nodes there are; those without an edge are leaves.

    Returns:
        The layout; None where the graph has a circle.
    """
    by_parent = np.argsort(parents, kind="stable")
    heights = _peel(parents, children, count)
    if (heights < 0).any():
        return None
    places = _walk_depth_first(parents[by_parent], children[by_parent], heights)
    depth_first = np.empty(count, np.intp)
    depth_first[places] = np.arange(count)
    is_inner = heights[depth_first] > 0
    order = np.concatenate([depth_first[is_inner], depth_first[~is_inner]])
    renumbered = np.empty(count, np.intp)
    renumbered[order] = np.arange(count)
    sizes = np.bincount(parents, minlength=count)
    inner = depth_first[is_inner]
    edge_order = by_parent[join_ranges((np.cumsum(sizes) - sizes)[inner], sizes[inner])]
    return Layout(
        order=order,
        inner_count=inner.size,
        heights=heights[order],
        edge_order=edge_order,
        parents=np.repeat(np.arange(inner.size), sizes[inner]),
        children=renumbered[children[edge_order]],
        offsets=np.concatenate([[0], np.cumsum(sizes[inner])]),
    )


def find_circles(parents: Indices, children: Indices, count: int) -> tuple[tuple[int, ...], ...]:
    """Find circles, each as the route from a node down to itself.

    Args:
        parents: The parent of each edge, a number below `count`.
        children: The child of each edge, likewise.
        count: How many nodes there are.

    Returns:
        One route for every separate knot of circles, without the repeated end; empty where there is none.
    """
    first_child = _leave_only_knots(parents, children, count)
    seen: set[int] = set()
    circles = []
    for start in sorted(first_child):
        route: dict[int, int] = {}
        node = start
        while node not in seen:
            seen.add(node)
            route[node] = len(route)
            node = first_child[node]
        if node in route:
            circles.append(tuple(route)[route[node] :])
    return tuple(circles)


def join_ranges(starts: Indices, sizes: Indices) -> Indices:
    """Write ranges one after the other: starts (3, 8) and sizes (2, 1) give 3, 4, 8."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if ends.size else 0
    joined: Indices = np.arange(total) + np.repeat(starts - (ends - sizes), sizes)
    return joined


def _peel(parents: Indices, children: Indices, count: int) -> Indices:
    """Measure heights from the leaves upwards; -1 for what is never peeled, on a circle or above one."""
    by_child = np.argsort(children, kind="stable")
    parents_by_child: Indices = parents[by_child]
    ways_up = np.bincount(children, minlength=count)
    first_way_up = np.cumsum(ways_up) - ways_up
    waiting = np.bincount(parents, minlength=count)
    heights = np.full(count, -1, np.intp)
    frontier = np.flatnonzero(waiting == 0)
    height = 0
    while frontier.size:
        heights[frontier] = height
        above = parents_by_child[join_ranges(first_way_up[frontier], ways_up[frontier])]
        touched, times = _count(above, count)
        waiting[touched] -= times
        frontier = touched[waiting[touched] == 0]
        height += 1
    return heights


def _count(numbers: Indices, count: int) -> tuple[Indices, Indices]:
    """Count how often each number below `count` occurs: by a table if there are many, by sorting if few."""
    if numbers.size < count // 8:
        found, times = np.unique(numbers, return_counts=True)
        return found, times
    table = np.bincount(numbers, minlength=count)
    found = np.flatnonzero(table)
    return found, table[found]


def _walk_depth_first(parents: Indices, children: Indices, heights: Indices) -> Indices:
    """Give each node its place in a depth-first walk; a shared child stands below its first parent.

    Edges come sorted by parent. The walk is made of sub-tree sizes, reckoned level by level.
    """
    count = heights.size
    first_way_up = np.full(count, -1)
    first_way_up[children[::-1]] = np.arange(children.size)[::-1]
    is_first = np.zeros(children.size, np.bool_)  # marking and looking up is faster than sorting
    is_first[first_way_up[first_way_up >= 0]] = True
    first_edges = np.flatnonzero(is_first)
    tree_parents, tree_children = parents[first_edges], children[first_edges]
    is_root = np.ones(count, np.bool_)
    is_root[tree_children] = False
    sizes = np.ones(count, np.intp)
    levels = _group_by(heights[tree_children])
    for edges in levels:
        np.add.at(sizes, tree_parents[edges], sizes[tree_children[edges]])
    before = np.cumsum(sizes[tree_children]) - sizes[tree_children]
    starts = np.flatnonzero(np.diff(tree_parents, prepend=-1))
    family = np.diff(starts, append=tree_parents.size)
    before -= np.repeat(before[starts], family)
    places = np.zeros(count, np.intp)
    places[is_root] = np.cumsum(sizes[is_root]) - sizes[is_root]
    for edges in reversed(levels):
        places[tree_children[edges]] = places[tree_parents[edges]] + 1 + before[edges]
    return places


def _group_by(levels: Indices) -> list[Indices]:
    """Give the positions of each level, the lowest level first."""
    small = levels.astype(np.int16) if levels.max(initial=0) < _SHORT else levels
    order = np.argsort(small, kind="stable")  # short integers are sorted by radix, several times as fast
    steps = np.flatnonzero(np.diff(levels[order])) + 1
    return np.split(order, steps)


def _leave_only_knots(parents: Indices, children: Indices, count: int) -> dict[int, int]:
    """Peel what is not on or between circles, from both ends; keep one child of every node that remains."""
    below = _peel(parents, children, count) < 0
    edges = np.flatnonzero(below[parents] & below[children])
    knots = below & (_peel(children[edges], parents[edges], count) < 0)
    edges = edges[knots[parents[edges]] & knots[children[edges]]][::-1]
    return dict(zip(parents[edges].tolist(), children[edges].tolist(), strict=True))
