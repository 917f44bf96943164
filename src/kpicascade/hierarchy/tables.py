"""Tables of links and of settings, and of scores, as columns; every fault with its row."""

from collections.abc import Callable, Collection, Iterator, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kpicascade.calc.aggregate import Aggregate, Missing
from kpicascade.errors import Issue, Location
from kpicascade.hierarchy.faults import suggest
from kpicascade.hierarchy.link import LinkColumns, NodeSettings

if TYPE_CHECKING:
    import pandas as pd

_EDGE_COLUMNS = ("parent", "child", "weight")
_NODE_COLUMNS = ("node", "aggregate", "missing", "min_coverage", "min_share", "cap", "floor")


def read_edges(edges: "pd.DataFrame", nodes: "pd.DataFrame | None" = None) -> tuple[LinkColumns, list[Issue]]:
    """Turn a table of links into columns; nodes of the second table that no link names come last.

    Returns:
        The columns, empty where they cannot be read, and the issues.
    """
    import pandas as pd  # noqa: PLC0415 - pandas loads late

    issues = list(_check_columns(edges, _EDGE_COLUMNS, required=_EDGE_COLUMNS, source="edges"))
    if issues:
        nothing = np.empty(0, np.intp)
        return LinkColumns(names=(), parents=nothing, children=nothing, written=()), issues
    parents, children = pd.Series(edges["parent"]), pd.Series(edges["child"])
    standing = (
        pd.Series(nodes["node"]) if nodes is not None and "node" in nodes.columns else children.iloc[:0]
    )
    count, heads = len(edges), _find_runs(parents)
    ids = pd.concat([parents.iloc[heads], children, standing], ignore_index=True)
    numbers, names = pd.factorize(ids, use_na_sentinel=False)
    columns = LinkColumns(
        names=np.asarray(names, np.object_),
        parents=np.repeat(numbers[: heads.size], np.diff(heads, append=count)).astype(np.intp),
        children=numbers[heads.size : heads.size + count].astype(np.intp),
        written=_written(edges["weight"].to_numpy()),
        source="edges",
    )
    return columns, issues


def read_nodes(nodes: "pd.DataFrame | None") -> tuple[dict[str, NodeSettings], list[Issue]]:
    """Turn a table of settings into settings by node, and report what cannot be read."""
    if nodes is None:
        return {}, []
    issues = list(_check_columns(nodes, _NODE_COLUMNS, required=("node",), source="nodes"))
    if "node" not in nodes.columns:
        return {}, issues
    settings: dict[str, NodeSettings] = {}
    present = [name for name in _NODE_COLUMNS[1:] if name in nodes.columns]
    cells = [nodes[name].tolist() for name in present]
    for row, node in enumerate(nodes["node"].tolist()):
        if node in settings:
            issues.append(_repeated_node(node, row))
        filled = {name: column[row] for name, column in zip(present, cells, strict=True)}
        settings[node], faults = _read_setting(filled, row)
        issues += faults
    return settings, issues


def is_empty(cell: object) -> bool:
    """Say whether a cell holds nothing: None, NaN or another mark of a missing value."""
    return (
        cell is None
        or (isinstance(cell, float) and isnan(cell))
        or type(cell).__name__ in {"NAType", "NaTType"}
    )


def _find_runs(names: "pd.Series[Any]") -> NDArray[np.intp]:
    """Find where each run of equal names starts: a table sorted by parent leaves few to look up."""
    differs = (names != names.shift()).fillna(value=True).to_numpy(np.bool_, copy=True)
    differs[:1] = True
    return np.flatnonzero(differs)


def _written(weights: NDArray[Any]) -> NDArray[np.float64] | Sequence[Any]:
    return weights.astype(np.float64) if weights.dtype.kind in "fiu" else weights.tolist()


def _check_columns(
    frame: "pd.DataFrame", known: Sequence[str], *, required: Collection[str], source: str
) -> Iterator[Issue]:
    for name in required:
        if name not in frame.columns:
            yield Issue(
                code="missing-column",
                message=f"found no column {name!r} in {source}, expected {', '.join(required)}.",
                hint=suggest(name, [str(column) for column in frame.columns]),
                where=Location(path=source),
            )
    for name in frame.columns:
        if name not in known:
            yield Issue(
                code="unknown-column",
                message=f"found the column {name!r} in {source}, expected {', '.join(known)}.",
                hint=suggest(name, known) or "drop it, or give it one of these names.",
                where=Location(path=source),
            )


def _repeated_node(node: object, row: int) -> Issue:
    return Issue(
        code="duplicate-node",
        message=f"found settings for {node!r} once more, expected them once.",
        hint="keep one of the rows.",
        where=Location(path=f"nodes[{row}].node"),
    )


def _read_setting(cells: dict[str, object], row: int) -> tuple[NodeSettings, list[Issue]]:
    readers: dict[str, Callable[[object], object]] = {
        "aggregate": lambda cell: cell if callable(cell) else _read_choice(cell, Aggregate),
        "missing": lambda cell: _read_choice(cell, Missing),
    }
    settings: dict[str, Any] = {}
    issues = []
    for name, cell in cells.items():
        if is_empty(cell):
            continue
        try:
            settings[name] = readers.get(name, _read_number)(cell)
        except ValueError as reason:
            issues.append(
                Issue(
                    code="unusable-setting",
                    message=f"found {cell!r}, expected {reason}.",
                    hint=suggest(cell, [*Aggregate] if name == "aggregate" else [*Missing]),
                    where=Location(path=f"nodes[{row}].{name}"),
                )
            )
    return NodeSettings(**settings), issues


def _read_choice(cell: object, choices: type[Aggregate] | type[Missing]) -> Aggregate | Missing:
    if isinstance(cell, str) and cell in list(choices):
        return choices(cell)
    raise ValueError(f"one of {', '.join(choices)}")


def _read_number(cell: object) -> object:
    if isinstance(cell, bool) or not isinstance(cell, int | float | np.number):
        raise ValueError("a number")  # noqa: TRY004 - a cell of the user's, reported as an issue
    return cell
