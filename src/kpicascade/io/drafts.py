"""One row of results with every cell read, before it is judged as a whole."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from attrs import frozen

from kpicascade.errors import Issue, Location, Severity
from kpicascade.io.cells import (
    Raw,
    parse_decimal,
    parse_decimals,
    parse_flag,
    parse_id,
    parse_period,
    parse_pieces,
    parse_text,
)
from kpicascade.io.dates import was_mended
from kpicascade.io.measured import parse_result
from kpicascade.io.tables import Row
from kpicascade.io.unreadable import Unreadable
from kpicascade.model.directory import Subject
from kpicascade.model.period import Period
from kpicascade.model.result import Value

_SHORTENED = re.compile(r"[+-]?\d(?:\.\d{1,2})?E\+(?:0[5-9]|[1-9]\d)", re.ASCII)
"""A large number as a spreadsheet writes it in a narrow column: three digits, and how many there were."""
_T = TypeVar("_T")


@frozen(kw_only=True)
class Draft:
    """What the cells of one row say.

    `unread` are the columns that nothing is known of because they could not be read: a rule that depends
    on one of them has to keep quiet. `points` and `reasons` belong together one by one.
    """

    row: Row
    issues: tuple[Issue, ...]
    unread: frozenset[str]
    subject: Subject
    period: Period | None
    result: Value | None
    numerator: Decimal | None
    denominator: Decimal | None
    score: Decimal | None
    points: tuple[Decimal | None, ...]
    reasons: tuple[str, ...]
    not_applicable: bool
    note: str
    evidence: tuple[str, ...]
    illustrative: bool

    @property
    def has_one_subject(self) -> bool:
        """Tell whether the row is about one KPI, one section or one agreement, as far as it could be read."""
        kpi, section = self.subject.kpi, self.subject.section
        if kpi or section:
            return not (kpi and section)
        return bool(self.subject.holder) and not self.unread & {"kpi", "section"}

    def place(self, column: str, part: int = 0) -> Location:
        """Say where a column's cell stands."""
        return self.row.place(column, part)


class _Taker:
    """Take cells one by one, noting which cannot be read."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self.unread = set(row.refused)
        self.issues: list[Issue] = []

    def take(self, column: str, parse: Callable[[Raw], _T], otherwise: _T) -> _T:
        """Read a column's cell, or note why it cannot be read."""
        try:
            return parse(self._row.cells.get(column))
        except Unreadable as trouble:
            self.unread.add(column)
            self.issues.append(trouble.issue(self._row.place(column, trouble.part)))
            return otherwise

    def figure(self, column: str, parse: Callable[[Raw], _T], otherwise: _T) -> _T:
        """Read what is mostly a number, and note when a spreadsheet may have shortened it."""
        raw = self._row.cells.get(column)
        value = self.take(column, parse, otherwise)
        if isinstance(value, Decimal) and isinstance(raw, str) and _SHORTENED.fullmatch(raw.strip()):
            self.issues.append(_shortened(raw.strip(), value, self._row.place(column, 0)))
        return value

    def measured(self) -> Value | None:
        """Read the result, and note when a date in it was mended."""
        value = self.figure("result", parse_result, None)
        if was_mended(self._row.cells.get("result"), value):
            self.issues.append(_mended_date(value, self._row.place("result", 0)))
        return value


def read_draft(row: Row) -> Draft:
    """Read every cell of a row."""
    taker = _Taker(row)
    take = taker.take
    subject = Subject(
        kpi=take("kpi", parse_id, ""),
        section=take("section", parse_id, ""),
        holder=take("holder", parse_id, ""),
    )
    points: tuple[Decimal | None, ...] = take("adjustment", parse_decimals, ())
    # A single reason may have semicolons of its own.
    parse_reasons = parse_pieces if len(points) > 1 else _parse_reason
    return Draft(
        row=row,
        subject=subject,
        period=take("period", parse_period, None),
        result=taker.measured(),
        numerator=taker.figure("numerator", parse_decimal, None),
        denominator=taker.figure("denominator", parse_decimal, None),
        score=take("score", parse_decimal, None),
        points=points,
        reasons=take("reason", parse_reasons, ()),
        not_applicable=take("not_applicable", parse_flag, otherwise=False),
        note=take("note", parse_text, ""),
        evidence=take("evidence", parse_pieces, ()),
        illustrative=take("illustrative", parse_flag, otherwise=False),
        unread=frozenset(taker.unread),
        issues=tuple(taker.issues),
    )


def _parse_reason(raw: Raw) -> tuple[str, ...]:
    if isinstance(raw, tuple):
        return parse_pieces(raw)
    return (text,) if (text := parse_text(raw)) else ()


def _shortened(found: str, read: Decimal, where: Location) -> Issue:
    return Issue(
        code="scientific-notation",
        message=f"found {found!r}, which was read as {read:,f}; a spreadsheet may have dropped digits.",
        hint="format the column as a number and save the file again, unless it is exact.",
        where=where,
        severity=Severity.MENDED,
    )


def _mended_date(read: object, where: Location) -> Issue:
    return Issue(
        code="buddhist-date",
        message=f"found a date of a year from 2400 up; it was read as Buddhist: {read} of the common era.",
        hint="nothing needs doing if that is the day.",
        where=where,
        severity=Severity.MENDED,
    )
