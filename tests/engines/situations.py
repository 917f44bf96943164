"""Facts of many trees, one a policy; and an engine, as tests see it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from attrs import frozen

from kpicascade.calc.aggregate import Aggregate, Floats, Missing, OwnAggregate
from kpicascade.hierarchy import Hierarchy, Link, NodeSettings, RollUp, roll_up

BOUNDS = (1.0, 5.0)
CASES = ("2556-06M", "2556-09M", "2556-12M")

LINKS = (
    *(Link("top", name, weight) for name, weight in (("left", 50), ("right", 30), ("shared", 20))),
    *(Link("left", name, weight) for name, weight in (("a", 3), ("b", 2), ("c", 1), ("shared", 4))),
    *(Link("right", name, weight) for name, weight in (("d", 1), ("e", 1), ("f", 2), ("bare", 1))),
    *(Link("shared", name, weight) for name, weight in (("a", 1), ("g", 2), ("h", 0), ("i", 3))),
    *(Link("bare", name, weight) for name, weight in (("j", 1), ("k", 1))),
)


def make_own() -> OwnAggregate:
    """Make an aggregate of a user's own, which no worker can import."""

    def middle(scores: Floats, _: Floats) -> Floats:
        middles: Floats = (np.nanmin(scores, axis=0) + np.nanmax(scores, axis=0)) / 2
        return middles

    return middle


@frozen(kw_only=True)
class Situation:
    """Facts of many trees, one a policy, with what stands beside them."""

    trees: Mapping[str, Hierarchy]
    rows: tuple[tuple[str, str, str, float, float, bool], ...]
    """Tree, case, node, score, points to add, whether not applicable; NaN for none."""

    def table(self, missing: str) -> Any:  # noqa: ANN401 - an Arrow table, where Arrow is installed
        """Lay the facts out in Arrow, with missing scores as null or as NaN."""
        import pyarrow as pa  # noqa: PLC0415 - may be missing

        tree, case, node, score, points, excused = zip(*self.rows, strict=True)
        is_null = missing == "null"
        return pa.table(
            {
                "organisation": tree,
                "period": case,
                "kpi": node,
                "score": pa.array(np.array(score), from_pandas=is_null),
                "points": pa.array(np.array(points), from_pandas=is_null),
                "excused": [flag or (None if is_null else False) for flag in excused],
            }
        )

    def expected(self, tree: str) -> RollUp:
        """Roll one tree up in numpy, all of its cases in order."""
        hierarchy = self.trees[tree]
        cells = {(case, node): rest for own, case, node, *rest in self.rows if own == tree}
        nothing = (np.nan, np.nan, False)
        figures = {
            node: np.array([cells.get((case, node), nothing) for case in CASES], np.float64).T
            for node in hierarchy.nodes
        }
        inner = hierarchy.nodes[: hierarchy.layout.inner_count]
        return roll_up(
            hierarchy,
            np.column_stack([figures[leaf][0] for leaf in hierarchy.leaves]),
            bounds=BOUNDS,
            given={node: figures[node][0] for node in inner},
            adjustments={node: np.nan_to_num(figures[node][1]) for node in hierarchy.nodes},
            not_applicable={node: figures[node][2] for node in hierarchy.nodes},
        )


def make_every_policy() -> Situation:
    """Lay out every aggregate under every policy for what is missing, with thresholds and limits."""
    trees = _trees()
    rows = list(_rows(trees))
    order = np.random.default_rng(12).permutation(len(rows))
    return Situation(trees=trees, rows=tuple(rows[row] for row in order))


def _trees() -> dict[str, Hierarchy]:
    thresholds: tuple[dict[str, float], ...] = (
        {},
        {"min_coverage": 0.6},
        {"min_share": 0.6},
        {"min_coverage": 0.5, "min_share": 0.5},
    )
    limits: tuple[dict[str, float], ...] = ({}, {"cap": 4.2, "floor": 1.5})
    trees = {}
    for aggregate, missing, threshold, limit in product(
        (*Aggregate, make_own()), Missing, thresholds, limits
    ):
        setting = NodeSettings(aggregate=aggregate, missing=missing, **threshold, **limit)
        name = " ".join(map(str, (getattr(aggregate, "__name__", aggregate), missing, threshold, limit)))
        settings = dict.fromkeys(("top", "left", "shared", "bare"), setting)
        trees[name] = Hierarchy.from_links(LINKS, settings=settings)
    return trees


def _rows(trees: Mapping[str, Hierarchy]) -> Iterator[tuple[str, str, str, float, float, bool]]:
    chance = np.random.default_rng(2556)
    for (tree, hierarchy), case in product(trees.items(), CASES):
        for leaf in hierarchy.leaves:
            score = float(chance.choice([0.0, chance.uniform(1, 5)], p=[0.04, 0.96]))
            draw = chance.random()
            if draw < 0.12:
                continue
            if draw < 0.3:
                score = np.nan
            is_excused = bool(np.isnan(score) and draw < 0.15)
            yield tree, case, leaf, score, -0.2 if draw > 0.95 else np.nan, is_excused
        if chance.random() < 0.3:
            yield tree, case, "right", float(chance.uniform(1, 5)), np.nan, False
        if chance.random() < 0.3:
            yield tree, case, "left", np.nan, 0.25, False


@frozen(kw_only=True)
class Engine:
    """One engine: facts in Arrow to a frame of its own, and its answers to pandas."""

    name: str
    # Frames are of whatever type the engine has.
    load: Callable[[Any], Any]
    collect: Callable[[Any], pd.DataFrame]
    as_default: Callable[[], AbstractContextManager[object]] = nullcontext
    """Make its cluster the one that a script connects to."""
