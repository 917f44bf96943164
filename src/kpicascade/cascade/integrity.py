"""Do the parts of a plan fit together? Ids, references, weights and circles, every fault at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from attrs import frozen

from kpicascade.cascade.circular import circles
from kpicascade.cascade.graph import Edge, EdgeKind, edges_of, section_key
from kpicascade.errors import Issue
from kpicascade.model.agreement import Agreement, Entry, Section
from kpicascade.model.kpi import Kpi
from kpicascade.model.organisation import Position, Unit
from kpicascade.model.origin import whereabouts
from kpicascade.model.plan import Plan
from kpicascade.model.scale import stated_scores
from kpicascade.model.scale_rules import scale_faults, target_faults
from kpicascade.model.strategy import Goal, Mission, Perspective, Project, StrategicIssue, Strategy
from kpicascade.model.text import did_you_mean
from kpicascade.model.weight import Weight

_Identified = Unit | Position | Mission | Perspective | StrategicIssue | Goal | Strategy | Project | Kpi

ACYCLIC = (
    (EdgeKind.PART_OF,),
    (EdgeKind.REPORTS_TO,),
    (EdgeKind.CAUSES,),
    (EdgeKind.SAME_AS, EdgeKind.CONTRIBUTES_TO),
    (EdgeKind.CARRIES,),
)
"""The kinds of edge that, followed together, may not lead back to where they started."""


def faults_of(plan: Plan) -> tuple[Issue, ...]:
    """Find everything that keeps the parts of a plan from fitting together, in the order of the plan."""
    return (
        *_duplicate_ids(plan),
        *_duplicate_links(plan),
        *_colliding_sections(plan),
        *_organisation_faults(plan),
        *_reference_faults(plan),
        *_matrix_faults(plan),
        *_weight_faults(plan),
        *_scale_faults(plan),
        *_range_faults(plan),
        *_setting_faults(plan),
        *_circle_faults(plan),
    )


@frozen
class _Collection:
    """Nouns that are referred to by id, under the word that messages use for them."""

    word: str
    ids: tuple[str, ...]
    nouns: tuple[object, ...]


def _collections(plan: Plan) -> Mapping[str, _Collection]:
    named: dict[str, tuple[_Identified, ...]] = {
        "unit": plan.units,
        "position": plan.positions,
        "mission": plan.missions,
        "perspective": plan.perspectives,
        "strategic issue": plan.issues,
        "goal": plan.goals,
        "strategy": plan.strategies,
        "project": plan.projects,
        "KPI": plan.kpis,
    }
    found = {word: _Collection(word, tuple(n.id for n in nouns), nouns) for word, nouns in named.items()}
    holders: tuple[_Identified, ...] = (*plan.units, *plan.positions)
    found["unit or position"] = _Collection("unit or position", tuple(h.id for h in holders), holders)
    return found


def _duplicate_ids(plan: Plan) -> Iterator[Issue]:
    found = _collections(plan)
    # Holders are named without saying whether they are units or positions, so the two share their ids.
    words = [word for word in found if word not in ("unit", "position")]
    for word in words:
        yield from _repeated(word, found[word].ids, found[word].nouns)
    names = tuple(parameter.name for parameter in plan.parameters)
    yield from _repeated("parameter", names, plan.parameters)
    yield from _repeated("agreement of", tuple(a.holder for a in plan.agreements), plan.agreements)
    for agreement in plan.agreements:
        sections = tuple(child for _, child in agreement.walk() if isinstance(child, Section))
        yield from _repeated(f"section of {agreement.holder!r}", tuple(s.id for s in sections), sections)
        parts: tuple[Agreement | Section, ...] = (agreement, *sections)
        for part in parts:
            where = f"{part.id!r}" if isinstance(part, Section) else f"the agreement of {part.holder!r}"
            yield from _repeated(f"entry in {where} for KPI", tuple(e.kpi for e in part.kpis), part.kpis)


def _repeated(word: str, ids: Sequence[str], nouns: Iterable[object]) -> Iterator[Issue]:
    first: dict[str, object] = {}
    for name, noun in zip(ids, nouns, strict=True):
        if name not in first:
            first[name] = noun
            continue
        place = str(whereabouts(first[name]))
        also = f"; the first stands at {place}" if place else ""
        yield Issue(
            code="duplicate-id",
            message=f"found a second {word} {name!r}{also}.",
            hint="give one of them an id of its own, or remove it.",
            where=whereabouts(noun),
        )


def _duplicate_links(plan: Plan) -> Iterator[Issue]:
    """Find links written twice; those of agreements are left to `_duplicate_ids`, which names their part."""
    seen: set[tuple[str, str, EdgeKind]] = set()
    for edge in edges_of(plan):
        link = (edge.source, edge.target, edge.kind)
        if link in seen and edge.kind is not EdgeKind.CARRIES:
            yield Issue(
                code="duplicate-link",
                message=f"found a second link {edge.kind} from {edge.source} to {edge.target}.",
                hint="keep one of the two.",
                where=whereabouts(edge.noun),
            )
        seen.add(link)


def _colliding_sections(plan: Plan) -> Iterator[Issue]:
    """Find sections that would share one name in the graph: section b of holder a, and holder a/b."""
    owners: dict[str, str] = {}
    for agreement in plan.agreements:
        sections = [child for _, child in agreement.walk() if isinstance(child, Section)]
        for part in (agreement, *sections):
            name = part.id if isinstance(part, Section) else ""
            key = section_key(agreement.holder, name)
            if owners.setdefault(key, agreement.holder) != agreement.holder:
                yield Issue(
                    code="ambiguous-section-id",
                    message=f"{key!r} names parts of two agreements: {owners[key]!r}, {agreement.holder!r}.",
                    hint="change one of the ids, so that they differ without the stroke.",
                    where=whereabouts(part),
                )


def _organisation_faults(plan: Plan) -> Iterator[Issue]:
    roots = [unit for unit in plan.units if not unit.part_of]
    if not roots:
        yield Issue(
            code="no-organisation",
            message="found no unit that is part of no other; expected exactly one, the organisation.",
            hint="add the organisation to units, without part_of.",
            where=whereabouts(plan),
        )
    for unit in roots[1:]:
        yield Issue(
            code="several-organisations",
            message=f"unit {unit.id!r} is part of no other, like {roots[0].id!r}; expected one organisation.",
            hint=f"say which unit it is part of, such as part_of: {roots[0].id}.",
            where=whereabouts(unit),
        )


def _references(plan: Plan) -> Iterator[tuple[object, str, str, Iterable[str]]]:
    """Yield each noun that refers to others, its field, the word for what it names, and the names."""
    for unit in plan.units:
        yield unit, "part_of", "unit", _given(unit.part_of)
    for post in plan.positions:
        yield post, "unit", "unit", (post.unit,)
        yield post, "reports_to", "position", _given(post.reports_to)
    for goal in plan.goals:
        yield goal, "holder", "unit or position", _given(goal.holder)
        yield goal, "perspective", "perspective", _given(goal.perspective)
        yield goal, "serves", "strategic issue", goal.serves
    for cause in plan.causes:
        yield cause, "cause", "goal", (cause.cause,)
        yield cause, "effect", "goal", (cause.effect,)
    for strategy in plan.strategies:
        yield strategy, "advances", "goal", strategy.advances
    for project in plan.projects:
        yield project, "delivers", "strategy", project.delivers
        yield project, "unit", "unit", _given(project.unit)
    yield from _kpi_references(plan)
    for row in plan.matrix:
        yield row, "kpi", "KPI", _given(row.kpi)
        yield row, "goal", "goal", _given(row.goal)
        yield row, "owners", "unit or position", row.owners
        yield row, "supporters", "unit or position", row.supporters


def _kpi_references(plan: Plan) -> Iterator[tuple[object, str, str, Iterable[str]]]:
    for kpi in plan.kpis:
        yield kpi, "holder", "unit or position", (kpi.holder,)
        yield kpi, "goals", "goal", kpi.goals
        yield kpi, "same_as", "KPI", _given(kpi.same_as)
        for link in kpi.contributes_to:
            yield link, "contributes_to", "KPI", (link.kpi,)
    for agreement in plan.agreements:
        yield agreement, "holder", "unit or position", (agreement.holder,)
        for _, child in agreement.walk():
            if isinstance(child, Entry):
                yield child, "kpi", "KPI", (child.kpi,)


def _given(name: str) -> tuple[str, ...]:
    return (name,) if name else ()


def _reference_faults(plan: Plan) -> Iterator[Issue]:
    known = {word: frozenset(found.ids) for word, found in _collections(plan).items()}
    for noun, field, word, names in _references(plan):
        for name in names:
            if name not in known[word]:
                yield _unknown(noun, field, word, name, sorted(known[word]))
    for agreement in plan.agreements:
        yield from _heir_faults(agreement)


def _unknown(noun: object, field: str, word: str, name: str, known: Collection[str]) -> Issue:
    return Issue(
        code="unknown-reference",
        message=f"{field} names the {word} {name!r}, which the plan does not have.",
        hint=did_you_mean(name, known),
        where=whereabouts(noun),
    )


def _heir_faults(agreement: Agreement) -> Iterator[Issue]:
    for parent, child in agreement.walk():
        if isinstance(child, Entry) and child.if_absent:
            siblings = [entry.kpi for entry in parent.kpis if entry.kpi != child.kpi]
            if child.if_absent not in siblings:
                yield _unknown(child, "if_absent", "sibling KPI", child.if_absent, siblings)


def _matrix_faults(plan: Plan) -> Iterator[Issue]:
    for row in plan.matrix:
        if bool(row.kpi) == bool(row.goal):
            found = "both a kpi and a goal" if row.kpi else "neither a kpi nor a goal"
            yield Issue(
                code="unclear-matrix-row",
                message=f"found a matrix row with {found}; expected exactly one of them.",
                hint="write one row for each KPI or goal.",
                where=whereabouts(row),
            )
    for word in ("kpi", "goal"):
        rows = [row for row in plan.matrix if getattr(row, word)]
        yield from _repeated(f"matrix row for {word}", [getattr(row, word) for row in rows], rows)


def _weights(plan: Plan) -> Iterator[tuple[object, Weight]]:
    for kpi in plan.kpis:
        for link in kpi.contributes_to:
            if link.weight is not None:
                yield link, link.weight
    for agreement in plan.agreements:
        for _, child in agreement.walk():
            yield child, child.weight


def _weight_faults(plan: Plan) -> Iterator[Issue]:
    known = plan.parameter_values
    for noun, weight in _weights(plan):
        unknown = [name for name in weight.parameters if name not in known]
        for name in unknown:
            yield Issue(
                code="unknown-parameter",
                message=f"weight {weight.text!r} uses the parameter {name!r}, which the plan does not give.",
                hint=did_you_mean(name, known) or "add it to plan.parameters.",
                where=whereabouts(noun),
            )
        if not unknown:
            yield from _value_faults(noun, weight, plan)


def _value_faults(noun: object, weight: Weight, plan: Plan) -> Iterator[Issue]:
    try:
        value = weight.value(plan.parameter_values)
    except ZeroDivisionError:
        yield Issue(
            code="weight-divides-by-zero",
            message=f"weight {weight.text!r} divides by zero.",
            hint="change the expression or the parameter.",
            where=whereabouts(noun),
        )
        return
    if value < 0:
        yield Issue(
            code="negative-weight",
            message=f"weight {weight.text!r} comes to {float(value):g}; expected zero or more.",
            hint="change the expression or the parameter.",
            where=whereabouts(noun),
        )


def _scale_faults(plan: Plan) -> Iterator[Issue]:
    """Find scales that cannot score: a plan made in Python has not been through the file gate."""
    for kpi in plan.kpis:
        found = scale_faults(kpi.scale) if kpi.scale is not None else ()
        for fault in (*found, *target_faults(kpi.scale, kpi.target)):
            where = whereabouts(kpi.scale) if kpi.scale is not None else whereabouts(kpi)
            yield Issue(
                code=fault.code, message=f"KPI {kpi.id!r}: {fault.message}", hint=fault.hint, where=where
            )


def _range_faults(plan: Plan) -> Iterator[Issue]:
    """Find scales that score where the plan has no scores; 0 is common for what was not done at all."""
    least, most = min(plan.score_range.lowest, Decimal(0)), plan.score_range.highest
    for kpi in plan.kpis:
        stated = stated_scores(kpi.scale) if kpi.scale is not None else ()
        if outside := [score for score in stated if not least <= score <= most]:
            where = whereabouts(kpi.scale)
            yield Issue(
                code="scale-score-outside-range",
                message=f"KPI {kpi.id!r} has a scale with the score {outside[0]}; the plan scores from "
                f"{plan.score_range.lowest} to {most}.",
                hint="mend the scale, or the plan's score_range.",
                where=where if str(where) else whereabouts(kpi),
            )


def _setting_faults(plan: Plan) -> Iterator[Issue]:
    parts: list[Agreement | Section] = [*plan.agreements]
    parts += [child for a in plan.agreements for _, child in a.walk() if isinstance(child, Section)]
    for part in parts:
        if part.min_coverage is not None and not 0 <= part.min_coverage <= 1:
            yield Issue(
                code="min-coverage-not-a-share",
                message=f"found min_coverage {part.min_coverage}; expected a share between 0 and 1.",
                hint="write 0.6 for 60 percent.",
                where=whereabouts(part),
            )
        if part.cap is not None and part.floor is not None and part.cap < part.floor:
            yield Issue(
                code="cap-below-floor",
                message=f"found cap {part.cap} below floor {part.floor}.",
                hint="exchange the two, or remove one.",
                where=whereabouts(part),
            )


def _circle_faults(plan: Plan) -> Iterator[Issue]:
    by_kind: dict[EdgeKind, list[Edge]] = defaultdict(list)
    for edge in edges_of(plan):
        by_kind[edge.kind].append(edge)
    for kinds in ACYCLIC:
        edges = [edge for kind in kinds for edge in by_kind[kind]]
        links = {(edge.source, edge.target): edge for edge in reversed(edges)}
        for route in circles(links):
            around = [links[link] for link in zip(route, (*route[1:], route[0]), strict=True)]
            words = " and ".join(dict.fromkeys(edge.kind for edge in around))
            yield Issue(
                code="circle",
                message=f"{words} leads in a circle: {' → '.join((*route, route[0]))}.",
                hint="remove one of these links.",
                where=whereabouts(around[0].noun),
            )
