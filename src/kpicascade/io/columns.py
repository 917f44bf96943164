"""The columns of a results table, in English and Thai."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from attrs import frozen

from kpicascade.errors import Issue, Location
from kpicascade.io.nodes import shown
from kpicascade.model.text import did_you_mean, lookup_key

THAI_HEADERS = {
    "kpi": "ตัวชี้วัด",
    "section": "หัวข้อ",
    "holder": "ผู้รับการประเมิน",
    "period": "รอบ",
    "result": "ผลการดำเนินงาน",
    "numerator": "ตัวตั้ง",
    "denominator": "ตัวหาร",
    "score": "คะแนน",
    "adjustment": "ปรับคะแนน",
    "reason": "เหตุผล",
    "not_applicable": "ไม่ประเมิน",
    "note": "หมายเหตุ",
    "evidence": "หลักฐาน",
    "illustrative": "ตัวอย่างสมมติ",
}
"""Every column of a results table in its usual order, with its Thai header."""

DELIMITERS = (",", ";", "\t")
"""What may separate the cells of a table that is text."""
MOST_COLUMNS = 200

_LONGEST_HEADER = 100
ROWS_TO_LOOK_AT = 10
"""How far down headers are looked for: few titles are longer."""


@frozen
class Header:
    """Which column stands where, counting from 0.

    `unnamed` are the places without a header; `refused` are the columns found missing or unreadable.
    """

    columns: dict[str, int]
    unnamed: tuple[int, ...] = ()
    refused: frozenset[str] = frozenset()


def column_named(header: str) -> str:
    """Find the column that a header means, in Thai or English; "" when there is none.

    >>> column_named("Not applicable"), column_named("รอบ")
    ('not_applicable', 'period')
    """
    return _BY_KEY.get(_key(header), "")


def count_known(cells: Iterable[object]) -> int:
    """Count the cells of a row that are headers of a results table."""
    return sum(isinstance(cell, str) and bool(column_named(cell)) for cell in cells)


def header_row(rows: Iterable[Sequence[object]]) -> int:
    """Find the row with the headers, counting from 0; 0 too where no row has more than one of them.

    A single one may be a word of a title; every table of results has two headers at least.
    """
    top = enumerate(islice(rows, ROWS_TO_LOOK_AT))
    return next((place for place, cells in top if count_known(cells) > 1), 0)


def title_above_header(header: str, where: Location) -> Issue:
    """Say that something stands above the headers; `header` says where they stand."""
    return Issue(
        code="title-above-header",
        message=f"found no header of a results table here; the headers seem to stand in {header}.",
        hint="delete what stands above them.",
        where=where,
    )


def _key(header: str) -> str:
    return lookup_key(header[:_LONGEST_HEADER]).replace(" ", "_")


_BY_KEY = {_key(name): column for column, thai in THAI_HEADERS.items() for name in (column, thai)}


def read_header(
    headers: Sequence[str], place: Callable[[int | None], Location]
) -> tuple[Header, tuple[Issue, ...]]:
    """Find out which column stands where; a header that is unknown or stands twice is a fault.

    `place` says where the nth header stands, or the header row for None.
    """
    columns: dict[str, int] = {}
    faults: list[Issue] = []
    for index, header in enumerate(headers[:MOST_COLUMNS]):
        column = column_named(header)
        if column and column not in columns:
            columns[column] = index
        elif column:
            faults.append(_duplicate(header, headers[columns[column]], place(index)))
        elif header.strip():
            faults.append(_unknown(header, place(index)))
    if len(headers) > MOST_COLUMNS:
        faults.append(_too_many(len(headers), place(MOST_COLUMNS)))
    unnamed = tuple(index for index, header in enumerate(headers) if not header.strip())
    lacks = _lacks(columns)
    missing = tuple(_missing(column, hint, place(None)) for column, hint in lacks.items())
    return Header(columns, unnamed, frozenset(lacks)), (*missing, *faults)


def _duplicate(header: str, first: str, where: Location) -> Issue:
    message = f"found the column {header.strip()!r} after {first.strip()!r}, which means the same."
    return Issue(code="duplicate-column", message=message, hint="keep one of the two.", where=where)


def _unknown(header: str, where: Location) -> Issue:
    hint = did_you_mean(header[:_LONGEST_HEADER], [*THAI_HEADERS, *THAI_HEADERS.values()])
    message = f"found the column {shown(header.strip())!r}; expected a column of a results table."
    return Issue(code="unknown-column", message=message, hint=hint, where=where)


def _too_many(found: int, where: Location) -> Issue:
    message = f"found {found:,} columns; expected at most {MOST_COLUMNS}."
    return Issue(
        code="too-many-columns", message=message, hint="delete those that are not needed.", where=where
    )


def _lacks(columns: dict[str, int]) -> dict[str, str]:
    """List the columns that every results table has and this one lacks, each with what to do."""
    lacks = {}
    if not columns.keys() & {"kpi", "section", "holder"}:
        lacks["kpi"] = "add it, or 'section' (หัวข้อ), or 'holder' (ผู้รับการประเมิน)."
    if "period" not in columns:
        lacks["period"] = "add it and fill it in on every row, such as 2556-12M."
    return lacks


def _missing(column: str, hint: str, where: Location) -> Issue:
    message = f"found no column {column!r} ({THAI_HEADERS[column]}); every results table has one."
    return Issue(code="missing-column", message=message, hint=hint, where=where)
