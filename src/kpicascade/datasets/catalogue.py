"""The bundled datasets by name: what each holds, what in it is real, and what is illustrative."""

from contextlib import AbstractContextManager
from pathlib import Path

from attrs import frozen

from kpicascade.errors import UnknownNameError
from kpicascade.io.results import read_results
from kpicascade.io.yaml import read_plan
from kpicascade.model.period import Period
from kpicascade.model.plan import Plan
from kpicascade.model.result import Results
from kpicascade.model.text import Name, did_you_mean


@frozen(kw_only=True)
class Dataset:
    """A plan with its results, and how far both are real.

    `real` and `illustrative` say in words what stands in the source and what was made up; `illustrative` is
    empty where nothing was. `assessments` are the results with a label each, such as a self-assessment and
    then a committee's; the last is the official one. `period` is the one to evaluate first.
    """

    name: str
    title: Name
    source: str
    real: str
    illustrative: str
    period: Period
    plan: Plan
    assessments: tuple[tuple[str, Results], ...]

    @property
    def results(self) -> Results:
        """Return the official results: the last assessment."""
        return self.assessments[-1][1]


@frozen
class _Listing:
    real: str
    period: str
    assessments: tuple[tuple[str, str], ...] = (("results", "results.yaml"),)


_CATALOGUE = {
    "kpi_award_2562": _Listing(
        real="Everything but the English names: five municipalities, seven category weights, 35 percentages.",
        period="2562-12M",
        assessments=(("published", "results.yaml"),),
    ),
    "opec_pa_2561": _Listing(
        real="Names, weights and levels of KPIs 2.1 and 2.2, the weight of group 2, the levels reached, and "
        "the committee's deductions.",
        period="2561-12M",
        assessments=(
            ("self-assessment", "results-self.yaml"),
            ("committee", "results-committee.yaml"),
        ),
    ),
    "marine_2556": _Listing(
        real="Names of the 13 KPIs, sections and their weights, eight KPI weights of which two follow the "
        "parameter A, and where the weight of 1.3 goes.",
        period="2556-12M",
    ),
    "law_office": _Listing(
        real="The law office, the names of its seven KPIs, and that 2-1 and 2-2 are the organisation's 20.2 "
        "and 11.",
        period="2556-12M",
    ),
    "probation": _Listing(
        real="The department's vision, eleven units, six strategic issues, four perspectives and ten goals.",
        period="2556-12M",
    ),
    "highways_a3": _Listing(
        real="Name, definition, unit of measure, weight, target and the five level criteria, word for word.",
        period="2556-12M",
    ),
    "service_quality_2558": _Listing(
        real="Four dimensions with their weights, how many KPIs each has, and who reports which KPI.",
        period="2558-12M",
    ),
    "service_data_kpi6": _Listing(
        real="The KPI's name and definition, its four steps with their items, and all points but "
        "those of 4.1 and 4.2.",
        period="2557-12M",
    ),
}


def names() -> tuple[str, ...]:
    """List the bundled datasets, the published tables first."""
    return tuple(_CATALOGUE)


def load(name: str) -> Dataset:
    """Read a bundled dataset.

    Raises:
        UnknownNameError: when there is no dataset of that name; names the nearest.

    >>> load("marine_2556").plan.parameter_values
    {'A': Decimal('10')}
    """
    if name not in _CATALOGUE:
        hint = did_you_mean(name, _CATALOGUE)
        raise UnknownNameError(f"there is no bundled dataset {name!r}; {hint}")
    listing = _CATALOGUE[name]
    plan = _plan(name)
    assessments = tuple((label, _results(name, file, plan)) for label, file in listing.assessments)
    invented = (plan.illustrative, *(results.illustrative for _, results in assessments))
    return Dataset(
        name=name,
        title=plan.name,
        source=plan.source,
        real=listing.real,
        illustrative=" ".join(dict.fromkeys(text for text in invented if text)),
        period=Period.parse(listing.period),
        plan=plan,
        assessments=assessments,
    )


# A package may lie in a zip file: as_file gives a real path for as long as the reading takes. Places are
# reported with a name that is the same on every machine.


def _plan(name: str) -> Plan:
    with _file(name, "plan.yaml") as path:
        return read_plan(path, file=f"datasets/{name}/plan.yaml")


def _results(name: str, file: str, plan: Plan) -> Results:
    with _file(name, file) as path:
        return read_results(path, plan=plan, file=f"datasets/{name}/{file}")


def _file(name: str, file: str) -> AbstractContextManager[Path]:
    from importlib.resources import as_file, files  # noqa: PLC0415  a fifth of the whole library's loading time

    return as_file(files(__package__) / name / file)
