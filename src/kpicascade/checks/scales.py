"""Checks of target scales, of targets, and of the words that say what each level means."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from kpicascade.cascade import Cascade
from kpicascade.cascade.findings import warning
from kpicascade.checks.criteria import Clash, clashes, span_of
from kpicascade.errors import Issue
from kpicascade.model.kpi import Direction, Kpi, LevelCriterion
from kpicascade.model.scale import Dates, Levels, Points, Range, Ratio, Scale


def repeated_cut_points(cascade: Cascade) -> Iterator[Issue]:
    """Find scales on which one result is worth two scores, because a cut point is written twice."""
    for kpi in cascade.plan.kpis:
        repeated = [cut for cut, times in Counter(_cuts(kpi.scale)).items() if times > 1]
        if repeated:
            cuts = ", ".join(map(str, repeated))
            message = f"the scale of KPI {kpi.id!r} repeats the cut point {cuts}: it is worth two scores."
            yield warning(
                "repeated-cut-point", kpi.scale, message, "give every level a cut point of its own."
            )


def scales_against_direction(cascade: Cascade) -> Iterator[Issue]:
    """Find scales that reward the opposite of what the KPI calls better.

    Rising cut points say that higher is better, falling ones that lower is; a ratio of target over result
    turns that round; a range says that the middle is. Scales of dates and labels and checklists say nothing.
    """
    for kpi in cascade.plan.kpis:
        rewarded = _rewarded(kpi.scale)
        if rewarded and rewarded is not kpi.direction:
            found = f"KPI {kpi.id!r} says {kpi.direction}; its scale rewards {rewarded}"
            message = f"{found} ({_shape(kpi.scale)})."
            hint = f"turn the scale round, or write direction: {rewarded}."
            yield warning("direction-against-scale", kpi.scale, message, hint)


def criteria_that_clash(cascade: Cascade) -> Iterator[Issue]:
    """Read the thresholds in level criteria, and find levels that a result cannot tell apart.

    Three things are reported: two levels that cover the same results, two that overlap, and a level that is
    easier to reach than the one below it. "Not less than 70" for one level and "not less than 80" for the
    next are fine: the highest level met counts. Criteria without a threshold that can be read are compared
    by their words alone.
    """
    for kpi in cascade.plan.kpis:
        for lower, upper, clash in clashes(kpi.criteria):
            levels = f"levels {lower.level} and {upper.level} of KPI {kpi.id!r}"
            message = f"{levels} {_CLASHES[clash].format(_covered(lower), _covered(upper))}."
            yield warning(clash, upper, message, "change the criteria so that a result fits one level only.")


def fractions_for_percent(cascade: Cascade) -> Iterator[Issue]:
    """Find percentages written as fractions: 0.85 where 85 is meant.

    Looked at are the target and the cut points of KPIs measured in percent, and the cut points of ratios and
    checklists, which are always in percent. Only when all of them lie between 0 and 1 is it reported.
    """
    for kpi in cascade.plan.kpis:
        figures = _percentages(kpi)
        if any(figures) and all(0 <= figure <= 1 for figure in figures):
            written = ", ".join(map(str, figures))
            message = f"KPI {kpi.id!r} is in percent, and its target and cut points are {written}."
            yield warning("fraction-for-percent", kpi, message, "write 85 for 85 percent, not 0.85.")


_CLASHES = {
    Clash.INDISTINCT: "both cover {0}: no result can tell them apart",
    Clash.OVERLAP: "overlap: one covers {0}, the other {1}",
    Clash.OUT_OF_ORDER: "are in the wrong order: the lower covers {0}, the higher {1}, which is easier",
}


def _covered(criterion: LevelCriterion) -> str:
    return str(span_of(criterion.text) or repr(criterion.text))


def _levels(scale: Scale | None) -> Levels | None:
    match scale:
        case Levels():
            return scale
        case Ratio() | Points():
            return scale.levels
        case _:
            return None


def _cuts(scale: Scale | None) -> Sequence[Decimal | date]:
    if isinstance(scale, Dates):
        return scale.cuts
    levels = _levels(scale)
    return levels.cuts if levels else ()


def _rewarded(scale: Scale | None) -> Direction | None:
    if isinstance(scale, Range):
        return Direction.MIDDLE
    if not isinstance(scale, Levels | Ratio):
        return None
    cuts = scale.cuts if isinstance(scale, Levels) else scale.levels.cuts
    if len(cuts) < 2 or cuts[0] == cuts[-1]:
        return None
    turned_round = isinstance(scale, Ratio) and scale.target_over_result
    return Direction.HIGHER if (cuts[0] < cuts[-1]) is not turned_round else Direction.LOWER


def _shape(scale: Scale | None) -> str:
    if isinstance(scale, Range):
        return "it is a range"
    cuts = [*map(str, _cuts(scale))]
    ratio = " of target over result" if isinstance(scale, Ratio) and scale.target_over_result else ""
    return f"from {cuts[0]} to {cuts[-1]}{ratio}"


def _percentages(kpi: Kpi) -> tuple[Decimal, ...]:
    match kpi.scale:
        case Ratio(levels=Levels(cuts=cuts)) | Points(levels=Levels(cuts=cuts)):
            return cuts
        case Levels(cuts=cuts) if kpi.in_percent:
            figures = cuts
        case Range(points=points) if kpi.in_percent:
            figures = tuple(point.result for point in points)
        case _:
            figures = ()
    target = (kpi.target,) if kpi.in_percent and isinstance(kpi.target, Decimal) else ()
    return (*target, *figures)
