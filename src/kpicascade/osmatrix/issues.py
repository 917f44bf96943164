"""What is odd about owners and supporters, and whether it agrees with the KPIs that units hold."""

from collections.abc import Iterator

from kpicascade.cascade.findings import warning
from kpicascade.errors import Issue
from kpicascade.model.organisation import Unit
from kpicascade.osmatrix.roles import Cell, Roles
from kpicascade.osmatrix.row_links import RowLinks

_WORDS = {Cell.OWNER: "owner", Cell.SUPPORTER: "supporter"}


def role_issues(roles: Roles, most_owned: int) -> Iterator[Issue]:
    """Find what is odd about owners and supporters; nothing where the matrix has no rows.

    A role counts for the units above and below the one that has it: where a bureau owns a KPI, its divisions
    need not be named as well.
    """
    if not roles.nouns:
        return
    yield from _owner_issues(roles)
    yield from _idle_issues(roles)
    links = RowLinks(roles)
    yield from _unlinked_issues(roles, links)
    yield from _unnamed_issues(roles, links)
    yield from _load_issues(roles, most_owned)


def _owner_issues(roles: Roles) -> Iterator[Issue]:
    for noun in roles.nouns:
        given, row = roles.given(noun.id), roles.row(noun)
        place = given if given.kpi or given.goal else noun
        owners = tuple(dict.fromkeys(given.owners))
        if not owners:
            hint = "name the unit that answers for it under owners in the matrix."
            yield warning("row-without-owner", place, f"{row} has no owner.", hint)
        if len(owners) > 1 and not roles.is_joint(noun):
            found = f"{row} has {len(owners)} owners ({', '.join(owners)}); expected one."
            hint = "make all but one of them supporters, or write joint: true where several are meant."
            yield warning("several-owners", place, found, hint)
        for holder in dict.fromkeys(h for h in given.supporters if h in owners):
            found = f"{holder!r} is both owner and supporter of {row}; it is shown as owner."
            yield warning("owner-also-supporter", place, found, "keep one of the two.")


def _idle_issues(roles: Roles) -> Iterator[Issue]:
    named = {unit for noun in roles.nouns for unit in roles.named_in(noun)}
    within = {above for unit in named for above in roles.lineage(unit)}
    for holder in roles.holders:
        is_below = isinstance(holder, Unit) and holder.part_of
        if is_below and holder.id not in within and named.isdisjoint(roles.lineage(holder.id)):
            found = f"unit {holder.id!r} neither owns nor supports any {roles.kind} in the matrix."
            hint = "name it as owner or supporter of what it works for."
            yield warning("unit-without-role", holder, found, hint)


def _unlinked_issues(roles: Roles, links: RowLinks) -> Iterator[Issue]:
    for noun in roles.nouns:
        for holder in roles.holders:
            cell = roles.cell(noun.id, holder.id)
            if cell and not links.has_kpi_for(holder.id, noun.id):
                found = f"{holder.id!r} is {_WORDS[cell]} of {roles.row(noun)} and holds no KPI linked to it."
                hint = (
                    "link one of its KPIs with same_as, contributes_to or goals, or take it out of the row."
                )
                yield warning("role-without-kpi", roles.given(noun.id), found, hint)


def _unnamed_issues(roles: Roles, links: RowLinks) -> Iterator[Issue]:
    for noun in roles.nouns:
        named = roles.named_in(noun)
        within = {above for unit in named for above in roles.lineage(unit)}
        for unit, kpi in links.contributors(noun.id).items():
            if unit not in within and named.isdisjoint(roles.lineage(unit)):
                found = f"unit {unit!r} contributes to {roles.row(noun)} through {kpi.id!r}"
                message = f"{found} and is neither its owner nor its supporter."
                hint = "name the unit as supporter of the row, or remove the link."
                yield warning("contribution-without-role", kpi, message, hint)


def _load_issues(roles: Roles, most_owned: int) -> Iterator[Issue]:
    for holder in roles.holders:
        owned = [noun.id for noun in roles.nouns if roles.cell(noun.id, holder.id) is Cell.OWNER]
        if len(owned) > most_owned:
            rows = f"{len(owned)} {roles.kind}s ({', '.join(owned)})"
            found = f"{holder.id!r} owns {rows}; expected at most {most_owned}."
            yield warning("too-many-owned", holder, found, "spread them over more units, or raise the limit.")
