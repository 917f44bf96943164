from datetime import date
from decimal import Decimal

import pytest

from kpicascade.model.kpi import Kpi
from kpicascade.model.period import Era
from kpicascade.model.result import PointsEarned
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
from kpicascade.scoring.target_scales import Measured
from kpicascade.views.strips import Strip, strip_of
from kpicascade.views.words import Language

CUTS = tuple(map(Decimal, (65, 70, 75, 80, 85)))


def laid_out(scale: Scale | None, value: Measured | None = None) -> Strip | None:
    kpi = Kpi(id="1", name=Name(en="A KPI"), holder="org", scale=scale)
    return strip_of(kpi, value, ScoreRange(), Language.ENGLISH, Era.BUDDHIST)


def pairs(strip: Strip | None) -> list[tuple[str, str]]:
    assert strip is not None
    return [(point.text, score) for point, score in zip(strip.reached, strip.scores, strict=True)]


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        (Levels(cuts=CUTS), [("65", "1"), ("70", "2"), ("75", "3"), ("80", "4"), ("85", "5")]),
        (
            Ratio(levels=Levels(cuts=CUTS[:2], scores=(Decimal("1.5"), Decimal(5)))),
            [("65", "1.5"), ("70", "5")],
        ),
        (
            Range(
                points=(
                    RangePoint(result=Decimal(1), score=Decimal(1)),
                    RangePoint(result=Decimal(2), score=Decimal(5)),
                )
            ),
            [("1", "1"), ("2", "5")],
        ),
        (Labels(labels=(LabelScore(label="A", score=Decimal(4)),)), [("A", "4")]),
        (
            Dates(cuts=(date(2013, 10, 31), date(2013, 9, 30))),
            [("31 Oct 2556", "1"), ("30 Sep 2556", "5")],
        ),
        (
            Milestones(steps=(Milestone(id="1"), Milestone(id="2", name=Name(en="Plan")), Milestone(id="3"))),
            [("1", "1"), ("2 Plan", "3"), ("3", "5")],
        ),
        (
            Points(items=(ChecklistItem(id="1", points=Decimal(100)),), levels=Levels(cuts=CUTS[:2])),
            [("65", "1"), ("70", "5")],
        ),
    ],
)
def test_each_kind_of_scale_is_laid_out_point_by_point(scale: Scale, expected: list[tuple[str, str]]) -> None:
    assert pairs(laid_out(scale)) == expected


def test_the_points_of_a_part_left_open_are_worked_out_and_stand_beside_what_was_earned() -> None:
    parts = (ChecklistItem(id="2.1"), ChecklistItem(id="2.2", points=Decimal(10)))
    scale = Points(items=(ChecklistItem(id="2", points=Decimal(25), parts=parts),))

    strip = laid_out(scale, (PointsEarned(item="2.1", points=Decimal("7.5")),))

    assert pairs(strip) == [("2.1", "15"), ("2.2", "10")]
    assert strip is not None
    assert strip.made == ("7.5", "–")


def test_steps_that_are_done_are_marked() -> None:
    strip = laid_out(Milestones(steps=(Milestone(id="1"), Milestone(id="2"))), ("1",))

    assert strip is not None
    assert strip.made == ("done", "–")


def test_how_results_between_two_points_are_read_is_said() -> None:
    linear, step = laid_out(Levels(cuts=CUTS)), laid_out(Levels(cuts=CUTS, reading=Reading.STEP))

    assert linear is not None
    assert step is not None
    assert linear.reading == "In proportion between two levels. Anything worse scores 1."
    assert step.reading == "The score of the highest level met. Anything worse scores 1."


def test_points_that_are_sentences_are_set_below_one_another() -> None:
    short = laid_out(Labels(labels=(LabelScore(label="A", score=Decimal(4)),)))
    long = laid_out(Labels(labels=(LabelScore(label="All that was asked for is there", score=Decimal(4)),)))

    assert short is not None
    assert long is not None
    assert (short.is_long, long.is_long) == (False, True)


def test_a_kpi_without_a_scale_has_no_strip() -> None:
    assert laid_out(None) is None
