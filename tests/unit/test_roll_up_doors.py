"""What comes in through the doors of the engine is taken for what it is, or refused."""

import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from kpicascade.calc.aggregate import Aggregate, Missing
from kpicascade.calc.engine import Engine
from kpicascade.calc.scale import compile_scales, score_results
from kpicascade.errors import InvalidResultsError
from kpicascade.hierarchy import Hierarchy, Link, NodeSettings, roll_up, roll_up_exact

PAIR = Hierarchy.from_links([Link("r", "a", 1), Link("r", "b", 1)])
GAP = np.array([[4.0, np.nan]])


def test_figures_with_labels_follow_the_cases_and_not_their_place() -> None:
    scores = pd.DataFrame({"a": [1.0, 5.0], "b": [1.0, 5.0]}, index=["2565", "2566"])
    points = pd.Series({"2566": 0.5, "2565": 0.0})

    assert roll_up(PAIR, scores, adjustments={"r": points}).scores["r"].to_dict() == {
        "2565": 1.0,
        "2566": 5.5,
    }


@pytest.mark.parametrize("labels", [["2565", "2567"], ["2565", "2565"], ["2565"]])
def test_figures_with_other_labels_than_the_cases_are_refused(labels: list[str]) -> None:
    scores = pd.DataFrame({"a": [1.0, 5.0], "b": [1.0, 5.0]}, index=["2565", "2566"])

    with pytest.raises(ValueError, match="other labels"):
        roll_up(PAIR, scores, given={"r": pd.Series(1.0, index=labels)})


@pytest.mark.parametrize(
    ("missing", "expected"), [("leave_out", 4.0), ("zero", 2.0), ("lowest", 2.5), ("propagate", None)]
)
def test_a_policy_may_be_spelt_as_a_word(missing: str, expected: float | None) -> None:
    settings = {"r": NodeSettings(missing=missing)}
    hierarchy = Hierarchy.from_links([Link("r", "a", 1), Link("r", "b", 1)], settings=settings)

    score = roll_up(hierarchy, GAP, bounds=(1, 5)).scores[0, 0]
    exact = roll_up_exact(hierarchy, {"a": 4}, bounds=(1, 5)).score("r")
    assert (None if np.isnan(score) else score) == expected
    assert exact == expected


@pytest.mark.parametrize(
    "slip",
    [
        lambda: NodeSettings(missing="zer0"),
        lambda: NodeSettings(aggregate="means"),
        lambda: roll_up(PAIR, GAP, engine="nmupy"),  # type: ignore[call-overload]  # the slip that is tested
    ],
)
def test_words_that_name_nothing_are_refused(slip: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        slip()


@pytest.mark.parametrize("engine", [Engine.NUMPY, Engine.COMPILED])
def test_results_without_a_scale_each_are_refused(engine: Engine) -> None:
    scales = compile_scales([[10.0, 10.0], [20.0, 20.0]], [[1.0], [2.0]])

    with pytest.raises(ValueError, match="2 scales"):
        score_results(np.full((3, 4), 15.0), scales, engine=engine)


@pytest.mark.parametrize("option", ["adjustments", "not_applicable"])
def test_a_gap_among_points_or_flags_is_refused(option: str) -> None:
    with pytest.raises(ValueError, match=f"NaN among {option}"):
        roll_up(PAIR, GAP, **{option: {"r": [np.nan]}})  # type: ignore[call-overload]  # either option


@pytest.mark.parametrize(
    "scores", [np.array([[True, False]]), np.array([["3", "4"]]), np.array([[True, 4]], object)]
)
def test_what_is_no_number_is_no_score(scores: NDArray[np.float64]) -> None:
    with pytest.raises(ValueError, match="expected numbers"):
        roll_up(PAIR, scores)


def test_what_is_masked_is_missing() -> None:
    scores = np.ma.masked_equal(np.array([[4.0, -99.0]]), -99.0)

    assert roll_up(PAIR, scores).scores[0, 0] == 4


def test_an_array_that_is_used_again_does_not_change_what_was_reckoned() -> None:
    scores = np.array([[1.0, 2.0]])

    rolled = roll_up(PAIR, scores, bounds=(1, 5))
    scores[:] = np.nan
    assert (rolled.coverage[0, 0], rolled.low[0, 0]) == (1, 1.5)


def test_of_equal_children_the_first_decides_in_floats_as_in_fractions() -> None:
    hierarchy = Hierarchy.from_links(
        [Link("t", "g", 1), Link("t", "x", 1), Link("g", "x", 1), Link("g", "y", 2)],
        settings={"t": NodeSettings(aggregate=Aggregate.MAXIMUM)},
    )
    scores = dict.fromkeys(hierarchy.leaves, 3.335)

    rolled = roll_up(hierarchy, np.array([[scores[leaf] for leaf in hierarchy.leaves]]))
    exact = roll_up_exact(hierarchy, scores)
    assert dict(zip(hierarchy.links, rolled.actual_weights[0], strict=True))["t", "g"] == 1
    assert exact.actual_weight("t", "g") == 1


def test_rounding_a_case_without_scores_says_nothing() -> None:
    hierarchy = Hierarchy.from_links(
        [Link("r", "a", 1), Link("r", "b", 1)],
        settings={"r": NodeSettings(aggregate=Aggregate.GEOMETRIC, missing=Missing.LEAVE_OUT)},
    )

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(roll_up(hierarchy, np.array([[np.nan, np.nan]])).rounded(2)[0, 0])


def test_rounding_is_exact_where_the_share_of_children_is_near_its_threshold() -> None:
    hierarchy = Hierarchy.from_links(
        [Link("r", "a", 1), Link("r", "b", 1)], settings={"r": NodeSettings(min_share=0.5000000001)}
    )

    assert roll_up_exact(hierarchy, {"a": 3}).score("r") is None
    assert np.isnan(roll_up(hierarchy, np.array([[3.0, np.nan]])).rounded(2)[0, 0])


@pytest.mark.parametrize(
    ("frame", "codes"),
    [
        ({"case": [None, None], "node": ["a", "b"], "score": [1.0, 2.0]}, ["blank-case", "blank-case"]),
        ({"case": ["x"], "node": ["a"], "score": [1.0], "note": ["n"]}, ["unknown-column"]),
        ({"a": ["high"], "c": [1.0]}, ["unknown-node", "unusable-score"]),
    ],
)
def test_every_fault_of_a_frame_is_told_at_once(frame: dict[str, list[object]], codes: list[str]) -> None:
    with pytest.raises(InvalidResultsError) as refused:
        roll_up(PAIR, pd.DataFrame(frame))

    assert [issue.code for issue in refused.value.issues] == codes
