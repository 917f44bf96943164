"""One size of tree, measured every way on the same run."""

from collections.abc import Callable

import networkx as nx
import numba
import numpy as np
import pandas as pd
import polars as pl
from attrs import field, frozen
from numpy.typing import NDArray

from benchmarks.baselines import Job, build_graph, group_with_pandas, group_with_polars, walk_graph
from benchmarks.clock import bandwidth_tasks, peak_memory, time_once, time_together
from benchmarks.trees import RandomTree, draw_scores, grow_tree, share_children
from kpicascade.calc.engine import Engine
from kpicascade.calc.scale import ScaleTable, compile_scales
from kpicascade.hierarchy import Hierarchy, roll_up, roll_up_results
from kpicascade.hierarchy.cases import Options

CASES = 12
LEVELS = 5
_FLOAT = 8

Floats = NDArray[np.float64]


@frozen(kw_only=True)
class Figures:
    """What was measured on one size: seconds by name, and bytes."""

    leaves: int
    nodes: int
    seconds: dict[str, float] = field(repr=False)
    bandwidth: dict[str, float]
    moved: int
    output: int
    score_matrix: int
    peak: int

    @property
    def limit(self) -> float:
        """The seconds that moving every byte once takes at the best bandwidth of the same run."""
        return self.moved / max(self.bandwidth.values())


def frame_of(tree: RandomTree) -> pd.DataFrame:
    """Write the edges as a table of text ids in no particular order of names."""
    names = tree.names(shuffled=True)
    return pd.DataFrame(
        {"parent": names[tree.parents], "child": names[tree.children], "weight": tree.weights}
    )


def draw_results(leaves: int, seed: int = 7) -> tuple[Floats, ScaleTable]:
    """Draw scales, 40 % of them falling, and results around their cut points; 12 % are missing.

    The results lie in memory as a table with one row a KPI and one column a period.
    """
    rng = np.random.default_rng(seed)
    cuts = np.cumsum(np.vstack([rng.normal(size=leaves), rng.random((LEVELS - 1, leaves)) + 0.01]), axis=0)
    is_falling = rng.random(leaves) < 0.4
    cuts = np.where(is_falling, -cuts, cuts)
    table = cuts[0, :, None] + (cuts[-1] - cuts[0])[:, None] * rng.uniform(-0.1, 1.1, (leaves, CASES))
    table[np.isnan(draw_scores(CASES, leaves)).T] = np.nan
    scales = compile_scales(cuts, np.arange(1.0, LEVELS + 1)[:, None], is_falling=is_falling)
    return table.T, scales


def measure(leaves: int, rounds: int) -> Figures:
    """Measure one size; what takes longest is run once."""
    tree = grow_tree(leaves)
    edges = frame_of(tree)
    hierarchy, shared = Hierarchy.from_edges(edges), Hierarchy.from_edges(frame_of(share_children(tree)))
    scores = draw_scores(CASES, hierarchy.leaf_count)
    results, scales = draw_results(hierarchy.leaf_count)
    tasks = _engine_tasks(hierarchy, shared, scores, (results, scales))
    bandwidths = bandwidth_tasks()
    tasks |= {name: task for name, (task, _) in bandwidths.items()}
    seconds = time_together(tasks, rounds)
    seconds |= time_together(_build_tasks(edges), max(3, rounds // 2))
    seconds |= _time_baselines(_job(hierarchy, scores), rounds=1 if leaves > 200_000 else 3)
    inner = len(hierarchy.nodes) - hierarchy.leaf_count
    count = hierarchy.leaf_count
    return Figures(
        leaves=count,
        nodes=len(hierarchy.nodes),
        seconds=seconds,
        bandwidth={name: moved / seconds[name] for name, (_, moved) in bandwidths.items()},
        moved=_FLOAT * (count * (2 * CASES + LEVELS) + hierarchy.weights.size + inner * CASES),
        output=_FLOAT * CASES * len(hierarchy.nodes),
        score_matrix=scores.nbytes,
        peak=peak_memory(lambda: roll_up(hierarchy, scores, engine=Engine.NUMPY)),
    )


def _engine_tasks(
    hierarchy: Hierarchy, shared: Hierarchy, scores: Floats, inputs: tuple[Floats, ScaleTable]
) -> dict[str, Callable[[], object]]:
    results, scales = inputs
    shared_scores = scores[:, : shared.leaf_count]
    memory = np.zeros((len(hierarchy.nodes), CASES)).T

    def both(engine: Engine, threads: int = 1, out: Floats | None = None) -> Callable[[], object]:
        def run() -> object:
            numba.set_num_threads(threads)
            return roll_up_results(hierarchy, results, scales, Options(engine=engine), out=out)

        return run

    tasks = {
        "roll-up, numpy": lambda: roll_up(hierarchy, scores, engine=Engine.NUMPY),
        "roll-up, compiled": lambda: roll_up(hierarchy, scores, engine=Engine.COMPILED),
        "roll-up of a shared graph, numpy": lambda: roll_up(shared, shared_scores, engine=Engine.NUMPY),
        "both, numpy, fresh memory": both(Engine.NUMPY),
        "both, numpy": both(Engine.NUMPY, out=memory),
        "both, compiled, fresh memory": both(Engine.COMPILED),
        "both, compiled, 1 thread": both(Engine.COMPILED, out=memory),
    }
    if numba.get_num_threads() > 1:
        tasks["both, compiled, 2 threads"] = both(Engine.COMPILED, 2, out=memory)
    return tasks


def _build_tasks(edges: pd.DataFrame) -> dict[str, Callable[[], object]]:
    return {
        "one pandas factorisation": lambda: pd.factorize(edges["child"]),
        "hierarchy from a frame": lambda: Hierarchy.from_edges(edges),
    }


def _job(hierarchy: Hierarchy, scores: Floats) -> Job:
    layout = hierarchy.layout
    return Job(
        parents=layout.parents,
        children=layout.children,
        weights=hierarchy.weights,
        heights=layout.heights[layout.parents],
        leaves=np.arange(layout.inner_count, len(hierarchy.nodes)),
        scores=scores,
    )


def _time_baselines(job: Job, rounds: int) -> dict[str, float]:
    long_frame, links = pd.DataFrame(job.long_scores), pd.DataFrame(job.edges)
    long_polars, polars_links = pl.DataFrame(job.long_scores), pl.DataFrame(job.edges)
    graph: nx.DiGraph[int] = build_graph(job)
    leaves = dict(zip(job.leaves.tolist(), job.scores.T.tolist(), strict=True))
    ways: dict[str, Callable[[], object]] = {
        "networkx walk": lambda: walk_graph(graph, leaves, CASES),
        "pandas group-by": lambda: group_with_pandas(links, long_frame),
        "Polars group-by": lambda: group_with_polars(polars_links, long_polars),
    }
    if rounds == 1:
        return {name: time_once(way) for name, way in ways.items()}
    return time_together(ways, rounds)
