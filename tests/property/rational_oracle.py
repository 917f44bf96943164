"""The roll-up as its definition says it, in fractions and by plain recursion: slow and short.

A node is worth None where it has no score, and NOT_APPLICABLE where it does not count at all. A geometric
mean is not rational: it is reckoned in floats, so a hierarchy that has one is compared within a tolerance.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import exp, log, prod

NOT_APPLICABLE = "not applicable"
Worth = Fraction | str | None


@dataclass(frozen=True)
class Rules:
    aggregate: str = "weighted_mean"
    missing: str = "leave_out"
    min_coverage: Fraction = Fraction(0)
    min_share: Fraction = Fraction(0)
    cap: Fraction | None = None
    floor: Fraction | None = None


@dataclass(frozen=True)
class Case:
    children: Mapping[str, Mapping[str, Fraction]]
    rules: Mapping[str, Rules]
    scores: Mapping[str, Fraction]
    bounds: tuple[Fraction, Fraction]
    adjustments: Mapping[str, Fraction] = field(default_factory=dict)
    not_applicable: frozenset[str] = frozenset()


def score(case: Case, node: str) -> Worth:
    if node in case.not_applicable:
        return NOT_APPLICABLE
    made = case.scores.get(node)
    if made is None and node in case.children:
        made_of_children = _make(case, node)
        if made_of_children is None or isinstance(made_of_children, str):
            return made_of_children
        made = made_of_children
    if made is None:
        return None
    rules = case.rules.get(node, Rules())
    made += case.adjustments.get(node, 0)
    made = made if rules.cap is None else min(made, rules.cap)
    return made if rules.floor is None else max(made, rules.floor)


def coverage(case: Case, node: str) -> Fraction:
    if node in case.not_applicable:
        return Fraction(0)
    if node in case.scores:
        return Fraction(1)
    counting = _counting(case, node)
    total = sum(counting.values(), Fraction(0))
    known = sum((weight * coverage(case, child) for child, weight in counting.items()), Fraction(0))
    return known / total if total else Fraction(0)


def filled(case: Case, end: int) -> Case:
    nodes = {child for children in case.children.values() for child in children} | set(case.rules)
    leaves = {node for node in nodes if node not in case.children and node not in case.not_applicable}
    scores = dict.fromkeys(leaves, case.bounds[end]) | dict(case.scores)
    return Case(case.children, case.rules, scores, case.bounds, case.adjustments, case.not_applicable)


def _counting(case: Case, node: str) -> dict[str, Fraction]:
    children = case.children.get(node, {})
    return {
        child: weight for child, weight in children.items() if weight and score(case, child) != NOT_APPLICABLE
    }


def _make(case: Case, node: str) -> Worth:
    rules = case.rules.get(node, Rules())
    counting = _counting(case, node)
    if not counting:
        return NOT_APPLICABLE if any(case.children[node].values()) else None
    worth = {child: score(case, child) for child in counting}
    known = {child: value for child, value in worth.items() if isinstance(value, Fraction)}
    if coverage(case, node) < rules.min_coverage or Fraction(len(known), len(worth)) < rules.min_share:
        return None
    if rules.missing == "propagate" and len(known) < len(worth):
        return None
    stand_in = {"zero": Fraction(0), "lowest": case.bounds[0]}.get(rules.missing)
    if stand_in is not None:
        known = {child: known.get(child, stand_in) for child in worth}
    if not known:
        return None
    return _put_together(rules.aggregate, [(counting[child], value) for child, value in known.items()])


def _put_together(aggregate: str, pairs: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    total = sum((weight for weight, _ in pairs), Fraction(0))
    values = [value for _, value in pairs]
    if aggregate in {"geometric", "harmonic", "product"} and min(values) < 0:
        return None
    if aggregate in {"geometric", "harmonic"} and 0 in values:
        return Fraction(0)
    if aggregate == "geometric":
        return Fraction(exp(sum(float(weight / total) * log(value) for weight, value in pairs)))
    if aggregate == "harmonic":
        return total / sum((weight / value for weight, value in pairs), Fraction(0))
    if aggregate == "weighted_mean":
        return sum((weight * value for weight, value in pairs), Fraction(0)) / total
    if aggregate == "product":
        return prod(values, start=Fraction(1))
    if aggregate == "sum":
        return sum(values, Fraction(0))
    return min(values) if aggregate == "minimum" else max(values)
