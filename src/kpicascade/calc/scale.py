"""Results to scores on target scales, for all KPIs and cases at once."""

from functools import cached_property

import numpy as np
from attrs import field, frozen
from numpy.typing import ArrayLike, NDArray

from kpicascade.calc.engine import Engine, is_compiled

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_MOST_COMPILED_RAMPS = 5
_KPIS_AT_A_TIME = 2**14
_FIGURES_AT_A_TIME = 2**18


@frozen(kw_only=True, eq=False)
class ScaleTable:
    """Target scales of many KPIs as ramps, one column a KPI.

    A ramp climbs from 0 to 1; the ramps of a scale, added up, say which level a result reaches: 2.5 is
    half-way from the third level to the fourth. A step is a ramp as narrow as floats allow, and so are two
    cut points that coincide. A ramp that is not needed starts at infinity.

    Attributes:
        signs: 1 for a rising scale, -1 for a falling one, whose results and cut points change their sign.
        starts: ramps x KPIs: where each ramp starts.
        widths: ramps x KPIs: how long it climbs, never 0.
        points: (ramps + 1) x KPIs: what each level is worth.
        steps: The points from one level to the next, where they are the same all the way; else NaN.
    """

    signs: Floats = field(repr=False)
    starts: Floats = field(repr=False)
    widths: Floats = field(repr=False)
    points: Floats = field(repr=False)
    steps: Floats = field(repr=False)

    @cached_property
    def rows(self) -> tuple[Floats, Floats, Floats]:
        """The same with one row a KPI: starts, widths, and sign, first points and step.

        Scales that are not evenly spaced have the step 1 from 0, which gives the level itself.
        """
        ramps, kpis = self.starts.shape
        starts, widths = np.full((kpis, _MOST_COMPILED_RAMPS), np.inf), np.ones((kpis, _MOST_COMPILED_RAMPS))
        starts[:, :ramps], widths[:, :ramps] = self.starts.T, self.widths.T
        is_even = ~np.isnan(self.steps)
        firsts, steps = np.where(is_even, self.points[0], 0.0), np.where(is_even, self.steps, 1.0)
        return starts, widths, np.stack([self.signs, firsts, steps], axis=1)

    def some(self, kpis: slice) -> "ScaleTable":
        """Take some of the scales."""
        return ScaleTable(
            signs=self.signs[kpis],
            starts=self.starts[:, kpis],
            widths=self.widths[:, kpis],
            points=self.points[:, kpis],
            steps=self.steps[kpis],
        )


def compile_scales(
    cuts: ArrayLike,
    points: ArrayLike,
    *,
    below: ArrayLike = np.nan,
    is_falling: ArrayLike = False,
    is_step: ArrayLike = False,
) -> ScaleTable:
    """Turn cut points and their points into ramps.

    Args:
        cuts: levels x KPIs: the result at which each level is met, from the worst level to the best; for a
            scale that is best in the middle simply from the lowest result to the highest. NaN after the last
            level of a scale with fewer levels. Equal cut points are met together: the later level counts.
        points: levels x KPIs (or levels x 1): what each level is worth.
        below: One a KPI (or one for all): the score of a result that misses the first level; NaN for the
            points of the first level.
        is_falling: One a KPI (or one for all): whether lower results are better, so that cut points fall.
        is_step: One a KPI (or one for all): whether a result scores the last level it meets, without a part
            of the next.

    Raises:
        ValueError: A scale has no level, its cut points go both ways, or a number is missing or infinite.
    """
    met = np.atleast_2d(np.asarray(cuts, np.float64))
    levels, kpis = met.shape
    signs = np.where(np.broadcast_to(np.asarray(is_falling, np.bool_), (kpis,)), -1.0, 1.0)
    worth = np.array(np.broadcast_to(np.asarray(points, np.float64), met.shape))
    used = _check_levels(met, worth)
    met = np.where(used, met * signs, np.inf)
    if (met[1:] < met[:-1]).any():
        kpi = int(np.flatnonzero((met[1:] < met[:-1]).any(axis=0))[0])
        raise ValueError(
            f"the cut points of scale {kpi} go both ways: expected them in order, worst level first."
        )
    for level in range(1, levels):
        worth[level] = np.where(used[level], worth[level], worth[level - 1])
    lowest = np.broadcast_to(np.asarray(below, np.float64), (kpis,))
    lowest = np.where(np.isnan(lowest), worth[0], lowest)
    narrow = np.broadcast_to(np.asarray(is_step, np.bool_), (kpis,))
    starts, widths = _lay_ramps(met, narrow)
    if (lowest != worth[0]).any():
        starts, widths = _lay_first_ramp(met[0], starts, widths)
        worth, used = np.vstack([lowest, worth]), np.vstack([used[:1], used])
    return ScaleTable(signs=signs, starts=starts, widths=widths, points=worth, steps=_even_steps(worth, used))


def score_results(
    results: Floats, scales: ScaleTable, out: Floats | None = None, *, engine: Engine = Engine.AUTO
) -> Floats:
    """Score results on their scales.

    Args:
        results: cases x KPIs, in the scale's unit; NaN where missing.
        scales: One column a KPI.
        out: Where to write the scores, cases x KPIs; a new array if not stated.
        engine: Who does the arithmetic; all give the same scores.

    Returns:
        cases x KPIs. A result at a cut point scores exactly its level; one between two levels scores in
        proportion; one beyond the last level scores the last; a missing one has no score (NaN).

    Raises:
        ValueError: A result is infinite, there are not as many columns as scales, or `out` has another shape
            than the results.

    Source: k + (x - t_k) / (t_k+1 - t_k) on the segment in which x lies, as in the level tables of Thai
    performance agreements. It is exact at every cut point; a slope and an intercept are not.
    """
    scores = np.empty(results.shape) if out is None else out
    if results.ndim != 2 or results.shape[1] != scales.signs.size or scores.shape != results.shape:
        raise ValueError(
            f"found results of shape {results.shape} and scores of shape {scores.shape}, "
            f"expected (cases, {scales.signs.size} scales) for both."
        )
    if is_compiled(engine, results.size) and scales.starts.shape[0] <= _MOST_COMPILED_RAMPS:
        has_infinity = _score_compiled(results, scales, scores)
    else:
        has_infinity = _score_blocks(results, scales, scores)
    if has_infinity:
        row = int(np.argwhere(np.isinf(results))[0, 0])
        raise ValueError(f"found an infinite number in row {row} of results: expected finite ones, or NaN.")
    return scores


def _score_compiled(results: Floats, scales: ScaleTable, scores: Floats) -> bool:
    """Score with compiled functions; say whether a result is infinite."""
    from kpicascade.calc.compiled import climb_ramps  # noqa: PLC0415 - numba loads late

    has_infinity = climb_ramps(results.T, *scales.rows, scores.T)
    uneven = np.flatnonzero(np.isnan(scales.steps))
    scores[:, uneven] = _read_between(scores[:, uneven], scales.points[:, uneven])
    return has_infinity


def _score_blocks(results: Floats, scales: ScaleTable, scores: Floats) -> bool:
    """Score with numpy; say whether a result is infinite."""
    has_infinity = False
    count, kpis = results.shape
    wide = max(1, min(kpis, _KPIS_AT_A_TIME))
    tall = max(1, min(count, _FIGURES_AT_A_TIME // wide))
    memory = np.empty(3 * tall * wide)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        for left in range(0, kpis, wide):
            part = scales.some(slice(left, left + wide))
            for top in range(0, count, tall):
                block = results[top : top + tall, left : left + wide]
                signed, ramp, level = memory[: 3 * block.size].reshape((3, *block.shape))
                np.multiply(block, part.signs, out=signed)
                has_infinity |= bool(np.isinf(signed).any())
                _climb(signed, part, ramp, level)
                _worth(level, part, out=scores[top : top + tall, left : left + wide])
    return has_infinity


def _climb(signed: Floats, scales: ScaleTable, ramp: Floats, level: Floats) -> None:
    """Add up how far each ramp is climbed; a missing result stays NaN."""
    if not scales.starts.size:
        np.multiply(signed, 0.0, out=level)
    for number, (start, width) in enumerate(zip(scales.starts, scales.widths, strict=True)):
        climbed = ramp if number else level
        np.subtract(signed, start, out=climbed)
        np.divide(climbed, width, out=climbed)
        np.clip(climbed, 0.0, 1.0, out=climbed)
        if number:
            np.add(level, ramp, out=level)


def _worth(level: Floats, scales: ScaleTable, out: Floats) -> None:
    """Turn levels into points."""
    uneven = np.flatnonzero(np.isnan(scales.steps))
    between = _read_between(level[:, uneven], scales.points[:, uneven])
    if (scales.steps != 1).any():
        np.multiply(level, scales.steps, out=level)
    np.add(level, scales.points[0], out=out)
    out[:, uneven] = between


def _read_between(level: Floats, points: Floats) -> Floats:
    """Read points that are not evenly spaced: those of the level met, and a part of the way to the next."""
    met = np.nan_to_num(np.floor(level)).astype(np.intp)
    columns = np.arange(level.shape[1])
    here = points[met, columns]
    there = points[np.minimum(met + 1, points.shape[0] - 1), columns]
    scores: Floats = here + (level - met) * (there - here)
    np.maximum(scores, np.minimum(here, there), out=scores)
    np.minimum(scores, np.maximum(here, there), out=scores)
    return scores


def _check_levels(cuts: Floats, points: Floats) -> Flags:
    """Say which levels are used; refuse gaps and numbers that are missing or infinite."""
    used = ~np.isnan(cuts)
    if not cuts.size or not used[0].all() or (used[1:] & ~used[:-1]).any():
        raise ValueError("every scale needs at least one level, and no gap before its last one.")
    if np.isinf(cuts).any() or not np.isfinite(points[used]).all():
        raise ValueError("cut points and points must be finite numbers.")
    return used


def _lay_ramps(cuts: Floats, narrow: Flags) -> tuple[Floats, Floats]:
    """Lay a ramp up to each level but the first; a steep one starts one float before the level."""
    ends = cuts[1:]
    with np.errstate(invalid="ignore"):
        is_steep = narrow | (ends == cuts[:-1])
        starts = np.where(is_steep, np.nextafter(ends, -np.inf), cuts[:-1])
        starts = np.where(np.isinf(ends), np.inf, starts)
        widths = np.where(np.isinf(ends), 1.0, ends - starts)
    return starts, widths


def _lay_first_ramp(first: Floats, starts: Floats, widths: Floats) -> tuple[Floats, Floats]:
    """Lay a steep ramp up to the first level, before the others."""
    foot = np.nextafter(first, -np.inf)
    return np.vstack([foot, starts]), np.vstack([first - foot, widths])


def _even_steps(points: Floats, used: Flags) -> Floats:
    """Give the step from level to level where levels are evenly spaced and a product meets each exactly."""
    levels = np.arange(points.shape[0])[:, None]
    steps = points[1] - points[0] if points.shape[0] > 1 else np.zeros(points.shape[1])
    is_even = ((points[0] + levels * steps == points) | ~used).all(axis=0)
    return np.where(is_even, steps, np.nan)
