"""Which columns of the caller's facts mean what; checked before any work starts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

import narwhals as nw
from attrs import frozen

from kpicascade.errors import InvalidResultsError, Issue, Location
from kpicascade.hierarchy.faults import suggest

if TYPE_CHECKING:
    from typing import Any

_Frame = TypeVar("_Frame", nw.DataFrame["Any"], nw.LazyFrame["Any"])

TREE = "tree"
CASE = "case"
NODE = "node"
FIGURE = "figure"
POINTS = "points"
EXCUSED = "excused"


@frozen(kw_only=True)
class Columns:
    """The names of the columns of the facts; None for those that they do not have."""

    tree: str | None
    case: str
    node: str
    figure: str
    points: str | None
    excused: str | None

    @property
    def by_meaning(self) -> dict[str, str]:
        """The column of each meaning that is there."""
        pairs = {
            TREE: self.tree,
            CASE: self.case,
            NODE: self.node,
            FIGURE: self.figure,
            POINTS: self.points,
            EXCUSED: self.excused,
        }
        return {meaning: name for meaning, name in pairs.items() if name is not None}

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The columns that tell cases apart, by meaning."""
        return tuple((meaning, name) for meaning, name in self.by_meaning.items() if meaning in {TREE, CASE})


def select_facts(facts: _Frame, columns: Columns) -> _Frame:
    """Keep the columns that are needed under the names of their meanings, figures as 64-bit floats.

    Further columns of the facts are left behind.

    Raises:
        InvalidResultsError: Columns are missing or of a type that cannot hold what they should.
    """
    schema: nw.Schema = facts.collect_schema()
    issues = [*_check_columns(schema, columns)]
    if issues:
        raise InvalidResultsError(issues)
    numbers = {FIGURE, POINTS}
    return facts.select(
        (nw.col(name).cast(nw.Float64) if meaning in numbers else nw.col(name)).alias(meaning)
        for meaning, name in columns.by_meaning.items()
    )


def _check_columns(schema: nw.Schema, columns: Columns) -> Iterator[Issue]:
    for meaning, name in columns.by_meaning.items():
        if name not in schema:
            yield Issue(
                code="missing-column",
                message=f"found no column {name!r} in the facts, expected it to hold the {_SAYS[meaning]}.",
                hint=suggest(name, [*schema]) or f"the facts have {', '.join(schema)}.",
                where=Location(path="facts"),
            )
        elif not _fits(meaning, schema[name]):
            yield Issue(
                code="unusable-column",
                message=f"found {schema[name]} in the column {name!r}, expected {_HOLDS[meaning]}.",
                hint="cast it first; nothing is parsed in bulk.",
                where=Location(path=f"facts.{name}"),
            )


def _fits(meaning: str, dtype: nw.dtypes.DType) -> bool:
    if meaning in {FIGURE, POINTS}:
        return bool(dtype.is_numeric())
    if meaning == EXCUSED:
        return bool(dtype == nw.Boolean)
    if meaning == NODE:
        return dtype in {nw.String, nw.Categorical, nw.Enum, nw.Object}
    return True


_SAYS = {
    TREE: "tree",
    CASE: "case",
    NODE: "node",
    FIGURE: "score or result",
    POINTS: "points to add",
    EXCUSED: "nodes that are not applicable",
}
_HOLDS = {FIGURE: "numbers", POINTS: "numbers", EXCUSED: "true and false", NODE: "text"}
