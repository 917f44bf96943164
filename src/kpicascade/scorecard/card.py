"""The scorecard: what everyone scored, and what each figure is made of."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from kpicascade.calc.aggregate import Missing
from kpicascade.calc.exact import round_half_up
from kpicascade.cascade import Cascade, expect_cascade
from kpicascade.cascade.graph import NodeKind, section_key
from kpicascade.errors import Issue, Severity, UnknownNameError
from kpicascade.hierarchy import ExactRollUp, roll_up_exact
from kpicascade.lenses import Lens, agreement_lens
from kpicascade.markup import table
from kpicascade.model.kpi import Kpi
from kpicascade.model.origin import whereabouts
from kpicascade.model.period import Period
from kpicascade.model.plan import Plan
from kpicascade.model.result import Results
from kpicascade.model.text import lookup_key
from kpicascade.scorecard.evaluation import Evaluation, show_measured, shown
from kpicascade.scorecard.explanation import Explanation, explain_node
from kpicascade.scorecard.rows import COLUMNS, Row, agreement_rows, record_of
from kpicascade.scoring import ScoreSource, own_scores
from kpicascade.scoring.target_scales import possible_scores

if TYPE_CHECKING:
    import pandas as pd


def evaluate(cascade: Cascade, results: Results, *, period: Period | str | int | None = None) -> "Scorecard":
    """Score a cascade's KPIs for one period and roll the scores up every agreement.

    Args:
        cascade: the plan's graph.
        results: what was measured; KPIs without a row are missing.
        period: the period to score, such as `2556-12M`; may be left out when the results are of one period.

    Raises:
        InvalidResultsError: when results do not fit the plan or its target scales, with every fault.
        TypeError: when given a plan or a path where a cascade or results are expected.
        UnknownNameError: when no period is named and the results do not tell which.

    Source: S = Σ w·s / Σ w over the children that have a score.
    """
    expect_cascade(cascade)
    if not isinstance(results, Results):
        raise TypeError(f"expected Results, which read_results makes, and found {type(results).__name__}")
    chosen = Period.parse(str(period)) if isinstance(period, str | int) else period or _only_period(results)
    own = own_scores(cascade, results, chosen)
    scores = {key: one.score for key, one in own.by_key.items() if one.score is not None}
    absent = [key for key, one in own.by_key.items() if one.source is ScoreSource.NOT_APPLICABLE]
    lens = agreement_lens(cascade, scored=scores, not_applicable=absent)
    exact = roll_up_exact(
        lens.hierarchy,
        scores,
        bounds=(cascade.plan.score_range.lowest, cascade.plan.score_range.highest),
        ranges=_possible_ranges(cascade, lens),
        adjustments={key: one.adjustment for key, one in own.by_key.items() if one.adjustment},
        not_applicable=lens.not_applicable,
    )
    evaluation = Evaluation(cascade=cascade, own=own, lens=lens, exact=exact)
    return Scorecard(results=results, evaluation=evaluation)


def _possible_ranges(cascade: Cascade, lens: Lens) -> dict[str, tuple[Fraction, Fraction]]:
    """Say between which scores each leaf can come in, or be counted while it is missing."""
    hierarchy, score_range = lens.hierarchy, cascade.plan.score_range
    counted_as = {Missing.ZERO: Fraction(0), Missing.LOWEST: Fraction(score_range.lowest)}
    least: dict[str, Fraction] = {}
    parents_first = sorted(
        hierarchy.nodes, key=lambda node: -hierarchy.layout.heights[hierarchy.position(node)]
    )
    for node in parents_first:
        policy = hierarchy.settings_of(node).missing
        floors = [floor for floor in (least.get(node), counted_as.get(policy)) if floor is not None]
        for child in hierarchy.children(node) if floors else ():
            least[child] = min(*floors, least.get(child, floors[0]))
    ranges = {}
    for key in hierarchy.leaves:
        noun = cascade.node(key).noun
        worst, best = possible_scores(noun.scale if isinstance(noun, Kpi) else None, score_range)
        ranges[key] = (min(worst, least.get(key, worst)), best)
    return ranges


def _only_period(results: Results) -> Period:
    periods = sorted({row.period for row in results.rows})
    if len(periods) == 1:
        return periods[0]
    known = ", ".join(map(str, periods)) or "none"
    raise UnknownNameError(f"name the period to score; the results are of: {known}.")


@frozen(kw_only=True, eq=False, repr=False)
class Scorecard:
    """What everyone scored in one period, and what each figure is made of."""

    results: Results
    evaluation: Evaluation

    @property
    def cascade(self) -> Cascade:
        """The graph that was scored."""
        return self.evaluation.cascade

    @property
    def plan(self) -> Plan:
        """The plan that was scored."""
        return self.evaluation.cascade.plan

    @property
    def period(self) -> Period:
        """The period that was scored."""
        return self.evaluation.own.period

    @property
    def exact(self) -> ExactRollUp:
        """Every node's score, coverage and contributions as fractions, by node key."""
        return self.evaluation.exact

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """What was noticed on the way: mended values, results that do not count, links not followed."""
        return (*self.results.mended, *self.evaluation.own.issues, *_remarks(self.evaluation))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every node of every agreement, parents before children, in the order of the plan."""
        agreements = (agreement.holder for agreement in self.plan.agreements)
        return tuple(row for holder in agreements for row in agreement_rows(self.evaluation, holder))

    @property
    def summary(self) -> tuple[Row, ...]:
        """The row of each agreement as a whole."""
        return tuple(row for row in self.rows if row.depth == 0)

    def row(self, name: str, *, holder: str = "", parent: str = "") -> Row:
        """Return the row of a node by key or id; a KPI goes before a section of the same id.

        `holder` tells agreements apart that carry the same node, and `parent`, a key, the parts of one.

        Raises:
            UnknownNameError: when nothing carries it, or several parts do and it is not said which.
        """
        rows = [row for row in self.rows if holder in ("", row.holder) and parent in ("", row.parent)]
        found = [row for row in rows if name in (row.node, row.id)]
        if not found:
            wanted = lookup_key(name)
            found = [row for row in rows if wanted in (lookup_key(row.node), lookup_key(row.id))]
        named = [row for row in found if row.kind is NodeKind.KPI] or found
        if len(named) == 1:
            return named[0]
        carriers = ", ".join(repr(row.parent or row.node) for row in named) or "none"
        raise UnknownNameError(f"expected one part of an agreement to carry {name!r}; found {carriers}.")

    def explain(self, name: str) -> Explanation:
        """Explain a node's score, named by key or id, down to the results it rests on.

        Raises:
            UnknownNameError: when there is no such node, or it is of a kind that has no score.
        """
        node = self.cascade.find(name)
        if node.kind is NodeKind.UNIT or node.kind is NodeKind.ORGANISATION or node.kind is NodeKind.POSITION:
            node = self.cascade.node(section_key(node.id))
        if node.kind not in (NodeKind.SECTION, NodeKind.KPI):
            raise UnknownNameError(
                f"{node.key!r} is a {node.kind}; only agreements, sections and KPIs have scores."
            )
        return explain_node(self.evaluation, node)

    def to_records(self) -> list[dict[str, object]]:
        """Return what `to_frame` returns as plain data, missing figures as None."""
        era = self.plan.fiscal_year.era
        return [record_of(row, era) for row in self.rows]

    def to_frame(self) -> "pd.DataFrame":
        """Return one row for each node of each agreement, figures as floats; columns as in `Row`.

        Missing figures are NaN; `measured` is as written, `adjustment` is the sum of the adjustments' points.
        """
        import pandas as pd  # noqa: PLC0415  loads when a frame is asked for

        return pd.DataFrame.from_records(self.to_records(), columns=list(COLUMNS))

    def rounded(self, digits: int) -> "pd.DataFrame":
        """Return the publishing figures of each node: exact arithmetic, rounded once, half up.

        Columns holder, node, score, weighted_score, contribution, coverage, low and high; the figures are
        `decimal.Decimal` with that many places, None where there is none.

        Raises:
            ValueError: when `digits` is below zero.
        """
        if digits < 0:
            raise ValueError(f"expected zero or more decimals, found {digits}")
        import pandas as pd  # noqa: PLC0415  loads when a frame is asked for

        columns = ("score", "weighted_score", "contribution", "coverage", "low", "high")
        records = [
            {"holder": row.holder, "node": row.node}
            | {column: _rounded(getattr(row, column), digits) for column in columns}
            for row in self.rows
        ]
        return pd.DataFrame.from_records(records, columns=["holder", "node", *columns])

    def __repr__(self) -> str:
        """Show the plan, the period and the scores of the agreements, in one line."""
        scores = ", ".join(f"{row.holder} {shown(row.score)}" for row in self.summary[:3])
        more = f" and {len(self.summary) - 3} more" if len(self.summary) > 3 else ""
        return f"<Scorecard {self.plan.id!r} {self.period}: {scores}{more}>"

    def _repr_html_(self) -> str:
        """Show the rows as a table in Jupyter."""
        headers = ("node", "name", "weight", "result", "score", "weighted", "contribution", "coverage", "how")
        era = self.plan.fiscal_year.era
        rows = [
            (
                "\u2003" * row.depth + row.id,
                row.name + (" (illustrative)" if row.illustrative else ""),
                row.weight,
                ""
                if row.measured is None
                else f"{show_measured(row.measured, era)} {row.unit_of_measure}".rstrip(),
                shown(row.score),
                shown(row.weighted_score),
                shown(row.contribution),
                f"{round_half_up(100 * row.coverage, 2)} %",
                row.reason,
            )
            for row in self.rows
        ]
        return table(f"{self.plan.name} {self.period}", headers, rows, numeric={4, 5, 6, 7})


def _rounded(figure: Fraction | None, digits: int) -> Decimal | None:
    return None if figure is None else round_half_up(figure, digits)


def _remarks(evaluation: Evaluation) -> Iterator[Issue]:
    for key in sorted(evaluation.lens.not_followed):
        if evaluation.source(key) is ScoreSource.MISSING:
            node = evaluation.cascade.node(key)
            yield Issue(
                code="same-as-not-followed",
                message=f"KPI {node.id!r} has no score: {evaluation.reason(key)}.",
                hint="report a result for one of the two.",
                where=whereabouts(node.noun),
                severity=Severity.WARNING,
            )
    for key, own in evaluation.own.by_key.items():
        if own.adjustment and evaluation.exact.score(key) is None:
            yield Issue(
                code="adjustment-without-score",
                message=f"{key!r} has an adjustment but no score to adjust, so it changes nothing.",
                hint="report a result or a score, or remove the adjustment.",
                where=whereabouts(own.result),
                severity=Severity.WARNING,
            )
