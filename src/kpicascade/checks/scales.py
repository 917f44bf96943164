"""Checks of target scales, and of the words that say what each level means."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from kpicascade.cascade import Cascade
from kpicascade.cascade.findings import warning
from kpicascade.checks.criteria import Clash, clashes, span_of
from kpicascade.errors import Issue
from kpicascade.model.kpi import Direction, LevelCriterion
from kpicascade.model.scale import Dates, Levels, Points, Range, Ratio, Scale


def repeated_cut_points(cascade: Cascade) -> Iterator[Issue]:
    """Find scales on which one result is worth two scores, because a cut point is written twice."""
    for kpi in cascade.plan.kpis:
        repeated = [cut for cut, times in Counter(cuts_of(kpi.scale)).items() if times > 1]
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
        better = rewarded(kpi.scale)
        if better and better is not kpi.direction:
            found = f"KPI {kpi.id!r} says {kpi.direction}; its scale rewards {better}"
            message = f"{found} ({_shape(kpi.scale)})."
            hint = f"turn the scale round, or write direction: {better}."
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


def cuts_of(scale: Scale | None) -> Sequence[Decimal | date]:
    """Return the cut points of a scale, the worst first; empty where its kind has none."""
    if isinstance(scale, Dates):
        return scale.cuts
    levels = _levels(scale)
    return levels.cuts if levels else ()


def rewarded(scale: Scale | None) -> Direction | None:
    """Tell which way a scale scores better; None where it does not say."""
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
    cuts = [*map(str, cuts_of(scale))]
    ratio = " of target over result" if isinstance(scale, Ratio) and scale.target_over_result else ""
    return f"from {cuts[0]} to {cuts[-1]}{ratio}"
