"""Rational arithmetic for published figures: aggregates without rounding, then one rounding, half up.

A float sum depends on the order of its terms, and a tie such as 8.625 is decided by whatever the last bit
happens to be. A `Fraction` has neither fault. Numbers are taken as written: 0.1 is one tenth, not the
nearest binary float.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from math import isfinite, prod

from kpicascade.calc.aggregate import Aggregate

Number = Fraction | Decimal | int | float
_Fractions = Sequence[Fraction]

_WORKING_DIGITS = 70
_KEPT_DIGITS = 50
_NON_NEGATIVE = frozenset({Aggregate.GEOMETRIC, Aggregate.HARMONIC, Aggregate.PRODUCT})


def as_written(number: Number) -> Fraction:
    """Turn a number into the fraction that its shortest decimal form names.

    Args:
        number: A finite number; a float stands for the decimal that `repr` prints.

    Raises:
        ValueError: The number is not finite.

    >>> as_written(0.1)
    Fraction(1, 10)
    >>> as_written(Decimal("8.625"))
    Fraction(69, 8)
    """
    if isinstance(number, Fraction):
        return number
    if isinstance(number, float):
        if not isfinite(number):
            raise ValueError(f"{number!r} is no number to reckon with: expected a finite one.")
        return Fraction(Decimal(repr(float(number))))
    return Fraction(number)


def round_half_up(number: Fraction, digits: int) -> Decimal:
    """Round once to a number of decimal places, a half away from zero, as Excel does.

    Args:
        number: The exact figure.
        digits: Decimal places to keep; negative for tens and hundreds.

    Source: a published Thai award table prints 57.5 % of 15 = 8.625 as 8.63.

    >>> round_half_up(Fraction(69, 8), 2)
    Decimal('8.63')
    >>> round_half_up(Fraction(-69, 8), 2)
    Decimal('-8.63')
    """
    scaled = abs(number) * Fraction(10) ** digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    figures = tuple(int(figure) for figure in str(whole))
    return Decimal((int(number < 0 < whole), figures, -digits))


def aggregate_exactly(aggregate: Aggregate, scores: _Fractions, weights: _Fractions) -> Fraction | None:
    """Make a parent's score of its children's, without rounding.

    Args:
        aggregate: The way in which the scores are put together.
        scores: The scores that count, at least one.
        weights: Their weights, all positive.

    Returns:
        The parent's score; None where a geometric mean, a harmonic mean or a product meets a negative
        score. A zero makes these three zero. A geometric mean is seldom rational: it is reckoned to 70
        digits and kept to 50, so that one with a short decimal form is exact.
    """
    if aggregate in _NON_NEGATIVE and min(scores) < 0:
        return None
    return _MAKE[aggregate](scores, weights)


def share_exactly(
    aggregate: Aggregate, scores: _Fractions, weights: _Fractions, outcome: Fraction
) -> tuple[Fraction, ...]:
    """Say with which weight each child stands in its parent's score, so that Σ weight·score is that score.

    Args:
        aggregate: The way in which the scores were put together.
        scores: The scores that counted, at least one.
        weights: Their planned weights, all positive.
        outcome: What `aggregate_exactly` made of them.

    Returns:
        One weight a child. Means: they add up to 1; a geometric mean weighs by w over the logarithmic mean
        of child and parent, a harmonic mean by w/s. Minimum and maximum: 1 for the first child that
        decides. Sum: 1 each.
        Product: the product of the other children, divided by their number.

    Source: M. Reinsdorf, W. Diewert, C. Ehemann, "Additive decompositions for Fisher, Törnqvist and
    geometric mean indexes", J. of Economic and Social Measurement 28 (2002), for the geometric mean;
    Euler's theorem on homogeneous functions for the product.
    """
    if aggregate in _NON_NEGATIVE - {Aggregate.PRODUCT} and 0 in scores:
        return _normalised([weight * (score == 0) for weight, score in zip(weights, scores, strict=True)])
    return _SHARE[aggregate](scores, weights, outcome)


def _dot(left: _Fractions, right: _Fractions) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True)), Fraction(0))


def _normalised(weights: _Fractions) -> tuple[Fraction, ...]:
    total = sum(weights, Fraction(0))
    return tuple(weight / total for weight in weights)


def _products_of_others(scores: _Fractions) -> tuple[Fraction, ...]:
    count = len(scores)
    before, after = [Fraction(1)] * count, [Fraction(1)] * count
    for place in range(1, count):
        before[place] = before[place - 1] * scores[place - 1]
        after[-place - 1] = after[-place] * scores[-place]
    return tuple(left * right / count for left, right in zip(before, after, strict=True))


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _weighted_mean(scores: _Fractions, weights: _Fractions) -> Fraction:
    return _dot(weights, scores) / sum(weights, Fraction(0))


def _geometric_mean(scores: _Fractions, weights: _Fractions) -> Fraction:
    if 0 in scores:
        return Fraction(0)
    shares = _normalised(weights)
    with localcontext(Context(prec=_WORKING_DIGITS)):
        terms = (_decimal(share) * _decimal(score).ln() for score, share in zip(scores, shares, strict=True))
        return Fraction(Context(prec=_KEPT_DIGITS).plus(sum(terms, Decimal(0)).exp()))


def _harmonic_mean(scores: _Fractions, weights: _Fractions) -> Fraction:
    if 0 in scores:
        return Fraction(0)
    return sum(weights, Fraction(0)) / _dot(weights, [1 / score for score in scores])


def _deciding_share(scores: _Fractions, outcome: Fraction) -> tuple[Fraction, ...]:
    deciding = scores.index(outcome)
    return tuple(Fraction(int(place == deciding)) for place in range(len(scores)))


def _harmonic_shares(scores: _Fractions, weights: _Fractions) -> tuple[Fraction, ...]:
    return _normalised([weight / score for weight, score in zip(weights, scores, strict=True)])


def _geometric_shares(scores: _Fractions, weights: _Fractions, outcome: Fraction) -> tuple[Fraction, ...]:
    """Weigh each child by w over the logarithmic mean of child and parent; the largest takes the rest."""
    with localcontext(Context(prec=_WORKING_DIGITS)):
        leaning = [
            weight / _logarithmic_mean(score, outcome) for score, weight in zip(scores, weights, strict=True)
        ]
    shares = list(_normalised(leaning))
    largest = max(range(len(shares)), key=shares.__getitem__)
    shares[largest] += (outcome - _dot(shares, scores)) / scores[largest]
    return tuple(shares)


def _logarithmic_mean(left: Fraction, right: Fraction) -> Fraction:
    """Give (a - b) / (ln a - ln b), which is a where both are (nearly) the same."""
    if abs(left - right) <= right / 10**20:
        return left
    return (left - right) / Fraction(_decimal(left).ln() - _decimal(right).ln())


_MAKE: Mapping[Aggregate, Callable[[_Fractions, _Fractions], Fraction]] = {
    Aggregate.WEIGHTED_MEAN: _weighted_mean,
    Aggregate.GEOMETRIC: _geometric_mean,
    Aggregate.HARMONIC: _harmonic_mean,
    Aggregate.MINIMUM: lambda scores, _: min(scores),
    Aggregate.MAXIMUM: lambda scores, _: max(scores),
    Aggregate.PRODUCT: lambda scores, _: prod(scores, start=Fraction(1)),
    Aggregate.SUM: lambda scores, _: sum(scores, Fraction(0)),
}

_SHARE: Mapping[Aggregate, Callable[[_Fractions, _Fractions, Fraction], tuple[Fraction, ...]]] = {
    Aggregate.WEIGHTED_MEAN: lambda _, weights, __: _normalised(weights),
    Aggregate.GEOMETRIC: _geometric_shares,
    Aggregate.HARMONIC: lambda scores, weights, _: _harmonic_shares(scores, weights),
    Aggregate.MINIMUM: lambda scores, _, outcome: _deciding_share(scores, outcome),
    Aggregate.MAXIMUM: lambda scores, _, outcome: _deciding_share(scores, outcome),
    Aggregate.PRODUCT: lambda scores, _, __: _products_of_others(scores),
    Aggregate.SUM: lambda scores, _, __: tuple(Fraction(1) for _ in scores),
}
