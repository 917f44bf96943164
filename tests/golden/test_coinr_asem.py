"""What the R package COINr publishes for its example, reproduced from its normalised indicators.

The tables stand beside the repository, in ../shared/real; without them these tests are skipped.
"""

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kpicascade.calc.aggregate import Aggregate
from kpicascade.calc.engine import Engine
from kpicascade.hierarchy import Hierarchy, Link, NodeSettings, roll_up

REAL = Path(__file__).parents[3] / "shared" / "real"
FULL, SPARSE = REAL / "coinr-asem", REAL / "coinr-asem-means"
MEANS = {
    "amean": (Aggregate.WEIGHTED_MEAN,) * 3,
    "gmean": (Aggregate.GEOMETRIC,) * 3,
    "hmean": (Aggregate.HARMONIC,) * 3,
    "mixed": (Aggregate.WEIGHTED_MEAN, Aggregate.GEOMETRIC, Aggregate.HARMONIC),
}
THRESHOLDS = {"none": (0.0, 0.0, 0.0), "t050": (0.5, 0.5, 0.5), "byLevel": (0.75, 0.5, 1.0)}

needs_full = pytest.mark.skipif(not FULL.is_dir(), reason="the COINr tables are not there")
needs_sparse = pytest.mark.skipif(not SPARSE.is_dir(), reason="the COINr tables with gaps are not there")


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def columns(table: list[dict[str, str]], names: tuple[str, ...]) -> NDArray[np.float64]:
    return np.array([[float(row[name] or "nan") for name in names] for row in table])


def read_tree(weights: Mapping[str, float], settings: Mapping[str, NodeSettings]) -> Hierarchy:
    tree = read_table(SPARSE / "tree.csv")
    links = [Link(row["Parent"], row["iCode"], weights[row["iCode"]]) for row in tree if row["Parent"]]
    return Hierarchy.from_links(links, settings=settings)


@needs_full
@pytest.mark.parametrize("engine", [Engine.NUMPY, Engine.COMPILED])
def test_561_of_561_aggregates_of_the_complete_example_agree(engine: Engine) -> None:
    if engine is Engine.COMPILED:
        pytest.importorskip("numba")
    weights = {row["Code"]: float(row["Weight"]) for row in read_table(FULL / "weights.csv")}
    pairs: dict[tuple[str, str], None] = {}
    for row in read_table(FULL / "structure.csv"):
        path = [row["IndCode"], row["Agg1"], row["Agg2"], row["Agg3"]]
        pairs |= dict.fromkeys(zip(path[1:], path[:-1], strict=True))
    hierarchy = Hierarchy.from_links([Link(parent, child, weights[child]) for parent, child in pairs])
    published = read_table(FULL / "aggregated.csv")

    out = roll_up(hierarchy, columns(published, hierarchy.leaves), engine=engine)

    inner = hierarchy.nodes[: hierarchy.layout.inner_count]
    found = out.scores[:, : len(inner)]
    assert found.size == 561
    np.testing.assert_allclose(found, columns(published, inner), rtol=1e-12, atol=1e-12)


@needs_sparse
@pytest.mark.parametrize("means", MEANS)
@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_every_aggregate_and_gap_of_the_example_with_gaps_agrees(means: str, threshold: str) -> None:
    levels = {row["iCode"]: int(row["Level"]) for row in read_table(SPARSE / "tree.csv")}
    settings = {
        node: NodeSettings(aggregate=MEANS[means][level - 2], min_share=THRESHOLDS[threshold][level - 2])
        for node, level in levels.items()
        if level > 1
    }
    weights = {row["iCode"]: float(row["Weight"]) for row in read_table(SPARSE / "weights_skewed.csv")}
    hierarchy = read_tree(weights, settings)
    published = {
        row["uCode"]: row for row in read_table(SPARSE / f"agg_C_sparse_{means}_w-skewed_th-{threshold}.csv")
    }
    indicators = read_table(SPARSE / "normalised_C_sparse.csv")

    out = roll_up(hierarchy, columns(indicators, hierarchy.leaves))

    inner = hierarchy.nodes[: hierarchy.layout.inner_count]
    expected = columns([published[row["uCode"]] for row in indicators], inner)
    np.testing.assert_allclose(out.scores[:, : len(inner)], expected, rtol=1e-12, atol=1e-12)
