"""Cells of facts to the figures of every node, in numpy."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from kpicascade.bulk.answer import Figure
from kpicascade.bulk.locate import Numbers
from kpicascade.bulk.work import Tree, Work
from kpicascade.calc.scale import score_results
from kpicascade.errors import InvalidResultsError, Issue, Location
from kpicascade.hierarchy import RollUp, roll_up

Floats = NDArray[np.float64]

_MOST_ISSUES = 100


@frozen(kw_only=True, eq=False)
class Cells:
    """Facts of some cases of one tree, one cell each.

    Attributes:
        cases: The number of the case, from 0.
        positions: Where the node stands in the hierarchy.
        figures: The score or result; NaN where missing.
        points: Points to add to the node; NaN for none.
        excused: Where the node is not applicable.
        count: How many cases there are.
        describe: Says which case a number stands for.
    """

    cases: Numbers = field(repr=False)
    positions: Numbers = field(repr=False)
    figures: Floats = field(repr=False)
    points: Floats | None = field(repr=False)
    excused: NDArray[np.bool_] | None = field(repr=False)
    count: int
    describe: Callable[[int], str] = field(repr=False)


def reckon(tree: Tree, work: Work, cells: Cells) -> Mapping[Figure, Floats]:
    """Roll some cases up.

    Returns:
        Each figure asked for, cases x nodes kept; NaN where there is none.

    Raises:
        InvalidResultsError: A cell is infinite, one node of a case has two, or has one and is not applicable.
    """
    figures = _blank(cells.figures, work.sentinels)
    issues = [
        *_check_finite(tree, cells),
        *_check_repeated(tree, cells),
        *_check_scored(tree, cells),
        *_check_applicable(tree, cells, figures),
    ]
    if issues:
        raise InvalidResultsError(issues)
    nodes, inner_count = tree.hierarchy.nodes, tree.hierarchy.layout.inner_count
    is_inner = cells.positions < inner_count
    leaves = np.full((cells.count, len(nodes) - inner_count), np.nan)
    # Facts of nodes with children are rare, and a slice spares three copies.
    rows = np.flatnonzero(~is_inner) if is_inner.any() else slice(None)
    leaves[cells.cases[rows], cells.positions[rows] - inner_count] = figures[rows]
    if tree.scales is not None:
        leaves = score_results(leaves, tree.scales)
    given = _columns(cells, is_inner & ~np.isnan(figures), figures, np.nan)
    out = roll_up(
        tree.hierarchy,
        leaves,
        bounds=work.bounds,
        given={nodes[position]: column for position, column in given},
        adjustments=_adjustments(tree, cells),
        not_applicable=_excused(tree, cells),
    )
    return {figure: _TAKE[figure](out)[:, tree.kept] for figure in work.figures}


def _adjustments(tree: Tree, cells: Cells) -> Mapping[str, Floats | float]:
    if cells.points is None:
        return tree.adjustments
    columns = _columns(cells, ~np.isnan(cells.points), cells.points, 0.0)
    return {tree.hierarchy.nodes[position]: column for position, column in columns}


def _excused(tree: Tree, cells: Cells) -> tuple[str, ...] | Mapping[str, Floats]:
    if cells.excused is None:
        return tree.excused
    columns = _columns(cells, cells.excused, cells.excused.astype(np.float64), 0.0)
    return {tree.hierarchy.nodes[position]: column for position, column in columns}


def _columns(
    cells: Cells, chosen: NDArray[np.bool_], figures: Floats, absent: float
) -> Iterator[tuple[int, Floats]]:
    """Spread the chosen cells over one column a node, each with a row a case."""
    rows = np.flatnonzero(chosen)
    rows = rows[np.argsort(cells.positions[rows], kind="stable")]
    positions, starts = np.unique(cells.positions[rows], return_index=True)
    ends = [*starts[1:], rows.size]
    for position, start, end in zip(positions.tolist(), starts, ends, strict=False):
        part = rows[start:end]
        column = np.full(cells.count, absent)
        column[cells.cases[part]] = figures[part]
        yield position, column


def _blank(figures: Floats, sentinels: tuple[float, ...]) -> Floats:
    return np.where(np.isin(figures, sentinels), np.nan, figures) if sentinels else figures


def _check_finite(tree: Tree, cells: Cells) -> Iterator[Issue]:
    columns = [cells.figures] if cells.points is None else [cells.figures, cells.points]
    for figures in columns:
        for row in np.flatnonzero(np.isinf(figures))[:_MOST_ISSUES].tolist():
            yield Issue(
                code="unusable-score",
                message=f"found {figures[row]}, expected a finite number or an empty cell.",
                hint="leave the cell empty where there is no score.",
                where=_place(tree, cells, row),
            )


def _check_repeated(tree: Tree, cells: Cells) -> Iterator[Issue]:
    is_filled = np.zeros((cells.count, len(tree.hierarchy.nodes)), np.bool_)
    is_filled[cells.cases, cells.positions] = True
    if np.count_nonzero(is_filled) == cells.positions.size:
        return
    keys = cells.cases.astype(np.int64) * len(tree.hierarchy.nodes) + cells.positions
    order = np.argsort(keys, kind="stable")
    repeated = order[np.flatnonzero(np.diff(keys[order]) == 0) + 1]
    for row in repeated[:_MOST_ISSUES].tolist():
        yield Issue(
            code="duplicate-score",
            message="found one node of a case once more, expected it once.",
            hint="keep one of the rows.",
            where=_place(tree, cells, row),
        )


def _check_scored(tree: Tree, cells: Cells) -> Iterator[Issue]:
    if tree.scales is None:
        return
    is_inner = (cells.positions < tree.hierarchy.layout.inner_count) & ~np.isnan(cells.figures)
    for row in np.flatnonzero(is_inner)[:_MOST_ISSUES].tolist():
        yield Issue(
            code="result-without-scale",
            message=f"found a result for {tree.hierarchy.nodes[cells.positions[row]]!r}, which has children "
            "and no target scale.",
            hint="score it first, and roll scores up.",
            where=_place(tree, cells, row),
        )


def _check_applicable(tree: Tree, cells: Cells, figures: Floats) -> Iterator[Issue]:
    excused = cells.excused
    if excused is None:
        if not tree.excused:
            return
        excused = np.isin(cells.positions, [tree.hierarchy.positions[node] for node in tree.excused])
    for row in np.flatnonzero(excused & ~np.isnan(figures))[:_MOST_ISSUES].tolist():
        yield Issue(
            code="not-applicable-with-result",
            message=f"found {figures[row]} for a node that is said to be not applicable, expected one or the "
            "other.",
            hint="empty the cell, or let the node apply.",
            where=_place(tree, cells, row),
        )


def _place(tree: Tree, cells: Cells, row: int) -> Location:
    node = tree.hierarchy.nodes[cells.positions[row]]
    return Location(path=f"facts[{cells.describe(int(cells.cases[row]))}, {node!r}]")


def _scores(out: RollUp) -> Floats:
    return out.scores


def _coverage(out: RollUp) -> Floats:
    return out.coverage


def _low(out: RollUp) -> Floats:
    return out.low


def _high(out: RollUp) -> Floats:
    return out.high


_TAKE: Mapping[Figure, Callable[[RollUp], Floats]] = {
    Figure.SCORE: _scores,
    Figure.COVERAGE: _coverage,
    Figure.LOW: _low,
    Figure.HIGH: _high,
}
