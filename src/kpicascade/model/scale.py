"""Target scales: how a result becomes a score.

Each kind is a frozen value; `Scale` is their union. What lies below the lowest point scores `below`; when
that is None, the plan's lowest score, or the scale's own lowest where that is less. What lies above the
highest point scores what the highest does.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from attrs import frozen

from kpicascade.errors import Location
from kpicascade.model.origin import origin
from kpicascade.model.text import Name


class Reading(StrEnum):
    """How a result between two cut points is read."""

    LINEAR = "linear"
    STEP = "step"


@frozen(kw_only=True)
class ScoreRange:
    """The lowest and the highest score of a plan, such as 1 to 5 or 0 to 100."""

    lowest: Decimal = Decimal(1)
    highest: Decimal = Decimal(5)

    def __attrs_post_init__(self) -> None:
        if not self.lowest < self.highest:
            raise ValueError("expected the lowest score to be below the highest")


@frozen(kw_only=True)
class Levels:
    """Cut points worth a score each; they all rise or all fall.

    `scores` are one per cut point, rising; when empty they divide the plan's score range evenly
    (five cuts on 1 to 5 are worth 1, 2, 3, 4 and 5).
    """

    cuts: tuple[Decimal, ...]
    scores: tuple[Decimal, ...] = ()
    reading: Reading = Reading.LINEAR
    below: Decimal | None = None
    origin: Location | None = origin()


@frozen(kw_only=True)
class RangePoint:
    """A result and the score it is worth."""

    result: Decimal
    score: Decimal


@frozen(kw_only=True)
class Range:
    """Best in the middle, worse on both sides: results rise, their scores rise and then fall, linear between.

    A result outside the points scores `below`.
    """

    points: tuple[RangePoint, ...]
    below: Decimal | None = None
    origin: Location | None = origin()


@frozen(kw_only=True)
class Milestone:
    """A step that is done or not; `score` is what reaching it is worth."""

    id: str
    name: Name = Name()
    score: Decimal | None = None


@frozen(kw_only=True)
class Milestones:
    """Ordered steps; the score is that of the last step before the first gap.

    When the first step is not done the score is `below`. Steps without scores divide the plan's score range
    evenly, as cut points do.
    """

    steps: tuple[Milestone, ...]
    below: Decimal | None = None
    origin: Location | None = origin()


@frozen(kw_only=True)
class ChecklistItem:
    """An item that earns up to `points`; its parts, where it has any, add up to them.

    One part of an item may leave its points open: they follow from the item's total.
    """

    id: str
    name: Name = Name()
    points: Decimal | None = None
    parts: "tuple[ChecklistItem, ...]" = ()
    illustrative: bool = False
    origin: Location | None = origin()


@frozen(kw_only=True)
class Points:
    """A checklist: points earned over points possible, in percent, read through `levels`.

    Without `levels` the share of the points is the share of the plan's score range.
    """

    items: tuple[ChecklistItem, ...]
    levels: Levels | None = None
    origin: Location | None = origin()


@frozen(kw_only=True)
class Ratio:
    """Result over target in percent, read through `levels`; or target over result, where less is better."""

    levels: Levels
    target_over_result: bool = False
    origin: Location | None = origin()


@frozen(kw_only=True)
class LabelScore:
    """A named level and the score it is worth."""

    label: str
    score: Decimal


@frozen(kw_only=True)
class Labels:
    """Named levels, such as letter grades, each worth a score."""

    labels: tuple[LabelScore, ...]
    origin: Location | None = origin()


@frozen(kw_only=True)
class Dates:
    """Dates as cut points, the earlier the better unless they are written rising to a better score.

    Read like `Levels`, in days.
    """

    cuts: tuple[date, ...]
    scores: tuple[Decimal, ...] = ()
    reading: Reading = Reading.STEP
    below: Decimal | None = None
    origin: Location | None = origin()


Scale = Levels | Range | Milestones | Points | Ratio | Labels | Dates

SCALE_KINDS: dict[str, type[Scale]] = {
    "levels": Levels,
    "range": Range,
    "milestones": Milestones,
    "points": Points,
    "ratio": Ratio,
    "labels": Labels,
    "dates": Dates,
}
"""The word that names each kind in plan files."""


def stated_scores(scale: Scale) -> tuple[Decimal, ...]:
    """List the scores that a scale states itself, worst first; empty where the plan's score range decides.

    What the scale states for a result below its lowest point is not among them.
    """
    match scale:
        case Levels() | Dates():
            return scale.scores
        case Ratio():
            return scale.levels.scores
        case Points():
            return scale.levels.scores if scale.levels is not None else ()
        case Range():
            return tuple(sorted(point.score for point in scale.points))
        case Milestones():
            return tuple(step.score for step in scale.steps if step.score is not None)
        case Labels():
            return tuple(sorted(named.score for named in scale.labels))
