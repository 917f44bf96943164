"""A cascade evaluated for one period: where each score comes from, in figures and in sentences."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from attrs import frozen

from kpicascade.calc.aggregate import Aggregate, Missing
from kpicascade.calc.exact import round_half_up
from kpicascade.cascade import Cascade
from kpicascade.cascade.graph import Edge, EdgeKind, NodeKind
from kpicascade.hierarchy import ExactRollUp
from kpicascade.lenses import Lens
from kpicascade.model.agreement import Entry, Section
from kpicascade.model.day import format_date
from kpicascade.model.kpi import Kpi
from kpicascade.model.period import Era
from kpicascade.model.result import PointsEarned
from kpicascade.scoring import OwnScore, OwnScores, ScoreSource
from kpicascade.scoring.target_scales import Measured, describe_scale

_DIGITS = 4
_COUNTED_AS = {
    Missing.ZERO: "; a missing part counts as 0",
    Missing.LOWEST: "; a missing part counts as the lowest score",
}
_NO_SCORE = OwnScore(source=ScoreSource.ROLL_UP)


@frozen(kw_only=True, eq=False)
class Evaluation:
    """A cascade's own scores of one period, rolled up through a lens; what scorecards are read from."""

    cascade: Cascade
    own: OwnScores
    lens: Lens
    exact: ExactRollUp

    def own_score(self, key: str) -> OwnScore:
        """Return what a node's own result makes of it; sections seldom have any."""
        return self.own.by_key.get(key, _NO_SCORE)

    def source(self, key: str) -> ScoreSource:
        """Say where a node's score comes from."""
        own = self.own_score(key)
        if own.score is not None or own.source is ScoreSource.NOT_APPLICABLE:
            return own.source
        if not self.exact.is_applicable(key):
            return ScoreSource.NOT_APPLICABLE
        if self.exact.score(key) is None:
            return ScoreSource.MISSING
        if not key.startswith(NodeKind.KPI):
            return ScoreSource.ROLL_UP
        return ScoreSource.SAME_AS if self._same(key) else ScoreSource.CONTRIBUTIONS

    def _same(self, key: str) -> str:
        """Name the KPI whose score this one takes; empty when it takes none."""
        same = self.cascade.out(key, EdgeKind.SAME_AS)
        feeders = self.exact.hierarchy.children(key)
        return same[0].target if same and feeders == (same[0].target,) else ""

    def reason(self, key: str, parent: str = "") -> str:
        """Say in a sentence, with ids, how a node's score came about or why there is none.

        `parent` is what carries the node: a KPI that does not apply may hand its weight on differently in
        each agreement.
        """
        own = self.own_score(key)
        match self.source(key):
            case ScoreSource.RESULT:
                return self._result_reason(key, own)
            case ScoreSource.GIVEN:
                return "given as published"
            case ScoreSource.SAME_AS:
                return f"same as {self._id(self._same(key))}: takes its score"
            case ScoreSource.CONTRIBUTIONS:
                return self._contributions_reason(key)
            case ScoreSource.ROLL_UP:
                return self._roll_up_reason(key)
            case ScoreSource.NOT_APPLICABLE:
                return self._not_applicable_reason(key, own, parent)
            case ScoreSource.MISSING:
                return self._missing_reason(key, own)

    def _result_reason(self, key: str, own: OwnScore) -> str:
        kpi, plan = self.cascade.node(key).noun, self.cascade.plan
        if not isinstance(kpi, Kpi) or own.measured is None:
            return ""
        era = plan.fiscal_year.era
        scale = describe_scale(kpi, plan.score_range, era=era)
        return f"{show_measured(own.measured, era)} {kpi.unit_of_measure}".rstrip() + f" on {scale}"

    def _contributions_reason(self, key: str) -> str:
        feeders = [feeder for feeder in self._parts(key) if self.exact.score(feeder) is not None]
        missing = [feeder for feeder in self._parts(key) if self.exact.score(feeder) is None]
        without = f" (without a score: {self._ids(missing)})" if missing else ""
        return f"weighted mean of what contributes to it: {self._ids(feeders)}{without}"

    def _roll_up_reason(self, key: str) -> str:
        parts = self._parts(key)
        known = sum(self.exact.score(child) is not None for child in parts)
        setting = self.exact.hierarchy.settings_of(key)
        own = "own aggregate"
        way = str(setting.aggregate).replace("_", " ") if isinstance(setting.aggregate, Aggregate) else own
        counted = _COUNTED_AS.get(setting.missing, "") if known < len(parts) else ""
        return f"{way} of {known} of {len(parts)} parts{counted}"

    def _not_applicable_reason(self, key: str, own: OwnScore, parent: str) -> str:
        heir = self.lens.handed_on.get((parent, key))
        gone = f"; its weight goes to {self._id(heir)}" if heir else ""
        if own.source is ScoreSource.NOT_APPLICABLE:
            return f"{own.reason}{gone}"
        if key.startswith(NodeKind.KPI):
            return f"what it would take its score from does not apply{gone}"
        return "nothing in it applies"

    def _missing_reason(self, key: str, own: OwnScore) -> str:
        same = self.cascade.out(key, EdgeKind.SAME_AS)
        if key in self.lens.not_followed:
            other = self._id(same[0].target)
            return f"{own.reason}; the score of {other} rests on this KPI, so it cannot be taken"
        if same:
            return f"{own.reason}, and {self._id(same[0].target)}, which it is the same as, has no score"
        return own.reason or self._empty_reason(key)

    def _empty_reason(self, key: str) -> str:
        parts, setting = self._parts(key), self.exact.hierarchy.settings_of(key)
        without = [part for part in parts if self.exact.score(part) is None]
        if len(without) == len(parts):
            return "nothing below it has a score"
        if setting.missing is Missing.PROPAGATE and without:
            return f"a missing part leaves it without a score: {self._ids(without)}"
        covered, least = 100 * self.exact.coverage(key), 100 * Fraction(setting.min_coverage)
        return f"coverage {float(covered):.4g} percent is below the least of {float(least):.4g} percent"

    def _parts(self, key: str) -> list[str]:
        """List the children that apply."""
        return [child for child in self.exact.hierarchy.children(key) if self.exact.is_applicable(child)]

    def _ids(self, keys: Iterable[str]) -> str:
        return ", ".join(map(self._id, keys))

    @cached_property
    def illustrative(self) -> frozenset[str]:
        """The nodes whose figures rest on something illustrative, by key.

        A node does when the plan or the results say so of it, when a weight below it is illustrative or
        uses an illustrative parameter, and when its score is made of a node that does.
        """
        pending = [node.key for node in self.cascade.nodes if getattr(node.noun, "illustrative", False)]
        pending += [key for key, own in self.own.by_key.items() if own.result and own.result.illustrative]
        pending += [edge.source for edge in self.cascade.edges if self.has_illustrative_weight(edge)]
        parents: dict[str, list[str]] = defaultdict(list)
        for parent, child in self.exact.hierarchy.links:
            parents[child].append(parent)
        found: set[str] = set()
        while pending:
            key = pending.pop()
            if key not in found:
                found.add(key)
                pending.extend(parent for parent in parents[key] if not self.exact.is_given(parent))
        return frozenset(found)

    def has_illustrative_weight(self, edge: Edge) -> bool:
        """Tell whether a section's weight for a child is illustrative, or uses a parameter that is."""
        noun = edge.noun
        if not isinstance(noun, Entry | Section) or edge.kind is not EdgeKind.CARRIES:
            return False
        assumed = {parameter.name for parameter in self.cascade.plan.parameters if parameter.illustrative}
        return noun.illustrative or not assumed.isdisjoint(noun.weight.parameters)

    def _id(self, key: str) -> str:
        return self.cascade.node(key).id


def show_measured(measured: Measured, era: Era = Era.BUDDHIST) -> str:
    """Write a result as a person would: figures as written, a quotient to four places, parts and their sum.

    `era` is that in which dates are written.

    >>> show_measured(Fraction(26, 45))
    '0.5778'
    """
    if isinstance(measured, Fraction):
        return str(round_half_up(measured, _DIGITS))
    if isinstance(measured, date):
        return format_date(measured, era)
    if not isinstance(measured, tuple):
        return str(measured)
    points = [part.points for part in measured if isinstance(part, PointsEarned)]
    parts = ", ".join(part if isinstance(part, str) else f"{part.item} = {part.points}" for part in measured)
    return f"{parts} (together {sum(points, Decimal(0))})" if points else parts


def shown(number: Fraction | None) -> str:
    """Write a figure with four decimals, half up; a dash where there is none.

    >>> shown(Fraction(2, 3)), shown(None)
    ('0.6667', '–')
    """
    return "–" if number is None else str(round_half_up(number, _DIGITS))
