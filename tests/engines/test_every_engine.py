"""Every engine gives what numpy gives, under every policy, with missing as null and as NaN."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from situations import Engine, Situation

from kpicascade import bulk
from kpicascade.calc.scale import compile_scales
from kpicascade.hierarchy import Hierarchy, Link

pa = pytest.importorskip("pyarrow")
nw = pytest.importorskip("narwhals")

FIGURES = ("score", "coverage", "low", "high")
COLUMNS: dict[str, Any] = {"tree": "organisation", "case": "period", "node": "kpi"}


def arranged(answer: pd.DataFrame, trees: Any) -> pd.DataFrame:  # noqa: ANN401 - hierarchies by name
    """Put the rows of an answer in the order of the trees, cases and nodes."""
    places = {(tree, node): place for tree in trees for place, node in enumerate(trees[tree].nodes)}
    plain = answer.assign(**{name: answer[name].astype(str) for name in COLUMNS.values()})
    plain["place"] = [places[key] for key in zip(plain["organisation"], plain["kpi"], strict=True)]
    return plain.sort_values(["organisation", "period", "place"]).set_index(["organisation", "period", "kpi"])


@pytest.mark.parametrize("missing", ["null", "nan"])
def test_every_policy_gives_the_figures_of_numpy(
    engine: Engine, every_policy: Situation, missing: str
) -> None:
    facts = engine.load(every_policy.table(missing))

    answer = bulk.roll_up(
        every_policy.trees,
        facts,
        **COLUMNS,
        bounds=(1, 5),
        adjustments="points",
        not_applicable="excused",
        extent=bulk.Extent.ALL,
        figures=[bulk.Figure(figure) for figure in FIGURES],
    )

    assert type(answer) is type(facts)
    rows = arranged(engine.collect(answer), every_policy.trees)
    assert {*rows.index.unique("organisation")} == {*every_policy.trees}
    for tree, part in rows.groupby(level="organisation"):
        expected = every_policy.expected(str(tree))
        for figure in FIGURES:
            found = part[figure].to_numpy(np.float64, na_value=np.nan)
            wanted = getattr(expected, "scores" if figure == "score" else figure).ravel()
            np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-9, err_msg=f"{tree}: {figure}")


def test_no_score_is_null_and_never_nan(engine: Engine, every_policy: Situation) -> None:
    facts = engine.load(every_policy.table("nan"))

    answer = bulk.roll_up(
        every_policy.trees,
        facts,
        **COLUMNS,
        bounds=(1, 5),
        adjustments="points",
        not_applicable="excused",
    )

    score = nw.col("score")
    frame = nw.from_native(answer).lazy().filter(score.is_null()).collect()
    missing = sum(
        int(np.isnan(every_policy.expected(name).scores[:, : tree.layout.inner_count]).sum())
        for name, tree in every_policy.trees.items()
    )
    assert len(frame) == missing


def test_one_hierarchy_serves_every_tree_and_answers_in_columns(
    engine: Engine, every_policy: Situation
) -> None:
    facts = engine.load(every_policy.table("null"))
    hierarchy = every_policy.trees["weighted_mean leave_out {} {}"]

    answer = bulk.roll_up(hierarchy, facts, **COLUMNS, shape=bulk.Shape.WIDE, extent=bulk.Extent.ROOTS)

    found = engine.collect(answer)
    assert list(found.columns) == ["organisation", "period", "top"]
    assert len(found) == len({row[:2] for row in every_policy.rows})
    expected = bulk.roll_up(hierarchy, every_policy.table("null"), **COLUMNS).to_pandas()
    by_key = expected[expected["kpi"] == "top"].set_index(["organisation", "period"])["score"]
    keys = pd.MultiIndex.from_frame(found[["organisation", "period"]].astype(str))
    np.testing.assert_allclose(
        found["top"].to_numpy(np.float64, na_value=np.nan), by_key.loc[keys], rtol=0, atol=1e-9
    )


def test_wide_answers_of_several_trees_leave_empty_what_a_tree_does_not_have(engine: Engine) -> None:
    trees = {
        "x": Hierarchy.from_links([Link("X", "a", 1), Link("X", "b", 3)]),
        "y": Hierarchy.from_links([Link("Y", "a", 1)]),
    }
    facts = engine.load(
        pa.table({"t": ["x", "x", "y"], "case": [7, 7, 7], "node": ["a", "b", "a"], "score": [1.0, 5, 2]})
    )

    answer = bulk.roll_up(trees, facts, tree="t", shape=bulk.Shape.WIDE)

    found = engine.collect(answer).sort_values("t")
    assert found.astype({"X": float, "Y": float}).fillna(-1).to_numpy().tolist() == [
        ["x", 7, 4.0, -1],
        ["y", 7, -1, 2.0],
    ]


def test_results_are_scored_on_their_scales_and_rolled_up(engine: Engine) -> None:
    # By hand: 75 on 50..90 scores 3.5; 5 on a falling scale from 9 to 5 scores 5; -99 is missing.
    hierarchy = Hierarchy.from_links([Link("top", "water", 60), Link("top", "air", 40)])
    cuts = [[50, 9], [60, 8], [70, 7], [80, 6], [90, 5]]
    scales = compile_scales(cuts, [[1], [2], [3], [4], [5]], is_falling=[False, True])
    facts = engine.load(
        pa.table(
            {
                "period": ["6M", "6M", "12M", "12M"],
                "kpi": ["water", "air", "water", "air"],
                "result": [75.0, 5.0, -99.0, 7.5],
                "score": [None, None, None, 1.0],
            }
        )
    )

    answer = bulk.score_and_roll_up(
        hierarchy, scales, facts, case="period", node="kpi", sentinels=[-99], extent=bulk.Extent.ALL
    )

    found = engine.collect(answer).set_index(["period", "kpi"])["score"].astype(float).to_dict()
    assert found.pop(("12M", "water")) != found.get(("12M", "water"))
    assert found == {
        ("6M", "top"): pytest.approx(4.1, abs=1e-12),
        ("6M", "water"): 3.5,
        ("6M", "air"): 5.0,
        ("12M", "top"): 2.5,
        ("12M", "air"): 2.5,
    }


def test_cases_may_be_dates(engine: Engine) -> None:
    hierarchy = Hierarchy.from_links([Link("top", "a", 1)])
    days = [date(2013, 3, 31), date(2013, 9, 30)]
    facts = engine.load(pa.table({"case": days, "node": ["a", "a"], "score": [2.0, 4.0]}))

    answer = bulk.roll_up(hierarchy, facts)

    found = engine.collect(answer)
    assert dict(zip(pd.to_datetime(found["case"]).dt.date, found["score"], strict=True)) == {
        days[0]: 2.0,
        days[1]: 4.0,
    }


@pytest.mark.parametrize("case_type", ["category", "Int32"])
def test_cases_keep_their_type(case_type: str) -> None:
    polars = pytest.importorskip("polars")
    hierarchy = Hierarchy.from_links([Link("top", "a", 1)])
    facts = pd.DataFrame({"case": [7, 8], "node": ["a", "a"], "score": [2.0, 4.0]})
    in_pandas = facts.astype({"case": case_type})
    in_polars = polars.DataFrame(facts.astype({"case": str})).cast({"case": polars.Categorical})

    kept = bulk.roll_up(hierarchy, in_pandas)
    categorical = bulk.roll_up(hierarchy, in_polars)

    assert kept["case"].dtype == in_pandas["case"].dtype
    assert categorical.schema["case"] == polars.Categorical


FAULTS: dict[str, dict[str, Any]] = {
    "unknown-node": {"node": ["a", "bb"]},
    "duplicate-score": {"node": ["a", "a"]},
    "unusable-score": {"score": [1.0, float("inf")]},
    "blank-case": {"case": ["6M", None]},
    "unknown-tree": {"tree": ["x", "zz"]},
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_named_when_the_work_runs_at_the_latest(engine: Engine, code: str) -> None:
    trees = {"x": Hierarchy.from_links([Link("top", "a", 1), Link("top", "b", 1)])}
    columns = {
        "tree": ["x", "x"],
        "case": ["6M", "6M"],
        "node": ["a", "b"],
        "score": [1.0, 2.0],
        **FAULTS[code],
    }
    facts = engine.load(pa.table(columns))

    with pytest.raises(Exception, match=rf"the results cannot be used: 1 fault\n.*\[{code}\]"):
        engine.collect(bulk.roll_up(trees, facts, tree="tree"))


def test_a_lazy_frame_with_a_fault_is_accepted_before_the_work_runs(lazy_engine: Engine) -> None:
    hierarchy = Hierarchy.from_links([Link("top", "a", 1)])
    facts = lazy_engine.load(pa.table({"case": ["6M"], "node": ["no such node"], "score": [1.0]}))

    answer = bulk.roll_up(hierarchy, facts)

    assert type(answer) is type(facts)


def test_no_facts_give_no_answers(engine: Engine) -> None:
    hierarchy = Hierarchy.from_links([Link("top", "a", 1)])
    facts = pa.table({"case": ["6M"], "node": ["a"], "score": [1.0]}).slice(0, 0)

    answer = engine.collect(bulk.roll_up(hierarchy, engine.load(facts)))

    assert len(answer) == 0
    assert list(answer.columns) == ["case", "node", "score"]


@pytest.mark.parametrize("shape", bulk.Shape)
def test_the_connection_that_duckdb_opens_by_itself_serves_too(shape: bulk.Shape) -> None:
    duckdb = pytest.importorskip("duckdb")
    hierarchy = Hierarchy.from_links([Link("top", "a", 1), Link("top", "b", 3)])
    facts = duckdb.sql("SELECT * FROM (VALUES (7, 'a', 1.0), (7, 'b', 5.0)) AS facts(\"case\", node, score)")

    answer = bulk.roll_up(hierarchy, facts, shape=shape)

    column = "top" if shape is bulk.Shape.WIDE else "score"
    assert answer.df()[["case", column]].to_numpy().tolist() == [[7, 4.0]]


@pytest.mark.parametrize("cases", [["6M", None], [None, None]])
def test_duckdb_names_an_empty_case_without_a_column_of_trees_too(cases: list[str | None]) -> None:
    duckdb = pytest.importorskip("duckdb")
    hierarchy = Hierarchy.from_links([Link("top", "a", 1), Link("top", "b", 1)])
    table = pa.table({"case": pa.array(cases, pa.string()), "node": ["a", "b"], "score": [1.0, 2.0]})
    answer = bulk.roll_up(hierarchy, duckdb.connect().from_arrow(table))

    with pytest.raises(duckdb.Error, match=r"the results cannot be used: 1 fault\n.*\[blank-case\]"):
        answer.df()


def test_duckdb_names_the_case_of_a_score_that_is_not_applicable() -> None:
    duckdb = pytest.importorskip("duckdb")
    hierarchy = Hierarchy.from_links([Link("top", "a", 1)])
    table = pa.table({"case": ["6M", "9M"], "node": ["a", "a"], "score": [1.0, 2.0], "no": [False, True]})
    answer = bulk.roll_up(hierarchy, duckdb.connect().from_arrow(table), not_applicable="no")

    with pytest.raises(duckdb.Error, match=r"\['9M', 'a'\].*\[not-applicable-with-result\]"):
        answer.df()
