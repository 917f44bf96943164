"""The roll-up by hand-reckoned examples: missing children, settings, options, arrays and frames."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from kpicascade.calc.aggregate import Aggregate, Missing
from kpicascade.calc.engine import Engine
from kpicascade.calc.scale import compile_scales
from kpicascade.errors import InvalidResultsError, UnknownNameError
from kpicascade.hierarchy import (
    Hierarchy,
    Link,
    NodeSettings,
    Part,
    RollUp,
    roll_up,
    roll_up_exact,
    roll_up_results,
)
from kpicascade.hierarchy.cases import Options

NAN = float("nan")
BOUNDS = (1, 5)
THREE = [Link("top", "a", 0.6), Link("top", "b", 0.3), Link("top", "c", 0.1)]


def top_of(setting: NodeSettings, scores: list[float], **options: object) -> float:
    hierarchy = Hierarchy.from_links(THREE, settings={"top": setting})
    out: RollUp = roll_up(hierarchy, np.array([scores]), bounds=BOUNDS, **options)  # type: ignore[call-overload]  # each test names its own
    return round(float(out.scores[0, 0]), 12)


def index(**settings: NodeSettings) -> Hierarchy:
    links = [
        Link("top", "left", 2),
        Link("top", "right", 1),
        Link("left", "x"),
        Link("left", "y"),
        Link("right", "z"),
    ]
    return Hierarchy.from_links(links, settings=settings)


def total_of(out: RollUp) -> NDArray[np.float64]:
    rows = out.contributions("top")
    return np.asarray((rows.weights * rows.scores).sum(axis=1))


def test_the_weight_of_a_missing_child_is_shared_in_proportion() -> None:
    out = roll_up(Hierarchy.from_links(THREE), np.array([[3.0, 4.0, NAN]]))

    assert np.round(out.actual_weights, 3).tolist() == [[0.667, 0.333, 0.0]]
    assert out.planned_weights.tolist() == pytest.approx([0.6, 0.3, 0.1])


def test_an_empty_sub_tree_leaves_its_parent_to_the_others() -> None:
    out = roll_up(index(), np.array([[NAN, NAN, 4.0]]), bounds=BOUNDS)

    assert out.scores[0, 0] == 4.0
    assert out.coverage[0, 0] == pytest.approx(1 / 3)
    assert (out.low[0, 0], out.high[0, 0]) == (pytest.approx(2), pytest.approx(14 / 3))


def test_zero_total_weight_is_no_score() -> None:
    hierarchy = Hierarchy.from_links([Link("top", "a", 0), Link("top", "b", 0)])

    out = roll_up(hierarchy, np.array([[3.0, 4.0]]))

    assert np.isnan(out.scores[0, 0])
    assert out.coverage[0, 0] == 0


def test_a_child_without_weight_never_matters() -> None:
    hierarchy = Hierarchy.from_links(
        [Link("top", "a"), Link("top", "b", 0)], settings={"top": NodeSettings(aggregate=Aggregate.MINIMUM)}
    )

    assert roll_up(hierarchy, np.array([[3.0, 1.0]])).scores[0, 0] == 3.0


@pytest.mark.parametrize(
    ("missing", "none", "some", "every"),
    [
        (Missing.LEAVE_OUT, 3.4, 10 / 3, NAN),
        (Missing.ZERO, 3.4, 3.0, 0.0),
        (Missing.LOWEST, 3.4, 3.1, 1.0),
        (Missing.PROPAGATE, 3.4, NAN, NAN),
    ],
)
def test_every_missing_policy_does_what_it_says(
    missing: Missing, none: float, some: float, every: float
) -> None:
    setting = NodeSettings(missing=missing)

    found = [top_of(setting, scores) for scores in ([3.0, 4.0, 4.0], [3.0, 4.0, NAN], [NAN] * 3)]

    assert found == pytest.approx([none, some, every], nan_ok=True)


@pytest.mark.parametrize("missing", list(Missing))
def test_a_child_that_is_not_applicable_is_left_out_under_every_policy(missing: Missing) -> None:
    hierarchy = Hierarchy.from_links(THREE, settings={"top": NodeSettings(missing=missing)})

    out = roll_up(hierarchy, np.array([[3.0, 4.0, NAN]]), bounds=BOUNDS, not_applicable=["c"])

    assert out.scores[0, 0] == pytest.approx(10 / 3)
    assert out.coverage[0].tolist() == [1.0, 1.0, 1.0, 0.0]
    assert out.low[0, 0] == out.high[0, 0] == pytest.approx(10 / 3)


def test_a_child_may_be_not_applicable_in_some_cases_only() -> None:
    scores = np.array([[3.0, 4.0, NAN], [3.0, 4.0, NAN]])

    out = roll_up(Hierarchy.from_links(THREE), scores, not_applicable={"c": [True, False]})

    assert out.coverage[:, 0].tolist() == [1.0, pytest.approx(0.9)]


def test_a_parent_of_nothing_applicable_is_not_applicable_itself() -> None:
    hierarchy = index(top=NodeSettings(missing=Missing.ZERO))

    out = roll_up(hierarchy, np.array([[NAN, NAN, 4.0]]), not_applicable=["x", "y"])

    assert out.scores[0, 0] == 4.0


def test_missing_zero_and_not_applicable_stay_different() -> None:
    scores = np.array([[2.0, NAN], [2.0, 0.0], [2.0, NAN]])
    hierarchy = Hierarchy.from_links([Link("top", "a"), Link("top", "b")])

    out = roll_up(hierarchy, scores, not_applicable={"b": [False, False, True]})

    assert out.scores[:, 0].tolist() == [2.0, 1.0, 2.0]
    assert out.coverage[:, 0].tolist() == [0.5, 1.0, 1.0]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        (NodeSettings(min_coverage=0.9), 10 / 3),
        (NodeSettings(min_coverage=0.91), NAN),
        (NodeSettings(min_share=0.6), 10 / 3),
        (NodeSettings(min_share=0.67), NAN),
        (NodeSettings(cap=3), 3.0),
        (NodeSettings(floor=3.5), 3.5),
    ],
)
def test_thresholds_are_strict_and_limits_hold(setting: NodeSettings, expected: float) -> None:
    assert top_of(setting, [3.0, 4.0, NAN]) == pytest.approx(expected, nan_ok=True)


def test_a_threshold_that_floats_just_miss_is_met() -> None:
    links = [Link("top", name, weight) for name, weight in (("a", 0.1), ("b", 0.2), ("c", 0.3), ("d", 0.4))]
    hierarchy = Hierarchy.from_links(links, settings={"top": NodeSettings(min_coverage=0.6)})

    assert roll_up(hierarchy, np.array([[3.0, 3.0, 3.0, NAN]])).scores[0, 0] == pytest.approx(3)


def test_a_given_score_wins_and_its_children_do_not_contribute() -> None:
    out = roll_up(index(), np.array([[1.0, 2.0, 4.0]]), given={"left": 5.0})

    assert out.scores[0, 0] == pytest.approx(14 / 3)
    assert out.coverage[0, 1] == 1.0
    assert out.contributions("top").sources == ("left", "z")


def test_points_are_added_before_the_limits_and_not_where_there_is_no_score() -> None:
    hierarchy = index(left=NodeSettings(cap=2))
    scores = np.array([[1.0, 2.0, 4.0], [NAN, NAN, 4.0]])

    out = roll_up(hierarchy, scores, adjustments={"left": 1, "z": [-0.5, 0]})

    assert out.scores[:, out.hierarchy.position("left")].tolist()[0] == 2.0
    assert np.isnan(out.scores[1, out.hierarchy.position("left")])
    assert out.contributions("top").parts == (
        Part.ADJUSTMENT,
        Part.CAP,
        Part.SCORE,
        Part.SCORE,
        Part.SCORE,
        Part.ADJUSTMENT,
    )
    assert total_of(out) == pytest.approx(out.scores[:, 0])


def test_sentinels_are_missing() -> None:
    out = roll_up(Hierarchy.from_links(THREE), np.array([[3.0, 4.0, -99.0]]), sentinels=[-99])

    assert out.scores[0, 0] == pytest.approx(10 / 3)


def test_the_child_that_decides_is_named() -> None:
    hierarchy = index(
        top=NodeSettings(aggregate=Aggregate.MINIMUM), left=NodeSettings(aggregate=Aggregate.MAXIMUM)
    )

    rows = roll_up(hierarchy, np.array([[1.0, 3.0, 4.0]])).contributions("top")

    assert (rows.sources, (rows.weights * rows.scores).tolist()) == (("y",), [[3.0]])


def test_of_children_that_tie_the_first_decides() -> None:
    hierarchy = Hierarchy.from_links(THREE, settings={"top": NodeSettings(aggregate=Aggregate.MAXIMUM)})

    rows = roll_up(hierarchy, np.array([[3.0, 4.0, 4.0]])).contributions("top")

    assert rows.sources == ("b",)


def test_what_a_missing_child_counts_as_is_a_row_of_its_own() -> None:
    hierarchy = Hierarchy.from_links(THREE, settings={"top": NodeSettings(missing=Missing.LOWEST)})

    rows = roll_up(hierarchy, np.array([[3.0, 4.0, NAN]]), bounds=BOUNDS).contributions("top")

    assert rows.parts == (Part.SCORE, Part.SCORE, Part.MISSING)
    assert (rows.weights * rows.scores)[0].tolist() == pytest.approx([1.8, 1.2, 0.1])


def test_a_child_shared_by_two_parents_contributes_over_both_ways() -> None:
    links = [Link("top", "a"), Link("top", "b"), Link("a", "kpi"), Link("b", "kpi"), Link("b", "other")]

    rows = roll_up_exact(Hierarchy.from_links(links), {"kpi": 4, "other": 2}).contributions("top")

    assert {row.source: row.weight for row in rows} == {"kpi": Fraction(3, 4), "other": Fraction(1, 4)}


def median(scores: NDArray[np.float64], _: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.nanmedian(scores, axis=0))


def test_an_own_aggregate_is_called_with_what_counts() -> None:
    hierarchy = index(left=NodeSettings(aggregate=median))

    out = roll_up(hierarchy, np.array([[1.0, 2.0, 4.0], [NAN, 2.0, 4.0], [NAN, NAN, 4.0]]))

    assert out.scores[:, out.hierarchy.position("left")].tolist() == pytest.approx(
        [1.5, 2.0, NAN], nan_ok=True
    )
    assert total_of(out) == pytest.approx(out.scores[:, 0])
    assert roll_up_exact(hierarchy, {"x": 1, "y": 2, "z": 4}).score("left") == Fraction(3, 2)


@pytest.mark.parametrize(
    ("own", "message"),
    [
        (lambda scores, _: np.nanmax(scores, axis=0) + 1, "expected a score between them"),
        (lambda scores, _: scores, "expected"),
    ],
)
def test_an_own_aggregate_that_breaks_its_laws_is_refused(own: object, message: str) -> None:
    hierarchy = index(left=NodeSettings(aggregate=own))  # type: ignore[arg-type]  # wrong on purpose

    with pytest.raises(ValueError, match=message):
        roll_up(hierarchy, np.array([[1.0, 2.0, 4.0]]))


def test_without_bounds_what_is_missing_stays_unknown() -> None:
    out = roll_up(index(), np.array([[1.0, NAN, 4.0], [1.0, 2.0, 4.0]]))

    assert np.isnan(out.low[0, 0])
    assert out.low[1, 0] == out.high[1, 0] == out.scores[1, 0]


def test_a_tie_is_rounded_up_as_if_reckoned_exactly() -> None:
    links = [Link("top", "a", 0.15), Link("top", "b", 0.85)]
    hierarchy = Hierarchy.from_links(links)

    out = roll_up(hierarchy, np.array([[57.5, 0.0]]))

    assert out.rounded(2)[0, 0] == 8.63
    assert out.rounded(0)[0].tolist() == [9.0, 58.0, 0.0]


def test_more_decimal_places_than_a_float_has_are_refused() -> None:
    with pytest.raises(ValueError, match="0 to 15"):
        roll_up(index(), np.array([[1.0, 2.0, 4.0]])).rounded(16)


@pytest.mark.parametrize(
    ("scores", "options", "message"),
    [
        ([[1.0, 2.0]], {}, "expected \\(cases, 3 leaves\\)"),
        ([[1.0, 2.0, float("inf")]], {}, "infinite"),
        ([[1.0, 2.0, 3.0]], {"given": {"left": [1.0, 2.0]}}, "expected one or 1"),
        ([[1.0, 2.0, 3.0]], {"given": {"x": 1.0}}, "is a leaf"),
        ([[1.0, 2.0, 3.0]], {"not_applicable": ["x"]}, "one or the other"),
        ([[1.0, 2.0, 3.0]], {"bounds": (5, 1)}, "the lowest first"),
    ],
)
def test_arrays_and_options_that_do_not_fit_are_refused(
    scores: list[list[float]], options: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        roll_up(index(), np.array(scores), **options)  # type: ignore[call-overload]  # wrong on purpose


def test_the_lowest_score_must_be_known_to_count_as_it() -> None:
    with pytest.raises(ValueError, match="pass bounds"):
        roll_up(index(top=NodeSettings(missing=Missing.LOWEST)), np.array([[1.0, 2.0, 3.0]]))


def test_an_option_for_an_unknown_node_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'left'"):
        roll_up(index(), np.array([[1.0, 2.0, 3.0]]), given={"lef": 1.0})


def test_no_cases_give_no_scores() -> None:
    out = roll_up(index(), np.empty((0, 3)), bounds=BOUNDS)

    assert out.scores.shape == out.low.shape == out.rounded(2).shape == (0, 6)


def test_wide_families_are_added_up_like_narrow_ones() -> None:
    links = [Link("top", f"k{place}", place % 3) for place in range(1000)]
    scores = np.arange(1000.0) % 5
    weights = np.arange(1000.0) % 3

    out = roll_up(Hierarchy.from_links(links), np.tile(scores, (2, 1)))

    assert out.scores[:, 0] == pytest.approx(np.average(scores, weights=weights))


def test_compiled_functions_are_refused_by_name_without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpicascade.calc.engine.find_spec", lambda _: None)

    with pytest.raises(ModuleNotFoundError, match="kpicascade\\[fast\\]"):
        roll_up(index(), np.array([[1.0, 2.0, 3.0]]), engine=Engine.COMPILED)


WIDE = pd.DataFrame({"x": [1.0, 2.0], "z": [4.0, NAN], "left": [NAN, 3.0]}, index=["TH", "LA"])


def test_a_wide_frame_gives_frames_with_its_labels() -> None:
    out = roll_up(index(), WIDE, bounds=BOUNDS)

    assert out.scores.loc["TH", "top"] == pytest.approx((2 * 1 + 4) / 3)
    assert out.scores.loc["LA", "left"] == 3.0
    assert out.coverage.loc["TH", "top"] == pytest.approx(2 / 3)
    assert out.actual_weights.loc["TH", ("left", "x")] == 1.0


def test_a_tidy_frame_gives_the_same_as_a_wide_one() -> None:
    tidy = WIDE.rename_axis("case").reset_index().melt("case", var_name="node", value_name="score")

    out = roll_up(index(), tidy, bounds=BOUNDS)

    pd.testing.assert_frame_equal(
        out.scores.loc[["TH", "LA"]], roll_up(index(), WIDE, bounds=BOUNDS).scores, check_names=False
    )


def test_a_frame_answers_with_tidy_rows_and_recorded_settings() -> None:
    out = roll_up(index(top=NodeSettings(min_coverage=0.5)), WIDE, bounds=BOUNDS)

    assert list(out.to_frame().columns) == ["case", "node", "score", "coverage", "low", "high"]
    assert out.settings.loc["top", "min_coverage"] == 0.5
    assert out.contributions("top").query("case == 'LA'")["source"].tolist() == ["left"]
    assert out.planned_weights.loc[("top", "left")] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("frame", "faults"),
    [
        (WIDE.assign(zz=1.0), [("unknown-node", "scores, column 4")]),
        (WIDE.assign(y=["x", True]), [("unusable-score", "scores[0].y"), ("unusable-score", "scores[1].y")]),
        (WIDE.assign(y=[float("inf"), 1.0]), [("unusable-score", "scores[0].y")]),
        (pd.concat([WIDE, WIDE[["x"]]], axis=1), [("duplicate-score", "scores")]),
        (
            pd.DataFrame({"case": ["TH", "TH", None], "node": ["x", "x", "yy"], "score": [1, 2, "#N/A"]}),
            [
                ("unusable-score", "scores[2].score"),
                ("blank-case", "scores[2].case"),
                ("unknown-node", "scores[2].node"),
                ("duplicate-score", "scores[1]"),
            ],
        ),
    ],
)
def test_a_frame_that_cannot_be_used_is_refused_with_every_fault(
    frame: pd.DataFrame, faults: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidResultsError) as caught:
        roll_up(index(), frame)

    assert [(issue.code, issue.where.path) for issue in caught.value.issues] == faults


def test_scores_given_in_the_frame_and_beside_it_are_refused() -> None:
    with pytest.raises(ValueError, match="in the frame and beside it"):
        roll_up(index(), WIDE, given={"left": 1.0})


@pytest.mark.parametrize("engine", [Engine.NUMPY, Engine.COMPILED])
def test_results_are_scored_and_rolled_up_in_one_go(engine: Engine) -> None:
    if engine is Engine.COMPILED:
        pytest.importorskip("numba")
    scales = compile_scales(np.repeat([[60.0], [100.0]], 3, axis=1), np.array([[1.0], [5.0]]))
    results = np.array([[60.0, 80.0, 100.0], [NAN, 70.0, 50.0]])

    out = roll_up_results(index(), results, scales, Options(engine=engine, adjustments={"x": 1}))

    assert out.scores[0] == pytest.approx([(2 * 2.5 + 5) / 3, 2.5, 5, 2, 3, 5])
    assert out.scores[1] == pytest.approx([5 / 3, 2, 1, NAN, 2, 1], nan_ok=True)
    assert total_of(out) == pytest.approx(out.scores[:, 0])


@pytest.mark.parametrize(
    ("results", "message"), [([[1.0, 2.0]], "3 leaves"), ([[1.0, 2.0, float("inf")]], "infinite")]
)
def test_results_that_do_not_fit_are_refused(results: list[list[float]], message: str) -> None:
    scales = compile_scales(np.repeat([[60.0], [100.0]], 3, axis=1), np.array([[1.0], [5.0]]))

    with pytest.raises(ValueError, match=message):
        roll_up_results(index(), np.array(results), scales)


def test_the_memory_of_an_earlier_outcome_is_used_again() -> None:
    scales = compile_scales(np.repeat([[60.0], [100.0]], 3, axis=1), np.array([[1.0], [5.0]]))
    earlier = roll_up_results(index(), np.array([[60.0, 60.0, 60.0]]), scales).scores

    out = roll_up_results(
        index(), np.array([[-99.0, 100.0, 80.0]]), scales, Options(sentinels=[-99]), out=earlier
    )

    assert np.shares_memory(out.scores, earlier)
    assert out.scores[0] == pytest.approx([(2 * 5 + 3) / 3, 5, 3, NAN, 5, 3], nan_ok=True)


def test_memory_of_another_shape_is_refused() -> None:
    scales = compile_scales(np.repeat([[60.0], [100.0]], 3, axis=1), np.array([[1.0], [5.0]]))

    with pytest.raises(ValueError, match="earlier outcome"):
        roll_up_results(index(), np.array([[60.0, 60.0, 60.0]]), scales, out=np.empty((1, 3)))
