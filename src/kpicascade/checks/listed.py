"""Is a plan wise? Checks that read a cascade and return what is probably not meant."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from kpicascade.cascade import Cascade, expect_cascade
from kpicascade.cascade.findings import warning
from kpicascade.cascade.graph import EdgeKind, goal_key, kpi_key, section_key
from kpicascade.checks.double_counting import double_counted
from kpicascade.checks.figures import dates_far_apart, fractions_for_percent, targets_outside_scale
from kpicascade.checks.holders import foreign_kpis, same_kpis_that_differ
from kpicascade.checks.scales import criteria_that_clash, repeated_cut_points, scales_against_direction
from kpicascade.classification import kinds
from kpicascade.errors import Issue
from kpicascade.model.agreement import Agreement, Section
from kpicascade.osmatrix import os_matrix
from kpicascade.osmatrix.roles import Rows

WHOLE = Fraction(100)
"""What the weights of an agreement add up to, in percent."""

Check = Callable[[Cascade], Iterator[Issue]]
"""What looks for one sort of trouble."""


def weights_that_do_not_add_up(cascade: Cascade) -> Iterator[Issue]:
    """Find sections whose children's weights add up neither to 100 nor to the section's own weight.

    The children of a whole agreement add up to 100. Weights are added exactly, as written, with the
    parameters of the plan: 33.33 three times is 99.99, and is reported.
    """
    for agreement in cascade.plan.agreements:
        for part, name in _parts(agreement):
            edges = cascade.out(name, EdgeKind.CARRIES)
            found = sum((edge.weight or Fraction(0) for edge in edges), Fraction(0))
            own = [edge.weight for edge in cascade.into(name, EdgeKind.CARRIES) if edge.weight is not None]
            if edges and found not in (WHOLE, *own):
                meant = " or ".join(_plain(weight) for weight in dict.fromkeys((*own, WHOLE)))
                message = (
                    f"the weights in {_called(agreement, part)} add up to {_plain(found)}; expected {meant}."
                )
                hint = "change a weight or a parameter, or add what is missing."
                yield warning("weights-do-not-add-up", part, message, hint)


def empty_sections(cascade: Cascade) -> Iterator[Issue]:
    """Find agreements and sections that hold neither sections nor KPIs; they score only what is given."""
    for agreement in cascade.plan.agreements:
        for part, _ in _parts(agreement):
            if not part.sections and not part.kpis:
                message = f"{_called(agreement, part)} holds neither sections nor KPIs."
                yield warning(
                    "empty-section",
                    part,
                    message,
                    "add KPIs to it, unless its score will be given as published.",
                )


def kpis_in_no_agreement(cascade: Cascade) -> Iterator[Issue]:
    """Find KPIs that no agreement carries, in plans that have agreements: nobody has promised them."""
    for kpi in cascade.plan.kpis if cascade.plan.agreements else ():
        if not cascade.into(kpi_key(kpi.id), EdgeKind.CARRIES):
            message = f"no agreement carries KPI {kpi.id!r} of {kpi.holder!r}."
            hint = f"add it to the agreement of {kpi.holder!r}, or remove it."
            yield warning("kpi-in-no-agreement", kpi, message, hint)


def goals_without_kpi(cascade: Cascade) -> Iterator[Issue]:
    """Find goals that no KPI measures: nobody will know whether they are reached."""
    for goal in cascade.plan.goals:
        if not cascade.into(goal_key(goal.id), EdgeKind.MEASURES):
            hint = "name the goal under goals of a KPI, or add a KPI for it."
            yield warning("goal-without-kpi", goal, f"no KPI measures goal {goal.id!r}.", hint)


def kpis_without_goal(cascade: Cascade) -> Iterator[Issue]:
    """Find KPIs that measure no goal although their holder has goals.

    A goal that names no holder is the organisation's. A KPI that is the same as another or contributes to one
    serves that KPI's goals.
    """
    with_goals = {goal.holder or cascade.organisation.id for goal in cascade.plan.goals}
    for kpi in cascade.plan.kpis:
        if kpi.holder in with_goals and not (kpi.goals or kpi.same_as or kpi.contributes_to):
            message = f"KPI {kpi.id!r} measures no goal; {kpi.holder!r} has goals."
            yield warning("kpi-without-goal", kpi, message, "name the goal that it measures under goals.")


def units_without_kpi(cascade: Cascade) -> Iterator[Issue]:
    """Find units in which nobody holds a KPI, where other units do: the cascade has not reached them.

    A unit's positions count for it, and so do the units in it.
    """
    units = {unit.id: unit for unit in cascade.plan.units if unit.part_of}
    posts = {post.id: post.unit for post in cascade.plan.positions}
    reached: set[str] = set()
    for holder in cascade.kpis_of:
        unit = posts.get(holder, holder)
        while unit in units and unit not in reached:
            reached.add(unit)
            unit = units[unit].part_of
    for unit_id, noun in units.items() if reached else ():
        if unit_id not in reached:
            message = f"nobody in unit {unit_id!r} holds a KPI; other units do."
            yield warning("unit-without-kpi", noun, message, "give the unit a KPI, or remove it.")


def declared_kinds_that_differ(cascade: Cascade) -> Iterator[Issue]:
    """Compare the kind that the plan declares for a KPI with the kind that its links say.

    A KPI of the organisation has no kind.
    """
    for row in kinds(cascade):
        if row.declared and row.declared is not row.kind:
            also = f" (also {', '.join(row.also)})" if row.also else ""
            found = (
                f"KPI {row.kpi!r} is declared {row.declared}; its links say {row.kind}{also}: {row.reason}."
            )
            hint = "change the declared kind, or the links."
            yield warning("declared-kind-differs", cascade.kpis[row.kpi], found, hint)
    for kpi in cascade.kpis_of.get(cascade.organisation.id, ()):
        if kpi.kind:
            found = f"KPI {kpi.id!r} is declared {kpi.kind}; it is the organisation's own, which has no kind."
            yield warning("declared-kind-differs", kpi, found, "remove the kind, or correct the holder.")


def owners_and_supporters(cascade: Cascade) -> Iterator[Issue]:
    """Return the issues of the OS matrix of KPIs and of that of goals, where the plan has such rows."""
    given = {Rows.KPI: any(row.kpi for row in cascade.plan.matrix)}
    given[Rows.GOAL] = any(row.goal for row in cascade.plan.matrix)
    for rows, is_given in given.items():
        if is_given:
            yield from os_matrix(cascade, rows=rows).issues


def unused_parameters(cascade: Cascade) -> Iterator[Issue]:
    """Find parameters that no weight uses: a weight that was meant to follow them does not."""
    plan = cascade.plan
    weights = [child.weight for agreement in plan.agreements for _, child in agreement.walk()]
    weights += [link.weight for kpi in plan.kpis for link in kpi.contributes_to if link.weight]
    used = {name for weight in weights for name in weight.parameters}
    for parameter in plan.parameters:
        if parameter.name not in used:
            message = f"no weight uses the parameter {parameter.name!r}."
            yield warning("unused-parameter", parameter, message, "use it in a weight, or remove it.")


def _parts(agreement: Agreement) -> Iterator[tuple[Agreement | Section, str]]:
    """Yield an agreement and its sections, each with the key of its node."""
    yield agreement, section_key(agreement.holder)
    for _, child in agreement.walk():
        if isinstance(child, Section):
            yield child, section_key(agreement.holder, child.id)


def _called(agreement: Agreement, part: Agreement | Section) -> str:
    whole = f"the agreement of {agreement.holder!r}"
    return f"section {part.id!r} of {whole}" if isinstance(part, Section) else whole


def _plain(weight: Fraction) -> str:
    """Write a weight as people do; one that no decimal writes exactly is shown to ten digits."""
    return f"{float(weight):.10g}"


CHECKS: tuple[Check, ...] = (
    weights_that_do_not_add_up,
    empty_sections,
    kpis_in_no_agreement,
    foreign_kpis,
    goals_without_kpi,
    kpis_without_goal,
    units_without_kpi,
    declared_kinds_that_differ,
    same_kpis_that_differ,
    owners_and_supporters,
    double_counted,
    repeated_cut_points,
    scales_against_direction,
    criteria_that_clash,
    fractions_for_percent,
    targets_outside_scale,
    dates_far_apart,
    unused_parameters,
)
"""Every check, in the order in which `check` runs them."""


def check(cascade: Cascade) -> tuple[Issue, ...]:
    """Return everything about a plan that is probably not meant, check by check, as warnings.

    The plan can be used as it is; nothing is raised. To leave checks out or add some of your own, call the
    functions in `CHECKS` one by one.
    """
    expect_cascade(cascade)
    return tuple(issue for find in CHECKS for issue in find(cascade))
