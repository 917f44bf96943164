from decimal import Decimal
from fractions import Fraction

from small_plans import agreement, entry, goal, kpi, plan, post, scored, section, unit

from kpicascade.cascade.graph import EdgeKind, NodeKind, edges_of, nodes_of, section_key, worked_out
from kpicascade.model.plan import Parameter, Plan, Responsibility
from kpicascade.model.strategy import Cause, Perspective, Project, StrategicIssue, Strategy
from kpicascade.model.text import Name
from kpicascade.model.weight import Weight

NAME = Name.of("x")


def links(of: Plan) -> list[tuple[str, str, str]]:
    return [(edge.source, str(edge.kind), edge.target) for edge in edges_of(of)]


def test_every_noun_becomes_a_node_named_by_kind_and_id() -> None:
    full = plan(
        unit("law"),
        post("head", "law"),
        goal("g"),
        kpi("1"),
        agreement("law", section("a", "100", entry("1"))),
        perspectives=(Perspective(id="p", name=NAME),),
        issues=(StrategicIssue(id="i", name=NAME),),
        strategies=(Strategy(id="s", name=NAME),),
        projects=(Project(id="j", name=NAME),),
    )

    assert [(node.key, node.kind) for node in nodes_of(full)] == [
        ("unit:org", NodeKind.ORGANISATION),
        ("unit:law", NodeKind.UNIT),
        ("position:head", NodeKind.POSITION),
        ("perspective:p", NodeKind.PERSPECTIVE),
        ("issue:i", NodeKind.ISSUE),
        ("goal:g", NodeKind.GOAL),
        ("strategy:s", NodeKind.STRATEGY),
        ("project:j", NodeKind.PROJECT),
        ("kpi:1", NodeKind.KPI),
        ("section:law", NodeKind.SECTION),
        ("section:law/a", NodeKind.SECTION),
    ]


def test_every_link_becomes_an_edge_of_its_kind() -> None:
    full = plan(
        unit("law"),
        post("head", "law"),
        post("clerk", "law", reports_to="head"),
        goal("g", perspective="p", serves=("i",)),
        goal("h"),
        kpi("1", goals=("g",)),
        kpi("2", "law", same_as="1", to=("1",)),
        agreement("law", section("a", "100", entry("2"))),
        Responsibility(kpi="1", owners=("law",), supporters=("clerk",)),
        Responsibility(goal="g", owners=("head",)),
        perspectives=(Perspective(id="p", name=NAME),),
        issues=(StrategicIssue(id="i", name=NAME),),
        causes=(Cause(cause="h", effect="g"),),
        strategies=(Strategy(id="s", name=NAME, advances=("g",)),),
        projects=(Project(id="j", name=NAME, delivers=("s",)),),
    )

    assert links(full) == [
        ("unit:law", "part_of", "unit:org"),
        ("position:head", "part_of", "unit:law"),
        ("position:clerk", "part_of", "unit:law"),
        ("position:clerk", "reports_to", "position:head"),
        ("goal:g", "lies_in", "perspective:p"),
        ("goal:g", "serves", "issue:i"),
        ("goal:h", "causes", "goal:g"),
        ("strategy:s", "advances", "goal:g"),
        ("project:j", "delivers", "strategy:s"),
        ("kpi:1", "measures", "goal:g"),
        ("kpi:2", "same_as", "kpi:1"),
        ("kpi:2", "contributes_to", "kpi:1"),
        ("section:law", "carries", "section:law/a"),
        ("section:law/a", "carries", "kpi:2"),
        ("unit:law", "owns", "kpi:1"),
        ("position:clerk", "supports", "kpi:1"),
        ("position:head", "owns", "goal:g"),
    ]


def test_weights_are_worked_out_with_the_plans_parameters() -> None:
    full = plan(
        kpi("1"),
        kpi("2", contributes_to=(scored("1", "A / 3"),)),
        agreement("org", entry("1", "30 + A")),
        parameters=(Parameter(name="A", value=Decimal(10)),),
    )

    weights = {edge.kind: edge.weight for edge in edges_of(full) if edge.weight is not None}

    assert weights == {EdgeKind.CARRIES: Fraction(40), EdgeKind.CONTRIBUTES_TO: Fraction(10, 3)}


def test_a_contribution_without_weight_has_none() -> None:
    (edge,) = edges_of(plan(kpi("1"), kpi("2", to=("1",))))

    assert edge.weight is None


def test_a_weight_that_cannot_be_worked_out_is_none() -> None:
    assert (
        worked_out(Weight("1 / (A - A)"), plan(parameters=(Parameter(name="A", value=Decimal(1)),))) is None
    )
    assert worked_out(Weight("A"), plan()) is None


def test_sections_of_two_agreements_may_have_the_same_id() -> None:
    assert section_key("law", "a") != section_key("plan", "a")
    assert section_key("law") == "section:law"
