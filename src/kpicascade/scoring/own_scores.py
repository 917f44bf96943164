"""The results of a period and the target scales make each KPI's own score."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from attrs import frozen

from kpicascade.cascade import Cascade
from kpicascade.cascade.graph import kpi_key, section_key
from kpicascade.errors import InvalidResultsError, Issue, Severity
from kpicascade.model.kpi import Kpi
from kpicascade.model.origin import whereabouts
from kpicascade.model.period import Period
from kpicascade.model.result import Result, Results, Value
from kpicascade.model.result_rules import check_results, settle_results
from kpicascade.model.scale import Levels, ScoreRange
from kpicascade.scoring.target_scales import Measured, ResultDoesNotFitError, score_result

_FAR = 10
"""How many times the farthest cut point a result may be before it is remarked upon."""


class ScoreSource(StrEnum):
    """Where a node's score comes from."""

    RESULT = "result"
    GIVEN = "given"
    SAME_AS = "same_as"
    CONTRIBUTIONS = "contributions"
    ROLL_UP = "roll_up"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


@frozen(kw_only=True)
class OwnScore:
    """What a node's own result makes of it, before anything is rolled up.

    `score` is exact and stands before adjustments; None where the node has no score of its own. `measured`
    is the result that was scored; `reason` says in a sentence why there is no score.
    """

    source: ScoreSource
    score: Fraction | None = None
    measured: Measured | None = None
    result: Result | None = None
    reason: str = ""

    @property
    def adjustment(self) -> Fraction:
        """Add up the points that adjustments give (or take when negative)."""
        adjustments = self.result.adjustments if self.result is not None else ()
        return sum((Fraction(adjustment.points) for adjustment in adjustments), Fraction(0))


@frozen(kw_only=True)
class OwnScores:
    """Every node's own score for one period, by node key, with what there is to tell about them."""

    period: Period
    by_key: Mapping[str, OwnScore]
    issues: tuple[Issue, ...] = ()


def own_scores(cascade: Cascade, results: Results, period: Period) -> OwnScores:
    """Score every KPI that has a result, and every node whose score is given, for one period.

    Raises:
        InvalidResultsError: when results name what the plan does not have, do not fit their target scales,
            or are all of other periods; with every fault.
    """
    faults = list(check_results(results, cascade.plan))
    rows = [row for row in settle_results(results, cascade.plan).rows if row.period == period]
    faults.extend(_scores_outside(rows, cascade.plan.score_range))
    if results.rows and not rows:
        faults.append(_wrong_period(results, period))
    if faults:
        raise InvalidResultsError(faults)
    found = {_key_of(row): row for row in rows}
    by_key: dict[str, OwnScore] = {}
    for kpi in cascade.plan.kpis:
        row = found.pop(kpi_key(kpi.id), None)
        try:
            by_key[kpi_key(kpi.id)] = _own_score(kpi, row, cascade.plan.score_range)
        except ResultDoesNotFitError as problem:
            faults.append(_misfit(kpi, row, problem))
    if faults:
        raise InvalidResultsError(faults)
    by_key.update((key, _given(row)) for key, row in found.items())
    issues = (*_other_years(cascade, results), *_remarks(cascade, by_key))
    return OwnScores(period=period, by_key=by_key, issues=issues)


def _key_of(row: Result) -> str:
    return kpi_key(row.kpi) if row.kpi else section_key(row.holder, row.section)


def _own_score(kpi: Kpi, row: Result | None, score_range: ScoreRange) -> OwnScore:
    if not kpi.applicable or (row is not None and row.not_applicable):
        reason = (
            "the plan says that it does not apply" if not kpi.applicable else "does not apply this period"
        )
        return OwnScore(source=ScoreSource.NOT_APPLICABLE, result=row, reason=reason)
    if row is None:
        return OwnScore(source=ScoreSource.MISSING, reason="no result was reported")
    measured = measured_value(kpi, row)
    if row.score is not None:
        return _given(row, measured)
    if measured is None or kpi.scale is None:
        reason = "its result is empty" if measured is None else "it has no target scale"
        return OwnScore(source=ScoreSource.MISSING, measured=measured, result=row, reason=reason)
    score = score_result(kpi, measured, score_range)
    return OwnScore(source=ScoreSource.RESULT, score=score, measured=measured, result=row)


def _given(row: Result, measured: Measured | None = None) -> OwnScore:
    score = None if row.score is None else Fraction(row.score)
    return OwnScore(source=ScoreSource.GIVEN, score=score, measured=measured, result=row)


def measured_value(kpi: Kpi, row: Result) -> Measured | None:
    """Say what was measured: the result as written, or else numerator over denominator.

    A KPI that is measured in percent takes the quotient times 100. None means that nothing was measured.

    Raises:
        ResultDoesNotFitError: when result and quotient are both there and disagree by more than the rounding
            of the result as written.
    """
    if row.numerator is None or row.denominator is None:
        return row.result
    share = Fraction(row.numerator) / Fraction(row.denominator)
    quotient = 100 * share if kpi.in_percent else share
    if row.result is None:
        return quotient
    written = row.result
    if isinstance(written, Decimal):
        half_a_digit = Fraction(10) ** int(written.as_tuple().exponent) / 2
        if abs(Fraction(written) - quotient) <= half_a_digit:
            return written
    raise ResultDoesNotFitError(f"expected numerator over denominator, {float(quotient):g}")


def _wrong_period(results: Results, period: Period) -> Issue:
    known = ", ".join(sorted({str(row.period) for row in results.rows}))
    return Issue(
        code="no-results-for-period",
        message=f"none of the {len(results.rows)} results is of the period {period}.",
        hint=f"the results are of {known}.",
        where=whereabouts(results),
    )


def _scores_outside(rows: Iterable[Result], score_range: ScoreRange) -> Iterator[Issue]:
    """Find given scores that the plan's score range cannot mean; 0 is common for what was not done."""
    least = min(score_range.lowest, Decimal(0))
    for row in rows:
        if row.score is not None and not least <= row.score <= score_range.highest:
            whole = f"the agreement of {row.holder!r}"
            name = f"KPI {row.kpi!r}" if row.kpi else f"section {row.section!r}" if row.section else whole
            yield Issue(
                code="score-outside-range",
                message=f"{name} is given the score {row.score}; the plan scores from {score_range.lowest} "
                f"to {score_range.highest}.",
                hint="mend the score; points beyond the range are an adjustment with its reason.",
                where=whereabouts(row),
            )


def _misfit(kpi: Kpi, row: Result | None, problem: ResultDoesNotFitError) -> Issue:
    value = row.result if row is not None else None
    return Issue(
        code="result-does-not-fit",
        message=f"KPI {kpi.id!r} has the result {_as_typed(value)}; {problem}.",
        hint="mend the result, or the KPI's target scale.",
        where=whereabouts(row),
    )


def _as_typed(value: Value | None) -> str:
    """Write a result as it stands in a file."""
    if isinstance(value, tuple):
        parts = (part if isinstance(part, str) else f"{part.item}={part.points}" for part in value)
        return repr("; ".join(parts))
    return repr(value) if isinstance(value, str) else str(value)


def _other_years(cascade: Cascade, results: Results) -> Iterator[Issue]:
    year = cascade.plan.fiscal_year
    others = [row for row in results.rows if row.period.year != year]
    if others:
        named = ", ".join(sorted({str(row.period.year) for row in others}))
        message = f"{len(others)} of {len(results.rows)} results are of {named}; the plan is of {year}."
        yield _remark(
            "other-fiscal-year", message, "mend the periods, or take the plan of that year.", others[0]
        )


def _remarks(cascade: Cascade, by_key: Mapping[str, OwnScore]) -> Iterator[Issue]:
    for kpi in cascade.plan.kpis:
        own = by_key[kpi_key(kpi.id)]
        row = own.result
        if row is None:
            continue
        told = (row.result, row.score, row.numerator)
        if own.source is ScoreSource.NOT_APPLICABLE and told != (None, None, None):
            message = f"KPI {kpi.id!r} has a result although it does not apply; the result does not count."
            yield _remark("result-not-counted", message, "remove the result, or let the KPI apply.", row)
        if own.measured is not None and own.source is ScoreSource.MISSING:
            message = f"KPI {kpi.id!r} has a result but no target scale, so it has no score."
            yield _remark("no-target-scale", message, "give the KPI a scale, or the result a score.", row)
        if _looks_like_a_fraction(kpi, own.measured):
            message = f"KPI {kpi.id!r} is measured in percent and has the result {own.measured}."
            yield _remark("result-like-fraction", message, "write 85 for 85 percent, not 0.85.", row)
        if odd := _beyond(kpi, own.measured):
            message = f"KPI {kpi.id!r} has the result {_as_typed(row.result)}, {odd}."
            yield _remark(
                "result-beyond-scale", message, "look the figure up; a comma or a digit may be wrong.", row
            )


def _looks_like_a_fraction(kpi: Kpi, measured: Measured | None) -> bool:
    """Tell a share from a percentage: 0.85 on a scale that has no cut point up to 1."""
    if not (kpi.in_percent and isinstance(measured, Decimal) and isinstance(kpi.scale, Levels)):
        return False
    return 0 < measured <= 1 < min(kpi.scale.cuts)


def _beyond(kpi: Kpi, measured: Measured | None) -> str:
    """Say why a number is hardly what was measured; empty when there is nothing odd about it."""
    if not (isinstance(measured, Decimal | Fraction) and isinstance(kpi.scale, Levels)):
        return ""
    number, cuts = Fraction(measured), [Fraction(cut) for cut in kpi.scale.cuts]
    if number < 0 <= min(cuts):
        return "which is below zero where all cut points are above"
    if kpi.in_percent and number > 100 >= max(cuts):
        return "which is more than 100 percent where no cut point is"
    if abs(number) > _FAR * max(map(abs, cuts)) > 0:
        return f"which is more than {_FAR} times the farthest cut point"
    return ""


def _remark(code: str, message: str, hint: str, row: Result) -> Issue:
    return Issue(code=code, message=message, hint=hint, where=whereabouts(row), severity=Severity.WARNING)
