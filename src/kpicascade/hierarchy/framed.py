"""Roll up a frame of scores and answer with frames."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from attrs import evolve, field, frozen
from numpy.typing import NDArray

from kpicascade.calc.aggregate import Aggregate
from kpicascade.errors import InvalidResultsError
from kpicascade.hierarchy.at_once import RollUp, roll_up_array
from kpicascade.hierarchy.cases import Options
from kpicascade.hierarchy.score_frames import read_scores
from kpicascade.hierarchy.structure import Hierarchy


@frozen(kw_only=True, eq=False)
class FramedRollUp:
    """Every node's score in every case, as frames: one row a case, one column a node.

    Attributes:
        rolled: The same figures as arrays.
        cases: The labels of the cases, which are the index of every frame.
    """

    rolled: RollUp
    cases: "pd.Index[Any]" = field(repr=False)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Every node's score; NaN where it has none."""
        return self._wide(self.rolled.scores)

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """The share of each node's planned weight that has a score; 0 for what is not applicable."""
        return self._wide(self.rolled.coverage)

    @cached_property
    def low(self) -> pd.DataFrame:
        """The score that each node would have if everything missing came in worst; see `RollUp.low`."""
        return self._wide(self.rolled.low)

    @cached_property
    def high(self) -> pd.DataFrame:
        """The score that each node would have if everything missing came in best; see `RollUp.high`."""
        return self._wide(self.rolled.high)

    @cached_property
    def planned_weights(self) -> "pd.Series[float]":
        """Each link's share of its parent's planned weight, by parent and child."""
        return pd.Series(self.rolled.planned_weights, index=self._links, name="planned_weight")

    @cached_property
    def actual_weights(self) -> pd.DataFrame:
        """The weight of each child in its parent's score: one column a link, by parent and child."""
        return pd.DataFrame(self.rolled.actual_weights, index=self.cases, columns=self._links)

    @cached_property
    def settings(self) -> pd.DataFrame:
        """How the score of every node with children was made: one row a node."""
        rows = {
            node: {
                "aggregate": str(setting.aggregate)
                if isinstance(setting.aggregate, Aggregate)
                else getattr(setting.aggregate, "__qualname__", repr(setting.aggregate)),
                "missing": str(setting.missing),
                "min_coverage": float(setting.min_coverage),
                "min_share": float(setting.min_share),
                "cap": np.nan if setting.cap is None else float(setting.cap),
                "floor": np.nan if setting.floor is None else float(setting.floor),
            }
            for node, setting in self.rolled.settings.items()
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("node")

    def rounded(self, digits: int) -> pd.DataFrame:
        """Give publishing figures: exact arithmetic on the scores as written, rounded once, half up."""
        return self._wide(self.rolled.rounded(digits))

    def contributions(self, node: str) -> pd.DataFrame:
        """Say what makes up a node's score: case, source, part, weight, score, value; values add up to it.

        Raises:
            UnknownNameError: There is no such node.
        """
        rows = self.rolled.contributions(node)
        count, columns = rows.weights.shape
        tidy = pd.DataFrame(
            {
                "case": np.repeat(self.cases.to_numpy(), columns),
                "source": np.tile(np.array(rows.sources, object), count),
                "part": np.tile(np.array([str(part) for part in rows.parts], object), count),
                "weight": rows.weights.ravel(),
                "score": rows.scores.ravel(),
                "value": (rows.weights * rows.scores).ravel(),
            }
        )
        return tidy[tidy["weight"] != 0].reset_index(drop=True)

    def to_frame(self) -> pd.DataFrame:
        """Give one row a case and node: case, node, score, coverage, low, high."""
        count, nodes = self.rolled.scores.shape
        return pd.DataFrame(
            {
                "case": np.repeat(self.cases.to_numpy(), nodes),
                "node": np.tile(np.array(self.rolled.hierarchy.nodes, object), count),
                "score": self.rolled.scores.ravel(),
                "coverage": self.rolled.coverage.ravel(),
                "low": self.rolled.low.ravel(),
                "high": self.rolled.high.ravel(),
            }
        )

    @property
    def _links(self) -> pd.MultiIndex:
        return pd.MultiIndex.from_tuples(list(self.rolled.hierarchy.links), names=["parent", "child"])

    def _wide(self, figures: NDArray[np.float64]) -> pd.DataFrame:
        return pd.DataFrame(figures, index=self.cases, columns=list(self.rolled.hierarchy.nodes))


def roll_up_frame(hierarchy: Hierarchy, frame: pd.DataFrame, options: Options) -> FramedRollUp:
    """Roll up a wide or a tidy frame of scores.

    Raises:
        InvalidResultsError: With every fault that can be seen.
        ValueError: A node's scores are given both in the frame and beside it.
    """
    read, issues = read_scores(hierarchy, frame)
    if issues:
        raise InvalidResultsError(issues)
    twice = [node for node in read.given if node in options.given]
    if twice:
        raise ValueError(f"{twice!r} have given scores in the frame and beside it: expected one of them.")
    aligned = {
        name: _aligned(name, getattr(options, name), read.cases)
        for name in ("given", "adjustments", "not_applicable")
    }
    together = evolve(options, **aligned | {"given": {**aligned["given"], **read.given}})
    return FramedRollUp(rolled=roll_up_array(hierarchy, read.leaves, together), cases=read.cases)


def _aligned(name: str, figures: Any, cases: "pd.Index[Any]") -> Any:  # noqa: ANN401  names, or figures by node
    """Put figures that are labelled by case in the order of the cases; all others are by place.

    Raises:
        ValueError: The labels are not those of the cases, each once.
    """
    if not isinstance(figures, Mapping):
        return figures
    aligned = {}
    for node, cells in figures.items():
        aligned[node] = cells
        if isinstance(cells, pd.Series):
            if not (cells.index.is_unique and cells.index.symmetric_difference(cases).empty):
                raise ValueError(f"found {name} of {node!r} with other labels than the cases, or one twice.")
            aligned[node] = cells.reindex(cases).to_numpy()
    return aligned
