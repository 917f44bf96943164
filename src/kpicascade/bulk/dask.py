"""The door for Dask frames: our kernel in the workers, one group of rows a tree and case."""

from typing import Any

import dask.dataframe as dd
import narwhals as nw
import pandas as pd
import pyarrow as pa
from dask.base import normalize_token

from kpicascade.bulk.answer import Shape
from kpicascade.bulk.facts import NODE, select_facts
from kpicascade.bulk.locate import POSITION, find_positions
from kpicascade.bulk.sending import refuse_unsendable
from kpicascade.bulk.tasks import roll_up_located
from kpicascade.bulk.work import Work


def roll_up_dask(facts: "nw.LazyFrame[Any]", work: Work) -> dd.DataFrame:
    """Roll up when the frame is computed.

    Names become positions where the rows are, so that few bytes are shuffled; then all rows of a case meet in
    one partition.
    """
    selected = select_facts(facts, work.columns).to_native()
    refuse_unsendable(work, "Dask")
    carried = _send(work)
    located = selected.map_partitions(_locate, carried, meta=_locate_meta(selected._meta))  # noqa: SLF001 - Dask's own name for it
    keys = [meaning for meaning, _ in work.columns.keys]
    gathered = located.shuffle(on=keys)
    meta = _answer_meta(selected._meta, work)  # noqa: SLF001 - Dask's own name for it
    return gathered.map_partitions(_roll_up, carried, meta.dtypes.to_dict(), meta=meta)


def _send(work: Work) -> object:
    """Put the work on every worker of the cluster that is in use, if there is one."""
    try:
        from distributed import get_client  # noqa: PLC0415 - Dask does without a cluster too

        client = get_client()
    except (ImportError, ValueError):
        return work
    return client.scatter(work, broadcast=True, hash=False)


def _locate_meta(facts: pd.DataFrame) -> pd.DataFrame:
    return facts.drop(columns=NODE).assign(**{POSITION: pd.Series(dtype="int32")})


def _answer_meta(facts: pd.DataFrame, work: Work) -> pd.DataFrame:
    keys = facts[[meaning for meaning, _ in work.columns.keys]].rename(columns=dict(work.columns.keys))
    if work.shape is Shape.WIDE:
        return pd.concat([keys, pd.DataFrame(columns=[*work.wide_nodes], dtype="float64")], axis=1)
    node = pd.DataFrame({work.columns.node: pd.Series(dtype="str")})
    return pd.concat([keys, node, pd.DataFrame(columns=[*map(str, work.figures)], dtype="float64")], axis=1)


def _locate(facts: pd.DataFrame, work: Work) -> pd.DataFrame:
    table = pa.Table.from_pandas(facts, preserve_index=False)
    return facts.drop(columns=NODE).assign(**{POSITION: find_positions(table, work)})


def _roll_up(facts: pd.DataFrame, work: Work, kinds: dict[str, Any]) -> pd.DataFrame:
    table = pa.Table.from_pandas(facts, preserve_index=False)
    answer: pd.DataFrame = roll_up_located(table, work).to_pandas()
    return answer.astype(kinds)


def _name_work(work: Work) -> bytes:
    """Let Dask know equal work by its bytes."""
    return work.parcel


normalize_token.register(Work, _name_work)
