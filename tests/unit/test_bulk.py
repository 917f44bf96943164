"""Scoring and roll-up of facts in frames, and what is refused before any work starts."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kpicascade import bulk
from kpicascade.calc.aggregate import Missing
from kpicascade.calc.scale import compile_scales
from kpicascade.errors import InvalidResultsError, UnknownNameError
from kpicascade.hierarchy import Hierarchy, Link, NodeSettings

pytest.importorskip("narwhals")
pytest.importorskip("pyarrow")

INDEX = Hierarchy.from_links(
    [Link("index", "water", 60), Link("index", "air", 30), Link("index", "soil", 10), Link("air", "dust", 1)]
)
SCALES = compile_scales([[1.0] * 3, [2.0] * 3], [[1], [5]])


def facts(**columns: Any) -> pd.DataFrame:  # noqa: ANN401 - cells of any kind
    return pd.DataFrame(
        {"case": [1, 1, 1], "node": ["water", "dust", "soil"], "score": [2.0, 4.0, 5.0]} | columns
    )


def scores_of(answer: pd.DataFrame) -> dict[str, float]:
    return dict(zip(answer["node"], answer["score"], strict=True))


def test_a_missing_child_is_left_out_and_its_weight_shared() -> None:
    # .6/.3/.1 with the last missing: .667 and .333 (shared/TRAPS: others spread it evenly).
    answer = bulk.roll_up(INDEX, facts(score=[2.0, 4.0, np.nan]))

    assert scores_of(answer) == {"index": pytest.approx(2 * 2 / 3 + 4 / 3), "air": 4.0}


def test_rows_may_come_in_any_order_and_cases_go_out_in_theirs() -> None:
    both = pd.concat([facts(case=[9, 9, 9]), facts(case=[7, 7, 7], score=[1.0, 1.0, 1.0])])

    answer = bulk.roll_up(INDEX, both.sample(frac=1, random_state=5), extent=bulk.Extent.ROOTS)

    assert answer.to_dict("list") == {
        "case": [7, 9],
        "node": ["index", "index"],
        "score": [1.0, pytest.approx(2.9)],
    }


def test_columns_that_are_not_needed_are_left_behind() -> None:
    answer = bulk.roll_up(INDEX, facts(note=["x", "y", "z"]))

    assert list(answer.columns) == ["case", "node", "score"]


def test_categories_serve_as_nodes_and_cases() -> None:
    plain = facts(case=["6M", "6M", "6M"])

    answer = bulk.roll_up(INDEX, plain.astype({"case": "category", "node": "category"}))

    assert scores_of(answer) == scores_of(bulk.roll_up(INDEX, plain))


def test_a_score_of_a_node_with_children_wins_over_them() -> None:
    answer = bulk.roll_up(INDEX, facts(node=["water", "air", "soil"]))

    assert scores_of(answer) == {"index": pytest.approx(2.9), "air": 4.0}


def test_points_and_what_is_not_applicable_may_hold_for_every_case() -> None:
    answer = bulk.roll_up(
        INDEX, facts(score=[2.0, 4.0, np.nan]), adjustments={"air": -1}, not_applicable=["soil"],
        figures=[bulk.Figure.SCORE, bulk.Figure.COVERAGE],
    )  # fmt: skip

    assert answer.iloc[0].to_dict() == {
        "case": 1,
        "node": "index",
        "score": pytest.approx((60 * 2 + 30 * 3) / 90),
        "coverage": 1.0,
    }


def test_many_cases_are_rolled_up_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(3)
    cases = np.repeat(np.arange(50), 3)
    many = pd.DataFrame(
        {"case": cases, "node": ["water", "dust", "soil"] * 50, "score": chance.uniform(1, 5, 150)}
    )
    many["points"] = np.where(many["node"] == "soil", 0.5, np.nan)
    many["excused"] = False
    together = bulk.roll_up(INDEX, many, adjustments="points", not_applicable="excused")
    monkeypatch.setattr("kpicascade.bulk.tasks._FIGURES_AT_A_TIME", 35)

    answer = bulk.roll_up(
        INDEX, many.sample(frac=1, random_state=1), adjustments="points", not_applicable="excused"
    )

    pd.testing.assert_frame_equal(answer, together)


def test_scores_of_leaves_are_given_where_asked_for() -> None:
    answer = bulk.score_and_roll_up(INDEX, SCALES, facts(result=[1.0, 1.5, 9.0]), extent=bulk.Extent.LEAVES)

    assert scores_of(answer) == {"water": 1.0, "dust": 3.0, "soil": 5.0}


def test_faults_of_every_tree_are_told_together() -> None:
    both = pd.concat([facts(case=[case] * 3, node=["water", "water", "soil"], year=2556) for case in (1, 2)])

    with pytest.raises(InvalidResultsError) as caught:
        bulk.roll_up({1: INDEX, 2: INDEX}, both, tree="case", case="year")

    assert [str(issue.where) for issue in caught.value.issues] == [
        "facts[1, 2556, 'water']",
        "facts[2, 2556, 'water']",
    ]


FAULTS: dict[str, dict[str, Any]] = {
    "missing-column": {"score": None},
    "unusable-column": {"score": ["2", "4", "5"]},
    "unknown-node": {"node": ["water", "dsut", "soil"]},
    "duplicate-score": {"node": ["water", "water", "soil"]},
    "unusable-score": {"score": [1.0, -np.inf, 2.0]},
    "blank-case": {"case": ["1", None, "1"]},
}


@pytest.mark.parametrize("code", FAULTS)
def test_faults_of_the_facts_are_issues(code: str) -> None:
    faulty = facts(**FAULTS[code]).dropna(axis="columns", how="all")

    with pytest.raises(InvalidResultsError) as caught:
        bulk.roll_up(INDEX, faulty)

    assert [issue.code for issue in caught.value.issues] == [code]


def test_every_unknown_node_is_named_with_its_nearest_known_name() -> None:
    with pytest.raises(InvalidResultsError) as caught:
        bulk.roll_up(INDEX, facts(node=["watre", "dsut", "soil"]))

    assert [issue.hint for issue in caught.value.issues] == ["did you mean 'water'?", "did you mean 'dust'?"]


def test_of_very_many_unknown_nodes_the_first_hundred_are_named() -> None:
    strange = pd.DataFrame({"case": 1, "node": [f"strange {row}" for row in range(250)], "score": 1.0})

    with pytest.raises(InvalidResultsError, match="found 150 more such names") as caught:
        bulk.roll_up(INDEX, strange)

    assert len(caught.value.issues) == 101


def test_a_result_of_a_node_with_children_is_a_fault() -> None:
    with pytest.raises(InvalidResultsError, match="result-without-scale"):
        bulk.score_and_roll_up(INDEX, SCALES, facts(node=["water", "air", "soil"]), result="score")


@pytest.mark.parametrize("not_applicable", ["excused", ["dust"]])
def test_a_score_of_what_is_not_applicable_is_a_fault_that_names_its_case(
    not_applicable: str | list[str],
) -> None:
    both = pd.concat([facts(score=[2.0, -99.0, 5.0], case=[6] * 3), facts(case=[9] * 3)])
    both["excused"] = both["node"] == "dust"

    with pytest.raises(InvalidResultsError) as caught:
        bulk.roll_up(INDEX, both, not_applicable=not_applicable, sentinels=[-99])

    assert [(issue.code, str(issue.where)) for issue in caught.value.issues] == [
        ("not-applicable-with-result", "facts[9, 'dust']")
    ]


LOWEST = Hierarchy.from_links([Link("a", "b", 1)], settings={"a": NodeSettings(missing=Missing.LOWEST)})
REFUSED: dict[str, tuple[Callable[[], object], type[Exception], str]] = {
    "adjustments by case": (
        lambda: bulk.roll_up(INDEX, facts(), adjustments={"air": np.array([1.0, 2.0])}),  # type: ignore[dict-item] # the mistake
        ValueError,
        "adjustments of 'air' differ from case to case",
    ),
    "not applicable by case": (
        lambda: bulk.roll_up(INDEX, facts(), not_applicable={"air": [True, False]}),
        TypeError,
        "not_applicable differs from case to case",
    ),
    "lowest without bounds": (lambda: bulk.roll_up(LOWEST, facts()), ValueError, "pass bounds"),
    "unknown node": (
        lambda: bulk.roll_up(INDEX, facts(), adjustments={"airr": 1}),
        UnknownNameError,
        "did you mean 'air'",
    ),
    "trees without a column": (lambda: bulk.roll_up({"x": INDEX}, facts()), ValueError, "expected tree="),
    "ids alike": (
        lambda: bulk.roll_up({"1": INDEX, 1: INDEX}, facts(), tree="case"),
        ValueError,
        "read the same",
    ),
    "several figures wide": (
        lambda: bulk.roll_up(INDEX, facts(), figures=["score", "low"], shape=bulk.Shape.WIDE),  # type: ignore[list-item] # as text
        ValueError,
        "found 2 figures for the wide shape",
    ),
    "no figure": (lambda: bulk.roll_up(INDEX, facts(), figures=[]), ValueError, "expected at least one"),
    "columns alike": (
        lambda: bulk.roll_up(INDEX, facts(score_=1.0), case="score", score="score_"),
        ValueError,
        r"several columns \['score'\]",
    ),
    "too few scales": (
        lambda: bulk.score_and_roll_up(
            INDEX, compile_scales([[1.0], [2.0]], [[1], [5]]), facts(), result="score"
        ),
        ValueError,
        "found 1 scales, expected one for each of 3 leaves",
    ),
    "scales for one tree": (
        lambda: bulk.score_and_roll_up(INDEX, {"x": SCALES}, facts(), result="score"),
        TypeError,
        "found a mapping of scales for one hierarchy",
    ),
    "scales of other trees": (
        lambda: bulk.score_and_roll_up({"x": INDEX}, {"y": SCALES}, facts(), tree="case"),
        ValueError,
        "one table of scales for each hierarchy",
    ),
    "no frame": (lambda: bulk.roll_up(INDEX, [1, 2]), TypeError, "found facts of type list"),
}


@pytest.mark.parametrize("mistake", REFUSED)
def test_what_cannot_be_carried_is_refused_by_name_before_work_starts(mistake: str) -> None:
    ask, kind, message = REFUSED[mistake]

    with pytest.raises(kind, match=message):
        ask()


def test_importing_the_package_loads_no_engine() -> None:
    script = (
        "import sys, kpicascade, kpicascade.bulk\n"
        "heavy = {'narwhals', 'pyarrow', 'pandas', 'polars', 'duckdb', 'dask', 'pyspark', 'cloudpickle'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )

    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )

    assert done.stdout == "[]\n"
