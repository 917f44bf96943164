"""With which weight each child stands in its parent's score."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from kpicascade.calc.aggregate import Aggregate
from kpicascade.calc.blocks import Block

Floats = NDArray[np.float64]


_SAME = 1e-12
"""Scores that differ by less, in proportion, are the same."""


def share(block: Block, scores: Floats, weights: Floats, made: Floats) -> Floats:
    """Give every child's actual weight, so that Σ weight·score is the parent's score.

    Args:
        block: The families.
        scores: children x cases; what is left out may be anything.
        weights: children x cases; planned weights, 0 for children that are left out.
        made: parents x cases; the parents' scores before adjustments and limits.

    Returns:
        children x cases. Means: the weights of a family add up to 1; a geometric mean weighs by w over the
        logarithmic mean of child and parent, a harmonic mean by w/s. Minimum and maximum: 1 for the first
        child that decides. Sum: 1 each. Product: the product of the other children over their number. 0 for
        children that are left out, in families without a score, and for a user's own aggregate, which cannot
        be taken apart.

    Source: M. Reinsdorf, W. Diewert, C. Ehemann, "Additive decompositions for Fisher, Törnqvist and
    geometric mean indexes", J. of Economic and Social Measurement 28 (2002), for the geometric mean; Euler's
    theorem on homogeneous functions for the product.
    """
    if not isinstance(block.rule.aggregate, Aggregate):
        return np.zeros_like(scores)
    outcome = block.spread(made)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        shares = _SHARES[block.rule.aggregate](block, np.where(weights > 0, scores, np.nan), weights, outcome)
    return np.where((weights > 0) & ~np.isnan(outcome), shares, 0.0)


def _normalise(block: Block, weights: Floats) -> Floats:
    totals = block.spread(_total(block, np.add, weights))
    np.copyto(totals, 1.0, where=totals == 0)
    shares: Floats = weights / totals
    return shares


def _total(block: Block, combine: np.ufunc, terms: Floats) -> Floats:
    return block.put_together(combine, terms, np.empty((block.parents.size, terms.shape[1])))


def _share_mean(block: Block, _: Floats, weights: Floats, __: Floats) -> Floats:
    return _normalise(block, weights)


def _share_geometric(block: Block, scores: Floats, weights: Floats, outcome: Floats) -> Floats:
    near = np.abs(scores - outcome) <= 1e-6 * outcome
    slope = np.where(near, (scores + outcome) / 2, (scores - outcome) / (np.log(scores) - np.log(outcome)))
    leaning = np.where(outcome == 0, weights * (scores == 0), weights / slope)
    return _normalise(block, np.where(weights > 0, leaning, 0.0))


def _share_harmonic(block: Block, scores: Floats, weights: Floats, outcome: Floats) -> Floats:
    leaning = np.where(outcome == 0, weights * (scores == 0), weights / scores)
    return _normalise(block, np.where(weights > 0, leaning, 0.0))


def _share_deciding(block: Block, scores: Floats, _: Floats, outcome: Floats) -> Floats:
    # Children that are equal in exact arithmetic may differ in the last bits: the first of them decides.
    equal = np.abs(scores - outcome) <= _SAME * (1 + np.abs(outcome))
    places = np.where(equal, block.edges[:, None].astype(np.float64), np.inf)
    first = block.spread(_total(block, np.minimum, places))
    deciding: Floats = (places == first).astype(np.float64)
    return deciding


def _share_product(block: Block, scores: Floats, weights: Floats, _: Floats) -> Floats:
    counts = weights > 0
    zero = counts & (scores == 0)
    others = np.where(counts & ~zero, scores, 1.0)
    product = block.spread(_total(block, np.multiply, others)) / others
    zeros = block.spread(_total(block, np.add, zero.astype(np.float64))) - zero
    number = block.spread(_total(block, np.add, counts.astype(np.float64)))
    return np.where(zeros > 0, 0.0, product) / number


def _share_sum(_: Block, scores: Floats, __: Floats, ___: Floats) -> Floats:
    return np.ones_like(scores)


_SHARES: Mapping[Aggregate, Callable[[Block, Floats, Floats, Floats], Floats]] = {
    Aggregate.WEIGHTED_MEAN: _share_mean,
    Aggregate.GEOMETRIC: _share_geometric,
    Aggregate.HARMONIC: _share_harmonic,
    Aggregate.MINIMUM: _share_deciding,
    Aggregate.MAXIMUM: _share_deciding,
    Aggregate.PRODUCT: _share_product,
    Aggregate.SUM: _share_sum,
}
