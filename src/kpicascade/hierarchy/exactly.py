"""Roll up one case in rational arithmetic, for figures that are published."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from attrs import evolve, field, frozen

from kpicascade.calc.aggregate import Aggregate, Missing
from kpicascade.calc.exact import Number, as_written, round_half_up, share_exactly
from kpicascade.errors import UnknownNameError
from kpicascade.hierarchy.exact_case import (
    CountedChild,
    ExactCase,
    ExactOutcome,
    counted_children,
    inner_nodes_below,
    roll_up_case,
    roll_up_filled,
)
from kpicascade.hierarchy.faults import suggest
from kpicascade.hierarchy.link import Part
from kpicascade.hierarchy.structure import Hierarchy

_ONE = Fraction(1)
_NONE = Fraction(0)
_NOTHING: Mapping[str, Number] = MappingProxyType({})
_NO_RANGES: Mapping[str, tuple[Number, Number]] = MappingProxyType({})


@frozen(kw_only=True)
class Contribution:
    """One row of what makes up a node's score: weight times score is value; the values add up to it.

    `weight` is the product of the actual weights along the way down to `source`, summed over all ways.
    """

    source: str
    part: Part
    weight: Fraction
    score: Fraction
    value: Fraction


@frozen(kw_only=True, eq=False)
class ExactRollUp:
    """Every node's score in one case, as fractions."""

    hierarchy: Hierarchy
    _case: ExactCase = field(repr=False)
    _outcome: ExactOutcome = field(repr=False)

    def score(self, node: str) -> Fraction | None:
        """Give a node's score; None where it has none."""
        return self._outcome.scores.get(self.hierarchy.position(node))

    def rounded(self, node: str, digits: int) -> Decimal | None:
        """Give a node's score rounded once, half up; None where it has none."""
        score = self.score(node)
        return None if score is None else round_half_up(score, digits)

    def coverage(self, node: str) -> Fraction:
        """Give the share of a node's planned weight that has a score; 0 for what is not applicable."""
        return self._outcome.coverage.get(self.hierarchy.position(node), _NONE)

    def low(self, node: str) -> Fraction | None:
        """Give the score that a node would have if everything missing came in worst.

        None where the node would still have no score, and where something is missing and no bounds were
        stated.
        """
        return self._filled[0].scores.get(self.hierarchy.position(node))

    def high(self, node: str) -> Fraction | None:
        """Give the score that a node would have if everything missing came in best; None as for `low`."""
        return self._filled[1].scores.get(self.hierarchy.position(node))

    def is_given(self, node: str) -> bool:
        """Say whether the node's score was given and not rolled up from children."""
        return self.hierarchy.position(node) in self._case.known

    def is_applicable(self, node: str) -> bool:
        """Say whether the node counts: it, or something below it, was not declared as not applicable."""
        return self.hierarchy.position(node) not in self._outcome.not_applicable

    def actual_weights(self, parent: str) -> dict[str, Fraction]:
        """Give the weights with which children stand in a node's score; those that do not count are left out.

        Raises:
            UnknownNameError: There is no such node.
        """
        shares = self._shares(self.hierarchy.position(parent))
        return {self.hierarchy.nodes[child.position]: share for child, share in shares}

    def actual_weight(self, parent: str, child: str) -> Fraction:
        """Give the weight with which a child stands in its parent's score; 0 for a child that does not count.

        Raises:
            UnknownNameError: There is no such node or no such link.
        """
        if child not in self.hierarchy.children(parent):
            hint = suggest(child, self.hierarchy.children(parent))
            raise UnknownNameError(f"{parent!r} has no child {child!r}. {hint}".rstrip())
        return self.actual_weights(parent).get(child, _NONE)

    def contributions(self, node: str) -> tuple[Contribution, ...]:
        """Say what makes up a node's score, row by row; the values add up to it exactly.

        The rows stand in the order of the hierarchy's nodes. A child with weight 0, such as one that does
        not decide a minimum, has no row; a node without a score has none either.
        """
        rows: dict[tuple[int, Part, Fraction], Fraction] = {}
        for position, weight in self._path_weights(self.hierarchy.position(node)).items():
            self._add_rows(rows, position, weight)
        parts = tuple(Part)
        ordered = sorted(rows.items(), key=lambda row: (row[0][0], parts.index(row[0][1]), row[0][2]))
        return tuple(
            Contribution(
                source=self.hierarchy.nodes[position],
                part=part,
                weight=weight,
                score=score,
                value=weight * score,
            )
            for (position, part, score), weight in ordered
            if weight
        )

    @cached_property
    def _filled(self) -> tuple[ExactOutcome, ExactOutcome]:
        return (
            roll_up_filled(self.hierarchy, self._case, 0),
            roll_up_filled(self.hierarchy, self._case, 1),
        )

    def _shares(self, position: int) -> tuple[tuple[CountedChild, Fraction], ...]:
        """Give the children that count in a node's score, each with its actual weight."""
        aggregate = self.hierarchy.settings_at(position).aggregate
        if position in self._case.known or position not in self._outcome.made:
            return ()
        if not isinstance(aggregate, Aggregate):
            return ()
        counted = counted_children(self.hierarchy, position, self._case, self._outcome)
        shares = share_exactly(
            aggregate,
            [child.score for child in counted],
            [child.weight for child in counted],
            self._outcome.made[position],
        )
        return tuple(zip(counted, shares, strict=True))

    def _path_weights(self, top: int) -> dict[int, Fraction]:
        """Multiply actual weights along every way down from a node, and add the ways up."""
        weights = {top: _ONE} if top in self._outcome.scores else {}
        for position in inner_nodes_below(self.hierarchy, [top]):
            if position not in weights:
                continue
            for child, share in self._shares(position):
                if not child.is_missing:
                    sofar = weights.get(child.position, _NONE)
                    weights[child.position] = sofar + weights[position] * share
        return weights

    def _add_rows(
        self, rows: dict[tuple[int, Part, Fraction], Fraction], position: int, weight: Fraction
    ) -> None:
        made = self._outcome.made[position]
        shares = self._shares(position)
        if not shares:
            rows[position, Part.SCORE, made] = weight
        for child, share in shares:
            if child.is_missing:
                row = child.position, Part.MISSING, child.score
                rows[row] = rows.get(row, _NONE) + weight * share
        adjustment = self._case.adjustments.get(position, _NONE)
        if adjustment:
            rows[position, Part.ADJUSTMENT, adjustment] = weight
        limited = self._outcome.scores[position] - made - adjustment
        if limited:
            rows[position, Part.CAP if limited < 0 else Part.FLOOR, limited] = weight


def roll_up_exact(
    hierarchy: Hierarchy,
    scores: Mapping[str, Number],
    *,
    bounds: tuple[Number, Number] | None = None,
    ranges: Mapping[str, tuple[Number, Number]] = _NO_RANGES,
    adjustments: Mapping[str, Number] = _NOTHING,
    not_applicable: Collection[str] = (),
) -> ExactRollUp:
    """Roll up one case without rounding.

    Args:
        hierarchy: What is rolled up.
        scores: The scores that are known, by node. One for a node with children is given: it wins over
            them. A leaf that is not named is missing. A float is taken as written.
        bounds: The lowest and the highest score of the scale; needed for `Missing.LOWEST`, and for `low`
            and `high` where something is missing.
        ranges: The worst and the best score that single leaves can come in with, where they are not the
            bounds.
        adjustments: Points to add to the own score of a node, before its cap and floor; a node without a
            score takes none.
        not_applicable: Nodes that are planned not to count: left out under every policy, their weight not
            looked for in the coverage. A node all of whose children are not applicable is not applicable
            itself.

    Raises:
        UnknownNameError: A node is named that is not in the hierarchy.
        ValueError: A score, adjustment or bound is not finite; bounds are needed or upside down; a node
            that is not applicable has a score.

    Source: S = Σ w·s / Σ w over the children that have a score.

    >>> from kpicascade.hierarchy import Link
    >>> index = Hierarchy.from_links(
    ...     [Link("index", "water", 0.6), Link("index", "air", 0.3), Link("index", "soil", 0.1)]
    ... )
    >>> out = roll_up_exact(index, {"water": 3, "air": 4})
    >>> out.score("index"), out.coverage("index"), out.actual_weight("index", "water")
    (Fraction(10, 3), Fraction(9, 10), Fraction(2, 3))
    """
    case = evolve(
        _read_case(hierarchy, scores, bounds, adjustments, not_applicable),
        ranges={
            hierarchy.position(leaf): (as_written(worst), as_written(best))
            for leaf, (worst, best) in ranges.items()
        },
    )
    return ExactRollUp(hierarchy=hierarchy, case=case, outcome=roll_up_case(hierarchy, case))


def _read_case(
    hierarchy: Hierarchy,
    scores: Mapping[str, Number],
    bounds: tuple[Number, Number] | None,
    adjustments: Mapping[str, Number],
    not_applicable: Collection[str],
) -> ExactCase:
    known = {hierarchy.position(node): as_written(score) for node, score in scores.items()}
    left_out = frozenset(hierarchy.position(node) for node in not_applicable)
    if left_out & known.keys():
        nodes = [hierarchy.nodes[position] for position in sorted(left_out & known.keys())]
        raise ValueError(
            f"{nodes!r} have scores but are said to be not applicable: expected one or the other."
        )
    return ExactCase(
        known=known,
        adjustments={hierarchy.position(node): as_written(points) for node, points in adjustments.items()},
        not_applicable=left_out,
        bounds=_read_bounds(hierarchy, bounds),
    )


def _read_bounds(
    hierarchy: Hierarchy, bounds: tuple[Number, Number] | None
) -> tuple[Fraction, Fraction] | None:
    if bounds is None:
        if any(setting.missing is Missing.LOWEST for setting in hierarchy.settings.values()):
            raise ValueError("a missing child counts as the lowest score: pass bounds=(lowest, highest).")
        return None
    lowest, highest = as_written(bounds[0]), as_written(bounds[1])
    if lowest > highest:
        raise ValueError(f"found bounds {bounds!r}, expected the lowest score first.")
    return lowest, highest
