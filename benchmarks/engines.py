"""Score and roll up from Parquet to Parquet on every engine: `python -m benchmarks.engines --help`.

Each engine runs in a process of its own, so that its memory can be told apart. What it writes is held against
the answer of numpy.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.trees import draw_scores, grow_tree
from kpicascade import bulk
from kpicascade.calc.scale import ScaleTable, compile_scales, score_results
from kpicascade.hierarchy import Hierarchy, roll_up

ENGINES = {
    "pandas": ("pandas",),
    "polars": ("polars",),
    "polars lazy": ("polars",),
    "pyarrow": ("pyarrow",),
    "duckdb": ("duckdb",),
    "dask": ("dask",),
    "spark": ("pyspark",),
}

Job = Callable[[], None]


def main() -> None:
    """Write the facts once, run the engines one by one, print a table."""
    asked = _read_arguments()
    if asked.folder is None:
        asked.folder = Path(mkdtemp(prefix="kpicascade-"))
    if asked.worker:
        sys.stdout.write(json.dumps(_measure(asked.worker, asked.folder, asked.repeats)))
        return
    try:
        results = write_facts(asked.folder, asked.leaves, asked.periods)
        machine = f"{platform.platform()}, {os.cpu_count()} CPUs, Python {platform.python_version()}"
        sys.stdout.write(f"{results:,} results; {machine}\n")
        sys.stdout.write("| engine | version | seconds | best | driver memory, MB | off from numpy by |\n")
        sys.stdout.write("|---|---|---:|---:|---:|---:|\n")
        for engine in asked.engines:
            sys.stdout.write(f"{_row(engine, asked)}\n")
            sys.stdout.flush()
    finally:
        shutil.rmtree(asked.folder)


def write_facts(folder: Path, leaves: int, periods: int) -> int:
    """Write edges, scales, facts (one file a period) and the answer of numpy; count the results."""
    tree = grow_tree(leaves)
    names = tree.names()
    edges = pd.DataFrame(
        {"parent": names[tree.parents], "child": names[tree.children], "weight": tree.weights}
    )
    edges.to_parquet(folder / "edges.parquet")
    hierarchy = Hierarchy.from_edges(edges)
    cuts, is_falling = _draw_scales(len(hierarchy.leaves))
    np.savez(folder / "scales.npz", cuts=cuts, is_falling=is_falling)
    scales = _compile(cuts, is_falling)
    nodes = pa.array(hierarchy.leaves)
    (folder / "facts").mkdir()
    expected = np.empty((periods, hierarchy.layout.inner_count))
    for period in range(periods):
        results = draw_scores(1, len(nodes), seed=period) * 100
        table = pa.table(
            {"period": pa.repeat(f"P{period:03d}", len(nodes)), "kpi": nodes, "result": results[0]}
        )
        pq.write_table(table, folder / "facts" / f"{period:03d}.parquet")
        scores = roll_up(hierarchy, score_results(results, scales)).scores
        expected[period] = scores[0, : hierarchy.layout.inner_count]
    np.save(folder / "expected.npy", expected)
    return periods * len(nodes)


def _draw_scales(count: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Draw five levels a KPI, four scales in ten falling."""
    chance = np.random.default_rng(7)
    cuts = np.sort(chance.uniform(100, 500, (5, count)), axis=0)
    is_falling = chance.random(count) < 0.4
    cuts[:, is_falling] = cuts[::-1, is_falling]
    return cuts, is_falling


def _compile(cuts: Any, is_falling: Any) -> ScaleTable:  # noqa: ANN401 - arrays as numpy loads them
    return compile_scales(cuts, [[1], [2], [3], [4], [5]], is_falling=is_falling)


def _row(engine: str, asked: argparse.Namespace) -> str:
    """Run an engine in a process of its own and lay its figures out."""
    command = [sys.executable, "-m", "benchmarks.engines", "--worker", engine, "--folder", str(asked.folder)]
    done = subprocess.run(  # noqa: S603 - ourselves
        [*command, "--repeats", str(asked.repeats)], stdout=subprocess.PIPE, text=True, check=True
    )
    seen = json.loads(done.stdout.splitlines()[-1])
    versions = " ".join(version(package) for package in ENGINES[engine])
    times = seen["seconds"]
    return (
        f"| {engine} | {versions} | {median(times):.1f} | {min(times):.1f} | {seen['memory']:,.0f} "
        f"| {seen['difference']:.0e} |"
    )


def _measure(engine: str, folder: Path, repeats: int) -> dict[str, Any]:
    """Run one engine some times over; time it and watch the memory of this process."""
    hierarchy = Hierarchy.from_edges(pd.read_parquet(folder / "edges.parquet"))
    stored = np.load(folder / "scales.npz")
    scales = _compile(stored["cuts"], stored["is_falling"])
    seconds = []
    out = folder / f"{engine}.parquet"
    with STARTERS[engine]() as (read, write):
        before = _start_peak()
        for _ in range(repeats):
            _remove(out)
            start = perf_counter()
            answer = bulk.score_and_roll_up(
                hierarchy, scales, read(folder / "facts"), case="period", node="kpi"
            )
            write(answer, out)
            seconds.append(perf_counter() - start)
        memory = _peak() - before
    return {"seconds": seconds, "memory": memory, "difference": _compare(hierarchy, out, folder)}


def _compare(hierarchy: Hierarchy, out: Path, folder: Path) -> float:
    """Give the largest difference from the answer of numpy; infinite where a gap is elsewhere."""
    expected = np.load(folder / "expected.npy")
    answer = pd.read_parquet(out)
    wide = answer.pivot_table(index="period", columns="kpi", values="score", dropna=False, sort=True)
    found = wide.to_numpy(np.float64, na_value=np.nan)
    order = np.argsort(np.array(hierarchy.nodes[: expected.shape[1]], object))
    expected = expected[:, order]
    if found.shape != expected.shape or (np.isnan(found) != np.isnan(expected)).any():
        return np.inf
    return float(np.nanmax(np.abs(found - expected)))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)


def _start_peak() -> float:
    """Forget the highest memory of this process so far, and say what it has now, in MB."""
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def _peak() -> float:
    return _status("VmHWM")


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


Pair = tuple[Callable[[Path], Any], Callable[[Any, Path], Any]]


@contextmanager
def _start_pandas() -> Iterator[Pair]:
    yield pd.read_parquet, lambda answer, out: answer.to_parquet(out)


@contextmanager
def _start_polars() -> Iterator[Pair]:
    import polars as pl  # noqa: PLC0415 - each engine in its own process

    yield lambda folder: pl.read_parquet(folder / "*.parquet"), lambda answer, out: answer.write_parquet(out)


@contextmanager
def _start_polars_lazy() -> Iterator[Pair]:
    import polars as pl  # noqa: PLC0415 - each engine in its own process

    yield lambda folder: pl.scan_parquet(folder / "*.parquet"), lambda answer, out: answer.sink_parquet(out)


@contextmanager
def _start_pyarrow() -> Iterator[Pair]:
    yield pq.read_table, pq.write_table


@contextmanager
def _start_duckdb() -> Iterator[Pair]:
    import duckdb  # noqa: PLC0415 - each engine in its own process

    connection = duckdb.connect()
    yield (
        lambda folder: connection.read_parquet(f"{folder}/*.parquet"),
        lambda answer, out: answer.write_parquet(str(out)),
    )
    connection.close()


@contextmanager
def _start_dask() -> Iterator[Pair]:
    import dask.dataframe as dd  # noqa: PLC0415 - each engine in its own process
    from distributed import Client, LocalCluster  # noqa: PLC0415

    workers = os.cpu_count() or 2
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster),
    ):
        yield dd.read_parquet, lambda answer, out: answer.to_parquet(out)


@contextmanager
def _start_spark() -> Iterator[Pair]:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession  # noqa: PLC0415 - each engine in its own process

    workers = os.cpu_count() or 2
    session = (
        SparkSession.builder.master(f"local[{workers}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "6g")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    yield lambda folder: session.read.parquet(str(folder)), lambda answer, out: answer.write.parquet(str(out))
    session.stop()


STARTERS = {
    "pandas": _start_pandas,
    "polars": _start_polars,
    "polars lazy": _start_polars_lazy,
    "pyarrow": _start_pyarrow,
    "duckdb": _start_duckdb,
    "dask": _start_dask,
    "spark": _start_spark,
}


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=__doc__)
    parser.add_argument("--leaves", type=int, default=1_000_000)
    parser.add_argument("--periods", type=int, default=12)
    parser.add_argument("--repeats", type=int, default=3, help="the median of so many runs is printed")
    parser.add_argument("--engines", nargs="+", choices=[*ENGINES], default=[*ENGINES])
    parser.add_argument("--folder", type=Path, help="where to write; removed at the end")
    parser.add_argument("--worker", choices=[*ENGINES], help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
