"""Results to scores on target scales, with figures from published tables and by hand."""

import numpy as np
import pytest

from kpicascade.calc.engine import Engine
from kpicascade.calc.scale import compile_scales, score_results

NAN = float("nan")


def score(results: list[float], cuts: list[float], points: list[float], **options: object) -> list[float]:
    table = compile_scales(np.array(cuts)[:, None], np.array(points)[:, None], **options)  # type: ignore[arg-type]  # each test names its own
    scores: list[float] = score_results(np.array(results)[:, None], table)[:, 0].tolist()
    return scores


def test_a_rising_scale_scores_in_proportion_between_its_levels() -> None:
    scores = score([60, 65, 70, 90, 99, 50], [60, 70, 80, 85, 90], [1, 2, 3, 4, 5])

    assert scores == [1.0, 1.5, 2.0, 5.0, 5.0, 1.0]


def test_a_falling_scale_scores_lower_results_higher() -> None:
    scores = score([10, 7.5, 2, 0, 11], [10, 8, 6, 4, 2], [1, 2, 3, 4, 5], is_falling=True)

    assert scores == [1.0, 2.25, 5.0, 5.0, 1.0]


def test_a_step_scale_scores_the_last_level_met() -> None:
    scores = score([59.9, 60, 69.999, 70, 1e9], [60, 70, 80], [1, 2, 3], is_step=True, below=0.0)

    assert scores == [0.0, 1.0, 1.0, 2.0, 3.0]


def test_a_result_below_the_first_level_scores_what_the_scale_says() -> None:
    assert score([59.999999, 60], [60, 70, 80, 90, 100], [60, 70, 80, 90, 100], below=0.0) == [0.0, 60.0]


def test_levels_of_unequal_worth_are_met_exactly() -> None:
    assert score([1, 2, 3, 2.5], [1, 2, 3], [50, 70, 100]) == [50.0, 70.0, 100.0, 85.0]


def test_a_range_is_best_in_the_middle() -> None:
    assert score([0, 10, 15, 20, 30, 25], [0, 10, 20, 30], [1, 5, 5, 1]) == [1.0, 5.0, 5.0, 5.0, 1.0, 3.0]


def test_cut_points_that_coincide_are_met_together() -> None:
    assert score([4.9, 5.0, 5.1], [5, 5, 5], [1, 2, 3]) == [1.0, 3.0, 3.0]


def test_zero_cut_points_that_coincide_are_met_together() -> None:
    assert score([-1e-300, 0.0, 1e-300], [0, 0, 1], [1, 2, 3]) == [1.0, 2.0, 2.0]


def test_one_level_is_met_or_missed() -> None:
    assert score([9, 10, 11], [10], [5], below=1.0) == [1.0, 5.0, 5.0]


def test_one_level_without_a_score_below_it_is_always_scored() -> None:
    assert score([9, 10, NAN], [10], [5])[:2] == [5.0, 5.0]


def test_a_missing_result_has_no_score() -> None:
    scores = score([NAN, 3], [1, 2, 3], [50, 70, 100], below=0.0)

    assert np.isnan(scores[0])
    assert scores[1] == 100.0


def test_scales_with_fewer_levels_stand_beside_others() -> None:
    cuts = np.array([[60.0, 1.0], [70.0, 2.0], [80.0, NAN]])
    table = compile_scales(cuts, np.array([[1.0], [2.0], [3.0]]))

    assert score_results(np.array([[75.0, 9.0], [80.0, 1.5]]), table).tolist() == [[2.5, 2.0], [3.0, 1.5]]


def test_scores_are_written_where_the_caller_wants_them() -> None:
    table = compile_scales(np.array([[1.0], [5.0]]), np.array([[1.0], [5.0]]))
    memory = np.empty((2, 1))

    out = score_results(np.array([[2.0], [3.0]]), table, out=memory)

    assert out is memory
    assert memory.tolist() == [[2.0], [3.0]]


@pytest.mark.parametrize("engine", [Engine.NUMPY, Engine.COMPILED])
def test_large_tables_are_scored_block_by_block(engine: Engine) -> None:
    if engine is Engine.COMPILED:
        pytest.importorskip("numba")
    kpis = 40_000
    table = compile_scales(np.repeat([[0.0], [4.0]], kpis, axis=1), np.array([[1.0], [5.0]]))
    results = np.tile(np.arange(kpis) % 5, (30, 1)).astype(float)

    assert np.array_equal(score_results(results, table, engine=engine), results + 1)


@pytest.mark.parametrize(
    ("cuts", "points", "message"),
    [
        ([[1.0], [3.0], [2.0]], [[1.0], [2.0], [3.0]], "go both ways"),
        ([[1.0], [NAN], [2.0]], [[1.0], [2.0], [3.0]], "no gap"),
        ([[NAN], [1.0]], [[1.0], [2.0]], "at least one level"),
        ([[1.0], [np.inf]], [[1.0], [2.0]], "finite"),
        ([[1.0], [2.0]], [[1.0], [NAN]], "finite"),
    ],
)
def test_a_scale_that_contradicts_itself_is_refused(
    cuts: list[list[float]], points: list[list[float]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        compile_scales(np.array(cuts), np.array(points))


@pytest.mark.parametrize("engine", [Engine.NUMPY, Engine.COMPILED])
def test_the_last_float_before_cut_points_that_coincide_misses_them(engine: Engine) -> None:
    if engine is Engine.COMPILED:
        pytest.importorskip("numba")
    table = compile_scales(np.array([[1.0], [5.0], [5.0], [5.0]]), np.arange(1.0, 5.0)[:, None])
    results = np.array([[np.nextafter(5.0, 0)], [5.0]])

    scores = score_results(results, table, engine=engine)[:, 0].tolist()

    assert scores == pytest.approx([2.0, 4.0], abs=1e-12)


@pytest.mark.parametrize("engine", [Engine.NUMPY, Engine.COMPILED])
def test_an_infinite_result_is_refused_wherever_it_stands(engine: Engine) -> None:
    if engine is Engine.COMPILED:
        pytest.importorskip("numba")
    kpis = 40_000
    table = compile_scales(np.repeat([[0.0], [4.0]], kpis, axis=1), np.array([[1.0], [5.0]]))
    results = np.ones((13, kpis))
    results[12, -1] = -np.inf

    with pytest.raises(ValueError, match="infinite number in row 12"):
        score_results(results, table, engine=engine)
