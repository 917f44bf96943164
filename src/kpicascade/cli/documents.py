"""Answers as JSON documents: the same keys in the same order, every time.

Every document names its layout under `format`. Figures are floats, as `Scorecard.to_records()` gives them;
beside them stand, as text, the figures to publish: exact, rounded once, half up. What is not there is null.
"""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

import attrs

from kpicascade.calc.exact import round_half_up
from kpicascade.classification import Classified
from kpicascade.datasets import Dataset
from kpicascade.errors import Issue, Severity
from kpicascade.model.plan import Plan
from kpicascade.osmatrix import OsMatrix
from kpicascade.scorecard import Row, Scorecard
from kpicascade.scorecard.explanation import Explanation, ExplanationLine

FORMAT = "kpicascade-answer/1"
"""The version of this layout."""
_ROUNDED = ("score", "weighted_score", "contribution", "coverage", "low", "high")

Document = dict[str, object]


def issues_document(issues: Iterable[Issue], *, plan: Plan | None = None) -> Document:
    """Tell what is wrong or unwise: `plan` is null where the plan could not be used."""
    found = tuple(issues)
    counts = Counter(issue.severity for issue in found)
    return {
        "format": FORMAT,
        "plan": None if plan is None else _plan(plan),
        "counts": {str(severity): counts[severity] for severity in Severity},
        "issues": _issues(found),
    }


def kinds_document(plan: Plan, kinds: Iterable[Classified], *, relative_to: str) -> Document:
    """Tell the kind of every KPI below the organisation; keys as in `classify`."""
    return {
        "format": FORMAT,
        "plan": _plan(plan),
        "relative_to": relative_to,
        "kpis": [
            attrs.asdict(kind) | {"also": list(kind.also), "org_kpis": list(kind.org_kpis)} for kind in kinds
        ],
    }


def matrix_document(plan: Plan, matrix: OsMatrix) -> Document:
    """Tell who owns and supports what: `cells[i][j]` is what `columns[j]` is to `rows[i]`."""
    return {
        "format": FORMAT,
        "plan": _plan(plan),
        "kind": str(matrix.kind),
        "rows": [attrs.asdict(row) for row in matrix.rows],
        "columns": [attrs.asdict(column) for column in matrix.columns],
        "cells": [[str(cell) for cell in row] for row in matrix.cells],
        "issues": _issues(matrix.issues),
    }


def score_document(card: Scorecard, *, digits: int) -> Document:
    """Tell every row of a scorecard: keys as in `to_frame`, and `rounded` with figures to publish."""
    rows = [
        record | {"rounded": _rounded(row, digits)}
        for record, row in zip(card.to_records(), card.rows, strict=True)
    ]
    return _card_head(card, digits) | {"rows": rows, "issues": _issues(card.issues)}


def demo_document(dataset: Dataset, card: Scorecard, *, digits: int) -> Document:
    """Tell a bundled dataset's scorecard, with what in it is real and what is illustrative."""
    return score_document(card, digits=digits) | {"dataset": _dataset(dataset)}


def explanation_document(card: Scorecard, explanation: Explanation, *, digits: int) -> Document:
    """Tell what a node's score is made of; the values of the lines with `is_final` add up to it."""
    score = explanation.score
    return _card_head(card, digits) | {
        "node": explanation.node,
        "name": explanation.name,
        "score": _number(score),
        "rounded": {"score": _published(score, digits)},
        "lines": [_line(line, digits) for line in explanation.lines],
        "issues": _issues(card.issues),
    }


def datasets_document(datasets: Iterable[Dataset]) -> Document:
    """List the bundled datasets."""
    return {"format": FORMAT, "datasets": [_dataset(dataset) for dataset in datasets]}


def _card_head(card: Scorecard, digits: int) -> Document:
    return {
        "format": FORMAT,
        "plan": _plan(card.plan),
        "results": {"source": card.results.source, "illustrative": card.results.illustrative},
        "period": str(card.period),
        "score_range": {
            "lowest": float(card.plan.score_range.lowest),
            "highest": float(card.plan.score_range.highest),
        },
        "missing": str(card.plan.missing),
        "digits": digits,
    }


def _plan(plan: Plan) -> Document:
    return {
        "id": plan.id,
        "name": attrs.asdict(plan.name),
        "fiscal_year": str(plan.fiscal_year),
        "source": plan.source,
        "illustrative": plan.illustrative,
    }


def _dataset(dataset: Dataset) -> Document:
    return {
        "name": dataset.name,
        "title": attrs.asdict(dataset.title),
        "period": str(dataset.period),
        "source": dataset.source,
        "real": dataset.real,
        "illustrative": dataset.illustrative,
        "results": [label for label, _ in dataset.assessments],
    }


def _issues(issues: Iterable[Issue]) -> list[Document]:
    return [
        {
            "severity": str(issue.severity),
            "code": issue.code,
            "message": issue.message,
            "hint": issue.hint,
            "place": str(issue.where),
            "where": attrs.asdict(issue.where),
        }
        for issue in issues
    ]


def _line(line: ExplanationLine, digits: int) -> Document:
    figures = {"weight": line.weight, "score": line.score, "value": line.value}
    return {
        "depth": line.depth,
        "node": line.node,
        "name": line.name,
        "part": str(line.part),
        **{name: _number(number) for name, number in figures.items()},
        "reason": line.reason,
        "where": str(line.where),
        "is_final": line.is_final,
        "rounded": {name: _published(number, digits) for name, number in figures.items()},
    }


def _rounded(row: Row, digits: int) -> Document:
    return {column: _published(getattr(row, column), digits) for column in _ROUNDED}


def _number(number: Fraction | None) -> float | None:
    return None if number is None else float(number)


def _published(number: Fraction | None, digits: int) -> str | None:
    return None if number is None else f"{round_half_up(number, digits):f}"
