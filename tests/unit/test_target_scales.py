from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kpicascade.model.kpi import Direction, Kpi
from kpicascade.model.result import PointsEarned, Value
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
    Reading,
    Scale,
    ScoreRange,
)
from kpicascade.model.text import Name
from kpicascade.scoring.target_scales import (
    ResultDoesNotFitError,
    describe_scale,
    points_of,
    possible_scores,
    score_result,
)

PERCENT = ScoreRange(lowest=Decimal(0), highest=Decimal(100))


def cuts(*figures: float | str) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(figure)) for figure in figures)


def kpi(scale: Scale | None, *, direction: Direction = Direction.HIGHER, target: str | None = None) -> Kpi:
    return Kpi(
        id="1",
        name=Name(en="k"),
        holder="u",
        scale=scale,
        direction=direction,
        target=None if target is None else Decimal(target),
    )


def score(scale: Scale, value: Value, score_range: ScoreRange | None = None, **of_kpi: str) -> Fraction:
    return score_result(kpi(scale, target=of_kpi.get("target")), value, score_range or ScoreRange())


FIVE = Levels(cuts=cuts(65, 70, 75, 80, 85))
FALLING = Levels(cuts=cuts(30, 20, 15, 12, 10))
INDIA = Levels(cuts=cuts(60, 70, 80, 90, 100), scores=cuts(60, 70, 80, 90, 100), below=Decimal(0))
THREE = Levels(cuts=cuts(10, 20, 40), scores=cuts(50, 70, 100))
STEPPED = Levels(cuts=cuts(65, 70, 75, 80, 85), reading=Reading.STEP)
TWIN = Levels(cuts=cuts(60, 70, 80, 80, 90))
SINGLE = Levels(cuts=cuts(80))


@pytest.mark.parametrize(
    ("scale", "result", "expected"),
    [
        (FIVE, 65, Fraction(1)),
        (FIVE, 85, Fraction(5)),
        (FIVE, 77, Fraction(17, 5)),  # 3 + 2/5
        (FIVE, 64, Fraction(1)),
        (FIVE, 0, Fraction(1)),
        (FIVE, 1000, Fraction(5)),
        (FALLING, 30, Fraction(1)),
        (FALLING, 25, Fraction(3, 2)),
        (FALLING, 13, Fraction(11, 3)),  # 3 + (15 - 13) / (15 - 12)
        (FALLING, 9, Fraction(5)),
        (FALLING, 31, Fraction(1)),
        (INDIA, 75, Fraction(75)),
        (INDIA, 59.99, Fraction(0)),
        (THREE, 15, Fraction(60)),
        (THREE, 30, Fraction(85)),
        (THREE, 9, Fraction(1)),
        (STEPPED, 79.99, Fraction(3)),
        (STEPPED, 80, Fraction(4)),
        (TWIN, 80, Fraction(4)),
        (TWIN, 79, Fraction(29, 10)),  # between 70 (2) and the first 80 (3)
        (TWIN, 85, Fraction(9, 2)),
        (SINGLE, 80, Fraction(5)),
        (SINGLE, 79.99, Fraction(1)),
    ],
)
def test_levels_score_as_reckoned_by_hand(scale: Levels, result: float, expected: Fraction) -> None:
    assert score(scale, Decimal(str(result))) == expected


def test_what_lies_below_never_scores_more_than_the_lowest_point() -> None:
    from_zero = Levels(cuts=cuts(60, 70, 80), scores=cuts(0, 2, 5))

    assert [score(from_zero, Decimal(x)) for x in (59, 60, 70)] == [0, 0, 2]


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        (FIVE, (1, 5)),
        (INDIA, (0, 100)),
        (Levels(cuts=cuts(60, 70), scores=cuts(2, 4)), (1, 4)),
        (Levels(cuts=cuts(60, 70), scores=cuts(2, 4), below=Decimal("1.5")), (Fraction(3, 2), 4)),
        (Ratio(levels=Levels(cuts=cuts(80, 100), below=Decimal(0))), (0, 5)),
        (Milestones(steps=(Milestone(id="a", score=Decimal(2)),), below=Decimal(0)), (0, 2)),
        (
            Labels(labels=(LabelScore(label="A", score=Decimal(4)), LabelScore(label="B", score=Decimal(2)))),
            (2, 4),
        ),
        (Range(points=(RangePoint(result=Decimal(1), score=Decimal(3)),), below=Decimal(2)), (2, 3)),
        (Dates(cuts=(date(2013, 9, 30),)), (1, 5)),
        (None, (1, 5)),
    ],
)
def test_a_scale_knows_its_worst_and_its_best_score(
    scale: Scale | None, expected: tuple[Fraction | int, Fraction | int]
) -> None:
    worst, best = possible_scores(scale, ScoreRange())

    assert [worst, best] == list(expected)


def test_a_ratio_of_one_cut_point_is_met_from_above_where_less_is_better() -> None:
    scale = Ratio(levels=Levels(cuts=cuts(100)))
    less = kpi(scale, direction=Direction.LOWER, target="10")

    assert [score_result(less, Decimal(x), ScoreRange()) for x in (5, 10, 20)] == [5, 5, 1]


def test_a_single_cut_point_of_a_kpi_where_less_is_better_is_met_from_above() -> None:
    falling = kpi(SINGLE, direction=Direction.LOWER)

    assert score_result(falling, Decimal(80), ScoreRange()) == 5
    assert score_result(falling, Decimal(81), ScoreRange()) == 1


def test_cut_points_without_scores_divide_any_score_range_evenly() -> None:
    scale = Levels(cuts=cuts(10, 20, 30))

    assert [score(scale, Decimal(x), PERCENT) for x in (10, 20, 25, 30)] == [0, 50, 75, 100]


MIDDLE = Range(
    points=tuple(
        RangePoint(result=Decimal(x), score=Decimal(s)) for x, s in ((10, 1), (20, 5), (30, 5), (50, 1))
    )
)


@pytest.mark.parametrize(
    ("result", "expected"), [(10, 1), (15, 3), (20, 5), (25, 5), (30, 5), (40, 3), (50, 1), (9, 1), (51, 1)]
)
def test_a_range_is_best_in_the_middle(result: int, expected: int) -> None:
    assert score(MIDDLE, Decimal(result)) == expected


def test_a_result_outside_a_range_scores_what_lies_below() -> None:
    scale = Range(points=MIDDLE.points, below=Decimal(0))

    assert [score(scale, Decimal(result)) for result in (9, 10, 50, 51)] == [0, 1, 1, 0]


STEPS = Milestones(steps=tuple(Milestone(id=str(n)) for n in range(1, 6)))


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        (("1", "2", "3"), 3),
        (("1", "2", "4", "5"), 2),  # the gap at 3 stops it
        (("5", "4", "3", "2", "1"), 5),
        (("2", "3"), 1),
        ((), 1),
    ],
)
def test_milestones_score_the_last_step_before_the_first_gap(done: Value, expected: int) -> None:
    assert score(STEPS, done) == expected


def test_milestones_may_state_their_own_scores_and_what_lies_below() -> None:
    scale = Milestones(
        steps=(Milestone(id="a", score=Decimal(2)), Milestone(id="b", score=Decimal("4.5"))), below=Decimal(0)
    )

    assert [score(scale, done) for done in ((), ("a",), ("a", "b"))] == [0, 2, Fraction(9, 2)]


def parts(item: str, points: int | None, *given: int | None) -> ChecklistItem:
    below = tuple(
        ChecklistItem(id=f"{item}.{n}", points=None if p is None else Decimal(p))
        for n, p in enumerate(given, 1)
    )
    return ChecklistItem(id=item, points=None if points is None else Decimal(points), parts=below)


# KPI 6 of 2557, Department of Health: steps 35/25/20/20; 4.1 and 4.2 are lost, here 10 and 10.
CHECKLIST = Points(
    items=(parts("1", 35, 20, 15), parts("2", 25, None, 10), parts("3", 20, None, 10), parts("4", 20, 10, 10))
)


def earned(**points: int) -> tuple[PointsEarned, ...]:
    return tuple(
        PointsEarned(item=item[1:].replace("_", "."), points=Decimal(p)) for item, p in points.items()
    )


FULL = {"i1_1": 20, "i1_2": 15, "i2_1": 15, "i2_2": 10, "i3_1": 10, "i3_2": 10, "i4_1": 10, "i4_2": 10}


def test_points_left_open_follow_from_the_step_totals() -> None:
    found = points_of(CHECKLIST)

    assert [found["2.1"], found["3.1"], sum(found.values(), Fraction(0))] == [15, 10, 100]


def test_a_checklist_scores_its_share_of_the_score_range() -> None:
    half_done = {**FULL, "i1_1": 10, "i2_1": 0}

    assert score(CHECKLIST, earned(**FULL), PERCENT) == 100
    assert score(CHECKLIST, earned(**half_done), PERCENT) == 75
    assert score(CHECKLIST, earned(**half_done)) == 4  # 1 + 4 x 0.75


def test_a_checklist_may_be_reported_as_its_total() -> None:
    assert score(CHECKLIST, Decimal(50), PERCENT) == 50


def test_a_checklist_is_read_through_levels_where_it_has_them() -> None:
    scale = Points(items=CHECKLIST.items, levels=Levels(cuts=cuts(60, 70, 80, 90, 100)))

    assert score(scale, Decimal(85)) == Fraction(7, 2)


def test_a_ratio_reads_result_over_target_in_percent() -> None:
    scale = Ratio(levels=Levels(cuts=cuts(80, 90, 100, 110, 120)))

    assert score(scale, Decimal(42), target="40") == Fraction(7, 2)  # 105 percent


def test_a_ratio_the_other_way_round_is_best_at_nothing() -> None:
    scale = Ratio(levels=Levels(cuts=cuts(80, 90, 100, 110, 120)), target_over_result=True)

    assert score(scale, Decimal(40), target="40") == 3
    assert score(scale, Decimal("0.001"), target="40") == 5
    assert score(scale, Decimal(0), target="40") == 5


def test_labels_are_found_however_they_are_typed() -> None:
    scale = Labels(
        labels=(LabelScore(label="ดีเด่น", score=Decimal(5)), LabelScore(label="A", score=Decimal(4)))
    )

    assert [score(scale, label) for label in ("ดีเด่น ", "a")] == [5, 4]


def test_dates_score_the_earliest_deadline_met() -> None:
    scale = Dates(cuts=(date(2013, 9, 30), date(2013, 8, 31), date(2013, 7, 31)), scores=cuts(1, 3, 5))

    assert [score(scale, date(2013, m, d)) for m, d in ((7, 31), (8, 1), (9, 30), (10, 1))] == [5, 3, 1, 1]


def test_dates_may_be_read_linear_in_days() -> None:
    scale = Dates(cuts=(date(2013, 9, 11), date(2013, 9, 1)), scores=cuts(1, 5), reading=Reading.LINEAR)

    assert score(scale, date(2013, 9, 6)) == 3


@pytest.mark.parametrize(
    ("scale", "value", "expected"),
    [
        (FIVE, "ดี", "a number"),
        (FIVE, date(2013, 1, 1), "a number"),
        (MIDDLE, ("1", "2"), "a number"),
        (STEPS, ("1", "9"), "found '9'"),
        (STEPS, date(2013, 1, 1), "every step that is done"),
        (STEPS, Decimal(4), "every step that is done"),  # "level 4" or "four steps": not guessed
        (STEPS, "4", "every step that is done"),
        (CHECKLIST, earned(**{**FULL, "i1_1": 21}), "between 0 and 20"),
        (CHECKLIST, earned(**{**FULL, "i1_1": -1}), "between 0 and 20"),
        (CHECKLIST, earned(i1_1=20), "write 0 where none"),
        (CHECKLIST, (*earned(**FULL), PointsEarned(item="9.9", points=Decimal(1))), "found '9.9'"),
        (CHECKLIST, (*earned(**FULL), PointsEarned(item="1.1", points=Decimal(1))), "found it twice"),
        (CHECKLIST, Decimal(101), "between 0 and 100"),
        (CHECKLIST, "ดี", "points of each item"),
        (Labels(labels=(LabelScore(label="A", score=Decimal(4)),)), "B", "one of 'A'"),
        (Labels(labels=(LabelScore(label="A", score=Decimal(4)),)), date(2013, 1, 1), "name of a level"),
        (Dates(cuts=(date(2013, 9, 30),)), Decimal(3), "a date"),
        (Ratio(levels=FIVE), Decimal(1), "target above zero"),
    ],
)
def test_a_result_that_the_scale_cannot_read_says_what_was_expected(
    scale: Scale, value: Value, expected: str
) -> None:
    with pytest.raises(ResultDoesNotFitError, match=expected):
        score(scale, value)


def test_a_negative_result_has_no_ratio() -> None:
    with pytest.raises(ResultDoesNotFitError, match="zero or more"):
        score(Ratio(levels=FIVE), Decimal(-1), target="40")


def test_a_kpi_without_a_scale_has_no_score() -> None:
    with pytest.raises(ResultDoesNotFitError, match="a target scale"):
        score_result(kpi(None), Decimal(1), ScoreRange())


def test_a_checklist_that_leaves_too_much_open_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at most one part"):
        points_of(Points(items=(parts("4", 20, None, None),)))


@pytest.mark.parametrize(
    ("scale", "phrase"),
    [
        (STEPPED, "levels 65 → 1, 70 → 2, 75 → 3, 80 → 4, 85 → 5 (the highest met, 1 below)"),
        (MIDDLE, "range 10 → 1, 20 → 5, 30 → 5, 50 → 1 (linear between, 1 outside)"),
        (STEPS, "the last of 5 steps before the first gap (1 without any)"),
        (CHECKLIST, "points out of 100"),
        (Labels(labels=(LabelScore(label="A", score=Decimal(4)),)), "labels A → 4"),
        (Dates(cuts=(date(2013, 9, 30),)), "dates 2556-09-30 → 5 (the highest met, 1 after them)"),
        (None, ""),
    ],
)
def test_a_scale_describes_itself(scale: Scale | None, phrase: str) -> None:
    assert describe_scale(kpi(scale), ScoreRange()) == phrase
