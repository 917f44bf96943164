"""The commands, their arguments and their options."""

from typing import Any

import click

from kpicascade.classification import RelativeTo
from kpicascade.cli.answers import (
    answer_check,
    answer_classify,
    answer_datasets,
    answer_demo,
    answer_matrix,
    answer_report,
    answer_score,
    scorecard_from,
    tell_faults,
)
from kpicascade.cli.exits import Exit
from kpicascade.cli.streams import put
from kpicascade.errors import IssuesError
from kpicascade.osmatrix.roles import Rows
from kpicascade.version import __version__
from kpicascade.views.words import Language

_OVERVIEW = """Cascade KPIs from an organisation to its units, and score them back up.

A PLAN and its RESULTS are paths. For a bundled dataset write dataset:NAME, and dataset:NAME/LABEL for other
results than its official ones; `kpicascade demo --list` lists them all.

Answers go to standard output, messages to standard error. Exit codes: 0 fine, 1 faults in the data, 2 usage,
3 cannot read, 4 cannot write. With --json, standard output holds one JSON document in UTF-8 whenever the code
is 0 or 1.
"""
_plan = click.argument("plan")
_results = click.argument("results")
_as_json = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON document.")
_period = click.option("--period", metavar="PERIOD", help="Period to score, such as 2556-12M or 2013-Q2.")
_digits = click.option(
    "--digits", type=click.IntRange(0, 30), default=4, show_default=True, help="Decimals, rounded half up."
)
_lang = click.option(
    "--lang",
    type=click.Choice([language.value for language in Language]),
    default=Language.THAI.value,
    show_default=True,
    help="Language of the report.",
)


def _show_help(context: click.Context, _option: click.Parameter, wanted: object) -> None:
    if wanted and not context.resilient_parsing:
        put(context.get_help())
        context.exit()


def _show_version(context: click.Context, _option: click.Parameter, wanted: object) -> None:
    if wanted and not context.resilient_parsing:
        put(f"kpicascade {__version__}")
        context.exit()


class _Helping(click.Command):
    """A command whose help goes out as answers do, and so meets a full disk or a closed pipe as they do."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _show_help
        return option


class _Answer(_Helping):
    """A command that, when the data cannot be used, tells every fault instead of an answer."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  as click declares it
        try:
            return super().invoke(ctx)
        except IssuesError as problem:
            return tell_faults(problem, as_json=ctx.params.get("as_json", False))


class _Program(_Helping, click.Group):
    command_class = _Answer


@click.group(cls=_Program, help=_OVERVIEW, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
def program() -> None:
    """Hold the commands together; what it is for stands in `_OVERVIEW`."""


@program.command()
@click.option("--dataset", "name", default="opec_pa_2561", show_default=True, help="The bundled dataset.")
@click.option("--out", "folder", metavar="DIR", default=".", show_default=True, help="Folder for the report.")
@click.option("--list", "only_list", is_flag=True, help="List the bundled datasets and do nothing else.")
@_lang
@_as_json
def demo(name: str, folder: str, lang: str, *, only_list: bool, as_json: bool) -> Exit:
    """Score a bundled plan and write its report.

    Prints where the figures come from, the scorecard, and what in it is illustrative, and writes
    kpicascade-report.html.
    """
    if only_list:
        return answer_datasets(as_json=as_json)
    return answer_demo(name, folder=folder, lang=lang, as_json=as_json)


@program.command()
@_plan
@_as_json
def check(plan: str, *, as_json: bool) -> Exit:
    """Tell what is wrong or unwise in a plan.

    Faults, which keep the plan from being used, end with code 1; warnings alone with 0. Both go to standard
    output: they are the answer.
    """
    return answer_check(plan, as_json=as_json)


@program.command()
@_plan
@click.option(
    "--relative-to",
    type=click.Choice([relation.value for relation in RelativeTo]),
    default=RelativeTo.ORGANISATION.value,
    show_default=True,
    help="Whose KPIs the others are compared with.",
)
@_as_json
def classify(plan: str, relative_to: str, *, as_json: bool) -> Exit:
    """Tell of which kind each unit's KPI is, and why.

    Kinds: identical to a KPI of the organisation, common to all units, contributory, or unit-specific.
    """
    return answer_classify(plan, relative_to=relative_to, as_json=as_json)


@program.command()
@_plan
@click.option(
    "--rows",
    type=click.Choice([kind.value for kind in Rows]),
    default=Rows.KPI.value,
    show_default=True,
    help="What the rows are.",
)
@_as_json
def matrix(plan: str, rows: str, *, as_json: bool) -> Exit:
    """Lay out who owns (O) and supports (S) what.

    Below the table stands what is odd: a KPI without an owner, a unit without a part.
    """
    return answer_matrix(plan, rows=rows, as_json=as_json)


@program.command()
@_plan
@_results
@_period
@click.option("--explain", "node", metavar="NODE", help="Show what one score, such as 1.1, is made of.")
@_digits
@_as_json
def score(
    plan: str, results: str, period: str | None, node: str | None, digits: int, *, as_json: bool
) -> Exit:
    """Score results and roll them up every agreement of the plan.

    RESULTS are a CSV or a YAML file.
    """
    card = scorecard_from(plan, results, period)
    return answer_score(card, node=node, digits=digits, as_json=as_json)


@program.command()
@_plan
@_results
@click.argument("out")
@_period
@_lang
def report(plan: str, results: str, out: str, period: str | None, lang: str) -> Exit:
    """Write the report, one HTML file that needs no network, to OUT."""
    return answer_report(plan, results, out, period=period, lang=lang)
