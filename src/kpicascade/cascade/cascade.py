"""The cascade: a plan whose parts fit together, as a directed graph."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from kpicascade.cascade.graph import (
    Edge,
    EdgeKind,
    Node,
    NodeKind,
    edges_of,
    kpi_key,
    nodes_of,
    position_key,
    unit_key,
)
from kpicascade.cascade.integrity import faults_of
from kpicascade.errors import InvalidPlanError, UnknownNameError
from kpicascade.model.kpi import Kpi
from kpicascade.model.plan import Plan
from kpicascade.model.text import did_you_mean, lookup_key

if TYPE_CHECKING:
    import networkx as nx


class Cascade:
    """A plan as a directed graph: what is part of, serves, carries, is the same as or contributes to what.

    Nodes and edges stand in the order in which the plan writes them.

    Args:
        plan: the plan to build on.

    Raises:
        InvalidPlanError: when ids repeat, references lead nowhere, weights cannot be worked out or links
            lead in a circle; with every such fault.
        TypeError: when given anything but a plan.
    """

    def __init__(self, plan: Plan) -> None:
        if not isinstance(plan, Plan):
            raise TypeError(f"expected a Plan, which read_plan makes, and found {type(plan).__name__}")
        if faults := faults_of(plan):
            raise InvalidPlanError(faults)
        self.plan = plan
        self.nodes: tuple[Node, ...] = tuple(nodes_of(plan))
        self.edges: tuple[Edge, ...] = tuple(edges_of(plan))
        self._by_key = {node.key: node for node in self.nodes}
        self._out = _grouped((edge.source, edge) for edge in self.edges)
        self._into = _grouped((edge.target, edge) for edge in self.edges)

    def __repr__(self) -> str:
        """Show the plan's id and the size of the graph."""
        return f"<Cascade {self.plan.id!r}: {len(self.nodes)} nodes, {len(self.edges)} edges>"

    def out(self, key: str, kind: EdgeKind) -> tuple[Edge, ...]:
        """Return the edges of a kind that leave a node."""
        return self._out.get((key, kind), ())

    def into(self, key: str, kind: EdgeKind) -> tuple[Edge, ...]:
        """Return the edges of a kind that arrive at a node."""
        return self._into.get((key, kind), ())

    def node(self, key: str) -> Node:
        """Return the node with a key such as `kpi:2-1`.

        Raises:
            UnknownNameError: when there is none.
        """
        try:
            return self._by_key[key]
        except KeyError:
            hint = did_you_mean(key, self._by_key)
            raise UnknownNameError(f"the cascade has no node {key!r}. {hint}") from None

    def find(self, name: str) -> Node:
        """Find a node by its key or, where only one kind of node has it, by its bare id.

        A KPI goes before a section, and a section before anything else, when several have the id. Letter case
        and spelling count only where they tell two nodes apart.

        Raises:
            UnknownNameError: when nothing, or more than one node of the same kind, has that id.
        """
        wanted = lookup_key(name)
        if found := self._by_lookup_key.get(wanted):
            found = tuple(node for node in found if name in (node.key, node.id)) or found
            for kind in (NodeKind.KPI, NodeKind.SECTION):
                of_kind = [node for node in found if node.kind is kind]
                if len(of_kind) == 1:
                    return of_kind[0]
            if len(found) == 1:
                return found[0]
            keys = ", ".join(repr(node.key) for node in found)
            raise UnknownNameError(f"{name!r} may mean any of {keys}; name one of these.")
        known = [*self._by_key, *(node.id for node in self.nodes)]
        raise UnknownNameError(f"the cascade has nothing called {name!r}. {did_you_mean(name, known)}")

    @cached_property
    def _by_lookup_key(self) -> dict[str, tuple[Node, ...]]:
        found: dict[str, dict[str, Node]] = defaultdict(dict)
        for node in self.nodes:
            found[lookup_key(node.key)][node.key] = node
            found[lookup_key(node.id)][node.key] = node
        return {name: tuple(nodes.values()) for name, nodes in found.items()}

    @cached_property
    def kpis(self) -> dict[str, Kpi]:
        """Look KPIs up by id."""
        return {kpi.id: kpi for kpi in self.plan.kpis}

    @cached_property
    def organisation(self) -> Node:
        """The unit that is part of no other."""
        return next(node for node in self.nodes if node.kind is NodeKind.ORGANISATION)

    def holder(self, holder: str) -> Node:
        """Return the unit or position with an id.

        Raises:
            UnknownNameError: when there is none.
        """
        position = self._by_key.get(position_key(holder))
        return position or self.node(unit_key(holder))

    @cached_property
    def kpis_of(self) -> dict[str, tuple[Kpi, ...]]:
        """Look up the KPIs that each unit or position holds, by the holder's id."""
        held: dict[str, list[Kpi]] = defaultdict(list)
        for kpi in self.plan.kpis:
            held[kpi.holder].append(kpi)
        return {holder: tuple(kpis) for holder, kpis in held.items()}

    @cached_property
    def organisation_kpis(self) -> frozenset[str]:
        """The keys of the KPIs that the organisation itself holds."""
        return frozenset(kpi_key(kpi.id) for kpi in self.kpis_of.get(self.organisation.id, ()))

    def subunits(self, unit: str) -> tuple[Node, ...]:
        """Return the units directly under a unit, by its id."""
        edges = self.into(unit_key(unit), EdgeKind.PART_OF)
        below = (self.node(edge.source) for edge in edges)
        return tuple(node for node in below if node.kind is NodeKind.UNIT)

    @cached_property
    def graph(self) -> "nx.MultiDiGraph[str]":
        """The same graph for networkx, read-only; nodes are keys, with kind, id and name as attributes."""
        import networkx as nx  # noqa: PLC0415  loading it takes longer than all else; most never ask

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(plan=self.plan.id)
        for node in self.nodes:
            graph.add_node(node.key, kind=str(node.kind), id=node.id, name=str(node.name))
        for edge in self.edges:
            weight = {} if edge.weight is None else {"weight": float(edge.weight)}
            graph.add_edge(edge.source, edge.target, key=str(edge.kind), kind=str(edge.kind), **weight)
        nx.freeze(graph)
        return graph


def _grouped(edges: Iterable[tuple[str, Edge]]) -> dict[tuple[str, EdgeKind], tuple[Edge, ...]]:
    found: dict[tuple[str, EdgeKind], list[Edge]] = defaultdict(list)
    for key, edge in edges:
        found[key, edge.kind].append(edge)
    return {key: tuple(group) for key, group in found.items()}


def expect_cascade(cascade: Cascade) -> None:
    """Refuse a plan where its cascade is expected, which is easily mixed up.

    Raises:
        TypeError: with how to make the one of the other.
    """
    if not isinstance(cascade, Cascade):
        raise TypeError(f"expected Cascade(plan) and found {type(cascade).__name__}")
