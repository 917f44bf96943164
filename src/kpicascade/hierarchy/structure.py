"""A weighted hierarchy: who is whose child with which weight, checked and laid out once."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from kpicascade.calc.blocks import Program, Rule, compile_blocks
from kpicascade.calc.exact import Number, as_written
from kpicascade.calc.layout import Layout, find_circles, lay_out
from kpicascade.errors import InvalidHierarchyError, Issue, UnknownNameError
from kpicascade.hierarchy.faults import (
    check_circles,
    check_duplicates,
    check_names,
    check_settings,
    check_weights,
    suggest,
    warn_of_empty_totals,
)
from kpicascade.hierarchy.link import DEFAULT_SETTINGS, Link, LinkColumns, NodeSettings

if TYPE_CHECKING:
    import pandas as pd

_NO_SETTINGS: Mapping[str, NodeSettings] = MappingProxyType({})


@frozen(kw_only=True, eq=False)
class Hierarchy:
    """Nodes, weighted links between them, and how each node is made of its children.

    Several roots, children of more than one parent and ways of different lengths are all fine; circles are
    not. Make one with `from_links` or `from_edges`: both refuse what cannot be rolled up, with every fault
    at once.

    Attributes:
        nodes: Every node: first those with children, then the leaves, each depth first in the order of the
            links.
        layout: The links as positions in `nodes`, sorted by parent.
        weights: The planned weight of each link as a float, in the order of the layout.
        settings: The settings of those nodes that were given some; the others have the defaults.
        issues: What can be rolled up but was probably not meant, as warnings.

    >>> index = Hierarchy.from_links([Link("index", "water", 60), Link("index", "air", 40)])
    >>> index.nodes, index.leaves, index.roots
    (('index', 'water', 'air'), ('water', 'air'), ('index',))
    """

    nodes: tuple[str, ...] = field(repr=False)
    layout: Layout = field(repr=False)
    weights: NDArray[np.float64] = field(repr=False)
    settings: Mapping[str, NodeSettings] = field(repr=False)
    issues: tuple[Issue, ...] = ()
    _written: Sequence[Number] | NDArray[np.float64] = field(repr=False)

    @classmethod
    def from_links(
        cls,
        links: Iterable[Link],
        *,
        settings: Mapping[str, NodeSettings] = _NO_SETTINGS,
        nodes: Iterable[str] = (),
    ) -> Self:
        """Check links and lay them out.

        Args:
            links: Every parent with its child and weight.
            settings: How the scores of some nodes are made; the others take the weighted mean.
            nodes: Further nodes, which may stand alone.

        Raises:
            InvalidHierarchyError: With every fault that can be seen: names that are blank or no text, links
                given twice, weights that are negative or not finite, circles, settings of nodes that are
                not there.
        """
        rows = tuple(links)
        numbers: dict[object, int] = {}
        parents = [numbers.setdefault(link.parent, len(numbers)) for link in rows]
        children = [numbers.setdefault(link.child, len(numbers)) for link in rows]
        for node in nodes:
            numbers.setdefault(node, len(numbers))
        columns = LinkColumns(
            names=tuple(numbers),
            parents=np.array(parents, np.intp),
            children=np.array(children, np.intp),
            written=[link.weight for link in rows],
        )
        return cls.from_columns(columns, settings=settings)

    @classmethod
    def from_edges(cls, edges: "pd.DataFrame", nodes: "pd.DataFrame | None" = None) -> Self:
        """Check a table of links, and a table of settings if there is one, and lay them out.

        Args:
            edges: One row a link, with the columns parent, child and weight.
            nodes: One row a node, with the column node and any of aggregate, missing, min_coverage,
                min_share, cap and floor; an empty cell is the default. Nodes without a link stand alone.

        Raises:
            InvalidHierarchyError: As `from_links`, and for columns that are missing or not known.
        """
        from kpicascade.hierarchy.tables import read_edges, read_nodes  # noqa: PLC0415 - pandas loads late

        columns, issues = read_edges(edges, nodes)
        settings, more_issues = read_nodes(nodes)
        return cls.from_columns(columns, settings=settings, issues=(*issues, *more_issues))

    @classmethod
    def from_columns(
        cls,
        columns: LinkColumns,
        *,
        settings: Mapping[str, NodeSettings] = _NO_SETTINGS,
        issues: Iterable[Issue] = (),
    ) -> Self:
        """Check links that are columns already and lay them out.

        `issues` found on the way are raised with the rest.
        """
        weights, faults = check_weights(columns.written, columns.source)
        faults += [*issues, *_check_columns(columns, settings)]
        count = len(columns.names)
        layout = lay_out(columns.parents, columns.children, count)
        if layout is None:
            circles = find_circles(columns.parents, columns.children, count)
            faults += check_circles(circles, columns.names)
        if faults or layout is None:
            raise InvalidHierarchyError(faults)
        return cls._arrange(columns, layout, weights, settings)

    @classmethod
    def _arrange(
        cls,
        columns: LinkColumns,
        layout: Layout,
        weights: NDArray[np.float64],
        settings: Mapping[str, NodeSettings],
    ) -> Self:
        names = np.asarray(columns.names, np.object_)
        nodes = tuple(names[layout.order].tolist())
        sorted_weights = weights[layout.edge_order]
        totals = np.zeros(layout.inner_count)
        np.add.at(totals, layout.parents, sorted_weights)
        written = columns.written
        return cls(
            nodes=nodes,
            layout=layout,
            weights=sorted_weights,
            settings=MappingProxyType(dict(settings)),
            issues=tuple(warn_of_empty_totals(totals, nodes)),
            written=sorted_weights
            if isinstance(written, np.ndarray)
            else tuple(written[edge] for edge in layout.edge_order.tolist()),
        )

    @property
    def leaves(self) -> tuple[str, ...]:
        """The nodes without children, in the order of the columns of a score array."""
        return self.nodes[self.layout.inner_count :]

    @property
    def leaf_count(self) -> int:
        """How many nodes have no children."""
        return len(self.nodes) - self.layout.inner_count

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The nodes without a parent."""
        is_root = np.ones(len(self.nodes), np.bool_)
        is_root[self.layout.children] = False
        return tuple(self.nodes[position] for position in np.flatnonzero(is_root).tolist())

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Where each node stands in `nodes`."""
        return MappingProxyType({node: position for position, node in enumerate(self.nodes)})

    @cached_property
    def program(self) -> Program:
        """The hierarchy cut into blocks for the roll-up of arrays."""
        numbers: dict[Rule, int] = {Rule(): 0}
        rule_numbers = np.zeros(self.layout.inner_count, np.intp)
        for position, setting in self.inner_settings:
            rule = Rule(aggregate=setting.aggregate, missing=setting.missing)
            rule_numbers[position] = numbers.setdefault(rule, len(numbers))
        return compile_blocks(self.layout, self.weights, tuple(numbers), rule_numbers)

    @property
    def inner_settings(self) -> Iterator[tuple[int, NodeSettings]]:
        """The settings of nodes with children that were given some, by position."""
        for node, setting in self.settings.items():
            if self.positions[node] < self.layout.inner_count:
                yield self.positions[node], setting

    def position(self, node: str) -> int:
        """Find where a node stands in `nodes`.

        Raises:
            UnknownNameError: There is no such node.
        """
        if node not in self.positions:
            hint = suggest(node, self.nodes)
            raise UnknownNameError(f"there is no node {node!r} in the hierarchy. {hint}".rstrip())
        return self.positions[node]

    def edges_below(self, position: int) -> range:
        """Give the places of a node's links in the layout; none for a leaf."""
        if position >= self.layout.inner_count:
            return range(0)
        return range(int(self.layout.offsets[position]), int(self.layout.offsets[position + 1]))

    @property
    def links(self) -> Iterator[tuple[str, str]]:
        """The parent and the child of every link, in the order of the columns of an array of weights."""
        parents, children = self.layout.parents.tolist(), self.layout.children.tolist()
        for parent, child in zip(parents, children, strict=True):
            yield self.nodes[parent], self.nodes[child]

    def links_below(self, position: int) -> tuple[tuple[int, int], ...]:
        """Give a node's links as pairs: place in the layout, position of the child."""
        edges = self.edges_below(position)
        return tuple(zip(edges, self.layout.children[edges.start : edges.stop].tolist(), strict=True))

    def children(self, node: str) -> tuple[str, ...]:
        """Name a node's children in the order of the links; none for a leaf."""
        edges = self.edges_below(self.position(node))
        return tuple(self.nodes[child] for child in self.layout.children[edges.start : edges.stop].tolist())

    def parents(self, node: str) -> tuple[str, ...]:
        """Name the parents of a node; none for a root."""
        edges = np.flatnonzero(self.layout.children == self.position(node))
        return tuple(self.nodes[parent] for parent in self.layout.parents[edges].tolist())

    def weight(self, parent: str, child: str) -> Fraction:
        """Give the planned weight of a link exactly as it was written.

        Raises:
            UnknownNameError: There is no such node or no such link.
        """
        position = self.position(child)
        for edge in self.edges_below(self.position(parent)):
            if self.layout.children[edge] == position:
                return self.exact_weight(edge)
        hint = suggest(child, self.children(parent))
        raise UnknownNameError(f"{parent!r} has no child {child!r}. {hint}".rstrip())

    def exact_weight(self, edge: int) -> Fraction:
        """Give the planned weight at a place of the layout exactly as it was written."""
        return as_written(self._written[edge])

    def settings_of(self, node: str) -> NodeSettings:
        """Say how a node's score is made."""
        self.position(node)
        return self.settings.get(node, DEFAULT_SETTINGS)

    def settings_at(self, position: int) -> NodeSettings:
        """Say how the score of the node at a position is made."""
        return self.settings.get(self.nodes[position], DEFAULT_SETTINGS)


def _check_columns(columns: LinkColumns, settings: Mapping[str, NodeSettings]) -> list[Issue]:
    def place(number: int) -> str:
        for column, numbers in (("parent", columns.parents), ("child", columns.children)):
            rows = np.flatnonzero(numbers == number)
            if rows.size:
                return f"{columns.source}[{rows[0]}].{column}"
        return f"nodes[{columns.names[number]!r}]"

    known: Collection[str] = {name for name in columns.names if isinstance(name, str)} if settings else ()
    return [
        *check_names(columns.names, place),
        *check_duplicates(columns.parents, columns.children, columns.names, columns.source),
        *check_settings(settings, known),
    ]
