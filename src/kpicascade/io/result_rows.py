"""A table of results to results, with every fault of every row at once."""

from collections.abc import Iterable, Iterator

from kpicascade.errors import InvalidResultsError, Issue, Location, Severity
from kpicascade.io.drafts import Draft, read_draft
from kpicascade.io.repeats import without_repeats
from kpicascade.io.row_rules import row_faults
from kpicascade.io.tables import Table
from kpicascade.model.directory import Directory, Misfit, Subject
from kpicascade.model.period import Period
from kpicascade.model.plan import Plan
from kpicascade.model.result import Adjustment, Result, Results
from kpicascade.model.result_rules import FirstPlaces


def results_from_table(table: Table, plan: Plan | None = None) -> Results:
    """Make results of a table, in its order.

    With a plan, the names that the rows use are held against it and take its spelling.

    Raises:
        InvalidResultsError: with every fault of the table, in its order.
    """
    drafts = [read_draft(row) for row in table.rows]
    judge = _Judge(drafts, plan)
    issues = [*table.issues, *(issue for draft in drafts for issue in (*draft.issues, *judge.faults(draft)))]
    # Faults of a frame have no line; sorting leaves them in the order of its rows.
    issues.sort(key=lambda issue: (issue.where.line or 0, issue.where.column or 0))
    faults = [issue for issue in issues if issue.severity is Severity.FAULT]
    if not (faults or drafts):
        faults.append(_no_rows(table))
    if faults:
        raise InvalidResultsError(without_repeats(faults))
    return Results(
        rows=tuple(judge.result(draft, draft.period) for draft in drafts if draft.period),
        source=table.source,
        illustrative=table.illustrative,
        mended=tuple(issues),
        origin=table.origin,
    )


def _no_rows(table: Table) -> Issue:
    return Issue(
        code="no-rows",
        message="found no result; expected at least one row with a KPI and a period.",
        hint="fill in the rows; was the right file saved, or the right sheet?",
        where=table.origin or Location(path="rows"),
    )


class _Judge:
    """Hold rows against the rules, the rows before them and the plan, if there is one."""

    def __init__(self, drafts: Iterable[Draft], plan: Plan | None) -> None:
        self._directory = None if plan is None else Directory(plan)
        self._fits: dict[Subject, tuple[Subject, tuple[Misfit, ...]]] = {}
        given = ((self._fit(draft.subject)[0], draft.period) for draft in drafts)
        self._firsts = FirstPlaces(given, self._directory)

    def faults(self, draft: Draft) -> Iterator[Issue]:
        yield from row_faults(draft)
        if not draft.has_one_subject:
            return
        subject, misfits = self._fit(draft.subject)
        for misfit in misfits:
            yield misfit.issue(draft.place(misfit.name))
        place = draft.place(subject.about)
        if draft.period and (repeated := self._firsts.repeated(subject, draft.period, place)):
            yield repeated

    def _fit(self, subject: Subject) -> tuple[Subject, tuple[Misfit, ...]]:
        if self._directory is None:
            return subject, ()
        if subject not in self._fits:
            self._fits[subject] = self._directory.fit(subject)
        return self._fits[subject]

    def result(self, draft: Draft, period: Period) -> Result:
        subject, _ = self._fit(draft.subject)
        pairs = zip(draft.points, draft.reasons, strict=True)
        return Result(
            kpi=subject.kpi,
            section=subject.section,
            holder=subject.holder,
            period=period,
            result=draft.result,
            numerator=draft.numerator,
            denominator=draft.denominator,
            score=draft.score,
            adjustments=tuple(Adjustment(points=one, reason=why) for one, why in pairs if one is not None),
            not_applicable=draft.not_applicable,
            note=draft.note,
            evidence=draft.evidence,
            illustrative=draft.illustrative,
            origin=draft.place(""),
        )
