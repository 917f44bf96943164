"""How each score came about, in plain words."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from kpicascade.cascade.graph import EdgeKind, NodeKind
from kpicascade.hierarchy import Part
from kpicascade.model.kpi import Kpi
from kpicascade.scorecard import Row, Scorecard
from kpicascade.scoring import ScoreSource
from kpicascade.views.figures import figure, measured, percent, points
from kpicascade.views.words import WORDS, Language

SCORE_DIGITS = 4
"""Decimals of scores, as Thai agreements print them."""
_MOST_TERMS = 12
"""Terms of a sum that are written out; an organisation's KPI may rest on those of 65 units."""


def sentences_of(card: Scorecard, row: Row, language: Language) -> tuple[str, ...]:
    """Say how a row's score came about, or why it has none; one sentence or two."""
    words = WORDS[language]
    match row.source:
        case ScoreSource.MISSING:
            return (_why_missing(card, row, words),)
        case ScoreSource.NOT_APPLICABLE:
            moved = (words["says_handed_on"].format(id=row.heir),) if row.heir else ()
            return (words["says_not_applicable"], *moved)
        case _:
            return (_how_scored(card, row, language),)


def _how_scored(card: Scorecard, row: Row, language: Language) -> str:
    words = WORDS[language]
    value = measured(row.measured, language, card.plan.fiscal_year.era)
    unit = row.unit_of_measure if isinstance(row.measured, Decimal | Fraction) else ""
    return words[f"says_{row.source}"].format(
        measured=f"{value} {unit}".rstrip(),
        adjusted=_adjusted(row, words),
        parts=_parts(card, row, words),
        score=figure(row.score, SCORE_DIGITS),
    )


def _adjusted(row: Row, words: Mapping[str, str]) -> str:
    total = sum((Fraction(adjustment.points) for adjustment in row.adjustments), Fraction(0))
    return words["adjusted_by"].format(points=points(total)) if row.adjustments else ""


def _parts(card: Scorecard, row: Row, words: Mapping[str, str]) -> str:
    """Write the sum that makes a score, or name the KPI that lends it."""
    if row.source is ScoreSource.SAME_AS:
        return _kpi(card, row).same_as
    if row.source in (ScoreSource.ROLL_UP, ScoreSource.CONTRIBUTIONS):
        terms = tuple(_terms(card, row, words))
        more = len(terms) - _MOST_TERMS
        shown = terms[:_MOST_TERMS] if more > 1 else terms
        return " + ".join((*shown, words["more_terms"].format(count=more)) if more > 1 else shown)
    return ""


def _terms(card: Scorecard, row: Row, words: Mapping[str, str]) -> Iterator[str]:
    for line in card.explain(row.node).lines:
        if line.depth != 1 or line.score is None:
            continue
        if line.part in (Part.SCORE, Part.MISSING):
            if line.weight:
                yield words["term"].format(
                    weight=percent(line.weight),
                    score=figure(line.score, SCORE_DIGITS),
                    id=card.cascade.node(line.node).id,
                )
        else:
            yield words["extra_term"].format(points=points(line.score), reason=words[f"as_{line.part}"])


def _why_missing(card: Scorecard, row: Row, words: Mapping[str, str]) -> str:
    if row.kind is not NodeKind.KPI:
        is_empty = not card.cascade.out(row.node, EdgeKind.CARRIES)
        return words["says_empty" if is_empty else "says_no_parts"]
    if row.measured is not None:
        return words["says_no_scale"]
    same_as = _kpi(card, row).same_as
    return words["says_no_same"].format(id=same_as) if same_as else words["says_no_result"]


def _kpi(card: Scorecard, row: Row) -> Kpi:
    return card.cascade.kpis[row.id]
