"""Small HTML tables from plain text, every character of it escaped."""

from collections.abc import Collection, Iterable, Sequence
from html import escape

_TEXT = "padding:0.25em 0.75em;vertical-align:top;line-height:1.6;white-space:pre-line;text-align:left"
_FIGURE = f"{_TEXT.removesuffix('left')}right;font-variant-numeric:tabular-nums"


def table(
    caption: str, headers: Sequence[str], rows: Iterable[Sequence[str]], *, numeric: Collection[int] = ()
) -> str:
    """Write a table whose first column names its rows.

    Args:
        caption: what the table shows; no caption is written when empty.
        headers: one text for each column.
        rows: cells as text, one for each header. Line breaks inside a cell are kept.
        numeric: positions of the columns that hold figures; they are set right, with digits of one width.

    Raises:
        ValueError: when a row has more or fewer cells than there are headers.

    >>> "A &amp; B" in table("", ["KPI", "Score"], [["A & B", "4.80"]], numeric={1})
    True
    """
    styles = tuple(_FIGURE if position in numeric else _TEXT for position in range(len(headers)))
    title = f'<caption style="{_TEXT}">{escape(caption)}</caption>\n' if caption else ""
    head = "".join(
        f'<th scope="col" style="{style}">{escape(header)}</th>'
        for header, style in zip(headers, styles, strict=True)
    )
    body = "\n".join(_row(cells, styles) for cells in rows)
    return f"<table>\n{title}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _row(cells: Sequence[str], styles: Sequence[str]) -> str:
    written: list[str] = []
    for cell, style in zip(cells, styles, strict=True):
        opening, closing = ("td", "td") if written else ('th scope="row"', "th")
        kept_whole = "" if written else ";white-space:nowrap"  # an indent would break off the id after it
        written.append(f'<{opening} style="{style}{kept_whole}">{escape(cell)}</{closing}>')
    return f"<tr>{''.join(written)}</tr>"
