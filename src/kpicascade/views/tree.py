"""The rows of a scorecard as trees, one for each agreement, with every figure as it is printed."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from attrs import evolve, frozen

from kpicascade.cascade.graph import NodeKind
from kpicascade.model.agreement import Agreement
from kpicascade.model.origin import whereabouts
from kpicascade.model.result import PointsEarned
from kpicascade.model.scale import ScoreRange
from kpicascade.scorecard import Row, Scorecard
from kpicascade.views.figures import figure, interval, measured, percent, place, plain, points
from kpicascade.views.phrases import Phrase, phrase
from kpicascade.views.sentences import SCORE_DIGITS, sentences_of
from kpicascade.views.strips import Strip, strip_of
from kpicascade.views.words import WORDS, Language

_SUMMARY_DIGITS = 2


@frozen(kw_only=True)
class Template:
    """What the plan says of a KPI, as far as it helps to understand its score."""

    definition: Phrase
    formula: Phrase
    note: Phrase
    criteria: tuple[tuple[str, Phrase], ...]
    strip: Strip | None


@frozen(kw_only=True)
class Line:
    """A row of the tree.

    `closes` counts the branches that end after it. `weight` is as worked out, `weight_written` as the plan
    writes it where that differs.
    """

    depth: int
    is_section: bool
    closes: int
    id: str
    name: Phrase
    weight: str
    weight_written: str
    actual_weight: str
    measured: Phrase
    unit_of_measure: Phrase
    target: str
    score: str
    weighted_score: str
    contribution: str
    coverage: str
    low_high: str
    source: str
    sentences: tuple[str, ...]
    adjustments: tuple[tuple[str, Phrase], ...]
    adjusted_by: str
    is_illustrative: bool
    note: Phrase
    evidence: tuple[Phrase, ...]
    where: str
    template: Template | None


@frozen(kw_only=True)
class Bar:
    """Where a score and what it could still be stand on the score range, in thousandths of its length."""

    score: int | None
    low: int | None
    high: int | None


@frozen(kw_only=True)
class Tree:
    """An agreement: its figures as a whole, and its rows below."""

    holder: Phrase
    name: Phrase
    score: str
    coverage: str
    is_complete: bool
    low: str
    high: str
    low_high: str
    bar: Bar
    scored: int
    kpis: int
    is_illustrative: bool
    signatories: tuple[tuple[Phrase, Phrase], ...]
    total: Line
    lines: tuple[Line, ...]


def trees_of(card: Scorecard, language: Language) -> tuple[Tree, ...]:
    """Lay out every agreement of a scorecard, in the order of the plan."""
    agreements = {agreement.holder: agreement for agreement in card.plan.agreements}
    by_holder = groupby(card.rows, key=lambda row: row.holder)
    return tuple(_tree(card, agreements[holder], tuple(rows), language) for holder, rows in by_holder)


def _tree(card: Scorecard, agreement: Agreement, rows: Sequence[Row], language: Language) -> Tree:
    top, *below = rows
    kpis = [row for row in below if row.kind is NodeKind.KPI]
    lines = tuple(_lines(card, rows, language))
    return Tree(
        holder=phrase(card.cascade.holder(agreement.holder).name, language),
        name=phrase(agreement.name, language),
        score=figure(top.score, _SUMMARY_DIGITS),
        coverage=percent(top.coverage),
        is_complete=top.coverage == 1,
        low=figure(top.low, _SUMMARY_DIGITS),
        high=figure(top.high, _SUMMARY_DIGITS),
        low_high=interval(top.low, top.high, _SUMMARY_DIGITS),
        bar=_bar(top, card.plan.score_range),
        scored=sum(row.score is not None for row in kpis),
        kpis=len(kpis),
        is_illustrative=any(line.is_illustrative for line in lines),
        signatories=tuple(
            (phrase(each.name, language), phrase(each.position, language)) for each in agreement.signatories
        ),
        total=evolve(lines[0], weight=plain(_total_weight(below))),
        lines=lines[1:],
    )


def _total_weight(rows: Sequence[Row]) -> Fraction:
    return sum((row.planned_weight or Fraction(0) for row in rows if row.depth == 1), Fraction(0))


def _bar(row: Row, score_range: ScoreRange) -> Bar:
    lowest, highest = Fraction(score_range.lowest), Fraction(score_range.highest)

    def place(score: Fraction | None) -> int | None:
        if score is None:
            return None
        # A score may lie outside the range: points added, or a scale that scores 0 below its first level.
        inside = min(max(score, lowest), highest)
        return round(1000 * (inside - lowest) / (highest - lowest))

    return Bar(score=place(row.score), low=place(row.low), high=place(row.high))


def _lines(card: Scorecard, rows: Sequence[Row], language: Language) -> Iterator[Line]:
    depths = [row.depth for row in rows[1:]] + [1]
    for row, next_depth in zip(rows, depths, strict=True):
        opens = int(row.kind is NodeKind.SECTION and row.depth > 0)
        yield _line(card, row, row.depth + opens - next_depth if row.depth else 0, language)


def _line(card: Scorecard, row: Row, closes: int, language: Language) -> Line:
    era = card.plan.fiscal_year.era
    weight = plain(row.planned_weight)
    return Line(
        depth=row.depth,
        is_section=row.kind is NodeKind.SECTION,
        closes=closes,
        id=row.id,
        name=phrase(card.cascade.node(row.node).name, language),
        weight=weight,
        weight_written="" if row.weight == weight else row.weight,
        actual_weight=percent(row.actual_weight),
        measured=phrase(measured(row.measured, language, era), language),
        unit_of_measure=phrase(_unit(row), language),
        target=measured(row.target, language, era),
        score=figure(row.score, SCORE_DIGITS),
        weighted_score=figure(row.weighted_score, SCORE_DIGITS),
        contribution=figure(row.contribution, SCORE_DIGITS),
        coverage=percent(row.coverage),
        low_high=interval(row.low, row.high),
        source=WORDS[language][f"from_{row.source}"],
        sentences=sentences_of(card, row, language),
        adjustments=tuple((points(each.points), phrase(each.reason, language)) for each in row.adjustments),
        adjusted_by=points(sum((each.points for each in row.adjustments), Decimal(0))),
        is_illustrative=row.illustrative,
        note=phrase(row.note, language),
        evidence=tuple(phrase(each, language) for each in row.evidence),
        where=place(whereabouts(card.evaluation.own_score(row.node).result)),
        template=_template(card, row, language) if row.kind is NodeKind.KPI else None,
    )


def _unit(row: Row) -> str:
    """Name the unit of a result that is a figure or adds up to one; steps, labels and dates have none."""
    parts = row.measured if isinstance(row.measured, tuple) else (row.measured,)
    return row.unit_of_measure if isinstance(parts[0], Decimal | Fraction | PointsEarned) else ""


def _template(card: Scorecard, row: Row, language: Language) -> Template:
    kpi = card.cascade.kpis[row.id]
    return Template(
        definition=phrase(kpi.definition, language),
        formula=phrase(kpi.formula, language),
        note=phrase(kpi.note, language),
        criteria=tuple((plain(each.level), phrase(each.text, language)) for each in kpi.criteria),
        strip=strip_of(kpi, row.measured, card.plan.score_range, language, card.plan.fiscal_year.era),
    )
