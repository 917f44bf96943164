"""What each command answers: read, work out, print."""

import os
from contextlib import suppress
from pathlib import Path

import click

from kpicascade import datasets
from kpicascade.cascade import Cascade
from kpicascade.checks import check
from kpicascade.classification import kinds
from kpicascade.cli.documents import (
    datasets_document,
    demo_document,
    explanation_document,
    issues_document,
    kinds_document,
    matrix_document,
    score_document,
)
from kpicascade.cli.exits import Exit
from kpicascade.cli.plan_text import (
    counted,
    dataset_text,
    datasets_text,
    issues_text,
    kinds_text,
    matrix_text,
)
from kpicascade.cli.scorecard_text import explanation_text, score_text
from kpicascade.cli.sources import plan_from, results_from
from kpicascade.cli.streams import put, put_json, say
from kpicascade.cli.text_table import terminal_width
from kpicascade.errors import InvalidPlanError, Issue, IssuesError, Severity, UnknownNameError
from kpicascade.model.period import Period
from kpicascade.model.plan import Plan
from kpicascade.model.result import Results
from kpicascade.osmatrix import os_matrix
from kpicascade.scorecard import Scorecard, evaluate
from kpicascade.views.report import write_report
from kpicascade.views.words import Language

REPORT = "kpicascade-report.html"
"""The file that `demo` writes into the folder it is given."""
DIGITS = 4
"""Decimals that `demo` prints; as many as published agreements give."""


def answer_check(source: str, *, as_json: bool) -> Exit:
    """Tell every fault or, where the plan can be used, everything unwise in it; both are the answer here."""
    plan: Plan | None = None
    issues: tuple[Issue, ...]
    try:
        cascade = Cascade(plan_from(source))
        plan, issues = cascade.plan, check(cascade)
    except InvalidPlanError as problem:
        issues = problem.issues
    if as_json:
        put_json(issues_document(issues, plan=plan))
    else:
        put(issues_text(issues))
    return Exit.FAULTS if any(issue.severity is Severity.FAULT for issue in issues) else Exit.FINE


def answer_classify(source: str, *, relative_to: str, as_json: bool) -> Exit:
    """Tell the kind of every KPI below the organisation."""
    cascade = Cascade(plan_from(source))
    found = kinds(cascade, relative_to=relative_to)
    if as_json:
        put_json(kinds_document(cascade.plan, found, relative_to=relative_to))
    else:
        put(kinds_text(cascade.plan, found, places=terminal_width()))
    return Exit.FINE


def answer_matrix(source: str, *, rows: str, as_json: bool) -> Exit:
    """Tell who owns and supports what."""
    cascade = Cascade(plan_from(source))
    matrix = os_matrix(cascade, rows=rows)
    if as_json:
        put_json(matrix_document(cascade.plan, matrix))
    else:
        put(matrix_text(cascade.plan, matrix, places=terminal_width()))
    return Exit.FINE


def answer_score(card: Scorecard, *, node: str | None, digits: int, as_json: bool) -> Exit:
    """Tell a scorecard, or what one node's score is made of."""
    if node is not None:
        explanation = card.explain(node)
        if as_json:
            put_json(explanation_document(card, explanation, digits=digits))
        else:
            put(explanation_text(card, explanation, digits=digits, places=terminal_width()))
    elif as_json:
        put_json(score_document(card, digits=digits))
    else:
        put(score_text(card, digits=digits, places=terminal_width()))
    for issue in card.issues:
        say(str(issue))
    return Exit.FINE


def answer_report(plan: str, results: str, out: str, *, period: str | None, lang: str) -> Exit:
    """Write the report as one HTML file."""
    _refuse_overwriting(out, plan, results)
    card = scorecard_from(plan, results, period)
    _write_report(card, out, lang)
    return Exit.FINE


def answer_demo(name: str, *, folder: str, lang: str, as_json: bool) -> Exit:
    """Tell a bundled dataset's scorecard, and write its report."""
    dataset = datasets.load(name)
    card = evaluate(Cascade(dataset.plan), dataset.results, period=dataset.period)
    if as_json:
        put_json(demo_document(dataset, card, digits=DIGITS))
    else:
        put(f"{dataset_text(dataset)}\n\n{score_text(card, digits=DIGITS, places=terminal_width())}")
    _write_report(card, os.path.join(folder, REPORT), lang)  # noqa: PTH118  Path would drop the user's "./"
    return Exit.FINE


def answer_datasets(*, as_json: bool) -> Exit:
    """List the bundled datasets."""
    found = tuple(datasets.load(name) for name in datasets.names())
    if as_json:
        put_json(datasets_document(found))
    else:
        put(datasets_text(found))
    return Exit.FINE


def tell_faults(problem: IssuesError, *, as_json: bool) -> Exit:
    """Tell why the data cannot be used, one fault a line and their number at the end."""
    if as_json:
        put_json(issues_document(problem.issues))
    for issue in problem.issues:
        say(str(issue))
    say(f"kpicascade: {problem.subject} cannot be used: {counted(problem.issues)}")
    return Exit.FAULTS


def scorecard_from(plan_source: str, results_source: str, period: str | None) -> Scorecard:
    """Score the results that the command line names against its plan.

    Raises:
        IssuesError: when the plan or the results cannot be used, with every fault.
        CannotReadError: when one of the files may not be read.
        UnknownNameError: when a dataset or the period is not there, or the results do not tell which period.
    """
    cascade = Cascade(plan_from(plan_source))
    results, usual = results_from(results_source, cascade.plan)
    return evaluate(cascade, results, period=usual if period is None else _named_period(period, results))


def _named_period(text: str, results: Results) -> Period:
    """Read a period that the user named, which must be one that the results are of."""
    try:
        period = Period.parse(text)
    except ValueError as problem:
        raise UnknownNameError(f"{text!r} is no period; {problem}") from problem
    known = sorted({row.period for row in results.rows})
    if known and period not in known:
        periods = ", ".join(map(str, known))
        raise UnknownNameError(f"no result is of the period {period}; they are of {periods}.")
    return period


def _write_report(card: Scorecard, path: str, lang: str) -> None:
    write_report(card, path, lang=Language(lang))
    say(f"report written to {path}")


def _refuse_overwriting(out: str, *sources: str) -> None:
    """Keep a slip in the order of the arguments from replacing the plan by its report."""
    for source in sources:
        with suppress(OSError, ValueError):
            if Path(out).samefile(source):
                raise click.UsageError(f"the report would replace {source!r}; name another file for it.")
