"""Laws of target scales: a better result never scores lower, and a cut point scores exactly its point."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kpicascade.model.kpi import Direction, Kpi
from kpicascade.model.scale import Levels, Range, RangePoint, Ratio, Reading, Scale, ScoreRange
from kpicascade.model.text import Name
from kpicascade.scoring.target_scales import score_result

FIGURES = st.decimals(min_value=-(10**6), max_value=10**6, places=3)


@st.composite
def levels(draw: st.DrawFn, *, distinct: bool = False) -> Levels:
    """Draw cut points that rise or fall, coinciding at times, with even scores or scores of their own."""
    cuts = sorted(
        draw(st.lists(FIGURES, min_size=1, max_size=7, unique=distinct)), reverse=draw(st.booleans())
    )
    own = st.lists(st.decimals(1, 100, places=2), min_size=len(cuts), max_size=len(cuts), unique=True)
    return Levels(
        cuts=tuple(cuts),
        scores=tuple(sorted(draw(own))) if draw(st.booleans()) else (),
        reading=draw(st.sampled_from(Reading)),
        below=draw(st.none() | st.just(Decimal(0))),
    )


def score(scale: Scale, result: Decimal, *, direction: Direction = Direction.HIGHER) -> Fraction:
    kpi = Kpi(id="k", name=Name(en="k"), holder="u", scale=scale, direction=direction, target=Decimal(40))
    return score_result(kpi, result, ScoreRange())


@given(levels(), FIGURES, FIGURES)
def test_a_better_result_never_scores_lower(scale: Levels, one: Decimal, other: Decimal) -> None:
    falling = scale.cuts[-1] < scale.cuts[0]
    worse, better = sorted((one, other), reverse=falling)

    assert score(scale, worse) <= score(scale, better)


@given(levels(distinct=True))
def test_a_cut_point_scores_exactly_its_point(scale: Levels) -> None:
    count = len(scale.cuts)
    even = (
        [Fraction(1) + Fraction(4 * place, count - 1) for place in range(count)]
        if count > 1
        else [Fraction(5)]
    )
    worth = [Fraction(points) for points in scale.scores] or even

    assert [score(scale, cut) for cut in scale.cuts] == worth


@given(levels(), FIGURES)
def test_mirroring_cut_points_and_result_changes_nothing(scale: Levels, result: Decimal) -> None:
    mirrored = Levels(
        cuts=tuple(-cut for cut in scale.cuts), scores=scale.scores, reading=scale.reading, below=scale.below
    )

    assert score(scale, result) == score(mirrored, -result, direction=Direction.LOWER)


@given(one=st.decimals(0, 200, places=3), other=st.decimals(0, 200, places=3), less_is_better=st.booleans())
def test_a_ratio_never_punishes_the_better_result(
    *, one: Decimal, other: Decimal, less_is_better: bool
) -> None:
    scale = Ratio(
        levels=Levels(cuts=tuple(map(Decimal, (60, 80, 100, 120)))), target_over_result=less_is_better
    )
    worse, better = sorted((one, other), reverse=less_is_better)

    assert score(scale, worse) <= score(scale, better)


@given(st.lists(FIGURES, min_size=3, max_size=3, unique=True), FIGURES, FIGURES)
def test_a_range_rises_to_its_best_and_falls_from_it(
    results: list[Decimal], one: Decimal, other: Decimal
) -> None:
    left, best, right = sorted(results)
    points = ((left, 1), (best, 5), (right, 1))
    scale = Range(points=tuple(RangePoint(result=result, score=Decimal(worth)) for result, worth in points))
    low, high = sorted((one, other))

    assert score(scale, best) == 5
    if high <= best:
        assert score(scale, low) <= score(scale, high)
    if low >= best:
        assert score(scale, low) >= score(scale, high)
