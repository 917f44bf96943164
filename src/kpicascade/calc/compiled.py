"""The two kernels that cost most, compiled with numba: scores on scales, and weighted means of one height.

Imported only when compiled functions are used. The order of every sum is that of the numpy kernels. Results
and scores keep the cases of one KPI together, so that the inner loops run over cases and need no figures but
a few scalars.

Threads are Python's own: kernels let go of the interpreter's lock. So each kernel is compiled once (numba
keeps what it compiles by name alone and would give one with threads in place of one without), any number of
callers may have threads at once, and a process that had some may still fork.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]
FamilyArrays = tuple[Indices, Indices, Indices, Floats]

_LANES = 8
_FIGURES_AT_A_TIME = 2**9

_WORTH_THREADS = 200_000
_PARTS_A_THREAD = 8

_compile = numba.njit(cache=True, error_model="numpy", nogil=True)


def climb_ramps(results: Floats, starts: Floats, widths: Floats, line: Floats, out: Floats) -> bool:
    """Score results on ramps.

    Args:
        results: KPIs x cases, NaN where missing.
        starts: KPIs x 5: where the ramps of a KPI start, infinity for those it does not have.
        widths: KPIs x 5: how long they climb.
        line: KPIs x 3: the sign of a result, the score of level 0, and what a level adds.
        out: KPIs x cases, written.

    Returns:
        Whether a result is infinite.
    """
    flags = np.zeros(1, np.bool_)
    _run_in_parts(
        lambda first, last: _climb(results, (starts, widths, line), out, (first, last), flags), results.shape
    )
    return bool(flags.any())


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
    _run_in_parts(
        lambda first, last: _average(
            scores, families, parents[first:last], fills[first:last], passes_on[first:last]
        ),
        (parents.size, scores.shape[1]),
    )


def _run_in_parts(work: Callable[[int, int], None], shape: tuple[int, ...]) -> None:
    """Work on all rows: at once if the figures are few, else part by part in as many threads as numba has.

    There are more parts than threads, so that one that is kept waiting leaves its work to the others. The
    caller's thread works too: it keeps its core, and those that start beside it get the others.
    """
    rows, cases = shape
    threads = numba.get_num_threads() if rows * cases > _WORTH_THREADS else 1
    step = max(1, rows if threads == 1 else -(-rows // (threads * _PARTS_A_THREAD)))
    starts = iter(range(0, rows, step))  # threads draw from it in turn: the interpreter's lock guards it

    def draw() -> None:
        for first in starts:
            work(first, min(first + step, rows))

    if threads == 1:
        draw()
        return
    with ThreadPoolExecutor(threads - 1) as pool:
        others = [pool.submit(draw) for _ in range(threads - 1)]
        draw()
    for other in others:
        other.result()


@_compile
def _climb(
    results: Floats, scales: tuple[Floats, Floats, Floats], out: Floats, part: tuple[int, int], flags: Flags
) -> None:
    """Score some KPIs, a few rows at a time; raise the flag if a result is infinite.

    Rows are copied to where they are wider by whole vector registers, so that no case is left over to be
    reckoned alone, and all before the first is read: a register waits for parts that were just written.
    """
    cases = results.shape[1]
    lanes = (cases + _LANES - 1) // _LANES * _LANES
    rows, largest = np.zeros((max(1, _FIGURES_AT_A_TIME // max(1, lanes)), lanes)), np.zeros(lanes)
    for start in range(part[0], part[1], rows.shape[0]):
        count = min(rows.shape[0], part[1] - start)
        for row in range(count):
            for case in range(cases):
                rows[row, case] = results[start + row, case]
        _climb_rows(rows, count, scales, start, largest)
        for row in range(count):
            for case in range(cases):
                out[start + row, case] = rows[row, case]
    if np.isinf(largest).any():
        flags[0] = True


@_compile
def _climb_rows(
    rows: Floats, count: int, scales: tuple[Floats, Floats, Floats], start: int, largest: Floats
) -> None:
    """Find the last ramp that starts below each result: those before it are climbed, the others not.

    Keep the largest size seen in each lane: infinite results are found without fetching all once more.
    """
    starts, widths, line = scales
    for row in range(count):
        a, b = starts[start + row], widths[start + row]
        start0, start1, start2, start3, start4 = a[0], a[1], a[2], a[3], a[4]
        width0, width1, width2, width3, width4 = b[0], b[1], b[2], b[3], b[4]
        sign, lowest, step = line[start + row, 0], line[start + row, 1], line[start + row, 2]
        for case in range(rows.shape[1]):
            signed = rows[row, case] * sign
            largest[case] = abs(signed) if abs(signed) > largest[case] else largest[case]  # noqa: FURB136
            level, foot, width = 0.0, start0, width0
            level, foot, width = (1.0, start1, width1) if signed > start1 else (level, foot, width)
            level, foot, width = (2.0, start2, width2) if signed > start2 else (level, foot, width)
            level, foot, width = (3.0, start3, width3) if signed > start3 else (level, foot, width)
            level, foot, width = (4.0, start4, width4) if signed > start4 else (level, foot, width)
            climbed = (signed - foot) / width
            climbed = 0.0 if climbed < 0.0 else climbed  # noqa: FURB136 - max() is slower
            climbed = 1.0 if climbed > 1.0 else climbed  # noqa: FURB136 - min() is slower
            rows[row, case] = (level + climbed) * step + lowest


@_compile
def _average(
    scores: Floats, families: FamilyArrays, parents: Indices, fills: Floats, passes_on: Flags
) -> None:
    """Add children here and not in a function of their own: to pass one row costs as much as to add it."""
    firsts, sizes, children, weights = families
    cases = scores.shape[1]
    terms, totals = np.empty(cases), np.empty(cases)
    for place in range(parents.size):
        parent, fill = parents[place], fills[place]
        is_left_out = np.isnan(fill)
        terms[:] = 0.0
        totals[:] = 0.0
        for edge in range(firsts[parent], firsts[parent] + sizes[parent]):
            child, weight = children[edge], weights[edge]
            missing_weight = 0.0 if is_left_out else weight
            missing_term = np.nan if passes_on[place] else 0.0 if is_left_out else weight * fill
            for case in range(cases):
                score = scores[child, case]
                is_known = score == score  # noqa: PLR0124 - only NaN differs from itself
                terms[case] += weight * score if is_known else missing_term
                totals[case] += weight if is_known else missing_weight
        for case in range(cases):
            scores[parent, case] = terms[case] / totals[case]
