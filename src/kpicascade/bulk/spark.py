"""The door for Spark frames: our kernel in the executors, one group of rows a tree and case."""

from typing import Any

import narwhals as nw
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.types import DoubleType, StringType, StructField, StructType

from kpicascade.bulk.answer import Shape
from kpicascade.bulk.facts import select_facts
from kpicascade.bulk.sending import refuse_unsendable
from kpicascade.bulk.tasks import roll_up_table
from kpicascade.bulk.work import Work


def roll_up_spark(facts: "nw.LazyFrame[Any]", work: Work) -> DataFrame:
    """Roll up when the frame is asked for its rows."""
    selected: DataFrame = select_facts(facts, work.columns).to_native()
    refuse_unsendable(work, "Spark")
    carried = selected.sparkSession.sparkContext.broadcast(work)

    def roll_up_group(group: pa.Table) -> pa.Table:
        return roll_up_table(group, carried.value)

    keys = [meaning for meaning, _ in work.columns.keys]
    return selected.groupBy(*keys).applyInArrow(roll_up_group, _answer_schema(selected.schema, work))


def _answer_schema(facts: StructType, work: Work) -> StructType:
    keys = [StructField(own, facts[meaning].dataType) for meaning, own in work.columns.keys]
    if work.shape is Shape.WIDE:
        return StructType([*keys, *(StructField(node, DoubleType()) for node in work.wide_nodes)])
    figures = [StructField(str(figure), DoubleType()) for figure in work.figures]
    return StructType([*keys, StructField(work.columns.node, StringType()), *figures])
