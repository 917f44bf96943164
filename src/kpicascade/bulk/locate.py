"""Trees, cases and nodes of Arrow tables to numbers."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen
from numpy.typing import NDArray

from kpicascade.bulk.facts import CASE, NODE, TREE
from kpicascade.bulk.work import Tree, Work
from kpicascade.errors import InvalidResultsError, Issue, Location
from kpicascade.hierarchy.faults import suggest

POSITION = "position"

_MOST_ISSUES = 100

Numbers = NDArray[np.integer[Any]]


@frozen(kw_only=True, eq=False)
class Encoded:
    """A column as numbers of its distinct values, which are sorted."""

    codes: Numbers
    values: pa.Array


def encode(column: pa.ChunkedArray, name: str) -> Encoded:
    """Number the distinct values of a column that tells trees or cases apart.

    Raises:
        InvalidResultsError: Cells are empty.
    """
    if column.null_count:
        raise InvalidResultsError([blank_case(name)])
    encoded = _decoded(column).dictionary_encode().unify_dictionaries().combine_chunks()
    chunk = encoded if isinstance(encoded, pa.Array) else pa.concat_arrays(encoded.chunks)
    order = pc.sort_indices(chunk.dictionary).to_numpy()
    ranks = np.empty(order.size, np.int64)
    ranks[order] = np.arange(order.size)
    return Encoded(codes=ranks[chunk.indices.to_numpy()], values=chunk.dictionary.take(order))


def split_by_tree(table: pa.Table, work: Work) -> Iterator[tuple[Tree, pa.Table, NDArray[np.intp] | None]]:
    """Take the rows of each tree apart; where one tree serves all, they stay together.

    Yields:
        A tree, its rows, and where they stood (None for everywhere).

    Raises:
        InvalidResultsError: Trees are named that there is no hierarchy for.
    """
    if work.only is not None:
        yield work.only, table, None
        return
    encoded = encode(table[TREE], work.columns.tree or TREE)
    ids = encoded.values.to_pylist()
    unknown = [tree for tree in ids if tree not in work.trees]
    if unknown:
        raise InvalidResultsError(unknown_trees(unknown, work))
    if len(ids) == 1:
        yield work.trees[ids[0]], table, None
        return
    order = np.argsort(encoded.codes, kind="stable")
    counts = np.bincount(encoded.codes, minlength=len(ids))
    ends = np.cumsum(counts)
    for tree, start, end in zip(ids, ends - counts, ends, strict=True):
        rows = order[start:end]
        yield work.trees[tree], table.take(rows), rows


def find_positions(table: pa.Table, work: Work) -> NDArray[np.int32]:
    """Find where the node of each row stands in its hierarchy.

    Raises:
        InvalidResultsError: Nodes or trees are not known, or a cell is empty.
    """
    positions = np.empty(table.num_rows, np.int32)
    issues: list[Issue] = []
    for tree, rows, where in split_by_tree(table, work):
        nodes = _decoded(rows[NODE])
        found = pc.index_in(nodes, tree.names.cast(nodes.type))
        if found.null_count:
            unknown = pc.value_counts(nodes.filter(found.is_null()))
            issues += unknown_nodes(
                {cell["values"]: cell["counts"] for cell in unknown.to_pylist()}, tree, work
            )
        else:
            positions[slice(None) if where is None else where] = found.to_numpy()
    if issues:
        raise InvalidResultsError(issues)
    return positions


def blank_case(column: str) -> Issue:
    """Report cells that should say which tree or case a row belongs to."""
    return Issue(
        code="blank-case",
        message="found empty cells, expected the name of a tree or case in each.",
        hint="fill the cells in, or leave the rows out.",
        where=Location(path=f"facts.{column}"),
    )


def unknown_nodes(counts: dict[str | None, int], tree: Tree, work: Work) -> list[Issue]:
    """Report nodes that are not in a hierarchy, the first hundred one by one."""
    issues = [
        Issue(
            code="unknown-node",
            message=f"found {name!r} in {count} rows, expected a node of the hierarchy.",
            hint=suggest(name, tree.hierarchy.nodes) or "drop the rows, or add the node to the hierarchy.",
            where=Location(path=f"facts.{work.columns.node}"),
        )
        for name, count in list(counts.items())[:_MOST_ISSUES]
    ]
    return [*issues, *_say_rest(len(counts), work.columns.node, "unknown-node")]


def unknown_trees(names: list[object], work: Work) -> list[Issue]:
    """Report trees that there is no hierarchy for, the first hundred one by one."""
    known = [tree for tree in work.trees if isinstance(tree, str)]
    column = work.columns.tree or TREE
    issues = [
        Issue(
            code="unknown-tree",
            message=f"found {name!r}, expected the id of one of {len(work.trees)} hierarchies.",
            hint=suggest(name, known) or "drop the rows, or pass a hierarchy for them.",
            where=Location(path=f"facts.{column}"),
        )
        for name in names[:_MOST_ISSUES]
    ]
    return [*issues, *_say_rest(len(names), column, "unknown-tree")]


def number_cases(table: pa.Table, work: Work) -> tuple[Numbers, pa.Table]:
    """Number the cases of some rows.

    Returns:
        The number of each row's case, and the keys of the cases in order, one row a case.
    """
    keys = {name: encode(table[name], own) for name, own in work.columns.keys}
    case = keys[CASE]
    if TREE not in keys:
        return case.codes, pa.table({CASE: case.values})
    tree = keys[TREE]
    pairs, codes = np.unique(tree.codes * len(case.values) + case.codes, return_inverse=True)
    trees, cases = np.divmod(pairs, max(1, len(case.values)))
    return codes, pa.table({TREE: tree.values.take(trees), CASE: case.values.take(cases)})


def _say_rest(count: int, column: str, code: str) -> Iterator[Issue]:
    if count > _MOST_ISSUES:
        yield Issue(
            code=code,
            message=f"found {count - _MOST_ISSUES} more such names.",
            where=Location(path=f"facts.{column}"),
        )


def plain_type(kind: pa.DataType) -> pa.DataType:
    """Take categories as the values they stand for, and text in a form that can be looked up."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.large_string() if pa.types.is_string_view(kind) else kind


def _decoded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = plain_type(column.type)
    return column if kind == column.type else column.cast(kind)
