"""The door for DuckDB relations: our kernel inside the query, one row of lists a tree and case."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
from duckdb import DuckDBPyRelation, list_type
from duckdb.sqltypes import DOUBLE, VARCHAR
from numpy.typing import NDArray

from kpicascade.bulk.answer import Shape
from kpicascade.bulk.facts import EXCUSED, FIGURE, NODE, POINTS, TREE, select_facts
from kpicascade.bulk.locate import POSITION, blank_case, unknown_nodes, unknown_trees
from kpicascade.bulk.reckon import Cells, reckon
from kpicascade.bulk.work import Tree, Work
from kpicascade.errors import InvalidResultsError, KpicascadeError

Floats = NDArray[np.float64]
Group = Mapping[Any, Any]

_UNKNOWN = "unknown"
_FAULT = "fault"
# DuckDB keeps an exception's text from the caller, so faults come as cells and are raised by the query.
_NO_FAULT = f"CASE WHEN {_FAULT} = '' THEN TRUE ELSE CAST(error({_FAULT}) AS BOOLEAN) END"


def roll_up_duckdb(facts: "nw.LazyFrame[Any]", work: Work) -> DuckDBPyRelation:
    """Roll up when the relation is fetched; the query stays a query.

    Keys travel as text and are cast back, so that none passes through another library's types.
    """
    selected: DuckDBPyRelation = select_facts(facts, work.columns).to_native()
    kinds = dict(zip(selected.columns, selected.types, strict=True))
    grouped = _group(selected, work)
    # Types are objects: names of types are understood only beside a connection of the caller's own.
    keys = {meaning: VARCHAR for meaning, _ in work.columns.keys}
    is_wide = work.shape is Shape.WIDE
    width = len(work.wide_nodes) if is_wide else len(work.figures)
    cell = DOUBLE if is_wide else list_type(DOUBLE)
    answers = {f"answer_{number}": cell for number in range(width)}
    mapped = grouped.map(
        partial(_roll_up, work=work, answers=tuple(answers)), schema={**keys, _FAULT: VARCHAR, **answers}
    )
    back = [f'CAST("{meaning}" AS {kinds[meaning]}) AS {_quoted(own)}' for meaning, own in work.columns.keys]
    if is_wide:
        names = [
            f"{answer} AS {_quoted(node)}" for answer, node in zip(answers, work.wide_nodes, strict=True)
        ]
        return mapped.query("mapped", f"SELECT {', '.join([*back, *names])} FROM mapped WHERE {_NO_FAULT}")  # noqa: S608 - quoted
    return _unnest(mapped, work, back, tuple(answers))


def _group(selected: DuckDBPyRelation, work: Work) -> DuckDBPyRelation:
    """Gather each case into one row of lists, with the positions of its nodes."""
    nodes = _tabulate(work, POSITION, only_kept=False)  # noqa: F841 - DuckDB finds it by its name
    keys = [f'CAST(facts."{meaning}" AS VARCHAR) AS "{meaning}"' for meaning, _ in work.columns.keys]
    # All lists of a group are filled in the same order, row by row.
    lists = [
        f'list("{name}") AS "{name}"'
        for name in (POSITION, FIGURE, POINTS, EXCUSED)
        if name == POSITION or name in work.columns.by_meaning
    ]
    on_tree = "" if work.only else f' AND CAST(facts."{TREE}" AS VARCHAR) = nodes."{TREE}"'
    return selected.query(
        "facts",
        f"""SELECT {", ".join([*keys, *lists])},
               list(facts."{NODE}") FILTER (WHERE "{POSITION}" IS NULL) AS {_UNKNOWN}
        FROM facts LEFT JOIN nodes ON facts."{NODE}" = nodes."{NODE}"{on_tree}
        GROUP BY ALL""",  # noqa: S608 - our own names
    )


def _unnest(
    mapped: DuckDBPyRelation, work: Work, keys: list[str], answers: tuple[str, ...]
) -> DuckDBPyRelation:
    """Give every node of a case a row of its own."""
    kept = _tabulate(work, "place", only_kept=True)  # noqa: F841 - DuckDB finds it by its name
    on_tree = "" if work.only else f' AND cells."{TREE}" = kept."{TREE}"'
    qualified = [key.replace('CAST("', 'CAST(cells."', 1) for key in keys]
    figures = [f"{answer} AS {figure}" for answer, figure in zip(answers, work.figures, strict=True)]
    own_keys = ", ".join(f'"{meaning}"' for meaning, _ in work.columns.keys)
    unnested = ", ".join(f"unnest({answer}) AS {answer}" for answer in answers)
    return mapped.query(
        "mapped",
        f"""SELECT {", ".join(qualified)}, kept."{NODE}" AS {_quoted(work.columns.node)}, {", ".join(figures)}
        FROM (
            SELECT {own_keys}, {unnested}, unnest(range(len({answers[0]}))) AS place
            FROM mapped WHERE {_NO_FAULT}
        ) AS cells
        JOIN kept ON cells.place = kept.place{on_tree}""",  # noqa: S608 - our own names
    )


def _tabulate(work: Work, column: str, *, only_kept: bool) -> pa.Table:
    """Number the nodes of every tree, or those that are kept."""
    tables = []
    for name, tree in [(None, work.only)] if work.only else [*work.trees.items()]:
        names = tree.names.take(pa.array(tree.kept)) if only_kept else tree.names
        columns = {NODE: names, column: pa.array(np.arange(len(names), dtype=np.int32))}
        trees = {} if work.only else {TREE: pa.repeat(pa.scalar(str(name)), len(names))}
        tables.append(pa.table({**trees, **columns}))
    return pa.concat_tables(tables)


def _roll_up(groups: pd.DataFrame, work: Work, answers: tuple[str, ...]) -> pd.DataFrame:
    """Roll up groups of lists; what DuckDB calls, some two thousand groups at a time."""
    keys = [meaning for meaning, _ in work.columns.keys]
    trees = {str(name): tree for name, tree in work.trees.items()}
    rows = []
    for group in groups.to_dict("records"):
        # A null key is None among text, NaN where a whole column is null.
        labels = [group[key] if isinstance(group[key], str) else "" for key in keys]
        try:
            rows.append([*labels, "", *_roll_up_group(group, work, trees)])
        except (KpicascadeError, ValueError) as fault:
            nothing = np.nan if work.shape is Shape.WIDE else np.array([np.nan])
            rows.append([*labels, str(fault), *[nothing] * len(answers)])
    return pd.DataFrame(rows, columns=[*keys, _FAULT, *answers])


def _roll_up_group(group: Group, work: Work, trees: Mapping[str, Tree]) -> list[Any]:
    """Give a list a figure, or a figure a node in the wide shape."""
    tree = _tree_of(group, work, trees)
    figures = reckon(tree, work, _read_group(group, tree, work))
    if work.shape is Shape.LONG:
        return [matrix[0] for matrix in figures.values()]
    (matrix,) = figures.values()
    wide = np.full(len(work.wide_nodes), np.nan)
    wide[work.wide_places(tree)] = matrix[0]
    return wide.tolist()


def _tree_of(group: Group, work: Work, trees: Mapping[str, Tree]) -> Tree:
    for meaning, own in work.columns.keys:
        if not isinstance(group[meaning], str):
            raise InvalidResultsError([blank_case(own)])
    if work.only:
        return work.only
    if group[TREE] not in trees:
        raise InvalidResultsError(unknown_trees([group[TREE]], work))
    return trees[group[TREE]]


def _read_group(group: Group, tree: Tree, work: Work) -> Cells:
    if isinstance(group[_UNKNOWN], np.ndarray):
        names, counts = np.unique(group[_UNKNOWN].astype(str), return_counts=True)
        found = dict(zip(names.tolist(), counts.tolist(), strict=True))
        raise InvalidResultsError(unknown_nodes(found, tree, work))
    positions = np.asarray(group[POSITION])
    label = ", ".join(repr(group[meaning]) for meaning, _ in work.columns.keys)
    return Cells(
        cases=np.zeros(positions.size, np.int64),
        positions=positions,
        figures=_floats(group[FIGURE]),
        points=_floats(group[POINTS]) if work.columns.points else None,
        excused=np.ma.filled(group[EXCUSED], fill_value=False).astype(np.bool_)
        if work.columns.excused
        else None,
        count=1,
        describe=lambda _: label,
    )


def _floats(cells: Any) -> Floats:  # noqa: ANN401 - an array, masked where DuckDB has nulls
    return np.asarray(np.ma.filled(np.ma.asarray(cells, np.float64), np.nan))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
