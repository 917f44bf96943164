import networkx as nx
import pytest
from small_plans import agreement, cascade, entry, goal, kpi, plan, post, section, unit

from kpicascade.cascade import Cascade
from kpicascade.cascade.graph import EdgeKind, NodeKind
from kpicascade.errors import InvalidPlanError, UnknownNameError

NOUNS = (
    unit("law"),
    unit("contracts", part_of="law"),
    post("head", "law"),
    goal("g"),
    kpi("1", goals=("g",)),
    kpi("2-1", "law", to=("1",)),
    kpi("2-2", "law"),
    agreement("law", section("a", "100", entry("2-1", "60"), entry("2-2", "40"))),
)


def test_a_plan_that_does_not_fit_together_is_refused_with_every_fault() -> None:
    with pytest.raises(InvalidPlanError) as refused:
        Cascade(plan(kpi("1", "nobody"), kpi("2", same_as="lost")))

    assert [issue.code for issue in refused.value.issues] == ["unknown-reference"] * 2


def test_edges_can_be_followed_both_ways_in_the_order_of_the_plan() -> None:
    found = cascade(*NOUNS)

    assert [e.target for e in found.out("section:law/a", EdgeKind.CARRIES)] == ["kpi:2-1", "kpi:2-2"]
    assert [e.source for e in found.into("kpi:1", EdgeKind.CONTRIBUTES_TO)] == ["kpi:2-1"]
    assert found.out("kpi:1", EdgeKind.SAME_AS) == ()


def test_a_node_is_found_by_key_by_id_and_in_any_spelling() -> None:
    found = cascade(*NOUNS)

    keys = [found.find(name).key for name in ("kpi:2-1", "2-1", " ๒-๑", "KPI:2-1", "g", "head")]

    assert keys == ["kpi:2-1", "kpi:2-1", "kpi:2-1", "kpi:2-1", "goal:g", "position:head"]


def test_a_bare_id_means_a_kpi_before_a_section_before_anything_else() -> None:
    found = cascade(unit("x"), kpi("x"), kpi("a"), goal("a"), agreement("org", section("x", "1", entry("x"))))

    assert [found.find("x").kind, found.find("a").kind] == [NodeKind.KPI, NodeKind.KPI]


def test_a_unit_with_an_agreement_is_found_as_its_agreement() -> None:
    assert cascade(*NOUNS).find("law").key == "section:law"


def test_an_id_that_may_mean_several_is_refused_with_their_keys() -> None:
    found = cascade(unit("x"), goal("x"))

    with pytest.raises(UnknownNameError, match="'unit:x', 'goal:x'"):
        found.find("x")


def test_ids_that_differ_in_letter_case_alone_are_told_apart() -> None:
    found = cascade(kpi("a1"), kpi("A1"))

    assert [found.find(name).id for name in ("a1", "kpi:A1")] == ["a1", "A1"]


@pytest.mark.parametrize("name", ["kpi:2-7", "2-7"])
def test_an_unknown_name_is_refused_with_the_nearest(name: str) -> None:
    found = cascade(*NOUNS)

    with pytest.raises(UnknownNameError, match=r"2-1|2-2"):
        found.find(name)
    with pytest.raises(UnknownNameError, match=r"has no node"):
        found.node(name)


def test_units_kpis_and_the_organisation_can_be_looked_up() -> None:
    found = cascade(*NOUNS)

    assert found.organisation.id == "org"
    assert found.organisation_kpis == {"kpi:1"}
    assert [kpi.id for kpi in found.kpis_of["law"]] == ["2-1", "2-2"]
    assert [node.id for node in found.subunits("law")] == ["contracts"]
    assert found.kpis["1"].holder == "org"


def test_the_repr_is_short() -> None:
    assert repr(cascade(kpi("1"), kpi("2", to=("1",)))) == "<Cascade 'p': 3 nodes, 1 edges>"


def test_the_networkx_view_has_kinds_names_and_weights() -> None:
    graph = cascade(*NOUNS).graph

    assert graph.nodes["kpi:2-1"] == {"kind": "kpi", "id": "2-1", "name": "2-1"}
    assert graph.get_edge_data("section:law/a", "kpi:2-1") == {"carries": {"kind": "carries", "weight": 60.0}}
    assert graph.get_edge_data("kpi:2-1", "kpi:1") == {"contributes_to": {"kind": "contributes_to"}}


def test_the_networkx_view_cannot_be_changed() -> None:
    graph = cascade(*NOUNS).graph

    with pytest.raises(nx.NetworkXError, match="Frozen"):
        graph.add_node("kpi:3")
    with pytest.raises(nx.NetworkXError, match="Frozen"):
        graph.remove_edge("kpi:2-1", "kpi:1")
