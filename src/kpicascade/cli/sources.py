"""Plans and results by what the command line calls them: a path, or `dataset:NAME`."""

from kpicascade import datasets
from kpicascade.errors import CannotReadError, UnknownNameError
from kpicascade.io.results import read_results
from kpicascade.io.yaml import read_plan
from kpicascade.model.period import Period
from kpicascade.model.plan import Plan
from kpicascade.model.result import Results
from kpicascade.model.text import did_you_mean

_PREFIX = "dataset:"


def plan_from(source: str) -> Plan:
    """Read a plan from a path, or take that of a bundled dataset.

    `dataset:NAME` is the dataset; a file of that very name is `./dataset:NAME`.

    Raises:
        InvalidPlanError: when the file has faults, with every one.
        CannotReadError: when there is no such file, or it may not be read.
        UnknownNameError: when there is no such dataset.
    """
    if source.startswith(_PREFIX):
        return datasets.load(source.removeprefix(_PREFIX).partition("/")[0]).plan
    try:
        return read_plan(source)
    except CannotReadError as problem:
        raise _pointing_to_dataset(problem, source) from problem


def results_from(source: str, plan: Plan) -> tuple[Results, Period | None]:
    """Read a plan's results from a path, or take those of a bundled dataset.

    `dataset:NAME` stands for the official results, `dataset:NAME/LABEL` for another assessment.

    Returns:
        The results, and the period to score where the user names none: a dataset knows, a file does not.

    Raises:
        InvalidResultsError: when the results have faults or do not fit the plan, with every one.
        CannotReadError: when there is no such file, or it may not be read.
        UnknownNameError: when there is no such dataset or assessment.
    """
    if not source.startswith(_PREFIX):
        try:
            return read_results(source, plan=plan), None
        except CannotReadError as problem:
            raise _pointing_to_dataset(problem, source) from problem
    name, _, label = source.removeprefix(_PREFIX).partition("/")
    dataset = datasets.load(name)
    assessments = dict(dataset.assessments)
    if not label:
        return dataset.results, dataset.period
    if label not in assessments:
        hint = did_you_mean(label, assessments)
        raise UnknownNameError(f"dataset {name!r} has no results called {label!r}; {hint}")
    return assessments[label], dataset.period


def _pointing_to_dataset(problem: CannotReadError, source: str) -> CannotReadError:
    if source not in datasets.names():
        return problem
    return CannotReadError(f"{problem}; the bundled dataset is {_PREFIX}{source}")
