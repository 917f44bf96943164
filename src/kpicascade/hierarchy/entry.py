"""The one door to the roll-up of many cases, for arrays and for frames."""

from collections.abc import Collection
from typing import TYPE_CHECKING, overload

import numpy as np
from numpy.typing import NDArray

from kpicascade.calc.engine import Engine
from kpicascade.calc.exact import Number
from kpicascade.hierarchy.at_once import RollUp, roll_up_array
from kpicascade.hierarchy.cases import NO_FIGURES, Figures, Options
from kpicascade.hierarchy.structure import Hierarchy

if TYPE_CHECKING:
    import pandas as pd

    from kpicascade.hierarchy.framed import FramedRollUp


@overload
def roll_up(
    hierarchy: Hierarchy,
    scores: NDArray[np.float64],
    *,
    bounds: tuple[Number, Number] | None = ...,
    given: Figures = ...,
    adjustments: Figures = ...,
    not_applicable: Collection[str] | Figures = ...,
    sentinels: Collection[float] = ...,
    engine: Engine = ...,
) -> RollUp: ...


@overload
def roll_up(
    hierarchy: Hierarchy,
    scores: "pd.DataFrame",
    *,
    bounds: tuple[Number, Number] | None = ...,
    given: Figures = ...,
    adjustments: Figures = ...,
    not_applicable: Collection[str] | Figures = ...,
    sentinels: Collection[float] = ...,
    engine: Engine = ...,
) -> "FramedRollUp": ...


def roll_up(  # noqa: PLR0913 - one option each, all named
    hierarchy: Hierarchy,
    scores: "NDArray[np.float64] | pd.DataFrame",
    *,
    bounds: tuple[Number, Number] | None = None,
    given: Figures = NO_FIGURES,
    adjustments: Figures = NO_FIGURES,
    not_applicable: Collection[str] | Figures = (),
    sentinels: Collection[float] = (),
    engine: Engine = Engine.AUTO,
) -> "RollUp | FramedRollUp":
    """Roll up all cases at once: every node's score, from the scores of the leaves.

    Args:
        hierarchy: What is rolled up.
        scores: An array, one row a case and one column a leaf in the order of `hierarchy.leaves`; or a
            frame, one row a case and one column a node, where a node with children has given scores; or a
            frame with the columns case, node and score. NaN and None are missing; 0 is a score.
        bounds: The lowest and the highest score of the scale; needed for `Missing.LOWEST`, and for `low` and
            `high` where something is missing.
        given: Scores of nodes with children, by node, NaN where the node is to be rolled up. They win over
            the children.
        adjustments: Points to add to the own score of a node, by node, before its cap and floor; a node
            without a score takes none.
        not_applicable: Nodes that are planned not to count: left out under every policy, their weight not
            looked for in the coverage. Names, for all cases; or flags by node. A node all of whose children
            are not applicable is not applicable itself.
        sentinels: Numbers that stand for "missing" in the scores, such as -99.
        engine: Who does the arithmetic; all give the same scores.

    Returns:
        `RollUp`, with arrays, for an array; `FramedRollUp`, with frames, for a frame. A node's score lies
        between `low` and `high` if scores lie within the bounds, unless what is missing counts as less than
        the lowest, or leaves a node above it without a score (`propagate`, `min_coverage`, `min_share`), or
        a limit, an adjustment or another aggregate than a mean, a minimum or a maximum stands between.

    Raises:
        InvalidResultsError: A frame with cells that are no numbers, columns or nodes that are not known, or
            two scores for one node and case; every fault at once.
        UnknownNameError: An option names a node that is not in the hierarchy.
        ValueError: An array or an option has another shape than expected or holds an infinite number; bounds
            are needed or upside down; a node that is not applicable has a score.

    Source: S = Σ w·s / Σ w over the children that have a score.

    >>> from kpicascade.hierarchy import Hierarchy, Link
    >>> index = Hierarchy.from_links([Link("index", "water", 60), Link("index", "air", 40)])
    >>> out = roll_up(index, np.array([[3.0, 4.0], [5.0, np.nan]]), bounds=(1, 5))
    >>> out.scores[:, 0].tolist(), out.coverage[:, 0].tolist(), out.low[:, 0].tolist()
    ([3.4, 5.0], [1.0, 0.6], [3.4, 3.4])
    """
    options = Options(
        bounds=bounds,
        given=given,
        adjustments=adjustments,
        not_applicable=not_applicable,
        sentinels=sentinels,
        engine=engine,
    )
    if isinstance(scores, np.ndarray):
        return roll_up_array(hierarchy, scores, options)
    from kpicascade.hierarchy.framed import roll_up_frame  # noqa: PLC0415 - pandas loads late

    return roll_up_frame(hierarchy, scores, options)
