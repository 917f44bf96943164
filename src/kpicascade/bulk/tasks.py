"""What runs inside an engine: Arrow tables of facts in, Arrow tables of answers out."""

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
from attrs import evolve
from numpy.typing import NDArray

from kpicascade.bulk.answer import Figure, Shape
from kpicascade.bulk.facts import EXCUSED, FIGURE, POINTS
from kpicascade.bulk.locate import POSITION, find_positions, number_cases, plain_type, split_by_tree
from kpicascade.bulk.reckon import Cells, reckon
from kpicascade.bulk.work import Tree, Work
from kpicascade.errors import InvalidResultsError, Issue

Floats = NDArray[np.float64]

_FIGURES_AT_A_TIME = 2**24


def roll_up_table(facts: pa.Table, work: Work) -> pa.Table:
    """Roll up facts that hold every case whole.

    Args:
        facts: The columns of `Columns` under the names of their meanings.
        work: What to do with them.

    Raises:
        InvalidResultsError: The facts do not fit the hierarchy.
    """
    positions = pa.array(find_positions(facts, work))
    return roll_up_located(facts.append_column(POSITION, positions), work)


def roll_up_located(facts: pa.Table, work: Work) -> pa.Table:
    """Roll up facts whose nodes are positions already; cases come out in order, nodes as in the hierarchy."""
    pieces = [_answer_schema(facts, work).empty_table()]
    issues: list[Issue] = []
    for tree, rows, _ in split_by_tree(facts, work):
        for keys, cells in _read_tree(tree, work, rows):
            try:
                piece = _lay_out(tree, work, keys, reckon(tree, work, cells))
            except InvalidResultsError as fault:
                issues += fault.issues
            else:
                pieces.append(piece.cast(pieces[0].schema))
    if issues:
        raise InvalidResultsError(issues)
    return pa.concat_tables(pieces)


def _read_tree(tree: Tree, work: Work, rows: pa.Table) -> Iterator[tuple[pa.Table, Cells]]:
    """Read a few cases at a time, so that memory stays bounded."""
    codes, keys = number_cases(rows, work)
    cells = Cells(
        cases=codes,
        positions=rows[POSITION].to_numpy(),
        figures=rows[FIGURE].to_numpy(),
        points=rows[POINTS].to_numpy() if POINTS in rows.column_names else None,
        excused=rows[EXCUSED].fill_null(False).to_numpy() if EXCUSED in rows.column_names else None,  # noqa: FBT003 - Arrow's own signature
        count=keys.num_rows,
        describe=lambda code: ", ".join(repr(cell) for cell in keys.slice(code, 1).to_pylist()[0].values()),
    )
    for start, part in _cut(cells, max(1, _FIGURES_AT_A_TIME // len(tree.hierarchy.nodes))):
        yield keys.slice(start, part.count), part


def _cut(cells: Cells, size: int) -> Iterator[tuple[int, Cells]]:
    """Cut cells into groups of whole cases."""
    if cells.count <= size:
        yield 0, cells
        return
    order = np.argsort(cells.cases, kind="stable")
    ends = np.cumsum(np.bincount(cells.cases, minlength=cells.count))
    for start in range(0, cells.count, size):
        stop = min(start + size, cells.count)
        rows = order[(ends[start - 1] if start else 0) : ends[stop - 1]]
        yield (
            start,
            evolve(
                cells,
                cases=cells.cases[rows] - start,
                positions=cells.positions[rows],
                figures=cells.figures[rows],
                points=None if cells.points is None else cells.points[rows],
                excused=None if cells.excused is None else cells.excused[rows],
                count=stop - start,
                describe=lambda code, first=start: cells.describe(first + code),  # type: ignore[misc] # a default
            ),
        )


def _lay_out(tree: Tree, work: Work, keys: pa.Table, figures: Mapping[Figure, Floats]) -> pa.Table:
    names = [own for _, own in work.columns.keys]
    if work.shape is Shape.WIDE:
        (matrix,) = figures.values()
        wide = np.full((len(work.wide_nodes), keys.num_rows), np.nan)
        wide[work.wide_places(tree)] = matrix.T
        return pa.table([*keys.columns, *map(_with_nulls, wide)], [*names, *work.wide_nodes])
    rows = np.repeat(np.arange(keys.num_rows), tree.kept.size)
    columns = [column.take(pa.array(rows)) for column in keys.columns]
    nodes = tree.names.take(pa.array(np.tile(tree.kept, keys.num_rows)))
    scores = [_with_nulls(matrix.ravel()) for matrix in figures.values()]
    return pa.table([*columns, nodes, *scores], [*names, work.columns.node, *figures])


def _with_nulls(figures: Floats) -> pa.Array:
    """Turn NaN into null: engines take NaN for a number larger than all others."""
    return pa.array(figures, from_pandas=True)


def _answer_schema(facts: pa.Table, work: Work) -> pa.Schema:
    keys = [(own, plain_type(facts.schema.field(name).type)) for name, own in work.columns.keys]
    if work.shape is Shape.WIDE:
        return pa.schema([*keys, *((node, pa.float64()) for node in work.wide_nodes)])
    figures = ((str(figure), pa.float64()) for figure in work.figures)
    return pa.schema([*keys, (work.columns.node, pa.string()), *figures])
