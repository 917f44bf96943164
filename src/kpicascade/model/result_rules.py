"""Whether results fit a plan: the names that they use, and one result for one thing and period."""

import re
from collections.abc import Iterable

from attrs import evolve

from kpicascade.errors import Issue, Location
from kpicascade.model.directory import Directory, Subject, subject_of
from kpicascade.model.origin import whereabouts
from kpicascade.model.period import Period
from kpicascade.model.plan import Plan
from kpicascade.model.result import Result, Results

_LIKE_A_NUMBER = re.compile(r"\d+(?:\.\d*[1-9])?", re.ASCII)
"""An id that a spreadsheet would take for a number and show without the zeros at its end."""
_KEEP_ONE = "keep one of the two."
_DROPPED_ZERO = "a spreadsheet may have dropped the zero; format the column as text."


class FirstPlaces:
    """Where each subject's result for a period stands first, to tell when there is a second."""

    def __init__(self, given: Iterable[tuple[Subject, Period | None]], directory: Directory | None) -> None:
        """Take all results that there are and the names of the plan, for the hints."""
        self._places: dict[tuple[Subject, Period], Location] = {}
        self._given = {(subject.kpi, period) for subject, period in given if subject.kpi}
        self._directory = directory

    def repeated(self, subject: Subject, period: Period, where: Location) -> Issue | None:
        """Note a result; report it when there was one for the same subject and period.

        Subjects are compared as they are spelt: settle them first where there is a plan.
        """
        key = (evolve(subject, holder="") if subject.kpi else subject, period)
        first = self._places.setdefault(key, where)
        if first is where:
            return None
        return Issue(
            code="duplicate-result",
            message=f"found a second result of {subject} for {period}; the first is at {first}.",
            hint=self._hint(subject.kpi, period),
            where=where,
        )

    def _hint(self, kpi: str, period: Period) -> str:
        """Say how to mend a second result; of two ids like 1.1 and 1.10 a spreadsheet makes one."""
        if not _LIKE_A_NUMBER.fullmatch(kpi):
            return _KEEP_ONE
        if self._directory is None:
            longer = f"{kpi}0" if "." in kpi else f"{kpi}.0"
            return f"{_KEEP_ONE[:-1]}; if one of them was {longer}, {_DROPPED_ZERO}"
        lost = [one for one in self._directory.longer_by_zeros(kpi) if (one, period) not in self._given]
        without = f"the plan has {', '.join(lost)} without a result:"
        return f"{without} {_DROPPED_ZERO}" if lost else _KEEP_ONE


def check_results(results: Results, plan: Plan) -> tuple[Issue, ...]:
    """List why results do not fit a plan, in the order of the results; nothing when they do.

    KPIs, sections, agreements and holders must be in the plan; a KPI is its holder's; a section that several
    agreements have needs its holder; one KPI, section or agreement has one result for one period. An id
    spelt as in the plan is that id; spelt in other letters it must mean one id alone.
    """
    directory = Directory(plan)
    fitted = [directory.fit(subject_of(row)) for row in results.rows]
    given = ((subject, row.period) for (subject, _), row in zip(fitted, results.rows, strict=True))
    firsts = FirstPlaces(given, directory)
    issues: list[Issue] = []
    for index, (row, (subject, misfits)) in enumerate(zip(results.rows, fitted, strict=True)):
        where = whereabouts(row) if row.origin else Location(path=f"rows[{index}]")
        issues.extend(misfit.issue(where) for misfit in misfits)
        if repeated := firsts.repeated(subject, row.period, where):
            issues.append(repeated)
    return tuple(issues)


def settle_results(results: Results, plan: Plan) -> Results:
    """Spell every KPI, section and holder as the plan does.

    A section gets its holder where only one agreement has it; a KPI keeps its holder as given, or none.
    Names that the plan does not have stay as they are; `check_results` tells of them.
    """
    directory = Directory(plan)
    return evolve(results, rows=tuple(_settled(row, directory) for row in results.rows))


def _settled(row: Result, directory: Directory) -> Result:
    subject, _ = directory.fit(subject_of(row))
    return evolve(row, kpi=subject.kpi, section=subject.section, holder=subject.holder)
