"""The nouns of a weighted hierarchy: a link with its weight, and how a node is made of its children."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from kpicascade.calc.aggregate import Aggregate, Missing, OwnAggregate
from kpicascade.calc.exact import Number
from kpicascade.calc.layout import Indices


@frozen
class Link:
    """One child of one parent, with its planned weight.

    The weight is kept as it was given, so that published figures are reckoned from the number as written.
    """

    parent: str
    child: str
    weight: Fraction | Decimal | int | float = 1


@frozen(kw_only=True, eq=False)
class LinkColumns:
    """Links as columns: names once, then numbers of names; not yet checked.

    `source` names the columns in issues, such as `links` or `edges`.
    """

    names: Sequence[object] | NDArray[np.object_]
    parents: Indices
    children: Indices
    written: Sequence[Number] | NDArray[np.float64]
    source: str = "links"


def _as_aggregate(aggregate: Aggregate | OwnAggregate | str) -> Aggregate | OwnAggregate:
    return Aggregate(aggregate) if isinstance(aggregate, str) else aggregate


def _as_missing(missing: Missing | str) -> Missing:
    return Missing(missing)


@frozen(kw_only=True)
class NodeSettings:
    """How a node's score is made of its children's.

    Below `min_coverage` (share of the planned weight that has a score) or `min_share` (share of the children
    that have a score, each counted once) the node has no score; at the threshold it has one. `cap` and
    `floor` limit the score after adjustments.

    Raises:
        ValueError: An aggregate or a policy is spelt as none is.
    """

    aggregate: Aggregate | OwnAggregate = field(default=Aggregate.WEIGHTED_MEAN, converter=_as_aggregate)
    missing: Missing = field(default=Missing.LEAVE_OUT, converter=_as_missing)
    min_coverage: Number = 0
    min_share: Number = 0
    cap: Number | None = None
    floor: Number | None = None


DEFAULT_SETTINGS = NodeSettings()


class Part(StrEnum):
    """What a row of a contribution stands for."""

    SCORE = "score"
    """The score of a leaf, a given score, or the score of a node with a user's own aggregate."""
    MISSING = "missing"
    """What a missing child was counted as."""
    ADJUSTMENT = "adjustment"
    """Points added to a node's own score."""
    CAP = "cap"
    """Points taken off because a node may not score more."""
    FLOOR = "floor"
    """Points put on because a node may not score less."""
