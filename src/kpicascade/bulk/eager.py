"""The door for frames in memory, whatever library made them."""

from typing import Any

import narwhals as nw

from kpicascade.bulk.facts import select_facts
from kpicascade.bulk.tasks import roll_up_table
from kpicascade.bulk.work import Work


def roll_up_eager(facts: "nw.DataFrame[Any]", work: Work) -> object:
    """Roll up now and answer in a frame of the same library."""
    selected = select_facts(facts, work.columns)
    table = selected.to_arrow().select([*work.columns.by_meaning])
    answer = nw.from_arrow(roll_up_table(table, work), backend=facts.implementation)
    keys = [own for _, own in work.columns.keys]
    if facts.implementation.is_pandas_like():
        kinds = facts.to_native().dtypes
        return answer.to_native().astype({own: kinds[own] for own in keys})
    kinds = facts.collect_schema()
    return answer.with_columns(nw.col(own).cast(kinds[own]) for own in keys).to_native()
