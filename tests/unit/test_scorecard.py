"""Scores up small agreements, reckoned by hand beside each plan."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve

from kpicascade.calc.aggregate import Aggregate, Missing
from kpicascade.cascade import Cascade
from kpicascade.checks import check
from kpicascade.classification import kinds
from kpicascade.errors import InvalidResultsError, UnknownNameError
from kpicascade.model.agreement import Agreement, Entry, Section
from kpicascade.model.kpi import Contribution, Direction, Kpi
from kpicascade.model.organisation import Unit
from kpicascade.model.period import FiscalYear, Period
from kpicascade.model.plan import Parameter, Plan
from kpicascade.model.result import Adjustment, PointsEarned, Result, Results
from kpicascade.model.scale import Dates, Levels, ScoreRange
from kpicascade.model.text import Name
from kpicascade.model.weight import Weight
from kpicascade.osmatrix import os_matrix
from kpicascade.scorecard import Scorecard, evaluate
from kpicascade.scorecard.evaluation import show_measured
from kpicascade.scoring import ScoreSource

PERIOD = Period.parse("2556-12M")
FIVE = Levels(cuts=tuple(map(Decimal, (65, 70, 75, 80, 85))))


def kpi(
    name: str, holder: str = "org", *, feeds: Iterable[tuple[str, int | None]] = (), same_as: str = ""
) -> Kpi:
    links = tuple(Contribution(kpi=to, weight=None if w is None else Weight(str(w))) for to, w in feeds)
    return Kpi(id=name, name=Name.of(name), holder=holder, scale=FIVE, contributes_to=links, same_as=same_as)


def entry(name: str, weight: str, if_absent: str = "") -> Entry:
    return Entry(kpi=name, weight=Weight(weight), if_absent=if_absent)


def section(name: str, weight: str, *children: Section | Entry) -> Section:
    return Section(
        id=name,
        name=Name.of(name),
        weight=Weight(weight),
        sections=tuple(child for child in children if isinstance(child, Section)),
        kpis=tuple(child for child in children if isinstance(child, Entry)),
    )


def plan(kpis: Iterable[Kpi], *children: Section | Entry, missing: Missing = Missing.LEAVE_OUT) -> Plan:
    top = section("", "1", *children)
    return Plan(
        id="p",
        name=Name.of("แผน"),
        fiscal_year=FiscalYear.parse("2556"),
        missing=missing,
        units=(
            Unit(id="org", name=Name.of("กรม")),
            Unit(id="law", name=Name.of("สำนักกฎหมาย"), part_of="org"),
        ),
        kpis=tuple(kpis),
        agreements=(Agreement(holder="org", sections=top.sections, kpis=top.kpis),),
    )


def score(name: str, points: str, *adjustments: Adjustment) -> Result:
    return Result(kpi=name, period=PERIOD, score=Decimal(points), adjustments=adjustments)


def measured(name: str, result: str) -> Result:
    return Result(kpi=name, period=PERIOD, result=Decimal(result))


def absent(name: str) -> Result:
    return Result(kpi=name, period=PERIOD, not_applicable=True)


def card_of(of_plan: Plan, *rows: Result) -> Scorecard:
    return evaluate(Cascade(of_plan), Results(rows=rows), period="2556-12M")


MARINE = evolve(
    plan(
        [kpi("1.1"), kpi("1.2"), kpi("1.3")],
        entry("1.1", "30 + A"),
        entry("1.2", "27 - A"),
        entry("1.3", "3", if_absent="1.2"),
    ),
    parameters=(Parameter(name="A", value=Decimal(10)),),
)


def test_weights_follow_the_parameter() -> None:
    card = card_of(MARINE)

    assert [row.planned_weight for row in card.rows[1:]] == [40, 17, 3]
    assert [row.weight for row in card.rows[1:]] == ["30 + A", "27 - A", "3"]


def test_a_kpi_that_does_not_apply_hands_its_weight_to_the_sibling_that_the_plan_names() -> None:
    card = card_of(MARINE, score("1.1", "3"), score("1.2", "5"), absent("1.3"))

    assert [row.planned_weight for row in card.rows[1:]] == [40, 20, 0]
    assert card.summary[0].score == Fraction(40 * 3 + 20 * 5, 60)
    assert card.row("1.3").reason == "does not apply this period; its weight goes to 1.2"


def test_weight_is_handed_further_when_the_heir_does_not_apply_either() -> None:
    of_plan = plan(
        [kpi("a"), kpi("b"), kpi("c")], entry("a", "5", "b"), entry("b", "10", "c"), entry("c", "20")
    )

    card = card_of(of_plan, absent("a"), absent("b"), score("c", "4"))
    assert [row.planned_weight for row in card.rows[1:]] == [0, 0, 35]


def test_heirs_that_name_each_other_leave_their_weight_to_all() -> None:
    of_plan = plan(
        [kpi("a"), kpi("b"), kpi("c")], entry("a", "5", "b"), entry("b", "10", "a"), entry("c", "20")
    )

    card = card_of(of_plan, absent("a"), absent("b"), score("c", "4"))
    assert [row.planned_weight for row in card.rows[1:]] == [0, 0, 20]
    assert card.summary[0].score == 4


def test_not_applicable_in_the_plan_is_as_good_as_in_the_results() -> None:
    kpis = tuple(evolve(one, applicable=one.id != "1.3") for one in MARINE.kpis)

    card = card_of(evolve(MARINE, kpis=kpis), score("1.1", "3"), score("1.2", "5"))
    assert card.summary[0].score == Fraction(40 * 3 + 20 * 5, 60)
    assert card.row("1.3").source is ScoreSource.NOT_APPLICABLE


def test_what_does_not_apply_is_not_looked_for_in_the_coverage() -> None:
    card = card_of(MARINE, score("1.1", "3"), absent("1.3"))

    assert card.summary[0].coverage == Fraction(40, 60)


THREE = plan([kpi("a"), kpi("b"), kpi("c")], entry("a", "60"), entry("b", "30"), entry("c", "10"))


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        (Missing.LEAVE_OUT, Fraction(60 * 5 + 30 * 2, 90)),
        (Missing.ZERO, Fraction(60 * 5 + 30 * 2, 100)),
        (Missing.LOWEST, Fraction(60 * 5 + 30 * 2 + 10 * 1, 100)),
        (Missing.PROPAGATE, None),
    ],
)
def test_each_policy_deals_with_a_missing_kpi_in_its_way(missing: Missing, expected: Fraction | None) -> None:
    card = card_of(evolve(THREE, missing=missing), score("a", "5"), score("b", "2"))

    assert card.summary[0].score == expected


@pytest.mark.parametrize("missing", list(Missing))
def test_when_nothing_is_missing_the_policies_agree(missing: Missing) -> None:
    card = card_of(evolve(THREE, missing=missing), score("a", "5"), score("b", "2"), score("c", "1"))

    assert card.summary[0].score == Fraction(60 * 5 + 30 * 2 + 10, 100)


@pytest.mark.parametrize(
    ("missing", "expected"),
    [(Missing.LEAVE_OUT, None), (Missing.ZERO, 0), (Missing.LOWEST, 1), (Missing.PROPAGATE, None)],
)
def test_when_all_is_missing_each_policy_stays_true_to_itself(missing: Missing, expected: int | None) -> None:
    assert card_of(evolve(THREE, missing=missing)).summary[0].score == expected


def test_leaving_out_shares_the_weight_in_proportion() -> None:
    card = card_of(THREE, score("a", "5"), score("b", "2"))

    assert [row.actual_weight for row in card.rows[1:]] == [Fraction(2, 3), Fraction(1, 3), 0]


def test_an_empty_section_leaves_its_parent_to_the_others() -> None:
    of_plan = plan(
        [kpi("a"), kpi("b")], section("one", "70", entry("a", "1")), section("two", "30", entry("b", "1"))
    )

    card = card_of(of_plan, score("a", "4"))
    top = card.summary[0]
    assert [top.score, top.coverage, top.low, top.high] == [
        4,
        Fraction(7, 10),
        Fraction("3.1"),
        Fraction("4.3"),
    ]


@pytest.mark.parametrize(
    ("aggregate", "expected", "said"),
    [
        (Aggregate.WEIGHTED_MEAN, Fraction("3.8"), "weighted mean of 2 of 2 parts"),
        (Aggregate.MINIMUM, Fraction(2), "minimum of 2 of 2 parts"),
        (Aggregate.MAXIMUM, Fraction(5), "maximum of 2 of 2 parts"),
        (Aggregate.HARMONIC, Fraction(100) / (Fraction(60, 5) + Fraction(40, 2)), "harmonic of 2 of 2 parts"),
        (Aggregate.SUM, Fraction(7), "sum of 2 of 2 parts"),
    ],
)
def test_a_section_is_made_of_its_parts_as_it_says(
    aggregate: Aggregate, expected: Fraction, said: str
) -> None:
    of_plan = plan([kpi("a"), kpi("b")], section("one", "100", entry("a", "60"), entry("b", "40")))
    agreement = of_plan.agreements[0]
    one = evolve(agreement.sections[0], aggregate=aggregate)

    card = card_of(
        evolve(of_plan, agreements=(evolve(agreement, sections=(one,)),)), score("a", "5"), score("b", "2")
    )
    assert (card.row("one").score, card.row("one").reason) == (expected, said)
    assert sum(part.value for part in card.explain("one").contributions) == expected


def test_caps_floors_and_least_coverage_are_kept_and_explained() -> None:
    of_plan = plan([kpi("a"), kpi("b")], section("one", "100", entry("a", "60"), entry("b", "40")))
    agreement = of_plan.agreements[0]

    def with_(*, cap: Decimal | None = None, min_coverage: Decimal | None = None) -> Scorecard:
        one = evolve(agreement.sections[0], cap=cap, min_coverage=min_coverage)
        return card_of(evolve(of_plan, agreements=(evolve(agreement, sections=(one,)),)), score("a", "5"))

    assert with_(cap=Decimal("4.5")).row("one").score == Fraction("4.5")
    assert "cap at 4.5" in str(with_(cap=Decimal("4.5")).explain("one"))
    assert with_(min_coverage=Decimal("0.6")).row("one").score == 5
    assert with_(min_coverage=Decimal("0.61")).row("one").score is None


def test_a_section_given_as_published_wins_over_its_parts() -> None:
    of_plan = plan([kpi("a")], section("one", "100", entry("a", "1")))

    card = card_of(of_plan, score("a", "4"), Result(section="one", period=PERIOD, score=Decimal("2.9")))
    assert card.summary[0].score == Fraction("2.9")
    assert card.row("section:org/one").source is ScoreSource.GIVEN
    assert [line.node for line in card.explain("org").lines] == ["section:org", "section:org/one"]


def test_adjustments_move_the_score_and_keep_their_reasons() -> None:
    late = Adjustment(points=Decimal("-0.2"), reason="ไม่ได้รายงาน 1 ครั้ง")

    card = card_of(THREE, score("a", "5", late), score("b", "2"), score("c", "1"))
    assert card.row("a").score == Fraction("4.8")
    assert card.row("a").weighted_score == Fraction("4.8") * 60 / 100
    assert "ไม่ได้รายงาน 1 ครั้ง" in str(card.explain("a"))


def test_an_adjustment_without_a_score_changes_nothing_and_is_told() -> None:
    late = Adjustment(points=Decimal("-0.2"), reason="late")

    card = card_of(THREE, Result(kpi="a", period=PERIOD, adjustments=(late,)), score("b", "2"))
    assert card.summary[0].score == 2
    assert [issue.code for issue in card.issues] == ["adjustment-without-score"]


def test_a_kpi_without_a_result_takes_the_score_of_what_it_is_the_same_as() -> None:
    of_plan = plan([kpi("20.2"), kpi("2-1", "law", same_as="20.2")], entry("2-1", "100"))

    card = card_of(of_plan, measured("20.2", "80"))
    row = card.row("2-1")
    assert row.score == 4
    assert (row.source, row.reason) == (ScoreSource.SAME_AS, "same as 20.2: takes its score")


def test_a_kpi_with_a_result_of_its_own_keeps_it() -> None:
    of_plan = plan([kpi("20.2"), kpi("2-1", "law", same_as="20.2")], entry("2-1", "100"))

    card = card_of(of_plan, measured("20.2", "80"), measured("2-1", "70"))
    assert card.row("2-1").score == 2


def test_an_organisation_kpi_without_a_result_takes_the_weighted_mean_of_what_contributes() -> None:
    of_plan = plan(
        [kpi("4"), kpi("u1", "law", feeds=[("4", 3)]), kpi("u2", "law", feeds=[("4", 1)]),
         kpi("u3", "law", feeds=[("4", None)])],
        entry("4", "100"),
    )  # fmt: skip

    card = card_of(of_plan, measured("u1", "85"), measured("u2", "65"), measured("u3", "85"))
    assert card.row("4").score == Fraction(3 * 5 + 1 * 1, 4)  # alignment alone (u3) does not score
    assert card.row("4").reason == "weighted mean of what contributes to it: u1, u2"


def test_a_kpi_that_is_the_same_and_contributes_feeds_the_organisation_and_not_itself() -> None:
    of_plan = plan([kpi("4"), kpi("u", "law", same_as="4", feeds=[("4", 1)])], entry("4", "100"))

    assert card_of(of_plan, measured("u", "80")).row("4").score == 4
    unknown = card_of(of_plan)
    assert unknown.row("4").score is None
    assert [issue.code for issue in unknown.issues] == ["same-as-not-followed"]


def test_numerator_and_denominator_make_the_result() -> None:
    in_percent = evolve(kpi("a"), unit_of_measure="ร้อยละ")
    row = Result(kpi="a", period=PERIOD, numerator=Decimal(7), denominator=Decimal(9))

    card = card_of(plan([in_percent], entry("a", "1")), row)
    assert card.row("a").measured == Fraction(700, 9)  # 77.78 percent
    assert card.row("a").score == 3 + (Fraction(700, 9) - 75) / 5


def test_a_result_that_rounds_its_quotient_agrees_with_it() -> None:
    in_percent = evolve(kpi("a"), unit_of_measure="%")
    row = Result(
        kpi="a", period=PERIOD, result=Decimal("77.78"), numerator=Decimal(7), denominator=Decimal(9)
    )

    assert card_of(plan([in_percent], entry("a", "1")), row).row("a").measured == Decimal("77.78")
    with pytest.raises(InvalidResultsError, match="numerator over denominator"):
        card_of(plan([in_percent], entry("a", "1")), evolve(row, result=Decimal("77.77")))


def test_a_kpi_without_a_target_scale_has_no_score_and_that_is_told() -> None:
    bare = evolve(kpi("a"), scale=None)

    card = card_of(plan([bare], entry("a", "1")), measured("a", "80"))
    assert card.row("a").reason == "it has no target scale"
    assert [issue.code for issue in card.issues] == ["no-target-scale"]


def test_a_result_of_what_does_not_apply_is_told() -> None:
    without = evolve(MARINE, kpis=(*MARINE.kpis[:2], evolve(MARINE.kpis[2], applicable=False)))
    row = Result(kpi="1.3", period=PERIOD, result=Decimal(80))

    assert [issue.code for issue in card_of(without, row).issues] == ["result-not-counted"]


def test_every_result_that_does_not_fit_is_told_at_once() -> None:
    rows = (
        Result(kpi="a", period=PERIOD, result="ดี"),
        Result(kpi="b", period=PERIOD, result=("1",)),
        score("c", "1"),
    )

    with pytest.raises(InvalidResultsError) as caught:
        card_of(THREE, *rows)
    assert [issue.code for issue in caught.value.issues] == ["result-does-not-fit"] * 2


@pytest.mark.parametrize("points", ["5.1", "85", "-0.1"])
def test_a_given_score_that_the_plan_cannot_mean_is_a_fault(points: str) -> None:
    with pytest.raises(InvalidResultsError, match="score-outside-range"):
        card_of(THREE, score("a", points))


def test_a_given_score_of_zero_is_what_was_not_done() -> None:
    assert card_of(THREE, score("a", "0")).row("a").score == 0


def test_results_of_other_periods_only_are_a_fault_that_names_them() -> None:
    with pytest.raises(InvalidResultsError, match="2556-6M"):
        card_of(THREE, Result(kpi="a", period=Period.parse("2556-6M"), score=Decimal(1)))


def test_the_period_may_be_left_out_when_there_is_one() -> None:
    card = evaluate(Cascade(THREE), Results(rows=(score("a", "5"),)))

    assert str(card.period) == "2556-12M"


def test_the_period_must_be_named_when_there_are_several() -> None:
    rows = (score("a", "5"), Result(kpi="a", period=Period.parse("2556-6M"), score=Decimal(1)))

    with pytest.raises(UnknownNameError, match="2556-6M, 2556-12M"):
        evaluate(Cascade(THREE), Results(rows=rows))


def test_published_figures_are_rounded_once_half_up() -> None:
    percent = ScoreRange(lowest=Decimal(0), highest=Decimal(100))
    of_plan = evolve(plan([kpi("a"), kpi("b")], entry("a", "15"), entry("b", "85")), score_range=percent)

    rounded = card_of(of_plan, score("a", "57.50"), score("b", "0")).rounded(2)
    assert rounded["weighted_score"].tolist()[:2] == [Decimal("8.63"), Decimal("8.63")]  # 8.625


def test_the_frame_holds_one_row_for_each_node_with_figures_as_floats() -> None:
    frame = card_of(THREE, score("a", "5"), score("b", "2")).to_frame()

    assert frame["id"].tolist() == ["org", "a", "b", "c"]
    assert frame["score"].dtype == float
    assert frame["score"].isna().tolist() == [False, False, False, True]
    assert not frame["coverage"].isna().any()


def test_an_explanation_leads_to_the_place_of_each_figure() -> None:
    from kpicascade.errors import Location  # noqa: PLC0415  only this test looks at places

    row = evolve(score("a", "5"), origin=Location(file="results.csv", line=12, column=3))

    assert "[results.csv:12:3]" in str(card_of(THREE, row).explain("a"))


def test_units_explain_their_agreement_and_goals_have_no_score() -> None:
    card = card_of(THREE, score("a", "5"))

    assert card.explain("unit:org").node == "section:org"
    with pytest.raises(UnknownNameError, match="nothing called"):
        card.explain("nowhere")


def test_text_is_escaped_where_a_card_shows_itself() -> None:
    kpis = [evolve(kpi("a"), name=Name.of("<script>alert(1)</script>"))]
    card = card_of(plan(kpis, entry("a", "1")), score("a", "5"))

    for shown in (card._repr_html_(), card.explain("a")._repr_html_()):
        assert "<script>" not in shown
        assert "&lt;script&gt;" in shown
    assert repr(card) == "<Scorecard 'p' 2556-12M: org 5.0000>"


def test_less_is_better_with_falling_cut_points() -> None:
    falling = evolve(
        kpi("a"), direction=Direction.LOWER, scale=Levels(cuts=tuple(map(Decimal, (30, 20, 15, 12, 10))))
    )

    assert card_of(plan([falling], entry("a", "1")), measured("a", "25")).row("a").score == Fraction(3, 2)


def test_a_section_in_which_nothing_applies_leaves_the_weighted_scores_whole() -> None:
    of_plan = plan(
        [kpi("a"), kpi("b")], section("one", "50", entry("a", "1")), section("two", "50", entry("b", "1"))
    )

    card = card_of(of_plan, score("a", "5"), absent("b"))
    assert card.row("a").weighted_score == 5
    assert card.row("two").planned_weight == 0
    assert card.row("two").reason == "nothing in it applies"


def test_what_rests_on_something_illustrative_is_illustrative() -> None:
    of_plan = plan(
        [kpi("a"), kpi("b")], section("one", "50", entry("a", "1")), section("two", "50", entry("b", "1"))
    )

    card = card_of(of_plan, evolve(score("a", "5"), illustrative=True), score("b", "4"))
    assert {row.id: row.illustrative for row in card.rows} == {
        "org": True, "one": True, "a": True, "two": False, "b": False,
    }  # fmt: skip


def test_a_weight_that_uses_an_illustrative_parameter_is_illustrative() -> None:
    assumed = evolve(MARINE, parameters=(Parameter(name="A", value=Decimal(10), illustrative=True),))

    card = card_of(assumed, score("1.1", "3"), score("1.3", "3"))
    assert [row.illustrative for row in card.rows] == [True, True, True, False]


def test_a_score_given_as_published_does_not_rest_on_its_parts() -> None:
    of_plan = plan([kpi("a")], section("one", "100", entry("a", "1")))
    given = Result(section="one", period=PERIOD, score=Decimal("2.9"))

    card = card_of(of_plan, evolve(score("a", "4"), illustrative=True), given)
    assert [row.illustrative for row in card.rows] == [False, False, True]


def test_not_applicable_passes_through_what_a_score_would_come_from() -> None:
    of_plan = plan(
        [kpi("4"), kpi("u", "law", feeds=[("4", 1)]), kpi("same", "law", same_as="4"), kpi("a")],
        entry("4", "30", if_absent="a"), entry("same", "30"), entry("a", "40"), missing=Missing.ZERO,
    )  # fmt: skip

    card = card_of(of_plan, absent("u"), score("a", "5"))
    assert card.summary[0].score == 5
    assert [row.source for row in card.rows[1:3]] == [ScoreSource.NOT_APPLICABLE] * 2
    assert card.row("4").reason == "what it would take its score from does not apply; its weight goes to a"


def test_each_agreement_hands_weight_on_in_its_own_way() -> None:
    of_plan = plan([kpi("a"), kpi("b"), kpi("c")], entry("a", "10", "b"), entry("b", "20"), entry("c", "20"))
    other = Agreement(holder="law", kpis=(entry("a", "10", "c"), entry("b", "20"), entry("c", "20")))

    card = card_of(evolve(of_plan, agreements=(*of_plan.agreements, other)), absent("a"), score("b", "3"))
    assert [card.row("a", holder=holder).heir for holder in ("org", "law")] == ["b", "c"]
    assert card.row("a", holder="law").reason.endswith("its weight goes to c")


def test_what_is_still_possible_follows_each_target_scale() -> None:
    from_zero = evolve(kpi("b"), scale=evolve(FIVE, below=Decimal(0)))
    low_top = evolve(kpi("c"), scale=Levels(cuts=FIVE.cuts[:2], scores=(Decimal(2), Decimal(3))))
    of_plan = plan([kpi("a"), from_zero, low_top], entry("a", "50"), entry("b", "25"), entry("c", "25"))

    top = card_of(of_plan, score("a", "4")).summary[0]
    assert [top.low, top.high] == [
        Fraction(50 * 4 + 25 * 0 + 25 * 1, 100),
        Fraction(50 * 4 + 25 * 5 + 25 * 3, 100),
    ]


def test_a_contribution_that_weighs_nothing_carries_no_score() -> None:
    of_plan = plan(
        [kpi("a"), kpi("4"), kpi("u", "law", feeds=[("4", 0)])], entry("a", "50"), entry("4", "50")
    )

    top = card_of(of_plan, score("a", "3"), score("u", "5")).summary[0]
    assert [top.score, top.low, top.high] == [3, 2, 4]


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ({"missing": Missing.PROPAGATE}, "a missing part leaves it without a score: b"),
        ({"min_coverage": Decimal("0.7")}, "coverage 60 percent is below the least of 70 percent"),
    ],
)
def test_a_section_without_a_score_says_why(setting: dict[str, object], reason: str) -> None:
    of_plan = plan([kpi("a"), kpi("b")], section("one", "100", entry("a", "60"), entry("b", "40")))
    agreement = of_plan.agreements[0]
    one = evolve(agreement.sections[0], **setting)  # type: ignore[arg-type]  # each is one of its fields

    card = card_of(evolve(of_plan, agreements=(evolve(agreement, sections=(one,)),)), score("a", "5"))
    assert card.row("one").reason == reason


def test_reasons_name_only_what_counted() -> None:
    of_plan = plan(
        [kpi("4"), kpi("u", "law", feeds=[("4", 1)]), kpi("v", "law", feeds=[("4", 1)])],
        entry("4", "100"), missing=Missing.ZERO,
    )  # fmt: skip

    card = card_of(of_plan, measured("u", "85"))
    assert card.row("4").reason == "weighted mean of what contributes to it: u (without a score: v)"
    half = card_of(evolve(THREE, missing=Missing.ZERO), score("a", "5"))
    assert half.summary[0].reason == "weighted mean of 1 of 3 parts; a missing part counts as 0"


def test_a_fraction_where_percent_is_meant_is_told() -> None:
    in_percent = evolve(kpi("a"), unit_of_measure="% ของงบประมาณ")

    card = card_of(plan([in_percent], entry("a", "1")), measured("a", "0.85"))
    assert [issue.code for issue in card.issues] == ["result-like-fraction"]


def test_results_of_another_fiscal_year_are_told() -> None:
    late = Result(kpi="b", period=Period.parse("2565"), score=Decimal(4))

    card = card_of(THREE, score("a", "5"), late)
    assert [issue.code for issue in card.issues] == ["other-fiscal-year"]


def test_a_kpi_in_two_sections_is_told_apart_by_what_carries_it() -> None:
    of_plan = plan([kpi("a")], section("one", "60", entry("a", "1")), section("two", "40", entry("a", "1")))

    card = card_of(of_plan, score("a", "4"))
    assert card.row("a", parent="section:org/two").weighted_score == Fraction("1.6")
    with pytest.raises(UnknownNameError, match="section:org/one"):
        card.row("a")


def test_sections_of_several_agreements_are_told_apart_by_their_holder() -> None:
    of_plan = plan([kpi("a")], section("one", "100", entry("a", "1")))
    other = Agreement(holder="law", sections=of_plan.agreements[0].sections)

    card = card_of(evolve(of_plan, agreements=(*of_plan.agreements, other)), score("a", "4"))
    assert card.row("one", holder="law").node == "section:law/one"
    with pytest.raises(UnknownNameError, match="section:org'"):
        card.row("one")


def test_many_units_that_take_a_kpi_over_and_contribute_to_it_are_scored_in_one_pass() -> None:
    units = [kpi(f"u{number}", "law", same_as="4", feeds=[("4", 1)]) for number in range(3_000)]
    of_plan = plan([kpi("4"), *units], entry("4", "100"))

    card = card_of(of_plan, measured("u7", "80"))  # quadratic work would take minutes
    assert card.row("4").score == 4
    assert len(card.evaluation.lens.not_followed) == 2_999


def test_scores_climb_through_levels_that_take_over_and_contribute() -> None:
    of_plan = plan(
        [kpi("o"), kpi("b", "law", same_as="o", feeds=[("o", 1)]),
         kpi("d", "law", same_as="b", feeds=[("b", 1)])],
        entry("o", "100"),
    )  # fmt: skip

    card = card_of(of_plan, measured("d", "80"))
    assert card.row("o").score == 4
    assert card_of(of_plan, measured("o", "80")).exact.score("kpi:d") == 4
    assert card_of(of_plan).row("o").score is None


@pytest.mark.parametrize(
    ("unit_of_measure", "result", "code"),
    [
        ("ร้อยละ", "91000", "result-beyond-scale"),
        ("ร้อยละ", "115.27", "result-beyond-scale"),
        ("ร้อยละ", "100", None),
        ("เรื่อง", "-3", "result-beyond-scale"),
        ("เรื่อง", "115", None),
        ("เรื่อง", "851", "result-beyond-scale"),
        ("เรื่อง", "850", None),
    ],
)
def test_a_result_that_can_hardly_be_is_told(unit_of_measure: str, result: str, code: str | None) -> None:
    one = evolve(kpi("a"), unit_of_measure=unit_of_measure)

    card = card_of(plan([one], entry("a", "1")), measured("a", result))
    assert [issue.code for issue in card.issues] == ([code] if code else [])


def test_a_misfit_shows_the_result_as_it_was_typed() -> None:
    points = (PointsEarned(item="1.1", points=Decimal(45)), PointsEarned(item="1.2", points=Decimal(5)))

    with pytest.raises(InvalidResultsError, match=r"has the result .1\.1=45; 1\.2=5."):
        card_of(THREE, Result(kpi="a", period=PERIOD, result=points))


def test_dates_are_shown_in_the_era_of_the_plan() -> None:
    deadline = evolve(kpi("a"), scale=Dates(cuts=(date(2013, 9, 30), date(2013, 8, 31))))

    card = card_of(plan([deadline], entry("a", "1")), Result(kpi="a", period=PERIOD, result=date(2013, 9, 1)))
    assert card.row("a").reason == (
        "2556-09-01 on dates 2556-09-30 → 1, 2556-08-31 → 5 (the highest met, 1 after them)"
    )
    assert card.to_records()[1]["measured"] == "2556-09-01"


def test_points_are_shown_with_their_sum() -> None:
    assert show_measured(
        (PointsEarned(item="1", points=Decimal(20)), PointsEarned(item="2", points=Decimal(5)))
    ) == ("1 = 20, 2 = 5 (together 25)")


def test_what_is_easily_mixed_up_is_refused_with_its_cure() -> None:
    with pytest.raises(TypeError, match="which read_plan makes"):
        Cascade("plan.yaml")  # type: ignore[arg-type]  # the mistake that is tested
    with pytest.raises(TypeError, match="expected Cascade"):
        evaluate(THREE, Results())  # type: ignore[arg-type]  # the mistake that is tested
    with pytest.raises(TypeError, match="which read_results makes"):
        evaluate(Cascade(THREE), "results.csv")  # type: ignore[arg-type]  # the mistake that is tested
    questions: tuple[Callable[[Cascade], object], ...] = (kinds, os_matrix, check)
    for question in questions:
        with pytest.raises(TypeError, match="expected Cascade"):
            question(THREE)  # type: ignore[arg-type]  # the mistake that is tested


def test_a_period_may_be_a_bare_year() -> None:
    card = evaluate(Cascade(THREE), Results(rows=(score("a", "5"),)), period=2556)

    assert card.row("a").score == 5


def test_figures_are_not_published_with_fewer_than_no_decimals() -> None:
    with pytest.raises(ValueError, match="zero or more decimals"):
        card_of(THREE).rounded(-1)
