"""The plan as nodes and edges, before anyone asks whether they fit together."""

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction

from attrs import frozen

from kpicascade.model.agreement import Agreement, Entry, Section
from kpicascade.model.kpi import Contribution, Kpi
from kpicascade.model.organisation import Position, Unit
from kpicascade.model.plan import Plan, Responsibility
from kpicascade.model.strategy import Cause, Goal, Perspective, Project, StrategicIssue, Strategy
from kpicascade.model.text import Name
from kpicascade.model.weight import Weight


class NodeKind(StrEnum):
    """What a node of the cascade is."""

    ORGANISATION = "organisation"
    UNIT = "unit"
    POSITION = "position"
    PERSPECTIVE = "perspective"
    ISSUE = "issue"
    GOAL = "goal"
    STRATEGY = "strategy"
    PROJECT = "project"
    SECTION = "section"
    KPI = "kpi"


class EdgeKind(StrEnum):
    """What an edge of the cascade says; it is read from its source to its target."""

    PART_OF = "part_of"
    REPORTS_TO = "reports_to"
    LIES_IN = "lies_in"
    SERVES = "serves"
    CAUSES = "causes"
    MEASURES = "measures"
    CARRIES = "carries"
    SAME_AS = "same_as"
    CONTRIBUTES_TO = "contributes_to"
    OWNS = "owns"
    SUPPORTS = "supports"
    ADVANCES = "advances"
    DELIVERS = "delivers"


Noun = Unit | Position | Perspective | StrategicIssue | Goal | Strategy | Project | Agreement | Section | Kpi
LinkNoun = Noun | Cause | Contribution | Entry | Responsibility
_Named = Position | Perspective | StrategicIssue | Goal | Strategy | Project | Kpi


@frozen(kw_only=True)
class Node:
    """Something in the plan; `key` is its kind and id, such as `kpi:2-1` or `section:marine/external`.

    The organisation is a unit by key; its kind tells it apart.
    """

    key: str
    kind: NodeKind
    id: str
    name: Name
    noun: Noun


@frozen(kw_only=True)
class Edge:
    """A link from one node to another, both named by key.

    `weight` is worked out with the plan's parameters; it is None where the link carries none. `noun` is
    what the plan says the link with.
    """

    source: str
    target: str
    kind: EdgeKind
    noun: LinkNoun
    weight: Fraction | None = None


def unit_key(unit: str) -> str:
    """Name the node of a unit."""
    return f"unit:{unit}"


def position_key(position: str) -> str:
    """Name the node of a position."""
    return f"position:{position}"


def kpi_key(kpi: str) -> str:
    """Name the node of a KPI."""
    return f"kpi:{kpi}"


def goal_key(goal: str) -> str:
    """Name the node of a goal."""
    return f"goal:{goal}"


def section_key(holder: str, section: str = "") -> str:
    """Name the node of a section, or of a holder's whole agreement when no section is given."""
    return f"section:{holder}/{section}" if section else f"section:{holder}"


def nodes_of(plan: Plan) -> Iterator[Node]:
    """Yield every node of a plan, in the order in which the plan writes them."""
    for unit in plan.units:
        kind = NodeKind.UNIT if unit.part_of else NodeKind.ORGANISATION
        yield Node(key=unit_key(unit.id), kind=kind, id=unit.id, name=unit.name, noun=unit)
    plain: tuple[tuple[NodeKind, tuple[_Named, ...]], ...] = (
        (NodeKind.POSITION, plan.positions),
        (NodeKind.PERSPECTIVE, plan.perspectives),
        (NodeKind.ISSUE, plan.issues),
        (NodeKind.GOAL, plan.goals),
        (NodeKind.STRATEGY, plan.strategies),
        (NodeKind.PROJECT, plan.projects),
        (NodeKind.KPI, plan.kpis),
    )
    for kind, nouns in plain:
        for noun in nouns:
            yield Node(key=f"{kind}:{noun.id}", kind=kind, id=noun.id, name=noun.name, noun=noun)
    for agreement in plan.agreements:
        yield _agreement_node(agreement)
        for _, child in agreement.walk():
            if isinstance(child, Section):
                key = section_key(agreement.holder, child.id)
                yield Node(key=key, kind=NodeKind.SECTION, id=child.id, name=child.name, noun=child)


def _agreement_node(agreement: Agreement) -> Node:
    key = section_key(agreement.holder)
    return Node(key=key, kind=NodeKind.SECTION, id=agreement.holder, name=agreement.name, noun=agreement)


def edges_of(plan: Plan) -> Iterator[Edge]:
    """Yield every edge of a plan, in the order in which the plan writes them.

    Edges may lead to nodes that are not there, and a weight that cannot be worked out is None: the gate
    that builds a `Cascade` refuses both.
    """
    positions = {position.id for position in plan.positions}
    yield from _organisation_edges(plan)
    yield from _strategy_edges(plan)
    for kpi in plan.kpis:
        yield from _kpi_edges(plan, kpi)
    for agreement in plan.agreements:
        yield from _agreement_edges(plan, agreement)
    for row in plan.matrix:
        target = kpi_key(row.kpi) if row.kpi else goal_key(row.goal)
        for kind, holders in ((EdgeKind.OWNS, row.owners), (EdgeKind.SUPPORTS, row.supporters)):
            for holder in holders:
                source = position_key(holder) if holder in positions else unit_key(holder)
                yield Edge(source=source, target=target, kind=kind, noun=row)


def _organisation_edges(plan: Plan) -> Iterator[Edge]:
    for unit in plan.units:
        if unit.part_of:
            yield Edge(
                source=unit_key(unit.id), target=unit_key(unit.part_of), kind=EdgeKind.PART_OF, noun=unit
            )
    for post in plan.positions:
        yield Edge(source=position_key(post.id), target=unit_key(post.unit), kind=EdgeKind.PART_OF, noun=post)
        if post.reports_to:
            superior = position_key(post.reports_to)
            yield Edge(source=position_key(post.id), target=superior, kind=EdgeKind.REPORTS_TO, noun=post)


def _strategy_edges(plan: Plan) -> Iterator[Edge]:
    for goal in plan.goals:
        source = goal_key(goal.id)
        if goal.perspective:
            target = f"{NodeKind.PERSPECTIVE}:{goal.perspective}"
            yield Edge(source=source, target=target, kind=EdgeKind.LIES_IN, noun=goal)
        for issue in goal.serves:
            yield Edge(source=source, target=f"{NodeKind.ISSUE}:{issue}", kind=EdgeKind.SERVES, noun=goal)
    for cause in plan.causes:
        source, target = goal_key(cause.cause), goal_key(cause.effect)
        yield Edge(source=source, target=target, kind=EdgeKind.CAUSES, noun=cause)
    for strategy in plan.strategies:
        source = f"{NodeKind.STRATEGY}:{strategy.id}"
        for goal_id in strategy.advances:
            yield Edge(source=source, target=goal_key(goal_id), kind=EdgeKind.ADVANCES, noun=strategy)
    for project in plan.projects:
        source = f"{NodeKind.PROJECT}:{project.id}"
        for strategy_id in project.delivers:
            target = f"{NodeKind.STRATEGY}:{strategy_id}"
            yield Edge(source=source, target=target, kind=EdgeKind.DELIVERS, noun=project)


def _kpi_edges(plan: Plan, kpi: Kpi) -> Iterator[Edge]:
    source = kpi_key(kpi.id)
    for goal in kpi.goals:
        yield Edge(source=source, target=goal_key(goal), kind=EdgeKind.MEASURES, noun=kpi)
    if kpi.same_as:
        yield Edge(source=source, target=kpi_key(kpi.same_as), kind=EdgeKind.SAME_AS, noun=kpi)
    for link in kpi.contributes_to:
        weight = None if link.weight is None else worked_out(link.weight, plan)
        target = kpi_key(link.kpi)
        yield Edge(source=source, target=target, kind=EdgeKind.CONTRIBUTES_TO, noun=link, weight=weight)


def _agreement_edges(plan: Plan, agreement: Agreement) -> Iterator[Edge]:
    for parent, child in agreement.walk():
        source = section_key(agreement.holder, parent.id if isinstance(parent, Section) else "")
        target = section_key(agreement.holder, child.id) if isinstance(child, Section) else kpi_key(child.kpi)
        weight = worked_out(child.weight, plan)
        yield Edge(source=source, target=target, kind=EdgeKind.CARRIES, noun=child, weight=weight)


def worked_out(weight: Weight, plan: Plan) -> Fraction | None:
    """Work a weight out with the plan's parameters, or return None where that cannot be done."""
    try:
        return weight.value(plan.parameter_values)
    except (KeyError, ZeroDivisionError):
        return None
