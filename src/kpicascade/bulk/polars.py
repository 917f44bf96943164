"""The door for Polars frames that are still to be computed."""

from functools import partial
from typing import Any

import narwhals as nw
import polars as pl

from kpicascade.bulk.answer import Shape
from kpicascade.bulk.facts import select_facts
from kpicascade.bulk.tasks import roll_up_table
from kpicascade.bulk.work import Work


def roll_up_polars(facts: "nw.LazyFrame[Any]", work: Work) -> pl.LazyFrame:
    """Roll up when the frame is collected; the query stays lazy."""
    selected: pl.LazyFrame = select_facts(facts, work.columns).to_native()
    keys = facts.to_native().select(own for _, own in work.columns.keys).collect_schema()
    if work.shape is Shape.WIDE:
        schema = {**keys, **dict.fromkeys(work.wide_nodes, pl.Float64())}
    else:
        schema = {
            **keys,
            work.columns.node: pl.String(),
            **dict.fromkeys(map(str, work.figures), pl.Float64()),
        }
    return selected.map_batches(partial(_roll_up, work=work, schema=pl.Schema(schema)), schema=schema)


def _roll_up(facts: pl.DataFrame, work: Work, schema: pl.Schema) -> pl.DataFrame:
    answer = pl.DataFrame(pl.from_arrow(roll_up_table(facts.to_arrow(), work)))
    return answer.cast(dict(schema))
