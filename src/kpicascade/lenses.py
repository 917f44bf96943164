"""Lenses make weighted hierarchies of a cascade; agreements are scored through the agreement lens."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from kpicascade.cascade import Cascade
from kpicascade.cascade.circular import knots
from kpicascade.cascade.graph import Edge, EdgeKind, NodeKind, kpi_key
from kpicascade.hierarchy import Hierarchy, Link, NodeSettings
from kpicascade.model.agreement import Agreement, Entry, Section


@frozen(kw_only=True, eq=False)
class Lens:
    """A weighted hierarchy of a cascade, with what was decided on the way to it.

    `planned` is the weight of each link, by parent and child, after KPIs that do not apply have handed theirs
    on; `handed_on` says to which sibling each of those gave its weight, by parent and child.
    `not_applicable` are the KPIs that do not apply, with those whose score would come only from KPIs that do
    not. `not_followed` are the KPIs that could not take the score of the KPI they are the same as, because it
    rests on their own.
    """

    hierarchy: Hierarchy
    planned: Mapping[tuple[str, str], Fraction]
    handed_on: Mapping[tuple[str, str], str]
    not_applicable: frozenset[str]
    not_followed: frozenset[str]


def agreement_lens(
    cascade: Cascade, *, scored: Collection[str] = (), not_applicable: Collection[str] = ()
) -> Lens:
    """Look at a cascade as its agreements: sections and KPIs of each holder, and what their scores rest on.

    Below a KPI that has no score of its own stands the KPI that it is the same as, or else the KPIs that
    contribute to it with a weight. A link without a weight is alignment and carries no score.

    Args:
        cascade: the plan's graph.
        scored: keys of the KPIs that have a score of their own, whatever else feeds them.
        not_applicable: keys of the KPIs that do not apply; their weight goes to the sibling that the plan
            names, and further if that does not apply either.
    """
    planned: dict[tuple[str, str], Fraction] = {}
    handed_on: dict[tuple[str, str], str] = {}
    absent = _absent(cascade, scored, not_applicable)
    for node in cascade.nodes:
        if node.kind is NodeKind.SECTION:
            carried = cascade.out(node.key, EdgeKind.CARRIES)
            heirs = _heirs(carried, absent)
            handed_on.update(((node.key, gone), heir) for gone, heir in heirs.items())
            planned.update(_planned_weights(carried, heirs))
    # What does not apply keeps its weight in the hierarchy, which leaves it out: with a weight of zero, a
    # section in which nothing applies could not be told from one that is worth nothing.
    links = [Link(parent, child, weight) for (parent, child), weight in planned.items()]
    planned.update((link, Fraction(0)) for link in planned if link[1] in absent)
    feeding, not_followed = _feeding_links(cascade, scored, absent)
    hierarchy = Hierarchy.from_links(
        [*links, *feeding],
        settings=dict(_settings(cascade)),
        nodes=[node.key for node in cascade.nodes if node.kind in (NodeKind.SECTION, NodeKind.KPI)],
    )
    return Lens(
        hierarchy=hierarchy,
        planned=planned,
        handed_on=handed_on,
        not_applicable=absent,
        not_followed=not_followed,
    )


def _absent(cascade: Cascade, scored: Collection[str], not_applicable: Collection[str]) -> frozenset[str]:
    """Add the KPIs without a score of their own that could take one only from KPIs that do not apply."""
    absent = set(not_applicable)
    feeding: dict[str, list[str]] = defaultdict(list)
    counts: dict[str, int] = {}
    for kpi in cascade.plan.kpis:
        key = kpi_key(kpi.id)
        feeders = () if key in scored or key in absent else tuple(_feeders(cascade, key, follow_same=True))
        counts[key] = len(feeders)
        for feeder, _ in feeders:
            feeding[feeder].append(key)
    pending = list(absent)
    while pending:
        for key in feeding[pending.pop()]:
            counts[key] -= 1
            if not counts[key]:
                absent.add(key)
                pending.append(key)
    return frozenset(absent)


def _heirs(carried: tuple[Edge, ...], not_applicable: Collection[str]) -> dict[str, str]:
    """Say which sibling takes over the weight of each KPI that does not apply, where the plan names one."""
    named = {
        edge.target: kpi_key(edge.noun.if_absent)
        for edge in carried
        if isinstance(edge.noun, Entry) and edge.noun.if_absent
    }
    heirs: dict[str, str] = {}
    for edge in carried:
        heir, passed = edge.target, {edge.target}
        while heir in not_applicable and named.get(heir, heir) not in passed:
            heir = named[heir]
            passed.add(heir)
        if heir not in not_applicable and heir != edge.target:
            heirs[edge.target] = heir
    return heirs


def _planned_weights(
    carried: tuple[Edge, ...], heirs: Mapping[str, str]
) -> Mapping[tuple[str, str], Fraction]:
    weights = {(edge.source, edge.target): Fraction(edge.weight or 0) for edge in carried}
    for edge in carried:
        if edge.target in heirs:
            weights[edge.source, heirs[edge.target]] += Fraction(edge.weight or 0)
    return weights


def _feeding_links(
    cascade: Cascade, scored: Collection[str], not_applicable: Collection[str]
) -> tuple[tuple[Link, ...], frozenset[str]]:
    """Link KPIs without a score of their own to what they take it from, leaving out what leads in a circle.

    Only `same_as` can close a circle here (a unit that takes over the organisation's KPI may also contribute
    to it), so it is what gives way.
    """
    waiting = [
        kpi_key(kpi.id)
        for kpi in cascade.plan.kpis
        if kpi_key(kpi.id) not in scored and kpi_key(kpi.id) not in not_applicable
    ]
    not_followed: frozenset[str] = frozenset()
    while True:  # once for each level: a KPI that cannot take a score over is fed by what contributes to it
        links = tuple(_links(cascade, waiting, not_applicable, not_followed=not_followed))
        knotted = frozenset().union(*knots((link.parent, link.child) for link in links))
        if not knotted:
            return links, not_followed
        not_followed |= {key for key in knotted if cascade.out(key, EdgeKind.SAME_AS)}


def _links(
    cascade: Cascade,
    waiting: Sequence[str],
    not_applicable: Collection[str],
    *,
    not_followed: Collection[str],
) -> Iterator[Link]:
    for key in waiting:
        for feeder, weight in _feeders(cascade, key, follow_same=key not in not_followed):
            if feeder not in not_applicable:
                yield Link(key, feeder, weight)


def _feeders(cascade: Cascade, key: str, *, follow_same: bool) -> Iterator[tuple[str, Fraction]]:
    same = cascade.out(key, EdgeKind.SAME_AS) if follow_same else ()
    if same:
        yield same[0].target, Fraction(1)
        return
    for edge in cascade.into(key, EdgeKind.CONTRIBUTES_TO):
        if edge.weight:  # a contribution that weighs nothing is alignment too
            yield edge.source, edge.weight


def _settings(cascade: Cascade) -> Iterator[tuple[str, NodeSettings]]:
    for node in cascade.nodes:
        if isinstance(node.noun, Agreement | Section):
            part = node.noun
            setting = NodeSettings(
                aggregate=part.aggregate,
                missing=part.missing or cascade.plan.missing,
                min_coverage=part.min_coverage or 0,
                cap=part.cap,
                floor=part.floor,
            )
            yield node.key, setting
