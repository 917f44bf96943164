"""Figures, dates and periods as a reader expects them printed."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import PureWindowsPath

from attrs import evolve

from kpicascade.calc.exact import as_written, round_half_up
from kpicascade.errors import Location
from kpicascade.model.period import BUDDHIST_OFFSET, MONTHS, Era, FiscalYear, Period
from kpicascade.model.result import PointsEarned
from kpicascade.views.words import MONTHS as MONTH_NAMES
from kpicascade.views.words import WORDS, Language

Number = Fraction | Decimal | int | float
NOTHING = "–"
"""Printed where there is no figure."""
_MOST_DIGITS = 4


def figure(number: Number | None, digits: int) -> str:
    """Print a number with a fixed number of decimals, rounded once, half up.

    >>> figure(Decimal("8.625"), 2), figure(None, 2), figure(-0.4, 4)
    ('8.63', '–', '−0.4000')
    """
    return NOTHING if number is None else _signed(f"{round_half_up(as_written(number), digits):,f}")


def plain(number: Number | None) -> str:
    """Print a number as it is, with at most four decimals and no zeros that say nothing.

    >>> plain(40.0), plain(Fraction(1, 3)), plain(1234567)
    ('40', '0.3333', '1,234,567')
    """
    text = figure(number, _MOST_DIGITS)
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: Number | None, digits: int = 2) -> str:
    """Print a share of one in percent.

    >>> percent(Fraction(2, 5)), percent(1.0, 0)
    ('40.00%', '100%')
    """
    return NOTHING if share is None else f"{figure(100 * as_written(share), digits)}%"


def points(number: Number) -> str:
    """Print points that are added or taken, always with their sign.

    >>> points(Decimal("0.5")), points(Decimal("-0.20"))
    ('+0.5', '−0.2')
    """
    text = plain(number)
    return text if text.startswith("−") else f"+{text}"


def interval(low: Number | None, high: Number | None, digits: int = 2) -> str:
    """Print the lowest and the highest figure of a range, or the one figure that both are.

    >>> interval(1.0, 4.5), interval(4.5, 4.5)
    ('1.00–4.50', '4.50')
    """
    if low is None or high is None:
        return NOTHING
    ends = (figure(low, digits), figure(high, digits))
    return "–".join(dict.fromkeys(ends))


def measured(value: object, language: Language, era: Era) -> str:
    """Print a result or a target: a number as written, a date, steps done or the sum of points earned.

    >>> measured(Decimal("85.30"), Language.ENGLISH, Era.COMMON)
    '85.30'
    """
    match value:
        case None:
            return NOTHING
        case date():
            return day(value, language, era)
        case Decimal():
            return _signed(f"{value:,f}")
        case Fraction() | int() | float():
            return plain(value)
        case (PointsEarned(), *_):
            return plain(sum((part.points for part in value if isinstance(part, PointsEarned)), Decimal(0)))
        case tuple():
            steps = ", ".join(map(str, value))
            return WORDS[language]["steps_done"].format(steps=steps) if steps else NOTHING
        case _:
            return str(value)


def day(value: date, language: Language, era: Era) -> str:
    """Print a date with its year in an era.

    >>> day(date(2013, 9, 30), Language.THAI, Era.BUDDHIST)
    '30 ก.ย. 2556'
    """
    year = value.year + BUDDHIST_OFFSET if era is Era.BUDDHIST else value.year
    return f"{value.day} {MONTH_NAMES[language][value.month - 1]} {year}"


def fiscal_year(year: FiscalYear, language: Language) -> str:
    """Print a fiscal year in the era in which the plan writes it.

    >>> fiscal_year(FiscalYear.parse("2556"), Language.THAI)
    'พ.ศ. 2556'
    """
    return WORDS[language][f"era_{year.era}"].format(year=year)


def period_name(period: Period, language: Language) -> str:
    """Name a period in words.

    >>> period_name(Period.parse("2013-Q2"), Language.ENGLISH)
    'quarter 2 of fiscal year 2013'
    """
    words, year = WORDS[language], fiscal_year(period.year, language)
    if period.first == 1 and period.last <= MONTHS:
        return words["months_to"].format(last=period.last, year=year)
    if period.first == period.last:
        return words["month"].format(month=period.first, year=year)
    return words["quarter"].format(quarter=period.last // 3, year=year)


def place(where: Location) -> str:
    """Name a place in a file without the folders above it, which mean nothing to a reader elsewhere.

    >>> place(Location(file="/home/somchai/plan.yaml", line=3, column=7))
    'plan.yaml:3:7'
    """
    # A Windows path is read with either slash, so the same plan reads the same on any machine.
    return str(evolve(where, file=PureWindowsPath(where.file).name))


def _signed(text: str) -> str:
    return text.replace("-", "−")
