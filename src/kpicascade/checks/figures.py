"""Checks of the figures of a KPI that were probably typed wrong: percentages, targets and dates."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from attrs import frozen

from kpicascade.cascade import Cascade
from kpicascade.cascade.findings import warning
from kpicascade.checks.scales import cuts_of, rewarded
from kpicascade.errors import Issue
from kpicascade.model.day import format_date
from kpicascade.model.kpi import Baseline, Kpi
from kpicascade.model.period import Era
from kpicascade.model.scale import Dates, Levels, Points, Range, Ratio

_FAR_APART = timedelta(days=5 * 366)
"""Cut points of one scale lie within a year or two; a slip in the year makes it decades."""


def fractions_for_percent(cascade: Cascade) -> Iterator[Issue]:
    """Find percentages written as fractions: 0.85 where 85 is meant.

    Looked at are the target, the cut points and the baselines of KPIs measured in percent, and the cut
    points of ratios and checklists, which are always in percent. Cut points are reported when all of them
    lie between 0 and 1; so is a target when nothing can be compared with it. Otherwise a target or a baseline
    is reported that lies outside the other figures, and would be one of their size a hundred times over.
    """
    for kpi in cascade.plan.kpis:
        if found := _fractions(kpi).written():
            message = f"KPI {kpi.id!r} has percentages that look like fractions: {found}."
            yield warning("fraction-for-percent", kpi, message, "write 85 for 85 percent, not 0.85.")


def targets_outside_scale(cascade: Cascade) -> Iterator[Issue]:
    """Find targets that score less than the worst cut point, or that the scale does not reach.

    A target may be somewhat better than the best cut point. One that lies further beyond it than all cut
    points lie apart is reported: the top score is reached long before it. Only levels, ranges and dates are
    looked at, and only where neither percentages nor the direction are reported.
    """
    era = cascade.plan.fiscal_year.era
    for kpi in cascade.plan.kpis:
        ends = _ends(kpi)
        if ends is None or kpi.target is None or _is_reported(kpi):
            continue
        worst, best = (shown(end, era) for end in ends)
        found = f"the target {shown(kpi.target, era)} of KPI {kpi.id!r}"
        beyond = _beyond(_number(kpi.target), *map(_number, ends), is_range=isinstance(kpi.scale, Range))
        if beyond < 0:
            message = f"{found} is outside its scale, from {worst} to {best}: reaching it scores the lowest."
        elif beyond > 1:
            message = f"{found} is far beyond the best cut point {best}, which scores the highest already."
        else:
            continue
        yield warning("target-outside-scale", kpi, message, "mend the target, or the cut points.")


def dates_far_apart(cascade: Cascade) -> Iterator[Issue]:
    """Find cut points of a scale of dates that lie more than five years apart: a year is mistyped."""
    era = cascade.plan.fiscal_year.era
    for kpi in cascade.plan.kpis:
        if far := _far_apart(kpi):
            one, other = (shown(cut, era) for cut in far)
            message = f"the cut points {one} and {other} of KPI {kpi.id!r} lie more than five years apart."
            yield warning("dates-far-apart", kpi.scale, message, "mend the year of one of them.")


@frozen(kw_only=True)
class _Fractions:
    """The figures of a KPI in percent that look like fractions."""

    target: Decimal | None = None
    cuts: Sequence[Decimal] = ()
    baselines: Sequence[Baseline] = ()

    def written(self) -> str:
        """List them in words; empty where there is none."""
        parts = [f"target {self.target}"] if self.target is not None else []
        parts += [f"cut points {', '.join(map(str, self.cuts))}"] if self.cuts else []
        parts += [f"baseline {baseline.result} of {baseline.year}" for baseline in self.baselines]
        return "; ".join(parts)


def _fractions(kpi: Kpi) -> _Fractions:
    cuts = _percent_cuts(kpi)
    target = kpi.target if kpi.in_percent and isinstance(kpi.target, Decimal) else None
    slipped_cuts = cuts if any(cuts) and all(0 <= cut <= 1 for cut in cuts) else ()
    # The cut points of a ratio or a checklist are shares, and say nothing of the size of other figures.
    others = list(cuts) if isinstance(kpi.scale, Levels | Range) and not slipped_cuts else []
    slipped_target = target if target is not None and _is_slip(target, others[1:] or others) else None
    if target is not None and slipped_target is None:
        others.append(target)
    given = kpi.baselines if kpi.in_percent else ()
    others += [baseline.result for baseline in given if baseline.result > 1]
    baselines = [baseline for baseline in given if others and _is_slip(baseline.result, others)]
    return _Fractions(target=slipped_target, cuts=slipped_cuts, baselines=baselines)


def _is_slip(figure: Decimal, others: Sequence[Decimal]) -> bool:
    """Tell whether a figure of at most 1 fits other percentages only a hundred times over."""
    if not 0 < figure <= 1:
        return False
    if not others:
        return True
    lowest, highest = min(others), max(others)
    return not lowest <= figure <= highest and lowest <= 200 * figure and 50 * figure <= highest


def _percent_cuts(kpi: Kpi) -> tuple[Decimal, ...]:
    match kpi.scale:
        case Ratio(levels=Levels(cuts=cuts)) | Points(levels=Levels(cuts=cuts)):
            return cuts
        case Levels(cuts=cuts) if kpi.in_percent:
            return cuts
        case Range(points=points) if kpi.in_percent:
            return tuple(point.result for point in points)
        case _:
            return ()


def _ends(kpi: Kpi) -> tuple[Decimal, Decimal] | tuple[date, date] | None:
    """Return the worst and the best cut point, or the two ends of a range; None where they are the same."""
    match kpi.scale:
        case Levels(cuts=[worst, *_, best]) if worst != best:
            return worst, best
        case Dates(cuts=[first, *_, last]) if first != last:
            return first, last
        case Range(points=[low, *_, high]) if low.result != high.result:
            return low.result, high.result
        case _:
            return None


def _is_reported(kpi: Kpi) -> bool:
    """Tell whether another check names the cause already."""
    turned = rewarded(kpi.scale) not in (None, kpi.direction)
    return turned or bool(_fractions(kpi).written())


def _beyond(target: Decimal, worst: Decimal, best: Decimal, *, is_range: bool) -> Decimal:
    """Place a target on a scale: below 0 is worse than the worst cut point, above 1 far beyond the best.

    A range is worst at both ends, so beyond its far end is as bad as before its near one.
    """
    place = (target - worst) / (best - worst)
    if place > 1:
        return -place if is_range else place - 1
    return min(place, Decimal(0))


def _far_apart(kpi: Kpi) -> tuple[date, date] | None:
    cuts = cuts_of(kpi.scale) if isinstance(kpi.scale, Dates) else ()
    days = [cut for cut in cuts if isinstance(cut, date)]
    return next(((one, other) for one, other in pairwise(days) if abs(one - other) > _FAR_APART), None)


def _number(figure: Decimal | date) -> Decimal:
    return Decimal(figure.toordinal()) if isinstance(figure, date) else figure


def shown(figure: Decimal | date, era: Era) -> str:
    """Write a number or a date as it stands in a plan of an era."""
    return format_date(figure, era) if isinstance(figure, date) else str(figure)
