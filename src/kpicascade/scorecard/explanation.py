"""Why a score is what it is: sentences, and contributions that add up to it down to the cell."""

from collections.abc import Iterator
from fractions import Fraction

from attrs import field, frozen

from kpicascade.calc.aggregate import Missing
from kpicascade.cascade.graph import Node
from kpicascade.errors import NOWHERE, Location
from kpicascade.hierarchy import Contribution, Part
from kpicascade.markup import table
from kpicascade.model.origin import whereabouts
from kpicascade.scorecard.evaluation import Evaluation, shown


@frozen(kw_only=True)
class ExplanationLine:
    """One step of an explanation.

    `weight` is the node's actual share of its parent, `value` what it brings to the score explained (share of
    share, times its score); `value` is None where there is no score. `where` is the cell or line that
    the figure was read from. `is_final` marks the lines whose values add up to the score.
    """

    depth: int
    node: str
    name: str
    part: Part
    weight: Fraction | None
    score: Fraction | None
    value: Fraction | None
    reason: str
    where: Location
    is_final: bool


@frozen(kw_only=True)
class Explanation:
    """What a node's score is made of, step by step; the values of the final lines add up to it exactly."""

    node: str
    name: str
    score: Fraction | None
    lines: tuple[ExplanationLine, ...] = field(repr=False)
    contributions: tuple[Contribution, ...] = field(repr=False)

    def __str__(self) -> str:
        """Show the steps as an indented text."""
        return "\n".join(_as_text(line) for line in self.lines)

    def _repr_html_(self) -> str:
        """Show the steps as a table in Jupyter."""
        headers = ("node", "name", "weight", "score", "value", "how", "from")
        rows = [
            (
                "\u2003" * line.depth + line.node,
                line.name,
                shown(line.weight),
                shown(line.score),
                shown(line.value),
                line.reason,
                str(line.where),
            )
            for line in self.lines
        ]
        return table(f"{self.node} = {shown(self.score)}", headers, rows, numeric={2, 3, 4})


def _as_text(line: ExplanationLine) -> str:
    sum_shown = f"{shown(line.score)}"
    if line.depth:
        sum_shown = f"{shown(line.weight)} × {shown(line.score)} → {shown(line.value)}"
    place = f"  [{line.where}]" if str(line.where) else ""
    name = f" {line.name}" if line.name else ""
    return f"{'    ' * line.depth}{sum_shown}  {line.node}{name}: {line.reason}{place}"


@frozen
class _Step:
    """A node that is still to be explained: how deep, by which share of its parent, by which share of all."""

    depth: int
    key: str
    share: Fraction | None
    path: Fraction
    parent: str = ""
    counted: Fraction | None = None


def explain_node(evaluation: Evaluation, node: Node) -> Explanation:
    """Explain a node's score down to the results that it rests on.

    A node that is reached by several ways is taken apart once and named again where it comes up later.
    """
    exact = evaluation.exact
    lines: list[ExplanationLine] = []
    opened: set[str] = set()
    pending = [_Step(0, node.key, None, Fraction(1))]
    while pending:
        step = pending.pop()
        is_open = step.key not in opened and not exact.is_given(step.key)
        children = exact.hierarchy.children(step.key) if is_open else ()
        lines.extend(_lines(evaluation, step, has_children=bool(children)))
        opened.add(step.key)
        shares = exact.actual_weights(step.key) if children else {}
        pending.extend(
            _step_down(evaluation, step, child, shares.get(child, Fraction(0)))
            for child in reversed(children)
        )
    return Explanation(
        node=node.key,
        name=str(node.name),
        score=exact.score(node.key),
        lines=tuple(lines),
        contributions=exact.contributions(node.key),
    )


def _step_down(evaluation: Evaluation, step: _Step, child: str, share: Fraction) -> _Step:
    exact = evaluation.exact
    counted = None
    if share and exact.score(child) is None:
        is_zero = exact.hierarchy.settings_of(step.key).missing is Missing.ZERO
        counted = Fraction(0 if is_zero else evaluation.cascade.plan.score_range.lowest)
    return _Step(step.depth + 1, child, share, step.path * share, step.key, counted)


def _lines(evaluation: Evaluation, step: _Step, *, has_children: bool) -> Iterator[ExplanationLine]:
    """Yield a node's own line, then one for each adjustment and for a cap or a floor that took hold."""
    node, own = evaluation.cascade.node(step.key), evaluation.own_score(step.key)
    score = evaluation.exact.score(step.key)
    counts = score if step.counted is None else step.counted
    extras = tuple(_extras(evaluation, step.key))
    before = None if counts is None else counts - sum((points for _, points, _ in extras), Fraction(0))
    reason = evaluation.reason(step.key, step.parent)
    if step.counted is not None:
        reason = f"{reason}; counted as {shown(step.counted)}"
    yield ExplanationLine(
        depth=step.depth,
        node=step.key,
        name=str(node.name),
        part=Part.SCORE if step.counted is None else Part.MISSING,
        weight=step.share,
        score=counts,
        value=None if counts is None else step.path * counts,
        reason=reason,
        where=whereabouts(own.result) if own.result is not None else NOWHERE,
        is_final=(step.counted is not None or not has_children) and not extras,
    )
    if extras and not has_children and before is not None:
        yield _extra_line(step, Part.SCORE, before, "before adjustment")
    for part, points, why in extras:
        yield _extra_line(step, part, points, why)


def _extras(evaluation: Evaluation, key: str) -> Iterator[tuple[Part, Fraction, str]]:
    """Yield what is added to a node's own score: adjustments with their reasons, then a cap or a floor."""
    if evaluation.exact.score(key) is None:
        return
    own = evaluation.own_score(key)
    for adjustment in own.result.adjustments if own.result is not None else ():
        yield Part.ADJUSTMENT, Fraction(adjustment.points), f"adjustment: {adjustment.reason}"
    setting = evaluation.exact.hierarchy.settings_of(key)
    if setting.cap is None and setting.floor is None:
        return
    for row in evaluation.exact.contributions(key):
        if row.source == key and row.part in (Part.CAP, Part.FLOOR):
            limit = setting.cap if row.part is Part.CAP else setting.floor
            yield row.part, row.score, f"{row.part} at {limit}"


def _extra_line(step: _Step, part: Part, points: Fraction, reason: str) -> ExplanationLine:
    return ExplanationLine(
        depth=step.depth + 1,
        node=step.key,
        name="",
        part=part,
        weight=Fraction(1),
        score=points,
        value=step.path * points,
        reason=reason,
        where=NOWHERE,
        is_final=True,
    )
