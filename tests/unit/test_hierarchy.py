"""Links, weights and settings: what is laid out, and what is refused with every fault at once."""

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from kpicascade.calc.aggregate import Aggregate, Missing
from kpicascade.errors import InvalidHierarchyError, Severity, UnknownNameError
from kpicascade.hierarchy import Hierarchy, Link, NodeSettings, roll_up_exact

NAN = float("nan")


def faults_of(links: list[Link], **options: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidHierarchyError) as caught:
        Hierarchy.from_links(links, **options)  # type: ignore[arg-type]  # each test names its own
    return [(issue.code, issue.where.path) for issue in caught.value.issues]


def faults_of_tables(edges: dict[str, list[object]], nodes: dict[str, list[object]]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidHierarchyError) as caught:
        Hierarchy.from_edges(pd.DataFrame(edges), pd.DataFrame(nodes))
    return [(issue.code, issue.where.path) for issue in caught.value.issues]


def test_nodes_stand_parents_first_and_depth_first() -> None:
    links = [Link("a", "x"), Link("top", "a"), Link("top", "b"), Link("a", "y"), Link("b", "z")]

    hierarchy = Hierarchy.from_links(links)

    assert hierarchy.nodes == ("top", "a", "b", "x", "y", "z")
    assert hierarchy.leaves == ("x", "y", "z")


def test_siblings_keep_the_order_of_their_links() -> None:
    hierarchy = Hierarchy.from_links([Link("top", "second"), Link("top", "first")])

    assert hierarchy.children("top") == ("second", "first")


def test_a_shared_child_has_all_its_parents() -> None:
    hierarchy = Hierarchy.from_links([Link("a", "kpi"), Link("b", "kpi"), Link("b", "other")])

    assert hierarchy.parents("kpi") == ("a", "b")
    assert hierarchy.roots == ("a", "b")


def test_a_node_may_stand_alone() -> None:
    hierarchy = Hierarchy.from_links([Link("a", "b")], nodes=["alone"])

    assert hierarchy.leaves == ("b", "alone")
    assert hierarchy.roots == ("a", "alone")


def test_nothing_at_all_is_a_hierarchy_without_nodes() -> None:
    assert Hierarchy.from_links([]).nodes == ()


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        (0.1, Fraction(1, 10)),
        (Decimal("0.30"), Fraction(3, 10)),
        (Fraction(1, 3), Fraction(1, 3)),
        (7, Fraction(7)),
    ],
)
def test_a_weight_is_kept_as_it_was_written(written: Fraction | Decimal | float, exact: Fraction) -> None:
    assert Hierarchy.from_links([Link("a", "b", written)]).weight("a", "b") == exact


def test_thai_names_are_names() -> None:
    hierarchy = Hierarchy.from_links([Link("กรมเจ้าท่า", "ตัวชี้วัดที่ 1.1", 10)])

    assert hierarchy.children("กรมเจ้าท่า") == ("ตัวชี้วัดที่ 1.1",)


def test_settings_that_are_not_given_are_the_defaults() -> None:
    hierarchy = Hierarchy.from_links([Link("a", "b")])

    assert hierarchy.settings_of("a") == NodeSettings(
        aggregate=Aggregate.WEIGHTED_MEAN, missing=Missing.LEAVE_OUT
    )


def test_a_circle_is_named_with_its_route() -> None:
    with pytest.raises(InvalidHierarchyError, match="a > b > c > a"):
        Hierarchy.from_links(
            [Link("top", "a"), Link("a", "b"), Link("b", "c"), Link("c", "a"), Link("c", "d")]
        )


def test_separate_circles_are_all_named() -> None:
    links = [Link("a", "b"), Link("b", "a"), Link("x", "x"), Link("b", "p"), Link("p", "q")]

    assert [code for code, _ in faults_of(links)] == ["hierarchy-circle", "hierarchy-circle"]


@pytest.mark.parametrize(
    ("weight", "code"),
    [
        (-1, "negative-weight"),
        (NAN, "unusable-weight"),
        (float("inf"), "unusable-weight"),
        (float("-inf"), "unusable-weight"),
        (True, "unusable-weight"),
        ("3", "unusable-weight"),
        (None, "unusable-weight"),
        (Decimal("1e-9999999"), "unusable-weight"),
        (Decimal("1e9999999"), "unusable-weight"),
    ],
)
def test_a_weight_that_cannot_be_used_is_refused_where_it_stands(weight: object, code: str) -> None:
    links = [Link("a", "b"), Link("a", "c", weight)]  # type: ignore[arg-type]  # wrong on purpose

    assert faults_of(links) == [(code, "links[1].weight")]


def test_every_fault_is_reported_at_once() -> None:
    links = [Link("a", "b", -1), Link("b", "c", NAN), Link("c", "a"), Link("a", "b"), Link("", "d")]
    settings = {"aa": NodeSettings(), "a": NodeSettings(cap=1, floor=2, min_coverage=75)}

    assert faults_of(links, settings=settings) == [
        ("negative-weight", "links[0].weight"),
        ("unusable-weight", "links[1].weight"),
        ("unusable-node-name", "links[4].parent"),
        ("duplicate-link", "links[3]"),
        ("unknown-node", ""),
        ("share-out-of-range", ""),
        ("cap-below-floor", ""),
        ("hierarchy-circle", ""),
    ]


def test_a_limit_that_is_no_finite_number_is_refused() -> None:
    assert faults_of([Link("a", "b")], settings={"a": NodeSettings(cap=NAN)}) == [("unusable-limit", "")]


def test_a_near_miss_is_suggested() -> None:
    with pytest.raises(InvalidHierarchyError, match="did you mean 'water'"):
        Hierarchy.from_links([Link("index", "water")], settings={"watr": NodeSettings()})


def test_weights_that_add_up_to_zero_are_a_warning() -> None:
    hierarchy = Hierarchy.from_links([Link("a", "b", 0), Link("a", "c", 0.0)])

    assert [(issue.code, issue.severity) for issue in hierarchy.issues] == [
        ("zero-total-weight", Severity.WARNING)
    ]


def test_an_unknown_node_is_refused_with_the_nearest() -> None:
    hierarchy = Hierarchy.from_links([Link("index", "water")])

    with pytest.raises(UnknownNameError, match="did you mean 'water'"):
        hierarchy.children("watr")


def test_a_link_that_is_not_there_has_no_weight() -> None:
    hierarchy = Hierarchy.from_links([Link("index", "water"), Link("index", "air")])

    with pytest.raises(UnknownNameError, match="has no child 'air'"):
        hierarchy.weight("water", "air")


def test_a_chain_of_a_hundred_thousand_needs_no_recursion() -> None:
    links = [Link(f"n{depth}", f"n{depth + 1}") for depth in range(100_000)]

    hierarchy = Hierarchy.from_links(links)

    assert hierarchy.leaves == ("n100000",)
    assert roll_up_exact(hierarchy, {"n100000": 3}).score("n0") == 3


def test_tables_make_the_same_hierarchy_as_links() -> None:
    edges = pd.DataFrame({"parent": ["a", "a", "b"], "child": ["b", "x", "y"], "weight": [1, 2.5, 0.1]})
    nodes = pd.DataFrame(
        {"node": ["b", "alone"], "aggregate": ["minimum", None], "missing": ["zero", None], "cap": [4.5, NAN]}
    )

    hierarchy = Hierarchy.from_edges(edges, nodes)

    assert hierarchy.nodes == ("a", "b", "y", "x", "alone")
    assert hierarchy.weight("b", "y") == Fraction(1, 10)
    assert hierarchy.settings_of("b") == NodeSettings(
        aggregate=Aggregate.MINIMUM, missing=Missing.ZERO, cap=4.5
    )
    assert hierarchy.settings_of("alone") == NodeSettings()


def test_a_table_keeps_exact_weights() -> None:
    weights = pd.Series([Fraction(1, 3), Decimal("0.1")], dtype=object)
    edges = pd.DataFrame({"parent": ["a", "a"], "child": ["b", "c"], "weight": weights})

    hierarchy = Hierarchy.from_edges(edges)

    assert hierarchy.weight("a", "b") == Fraction(1, 3)
    assert hierarchy.weight("a", "c") == Fraction(1, 10)


EDGES: dict[str, list[object]] = {"parent": ["a"], "child": ["b"], "weight": [1]}
NODES: dict[str, list[object]] = {"node": ["a"]}


@pytest.mark.parametrize(
    ("edges", "nodes", "faults"),
    [
        (
            {"Parent": ["a"], "child": ["b"], "weight": [1]},
            NODES,
            [("missing-column", "edges"), ("unknown-column", "edges")],
        ),
        (EDGES, {"name": ["a"]}, [("missing-column", "nodes"), ("unknown-column", "nodes")]),
        (EDGES, {"node": ["a"], "aggregate": ["mean"]}, [("unusable-setting", "nodes[0].aggregate")]),
        (EDGES, {"node": ["a"], "missing": ["drop"]}, [("unusable-setting", "nodes[0].missing")]),
        (EDGES, {"node": ["a"], "min_coverage": ["half"]}, [("unusable-setting", "nodes[0].min_coverage")]),
        (EDGES, {"node": ["a"], "cap": [True]}, [("unusable-setting", "nodes[0].cap")]),
        (EDGES, {"node": ["a"], "min_share": [75]}, [("share-out-of-range", "")]),
        (EDGES, {"node": ["a", "a"]}, [("duplicate-node", "nodes[1].node")]),
        (
            {"parent": ["a", None], "child": ["b", "c"], "weight": [1, 1]},
            NODES,
            [("unusable-node-name", "edges[1].parent")],
        ),
        (
            {"parent": ["a", 7], "child": ["b", "c"], "weight": [1, 1]},
            NODES,
            [("unusable-node-name", "edges[1].parent")],
        ),
        (
            {"parent": ["a"], "child": ["b"], "weight": [-0.5]},
            NODES,
            [("negative-weight", "edges[0].weight")],
        ),
        ({"parent": ["a"], "child": ["b"], "weight": ["1"]}, NODES, [("unusable-weight", "edges[0].weight")]),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_where_the_fault_stands(
    edges: dict[str, list[object]], nodes: dict[str, list[object]], faults: list[tuple[str, str]]
) -> None:
    assert [fault for fault in faults_of_tables(edges, nodes) if fault[0] != "unknown-node"] == faults


def test_the_engine_loads_neither_pandas_nor_networkx_nor_numba() -> None:
    program = (
        "import sys, kpicascade.hierarchy; "
        "print([name for name in ('pandas', 'networkx', 'numba') if name in sys.modules])"
    )

    done = subprocess.run(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONPATH": "src"}
    )

    assert done.stdout.strip() == "[]"
