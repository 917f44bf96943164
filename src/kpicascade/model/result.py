"""Results: what was measured, for one KPI and one period."""

from datetime import date
from decimal import Decimal

from attrs import frozen

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
    """Points added to a score (or taken from it when negative), and why."""

    points: Decimal
    reason: str


@frozen(kw_only=True)
class Result:
    """What was measured for a KPI in a period, or a score given from outside.

    Exactly one of `kpi` and `section` is given; a section takes only a given `score`, and `holder` tells
    sections of several agreements apart. `result` is in the KPI's unit of measure; None means missing.
    `score` is given as published and wins over the target scale. `not_applicable` says that the KPI does
    not count this period, which is not the same as missing.
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
