"""How child scores make a parent's score."""

from collections.abc import Callable, Mapping
from enum import StrEnum

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

Floats = NDArray[np.float64]

OwnAggregate = Callable[[Floats, Floats], Floats]
"""A user's own aggregate: (children x cases) scores and weights in, one score a case out.

A child that is left out has the score NaN and the weight 0. The result must lie between the lowest and the
highest child that counts and must not depend on the order of the children; NaN says "no score".
"""


class Aggregate(StrEnum):
    """The way in which a parent's score is made of its children's scores.

    A child with weight 0 never counts. A geometric mean, a harmonic mean or a product with a score of 0 is 0
    (their limit); with a negative score there is no score.
    """

    WEIGHTED_MEAN = "weighted_mean"
    """Σ w·s / Σ w."""
    GEOMETRIC = "geometric"
    """The weighted geometric mean, exp(Σ w·ln s / Σ w)."""
    HARMONIC = "harmonic"
    """The weighted harmonic mean, Σ w / Σ (w/s)."""
    MINIMUM = "minimum"
    """The lowest child; weights only say which children count."""
    MAXIMUM = "maximum"
    """The highest child; weights only say which children count."""
    PRODUCT = "product"
    """The product of the scores; weights only say which children count."""
    SUM = "sum"
    """The sum of the points, Σ s; weights only say which children count."""


class Missing(StrEnum):
    """What a parent makes of a child that has no score."""

    LEAVE_OUT = "leave_out"
    """Share its weight among its siblings; a parent without any scored child has no score."""
    ZERO = "zero"
    """Count it as 0 points."""
    LOWEST = "lowest"
    """Count it as the lowest score of the scale."""
    PROPAGATE = "propagate"
    """Give the parent no score."""


NON_NEGATIVE = frozenset({Aggregate.GEOMETRIC, Aggregate.HARMONIC, Aggregate.PRODUCT})
"""Aggregates that have no score where a child is negative."""


@frozen
class Recipe:
    """An aggregate in three steps, each on whole arrays.

    Attributes:
        prepare: Turn child scores into terms, in place; takes scores and weights, of one shape or
            broadcastable.
        combine: The ufunc that puts the terms together; it passes NaN on.
        neutral: The term that changes nothing, for children that are left out.
        finish: Make the score of the combined terms and the sum of the weights that counted.
    """

    prepare: Callable[[Floats, Floats], object]
    combine: np.ufunc
    neutral: float
    finish: Callable[[Floats, Floats], Floats]


def _weigh(scores: Floats, weights: Floats) -> None:
    np.multiply(scores, weights, out=scores)


def _weigh_logarithm(scores: Floats, weights: Floats) -> None:
    np.log(scores, out=scores)
    np.multiply(scores, weights, out=scores)


def _weigh_reciprocal(scores: Floats, weights: Floats) -> None:
    _blank_negative(scores, weights)
    np.abs(scores, out=scores)  # 1 / -0.0 would be minus infinity
    np.divide(weights, scores, out=scores)


def _blank_negative(scores: Floats, _: Floats) -> None:
    np.copyto(scores, np.nan, where=scores < 0)


def _leave(_: Floats, __: Floats) -> None:
    """Take the scores as terms."""


def _divide(terms: Floats, totals: Floats) -> Floats:
    return np.divide(terms, totals, out=terms)


def _divide_and_exponentiate(terms: Floats, totals: Floats) -> Floats:
    return np.exp(_divide(terms, totals), out=terms)


def _divide_totals(terms: Floats, totals: Floats) -> Floats:
    return np.divide(totals, terms, out=terms)


def _blank_unweighted(terms: Floats, totals: Floats) -> Floats:
    np.copyto(terms, np.nan, where=totals == 0)
    return terms


RECIPES: Mapping[Aggregate, Recipe] = {
    Aggregate.WEIGHTED_MEAN: Recipe(_weigh, np.add, 0.0, _divide),
    Aggregate.GEOMETRIC: Recipe(_weigh_logarithm, np.add, 0.0, _divide_and_exponentiate),
    Aggregate.HARMONIC: Recipe(_weigh_reciprocal, np.add, 0.0, _divide_totals),
    Aggregate.MINIMUM: Recipe(_leave, np.minimum, np.inf, _blank_unweighted),
    Aggregate.MAXIMUM: Recipe(_leave, np.maximum, -np.inf, _blank_unweighted),
    Aggregate.PRODUCT: Recipe(_blank_negative, np.multiply, 1.0, _blank_unweighted),
    Aggregate.SUM: Recipe(_leave, np.add, 0.0, _blank_unweighted),
}
"""How each aggregate is reckoned. Where no child counts, 0 / 0 gives NaN: no score."""
