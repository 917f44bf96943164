"""The same weighted means, the ways one would write them without this library."""

from collections.abc import Mapping

import networkx as nx
import numpy as np
import pandas as pd
import polars as pl
from attrs import field, frozen
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@frozen(kw_only=True, eq=False)
class Job:
    """A hierarchy as edges with the height of each parent, and scores of the leaves, one row a case."""

    parents: NDArray[np.intp] = field(repr=False)
    children: NDArray[np.intp] = field(repr=False)
    weights: Floats = field(repr=False)
    heights: NDArray[np.intp] = field(repr=False)
    leaves: NDArray[np.intp] = field(repr=False)
    scores: Floats = field(repr=False)

    @property
    def root(self) -> int:
        """The node that is reckoned last."""
        return int(self.parents[np.argmax(self.heights)])

    @property
    def edges(self) -> dict[str, NDArray[np.generic]]:
        """The edges as columns."""
        return {
            "parent": self.parents,
            "child": self.children,
            "weight": self.weights,
            "height": self.heights,
        }

    @property
    def long_scores(self) -> dict[str, NDArray[np.generic]]:
        """One row a case and leaf that has a score."""
        case, leaf = np.nonzero(~np.isnan(self.scores))
        return {"case": case, "node": self.leaves[leaf], "score": self.scores[case, leaf]}


def build_graph(job: Job) -> "nx.DiGraph[int]":
    """Put the edges into a networkx graph."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_weighted_edges_from(
        zip(job.parents.tolist(), job.children.tolist(), job.weights.tolist(), strict=True)
    )
    return graph


def walk_graph(
    graph: "nx.DiGraph[int]", leaves: Mapping[int, list[float]], cases: int
) -> dict[int, list[float]]:
    """Visit nodes in reverse topological order and keep scores in a dict."""
    scores = dict(leaves)
    for node in reversed(list(nx.topological_sort(graph))):
        if node in scores:
            continue
        made = []
        for case in range(cases):
            total = weighed = 0.0
            for child, link in graph[node].items():
                score = scores[child][case]
                if score == score:  # noqa: PLR0124 - only NaN differs from itself
                    total += link["weight"]
                    weighed += link["weight"] * score
            made.append(weighed / total if total else float("nan"))
        scores[node] = made
    return scores


def group_with_pandas(edges: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Join and group long frames, height by height."""
    known = scores
    done = [scores]
    for _, links in edges.groupby("height"):
        joined = links.merge(known, left_on="child", right_on="node")
        joined["weighed"] = joined["weight"] * joined["score"]
        sums = joined.groupby(["parent", "case"], as_index=False)[["weighed", "weight"]].sum()
        made = pd.DataFrame(
            {"case": sums["case"], "node": sums["parent"], "score": sums["weighed"] / sums["weight"]}
        )
        done.append(made)
        known = pd.concat([known, made], ignore_index=True)
    return pd.concat(done, ignore_index=True)


def group_with_polars(edges: pl.DataFrame, scores: pl.DataFrame) -> pl.DataFrame:
    """Join and group long frames, height by height."""
    known = scores
    for height in sorted(edges["height"].unique()):
        links = edges.filter(pl.col("height") == height)
        joined = links.join(known, left_on="child", right_on="node")
        sums = joined.group_by("parent", "case").agg(
            (pl.col("weight") * pl.col("score")).sum().alias("weighed"), pl.col("weight").sum()
        )
        made = sums.select("case", pl.col("parent").alias("node"), score=pl.col("weighed") / pl.col("weight"))
        known = pl.concat([known, made])
    return known
