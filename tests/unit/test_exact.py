"""Rational arithmetic: numbers as written, aggregates by hand, one rounding, half up."""

from decimal import Decimal
from fractions import Fraction

import pytest

from kpicascade.calc.aggregate import Aggregate
from kpicascade.calc.exact import aggregate_exactly, as_written, round_half_up, share_exactly

ONES = [Fraction(1), Fraction(1)]


@pytest.mark.parametrize(
    ("number", "digits", "figure"),
    [
        (Fraction(8625, 1000), 2, "8.63"),
        (Fraction(-8625, 1000), 2, "-8.63"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(1, 400), 2, "0.00"),
        (Fraction(-1, 400), 2, "0.00"),
        (Fraction(15), -1, "2E+1"),
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(10**40 + 1, 2), 0, "5000000000000000000000000000000000000001"),
    ],
)
def test_a_half_is_rounded_away_from_zero(number: Fraction, digits: int, figure: str) -> None:
    assert str(round_half_up(number, digits)) == figure


@pytest.mark.parametrize(
    ("number", "fraction"),
    [(0.1, Fraction(1, 10)), (Decimal("2.50"), Fraction(5, 2)), (3, Fraction(3)), (1e22, Fraction(10**22))],
)
def test_a_number_is_taken_as_written(number: Decimal | float, fraction: Fraction) -> None:
    assert as_written(number) == fraction


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_not_finite_is_no_number(number: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        as_written(number)


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        (Aggregate.WEIGHTED_MEAN, Fraction(5)),
        (Aggregate.GEOMETRIC, Fraction(4)),
        (Aggregate.HARMONIC, Fraction(16, 5)),
        (Aggregate.MINIMUM, Fraction(2)),
        (Aggregate.MAXIMUM, Fraction(8)),
        (Aggregate.PRODUCT, Fraction(16)),
        (Aggregate.SUM, Fraction(10)),
    ],
)
def test_two_and_eight_are_put_together_as_by_hand(aggregate: Aggregate, expected: Fraction) -> None:
    assert aggregate_exactly(aggregate, [Fraction(2), Fraction(8)], ONES) == expected


@pytest.mark.parametrize("aggregate", [Aggregate.GEOMETRIC, Aggregate.HARMONIC, Aggregate.PRODUCT])
def test_a_zero_makes_a_geometric_or_harmonic_mean_or_a_product_zero(aggregate: Aggregate) -> None:
    assert aggregate_exactly(aggregate, [Fraction(0), Fraction(8)], ONES) == 0


@pytest.mark.parametrize("aggregate", [Aggregate.GEOMETRIC, Aggregate.HARMONIC, Aggregate.PRODUCT])
def test_a_negative_score_leaves_them_without_a_score(aggregate: Aggregate) -> None:
    assert aggregate_exactly(aggregate, [Fraction(-1), Fraction(8)], ONES) is None


@pytest.mark.parametrize("aggregate", list(Aggregate))
@pytest.mark.parametrize("scores", [(2, 8, 5), (0, 3, 3), (4, 4, 4), (0, 0, 1)])
def test_shares_times_scores_are_the_score(aggregate: Aggregate, scores: tuple[int, ...]) -> None:
    fractions = [Fraction(score) for score in scores]
    weights = [Fraction(6), Fraction(3), Fraction(1)]
    outcome = aggregate_exactly(aggregate, fractions, weights)
    assert outcome is not None

    shares = share_exactly(aggregate, fractions, weights, outcome)

    assert sum(share * score for share, score in zip(shares, fractions, strict=True)) == outcome


@pytest.mark.parametrize("aggregate", [Aggregate.WEIGHTED_MEAN, Aggregate.HARMONIC])
def test_the_shares_of_a_mean_add_up_to_one(aggregate: Aggregate) -> None:
    scores, weights = [Fraction(2), Fraction(8)], [Fraction(6), Fraction(3)]
    outcome = aggregate_exactly(aggregate, scores, weights)
    assert outcome is not None

    assert sum(share_exactly(aggregate, scores, weights, outcome)) == 1


def test_the_first_child_that_decides_a_minimum_has_all_its_weight() -> None:
    scores = [Fraction(5), Fraction(2), Fraction(2)]

    shares = share_exactly(Aggregate.MINIMUM, scores, [Fraction(1)] * 3, Fraction(2))

    assert shares == (Fraction(0), Fraction(1), Fraction(0))


def test_a_geometric_mean_is_weighted() -> None:
    found = aggregate_exactly(Aggregate.GEOMETRIC, [Fraction(1), Fraction(8)], [Fraction(2), Fraction(1)])

    assert found == 2
