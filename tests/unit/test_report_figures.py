from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kpicascade.errors import NOWHERE, Location
from kpicascade.model.period import Era, FiscalYear, Period
from kpicascade.model.result import PointsEarned
from kpicascade.views.figures import (
    day,
    figure,
    fiscal_year,
    interval,
    measured,
    percent,
    period_name,
    place,
    plain,
    points,
)
from kpicascade.views.words import Language

THAI, ENGLISH = Language


@pytest.mark.parametrize(
    ("number", "digits", "expected"),
    [
        (Fraction(69, 8), 2, "8.63"),  # a published table prints 8.625 so
        (Fraction(-69, 8), 2, "−8.63"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(0), 4, "0.0000"),
        (Fraction(-1, 100000), 4, "0.0000"),
        (Decimal("1234567.5"), 0, "1,234,568"),
        (None, 4, "–"),
    ],
)
def test_a_figure_is_rounded_once_half_up(number: Fraction | None, digits: int, expected: str) -> None:
    assert figure(number, digits) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (Fraction(40), "40"),
        (Decimal("2.50"), "2.5"),
        (Decimal(100), "100"),
        (Fraction(2, 3), "0.6667"),
        (0, "0"),
        (None, "–"),
    ],
)
def test_a_plain_number_has_no_zeros_that_say_nothing(number: Fraction | None, expected: str) -> None:
    assert plain(number) == expected


@pytest.mark.parametrize(
    ("share", "expected"), [(Fraction(6, 7), "85.71%"), (Fraction(1), "100.00%"), (0, "0.00%"), (None, "–")]
)
def test_a_share_is_printed_in_percent(share: Fraction | None, expected: str) -> None:
    assert percent(share) == expected


@pytest.mark.parametrize(
    ("number", "expected"), [(Decimal("-0.20"), "−0.2"), (Decimal(50), "+50"), (Decimal(0), "+0")]
)
def test_points_added_or_taken_show_their_sign(number: Decimal, expected: str) -> None:
    assert points(number) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (Fraction(1), Fraction(5), "1.00–5.00"),
        (Fraction(3), Fraction(3), "3.00"),
        (None, Fraction(3), "–"),
        (Fraction(3), None, "–"),
    ],
)
def test_a_range_of_no_width_is_one_figure(
    low: Fraction | None, high: Fraction | None, expected: str
) -> None:
    assert interval(low, high) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("85.30"), "85.30"),
        (Decimal(1234567), "1,234,567"),
        (Decimal("-1.5"), "−1.5"),
        (Fraction(26, 45), "0.5778"),
        (date(2013, 9, 30), "30 ก.ย. 2556"),
        ("ดีมาก", "ดีมาก"),
        (("1", "2"), "ขั้นที่ 1, 2"),
        ((), "–"),
        (
            (PointsEarned(item="1.1", points=Decimal("12.50")), PointsEarned(item="1.2", points=Decimal(3))),
            "15.5",
        ),
        (None, "–"),
    ],
)
def test_a_result_is_printed_as_it_was_measured(value: object, expected: str) -> None:
    assert measured(value, THAI, Era.BUDDHIST) == expected


def test_dates_and_years_are_of_the_era_of_the_plan() -> None:
    leap_day = date(2024, 2, 29)

    assert day(leap_day, THAI, Era.BUDDHIST) == "29 ก.พ. 2567"
    assert day(leap_day, ENGLISH, Era.COMMON) == "29 Feb 2024"
    assert fiscal_year(FiscalYear.parse("2556"), ENGLISH) == "B.E. 2556"
    assert fiscal_year(FiscalYear.parse("2013"), THAI) == "ค.ศ. 2013"


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2556", "รอบ 12 เดือน ปีงบประมาณ พ.ศ. 2556"),
        ("2556-6M", "รอบ 6 เดือน ปีงบประมาณ พ.ศ. 2556"),
        ("2556-Q1", "รอบ 3 เดือน ปีงบประมาณ พ.ศ. 2556"),
        ("2556-Q3", "ไตรมาสที่ 3 ปีงบประมาณ พ.ศ. 2556"),
        ("2556-M7", "เดือนที่ 7 ของปีงบประมาณ พ.ศ. 2556"),
    ],
)
def test_a_period_is_named_in_words(period: str, expected: str) -> None:
    assert period_name(Period.parse(period), THAI) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (
            Location(file="/home/somchai/plan.yaml", line=3, column=7, path="$.kpis[0]"),
            "plan.yaml:3:7 $.kpis[0]",
        ),
        (Location(file="C:\\Users\\สมชาย\\แผน.xlsx", sheet="KPIs", cell="D14"), "แผน.xlsx KPIs!D14"),
        (NOWHERE, ""),
    ],
)
def test_a_place_does_not_tell_the_folders_of_whoever_made_the_report(where: Location, expected: str) -> None:
    assert place(where) == expected
