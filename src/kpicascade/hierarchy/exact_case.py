"""One case of a hierarchy in rational arithmetic, by position."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import isfinite

import numpy as np
from attrs import evolve, field, frozen

from kpicascade.calc.aggregate import Aggregate, Missing, OwnAggregate
from kpicascade.calc.exact import aggregate_exactly, as_written
from kpicascade.calc.rollup import call_own
from kpicascade.hierarchy.link import NodeSettings
from kpicascade.hierarchy.structure import Hierarchy

_ONE = Fraction(1)
_NONE = Fraction(0)


@frozen(kw_only=True)
class CountedChild:
    """A child that counts in its parent: its place, its weight and what it counts as."""

    position: int
    weight: Fraction
    score: Fraction
    is_missing: bool


@frozen(kw_only=True, eq=False)
class ExactCase:
    """One case to roll up, by position: what is known, added and not applicable.

    `ranges` are the worst and the best score of single leaves, where they are not the bounds. `missing`
    stands above the policies of the nodes, if there is one.
    """

    known: Mapping[int, Fraction]
    adjustments: Mapping[int, Fraction]
    not_applicable: frozenset[int]
    bounds: tuple[Fraction, Fraction] | None
    ranges: Mapping[int, tuple[Fraction, Fraction]] = field(factory=dict)
    missing: Missing | None = None


@frozen(kw_only=True, eq=False)
class ExactOutcome:
    """Every node of one case, by position: its score before and after adjustment and limits, its coverage."""

    made: dict[int, Fraction] = field(factory=dict)
    scores: dict[int, Fraction] = field(factory=dict)
    coverage: dict[int, Fraction] = field(factory=dict)
    not_applicable: set[int]


def inner_nodes_below(hierarchy: Hierarchy, tops: Iterable[int]) -> list[int]:
    """List the nodes with children that some nodes reach, themselves included, parents before children."""
    inner_count, heights = hierarchy.layout.inner_count, hierarchy.layout.heights
    reached = {position for position in tops if position < inner_count}
    waiting = list(reached)
    while waiting:
        for _, child in hierarchy.links_below(waiting.pop()):
            if child < inner_count and child not in reached:
                reached.add(child)
                waiting.append(child)
    return sorted(reached, key=lambda position: (-int(heights[position]), position))


def roll_up_case(
    hierarchy: Hierarchy, case: ExactCase, positions: Iterable[int] | None = None
) -> ExactOutcome:
    """Give every node its score and coverage, children before parents.

    `positions` are the nodes to look at, children before parents, with all that is below them; all if not
    stated.
    """
    outcome = ExactOutcome(not_applicable=set(case.not_applicable))
    if positions is None:
        positions = np.argsort(hierarchy.layout.heights, kind="stable").tolist()
    for position in positions:
        if position in case.not_applicable:
            continue
        if position in case.known:
            made: Fraction | None = case.known[position]
            outcome.coverage[position] = _ONE
        else:
            made = _make_parent(hierarchy, position, case, outcome)
        if made is not None:
            outcome.made[position] = made
            setting = hierarchy.settings_at(position)
            outcome.scores[position] = _limit(made + case.adjustments.get(position, _NONE), setting)
    return outcome


def _make_parent(
    hierarchy: Hierarchy, position: int, case: ExactCase, outcome: ExactOutcome
) -> Fraction | None:
    """Make a node's score of its children's; note its coverage and whether it counts at all."""
    setting = hierarchy.settings_at(position)
    planned = [(child, hierarchy.exact_weight(edge)) for edge, child in hierarchy.links_below(position)]
    weighty = [(child, weight) for child, weight in planned if weight]
    children = [(child, weight) for child, weight in weighty if child not in outcome.not_applicable]
    if weighty and not children:
        outcome.not_applicable.add(position)
    if not children:
        return None
    total = sum((weight for _, weight in children), _NONE)
    known = sum((weight * outcome.coverage.get(child, _NONE) for child, weight in children), _NONE)
    outcome.coverage[position] = known / total
    share = Fraction(sum(child in outcome.scores for child, _ in children), len(children))
    if outcome.coverage[position] < as_written(setting.min_coverage) or share < as_written(setting.min_share):
        return None
    counted = counted_children(hierarchy, position, case, outcome)
    if not counted:
        return None
    scores, weights = [child.score for child in counted], [child.weight for child in counted]
    if isinstance(setting.aggregate, Aggregate):
        return aggregate_exactly(setting.aggregate, scores, weights)
    return _own_aggregate(setting.aggregate, scores, weights)


def counted_children(
    hierarchy: Hierarchy, position: int, case: ExactCase, outcome: ExactOutcome
) -> tuple[CountedChild, ...]:
    """List the children that count, those that are missing with what their parent makes of them."""
    policy = case.missing or hierarchy.settings_at(position).missing
    counted = []
    for edge, child in hierarchy.links_below(position):
        weight = hierarchy.exact_weight(edge)
        score = outcome.scores.get(child)
        if not weight or child in outcome.not_applicable:
            continue
        if score is None and policy is Missing.PROPAGATE:
            return ()
        if score is None and policy is Missing.LEAVE_OUT:
            continue
        is_missing = score is None
        if score is None:
            score = case.bounds[0] if policy is Missing.LOWEST and case.bounds else _NONE
        counted.append(CountedChild(position=child, weight=weight, score=score, is_missing=is_missing))
    return tuple(counted)


def _own_aggregate(
    aggregate: OwnAggregate, scores: Sequence[Fraction], weights: Sequence[Fraction]
) -> Fraction | None:
    """Call a user's own aggregate with floats: its result is taken as it is."""
    columns = (
        np.array([[float(score)] for score in scores]),
        np.array([[float(weight)] for weight in weights]),
    )
    outcome = float(call_own(aggregate, *columns)[0])
    return Fraction(outcome) if isfinite(outcome) else None


def _limit(score: Fraction, setting: NodeSettings) -> Fraction:
    if setting.cap is not None:
        score = min(score, as_written(setting.cap))
    return score if setting.floor is None else max(score, as_written(setting.floor))


def roll_up_filled(hierarchy: Hierarchy, case: ExactCase, end: int) -> ExactOutcome:
    """Roll up with every missing leaf at one end of the scale; without bounds it stays unknown."""
    if case.bounds is None:
        return roll_up_case(hierarchy, evolve(case, missing=Missing.PROPAGATE))
    leaves = range(hierarchy.layout.inner_count, len(hierarchy.nodes))
    filled = {
        leaf: case.ranges.get(leaf, case.bounds)[end] for leaf in leaves if leaf not in case.not_applicable
    }
    return roll_up_case(hierarchy, evolve(case, known={**filled, **case.known}))
