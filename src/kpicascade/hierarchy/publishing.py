"""Round a roll-up for publishing: exact arithmetic only where a float may be near a tie."""

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from kpicascade.calc.aggregate import Aggregate
from kpicascade.calc.blocks import Block
from kpicascade.calc.exact import as_written, round_half_up
from kpicascade.calc.layout import Indices
from kpicascade.hierarchy.cases import Cases
from kpicascade.hierarchy.exact_case import ExactCase, inner_nodes_below, roll_up_case
from kpicascade.hierarchy.structure import Hierarchy

Floats = NDArray[np.float64]

_EPSILON = float(np.finfo(np.float64).eps)
_MOST_DIGITS = 15
_NEAR_THRESHOLD = 1e-9


@frozen(kw_only=True, eq=False)
class Drift:
    """How far a node's float score may lie from the exact one, and how large it may be.

    With M the largest number in a case (scores, points, limits, ends of the scale), a node's score is at most
    `sizes`·M and off by at most `errors`·M·2^-52. Both follow from the usual bounds on floating-point sums:
    with k children a weighted mean adds 2k + 6 roundings of its largest child to the error of its worst
    child; a minimum and a maximum add none; a sum adds up errors and sizes and k roundings; an adjustment, a
    limit and a score as written add one each. For the other aggregates the error is infinite: they are
    always reckoned exactly.

    Source: N. Higham, "Accuracy and Stability of Numerical Algorithms" (2002), chapters 3 and 4.
    """

    sizes: Floats
    errors: Floats


def round_scores(hierarchy: Hierarchy, cases: Cases, scores: Floats, coverage: Floats, digits: int) -> Floats:
    """Round every score half up, as if it had been reckoned exactly from the numbers as written.

    Args:
        hierarchy: What was rolled up.
        cases: What it was rolled up from.
        scores: The scores as floats, cases x nodes.
        coverage: Their coverage, cases x nodes.
        digits: Decimal places, 0 to 15.

    Returns:
        cases x nodes: the floats nearest to the rounded figures; NaN where there is no score.
    """
    if not 0 <= digits <= _MOST_DIGITS:
        raise ValueError(f"found {digits!r} decimal places, expected 0 to {_MOST_DIGITS}.")
    unit = 10.0**digits
    scaled = np.abs(scores) * unit
    rounded = np.copysign(np.floor(scaled + 0.5) / unit, scores)
    largest = _largest_number(hierarchy, cases)
    with np.errstate(invalid="ignore"):  # an unbounded error of a case without any score
        doubt = measure_drift(hierarchy, cases).errors * largest[:, None] * unit + 2 * scaled
    is_near_tie = np.abs(scaled - np.floor(scaled) - 0.5) <= (doubt + 1) * _EPSILON
    is_near_tie |= np.isinf(doubt) & ~np.isnan(scores)
    is_near_tie[_near_thresholds(hierarchy, coverage)] = True
    for case in np.flatnonzero(is_near_tie.any(axis=1)).tolist():
        tops = np.flatnonzero(is_near_tie[case]).tolist()
        rounded[case, tops] = _round_exactly(hierarchy, cases, case, tops, digits)
    return rounded + 0.0


def measure_drift(hierarchy: Hierarchy, cases: Cases) -> Drift:
    """Bound sizes and errors of every node, from the leaves up."""
    drift = Drift(sizes=np.ones(len(hierarchy.nodes)), errors=np.ones(len(hierarchy.nodes)))
    heights = hierarchy.layout.heights
    adjusted = np.array(sorted(cases.adjustments), np.intp)
    _drift_by_adjustment(drift, adjusted[heights[adjusted] == 0])
    for height, blocks in enumerate(hierarchy.program.levels, start=1):
        for block in blocks:
            _drift_of_parents(drift, block)
        _drift_by_adjustment(drift, adjusted[heights[adjusted] == height])
    return drift


def _drift_by_adjustment(drift: Drift, positions: Indices) -> None:
    drift.errors[positions] += drift.sizes[positions] + 2
    drift.sizes[positions] += 1


def _drift_of_parents(drift: Drift, block: Block) -> None:
    def over_children(combine: np.ufunc, figures: Floats) -> Floats:
        terms = figures[block.children][:, None]
        return block.put_together(combine, terms, np.empty((block.parents.size, 1)))[:, 0]

    sizes, errors = over_children(np.maximum, drift.sizes), over_children(np.maximum, drift.errors)
    match block.rule.aggregate:
        case Aggregate.WEIGHTED_MEAN:
            errors = errors + (2 * block.sizes + 6) * sizes
        case Aggregate.SUM:
            sizes = over_children(np.add, drift.sizes)
            errors = over_children(np.add, drift.errors) + block.sizes * sizes
        case Aggregate.MINIMUM | Aggregate.MAXIMUM:
            pass
        case _:
            errors = np.full_like(errors, np.inf)
    drift.sizes[block.parents], drift.errors[block.parents] = sizes, errors


def _largest_number(hierarchy: Hierarchy, cases: Cases) -> Floats:
    """Give the largest number of each case, whatever its sign."""
    limits = [limit for setting in hierarchy.settings.values() for limit in (setting.cap, setting.floor)]
    fixed = max(
        (abs(float(number)) for number in (*limits, *(cases.bounds or ())) if number is not None), default=0
    )
    largest = np.full(cases.count, fixed, np.float64)
    for row, leaves in enumerate(cases.leaves):
        largest[row] = np.fmax(largest[row], np.fmax.reduce(np.abs(leaves), initial=0.0))
    for figures in (*cases.given.values(), *cases.adjustments.values()):
        largest = np.fmax(largest, np.abs(figures))
    return largest


def _near_thresholds(hierarchy: Hierarchy, coverage: Floats) -> NDArray[np.bool_]:
    """Find the cases in which a float cannot decide whether enough is known to give a node its score."""
    is_near = np.zeros(coverage.shape[0], np.bool_)
    for position, setting in hierarchy.inner_settings:
        if setting.min_coverage:
            is_near |= np.abs(coverage[:, position] - float(setting.min_coverage)) < _NEAR_THRESHOLD
        if setting.min_share:
            count = len(hierarchy.edges_below(position))
            nearest = np.round(float(setting.min_share) * count) / count
            is_near |= abs(nearest - float(setting.min_share)) < _NEAR_THRESHOLD
    return is_near


def _round_exactly(hierarchy: Hierarchy, cases: Cases, row: int, tops: list[int], digits: int) -> list[float]:
    """Reckon some nodes of one case, and what is below them, as fractions; NaN where there is no score."""
    inner_count = hierarchy.layout.inner_count
    inner = inner_nodes_below(hierarchy, tops)
    leaves = {position for position in tops if position >= inner_count}
    leaves.update(child for node in inner for _, child in hierarchy.links_below(node) if child >= inner_count)
    scores = {leaf: cases.leaves[row, leaf - inner_count] for leaf in leaves}
    scores |= {node: given[row] for node, given in cases.given.items()}
    case = ExactCase(
        known={node: as_written(float(score)) for node, score in scores.items() if not np.isnan(score)},
        adjustments={node: as_written(float(points[row])) for node, points in cases.adjustments.items()},
        not_applicable=frozenset(node for node, flags in cases.excused.items() if flags[row]),
        bounds=None if cases.bounds is None else (as_written(cases.bounds[0]), as_written(cases.bounds[1])),
    )
    exact = roll_up_case(hierarchy, case, [*sorted(leaves), *reversed(inner)]).scores
    return [float(round_half_up(exact[top], digits)) if top in exact else np.nan for top in tops]
