"""The verbs: take down what is asked for, then hand the facts to the door of their engine."""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar, Unpack

from kpicascade.bulk.answer import Extent, Figure, Shape
from kpicascade.bulk.options import NO_POINTS, OptionNames, Options, Scales, Trees
from kpicascade.calc.exact import Number

Facts = TypeVar("Facts")


def roll_up(  # noqa: PLR0913 - one option each, all named
    hierarchy: Trees,
    facts: Facts,
    *,
    tree: str | None = None,
    case: str = "case",
    node: str = "node",
    score: str = "score",
    bounds: tuple[Number, Number] | None = None,
    adjustments: str | Mapping[str, Number] = NO_POINTS,
    not_applicable: str | Collection[str] = (),
    sentinels: Collection[float] = (),
    extent: Extent = Extent.INNER,
    figures: Iterable[Figure] = (Figure.SCORE,),
    shape: Shape = Shape.LONG,
) -> Facts:
    """Roll up scores where they are: in the caller's frame, query or cluster.

    Every (tree, case) of the facts is rolled up by itself, by the same code as `kpicascade.roll_up`, inside
    the engine that holds the facts. Frames of pandas, Polars and PyArrow (and others that narwhals knows as
    eager) are answered at once. Polars lazy frames, DuckDB relations, Dask frames and Spark frames are
    answered by one of the same kind that is still to be computed; of their rows nothing comes to the caller.

    Args:
        hierarchy: What is rolled up; or one for each id in the column `tree`.
        facts: One row a node and case (and tree). Null and NaN are missing; 0 is a score. A node with
            children has given scores, which win over its children. Other columns are left behind.
        tree: The column that says which organisation a row belongs to. Without it all rows are of one.
        case: The column that tells cases apart, such as periods.
        node: The column of nodes, as text.
        score: The column of scores.
        bounds: The lowest and the highest score of the scale; needed for `Missing.LOWEST`, and for
            `Figure.LOW` and `Figure.HIGH` where something is missing.
        adjustments: Points to add to nodes in every case; or the column that holds them, on the row of the
            node (whose score may be null).
        not_applicable: Nodes that are planned not to count in any case; or the column, true or false, that
            says so on the row of the node.
        sentinels: Numbers that stand for "missing" in the scores, such as -99.
        extent: Which nodes to answer for.
        figures: What to say of each node.
        shape: One row a node, or one column a node.

    Returns:
        A frame of the same kind as the facts, with the columns `tree`, `case` and `node` under the same
        names, and score, coverage, low and high as asked for; in the wide shape, with a column a node
        instead. Null (NaN in pandas and Dask) where there is no score. In memory, cases come out in order and
        nodes as in the hierarchy; a lazy engine promises no order of its rows.

    Raises:
        InvalidResultsError: Columns are missing or of an unusable type; at once. Nodes or trees that are not
            known, two rows for one node of a case, infinite scores, scores of what is not applicable, empty
            cases: at once for frames in memory, and when the work runs for others. Polars and Dask raise
            the same exception then; DuckDB and Spark raise their own, with its text inside.
        UnknownNameError: An option names a node that is in none of the hierarchies.
        ValueError: An option is of no use or cannot be carried to the engine; the message names it.
        TypeError: Likewise, or the facts are of a kind that is not known.

    >>> import pandas as pd
    >>> from kpicascade.hierarchy import Hierarchy, Link
    >>> index = Hierarchy.from_links([Link("index", "water", 60), Link("index", "air", 40)])
    >>> facts = pd.DataFrame({"case": [1, 1, 2], "node": ["water", "air", "air"], "score": [3.0, 4.0, 2.0]})
    >>> print(roll_up(index, facts).to_string(index=False))
     case  node  score
        1 index    3.4
        2 index    2.0
    """
    from kpicascade.bulk.doors import answer  # noqa: PLC0415 - narwhals and pyarrow load late

    options = Options(
        tree=tree,
        case=case,
        node=node,
        bounds=bounds,
        adjustments=adjustments,
        not_applicable=not_applicable,
        sentinels=sentinels,
        extent=extent,
        figures=figures,
        shape=shape,
    )
    return answer(hierarchy, None, facts, score, options)


def score_and_roll_up(
    hierarchy: Trees,
    scales: Scales,
    facts: Facts,
    *,
    result: str = "result",
    **options: Unpack[OptionNames],
) -> Facts:
    """Score results on their target scales and roll the scores up, where the results are.

    Args:
        hierarchy: As for `roll_up`.
        scales: One target scale a leaf, in the order of `hierarchy.leaves`; one table for each id in the
            column `tree` where there are several hierarchies.
        facts: One row a leaf and case (and tree), with a result in the unit of its scale. Null and NaN are
            missing.
        result: The column of results.
        options: Those of `roll_up`, save `score`; `sentinels` stand among the results.

    Returns:
        As `roll_up`; with `Extent.LEAVES` just the scores of the leaves.

    Raises:
        InvalidResultsError: As `roll_up`; and results of nodes that have children, which no scale can read.
        UnknownNameError: As `roll_up`.
        ValueError: As `roll_up`; and scales that are not as many as the leaves.
        TypeError: As `roll_up`.

    >>> import pandas as pd
    >>> from kpicascade.calc.scale import compile_scales
    >>> from kpicascade.hierarchy import Hierarchy, Link
    >>> index = Hierarchy.from_links([Link("index", "water", 60), Link("index", "air", 40)])
    >>> scales = compile_scales(
    ...     [[50, 9], [60, 8], [70, 7], [80, 6], [90, 5]], [[1], [2], [3], [4], [5]], is_falling=[False, True]
    ... )
    >>> facts = pd.DataFrame({"case": ["6M", "6M"], "node": ["water", "air"], "result": [75, 5]})
    >>> print(score_and_roll_up(index, scales, facts, extent=Extent.ALL).to_string(index=False))
    case  node  score
      6M index    4.1
      6M water    3.5
      6M   air    5.0
    """
    from kpicascade.bulk.doors import answer  # noqa: PLC0415 - narwhals and pyarrow load late

    return answer(hierarchy, scales, facts, result, Options(**options))
