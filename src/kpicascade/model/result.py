"""Results: what was measured, for one KPI and one period."""

from datetime import date
from decimal import Decimal

from attrs import field, frozen

from kpicascade.errors import Issue, Location
from kpicascade.model.origin import origin
from kpicascade.model.period import Period


@frozen(kw_only=True)
class PointsEarned:
    """What one item of a checklist earned."""

    item: str
    points: Decimal


Value = Decimal | date | str | tuple[str, ...] | tuple[PointsEarned, ...]
"""What a result can be: a number, a date, a label, the ids of the steps done, or the points of each item."""


@frozen(kw_only=True)
class Adjustment:
    """Points added to a score (or taken from it when negative), and why.

    Raises:
        ValueError: when no reason is given, or the points are no number.
    """

    points: Decimal = field()
    reason: str = field()

    @points.validator
    def _is_finite(self, _attribute: object, points: Decimal) -> None:
        if not points.is_finite():
            raise ValueError(f"expected a number of points, found {points}")

    @reason.validator
    def _is_given(self, _attribute: object, reason: str) -> None:
        if not reason.strip():
            raise ValueError(f"expected the reason for an adjustment of {self.points} points")


@frozen(kw_only=True)
class Result:
    """What was measured for a KPI in a period, or a score given from outside.

    A result is of a KPI (`kpi`), of a section (`section`, with `holder` where several agreements have it),
    or of the whole agreement of a `holder` who stands alone. A section or an agreement takes a given `score`
    or `adjustments` to the score that it is rolled up to, or both. `result` is in the KPI's unit of measure;
    None means missing. `score` is given as published and wins over the target scale. `not_applicable` says
    that the KPI does not count this period, which is not the same as missing.

    Raises:
        ValueError: when the fields contradict each other.
    """

    period: Period
    kpi: str = ""
    section: str = ""
    holder: str = ""
    result: Value | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    score: Decimal | None = None
    adjustments: tuple[Adjustment, ...] = ()
    not_applicable: bool = False
    note: str = ""
    evidence: tuple[str, ...] = ()
    illustrative: bool = False
    origin: Location | None = origin()

    def __attrs_post_init__(self) -> None:
        if self.kpi and self.section:
            raise ValueError(f"expected a KPI or a section, found both: {self.kpi!r} and {self.section!r}")
        if not (self.kpi or self.section or self.holder):
            raise ValueError("expected a KPI, a section, or a holder whose whole agreement is meant")
        if not self.kpi:
            self._refuse_measured()
        self._refuse_what_is_no_number()
        self._refuse_half_a_fraction()
        if self.not_applicable and not (self.result is self.numerator is self.score is None):
            raise ValueError(f"expected no result and no score of KPI {self.kpi!r}, which does not apply")

    def _refuse_measured(self) -> None:
        """Hold a section or an agreement to what it takes: nothing in it is measured as such."""
        subject = f"section {self.section!r}" if self.section else f"the agreement of {self.holder!r}"
        if self.not_applicable or not (self.result is self.numerator is self.denominator is None):
            raise ValueError(f"expected only a score or adjustments for {subject}; KPIs are what is measured")
        if self.score is None and not self.adjustments:
            raise ValueError(f"expected a score or an adjustment for {subject}")

    def _refuse_what_is_no_number(self) -> None:
        for name in ("result", "numerator", "denominator", "score"):
            written = getattr(self, name)
            if isinstance(written, Decimal) and not written.is_finite():
                raise ValueError(f"expected a number as the {name}, found {written}; None means missing")

    def _refuse_half_a_fraction(self) -> None:
        if self.numerator is not None and self.denominator is None:
            raise ValueError(f"expected a denominator for the numerator of KPI {self.kpi!r}")
        if self.denominator == 0:
            raise ValueError(f"expected a denominator other than 0 for KPI {self.kpi!r}")


@frozen(kw_only=True)
class Results:
    """Results of any number of KPIs and periods, with where they come from.

    `illustrative` says in words what in them was not measured. `mended` lists what was read in the one way
    that makes sense although it was written in another.
    """

    rows: tuple[Result, ...] = ()
    source: str = ""
    illustrative: str = ""
    mended: tuple[Issue, ...] = ()
    origin: Location | None = origin()
