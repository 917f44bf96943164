"""Dates in cells: typed, written year first, or day first as Thai people write them."""

import re
from datetime import date, datetime, time

from kpicascade.io.nodes import shown
from kpicascade.io.unreadable import Unreadable
from kpicascade.model.day import parse_date
from kpicascade.model.period import FIRST_BUDDHIST_YEAR
from kpicascade.model.text import normalise

_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?P<sign>[-/])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})", re.ASCII)
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$", re.ASCII)
_LIKE_A_DATE = re.compile(r"\d+[-/]\d+[-/]\d+(?:[T ][\d:.]+)?", re.ASCII)


def is_like_date(text: str) -> bool:
    """Tell whether normalised text is meant as a date, whether or not the calendar has it.

    >>> is_like_date("31/9/2556"), is_like_date("-85.5")
    (True, False)
    """
    return _LIKE_A_DATE.fullmatch(text) is not None


def read_date(raw: date | str) -> date:
    """Read a date: 2013-09-30, 2556-09-30 or 30/9/2556.

    Day, month and year in this order are read only with a Buddhist year: the world reads 3/4/2013 in two
    ways.

    >>> read_date("29/2/2567")
    datetime.date(2024, 2, 29)
    """
    if isinstance(raw, datetime) and raw.time() == time(0):
        raw = raw.date()
    text = raw.isoformat() if isinstance(raw, date) else normalise(raw)
    plain = _MIDNIGHT.sub("", text)
    if found := _DAY_FIRST.fullmatch(plain):
        year, month, day = (int(found[part]) for part in ("year", "month", "day"))
        plain = f"{year:04}-{month:02}-{day:02}"
        if year < FIRST_BUDDHIST_YEAR:
            hint = f"write {plain} if {day} is the day."
            raise Unreadable("ambiguous-date", f"found {text!r}, which may be two different days.", hint)
    try:
        return parse_date(plain)
    except ValueError as refusal:
        hint = "write year-month-day, or day/month/year with a Buddhist year."
        raise Unreadable("not-a-date", f"found {shown(text)!r}; {refusal}.", hint) from None


def was_mended(raw: object, read: object) -> bool:
    """Tell whether a date was kept as of the common era although its year is Buddhist.

    31/3/2569 typed in a spreadsheet becomes a day of the year 2569, and leaves it as 2569-03-31.
    """
    if not isinstance(read, date):
        return False
    if isinstance(raw, date):
        return raw.year != read.year
    year = normalise(raw)[:4] if isinstance(raw, str) else ""
    return year.isdecimal() and int(year) != read.year
