"""Checks of KPIs that holders share: carried from another, or taken as they are."""

from collections.abc import Iterator

from kpicascade.cascade import Cascade
from kpicascade.cascade.findings import warning
from kpicascade.checks.figures import shown
from kpicascade.errors import Issue
from kpicascade.model.agreement import Entry
from kpicascade.model.kpi import Direction, Kpi
from kpicascade.model.period import Era
from kpicascade.model.text import lookup_key


def foreign_kpis(cascade: Cascade) -> Iterator[Issue]:
    """Find agreements that carry a KPI of another holder: its result counts as the own one.

    The organisation may carry the KPI of anybody, and a unit those of the units and positions in it. A KPI
    that is joint may stand in any agreement.
    """
    above = {unit.id: unit.part_of for unit in cascade.plan.units}
    above |= {post.id: post.unit for post in cascade.plan.positions}
    for agreement in cascade.plan.agreements:
        for _, child in agreement.walk():
            kpi = cascade.kpis[child.kpi] if isinstance(child, Entry) else None
            if kpi and not kpi.joint and not _lies_in(kpi.holder, agreement.holder, above):
                whole = f"the agreement of {agreement.holder!r}"
                message = f"{whole} carries KPI {kpi.id!r}, which {kpi.holder!r} holds."
                hint = (
                    f"give {agreement.holder!r} a KPI of its own, with same_as or contributes_to; "
                    "or write joint: true in a KPI that is meant to be shared."
                )
                yield warning("foreign-kpi", child, message, hint)


def same_kpis_that_differ(cascade: Cascade) -> Iterator[Issue]:
    """Find KPIs that are the same as another and yet differ from it, so that equal results score differently.

    Compared are scale, direction, unit of measure and target, each where both KPIs state it.
    """
    era = cascade.plan.fiscal_year.era
    for kpi in cascade.plan.kpis:
        other = cascade.kpis[kpi.same_as] if kpi.same_as else kpi
        if differing := ", ".join(_differing(kpi, other, era)):
            message = f"KPI {kpi.id!r} is the same as {other.id!r}, and differs from it in {differing}."
            hint = "write them as they are there; link a KPI that is measured otherwise with contributes_to."
            yield warning("same-as-differs", kpi, message, hint)


def _lies_in(holder: str, whole: str, above: dict[str, str]) -> bool:
    """Tell whether a unit or position is another one or is part of it, at any depth."""
    while holder and holder != whole:
        holder = above.get(holder, "")
    return bool(holder)


def _differing(kpi: Kpi, other: Kpi, era: Era) -> Iterator[str]:
    if kpi.scale and other.scale and kpi.scale != other.scale:
        yield "scale"
    if _says_direction(kpi) and _says_direction(other) and kpi.direction is not other.direction:
        yield f"direction ({kpi.direction}, not {other.direction})"
    if kpi.unit_of_measure and other.unit_of_measure and _unit_of_measure(kpi) != _unit_of_measure(other):
        yield f"unit of measure ({kpi.unit_of_measure}, not {other.unit_of_measure})"
    if kpi.target is not None and other.target is not None and kpi.target != other.target:
        yield f"target ({shown(kpi.target, era)}, not {shown(other.target, era)})"


def _says_direction(kpi: Kpi) -> bool:
    """Tell whether a direction is meant: a KPI that leaves its scale out leaves the direction out as well."""
    return kpi.scale is not None or kpi.direction is not Direction.HIGHER


def _unit_of_measure(kpi: Kpi) -> str:
    return "%" if kpi.in_percent else lookup_key(kpi.unit_of_measure)
