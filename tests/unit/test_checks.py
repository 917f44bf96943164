import time
from datetime import date
from decimal import Decimal

import pytest
from small_plans import (
    Fields,
    agreement,
    cascade,
    entry,
    goal,
    kpi,
    levels,
    plan,
    post,
    row,
    scored,
    section,
    unit,
)

from kpicascade.cascade import Cascade
from kpicascade.checks import CHECKS, check
from kpicascade.checks.double_counting import double_counted
from kpicascade.errors import Issue, Location, Severity
from kpicascade.model.agreement import Agreement
from kpicascade.model.kpi import Baseline, Direction, Kind, Kpi, LevelCriterion
from kpicascade.model.period import FiscalYear
from kpicascade.model.plan import Parameter, Responsibility
from kpicascade.model.scale import (
    ChecklistItem,
    Dates,
    Labels,
    LabelScore,
    Levels,
    Milestone,
    Milestones,
    Points,
    Range,
    RangePoint,
    Ratio,
    Scale,
)

LAW = unit("law")
OWN = kpi("l", "law")


def codes(of: Cascade) -> list[str]:
    return [issue.code for issue in check(of)]


def messages(of: Cascade, code: str) -> list[str]:
    return [issue.message for issue in check(of) if issue.code == code]


ITEMS = (ChecklistItem(id="i", points=Decimal(1)),)


def measured(scale: Scale | None = None, **fields: Fields) -> Cascade:
    """Build a cascade of one KPI that nothing else is wrong with."""
    if isinstance(scale, Ratio) and fields.get("target") is None:
        fields["target"] = Decimal(50)
    return cascade(kpi("1", scale=scale, **fields))


def points(*pairs: tuple[str, str]) -> Range:
    return Range(points=tuple(RangePoint(result=Decimal(r), score=Decimal(s)) for r, s in pairs))


def test_a_sound_plan_has_no_issues() -> None:
    found = cascade(
        LAW,
        goal("g"),
        kpi("1", goals=("g",), scale=levels("60", "70", "80"), unit_of_measure="ร้อยละ", target=Decimal(80)),
        kpi("l", "law", same_as="1", kind=Kind.IDENTICAL),
        agreement("org", section("a", "100", entry("1", "100"))),
        agreement("law", entry("l", "100")),
        row("1", "law"),
    )

    assert check(found) == ()


def test_an_empty_plan_has_no_issues() -> None:
    assert check(cascade()) == ()


def test_every_issue_is_a_warning_with_a_cure_and_the_place_of_its_noun() -> None:
    place = Location(file="plan.yaml", line=7)
    found = cascade(
        LAW, kpi("1", scale=levels("5", "5", origin=place)), Agreement(holder="org", origin=place)
    )

    issues = check(found)

    assert {issue.severity for issue in issues} == {Severity.WARNING}
    assert all(issue.hint for issue in issues)
    assert [i.where for i in issues if i.code in ("empty-section", "repeated-cut-point")] == [place, place]


def test_the_list_of_checks_is_what_check_runs() -> None:
    found = cascade(LAW, kpi("1"), OWN, agreement("org"), goal("g"))

    assert check(found) == tuple(issue for find in CHECKS for issue in find(found))
    assert all(find.__doc__ for find in CHECKS)


# Weights


@pytest.mark.parametrize(
    "whole",
    [
        agreement("org", entry("1", "70"), entry("2", "30")),
        agreement("org", entry("1", "33.3"), entry("2", "66.7")),
        agreement("org", section("a", "70", entry("1", "70")), section("b", "30", entry("2", "30"))),
        agreement("org", section("a", "70", entry("1", "100")), section("b", "30", entry("2", "100"))),
        agreement("org", section("a", "40", entry("1", "30 + A")), entry("2", "70 - A")),
        agreement("org", section("a", "0", entry("1", "0")), entry("2", "100")),
    ],
    ids=["whole", "decimals", "own weight", "100 in each", "parameters", "weightless section"],
)
def test_weights_that_add_up_are_left_alone(whole: Agreement) -> None:
    found = cascade(kpi("1"), kpi("2"), whole, parameters=(Parameter(name="A", value=Decimal(10)),))

    assert messages(found, "weights-do-not-add-up") == []


@pytest.mark.parametrize(
    ("whole", "expected"),
    [
        (
            agreement("org", entry("1", "60"), entry("2", "30")),
            "the weights in the agreement of 'org' add up to 90; expected 100.",
        ),
        (
            agreement("org", entry("1", "0.7"), entry("2", "0.3")),
            "the weights in the agreement of 'org' add up to 1; expected 100.",
        ),
        (
            agreement("org", section("a", "70", entry("1", "69.9")), entry("2", "30")),
            "the weights in section 'a' of the agreement of 'org' add up to 69.9; expected 70 or 100.",
        ),
        (
            agreement("org", entry("1", "30 + A"), entry("2", "70")),
            "the weights in the agreement of 'org' add up to 110; expected 100.",
        ),
    ],
)
def test_weights_that_do_not_add_up_are_an_issue_with_their_sum(whole: Agreement, expected: str) -> None:
    found = cascade(kpi("1"), kpi("2"), whole, parameters=(Parameter(name="A", value=Decimal(10)),))

    assert messages(found, "weights-do-not-add-up") == [expected]


def test_thirds_are_added_exactly() -> None:
    thirds = [entry(name, "33.33") for name in "123"]
    exact = [entry(name, "100 / 3") for name in "123"]
    kpis = [kpi(name) for name in "123"]

    assert "weights-do-not-add-up" in codes(cascade(*kpis, agreement("org", *thirds)))
    assert "weights-do-not-add-up" not in codes(cascade(*kpis, agreement("org", *exact)))


def test_a_parameter_that_no_weight_uses_is_an_issue() -> None:
    unused = Parameter(name="B", value=Decimal(1))
    used = Parameter(name="A", value=Decimal(100))

    found = cascade(kpi("1"), agreement("org", entry("1", "A")), parameters=(used, unused))

    assert messages(found, "unused-parameter") == ["no weight uses the parameter 'B'."]


def test_a_parameter_of_a_contribution_is_used() -> None:
    found = cascade(
        kpi("1"),
        kpi("2", contributes_to=(scored("1", "A"),)),
        parameters=(Parameter(name="A", value=Decimal(1)),),
    )

    assert codes(found) == []


# Agreements, goals and units


def test_an_agreement_and_a_section_without_children_are_issues() -> None:
    found = cascade(LAW, kpi("1"), agreement("org", section("a", "100")), agreement("law"))

    assert messages(found, "empty-section") == [
        "section 'a' of the agreement of 'org' holds neither sections nor KPIs.",
        "the agreement of 'law' holds neither sections nor KPIs.",
    ]


def test_a_kpi_in_no_agreement_is_an_issue_where_there_are_agreements() -> None:
    whole = agreement("org", entry("1"))

    assert codes(cascade(LAW, kpi("1"), OWN)) == []
    assert messages(cascade(LAW, kpi("1"), OWN, whole), "kpi-in-no-agreement") == [
        "no agreement carries KPI 'l' of 'law'."
    ]


def test_a_goal_without_kpi_is_an_issue() -> None:
    found = cascade(goal("g"), goal("h"), kpi("1", goals=("g",)))

    assert messages(found, "goal-without-kpi") == ["no KPI measures goal 'h'."]


def test_a_kpi_without_goal_is_an_issue_where_its_holder_has_goals() -> None:
    measured_goal = (goal("g"), kpi("1", goals=("g",)))

    assert codes(cascade(LAW, *measured_goal, OWN)) == []
    assert codes(cascade(*measured_goal, kpi("2"))) == ["kpi-without-goal"]
    assert codes(cascade(kpi("2"))) == []


@pytest.mark.parametrize("second", [kpi("2", same_as="1"), kpi("2", to=("1",))])
def test_a_kpi_that_leads_to_another_needs_no_goal_of_its_own(second: Kpi) -> None:
    found = cascade(goal("g"), kpi("1", goals=("g",)), second)

    assert codes(found) == []


def test_a_unit_without_kpi_is_an_issue_where_others_have_some() -> None:
    found = cascade(LAW, unit("plan"), OWN)

    assert messages(found, "unit-without-kpi") == ["nobody in unit 'plan' holds a KPI; other units do."]


def test_units_need_no_kpi_where_none_has_any() -> None:
    assert codes(cascade(LAW, unit("plan"), kpi("1"))) == []


def test_kpis_of_positions_and_of_units_below_count_for_a_unit() -> None:
    found = cascade(
        LAW,
        unit("plan"),
        unit("budget", part_of="plan"),
        post("head", "law"),
        kpi("h", "head"),
        kpi("b", "budget"),
    )

    assert codes(found) == []


# Kinds and roles


def test_a_declared_kind_that_differs_is_an_issue_with_the_reason() -> None:
    found = cascade(LAW, kpi("1"), kpi("l", "law", same_as="1", to=("1",), kind=Kind.COMMON))

    assert messages(found, "declared-kind-differs") == [
        (
            "KPI 'l' is declared common; its links say identical (also contributory): "
            "same as 1 of the organisation; contributes to 1."
        )
    ]


def test_a_kind_declared_for_the_organisations_own_kpi_is_an_issue() -> None:
    assert codes(cascade(kpi("1", kind=Kind.COMMON))) == ["declared-kind-differs"]


def test_a_declared_kind_that_agrees_is_left_alone() -> None:
    found = cascade(LAW, kpi("1"), kpi("l", "law", to=("1",), kind=Kind.CONTRIBUTORY))

    assert codes(found) == []


def test_issues_of_the_matrix_are_given_for_the_rows_that_the_plan_has() -> None:
    nouns = (LAW, goal("g"), kpi("1", goals=("g",)), kpi("2", goals=("g",)), kpi("l", "law", to=("1", "2")))

    assert codes(cascade(*nouns)) == []
    assert codes(cascade(*nouns, row("1", "law", "law"), row("2", "law"))) == ["owner-also-supporter"]
    assert codes(cascade(*nouns, Responsibility(goal="g", supporters=("law",)))) == ["row-without-owner"]


# Double counting


def test_a_kpi_that_counts_twice_is_an_issue_that_names_both_paths() -> None:
    found = cascade(
        kpi("4"),
        kpi("4.1", contributes_to=(scored("4"),)),
        agreement("org", entry("4", "60"), entry("4.1", "40")),
    )

    assert messages(found, "double-counting") == [
        (
            "KPI '4.1' counts twice towards section:org: "
            "kpi:4.1 → section:org; and kpi:4.1 → kpi:4 → section:org."
        )
    ]


def test_paths_that_meet_in_a_kpi_are_found_and_the_nearest_meeting_is_named() -> None:
    found = cascade(
        LAW,
        kpi("1"),
        kpi("a", contributes_to=(scored("1"),)),
        kpi("b", contributes_to=(scored("1"),)),
        kpi("l", "law", contributes_to=(scored("a"), scored("b"))),
        kpi("below", "law", contributes_to=(scored("l"),)),
    )

    assert messages(found, "double-counting") == [
        "KPI 'l' counts twice towards kpi:1: kpi:l → kpi:a → kpi:1; and kpi:l → kpi:b → kpi:1."
    ]


def test_a_kpi_in_two_sections_of_one_agreement_counts_twice() -> None:
    found = cascade(
        kpi("1"), agreement("org", section("a", "50", entry("1")), section("b", "50", entry("1")))
    )

    assert codes(found) == ["double-counting"]


@pytest.mark.parametrize(
    "second",
    [kpi("4.1", to=("4",)), kpi("4.1", contributes_to=(scored("4", "0"),))],
    ids=["aligned without weight", "weight of zero"],
)
def test_links_that_are_not_scored_do_not_count_twice(second: Kpi) -> None:
    found = cascade(kpi("4"), second, agreement("org", entry("4", "60"), entry("4.1", "40")))

    assert codes(found) == []


def test_a_kpi_and_the_same_again_in_one_agreement_may_count_twice() -> None:
    found = cascade(kpi("1"), kpi("2", same_as="1"), agreement("org", entry("1", "60"), entry("2", "40")))

    (issue,) = check(found)
    assert issue.code == "double-counting"
    assert issue.message == (
        "KPI '1' may count twice towards section:org: kpi:1 → section:org; and kpi:1 → kpi:2 → section:org."
    )
    assert "takes the score of the KPI that it is the same as" in issue.hint


def test_two_that_are_the_same_as_a_third_may_count_it_twice() -> None:
    found = cascade(
        LAW,
        kpi("1"),
        kpi("2", "law", same_as="1"),
        kpi("3", "law", same_as="2"),
        kpi("4", "law", same_as="1"),
        agreement("org", entry("1")),
        agreement("law", section("a", "50", entry("3")), section("b", "50", entry("4"))),
    )

    assert messages(found, "double-counting") == [
        (
            "KPI '1' may count twice towards section:law: kpi:1 → kpi:4 → section:law/b → section:law; "
            "and kpi:1 → kpi:2 → kpi:3 → section:law/a → section:law."
        )
    ]


@pytest.mark.parametrize("feeds", [(), ("1",), ("group",)], ids=["nothing", "it", "it through another"])
def test_identical_kpis_of_units_in_their_own_agreements_do_not_count_twice(feeds: tuple[str, ...]) -> None:
    units = ("law", "finance", "port")
    links = tuple(scored(target) for target in feeds)
    found = cascade(
        *(unit(name) for name in units),
        kpi("1"),
        kpi("group", contributes_to=(scored("1"),)),
        *(kpi(f"{name}-1", name, same_as="1", contributes_to=links) for name in units),
        agreement("org", entry("1")),
        *(agreement(name, entry(f"{name}-1")) for name in units),
    )

    assert messages(found, "double-counting") == []


def test_the_same_kpi_that_contributes_as_well_counts_twice_in_one_agreement() -> None:
    found = cascade(
        kpi("1"),
        kpi("2", same_as="1", contributes_to=(scored("1"),)),
        agreement("org", entry("1", "60"), entry("2", "40")),
    )

    assert messages(found, "double-counting") == [
        "KPI '2' counts twice towards section:org: kpi:2 → section:org; and kpi:2 → kpi:1 → section:org."
    ]


def test_many_identical_kpis_are_searched_in_no_time() -> None:
    names = [f"u{n}" for n in range(5_000)]
    links = [() if n % 10 else (scored("1"),) for n in range(len(names))]
    kpis = [
        kpi(f"k-{name}", name, same_as="1", contributes_to=link)
        for name, link in zip(names, links, strict=True)
    ]
    agreements = [agreement(name, entry(f"k-{name}")) for name in names]
    found = cascade(*map(unit, names), kpi("1"), *kpis, *agreements)

    started = time.process_time()
    counted = list(double_counted(found))

    assert counted == []
    assert time.process_time() - started < 3  # a tenth of it as a rule; looking through all branches took 8


def test_a_kpi_may_count_in_several_agreements() -> None:
    found = cascade(
        LAW, kpi("1"), OWN, agreement("org", entry("1", "50"), entry("l", "50")), agreement("law", entry("l"))
    )

    assert "double-counting" not in codes(found)


def test_a_long_chain_of_agreements_is_searched_in_no_time() -> None:
    count = 5_000
    units = [unit(f"u{n}") for n in range(count)]
    links = [(scored(f"k{n + 1}"),) if n + 1 < count else () for n in range(count)]
    kpis = [kpi(f"k{n}", f"u{n}", contributes_to=links[n]) for n in range(count)]
    promises = [agreement(f"u{n}", entry(f"k{n}")) for n in range(count)]

    assert codes(cascade(*units, *kpis, *promises)) == []


# KPIs of others


def test_an_agreement_that_carries_the_kpi_of_another_holder_is_an_issue_that_names_both() -> None:
    place = Location(file="plan.yaml", line=9)
    found = cascade(LAW, kpi("1"), agreement("law", entry("1", origin=place)))

    (issue,) = check(found)
    assert (issue.code, issue.where) == ("foreign-kpi", place)
    assert issue.message == "the agreement of 'law' carries KPI '1', which 'org' holds."
    assert "same_as or contributes_to" in issue.hint


@pytest.mark.parametrize("holder", ["finance", "org", "desk", "clerk"])
def test_kpis_of_a_sibling_and_of_those_above_are_foreign_at_any_depth(holder: str) -> None:
    promise = agreement("lawyer", section("a", "100", entry("k")))
    found = cascade(
        LAW,
        unit("finance"),
        unit("desk", "law"),
        post("lawyer", "desk"),
        post("clerk", "law"),
        kpi("k", holder),
        promise,
    )

    assert "foreign-kpi" in codes(found)


@pytest.mark.parametrize(
    ("carrier", "holder"),
    [("org", "org"), ("org", "lawyer"), ("law", "law"), ("law", "desk"), ("law", "lawyer")],
)
def test_an_agreement_may_carry_the_kpis_of_those_within_its_holder(carrier: str, holder: str) -> None:
    units = (LAW, unit("desk", "law"), post("lawyer", "desk"))

    found = cascade(*units, kpi("k", holder), agreement(carrier, entry("k")))

    assert "foreign-kpi" not in codes(found)


def test_a_joint_kpi_may_stand_in_any_agreement() -> None:
    found = cascade(LAW, kpi("1", joint=True), agreement("law", entry("1")))

    assert "foreign-kpi" not in codes(found)


ORIGINAL: Fields = {
    "scale": levels("8", "4", "0"),
    "direction": Direction.LOWER,
    "unit_of_measure": "ร้อยละ",
    "target": Decimal(4),
}


@pytest.mark.parametrize(
    ("change", "differing"),
    [
        ({"scale": levels("8", "6", "0")}, "scale"),
        ({"scale": levels("0", "4", "8"), "direction": Direction.HIGHER}, "scale, direction "),
        ({"direction": Direction.MIDDLE, "scale": None}, "direction (middle_is_better, not lower_is_better)"),
        ({"unit_of_measure": "เรื่อง"}, "unit of measure (เรื่อง, not ร้อยละ)"),
        ({"target": Decimal(2)}, "target (2, not 4)"),
        ({"target": date(2026, 9, 30), "scale": None}, "target (2569-09-30, not 4)"),
    ],
)
def test_a_kpi_that_is_the_same_as_another_and_differs_is_an_issue(change: Fields, differing: str) -> None:
    found = cascade(LAW, kpi("1", **ORIGINAL), kpi("l", "law", same_as="1", **(ORIGINAL | change)))

    (message,) = messages(found, "same-as-differs")
    assert message.startswith(f"KPI 'l' is the same as '1', and differs from it in {differing}")


@pytest.mark.parametrize(
    "stated",
    [
        {},
        ORIGINAL,
        {"scale": levels("8.0", "4", "0"), "direction": Direction.LOWER},
        {"unit_of_measure": "%"},
    ],
    ids=["nothing", "everything", "scale", "another word for percent"],
)
def test_a_kpi_may_leave_out_what_is_the_same(stated: Fields) -> None:
    found = cascade(LAW, kpi("1", **ORIGINAL), kpi("l", "law", same_as="1", **stated))

    assert codes(found) == []


# Target scales


@pytest.mark.parametrize(
    "scale",
    [
        levels("60", "70", "70", "80"),
        Ratio(levels=levels("80", "80", "100")),
        Points(items=ITEMS, levels=levels("50", "50")),
        Dates(cuts=(date(2013, 9, 30), date(2013, 9, 30))),
    ],
)
def test_a_repeated_cut_point_is_an_issue(scale: Scale) -> None:
    assert codes(measured(scale)) == ["repeated-cut-point"]


def test_cut_points_written_in_different_digits_are_the_same() -> None:
    assert codes(measured(levels("70", "70.0", "80"))) == ["repeated-cut-point"]


@pytest.mark.parametrize(
    ("scale", "direction", "rewarded"),
    [
        (levels("60", "70", "80"), Direction.LOWER, Direction.HIGHER),
        (levels("8", "4", "0"), Direction.HIGHER, Direction.LOWER),
        (levels("60", "70"), Direction.MIDDLE, Direction.HIGHER),
        (Ratio(levels=levels("80", "100"), target_over_result=True), Direction.HIGHER, Direction.LOWER),
        (Ratio(levels=levels("80", "100")), Direction.LOWER, Direction.HIGHER),
        (points(("0", "1"), ("5", "5"), ("9", "1")), Direction.HIGHER, Direction.MIDDLE),
    ],
)
def test_a_scale_that_rewards_the_opposite_is_an_issue_one_way_and_none_the_other(
    scale: Scale, direction: Direction, rewarded: Direction
) -> None:
    assert codes(measured(scale, direction=direction)) == ["direction-against-scale"]
    assert codes(measured(scale, direction=rewarded)) == []


@pytest.mark.parametrize(
    "scale",
    [
        levels("5"),
        Dates(cuts=(date(2013, 12, 31), date(2013, 9, 30))),
        Labels(labels=(LabelScore(label="A", score=Decimal(5)),)),
        Points(items=ITEMS, levels=levels("50", "100")),
        None,
    ],
)
def test_a_scale_that_says_nothing_of_direction_fits_any(scale: Scale | None) -> None:
    assert codes(measured(scale, direction=Direction.LOWER)) == []


@pytest.mark.parametrize(
    ("unit_of_measure", "target", "scale"),
    [
        ("ร้อยละ", "0.85", None),
        ("percent", "0.85", levels("0.65", "0.75", "0.85")),
        ("%", None, levels("0.65", "0.75", "0.85")),
        ("ร้อยละ", None, points(("0", "1"), ("0.5", "5"), ("1", "1"))),
        ("คน", "500", Ratio(levels=levels("0.8", "1"))),
        ("", None, Points(items=ITEMS, levels=levels("0.5", "1"))),
        ("ร้อยละ", "90", levels("0.70", "0.80", "0.90")),
        ("ร้อยละ", "0.9", levels("70", "80", "90")),
        ("ร้อยละ", "1", levels("60", "80", "100")),
        ("ร้อยละ", "0.95", levels("0", "25", "50", "75", "100")),
        ("ร้อยละ", "0.5", points(("40", "1"), ("50", "5"), ("60", "1"))),
        ("ร้อยละ", "0.3", Ratio(levels=levels("80", "100"))),
    ],
)
def test_a_percentage_written_as_a_fraction_is_an_issue(
    unit_of_measure: str, target: str | None, scale: Scale | None
) -> None:
    number = target and Decimal(target)

    found = measured(scale, unit_of_measure=unit_of_measure, target=number, direction=_direction_of(scale))

    assert codes(found) == ["fraction-for-percent"]


@pytest.mark.parametrize(
    ("unit_of_measure", "target", "scale"),
    [
        ("ร้อยละ", "85", levels("0.5", "50", "85")),
        ("ร้อยละ", "0", None),
        ("เท่า", "0.85", levels("0.65", "0.85")),
        ("ร้อยละ", None, None),
        ("ร้อยละ", "-0.5", levels("-2", "-1", "0")),
        ("คน", "0.5", Ratio(levels=levels("80", "100"))),
        ("ร้อยละ", "1", levels("5", "4", "3", "2", "1")),
        ("ร้อยละ", "0.5", levels("5", "4", "3", "2", "1")),
        ("ร้อยละ", "0.4", levels("20", "15", "10", "5", "0")),
    ],
)
def test_other_figures_are_not_taken_for_fractions(
    unit_of_measure: str, target: str | None, scale: Scale | None
) -> None:
    number = target and Decimal(target)

    found = measured(scale, unit_of_measure=unit_of_measure, target=number, direction=_direction_of(scale))

    assert codes(found) == []


def _direction_of(scale: Scale | None) -> Direction:
    if isinstance(scale, Range):
        return Direction.MIDDLE
    falls = isinstance(scale, Levels) and scale.cuts[0] > scale.cuts[-1]
    return Direction.LOWER if falls else Direction.HIGHER


def baselines(*results: str) -> tuple[Baseline, ...]:
    return tuple(Baseline(year=FiscalYear(2010 + n), result=Decimal(r)) for n, r in enumerate(results))


def test_the_issue_of_a_fraction_names_the_figures_that_look_like_one() -> None:
    one = measured(
        levels("0.7", "0.9"), unit_of_measure="%", target=Decimal(90), baselines=baselines("0.845", "80")
    )

    assert messages(one, "fraction-for-percent") == [
        ("KPI '1' has percentages that look like fractions: cut points 0.7, 0.9; baseline 0.845 of 2553.")
    ]


@pytest.mark.parametrize(
    ("unit_of_measure", "earlier", "target", "scale"),
    [
        ("ร้อยละ", ("0.845", "80"), None, None),
        ("ร้อยละ", ("0.845",), "90", None),
        ("ร้อยละ", ("0.845",), None, levels("70", "90")),
    ],
)
def test_a_baseline_written_as_a_fraction_beside_percentages_is_an_issue(
    unit_of_measure: str, earlier: tuple[str, ...], target: str | None, scale: Scale | None
) -> None:
    number = target and Decimal(target)

    found = measured(scale, unit_of_measure=unit_of_measure, baselines=baselines(*earlier), target=number)

    assert codes(found) == ["fraction-for-percent"]


@pytest.mark.parametrize(
    ("unit_of_measure", "earlier", "scale"),
    [
        ("ร้อยละ", ("0.9", "1.1", "1.3"), None),
        ("ร้อยละ", ("0.9", "0.8"), None),
        ("ร้อยละ", ("0.05", "80"), None),
        ("ร้อยละ", ("84.5", "80"), levels("70", "90")),
        ("ร้อยละ", ("0.5",), levels("0", "25", "50", "75", "100")),
        ("เท่า", ("0.845", "80"), None),
    ],
)
def test_small_baselines_are_not_taken_for_fractions(
    unit_of_measure: str, earlier: tuple[str, ...], scale: Scale | None
) -> None:
    found = measured(scale, unit_of_measure=unit_of_measure, baselines=baselines(*earlier))

    assert codes(found) == []


DAYS = (date(2026, 10, 31), date(2026, 10, 15), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("target", "scale"),
    [
        (Decimal(9), levels("70", "80", "90")),
        (Decimal(900), levels("70", "80", "90")),
        (Decimal(9), levels("8", "6", "4", "2", "0")),
        (Decimal(61), points(("20", "1"), ("40", "5"), ("60", "1"))),
        (Decimal(19), points(("20", "1"), ("40", "5"), ("60", "1"))),
        (date(2026, 11, 1), Dates(cuts=DAYS)),
        (date(1983, 9, 30), Dates(cuts=DAYS)),
    ],
)
def test_a_target_that_its_scale_does_not_reach_is_an_issue(target: Decimal | date, scale: Scale) -> None:
    assert codes(measured(scale, target=target, direction=_direction_of(scale))) == ["target-outside-scale"]


@pytest.mark.parametrize(
    ("target", "scale"),
    [
        (Decimal(70), levels("70", "80", "90")),
        (Decimal(95), levels("70", "80", "90")),
        (Decimal(0), levels("5", "4", "3", "2", "1")),
        (Decimal(60), points(("20", "1"), ("40", "5"), ("60", "1"))),
        (Decimal(9), levels("90")),
        (Decimal(9), Milestones(steps=(Milestone(id="1"), Milestone(id="2")))),
        (Decimal(9), Ratio(levels=levels("70", "90"))),
        (date(2026, 9, 1), Dates(cuts=DAYS)),
        (None, levels("70", "90")),
    ],
)
def test_a_target_that_its_scale_scores_well_is_left_alone(
    target: Decimal | date | None, scale: Scale
) -> None:
    assert codes(measured(scale, target=target, direction=_direction_of(scale))) == []


def test_the_issue_of_a_target_outside_its_scale_says_on_which_side_it_lies() -> None:
    below, above = (
        messages(measured(levels("70", "90"), target=Decimal(target)), "target-outside-scale")
        for target in ("9", "900")
    )

    assert below == [
        "the target 9 of KPI '1' is outside its scale, from 70 to 90: reaching it scores the lowest."
    ]
    assert above == [
        "the target 900 of KPI '1' is far beyond the best cut point 90, which scores the highest already."
    ]


def test_a_target_on_the_wrong_side_of_a_scale_against_its_direction_is_one_issue() -> None:
    found = measured(levels("2", "4", "6", "8"), target=Decimal(0), direction=Direction.LOWER)

    assert codes(found) == ["direction-against-scale"]


def test_a_cut_point_in_another_decade_is_an_issue_written_as_in_the_plan() -> None:
    found = measured(Dates(cuts=(*DAYS[:2], date(1983, 9, 30))), target=DAYS[2])

    assert [(issue.code, issue.message) for issue in check(found)] == [
        (
            "dates-far-apart",
            "the cut points 2569-10-15 and 2526-09-30 of KPI '1' lie more than five years apart.",
        )
    ]


def test_dates_some_years_apart_are_left_alone() -> None:
    found = measured(Dates(cuts=(date(2026, 9, 30), date(2024, 9, 30), date(2021, 9, 30))))

    assert codes(found) == []


# Level criteria


def criteria(*texts: str) -> tuple[LevelCriterion, ...]:
    return tuple(LevelCriterion(level=Decimal(n), text=text) for n, text in enumerate(texts, start=1))


def only(found: Cascade) -> Issue:
    (issue,) = check(found)
    return issue


def test_the_published_template_whose_levels_4_and_5_cover_the_same_is_caught() -> None:
    a3 = criteria(
        "working group set up; service processes studied; at least one chosen for improvement",
        "data on the chosen process gathered; cause analysed; improvement plan made",
        "improvement plan carried out",
        "satisfaction survey result not less than 80 percent",
        "satisfaction survey result from 80 percent up",
    )

    issue = only(measured(criteria=a3))

    assert issue.code == "levels-not-distinct"
    assert issue.message == (
        "levels 4 and 5 of KPI '1' both cover from 80 percent up: no result can tell them apart."
    )


def test_overlapping_levels_are_an_issue() -> None:
    issue = only(measured(criteria=criteria("ร้อยละ 70-80", "ร้อยละ 80-90")))

    assert issue.code == "levels-overlap"
    assert issue.message.endswith(
        "overlap: one covers from 70 to 80 percent, the other from 80 to 90 percent."
    )


def test_a_level_easier_than_the_one_below_is_an_issue() -> None:
    issue = only(measured(criteria=criteria("ไม่น้อยกว่าร้อยละ 80", "ไม่น้อยกว่าร้อยละ 70")))

    assert issue.code == "levels-out-of-order"


def test_levels_that_rise_are_left_alone() -> None:
    found = measured(criteria=criteria("ไม่น้อยกว่าร้อยละ 70", "ไม่น้อยกว่าร้อยละ 80", "เผยแพร่รายงานแล้ว"))

    assert check(found) == ()


def test_issues_come_in_the_order_of_the_checks_and_then_of_the_plan() -> None:
    scale = levels("5", "5")
    nouns = (kpi("2", scale=scale), kpi("1", scale=scale), goal("h"), goal("g"))

    found = check(Cascade(plan(*nouns)))

    assert [issue.code for issue in found] == [
        *["goal-without-kpi"] * 2,
        *["kpi-without-goal"] * 2,
        *["repeated-cut-point"] * 2,
    ]
    assert ["'h'" in found[0].message, "'2'" in found[2].message, "'2'" in found[4].message] == [True] * 3
