"""The two kernels that cost most, compiled with numba: scores on scales, and weighted means of one height.

Imported only when compiled functions are used. To start threads costs milliseconds, so few figures go
without. The order of every sum is that of the numpy kernels. Results and scores keep the cases of one KPI
together, so that the inner loops run over cases and need no figures but a few scalars: only then are they
turned into vector instructions.
"""

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]
FamilyArrays = tuple[Indices, Indices, Indices, Floats]
FiveFloats = tuple[float, float, float, float, float]

MOST_RAMPS = 5
_KPIS_AT_A_TIME = 256
_PARENTS_AT_A_TIME = 256

_WORTH_THREADS = 600_000

_compile = numba.njit(cache=True, error_model="numpy")
_compile_parallel = numba.njit(parallel=True, cache=True, error_model="numpy")


def climb_ramps(results: Floats, starts: Floats, widths: Floats, line: Floats, out: Floats) -> None:
    """Score results on ramps.

    Args:
        results: KPIs x cases, NaN where missing.
        starts: KPIs x 5: where the ramps of a KPI start, infinity for those it does not have.
        widths: KPIs x 5: how long they climb.
        line: KPIs x 3: the sign of a result, the score of level 0, and what a level adds.
        out: KPIs x cases, written.
    """
    climb = _climb_in_threads if results.size > _WORTH_THREADS else _climb
    climb(results, starts, widths, line, out)


def _climb_blocks(results: Floats, starts: Floats, widths: Floats, line: Floats, out: Floats) -> None:
    kpis, cases = results.shape
    blocks = (kpis + _KPIS_AT_A_TIME - 1) // _KPIS_AT_A_TIME
    for block in numba.prange(blocks):
        row = np.zeros((cases + 7) // 8 * 8)
        for kpi in range(block * _KPIS_AT_A_TIME, min((block + 1) * _KPIS_AT_A_TIME, kpis)):
            a, b = starts[kpi], widths[kpi]
            for case in range(cases):
                row[case] = results[kpi, case]
            _climb_row(
                row,
                (a[0], a[1], a[2], a[3], a[4]),
                (b[0], b[1], b[2], b[3], b[4]),
                (line[kpi, 0], line[kpi, 1], line[kpi, 2]),
            )
            for case in range(cases):
                out[kpi, case] = row[case]


@_compile
def _climb_row(row: Floats, starts: FiveFloats, widths: FiveFloats, line: tuple[float, float, float]) -> None:
    """Find the last ramp that starts below each result: those before it are climbed, the others not."""
    sign, first, step = line
    start0, start1, start2, start3, start4 = starts
    width0, width1, width2, width3, width4 = widths
    for case in range(row.size):
        signed = row[case] * sign
        level, start, width = 0.0, start0, width0
        level, start, width = (1.0, start1, width1) if signed > start1 else (level, start, width)
        level, start, width = (2.0, start2, width2) if signed > start2 else (level, start, width)
        level, start, width = (3.0, start3, width3) if signed > start3 else (level, start, width)
        level, start, width = (4.0, start4, width4) if signed > start4 else (level, start, width)
        climbed = (signed - start) / width
        climbed = climbed if climbed > 0.0 else 0.0  # noqa: FURB136 - max() is slower here
        climbed = climbed if climbed < 1.0 else 1.0  # noqa: FURB136 - min() is slower here
        row[case] = (level + climbed + signed * 0.0) * step + first


def average_families(
    scores: Floats, families: FamilyArrays, parents: Indices, fills: Floats, passes_on: Flags
) -> None:
    """Give parents the weighted means of their children.

    Args:
        scores: nodes x cases, changed in place.
        families: For every parent where its children begin and how many they are; positions and weights of
            children.
        parents: Positions of the parents to reckon, no one above another.
        fills: What each of them counts a missing child as; NaN to leave it out.
        passes_on: Whether each of them has no score where a child has none.
    """
    average = _average_in_threads if parents.size * scores.shape[1] > _WORTH_THREADS // 8 else _average
    average(scores, families, parents, fills, passes_on)


def _average_blocks(
    scores: Floats, families: FamilyArrays, parents: Indices, fills: Floats, passes_on: Flags
) -> None:
    firsts, sizes, children, weights = families
    cases = scores.shape[1]
    blocks = (parents.size + _PARENTS_AT_A_TIME - 1) // _PARENTS_AT_A_TIME
    for block in numba.prange(blocks):
        terms, totals = np.empty(cases), np.empty(cases)
        start = block * _PARENTS_AT_A_TIME
        for place in range(start, min(start + _PARENTS_AT_A_TIME, parents.size)):
            parent, fill = parents[place], fills[place]
            is_left_out = np.isnan(fill)
            terms[:] = 0.0
            totals[:] = 0.0
            for edge in range(firsts[parent], firsts[parent] + sizes[parent]):
                weight = weights[edge]
                missing_weight = 0.0 if is_left_out else weight
                missing_term = np.nan if passes_on[place] else 0.0 if is_left_out else weight * fill
                _add_child(scores[children[edge]], weight, (missing_term, missing_weight), terms, totals)
            for case in range(cases):
                scores[parent, case] = terms[case] / totals[case]


@_compile
def _add_child(
    scores: Floats, known: float, missing: tuple[float, float], terms: Floats, totals: Floats
) -> None:
    """Add a child's term and weight in every case; `missing` stands for both where it has no score."""
    missing_term, missing_weight = missing
    for case in range(scores.size):
        score = scores[case]
        is_known = score == score  # noqa: PLR0124 - only NaN differs from itself
        terms[case] += known * score if is_known else missing_term
        totals[case] += known if is_known else missing_weight


_climb, _climb_in_threads = _compile(_climb_blocks), _compile_parallel(_climb_blocks)
_average, _average_in_threads = _compile(_average_blocks), _compile_parallel(_average_blocks)
