"""Roll up all cases at once in float64, for exploring."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import ArrayLike, NDArray

from kpicascade.calc.aggregate import Missing
from kpicascade.calc.engine import is_compiled
from kpicascade.calc.rollup import Task, Workspace, cover_blocks, roll_up_blocks, weigh_blocks
from kpicascade.calc.scale import ScaleTable, score_results
from kpicascade.hierarchy.cases import (
    Cases,
    Options,
    blank_sentinels,
    coverage_touches_of,
    read_cases,
    touches_of,
)
from kpicascade.hierarchy.contributions import Contributions, Weighed, contributions_to
from kpicascade.hierarchy.link import NodeSettings
from kpicascade.hierarchy.publishing import Drift, measure_drift, round_scores
from kpicascade.hierarchy.structure import Hierarchy

Floats = NDArray[np.float64]

_FIGURES_AT_A_TIME = 2**16


@frozen(kw_only=True, eq=False)
class RollUp:
    """Every node's score in every case, as floats: one row a case, one column a node.

    Coverage, bounds and weights are reckoned when they are first asked for.
    """

    hierarchy: Hierarchy
    scores: Floats = field(repr=False)
    _cases: Cases = field(repr=False)

    @cached_property
    def coverage(self) -> Floats:
        """The share of each node's planned weight that has a score; 0 for what is not applicable."""
        return np.nan_to_num(_cover(self.hierarchy, self._cases), copy=False)

    @cached_property
    def low(self) -> Floats:
        """The score that each node would have if everything missing came in worst.

        NaN where the node would still have no score, and where something is missing and no bounds were
        stated.
        """
        return self._fill(0)

    @cached_property
    def high(self) -> Floats:
        """The score that each node would have if everything missing came in best; NaN as for `low`."""
        return self._fill(1)

    @cached_property
    def planned_weights(self) -> Floats:
        """Each link's share of its parent's planned weight, in the order of `hierarchy.links`."""
        layout = self.hierarchy.layout
        totals = np.bincount(layout.parents, weights=self.hierarchy.weights, minlength=layout.inner_count)
        totals[totals == 0] = 1
        return self.hierarchy.weights / totals[layout.parents]

    @property
    def actual_weights(self) -> Floats:
        """The weight with which each child stands in its parent's score: one row a case, one column a link.

        The columns are in the order of `hierarchy.links`; 0 for a child that does not count.
        """
        return self._weighed[0]

    def contributions(self, node: str) -> Contributions:
        """Say what makes up a node's score in every case; the values of a row add up to it.

        Raises:
            UnknownNameError: There is no such node.
        """
        weights, made = self._weighed
        weighed = Weighed(scores=self.scores, weights=weights, made=made)
        return contributions_to(self.hierarchy, node, self._cases, weighed)

    @cached_property
    def _weighed(self) -> tuple[Floats, Floats]:
        return _weigh(self.hierarchy, self._cases, self.scores)

    def rounded(self, digits: int) -> Floats:
        """Give publishing figures: exact arithmetic on the scores as written, rounded once, half up.

        Args:
            digits: Decimal places, 0 to 15.

        Returns:
            The floats nearest to the rounded figures, one row a case, one column a node; NaN for no score.
            They do not depend on the order of children or links. Fractions are used only where a float may
            be near a tie.
        """
        return round_scores(self.hierarchy, self._cases, self.scores, self.coverage, digits)

    @property
    def drift(self) -> Drift:
        """How far each node's score may lie from the exact one: what `rounded` trusts floats by."""
        return measure_drift(self.hierarchy, self._cases)

    @cached_property
    def settings(self) -> Mapping[str, NodeSettings]:
        """How the score of every node with children was made."""
        inner = self.hierarchy.nodes[: self.hierarchy.layout.inner_count]
        return MappingProxyType({node: self.hierarchy.settings_of(node) for node in inner})

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The lowest and the highest score of the scale, where stated."""
        return self._cases.bounds

    def _fill(self, end: int) -> Floats:
        if self._cases.bounds is None:
            return _roll_up(self.hierarchy, self._cases, missing=Missing.PROPAGATE)
        return _roll_up(self.hierarchy, self._cases, fill=self._cases.bounds[end])


def roll_up_array(hierarchy: Hierarchy, scores: ArrayLike, options: Options) -> RollUp:
    """Roll up an array of scores, cases x leaves."""
    cases = read_cases(hierarchy, scores, options)
    outcome = _roll_up(hierarchy, cases)
    # Coverage, bounds and contributions are reckoned later, when the caller may have changed the array: they
    # start from the leaves of the outcome, unless something was done to those.
    is_touched = 0 in touches_of(hierarchy, cases, slice(None))
    own = cases.leaves.copy() if is_touched else outcome[:, hierarchy.layout.inner_count :]
    return RollUp(hierarchy=hierarchy, scores=outcome, cases=evolve(cases, leaves=own))


def roll_up_results(
    hierarchy: Hierarchy,
    results: Floats,
    scales: ScaleTable,
    options: Options | None = None,
    *,
    out: Floats | None = None,
) -> RollUp:
    """Score results on their scales and roll the scores up, without a copy between the two.

    Args:
        hierarchy: What is rolled up.
        results: cases x leaves, in the order of `hierarchy.leaves`; NaN where missing. It is fastest where
            it is the transpose of a table with one row a leaf.
        scales: The scale of each leaf.
        options: What `roll_up` takes beside the scores; sentinels stand in the results.
        out: The `scores` of an earlier outcome of the same shape, to be overwritten: fresh memory costs as
            much as the arithmetic when many roll-ups follow each other.

    Raises:
        ValueError: The results have another shape than expected or hold an infinite number, or as in
            `roll_up`.
    """
    chosen = options or Options()
    if results.ndim != 2 or results.shape[1] != hierarchy.leaf_count:
        raise ValueError(
            f"found results of shape {results.shape}, expected (cases, {hierarchy.leaf_count} leaves)."
        )
    outcome = _take_memory(hierarchy, results.shape[0], out)
    known = blank_sentinels(results, chosen.sentinels)
    scores = outcome[hierarchy.layout.inner_count :].T
    score_results(known, scales, out=scores, engine=chosen.engine)
    cases = read_cases(hierarchy, scores, evolve(chosen, sentinels=()), is_checked=True)
    if 0 in touches_of(hierarchy, cases, slice(None)):
        cases = evolve(cases, leaves=scores.copy())
    return RollUp(hierarchy=hierarchy, scores=_roll_up(hierarchy, cases, outcome=outcome), cases=cases)


def _take_memory(hierarchy: Hierarchy, count: int, out: Floats | None) -> Floats:
    """Give memory for an outcome (nodes x cases): that of an earlier one, or fresh."""
    shape = (len(hierarchy.nodes), count)
    if out is None:
        return np.empty(shape)
    if out.T.shape != shape or not out.T.flags.c_contiguous or out.dtype != np.float64:
        raise ValueError("out must be the scores of an earlier outcome with as many cases and nodes.")
    return out.T


def _roll_up(
    hierarchy: Hierarchy,
    cases: Cases,
    *,
    fill: float = np.nan,
    missing: Missing | None = None,
    outcome: Floats | None = None,
) -> Floats:
    """Roll up part after part of the cases; `fill` stands for the score of every missing leaf.

    `outcome` (nodes x cases) is written to; if it is passed it holds the scores of the leaves already.
    """
    has_leaves = outcome is not None
    if outcome is None:
        outcome = np.empty((len(hierarchy.nodes), cases.count))
    inner_count = hierarchy.layout.inner_count
    for part, scores, workspace in _parts(hierarchy, outcome):
        leaves = cases.leaves[part].T
        scores[:inner_count] = np.nan
        if not has_leaves:
            scores[inner_count:] = leaves if np.isnan(fill) else np.where(np.isnan(leaves), fill, leaves)
        task = evolve(_task(hierarchy, cases, part, is_filled=not np.isnan(fill)), missing=missing)
        roll_up_blocks(hierarchy.program, scores, task, workspace)
    return outcome.T


def _cover(hierarchy: Hierarchy, cases: Cases, *, is_filled: bool = False) -> Floats:
    """Reckon the coverage of every node; NaN where not applicable."""
    outcome = np.empty((len(hierarchy.nodes), cases.count))
    inner_count = hierarchy.layout.inner_count
    for part, coverage, workspace in _parts(hierarchy, outcome):
        coverage[:inner_count] = 0
        coverage[inner_count:] = 1 if is_filled else ~np.isnan(cases.leaves[part].T)
        touches = coverage_touches_of(hierarchy, cases, part)
        cover_blocks(hierarchy.program, coverage, touches, workspace)
    return outcome.T


def _weigh(hierarchy: Hierarchy, cases: Cases, scores: Floats) -> tuple[Floats, Floats]:
    """Find every link's actual weight, and what nodes with children were made to score, case by case."""
    weights = np.zeros((hierarchy.weights.size, cases.count))
    made = np.empty((hierarchy.layout.inner_count, cases.count))
    for part, known, workspace in _parts(hierarchy, scores.T):
        weighed = (
            weights if known.shape[1] == cases.count else np.zeros((hierarchy.weights.size, known.shape[1]))
        )
        task = _task(hierarchy, cases, part, is_filled=False)
        made[:, part] = weigh_blocks(hierarchy.program, known, task, workspace, weighed)
        weights[:, part] = weighed
    for position, given in cases.given.items():
        edges = hierarchy.edges_below(position)
        weights[edges.start : edges.stop, ~np.isnan(given)] = 0
        made[position] = np.where(np.isnan(given), made[position], given)
    return weights.T, made.T


def _parts(hierarchy: Hierarchy, figures: Floats) -> Iterator[tuple[slice, Floats, Workspace]]:
    """Cut cases into parts that are worked on together, each with its figures (nodes x cases) and its memory.

    A block of a part fits the cache. If there is only one part, it is the array itself; others are copied and
    copied back.
    """
    count = figures.shape[1]
    program = hierarchy.program
    size = min(count, max(1, _FIGURES_AT_A_TIME // max(1, program.most_children)))
    for start in range(0, count, size or 1):
        part = slice(start, min(start + size, count))
        workspace = Workspace.allocate(program, part.stop - part.start)
        if size == count:
            yield part, figures, workspace
        else:
            some = np.array(figures[:, part], order="C")
            yield part, some, workspace
            figures[:, part] = some


def _task(hierarchy: Hierarchy, cases: Cases, part: slice, *, is_filled: bool) -> Task:
    """Put together what stands beside the scores of some cases."""
    least_shares = np.zeros(hierarchy.layout.inner_count)
    for position, setting in hierarchy.inner_settings:
        least_shares[position] = float(setting.min_share)
    asks_coverage = bool(cases.excused) or any(
        setting.min_coverage for setting in hierarchy.settings.values()
    )
    coverage = _cover(hierarchy, cases.some(part), is_filled=is_filled).T if asks_coverage else None
    return Task(
        lowest=np.nan if cases.bounds is None else cases.bounds[0],
        not_applicable=np.isnan(coverage) if coverage is not None and cases.excused else None,
        least_shares=least_shares if least_shares.any() else None,
        coverage=coverage,
        touches=touches_of(hierarchy, cases, part),
        is_compiled=is_compiled(cases.engine, len(hierarchy.nodes) * cases.count),
    )
