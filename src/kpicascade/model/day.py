"""Dates written year-month-day, in the Buddhist or the common era."""

import re
from datetime import date

from kpicascade.model.period import BUDDHIST_OFFSET, FIRST_BUDDHIST_YEAR, Era
from kpicascade.model.text import arabic_digits

_FIRST_YEAR = 1800
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


def parse_date(text: str) -> date:
    """Read a date written year-month-day; from 2400 up the year is Buddhist.

    The year is turned into the common era before the date is made, because the leap days of the two eras
    fall into years of different numbers.

    Raises:
        ValueError: with what was expected.

    >>> parse_date("๒๕๖๗-๐๒-๒๙")
    datetime.date(2024, 2, 29)
    """
    found = _DATE.fullmatch(arabic_digits(text.strip()))
    if found is None:
        raise ValueError("expected a date such as 2556-09-30 (Buddhist era) or 2013-09-30 (common era)")
    year, month, day = (int(part) for part in found.groups())
    year = year - BUDDHIST_OFFSET if year >= FIRST_BUDDHIST_YEAR else year
    if not _FIRST_YEAR <= year < FIRST_BUDDHIST_YEAR:
        raise ValueError("expected a year between 1800 and 2399 of the common era, or its Buddhist year")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError("expected a day that the calendar has") from None


def format_date(day: date, era: Era) -> str:
    """Write a date in an era, so that `parse_date` reads the same day.

    A year whose Buddhist number is below 2400 stays in the common era: it would be read as one of it.

    >>> format_date(date(2024, 2, 29), Era.BUDDHIST)
    '2567-02-29'
    """
    buddhist = day.year + BUDDHIST_OFFSET
    year = buddhist if era is Era.BUDDHIST and buddhist >= FIRST_BUDDHIST_YEAR else day.year
    return f"{year:04d}-{day:%m-%d}"
