"""Rows of cells with their places: what every form of results becomes before it is understood."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from attrs import define, field, frozen

from kpicascade.errors import Issue, Location
from kpicascade.io.cells import Raw
from kpicascade.io.columns import Header
from kpicascade.io.nodes import shown

MOST_ROWS = 100_000
LONGEST_CELL = 32_767
"""Longest cell in characters; a spreadsheet holds no more either."""

_FORMULA = re.compile(
    r"""=[-+(\s]*(?:
        \$?[a-z]{1,3}\$?\d     # a cell: =A1, =$B$2
        | [a-z][\w.]*\(        # a function: =SUM(
        | [\d.]+\s*(?:[-+*/^)&]|$)  # arithmetic: =1+1
        | '?[^!=;]+!            # a cell of another sheet: =Sheet1!A1
    )""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_GUARD = re.compile("'(?='*[=+@\t\r-])")


@frozen(kw_only=True)
class Row:
    """What stands in one row, by column.

    A column that the table lacks is not among `cells`. `place` says where a column's cell stands (its nth
    part, where the form knows that), or the row for "". `refused` are the columns that were found wrong
    before any cell was read.
    """

    cells: Mapping[str, Raw]
    place: Callable[[str, int], Location]
    refused: frozenset[str] = frozenset()


@frozen(kw_only=True)
class Table:
    """The rows of one file or frame, and what was wrong or mended before any cell was understood."""

    rows: tuple[Row, ...] = ()
    issues: tuple[Issue, ...] = ()
    source: str = ""
    illustrative: str = ""
    origin: Location | None = None


@define
class RowCollector:
    """Collect the rows under a header, and what is wrong with them as rows.

    Rows with nothing in them are passed over: spreadsheets leave many at the end of what they export.
    """

    header: Header
    rows: list[Row] = field(factory=list)
    issues: list[Issue] = field(factory=list)
    _reported: set[int] = field(factory=set)

    def add(self, cells: Sequence[Raw], place: Callable[[int | None], Location]) -> None:
        """Add one row; `place` says where its nth cell stands, or the row itself for None."""
        if all(_is_blank(cell) for cell in cells):
            return
        self._look_for_stray(cells, place)
        self.issues.extend(
            _cell_too_long(len(cell), place(index))
            for index, cell in enumerate(cells)
            if isinstance(cell, str) and len(cell) > LONGEST_CELL
        )
        columns = self.header.columns
        formulas = {column for column, index in columns.items() if _is_formula(cells[index])}
        self.issues.extend(
            _formula(str(cells[columns[column]]), place(columns[column])) for column in sorted(formulas)
        )
        raws = {
            column: _unguarded(cells[index]) for column, index in columns.items() if column not in formulas
        }
        row = Row(cells=raws, place=partial(_place, columns, place), refused=self.header.refused | formulas)
        self.rows.append(row)

    def _look_for_stray(self, cells: Sequence[Raw], place: Callable[[int | None], Location]) -> None:
        """Report each column without a header once, where something stands in it first."""
        for index in self.header.unnamed:
            if not _is_blank(cells[index]) and index not in self._reported:
                self._reported.add(index)
                self.issues.append(_unnamed_column(str(cells[index]), index, place(index)))


def _place(
    columns: Mapping[str, int], place: Callable[[int | None], Location], column: str, _part: int
) -> Location:
    return place(columns.get(column))


def _is_blank(cell: Raw) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_formula(cell: Raw) -> bool:
    return isinstance(cell, str) and cell.startswith("=") and _FORMULA.match(cell) is not None


def _formula(found: str, where: Location) -> Issue:
    message = f"found the formula {shown(found)!r}; expected its value."
    hint = "save the file with values: copy the cells and paste them as values."
    return Issue(code="formula", message=message, hint=hint, where=where)


def _unguarded(cell: Raw) -> Raw:
    """Take off the apostrophe that keeps a spreadsheet from taking text for a formula."""
    return _GUARD.sub("", cell, count=1) if isinstance(cell, str) and _GUARD.match(cell) else cell


def guarded(text: str) -> str:
    """Add an apostrophe to text that would lose one when it is read back, or be taken for a formula."""
    return f"'{text}" if _GUARD.match(text) or _is_formula(text) else text


def too_many_rows(where: Location) -> Issue:
    """Say that a table is longer than a table may be."""
    message = f"found more than {MOST_ROWS:,} rows."
    return Issue(code="too-many-rows", message=message, hint="split it by unit or period.", where=where)


def _cell_too_long(found: int, where: Location) -> Issue:
    message = f"found {found:,} characters in one cell; expected at most {LONGEST_CELL:,}."
    return Issue(code="too-long", message=message, hint="is a quotation mark not closed?", where=where)


def _unnamed_column(found: str, index: int, where: Location) -> Issue:
    message = f"found {shown(found)!r} in a column without a header."
    hint = "name the column or empty it."
    if index == 0:
        hint = "delete the column; pandas writes none with to_csv(path, index=False)."
    return Issue(code="unnamed-column", message=message, hint=hint, where=where)
