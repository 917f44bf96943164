"""Laws of the graph: circles, the networkx view, and paths that count twice, against networkx."""

from collections import Counter
from datetime import date
from decimal import Decimal
from random import Random

import attrs
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_strategies import consistent_plans
from small_plans import agreement, cascade, entry, kpi, levels, plan, scored

from kpicascade.cascade import Cascade
from kpicascade.cascade.circular import circles
from kpicascade.checks import check
from kpicascade.errors import InvalidPlanError, Severity
from kpicascade.model.kpi import LevelCriterion
from kpicascade.model.plan import Plan
from kpicascade.model.scale import (
    ChecklistItem,
    Dates,
    Labels,
    LabelScore,
    Milestone,
    Milestones,
    Points,
    Scale,
)

nodes = st.sampled_from("abcdefgh")
links = st.lists(st.tuples(nodes, nodes), max_size=20)
LEVELS = levels("0", "0.5", "1")
SCALES: tuple[Scale | None, ...] = (
    None,
    LEVELS,
    Points(items=(ChecklistItem(id="a", points=Decimal(1)),)),
    Points(items=(ChecklistItem(id="a", points=Decimal(1)),), levels=LEVELS),
    Dates(cuts=(date(2013, 9, 30), date(2013, 9, 30))),
    Labels(labels=(LabelScore(label="A", score=Decimal(5)),)),
    Milestones(steps=(Milestone(id="a"),)),
)
pairs = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14, unique=True)


@given(links)
def test_circles_are_found_exactly_when_networkx_says_that_the_graph_is_cyclic(
    found: list[tuple[str, str]],
) -> None:
    graph = nx.DiGraph(found)

    assert bool(circles(found)) is not nx.is_directed_acyclic_graph(graph)


@given(links)
def test_every_route_is_a_circle_and_every_knot_has_one(found: list[tuple[str, str]]) -> None:
    graph = nx.DiGraph(found)
    parts = list(nx.strongly_connected_components(graph))
    knots = [part for part in parts if len(part) > 1 or graph.has_edge(*[*part, *part])]

    routes = circles(found)

    assert len(routes) == len(knots)
    for route in routes:
        assert len(set(route)) == len(route)
        assert route[0] == min(route)
        assert all(graph.has_edge(*link) for link in zip(route, (*route[1:], route[0]), strict=True))


@given(links, st.randoms(use_true_random=False))
def test_circles_do_not_depend_on_the_order_of_the_links(
    found: list[tuple[str, str]], random: Random
) -> None:
    assert circles(random.sample(found, len(found))) == circles(found)


@given(links)
def test_kpis_that_contribute_in_circles_are_refused_and_no_others(found: list[tuple[str, str]]) -> None:
    graph = nx.DiGraph(found)
    kpis = [kpi(name, to=tuple(graph.successors(name))) for name in graph]

    codes = []
    try:
        Cascade(plan(*kpis))
    except InvalidPlanError as refused:
        codes = [issue.code for issue in refused.issues]

    assert bool(codes) is not nx.is_directed_acyclic_graph(graph)
    assert set(codes) <= {"circle"}


@given(consistent_plans())
def test_the_networkx_view_has_the_same_nodes_and_edges(plan: Plan) -> None:
    cascade = Cascade(plan)
    graph = cascade.graph

    assert list(graph) == [node.key for node in cascade.nodes]
    assert Counter(list(graph.edges(keys=True))) == Counter(
        (edge.source, edge.target, str(edge.kind)) for edge in cascade.edges
    )
    for edge in cascade.edges:
        shown = graph.get_edge_data(edge.source, edge.target, str(edge.kind)).get("weight")
        assert shown == (None if edge.weight is None else float(edge.weight))


@given(consistent_plans())
def test_the_networkx_view_is_read_only(plan: Plan) -> None:
    graph = Cascade(plan).graph

    with pytest.raises(nx.NetworkXError):
        graph.add_edge("unit:x", "unit:y")
    with pytest.raises(nx.NetworkXError):
        graph.remove_nodes_from(list(graph))


@given(consistent_plans())
def test_edges_followed_out_and_in_are_the_edges(plan: Plan) -> None:
    cascade = Cascade(plan)

    for edge in cascade.edges:
        assert edge in cascade.out(edge.source, edge.kind)
        assert edge in cascade.into(edge.target, edge.kind)


@given(consistent_plans(), st.data())
def test_checks_return_and_never_raise_and_always_say_the_same(plan: Plan, data: st.DataObject) -> None:
    scales = st.lists(st.sampled_from(SCALES), min_size=len(plan.kpis), max_size=len(plan.kpis))
    words = st.lists(st.text("ร้อยละไม่เกินขึ้นไป 0123456789,.-%<>= to up", max_size=20), max_size=4)
    kpis = (
        attrs.evolve(
            one,
            scale=scale,
            target=None,
            criteria=tuple(
                LevelCriterion(level=Decimal(level), text=text) for level, text in enumerate(data.draw(words))
            ),
        )
        for one, scale in zip(plan.kpis, data.draw(scales), strict=True)
    )
    drawn = Cascade(attrs.evolve(plan, kpis=tuple(kpis)))

    issues = check(drawn)

    assert issues == check(drawn)
    assert all(issue.severity is Severity.WARNING and issue.message and issue.hint for issue in issues)


@given(pairs, st.sets(st.integers(0, 7), min_size=1))
def test_a_kpi_counts_twice_exactly_when_two_of_its_links_lead_to_one_place(
    pairs: list[tuple[int, int]], carried: set[int]
) -> None:
    scored_links = nx.DiGraph((f"k{low}", f"k{high}") for low, high in pairs if low < high)
    scored_links.add_nodes_from(f"k{n}" for n in carried)
    kpis = [kpi(k, contributes_to=tuple(map(scored, scored_links.successors(k)))) for k in scored_links]
    promised = agreement("org", *(entry(f"k{n}") for n in carried))
    names = list(scored_links)
    scored_links.add_edges_from((f"k{n}", "agreement") for n in carried)
    expected = {name for name in names if _parts_and_meets(scored_links, name)}

    issues = [i for i in check(cascade(*kpis, promised)) if i.code == "double-counting"]

    assert {issue.message.split("'")[1] for issue in issues} == expected


def _parts_and_meets(graph: "nx.DiGraph[str]", name: str) -> bool:
    branches = [{step} | nx.descendants(graph, step) for step in graph.successors(name)]
    return len(set().union(*branches)) < sum(map(len, branches))
