"""Scorecards and explanations as plain text: a tree with its figures, and notes under it."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from kpicascade.calc.exact import round_half_up
from kpicascade.cascade.graph import NodeKind
from kpicascade.cli.text_table import Column, text_table
from kpicascade.model.period import Era
from kpicascade.scorecard import Row, Scorecard
from kpicascade.scorecard.evaluation import show_measured
from kpicascade.scorecard.explanation import Explanation, ExplanationLine
from kpicascade.scoring import ScoreSource

NOTHING = "–"
"""Stands where there is no figure."""
MARK = "*"
"""Marks what rests on illustrative data."""
_INDENT = "  "
_MOST_DECIMALS = 4
_UNREMARKABLE = frozenset({ScoreSource.RESULT, ScoreSource.ROLL_UP})
_ROWS = (
    Column(header="section / KPI", least=16),
    Column(header="weight", is_figure=True),
    Column(header="result", is_figure=True, least=8),
    Column(header="score", is_figure=True),
    Column(header="weighted", is_figure=True),
    Column(header="contrib.", is_figure=True),
    Column(header="coverage", is_figure=True),
)
_STEPS = (
    Column(header="section / KPI", least=16),
    Column(header="share", is_figure=True),
    Column(header="score", is_figure=True),
    Column(header="value", is_figure=True),
)


def score_text(card: Scorecard, *, digits: int, places: int | None = None) -> str:
    """Show a scorecard: its agreements as trees, then what is remarkable, then what is not real.

    Columns: weight as planned, result as written, score, weighted score (score times planned share of the
    whole agreement), contribution to the agreement's score, and the share of the weight that has a score.
    """
    table = "The plan has no agreements, so no score is rolled up; --explain shows that of a KPI."
    if card.rows:
        table = text_table(
            _ROWS, (_cells(row, digits, card.plan.fiscal_year.era) for row in card.rows), places=places
        )
    parts = (heading(card), table, *_blocks(card, digits))
    return "\n\n".join(parts)


def heading(card: Scorecard) -> str:
    """Name the plan, the period and the range of scores."""
    lowest, highest = (
        trimmed(Fraction(end)) for end in (card.plan.score_range.lowest, card.plan.score_range.highest)
    )
    return f"{card.plan.name}\n{card.plan.id}, period {card.period}, scores {lowest} to {highest}"


def explanation_text(
    card: Scorecard, explanation: Explanation, *, digits: int, places: int | None = None
) -> str:
    """Show what a node's score is made of, each step under what it is a part of, and then how it came about.

    Columns: share of what it is a part of, score, and the points that it brings to the score explained.
    """
    name = f" {explanation.name}" if explanation.name else ""
    total = f"{explanation.node}{name} = {published(explanation.score, digits)}"
    table = text_table(_STEPS, _steps(explanation, digits), places=places)
    how = "\n".join(("How:", *_reasons(explanation)))
    return "\n\n".join((heading(card), total, table, how, *_illustrative_block(card)))


def published(number: Fraction | None, digits: int) -> str:
    """Write a figure rounded once, half up; a dash where there is none.

    >>> published(Fraction("8.625"), 2), published(None, 2)
    ('8.63', '–')
    """
    return NOTHING if number is None else f"{round_half_up(number, digits):f}"


def trimmed(number: Fraction | None) -> str:
    """Write a figure with at most four decimals and no zeros that say nothing.

    >>> trimmed(Fraction(40)), trimmed(Fraction(1, 3))
    ('40', '0.3333')
    """
    text = published(number, _MOST_DECIMALS)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _cells(row: Row, digits: int, era: Era) -> tuple[str, ...]:
    mark = MARK if row.illustrative else ""
    return (
        f"{_INDENT * row.depth}{row.id}{mark} {row.name}",
        "" if row.depth == 0 else trimmed(row.planned_weight),
        "" if row.measured is None else show_measured(row.measured, era),
        published(row.score, digits),
        published(row.weighted_score, digits),
        published(row.contribution, digits),
        f"{trimmed(_percent(row.coverage))}%",
    )


def _percent(share: Fraction) -> Fraction:
    """Turn a share of one into percent with at most two decimals."""
    return Fraction(round_half_up(100 * share, 2))


def _steps(explanation: Explanation, digits: int) -> Iterator[tuple[str, ...]]:
    """Yield a row for each step; what a node's own score is made of stands under it without a name."""
    for line, is_node in _lines(explanation):
        yield (
            _INDENT * line.depth + (f"{line.node} {line.name}" if is_node else line.reason),
            trimmed(line.weight) if line.depth and is_node else "",
            published(line.score, digits),
            published(line.value, digits),
        )


def _reasons(explanation: Explanation) -> Iterator[str]:
    for line, is_node in _lines(explanation):
        if is_node:
            place = f" [{line.where}]" if str(line.where) else ""
            yield f"{_INDENT}{line.node}: {line.reason}{place}"


def _lines(explanation: Explanation) -> Iterator[tuple[ExplanationLine, bool]]:
    """Yield each line and whether it is a node's; its adjustments follow right after."""
    above = ""
    for line in explanation.lines:
        yield line, line.node != above
        above = line.node


def _blocks(card: Scorecard, digits: int) -> Iterator[str]:
    if notes := [f"{_INDENT}{note}" for row in card.rows for note in _notes(row, digits)]:
        yield "\n".join(("Notes:", *notes))
    yield from _illustrative_block(card)


def _illustrative_block(card: Scorecard) -> Iterator[str]:
    said = {"plan": card.plan.illustrative, "results": card.results.illustrative}
    lines = [f"{_INDENT}{what}: {text}" for what, text in said.items() if text]
    if lines or any(row.illustrative for row in card.rows):
        yield "\n".join((f"Illustrative, not from the source ({MARK}):", *lines))


def _notes(row: Row, digits: int) -> Iterator[str]:
    """Say what a figure alone does not: adjustments, scores that are no result, weights, open ends."""
    name = row.id if row.kind is NodeKind.KPI else row.node
    if not _is_number(row.weight):
        yield f"{name}: the weight is {row.weight}"
    if row.source not in _UNREMARKABLE:
        yield f"{name}: {row.reason}"
    for adjustment in row.adjustments:
        yield f"{name}: adjusted by {adjustment.points:+f}: {adjustment.reason}"
    if row.depth == 0 and row.low != row.high:
        low, high = published(row.low, digits), published(row.high, digits)
        yield f"{name}: with what is missing the score could still end between {low} and {high}"


def _is_number(weight: str) -> bool:
    try:
        return not weight or bool(Decimal(weight).is_finite())
    except InvalidOperation:
        return False
