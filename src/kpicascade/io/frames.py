"""Results to a dataframe and back."""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeGuard

from kpicascade.errors import Issue, Location
from kpicascade.io.cells import Raw, join_pieces, parse_id
from kpicascade.io.columns import (
    ROWS_TO_LOOK_AT,
    THAI_HEADERS,
    Header,
    header_row,
    read_header,
    title_above_header,
)
from kpicascade.io.tables import MOST_ROWS, RowCollector, Table, guarded, too_many_rows
from kpicascade.io.unreadable import Unreadable
from kpicascade.model.result import PointsEarned, Result, Results, Value

if TYPE_CHECKING:  # loaded by the caller who has a frame, never by us on import
    import pandas as pd

_UNNAMED = re.compile(r"Unnamed: \d+")
"""What pandas calls a column without a header."""
_IDS = ("kpi", "section", "holder")


def is_frame(source: object) -> "TypeGuard[pd.DataFrame]":
    """Tell a pandas dataframe from anything else without loading pandas."""
    return all(hasattr(source, name) for name in ("columns", "index", "iloc", "isna"))


def read_frame(frame: "pd.DataFrame") -> Table:
    """Read a dataframe as a table of results.

    Index levels that have a name count as columns. None, NaN, NaT and NA are empty cells. Rows count from 1
    in the order of the frame, whatever its index says.
    """
    series = [*_named_levels(frame), *(frame.iloc[:, index] for index in range(frame.shape[1]))]
    headers = ["" if _UNNAMED.fullmatch(str(one.name)) else str(one.name) for one in series]
    header, faults = read_header(headers, partial(_header_place, headers))
    raws = [_raws(one) for one in series[: len(headers)]]
    if below := header_row([headers, *islice(zip(*raws, strict=True), ROWS_TO_LOOK_AT)]):
        title = title_above_header(f"row {below}", _header_place(headers, None))
        return Table(issues=(title,))
    header, id_faults = _without_number_ids(header, raws, headers)
    collector = RowCollector(header, issues=[*faults, *id_faults])
    for number, cells in enumerate(zip(*raws, strict=True), start=1):
        place = partial(_place, headers, number)
        if number > MOST_ROWS:
            collector.issues.append(too_many_rows(place(None)))
            break
        collector.add(cells, place)
    return Table(rows=tuple(collector.rows), issues=tuple(collector.issues))


def _header_place(headers: Sequence[str], index: int | None) -> Location:
    return Location(path="columns" if index is None else f"column {headers[index]}")


def _place(headers: Sequence[str], number: int, index: int | None) -> Location:
    return Location(path=f"row {number}" if index is None else f"row {number} {headers[index]}".rstrip())


def _named_levels(frame: "pd.DataFrame") -> "Iterable[pd.Series]":
    for level, name in enumerate(frame.index.names):
        if name is not None:
            yield frame.index.get_level_values(level).to_series()


def _raws(series: "pd.Series") -> list[Raw]:
    """List what a column holds as plain Python values, None where nothing is."""
    return [
        None if is_empty else _raw(value) for value, is_empty in zip(series.array, series.isna(), strict=True)
    ]


def _raw(value: Any) -> Raw:  # noqa: ANN401  a frame may hold anything; what no reader knows is not-text
    if isinstance(value, list):
        return tuple(value)
    if not hasattr(value, "dtype"):
        return value  # type: ignore[no-any-return]  # see above
    # A narrow float prints the digits that it stands for; widened it would show digits of its own making.
    return float(str(value)) if value.dtype.kind == "f" else value.item()


def _without_number_ids(
    header: Header, raws: Sequence[list[Raw]], headers: Sequence[str]
) -> tuple[Header, list[Issue]]:
    """Read ids that pandas made floats: whole ones as they were, others refused once for the column."""
    columns, refused, faults = dict(header.columns), set(header.refused), []
    for column in _IDS:
        cells = raws[columns[column]] if column in columns else []
        floats = {row: cell for row, cell in enumerate(cells) if isinstance(cell, float)}
        odd = [row for row, number in floats.items() if not number.is_integer()]
        if odd:
            faults.append(_number_as_id(cells[odd[0]], _place(headers, odd[0] + 1, columns.pop(column))))
            refused.add(column)
            continue
        for row, number in floats.items():
            cells[row] = int(number)
    return Header(columns, header.unnamed, frozenset(refused)), faults


def _number_as_id(cell: Raw, where: Location) -> Issue:
    try:
        parse_id(cell)
    except Unreadable as trouble:
        return trouble.issue(where)
    raise AssertionError("parse_id refuses every float")


def results_to_frame(results: Results) -> "pd.DataFrame":
    """Lay results out as a table, one row each, in the columns that `read_results` reads.

    Numbers stay exact (`Decimal`), dates are dates; steps, points and several pieces of evidence stand in
    one cell with semicolons between them. Empty cells are None.
    """
    import pandas as pd  # noqa: PLC0415  takes most of a second, and most callers want no frame

    rows = [_cells(row) for row in results.rows]
    return pd.DataFrame(rows, columns=list(THAI_HEADERS), dtype=object)


def _cells(row: Result) -> dict[str, object]:
    adjustments = row.adjustments
    reasons = [one.reason for one in adjustments]
    return {
        "kpi": row.kpi or None,
        "section": row.section or None,
        "holder": row.holder or None,
        "period": str(row.period),
        "result": _result_cell(row.result),
        "numerator": row.numerator,
        "denominator": row.denominator,
        "score": row.score,
        "adjustment": ";".join(str(one.points) for one in adjustments) or None,
        # One reason alone is not cut at its semicolons when it is read.
        "reason": guarded(reasons[0] if len(reasons) == 1 else join_pieces(reasons)) or None,
        "not_applicable": row.not_applicable,
        "note": guarded(row.note) or None,
        "evidence": guarded(join_pieces(row.evidence)) or None,
        "illustrative": row.illustrative,
    }


def _result_cell(result: Value | None) -> object:
    if isinstance(result, str):
        return guarded(result)
    if not isinstance(result, tuple):
        return result
    pieces = [f"{one.item}={one.points}" if isinstance(one, PointsEarned) else one for one in result]
    is_clear = len(pieces) > 1 or any("=" in piece for piece in pieces)
    return ";".join(pieces) + ("" if is_clear else ";")
