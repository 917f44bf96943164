"""The nouns of a weighted hierarchy: a link with its weight, and how a node is made of its children."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from kpicascade.calc.aggregate import Aggregate, Missing
from kpicascade.calc.exact import Number

OwnAggregate = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]
"""A user's own aggregate: (children x cases) scores and weights in, one score a case out.

A child that is left out has the score NaN and the weight 0. The result must lie between the lowest and the
highest child that counts and must not depend on the order of the children; NaN says "no score".
"""


@frozen
class Link:
    """One child of one parent, with its planned weight.

    The weight is kept as it was given, so that published figures are reckoned from the number as written.
    """

    parent: str
    child: str
    weight: Fraction | Decimal | int | float = 1


@frozen(kw_only=True)
class NodeSettings:
    """How a node's score is made of its children's.

    Below `min_coverage` (share of the planned weight that has a score) or `min_share` (share of the children
    that have a score, each counted once) the node has no score; at the threshold it has one. `cap` and
    `floor` limit the score after adjustments.
    """

    aggregate: Aggregate | OwnAggregate = Aggregate.WEIGHTED_MEAN
    missing: Missing = Missing.LEAVE_OUT
    min_coverage: Number = 0
    min_share: Number = 0
    cap: Number | None = None
    floor: Number | None = None


DEFAULT_SETTINGS = NodeSettings()
