"""What must be true inside one row of results."""

from collections.abc import Iterator

from kpicascade.errors import Issue, Location
from kpicascade.io.drafts import Draft

_MERGED = "merged cells keep their value in the first row only: fill the column down."


def row_faults(draft: Draft) -> Iterator[Issue]:
    """List what is wrong with a row as a whole."""
    for rule in _RULES:
        yield from rule(draft)


def _fault(where: Location, code: str, message: str, hint: str) -> Issue:
    return Issue(code=code, message=message, hint=hint, where=where)


def _one_subject(draft: Draft) -> Iterator[Issue]:
    kpi, section = draft.subject.kpi, draft.subject.section
    if kpi and section:
        message = f"found KPI {kpi!r} and section {section!r} in one row; expected one of the two."
        yield _fault(draft.place("section"), "kpi-and-section", message, "give each a row of its own.")
    if not (kpi or section or draft.subject.holder or draft.unread & {"kpi", "section", "holder"}):
        message = "found no KPI, no section and no holder; expected one of them."
        yield _fault(
            draft.place("kpi"),
            "no-kpi-or-section",
            message,
            f"say what was measured, or empty the row; {_MERGED}",
        )


def _has_period(draft: Draft) -> Iterator[Issue]:
    if draft.period is None and "period" not in draft.unread:
        message = "found no period; expected one such as 2556-12M."
        hint = f"write the period that was measured; {_MERGED}"
        yield _fault(draft.place("period"), "missing-period", message, hint)


def _only_kpis_are_measured(draft: Draft) -> Iterator[Issue]:
    subject = draft.subject
    if subject.kpi or not draft.has_one_subject or "kpi" in draft.unread:
        return
    if draft.score is None and not draft.points and not draft.unread & {"score", "adjustment"}:
        message = f"found no score and no adjustment for {subject}; expected one or both."
        hint = "write its score or an adjustment, or delete the row."
        yield _fault(draft.place(subject.about), "section-without-score", message, hint)
    for column in ("result", "numerator", "denominator", "not_applicable"):
        if getattr(draft, column) not in (None, False):
            message = f"found a {column!r} for {subject}, which takes only a score or an adjustment."
            hint = "results are measured for KPIs; is the KPI's id missing?"
            yield _fault(draft.place(column), "section-with-result", message, hint)


def _applies_or_not(draft: Draft) -> Iterator[Issue]:
    given = [c for c in ("result", "numerator", "score") if getattr(draft, c) is not None]
    if draft.not_applicable and given and draft.subject.kpi:
        message = f"found a {given[0]!r} for {draft.subject}, which is said not to be applicable."
        hint = "empty one of the two."
        yield _fault(draft.place("not_applicable"), "not-applicable-with-result", message, hint)


def _whole_fraction(draft: Draft) -> Iterator[Issue]:
    if draft.numerator is not None and draft.denominator is None and "denominator" not in draft.unread:
        message = "found a numerator without a denominator."
        yield _fault(
            draft.place("numerator"), "numerator-without-denominator", message, "write both, or the result."
        )
    if draft.denominator == 0:
        message = "found a denominator of 0; nothing can be divided by it."
        hint = "leave both empty where there was nothing to count."
        yield _fault(draft.place("denominator"), "zero-denominator", message, hint)


def _adjustments_have_reasons(draft: Draft) -> Iterator[Issue]:
    points, reasons = draft.points, draft.reasons
    if draft.unread & {"adjustment", "reason"}:
        return
    if points and reasons and len(points) != len(reasons):
        message = f"found {len(points)} adjustments and {len(reasons)} reasons; expected as many of each."
        yield _fault(
            draft.place("reason"), "adjustment-count", message, "put semicolons between them in both cells."
        )
        return
    for part in range(max(len(points), len(reasons))):
        if not (reasons and reasons[part]):
            amount = "" if points[part] is None else f" of {points[part]} points"
            message = f"found an adjustment{amount} without a reason."
            yield _fault(
                draft.place("adjustment", part), "adjustment-without-reason", message, "write the reason."
            )
        elif not points or points[part] is None:
            message = "found the reason for an adjustment without its points."
            hint = "write the points, or put the text into the note."
            yield _fault(draft.place("reason", part), "reason-without-adjustment", message, hint)


_RULES = (
    _one_subject,
    _has_period,
    _only_kpis_are_measured,
    _applies_or_not,
    _whole_fraction,
    _adjustments_have_reasons,
)
