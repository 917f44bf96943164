"""Delimited text (CSV) to rows of cells that know their line and column."""

import csv
import io
import re
from collections.abc import Iterator
from functools import partial
from itertools import chain, islice

from attrs import frozen

from kpicascade.errors import Issue, Location, Severity
from kpicascade.io.columns import (
    DELIMITERS,
    ROWS_TO_LOOK_AT,
    count_known,
    header_row,
    read_header,
    title_above_header,
)
from kpicascade.io.files import decode, empty_file
from kpicascade.io.kinds import yaml_kind
from kpicascade.io.tables import MOST_ROWS, RowCollector, Table, too_many_rows

_BLANK = " \t\n,;"
_THAI_WINDOWS = "cp874"


@frozen(kw_only=True)
class _Record:
    """The cells of one record, the text that they were cut from, and the line on which that begins."""

    cells: list[str]
    text: str
    line: int

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip(_BLANK) for cell in self.cells)


@frozen
class _Written:
    """How one file is written, as far as finding a place in it needs."""

    file: str
    delimiter: str

    def place(self, record: _Record, index: int | None) -> Location:
        """Say on which line and column a cell of a record begins, or the record itself for None."""
        start = 0 if index is None else _cell_start(record.text, self.delimiter, index)
        line = record.line + record.text.count("\n", 0, start)
        return Location(file=self.file, line=line, column=start - record.text.rfind("\n", 0, start))


def read_delimited(data: bytes, *, file: str = "") -> Table:
    """Read the bytes of a CSV file as a table of results.

    The text is UTF-8, with or without a byte order mark, or in the Thai code page of Windows where that
    gives known headers. Cells are separated by commas, semicolons or tabs, whichever gives known headers.
    """
    text = decode(data, file=file)
    notes: tuple[Issue, ...] = ()
    if isinstance(text, Issue):
        thai = _decode_thai(data)
        if thai is None:
            return Table(issues=(text,))
        text, notes = thai, (_mended_encoding(file),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if wrong := yaml_kind(text, file=file):
        return Table(issues=(wrong,))
    delimiter = max(DELIMITERS, key=partial(_likelihood, text))
    table = _read_records(_records(text, delimiter, file), _Written(file, delimiter))
    return Table(rows=table.rows, issues=(*notes, *table.issues), origin=Location(file=file))


def _decode_thai(data: bytes) -> str | None:
    try:
        text = data.decode(_THAI_WINDOWS)
    except UnicodeDecodeError:
        return None
    return text if any(_likelihood(text, delimiter)[0] for delimiter in DELIMITERS) else None


def _mended_encoding(file: str) -> Issue:
    return Issue(
        code="thai-encoding",
        message="found text that is not UTF-8; it was read in the Thai code page of Windows (874).",
        hint="save it as 'CSV UTF-8' to be sure that every letter is right.",
        where=Location(file=file, line=1, column=1),
        severity=Severity.MENDED,
    )


def _likelihood(text: str, delimiter: str) -> tuple[int, int]:
    """Tell how many known headers a delimiter gives, and how many headers at all."""
    first = islice(_records(text, delimiter, ""), ROWS_TO_LOOK_AT)
    rows = [record.cells for record in first if isinstance(record, _Record)]
    cells = rows[header_row(rows)] if rows else text.partition("\n")[0].split(delimiter)
    return count_known(cells), len(cells)


def _records(text: str, delimiter: str, file: str) -> Iterator[_Record | Issue]:
    """Cut text into records with something in them; what cannot be cut is an issue, and the last."""
    lines: list[str] = []

    def taken() -> Iterator[str]:
        for line in io.StringIO(text):
            lines.append(line)
            yield line

    reader = csv.reader(taken(), delimiter=delimiter, strict=True)
    while True:
        start = reader.line_num + 1
        lines.clear()
        try:
            cells = next(reader, None)
        except csv.Error:
            yield _broken_quotes(Location(file=file, line=start, column=1))
            return
        if cells is None:
            return
        record = _Record(cells=cells, text="".join(lines), line=start)
        if not record.is_blank:
            yield record


def _broken_quotes(where: Location) -> Issue:
    return Issue(
        code="broken-quotes",
        message="found a quotation mark that is not closed, or text after one that is.",
        hint="write a quotation mark inside a quoted cell twice; the rows below were not read.",
        where=where,
    )


def _read_records(records: Iterator[_Record | Issue], written: _Written) -> Table:
    top = list(islice(records, ROWS_TO_LOOK_AT))
    if not top:
        return Table(issues=(empty_file("a table with headers, as 'kpi,period,result'", file=written.file),))
    first = top[0]
    if isinstance(first, Issue):
        return Table(issues=(first,))
    whole = [record for record in top if isinstance(record, _Record)]
    if below := header_row([record.cells for record in whole]):
        title = title_above_header(f"line {whole[below].line}", written.place(first, None))
        return Table(issues=(title,))
    header, faults = read_header(first.cells, partial(written.place, first))
    collector = RowCollector(header, issues=list(faults))
    for record in chain(top[1:], records):
        if isinstance(record, Issue):
            collector.issues.append(record)
        elif len(record.cells) != len(first.cells):
            collector.issues.append(_ragged(record, len(first.cells), written))
        elif len(collector.rows) >= MOST_ROWS:
            collector.issues.append(too_many_rows(written.place(record, None)))
            break
        else:
            collector.add(record.cells, partial(written.place, record))
    return Table(rows=tuple(collector.rows), issues=tuple(collector.issues))


def _ragged(record: _Record, expected: int, written: _Written) -> Issue:
    found = len(record.cells)
    return Issue(
        code="ragged-row",
        message=f"found {found} cells; expected {expected}, as many as there are headers.",
        hint=f"put a cell that contains {written.delimiter!r} in double quotes.",
        where=written.place(record, expected if found > expected else None),
    )


def _cell_start(text: str, delimiter: str, index: int) -> int:
    """Find where the nth cell of a record begins in its text."""
    cell = re.compile(rf'"(?:[^"]|"")*"|[^{delimiter}\n]*')
    start = 0
    for _ in range(index):
        found = cell.match(text, start)
        start = found.end() + 1 if found else start
    return start
