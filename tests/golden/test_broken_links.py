"""Plans whose parts do not fit together: each with the codes of the faults that must be found, and no others."""
# ruff: noqa: E501  a row of a table is one line where it can be

from decimal import Decimal

import pytest
from attrs import evolve
from small_plans import agreement, entry, goal, kpi, levels, plan, post, row, scored, section, unit

from kpicascade.cascade import Cascade
from kpicascade.errors import InvalidPlanError
from kpicascade.model.organisation import Unit
from kpicascade.model.plan import Parameter, Plan, Responsibility
from kpicascade.model.scale import Ratio
from kpicascade.model.strategy import Cause, Mission, Perspective, Project, Strategy
from kpicascade.model.text import Name

NAME = Name.of("x")
ONE = kpi("1")
A = Parameter(name="A", value=Decimal(10))
LONE_UNITS = (unit("a", part_of="b"), unit("b", part_of="a"))


def causes(*pairs: str) -> tuple[Cause, ...]:
    return tuple(Cause(cause=pair[0], effect=pair[1]) for pair in pairs)


def without_root(*units: Unit) -> Plan:
    return plan(units=units)


BROKEN: dict[str, tuple[Plan, list[str]]] = {
    # ids
    "two KPIs with one id": (plan(ONE, ONE), ["duplicate-id"]),
    "three units with one id": (plan(unit("u"), unit("u"), unit("u")), ["duplicate-id"] * 2 + ["duplicate-link"] * 2),
    "a unit called as a position": (plan(unit("u"), post("u", "org")), ["duplicate-id"]),
    "two goals with one id": (plan(goal("g"), goal("g")), ["duplicate-id"]),
    "two missions with one id": (plan(missions=(Mission(id="m", name=NAME),) * 2), ["duplicate-id"]),
    "two parameters with one name": (plan(parameters=(A, A)), ["duplicate-id"]),
    "two agreements of one holder": (plan(agreement("org"), agreement("org")), ["duplicate-id"]),
    "two sections with one id in one agreement": (
        plan(agreement("org", section("a", "1", section("b", "1")), section("b", "1"))),
        ["duplicate-id"],
    ),
    "a KPI twice in one section": (
        plan(ONE, agreement("org", section("a", "1", entry("1"), entry("1")))),
        ["duplicate-id"],
    ),
    "two matrix rows for one KPI": (plan(ONE, row("1"), row("1")), ["duplicate-id"]),
    # links written twice
    "a contribution written twice": (plan(ONE, kpi("2", contributes_to=(scored("1"), scored("1", "2")))), ["duplicate-link"]),
    "a goal written twice": (plan(goal("g"), kpi("1", goals=("g", "g"))), ["duplicate-link"]),
    "a cause written twice": (plan(goal("1"), goal("2"), causes=causes("12", "12")), ["duplicate-link"]),
    "an owner written twice": (plan(unit("u"), ONE, row("1", "u u")), ["duplicate-link"]),
    # references
    "a KPI of nobody": (plan(kpi("1", "nobody")), ["unknown-reference"]),
    "a KPI of a goal": (plan(goal("g"), kpi("1", "g")), ["unknown-reference"]),
    "a KPI for an unknown goal": (plan(kpi("1", goals=("g",))), ["unknown-reference"]),
    "the same as an unknown KPI": (plan(kpi("1", same_as="2")), ["unknown-reference"]),
    "a contribution to an unknown KPI": (plan(kpi("1", to=("2",))), ["unknown-reference"]),
    "a contribution to a unit": (plan(unit("u"), kpi("1", to=("u",))), ["unknown-reference"]),
    "part of an unknown unit": (plan(unit("u", part_of="v")), ["unknown-reference"]),
    "a position in a position": (plan(post("a", "org"), post("b", "a")), ["unknown-reference"]),
    "a position that reports to a unit": (plan(post("a", "org", reports_to="org")), ["unknown-reference"]),
    "a goal of nobody": (plan(goal("g", holder="h")), ["unknown-reference"]),
    "a goal in an unknown perspective": (plan(goal("g", perspective="p")), ["unknown-reference"]),
    "a goal that serves a perspective": (
        plan(goal("g", serves=("p",)), perspectives=(Perspective(id="p", name=NAME),)),
        ["unknown-reference"],
    ),
    "a cause and an effect unknown": (plan(causes=causes("12")), ["unknown-reference"] * 2),
    "a strategy for an unknown goal": (
        plan(strategies=(Strategy(id="s", name=NAME, advances=("g",)),)),
        ["unknown-reference"],
    ),
    "a project for an unknown strategy in an unknown unit": (
        plan(projects=(Project(id="p", name=NAME, delivers=("s",), unit="u"),)),
        ["unknown-reference"] * 2,
    ),
    "an agreement of nobody": (plan(agreement("nobody")), ["unknown-reference"]),
    "an agreement on an unknown KPI": (plan(agreement("org", entry("1"))), ["unknown-reference"]),
    "a weight left to a KPI that is no sibling": (
        plan(ONE, kpi("2"), agreement("org", section("a", "1", entry("1", if_absent="2")), entry("2"))),
        ["unknown-reference"],
    ),
    "a weight left to the KPI itself": (plan(ONE, agreement("org", entry("1", if_absent="1"))), ["unknown-reference"]),
    "a matrix row with strangers": (plan(ONE, row("1", "u", "v")), ["unknown-reference"] * 2),
    "a matrix row for an unknown KPI": (plan(row("1")), ["unknown-reference"]),
    # the organisation and the matrix
    "no unit at all": (without_root(), ["no-organisation"]),
    "units that are only part of each other": (without_root(*LONE_UNITS), ["no-organisation", "circle"]),
    "two organisations": (plan(unit("other", part_of="")), ["several-organisations"]),
    "a matrix row for nothing": (plan(row("")), ["unclear-matrix-row"]),
    "a matrix row for both": (plan(ONE, goal("g"), Responsibility(kpi="1", goal="g")), ["unclear-matrix-row"]),
    # weights
    "a weight with an unknown parameter": (plan(ONE, agreement("org", entry("1", "30 + B")), parameters=(A,)), ["unknown-parameter"]),
    "a weight with two unknown parameters": (plan(ONE, agreement("org", entry("1", "A - B"))), ["unknown-parameter"] * 2),
    "a weight that divides by zero": (plan(ONE, agreement("org", entry("1", "1 / (A - 10)")), parameters=(A,)), ["weight-divides-by-zero"]),
    "a weight below zero": (plan(ONE, agreement("org", entry("1", "7 - A")), parameters=(A,)), ["negative-weight"]),
    "a section that weighs below zero": (plan(agreement("org", section("a", "1 - 2"))), ["negative-weight"]),
    "a contribution below zero": (plan(ONE, kpi("2", contributes_to=(scored("1", "0 - 1"),))), ["negative-weight"]),
    # target scales and settings, for plans made in Python
    "cut points that turn": (plan(kpi("1", scale=levels("1", "3", "2"))), ["scale-cuts-turn"]),
    "a scale without cut points": (plan(kpi("1", scale=levels())), ["scale-empty"]),
    "a scale with scores that the plan does not have": (
        plan(kpi("1", scale=levels("10", "20", "40", scores=(Decimal(50), Decimal(70), Decimal(100))))),
        ["scale-score-outside-range"],
    ),
    "a section and a holder with one key": (
        plan(
            unit("a"), unit("a/b"), ONE, agreement("a", section("b", "100", entry("1"))), agreement("a/b", entry("1")),
        ),
        ["ambiguous-section-id"],
    ),
    "a ratio without a target": (plan(kpi("1", scale=Ratio(levels=levels("80", "100")))), ["scale-without-target"]),
    "a least coverage in percent": (
        plan(ONE, evolve(agreement("org", entry("1")), min_coverage=Decimal(60))),
        ["min-coverage-not-a-share"],
    ),
    "a cap below the floor": (
        plan(ONE, evolve(agreement("org", entry("1")), cap=Decimal(1), floor=Decimal(2))),
        ["cap-below-floor"],
    ),
    # circles
    "a unit that is part of itself": (plan(unit("u", part_of="u")), ["circle"]),
    "units in a circle": (plan(*LONE_UNITS), ["circle"]),
    "positions that report to each other": (
        plan(post("a", "org", reports_to="b"), post("b", "org", reports_to="a")),
        ["circle"],
    ),
    "goals that cause each other": (plan(goal("1"), goal("2"), goal("3"), causes=causes("12", "23", "31")), ["circle"]),
    "a KPI that is the same as itself": (plan(kpi("1", same_as="1")), ["circle"]),
    "KPIs that are the same as each other": (plan(kpi("1", same_as="2"), kpi("2", same_as="1")), ["circle"]),
    "a KPI that contributes to itself": (plan(kpi("1", to=("1",))), ["circle"]),
    "KPIs that contribute in a circle": (plan(kpi("1", to=("2",)), kpi("2", to=("3",)), kpi("3", to=("1",))), ["circle"]),
    "a circle of both kinds": (plan(kpi("1", same_as="2"), kpi("2", to=("1",))), ["circle"]),
    "two circles, one leading to the other": (
        plan(kpi("1", to=("2",)), kpi("2", to=("1",)), kpi("3", to=("4", "1")), kpi("4", to=("3",))),
        ["circle"] * 2,
    ),
    # several at once
    "faults of every sort": (
        plan(
            kpi("1", "nobody"), kpi("1"), kpi("2", to=("3",)), kpi("3", to=("2",)), row(""),
            agreement("org", entry("2", "B")), unit("other", part_of=""),
        ),
        ["duplicate-id", "several-organisations", "unknown-reference", "unclear-matrix-row", "unknown-parameter", "circle"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("broken", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_plan_that_does_not_fit_together_is_refused_with_its_codes(
    broken: Plan, expected: list[str]
) -> None:
    with pytest.raises(InvalidPlanError) as refused:
        Cascade(broken)

    assert [issue.code for issue in refused.value.issues] == expected
    assert all(issue.hint or issue.code == "unknown-reference" for issue in refused.value.issues)
