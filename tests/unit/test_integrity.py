import pytest
from small_plans import agreement, entry, goal, kpi, plan, post, section, unit

from kpicascade.cascade.circular import circles
from kpicascade.cascade.integrity import faults_of
from kpicascade.errors import Location, Severity
from kpicascade.model.kpi import Contribution
from kpicascade.model.plan import Plan, Responsibility
from kpicascade.model.strategy import Cause

PLACE = Location(file="plan.yaml", line=7, column=3)


def only_message(of: Plan) -> str:
    (fault,) = faults_of(of)
    return fault.message


def test_a_plan_whose_parts_fit_together_has_no_faults() -> None:
    sound = plan(
        unit("law"),
        post("head", "law"),
        goal("g"),
        kpi("1", goals=("g",)),
        kpi("l", "head", same_as="1"),
        agreement("law", section("a", "1", entry("1"))),
        Responsibility(kpi="1", owners=("head",)),
    )

    assert faults_of(sound) == ()


def test_all_faults_are_found_at_once_and_every_one_is_a_fault() -> None:
    broken = plan(
        unit("law", part_of="lost"), kpi("1", "nobody"), kpi("1"), kpi("a", to=("b",)), kpi("b", to=("a",))
    )

    faults = faults_of(broken)

    assert [fault.code for fault in faults] == [
        "duplicate-id",
        "unknown-reference",
        "unknown-reference",
        "circle",
    ]
    assert {fault.severity for fault in faults} == {Severity.FAULT}


def test_a_fault_stands_where_its_noun_was_read() -> None:
    link = Contribution(kpi="lost", origin=PLACE)

    (fault,) = faults_of(plan(kpi("1", contributes_to=(link,))))

    assert fault.where == PLACE


def test_the_nearest_known_name_is_suggested() -> None:
    (fault,) = faults_of(plan(kpi("20.2"), kpi("2-1", same_as="20.1")))

    assert fault.message == "same_as names the KPI '20.1', which the plan does not have."
    assert fault.hint == "did you mean '20.2'?"


def test_a_unit_and_a_position_may_not_share_an_id() -> None:
    assert only_message(plan(unit("x"), post("x", "org"))) == "found a second unit or position 'x'."


def test_the_first_of_two_equal_ids_is_named_with_its_place() -> None:
    found = only_message(plan(kpi("1", origin=PLACE), kpi("1")))

    assert found == "found a second KPI '1'; the first stands at plan.yaml:7:3."


def test_a_circle_is_named_with_its_route() -> None:
    found = plan(kpi("c", to=("a",)), kpi("a", to=("b",)), kpi("b", to=("c",)))

    assert only_message(found) == "contributes_to leads in a circle: kpi:a → kpi:b → kpi:c → kpi:a."


def test_a_circle_through_same_as_and_contributes_to_names_both() -> None:
    found = plan(kpi("a", same_as="b"), kpi("b", to=("a",)))

    assert only_message(found) == "same_as and contributes_to leads in a circle: kpi:a → kpi:b → kpi:a."


def test_a_kpi_may_be_the_same_as_one_and_contribute_to_it() -> None:
    assert faults_of(plan(kpi("1"), kpi("a", same_as="1", to=("1",)))) == ()


def test_two_circles_are_both_named() -> None:
    causes = (Cause(cause="1", effect="2"), Cause(cause="2", effect="1"), Cause(cause="3", effect="3"))

    faults = faults_of(plan(goal("1"), goal("2"), goal("3"), causes=causes))

    assert [fault.code for fault in faults] == ["circle", "circle"]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ("", ()),
        ("ab bc ac", ()),
        ("aa", (("a",),)),
        ("ba ab", (("a", "b"),)),
        ("ab bc cb cd", (("b", "c"),)),
        ("ab ba cd dc ca", (("a", "b"), ("c", "d"))),
        ("ab bc ca ad da", (("a", "b", "c"),)),
        ("ac cb bc cd da", (("b", "c"),)),
    ],
)
def test_each_knot_of_circles_yields_one_route_from_its_least_node(
    links: str, expected: tuple[tuple[str, ...], ...]
) -> None:
    assert circles((link[0], link[1]) for link in links.split()) == expected


def test_a_circle_of_a_hundred_thousand_nodes_is_found() -> None:
    count = 100_000

    (route,) = circles((f"{n:06}", f"{(n + 1) % count:06}") for n in range(count))

    assert len(route) == count
