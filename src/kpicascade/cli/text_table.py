"""Tables of plain text, in line also where Thai marks stand above and below their letters."""

import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import accumulate

from attrs import frozen

_GAP = "  "
_ELLIPSIS = "…"
_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})
_SARA_AM = "\u0e33"


@frozen(kw_only=True)
class Column:
    """A column of a table: figures stand right, text left.

    `least` is the width to which a narrow terminal may cut it; None means that it is never cut.
    """

    header: str
    is_figure: bool = False
    least: int | None = None


def terminal_width() -> int | None:
    """Return how many letters a line of the terminal holds, or None when output goes elsewhere."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size().columns


def width(text: str) -> int:
    """Count the places that a text takes on a line of a terminal.

    >>> width("ตัวชี้วัด"), width("น้ำ"), width("目標")
    (5, 2, 4)
    """
    return sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> int:
    if unicodedata.category(letter) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def cut(text: str, places: int) -> str:
    """Cut a text to a number of places, an ellipsis in the last, no mark parted from its letter.

    >>> cut("ตัวชี้วัด", 4), cut("น้ำมัน", 3), cut("KPI", 3)
    ('ตัวชี้…', 'น้ำ…', 'KPI')
    """
    if width(text) <= places:
        return text
    taken = accumulate(map(_letter_width, text))
    beyond = next(place for place, so_far in enumerate(taken) if so_far > places - 1)
    return text[: _start_of_letter(text, beyond)].rstrip() + _ELLIPSIS


def _start_of_letter(text: str, place: int) -> int:
    """Find where a letter begins: sara am and marks belong to what stands before them."""
    while place and (text[place] == _SARA_AM or not _letter_width(text[place])):
        place -= 1
    return place


def text_table(columns: Sequence[Column], rows: Iterable[Sequence[str]], *, places: int | None = None) -> str:
    """Lay rows out under their headers.

    Args:
        columns: what stands in each column.
        rows: cells as text, one for each column; spaces at the start of a cell indent it.
        places: how wide the table may be; where it would be wider, the columns that may be cut are, from
            left to right. None means as wide as it needs.
    """
    lines = [[column.header for column in columns], *([_one_line(cell) for cell in row] for row in rows)]
    widths = [max(map(width, cells)) for cells in zip(*lines, strict=True)]
    if places is not None:
        _narrow(widths, columns, places)
    return "\n".join(_line(line, columns, widths) for line in lines)


def _one_line(cell: str) -> str:
    indent = len(cell) - len(cell.lstrip(" "))
    return " " * indent + " ".join(cell.split())


def _narrow(widths: list[int], columns: Sequence[Column], places: int) -> None:
    """Take places from the columns that may be cut, from left to right, until the table fits."""
    too_many = sum(widths) + len(_GAP) * (len(widths) - 1) - places
    for position, column in enumerate(columns):
        if column.least is not None and too_many > 0:
            given = min(too_many, max(widths[position] - column.least, 0))
            widths[position] -= given
            too_many -= given


def _line(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    shown = []
    for cell, column, size in zip(cells, columns, widths, strict=True):
        fitting = cut(cell, size)
        space = " " * (size - width(fitting))
        shown.append(space + fitting if column.is_figure else fitting + space)
    return _GAP.join(shown).rstrip()
