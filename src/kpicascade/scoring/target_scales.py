"""Read a result through a target scale, exactly.

Everything here is reckoned in fractions on the numbers as written, so that a result at a cut point scores
exactly what the cut point is worth.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kpicascade.model.day import format_date
from kpicascade.model.kpi import Direction, Kpi
from kpicascade.model.period import Era
from kpicascade.model.result import PointsEarned, Value
from kpicascade.model.scale import (
    ChecklistItem,
    Dates,
    Labels,
    Levels,
    Milestones,
    Points,
    Range,
    Ratio,
    Reading,
    Scale,
    ScoreRange,
    stated_scores,
)
from kpicascade.model.text import did_you_mean, lookup_key

Measured = Value | Fraction
"""A result as written, or a quotient of numerator and denominator, which need not have a decimal form."""


class ResultDoesNotFitError(ValueError):
    """A result that the KPI's target scale cannot read; the message says what was expected."""


def score_result(kpi: Kpi, value: Measured, score_range: ScoreRange) -> Fraction:
    """Turn a result into a score by the KPI's target scale.

    Args:
        kpi: the KPI; it must have a scale.
        value: the result, in the KPI's unit of measure.
        score_range: the plan's lowest and highest score.

    Returns:
        The score in points of the plan's score range (or of the scale's own scores), exactly.

    Raises:
        ResultDoesNotFitError: when the result is not of the sort that the scale reads.

    Source: the formula of each scale is in docs/explanation/target-scales.md.
    """
    match kpi.scale:
        case Levels() as levels:
            return read_levels(levels, _number(value), score_range, direction=kpi.direction)
        case Ratio() as ratio:
            return _score_ratio(ratio, _number(value), kpi, score_range)
        case Range() as middle:
            return _score_range(middle, _number(value), score_range)
        case Milestones() as milestones:
            return _score_milestones(milestones, _steps(value), score_range)
        case Points() as points:
            return _score_points(points, value, score_range)
        case Labels() as labels:
            return _score_label(labels, _label(value))
        case Dates() as dates:
            return _score_date(dates, value, score_range)
        case None:
            raise ResultDoesNotFitError(f"expected KPI {kpi.id!r} to have a target scale")


def even_scores(count: int, score_range: ScoreRange) -> tuple[Fraction, ...]:
    """Divide a score range evenly among cut points; a single one is worth the highest score.

    >>> [str(score) for score in even_scores(5, ScoreRange())]
    ['1', '2', '3', '4', '5']
    """
    lowest, highest = Fraction(score_range.lowest), Fraction(score_range.highest)
    if count == 1:
        return (highest,)
    return tuple(lowest + (highest - lowest) * place / (count - 1) for place in range(count))


def _worths(scale: Levels | Dates, score_range: ScoreRange) -> tuple[Fraction, ...]:
    """Say what each cut point is worth: what the scale states, or its share of the score range."""
    return tuple(map(Fraction, scale.scores)) or even_scores(len(scale.cuts), score_range)


def read_levels(
    levels: Levels, result: Fraction, score_range: ScoreRange, *, direction: Direction = Direction.HIGHER
) -> Fraction:
    """Read a number through cut points.

    On the segment found the score is s_k + (s_k+1 - s_k) (x - t_k) / (t_k+1 - t_k): exact at every cut point
    and defined where two cut points coincide (the better score counts). `direction` matters only where the
    cut points do not show whether they rise or fall.
    """
    cuts = [Fraction(cut) for cut in levels.cuts]
    scores = _worths(levels, score_range)
    below = _below(levels.below, scores, score_range)
    falling = cuts[-1] < cuts[0] or (cuts[-1] == cuts[0] and direction is Direction.LOWER)
    sign = -1 if falling else 1
    return _read_curve([sign * cut for cut in cuts], scores, sign * result, below, levels.reading)


def _read_curve(
    cuts: Sequence[Fraction], scores: Sequence[Fraction], result: Fraction, below: Fraction, reading: Reading
) -> Fraction:
    met = bisect_right(cuts, result) - 1
    if met < 0:
        return below
    if met == len(cuts) - 1 or reading is Reading.STEP:
        return scores[met]
    share = (result - cuts[met]) / (cuts[met + 1] - cuts[met])
    return scores[met] + (scores[met + 1] - scores[met]) * share


def _below(stated: Decimal | None, scores: Sequence[Fraction], score_range: ScoreRange) -> Fraction:
    """Say what lies below a scale's lowest point scores: never more than the point itself."""
    return min(Fraction(score_range.lowest), *scores) if stated is None else Fraction(stated)


def _score_ratio(ratio: Ratio, result: Fraction, kpi: Kpi, score_range: ScoreRange) -> Fraction:
    if not isinstance(kpi.target, Decimal) or kpi.target <= 0:
        raise ResultDoesNotFitError(f"expected KPI {kpi.id!r} to have a target above zero for a ratio to it")
    if result < 0:
        raise ResultDoesNotFitError("expected a result of zero or more for a ratio")
    target = Fraction(kpi.target)
    if not ratio.target_over_result:
        return read_levels(ratio.levels, 100 * result / target, score_range, direction=kpi.direction)
    if result == 0:
        # Target over nothing is beyond every cut point: what the ratio tends to as the result nears zero.
        beyond = Fraction(max(map(abs, ratio.levels.cuts)) + 1)
        return read_levels(ratio.levels, beyond, score_range)
    return read_levels(ratio.levels, 100 * target / result, score_range)


def _score_range(middle: Range, result: Fraction, score_range: ScoreRange) -> Fraction:
    cuts = [Fraction(point.result) for point in middle.points]
    scores = [Fraction(point.score) for point in middle.points]
    below = _below(middle.below, scores, score_range)
    if result > cuts[-1]:
        return below
    return _read_curve(cuts, scores, result, below, Reading.LINEAR)


def _score_milestones(milestones: Milestones, done: frozenset[str], score_range: ScoreRange) -> Fraction:
    ids = [lookup_key(step.id) for step in milestones.steps]
    if unknown := sorted(done - set(ids)):
        hint = did_you_mean(unknown[0], [step.id for step in milestones.steps])
        raise ResultDoesNotFitError(
            f"expected the ids of steps of the scale and found {unknown[0]!r}; {hint}"
        )
    scores = _milestone_scores(milestones, score_range)
    reached = _below(milestones.below, scores, score_range)
    for key, worth in zip(ids, scores, strict=True):
        if key not in done:
            break
        reached = worth
    return reached


def _milestone_scores(milestones: Milestones, score_range: ScoreRange) -> tuple[Fraction, ...]:
    even = even_scores(len(milestones.steps), score_range)
    return tuple(
        worth if step.score is None else Fraction(step.score)
        for step, worth in zip(milestones.steps, even, strict=True)
    )


def points_of(points: Points) -> dict[str, Fraction]:
    """Say how many points each item without parts can earn, by id.

    Where one part of an item leaves its points open they are the item's total less the other parts.

    Raises:
        ValueError: when points are open that do not follow from a total.
    """
    found: dict[str, Fraction] = {}
    for item in points.items:
        found.update(_item_points(item))
    return found


def _item_points(item: ChecklistItem) -> Iterator[tuple[str, Fraction]]:
    if not item.parts:
        if item.points is None:
            raise ValueError(f"expected item {item.id!r} to say its points")
        yield item.id, Fraction(item.points)
        return
    known = sum((Fraction(part.points) for part in item.parts if part.points is not None), Fraction(0))
    unsaid = [part for part in item.parts if part.points is None]
    if len(unsaid) > 1 or (unsaid and item.points is None):
        raise ValueError(
            f"expected at most one part of item {item.id!r} to leave its points open, under a total"
        )
    for part in item.parts:
        total = Fraction(item.points or 0)
        yield part.id, total - known if part.points is None else Fraction(part.points)


def _score_points(points: Points, value: Measured, score_range: ScoreRange) -> Fraction:
    possible = points_of(points)
    total = sum(possible.values(), Fraction(0))
    earned = Fraction(value) if isinstance(value, Decimal | Fraction) else _earned(value, possible)
    if not 0 <= earned <= total:
        raise ResultDoesNotFitError(f"expected points between 0 and {float(total):g}")
    if points.levels is not None:
        return read_levels(points.levels, 100 * earned / total, score_range)
    lowest, highest = Fraction(score_range.lowest), Fraction(score_range.highest)
    return lowest + (highest - lowest) * earned / total


def _earned(value: Measured, possible: dict[str, Fraction]) -> Fraction:
    by_key = {lookup_key(item): item for item in possible}
    earned: dict[str, Fraction] = {}
    for part in _points_earned(value):
        item = by_key.get(lookup_key(part.item))
        if item is None:
            hint = did_you_mean(part.item, possible)
            raise ResultDoesNotFitError(f"expected an item of the checklist and found {part.item!r}; {hint}")
        if item in earned:
            raise ResultDoesNotFitError(f"expected item {item!r} once and found it twice")
        if not 0 <= part.points <= possible[item]:
            most = float(possible[item])
            raise ResultDoesNotFitError(f"expected item {item!r} to earn between 0 and {most:g} points")
        earned[item] = Fraction(part.points)
    if unsaid := [item for item in possible if item not in earned]:
        names = ", ".join(repr(item) for item in unsaid)
        raise ResultDoesNotFitError(f"expected points for {names} too; write 0 where none were earned")
    return sum(earned.values(), Fraction(0))


def _points_earned(value: Measured) -> tuple[PointsEarned, ...]:
    if isinstance(value, tuple):
        parts = tuple(part for part in value if isinstance(part, PointsEarned))
        if parts and len(parts) == len(value):
            return parts
    raise ResultDoesNotFitError("expected the points of each item, such as 1.1=20; 1.2=10, or their total")


def _score_label(labels: Labels, label: str) -> Fraction:
    for named in labels.labels:
        if lookup_key(named.label) == lookup_key(label):
            return Fraction(named.score)
    known = ", ".join(repr(named.label) for named in labels.labels)
    raise ResultDoesNotFitError(f"expected one of {known}")


def _score_date(dates: Dates, value: Measured, score_range: ScoreRange) -> Fraction:
    if not isinstance(value, date):
        raise ResultDoesNotFitError("expected a date such as 2556-09-30")
    days = Levels(
        cuts=tuple(Decimal(cut.toordinal()) for cut in dates.cuts),
        scores=dates.scores,
        reading=dates.reading,
        below=dates.below,
    )
    # A single deadline is met by the earlier date.
    return read_levels(days, Fraction(value.toordinal()), score_range, direction=Direction.LOWER)


def _number(value: Measured) -> Fraction:
    if isinstance(value, Decimal | Fraction):
        return Fraction(value)
    raise ResultDoesNotFitError("expected a number")


def _steps(value: Measured) -> frozenset[str]:
    if isinstance(value, tuple) and all(isinstance(step, str) for step in value):
        return frozenset(lookup_key(str(step)) for step in value)
    # A bare 4 may mean "step 4" or "four steps", so it is not guessed.
    raise ResultDoesNotFitError(
        "expected every step that is done, such as 1; 2; 3 (or 1; for the first alone)"
    )


def _label(value: Measured) -> str:
    if isinstance(value, Decimal | str):
        return str(value)
    raise ResultDoesNotFitError("expected the name of a level")


def score_below(scale: Scale | None, score_range: ScoreRange) -> Fraction | None:
    """Say what a result below a scale's lowest point scores (outside it, for a range).

    None where nothing lies below: labels, and checklists that are not read through levels.
    """
    match scale:
        case Ratio(levels=levels) | Points(levels=Levels() as levels):
            return score_below(levels, score_range)
        case Levels() | Dates():
            scores = _worths(scale, score_range)
            return _below(scale.below, scores, score_range)
        case Range(points=points, below=below):
            return _below(below, [Fraction(point.score) for point in points], score_range)
        case Milestones() as milestones:
            return _below(milestones.below, _milestone_scores(milestones, score_range), score_range)
        case _:
            return None


def possible_scores(scale: Scale | None, score_range: ScoreRange) -> tuple[Fraction, Fraction]:
    """Say the worst and the best score that a target scale can give, whatever the result.

    Without a scale any score of the plan's range can be given.
    """
    below = score_below(scale, score_range)
    match scale:
        case Levels() | Dates() | Ratio() | Points(levels=Levels()):
            stated = stated_scores(scale) or (score_range.highest,)
        case Milestones(steps=steps) if all(step.score is None for step in steps):
            stated = (score_range.highest,)
        case Range() | Labels() | Milestones():
            stated = stated_scores(scale)
        case _:
            stated = (score_range.lowest, score_range.highest)
    found = [*map(Fraction, stated), *([] if below is None else [below])]
    return min(found), max(found)


def describe_scale(kpi: Kpi, score_range: ScoreRange, *, era: Era = Era.BUDDHIST) -> str:
    """Say in one phrase how a KPI's target scale reads a result; empty when it has none.

    `era` is that in which dates are written.

    >>> from kpicascade.model.text import Name
    >>> scale = Levels(cuts=tuple(Decimal(cut) for cut in (65, 70, 75, 80, 85)))
    >>> describe_scale(Kpi(id="1", name=Name(en="x"), holder="u", scale=scale), ScoreRange())
    'levels 65 → 1, 70 → 2, 75 → 3, 80 → 4, 85 → 5 (linear between, 1 below)'
    """
    below = score_below(kpi.scale, score_range)
    least = "" if below is None else f"{float(below):g}"
    match kpi.scale:
        case Levels() as levels:
            return f"levels {_described_levels(levels, score_range)}"
        case Ratio() as ratio:
            share = "target over result" if ratio.target_over_result else "result over target"
            through = _described_levels(ratio.levels, score_range)
            return f"{share} in percent (target {kpi.target}), levels {through}"
        case Range() as middle:
            points = ", ".join(f"{point.result} → {point.score}" for point in middle.points)
            return f"range {points} (linear between, {least} outside)"
        case Milestones() as milestones:
            return f"the last of {len(milestones.steps)} steps before the first gap ({least} without any)"
        case Points() as points:
            total = sum(points_of(points).values(), Fraction(0))
            through = f", levels {_described_levels(points.levels, score_range)}" if points.levels else ""
            return f"points out of {float(total):g}{through}"
        case Labels() as labels:
            return "labels " + ", ".join(f"{named.label} → {named.score}" for named in labels.labels)
        case Dates() as dates:
            pairs = zip(dates.cuts, _worths(dates, score_range), strict=True)
            met = ", ".join(f"{format_date(cut, era)} → {float(score):g}" for cut, score in pairs)
            return f"dates {met} ({_BETWEEN[dates.reading]}, {least} after them)"
        case None:
            return ""


_BETWEEN = {Reading.LINEAR: "linear between", Reading.STEP: "the highest met"}


def _described_levels(levels: Levels, score_range: ScoreRange) -> str:
    scores = _worths(levels, score_range)
    pairs = ", ".join(f"{cut} → {float(score):g}" for cut, score in zip(levels.cuts, scores, strict=True))
    below = float(score_below(levels, score_range) or 0)
    return f"{pairs} ({_BETWEEN[levels.reading]}, {below:g} below)"
