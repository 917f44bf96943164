"""What only clusters do: run in worker processes, carry functions, refuse by name what does not travel."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd
import pytest
from situations import Engine, Situation

import kpicascade
from kpicascade import bulk
from kpicascade.calc.aggregate import Floats, OwnAggregate
from kpicascade.hierarchy import Hierarchy, Link, NodeSettings

pa = pytest.importorskip("pyarrow")
pytest.importorskip("narwhals")

CLUSTERS = [
    "dask",
    pytest.param(
        "spark",
        # pandas 3 works for all that is used here, and Spark says so of no version yet.
        marks=pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    ),
]
FACTS = {
    "case": [case for case in range(8) for _ in "ab"],
    "node": ["a", "b"] * 8,
    "score": [0.0, 1e9] * 8,
}


def index(aggregate: OwnAggregate) -> Hierarchy:
    return Hierarchy.from_links(
        [Link("top", "a", 1), Link("top", "b", 1)], settings={"top": NodeSettings(aggregate=aggregate)}
    )


@pytest.mark.parametrize("engine", CLUSTERS, indirect=True)
def test_the_roll_up_runs_in_worker_processes(engine: Engine) -> None:
    facts = engine.load(pa.table(FACTS))

    def process(scores: Floats, _: Floats) -> Floats:
        return np.full(scores.shape[1], float(os.getpid()))

    answer = engine.collect(bulk.roll_up(index(process), facts))

    workers = {int(score) for score in answer["score"]}
    assert os.getpid() not in workers
    assert len(answer) == 8


@pytest.mark.parametrize("engine", CLUSTERS, indirect=True)
def test_an_aggregate_that_cannot_travel_is_refused_by_name_before_work_starts(engine: Engine) -> None:
    facts = engine.load(pa.table(FACTS))
    lock = Lock()

    def guarded_mean(scores: Floats, _: Floats) -> Floats:
        with lock:
            means: Floats = np.nanmean(scores, axis=0)
            return means

    with pytest.raises(
        ValueError, match=rf"guarded_mean' of 'top' cannot be sent to the workers of {engine.name.title()}"
    ):
        bulk.roll_up(index(guarded_mean), facts)


def test_dask_takes_the_places_of_both_workers(
    cluster: Any,  # noqa: ANN401 - a client, where Dask is installed
    every_policy: Situation,
) -> None:
    frames = pytest.importorskip("dask.dataframe")
    facts = frames.from_pandas(every_policy.table("nan").to_pandas(), npartitions=8, sort=False)

    answer = bulk.roll_up(
        every_policy.trees, facts, tree="organisation", case="period", node="kpi", bounds=(1, 5)
    )
    pieces = answer.persist()

    assert len(pieces) == sum(tree.layout.inner_count for tree in every_policy.trees.values()) * 3
    assert {worker for held in cluster.who_has(pieces).values() for worker in held} == {*cluster.nthreads()}


def test_dask_does_without_a_cluster() -> None:
    pytest.importorskip("dask.dataframe")
    script = (
        "import pandas as pd, dask.dataframe as dd\n"
        "from kpicascade import bulk\n"
        "from kpicascade.hierarchy import Hierarchy, Link\n"
        "index = Hierarchy.from_links([Link('top', 'a', 3), Link('top', 'b', 1)])\n"
        "facts = pd.DataFrame({'case': [1, 1], 'node': ['a', 'b'], 'score': [4.0, 2.0]})\n"
        "print(bulk.roll_up(index, dd.from_pandas(facts, npartitions=2)).compute()['score'].tolist())\n"
    )
    package = str(Path(kpicascade.__file__).parents[1])

    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": package},
    )

    assert done.stdout == "[3.5]\n"


@pytest.mark.parametrize("engine", CLUSTERS, indirect=True)
def test_the_jobs_of_the_how_to_run(engine: Engine, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/how-to/run-on-a-cluster.md").read_text("utf-8")
    job = re.search(rf'title="{engine.name}_job.py"\n(.*?)^```$', page, re.MULTILINE | re.DOTALL)
    assert job is not None
    (tmp_path / "edges.csv").write_text("parent,child,weight\ntop,a,3\ntop,b,1\n", "utf-8")
    (tmp_path / "facts").mkdir()
    facts = pd.DataFrame({"period": ["6M", "6M"], "kpi": ["a", "b"], "score": [4.0, 2.0]})
    facts.to_parquet(tmp_path / "facts" / "0.parquet")
    (tmp_path / "job.py").write_text(
        re.sub(r'"(edges\.csv|facts|scores)"\)', lambda name: f"r'{tmp_path / name[1]}')", job[1]), "utf-8"
    )

    with engine.as_default():
        runpy.run_path(str(tmp_path / "job.py"), run_name="__main__")

    scores = pd.read_parquet(tmp_path / "scores")
    assert scores.to_dict("list") == {"period": ["6M"], "kpi": ["top"], "score": [3.5]}
