"""Dates as people write them, in the Buddhist or the common era."""

import re
from datetime import date, datetime, time

from kpicascade.io.nodes import shown
from kpicascade.io.unreadable import Unreadable
from kpicascade.model.period import BUDDHIST_OFFSET, FIRST_BUDDHIST_YEAR
from kpicascade.model.text import normalise

_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII
)
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?P<sign>[-/])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})", re.ASCII)
_LIKE_A_DATE = re.compile(r"\d+[-/]\d+[-/]\d+(?:[T ][\d:.]+)?", re.ASCII)
_FIRST_YEAR = 1800


def is_like_date(text: str) -> bool:
    """Tell whether text is meant as a date, whether or not the calendar has it.

    >>> is_like_date("31/9/2556"), is_like_date("-85.5")
    (True, False)
    """
    return _LIKE_A_DATE.fullmatch(text) is not None


def parse_date(raw: date | str) -> date:
    """Read a date: 2013-09-30, 2556-09-30 or 30/9/2556.

    A year from 2400 up is Buddhist and is converted before the date is made, because the leap days of the
    two eras fall into years of different numbers. Day, month and year in this order are read only with a
    Buddhist year: the world reads 3/4/2013 in two ways.

    Raises:
        Unreadable: `not-a-date` or `ambiguous-date`.

    >>> parse_date("29/2/2567")
    datetime.date(2024, 2, 29)
    """
    if isinstance(raw, datetime) and raw.time() != time(0):
        raise _not_a_date(raw.isoformat(sep=" "))
    if isinstance(raw, date):
        return _build(raw.year, raw.month, raw.day, raw.isoformat()[:10])
    text = normalise(raw)
    found = _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    if found is None:
        raise _not_a_date(text)
    year, month, day = (int(found[part]) for part in ("year", "month", "day"))
    if found.re is _DAY_FIRST and year < FIRST_BUDDHIST_YEAR:
        hint = f"write {year:04}-{month:02}-{day:02} if {day} is the day."
        raise Unreadable("ambiguous-date", f"found {text!r}, which may be two different days.", hint)
    return _build(year, month, day, text)


def was_mended(raw: object, read: date) -> bool:
    """Tell whether a date was kept as of the common era although its year is Buddhist.

    31/3/2569 typed in a spreadsheet becomes a day of the year 2569, and leaves it as 2569-03-31.
    """
    if isinstance(raw, date):
        return raw.year != read.year
    found = _YEAR_FIRST.fullmatch(normalise(raw)) if isinstance(raw, str) else None
    return found is not None and int(found["year"]) != read.year


def _build(year: int, month: int, day: int, found: str) -> date:
    common = year - BUDDHIST_OFFSET if year >= FIRST_BUDDHIST_YEAR else year
    if not _FIRST_YEAR <= common < FIRST_BUDDHIST_YEAR:
        raise _not_a_date(found)
    try:
        return date(common, month, day)
    except ValueError:
        raise _not_a_date(found) from None


def _not_a_date(found: str) -> Unreadable:
    message = (
        f"found {shown(found)!r}; expected a date that the calendar has, such as 2013-09-30 or 30/9/2556."
    )
    return Unreadable("not-a-date", message, "write year-month-day, or day/month/year with a Buddhist year.")
