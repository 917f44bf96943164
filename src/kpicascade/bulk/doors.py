"""Which engine holds the facts, and the door to it."""

from typing import TypeVar, cast

import narwhals as nw

from kpicascade.bulk.options import Options, Scales, Trees
from kpicascade.bulk.preparation import prepare
from kpicascade.bulk.work import Work

Facts = TypeVar("Facts")


def answer(
    hierarchy: Trees,
    scales: Scales | None,
    facts: Facts,
    figure: str,
    options: Options,
) -> Facts:
    """Check what is asked for and do it where the facts are."""
    frame = nw.from_native(facts, pass_through=True)
    if not isinstance(frame, nw.DataFrame | nw.LazyFrame):
        raise TypeError(f"found facts of type {type(facts).__qualname__}, expected a dataframe or relation.")
    work = prepare(hierarchy, scales, figure, options)
    return cast("Facts", _enter(frame, work))


def _enter(frame: "nw.DataFrame[object] | nw.LazyFrame[object]", work: Work) -> object:
    if isinstance(frame, nw.DataFrame):
        from kpicascade.bulk.eager import roll_up_eager  # noqa: PLC0415 - each engine loads when it is used

        return roll_up_eager(frame, work)
    engine = frame.implementation
    if engine.is_polars():
        from kpicascade.bulk.polars import roll_up_polars  # noqa: PLC0415

        return roll_up_polars(frame, work)
    if engine.is_duckdb():
        from kpicascade.bulk.duckdb import roll_up_duckdb  # noqa: PLC0415

        return roll_up_duckdb(frame, work)
    if engine.is_dask():
        from kpicascade.bulk.dask import roll_up_dask  # noqa: PLC0415

        return roll_up_dask(frame, work)
    if engine.is_pyspark():
        from kpicascade.bulk.spark import roll_up_spark  # noqa: PLC0415

        return roll_up_spark(frame, work)
    raise TypeError(
        f"found a lazy frame of {engine.value}, expected one of Polars, DuckDB, Dask or Spark (but not Spark "
        "Connect): collect it first, or use one of these."
    )
