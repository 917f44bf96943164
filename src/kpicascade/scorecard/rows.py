"""The rows of a scorecard: every node of every agreement, with its figures."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from kpicascade.cascade import Cascade
from kpicascade.cascade.graph import Edge, EdgeKind, Node, NodeKind, section_key
from kpicascade.model.agreement import Entry, Section
from kpicascade.model.kpi import Kpi
from kpicascade.model.origin import whereabouts
from kpicascade.model.period import Era
from kpicascade.model.result import Adjustment
from kpicascade.scorecard.evaluation import Evaluation, show_measured
from kpicascade.scoring import ScoreSource
from kpicascade.scoring.target_scales import Measured


@frozen(kw_only=True)
class Row:
    """A node of one agreement, with its figures as exact fractions.

    Attributes:
        holder: id of the unit or position whose agreement this is.
        node: key of the node, such as `kpi:1.1`.
        parent: key of what carries it, "" for the agreement.
        depth: 0 for the agreement itself.
        measured: the result as written; None when there is none.
        score: points after adjustments; None when there is no score.
        source: where the score comes from, and `reason` the same in a sentence.
        weight: the weight as the plan writes it, such as `30 + A`; "" for the agreement.
        heir: id of the sibling that takes the weight over because the node does not apply, else "".
        planned_weight: the weight worked out, after what does not apply has handed its own on; then 0.
        actual_weight: share of the parent's score, 0 to 1, after what is missing has been dealt with.
        weighted_score: score times planned share of the whole agreement (คะแนนถ่วงน้ำหนัก).
        contribution: points that the node brings to the agreement's score, by actual weights.
        coverage: share of the planned weight below the node that has a score, 0 to 1.
        low, high: the scores still possible if everything missing came in worst, or best.
        illustrative: true when the figures rest on anything that the plan or the results mark as not from
            their source, here or below.
    """

    holder: str
    node: str
    parent: str
    depth: int
    kind: NodeKind
    id: str
    name: str
    measured: Measured | None
    unit_of_measure: str
    target: Decimal | date | None
    score: Fraction | None
    source: ScoreSource
    reason: str
    adjustments: tuple[Adjustment, ...]
    weight: str
    heir: str
    planned_weight: Fraction | None
    actual_weight: Fraction | None
    weighted_score: Fraction | None
    contribution: Fraction | None
    coverage: Fraction
    low: Fraction | None
    high: Fraction | None
    illustrative: bool
    note: str
    evidence: tuple[str, ...]
    where: str


COLUMNS = (
    "holder", "node", "parent", "depth", "kind", "id", "name", "measured", "unit_of_measure", "target",
    "score", "source", "reason", "adjustment", "weight", "heir", "planned_weight", "actual_weight",
    "weighted_score", "contribution", "coverage", "low", "high", "illustrative", "note", "evidence", "where",
)  # fmt: skip
"""The columns of `Scorecard.to_frame()`, documented at `Row`."""


def record_of(row: Row, era: Era) -> dict[str, object]:
    """Lay a row out as plain data, dates in an era and missing figures as None."""
    taken = {
        "kind": str(row.kind),
        "measured": None if row.measured is None else show_measured(row.measured, era),
        "target": None if row.target is None else show_measured(row.target, era),
        "source": str(row.source),
        "adjustment": float(sum((adjustment.points for adjustment in row.adjustments), Decimal(0))),
        "evidence": "; ".join(row.evidence),
    }
    return {column: _plain(taken[column] if column in taken else getattr(row, column)) for column in COLUMNS}


def _plain(figure: object) -> object:
    return float(figure) if isinstance(figure, Fraction) else figure


@frozen
class _Place:
    """Where a row stands: under what, how deep, with what share of its parent and of the whole agreement."""

    edge: Edge | None
    key: str
    depth: int
    share: Fraction | None
    planned: Fraction
    actual: Fraction


def agreement_rows(evaluation: Evaluation, holder: str) -> Iterator[Row]:
    """Yield the rows of a holder's agreement, parents before children, in the order of the plan."""
    pending = [_Place(None, section_key(holder), 0, None, Fraction(1), Fraction(1))]
    while pending:
        place = pending.pop()
        yield _row(evaluation, holder, place)
        pending.extend(reversed(tuple(_places_below(evaluation, place))))


def _places_below(evaluation: Evaluation, place: _Place) -> Iterator[_Place]:
    carried = evaluation.cascade.out(place.key, EdgeKind.CARRIES)
    planned = evaluation.lens.planned
    applicable = [edge for edge in carried if evaluation.exact.is_applicable(edge.target)]
    total = sum((planned[edge.source, edge.target] for edge in applicable), Fraction(0))
    shares = evaluation.exact.actual_weights(place.key) if carried else {}
    for edge in carried:
        counts = bool(total) and evaluation.exact.is_applicable(edge.target)
        as_planned = planned[edge.source, edge.target] / total if counts else Fraction(0)
        share = shares.get(edge.target, Fraction(0))
        yield _Place(
            edge, edge.target, place.depth + 1, share, place.planned * as_planned, place.actual * share
        )


def _row(evaluation: Evaluation, holder: str, place: _Place) -> Row:
    node, own, exact = evaluation.cascade.node(place.key), evaluation.own_score(place.key), evaluation.exact
    kpi = node.noun if isinstance(node.noun, Kpi) else None
    written = place.edge.noun if place.edge is not None else None
    score, result = exact.score(place.key), own.result
    return Row(
        holder=holder,
        node=place.key,
        parent=place.edge.source if place.edge is not None else "",
        depth=place.depth,
        kind=node.kind,
        id=node.id,
        name=str(node.name or _holder_name(evaluation.cascade, node)),
        measured=own.measured,
        unit_of_measure=kpi.unit_of_measure if kpi is not None else "",
        target=kpi.target if kpi is not None else None,
        score=score,
        source=evaluation.source(place.key),
        reason=evaluation.reason(place.key, place.edge.source if place.edge is not None else ""),
        adjustments=result.adjustments if result is not None else (),
        weight=str(written.weight) if isinstance(written, Entry | Section) else "",
        heir=_heir(evaluation, place.edge),
        planned_weight=_planned_weight(evaluation, place.edge),
        actual_weight=place.share,
        weighted_score=None if score is None else place.planned * score,
        contribution=None if score is None else place.actual * score,
        coverage=exact.coverage(place.key),
        low=exact.low(place.key),
        high=exact.high(place.key),
        illustrative=place.key in evaluation.illustrative
        or (place.edge is not None and evaluation.has_illustrative_weight(place.edge)),
        note=result.note if result is not None else "",
        evidence=result.evidence if result is not None else (),
        where=str(whereabouts(result)) if result is not None else "",
    )


def _planned_weight(evaluation: Evaluation, edge: Edge | None) -> Fraction | None:
    if edge is None:
        return None
    applies = evaluation.exact.is_applicable(edge.target)
    return evaluation.lens.planned[edge.source, edge.target] if applies else Fraction(0)


def _heir(evaluation: Evaluation, edge: Edge | None) -> str:
    heir = None if edge is None else evaluation.lens.handed_on.get((edge.source, edge.target))
    return evaluation.cascade.node(heir).id if heir else ""


def _holder_name(cascade: Cascade, node: Node) -> str:
    return str(cascade.holder(node.id).name)
