"""Laws of the scale kernel over random scales, held against the definition in fractions."""

from fractions import Fraction
from math import inf, isclose, nextafter

import numpy as np
import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from kpicascade.calc.engine import Engine
from kpicascade.calc.scale import compile_scales, score_results

MILLION = 1_000_000
FLOATS = st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 4))
WORTH = st.floats(0, 100, allow_nan=False)


@frozen(kw_only=True)
class Scale:
    cuts: tuple[float, ...]
    points: tuple[float, ...]
    is_falling: bool
    is_step: bool
    below: float | None

    def score(self, result: float, engine: Engine = Engine.NUMPY) -> float:
        table = compile_scales(
            np.array(self.cuts)[:, None],
            np.array(self.points)[:, None],
            below=np.nan if self.below is None else self.below,
            is_falling=self.is_falling,
            is_step=self.is_step,
        )
        return float(score_results(np.array([[result]]), table, engine=engine)[0, 0])

    def define(self, result: float) -> Fraction:
        """Score by the definition: the last level that is met, and a part of the way to the next."""
        sign = -1 if self.is_falling else 1
        met = [level for level, cut in enumerate(self.cuts) if sign * result >= sign * cut]
        if not met:
            return Fraction(self.points[0] if self.below is None else self.below)
        level = met[-1]
        if self.is_step or level == len(self.cuts) - 1:
            return Fraction(self.points[level])
        start, end = Fraction(self.cuts[level]), Fraction(self.cuts[level + 1])
        here, there = Fraction(self.points[level]), Fraction(self.points[level + 1])
        return here + (Fraction(result) - start) / (end - start) * (there - here)


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    is_falling = draw(st.booleans())
    cuts = sorted(draw(st.lists(FLOATS, min_size=1, max_size=7)), reverse=is_falling)
    even = [float(level + 1) for level in range(len(cuts))]
    points = draw(st.just(even) | st.lists(WORTH, min_size=len(cuts), max_size=len(cuts)).map(sorted))
    below = draw(st.none() | st.just(0.0))
    return Scale(
        cuts=tuple(cuts),
        points=tuple(points),
        is_falling=is_falling,
        is_step=draw(st.booleans()),
        below=below,
    )


def near(scale: Scale) -> st.SearchStrategy[float]:
    cuts = st.sampled_from(scale.cuts)
    beside = cuts.map(lambda cut: nextafter(cut, -inf)) | cuts.map(lambda cut: nextafter(cut, inf))
    return FLOATS | cuts | beside | st.floats(min(scale.cuts), max(scale.cuts))


def draw_million(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw five cut points of a million scales, rising and falling, some of which coincide."""
    rng = np.random.default_rng(seed)
    magnitudes = 10 ** rng.uniform(-3, 9, MILLION)
    cuts = rng.normal(size=MILLION) * magnitudes + np.cumsum(rng.random((5, MILLION)), axis=0) * magnitudes
    is_falling = rng.random(MILLION) < 0.4
    cuts = np.where(is_falling, -cuts, cuts)
    coincide = rng.random(MILLION) < 0.1
    cuts[2, coincide] = cuts[1, coincide]
    return cuts, is_falling, coincide


@given(scales(), st.data())
def test_a_score_is_what_the_definition_says(scale: Scale, data: st.DataObject) -> None:
    result = data.draw(near(scale))

    assert isclose(scale.score(result), scale.define(result), rel_tol=1e-12, abs_tol=1e-12)


@given(scales())
def test_a_cut_point_scores_exactly_the_last_level_it_meets(scale: Scale) -> None:
    for cut in scale.cuts:
        last = max(level for level, other in enumerate(scale.cuts) if other == cut)
        assert scale.score(cut) == scale.points[last]


@given(scales(), st.data())
def test_a_better_result_never_scores_lower(scale: Scale, data: st.DataObject) -> None:
    below_first = scale.points[0] if scale.below is None else min(scale.below, scale.points[0])
    worse, better = sorted([data.draw(near(scale)), data.draw(near(scale))], reverse=scale.is_falling)

    assert below_first <= scale.score(worse) <= scale.score(better) <= scale.points[-1]


@given(scales(), st.data())
def test_compiled_functions_give_the_same_score(scale: Scale, data: st.DataObject) -> None:
    pytest.importorskip("numba")
    result = data.draw(near(scale))

    assert scale.score(result, Engine.COMPILED) == scale.score(result)


@pytest.mark.parametrize("engine", [Engine.NUMPY, Engine.COMPILED])
def test_every_cut_point_of_a_million_scales_scores_exactly_its_level(engine: Engine) -> None:
    if engine is Engine.COMPILED:
        pytest.importorskip("numba")
    cuts, is_falling, coincide = draw_million(2569)
    table = compile_scales(cuts, np.arange(1.0, 6.0)[:, None], is_falling=is_falling)

    scores = score_results(cuts, table, engine=engine)

    expected = np.repeat(np.arange(1.0, 6.0)[:, None], MILLION, axis=1)
    expected[1, coincide] = 3.0
    assert np.array_equal(scores, expected)


def test_points_that_are_not_evenly_spaced_are_met_exactly_by_a_million_scales() -> None:
    cuts, is_falling, coincide = draw_million(17)
    points = np.cumsum(np.random.default_rng(18).random((5, MILLION)), axis=0)
    table = compile_scales(cuts, points, is_falling=is_falling, below=0.0)

    scores = score_results(cuts, table, engine=Engine.NUMPY)

    expected = points.copy()
    expected[1, coincide] = points[2, coincide]
    assert np.array_equal(scores, expected)
