"""What must be true inside one target scale before it can turn any result into a score.

Cut points that repeat are unwise, not impossible; they are left to the checks.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from attrs import evolve, frozen

from kpicascade.model.scale import (
    ChecklistItem,
    Dates,
    Labels,
    Levels,
    Milestones,
    Points,
    Range,
    Ratio,
    Scale,
)
from kpicascade.model.text import lookup_key


@frozen
class ScaleFault:
    """Why a scale cannot be used; `at` leads to the place: field names and positions from the scale down."""

    code: str
    message: str
    hint: str
    at: tuple[str | int, ...] = ()


def scale_faults(scale: Scale) -> tuple[ScaleFault, ...]:
    """List everything that makes a scale unusable.

    >>> [fault.code for fault in scale_faults(Levels(cuts=(Decimal(1), Decimal(3), Decimal(2))))]
    ['scale-cuts-turn']
    """
    found: Iterable[ScaleFault]
    match scale:
        case Levels() | Dates():
            found = _cut_faults(scale)
        case Range():
            found = _range_faults(scale)
        case Milestones():
            found = _milestone_faults(scale)
        case Points():
            found = _points_faults(scale)
        case Ratio():
            found = _inside("levels", _cut_faults(scale.levels))
        case Labels():
            found = _label_faults(scale)
    return tuple(found)


def target_faults(scale: Scale | None, target: Decimal | date | None) -> tuple[ScaleFault, ...]:
    """List what keeps a KPI's scale and its target from working together; places lead from the KPI down."""
    if isinstance(scale, Ratio):
        if target is None:
            message = "found a ratio scale and no target; expected a target to take the ratio to."
            return (ScaleFault("scale-without-target", message, "add a target.", ("scale",)),)
        if target == 0:
            message = "found a target of 0; expected another number, since a ratio divides by it."
            return (ScaleFault("scale-target-zero", message, "use a scale of levels instead.", ("target",)),)
    if isinstance(target, date) and scale is not None and not isinstance(scale, Dates):
        message = f"found the date {target}; expected a number, as the scale reads numbers."
        return (
            ScaleFault("scale-target-type", message, "use a scale of dates, or give a number.", ("target",)),
        )
    if isinstance(target, Decimal) and isinstance(scale, Dates):
        message = f"found the number {target}; expected a date, as the scale reads dates."
        return (ScaleFault("scale-target-type", message, "write the target as year-month-day.", ("target",)),)
    return ()


def _inside(step: str | int, faults: Iterable[ScaleFault]) -> Iterator[ScaleFault]:
    for fault in faults:
        yield evolve(fault, at=(step, *fault.at))


def _cut_faults(scale: Levels | Dates) -> Iterator[ScaleFault]:
    if not scale.cuts:
        yield ScaleFault("scale-empty", "found no cut point; expected at least one.", "add cuts.", ("cuts",))
        return
    cuts: Sequence[Decimal | date] = scale.cuts
    steps = [_sign(one, other) for one, other in pairwise(cuts)]
    turn = _first_turn(steps)
    if turn is not None:
        message = f"found {cuts[turn + 1]} after {cuts[turn]}; expected cuts that all rise or all fall."
        hint = "a result that is best in the middle needs a scale of the kind 'range'."
        yield ScaleFault("scale-cuts-turn", message, hint, ("cuts", turn + 1))
    if scale.scores and len(scale.scores) != len(cuts):
        message = f"found {len(scale.scores)} scores for {len(cuts)} cuts; expected as many."
        yield ScaleFault(
            "scale-scores-count", message, "give one score to each cut, or none at all.", ("scores",)
        )
    yield from _rising_scores(scale.scores, [("scores", place) for place in range(len(scale.scores))])
    yield from _below(scale.below, scale.scores[:1])


def _sign(one: Decimal | date, other: Decimal | date) -> int:
    """Say whether what follows is greater (1), equal (0) or smaller (-1)."""
    return (one < other) - (one > other)  # type: ignore[operator]  # a scale holds numbers or dates, never both


def _first_turn(steps: Sequence[int]) -> int | None:
    """Find the first step that goes against those before it."""
    direction = 0
    for place, step in enumerate(steps):
        if step and direction and step != direction:
            return place
        direction = direction or step
    return None


def _rising_scores(
    scores: Sequence[Decimal], places: Sequence[tuple[str | int, ...]]
) -> Iterator[ScaleFault]:
    for place, (one, other) in enumerate(pairwise(scores), start=1):
        if other <= one:
            message = f"found the score {other} after {one}; expected scores that rise."
            hint = "write the worst first; cuts may fall where less is better."
            yield ScaleFault("scale-scores-not-rising", message, hint, places[place])
            return


def _below(below: Decimal | None, lowest: Iterable[Decimal]) -> Iterator[ScaleFault]:
    for score in lowest:
        if below is not None and below > score:
            message = (
                f"found {below} for what lies outside the points; expected at most {score}, the lowest score."
            )
            yield ScaleFault(
                "scale-below-too-high", message, "a worse result must not score higher.", ("below",)
            )


def _range_faults(scale: Range) -> Iterator[ScaleFault]:
    results = [point.result for point in scale.points]
    scores = [point.score for point in scale.points]
    for place, (one, other) in enumerate(pairwise(results), start=1):
        if other <= one:
            message = f"found the result {other} after {one}; expected results that rise."
            yield ScaleFault(
                "scale-results-not-rising", message, "order the points.", ("points", place, "result")
            )
            break
    steps = [_sign(one, other) for one, other in pairwise(scores)]
    falls = [place for place, step in enumerate(steps) if step < 0]
    if 1 not in steps or not falls or 1 in steps[falls[0] :]:
        found = f"the scores {', '.join(map(str, scores))}" if scores else "no point"
        message = f"found {found}; expected scores that rise and then fall."
        hint = "a result that is better one way only needs a scale of the kind 'levels'."
        yield ScaleFault("scale-not-peaked", message, hint, ("points",))
    elif scores:
        yield from _below(scale.below, [min(scores[0], scores[-1])])


def _milestone_faults(scale: Milestones) -> Iterator[ScaleFault]:
    if not scale.steps:
        yield ScaleFault("scale-empty", "found no step; expected at least one.", "add steps.", ("steps",))
        return
    yield from _repeated((("steps", place), step.id) for place, step in enumerate(scale.steps))
    scores = [step.score for step in scale.steps if step.score is not None]
    if scores and len(scores) != len(scale.steps):
        message = f"found scores for {len(scores)} of {len(scale.steps)} steps; expected all or none."
        yield ScaleFault(
            "scale-scores-count", message, "give one score to each step, or none at all.", ("steps",)
        )
        return
    yield from _rising_scores(scores, [("steps", place, "score") for place in range(len(scores))])
    yield from _below(scale.below, scores[:1])


def _label_faults(scale: Labels) -> Iterator[ScaleFault]:
    if not scale.labels:
        yield ScaleFault("scale-empty", "found no label; expected at least one.", "add labels.", ("labels",))
    yield from _repeated((("labels", place), label.label) for place, label in enumerate(scale.labels))


def _repeated(names: Iterable[tuple[tuple[str | int, ...], str]]) -> Iterator[ScaleFault]:
    """Find names that stand twice; results may name them in any letter case, so it tells none apart."""
    first: dict[str, str] = {}
    for at, name in names:
        if (key := lookup_key(name)) in first:
            message = f"found {name!r} after {first[key]!r}; expected each name once in a scale."
            hint = "rename one of the two; letter case does not tell names apart."
            yield ScaleFault("scale-repeated-name", message, hint, at)
        first.setdefault(key, name)


def _points_faults(scale: Points) -> Iterator[ScaleFault]:
    if not scale.items:
        yield ScaleFault("scale-empty", "found no item; expected at least one.", "add items.", ("items",))
    yield from _repeated((at, item.id) for at, item in _walk(scale.items))
    for at, item in _walk(scale.items):
        if item.points is not None and item.points < 0:
            message = f"found {item.points} points; expected 0 or more."
            yield ScaleFault("scale-points-negative", message, "", (*at, "points"))
    for place, item in enumerate(scale.items):
        yield from _inside("items", _inside(place, _item_faults(item)))
    if scale.items and all(_adds_to_nothing(item) for item in scale.items):
        message = "found a checklist worth 0 points; expected more, since the score is a share of them."
        yield ScaleFault("scale-points-zero", message, "give the items points.", ("items",))
    if scale.levels is not None:
        yield from _inside("levels", _cut_faults(scale.levels))


def _walk(items: Sequence[ChecklistItem]) -> Iterator[tuple[tuple[str | int, ...], ChecklistItem]]:
    for place, item in enumerate(items):
        yield ("items", place), item
        for inner, part in enumerate(item.parts):
            yield ("items", place, "parts", inner), part


def _item_faults(item: ChecklistItem) -> Iterator[ScaleFault]:
    """Check that the points of every part of an item are known and add up to the item's."""
    for place, part in enumerate(item.parts):
        if part.parts:
            message = f"found parts inside the part {part.id!r}; expected items and their parts only."
            yield ScaleFault(
                "scale-nested-parts", message, "make the part an item.", ("parts", place, "parts")
            )
    known = [part.points for part in item.parts if part.points is not None]
    unsaid = len(item.parts) - len(known)
    if unsaid > 1 or (item.points is None and (unsaid or not item.parts)):
        message = f"found no way to tell the points of every part of {item.id!r}."
        hint = "give the item its points; one of its parts may then leave them open."
        yield ScaleFault("scale-points-open", message, hint)
    elif item.points is not None and item.parts:
        total = sum(known, Decimal(0))
        if total > item.points or (total < item.points and not unsaid):
            message = (
                f"found parts that add up to {total}; expected {item.points}, the points of {item.id!r}."
            )
            yield ScaleFault("scale-parts-sum", message, "mend the parts or the item.", ("points",))


def _adds_to_nothing(item: ChecklistItem) -> bool:
    """Tell whether an item is known to be worth 0 points; an unknown worth is another fault."""
    if item.points is not None:
        return item.points == 0
    return bool(item.parts) and all(part.points == 0 for part in item.parts)
