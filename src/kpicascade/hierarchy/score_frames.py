"""Frames of scores to arrays; every fault with its place."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from attrs import field, frozen
from numpy.typing import NDArray

from kpicascade.errors import Issue, Location
from kpicascade.hierarchy.faults import suggest
from kpicascade.hierarchy.structure import Hierarchy

Floats = NDArray[np.float64]

_TIDY = ("case", "node", "score")


@frozen(kw_only=True, eq=False)
class ScoreArrays:
    """What a frame of scores holds.

    Attributes:
        cases: The labels of the cases.
        leaves: cases x leaves, NaN where missing.
        given: Scores of nodes with children, one a case, NaN where none is given.
    """

    cases: "pd.Index[Any]" = field(repr=False)
    leaves: Floats = field(repr=False)
    given: Mapping[str, Floats] = field(repr=False)


def read_scores(hierarchy: Hierarchy, frame: pd.DataFrame) -> tuple[ScoreArrays, list[Issue]]:
    """Read a frame that is tidy (columns case, node, score) or wide (one column a node).

    Returns:
        The scores, and the issues; with issues the scores are of no use.
    """
    if set(_TIDY) <= set(frame.columns):
        return _read_tidy(hierarchy, frame)
    return _read_wide(hierarchy, frame)


def _read_wide(hierarchy: Hierarchy, frame: pd.DataFrame) -> tuple[ScoreArrays, list[Issue]]:
    index = pd.Index(hierarchy.nodes)
    positions = index.get_indexer(pd.Index(frame.columns))
    issues = [
        _unknown(hierarchy, frame.columns[column], f"scores, column {column + 1}")
        for column in np.flatnonzero(positions < 0).tolist()
    ]
    repeated = frame.columns.duplicated()
    issues += [_repeated(name, "scores") for name in frame.columns[repeated].tolist()]
    scores, cell_issues = _read_matrix(frame)
    issues += cell_issues
    if issues:
        return _place(hierarchy, frame.index, np.empty((len(frame), 0)), np.empty(0, np.intp)), issues
    return _place(hierarchy, frame.index, scores, positions), issues


def _read_matrix(frame: pd.DataFrame) -> tuple[Floats, list[Issue]]:
    if all(isinstance(dtype, np.dtype) and dtype.kind in "fiu" for dtype in frame.dtypes):
        scores = frame.to_numpy(np.float64)
        names = [str(name) for name in frame.columns]
        return scores, [
            _unusable(float(scores[row, column]), f"scores[{row}].{names[column]}")
            for row, column in np.argwhere(np.isinf(scores)).tolist()
        ]
    read = [_read_column(frame.iloc[:, column], str(name)) for column, name in enumerate(frame.columns)]
    columns = [column for column, _ in read]
    return np.stack(columns, axis=1), [issue for _, issues in read for issue in issues]


def _read_tidy(hierarchy: Hierarchy, frame: pd.DataFrame) -> tuple[ScoreArrays, list[Issue]]:
    numbers, cases = pd.factorize(frame["case"])
    positions = pd.Index(hierarchy.nodes).get_indexer(pd.Index(frame["node"]))
    scores, issues = _read_column(frame["score"], "score")
    issues += [_extra(column) for column in frame.columns if column not in _TIDY]
    issues += [
        Issue(
            code="blank-case",
            message="found no case, expected the name of one.",
            hint="fill the cell in, or leave the row out.",
            where=Location(path=f"scores[{row}].case"),
        )
        for row in np.flatnonzero(numbers < 0).tolist()
    ]
    issues += [
        _unknown(hierarchy, frame["node"].iloc[row], f"scores[{row}].node")
        for row in np.flatnonzero(positions < 0).tolist()
    ]
    repeated = pd.DataFrame({"case": numbers, "node": positions}).duplicated().to_numpy() & (positions >= 0)
    issues += [
        _repeated(f"{frame['node'].iloc[row]} of {frame['case'].iloc[row]}", f"scores[{row}]")
        for row in np.flatnonzero(repeated).tolist()
    ]
    if issues:
        return _place(hierarchy, frame.index, np.empty((len(frame), 0)), np.empty(0, np.intp)), issues
    used, columns = np.unique(positions, return_inverse=True)
    matrix = np.full((len(cases), used.size), np.nan)
    matrix[numbers, columns] = scores
    return _place(hierarchy, pd.Index(cases, name="case"), matrix, used), issues


def _extra(column: object) -> Issue:
    return Issue(
        code="unknown-column",
        message=f"found the column {column!r} beside {', '.join(_TIDY)}.",
        hint="drop it, or leave one of the three out where each column is a node.",
        where=Location(path="scores"),
    )


def _place(
    hierarchy: Hierarchy, cases: "pd.Index[Any]", scores: Floats, positions: NDArray[np.intp]
) -> ScoreArrays:
    """Put columns where their leaves stand; those of nodes with children are given."""
    inner_count = hierarchy.layout.inner_count
    leaves = np.full((len(cases), len(hierarchy.leaves)), np.nan)
    of_leaves = positions >= inner_count
    leaves[:, positions[of_leaves] - inner_count] = scores[:, of_leaves]
    inner = np.flatnonzero(~of_leaves & (positions >= 0))
    given = {hierarchy.nodes[int(positions[column])]: scores[:, column] for column in inner.tolist()}
    return ScoreArrays(cases=cases, leaves=leaves, given=given)


def _read_column(column: "pd.Series[Any]", name: str) -> tuple[Floats, list[Issue]]:
    """Turn cells into floats, NaN where empty; anything else than a finite number is an issue."""
    scores = np.full(len(column), np.nan)
    issues = []
    for row, cell in enumerate(column.tolist()):
        if pd.isna(cell):
            continue
        is_number = isinstance(cell, int | float | np.number) and not isinstance(cell, bool | np.bool_)
        if is_number and np.isfinite(float(cell)):
            scores[row] = float(cell)
        else:
            issues.append(_unusable(cell, f"scores[{row}].{name}"))
    return scores, issues


def _unusable(cell: object, place: str) -> Issue:
    return Issue(
        code="unusable-score",
        message=f"found {cell!r}, expected a finite number or an empty cell.",
        hint="leave the cell empty where there is no score.",
        where=Location(path=place),
    )


def _unknown(hierarchy: Hierarchy, name: object, place: str) -> Issue:
    return Issue(
        code="unknown-node",
        message=f"found scores for {name!r}, expected a node of the hierarchy.",
        hint=suggest(name, hierarchy.nodes) or "drop the scores, or add the node to the hierarchy.",
        where=Location(path=place),
    )


def _repeated(name: object, place: str) -> Issue:
    return Issue(
        code="duplicate-score",
        message=f"found scores for {name!r} once more, expected them once.",
        hint="keep one of them.",
        where=Location(path=place),
    )
