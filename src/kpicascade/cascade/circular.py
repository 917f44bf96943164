"""Circles among directed links."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence


def circles(links: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Find circles among directed links, each as its route, written from its least node.

    Every part of the graph that goes in circles yields exactly one route; none are found exactly when the
    graph has none. The order depends on the names alone. No recursion, so depth does not matter.

    >>> circles([("a", "b"), ("b", "c"), ("c", "b")])
    (('b', 'c'),)
    """
    onward = _onward(links)
    return tuple(sorted(_route(part, onward) for part in _knots(onward)))


def knots(links: Iterable[tuple[str, str]]) -> Iterator[frozenset[str]]:
    """Yield the sets of nodes that all lead to each other: a link within one of them lies on a circle.

    >>> [sorted(knot) for knot in knots([("a", "b"), ("b", "c"), ("c", "b")])]
    [['b', 'c']]
    """
    yield from _knots(_onward(links))


def _onward(links: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    onward: dict[str, list[str]] = defaultdict(list)
    for source, target in links:
        onward[source].append(target)
        _ = onward[target]
    return onward


def _route(knot: Collection[str], onward: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Walk around within a knot, always on to the least node, until a node comes up again."""
    walked: dict[str, int] = {}
    node = min(knot)
    while node not in walked:
        walked[node] = len(walked)
        node = min(target for target in onward[node] if target in knot)
    route = tuple(walked)[walked[node] :]
    least = route.index(min(route))
    return (*route[least:], *route[:least])


def _knots(onward: Mapping[str, Sequence[str]]) -> Iterator[frozenset[str]]:
    """Yield the sets of nodes that all lead to each other, in which there is a circle.

    Source: H. N. Gabow, Path-based depth-first search for strong and biconnected components (2000).
    """
    place: dict[str, int] = {}
    path: list[str] = []
    starts: list[str] = []
    done: set[str] = set()
    for first in onward:
        pending = [] if first in place else [first]
        ahead: dict[str, Iterator[str]] = {}
        while pending:
            node = pending[-1]
            if node not in place:
                place[node] = len(place)
                path.append(node)
                starts.append(node)
                ahead[node] = iter(onward[node])
            target = next(ahead[node], None)
            if target is None:
                pending.pop()
                if starts[-1] == node:
                    starts.pop()
                    knot = frozenset(_popped(path, node))
                    done |= knot
                    if len(knot) > 1 or node in onward[node]:
                        yield knot
            elif target not in place:
                pending.append(target)
            elif target not in done:
                while place[starts[-1]] > place[target]:
                    starts.pop()


def _popped(path: list[str], last: str) -> Iterator[str]:
    while (node := path.pop()) != last:
        yield node
    yield last
