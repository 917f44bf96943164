"""Which rows of an OS matrix the KPIs of units lead to."""

from collections import defaultdict
from collections.abc import Mapping

from kpicascade.cascade.routes import Routes, Ways
from kpicascade.model.kpi import Kpi
from kpicascade.osmatrix.roles import Roles, Rows

_NONE: frozenset[str] = frozenset()


class RowLinks:
    """Which rows the KPIs of units lead to.

    A KPI stands for a row when it is the row, or measures the goal that is the row. Other KPIs lead to it
    along `same_as` and `contributes_to`.
    """

    def __init__(self, roles: Roles) -> None:
        self._roles = roles
        stands_for = _stands_for(roles)
        ways = Routes(roles.cascade).to(stands_for)
        rows_by_goal = _rows_by_goal(roles)
        onward = _onward(ways, stands_for)
        self._linked: dict[str, set[str]] = defaultdict(set)
        self._contributors: dict[str, dict[str, Kpi]] = defaultdict(dict)
        for kpi in roles.cascade.plan.kpis:
            shared = {row for goal in kpi.goals for row in rows_by_goal.get(goal, ())}
            linked = shared | stands_for.get(kpi.id, _NONE) | onward.get(kpi.id, _NONE)
            for above in roles.lineage(kpi.holder):
                self._linked[above] |= linked
            unit = roles.unit(kpi.holder)
            met_first = ways[kpi.id].ends if kpi.id in ways else ()
            direct = {row for end in met_first for row in stands_for[end]}
            if roles.kind is Rows.GOAL:
                direct |= shared
            for row in direct:
                if unit != self._roles.cascade.organisation.id:
                    self._contributors[row].setdefault(unit, kpi)

    def has_kpi_for(self, holder: str, row: str) -> bool:
        """Tell whether a unit, its positions or the units in it hold a KPI that is linked to a row.

        For a position its unit counts; the organisation holds the rows themselves.
        """
        unit = self._roles.unit(holder)
        return unit == self._roles.cascade.organisation.id or row in self._linked[unit]

    def contributors(self, row: str) -> Mapping[str, Kpi]:
        """Return the units with a KPI that leads to a row before any other, each with the first such KPI."""
        return self._contributors.get(row, {})


def _stands_for(roles: Roles) -> dict[str, set[str]]:
    rows = {noun.id for noun in roles.nouns}
    if roles.kind is Rows.KPI:
        return {row: {row} for row in rows}
    return {kpi.id: rows & set(kpi.goals) for kpi in roles.cascade.plan.kpis if rows & set(kpi.goals)}


def _rows_by_goal(roles: Roles) -> dict[str, set[str]]:
    rows: dict[str, set[str]] = defaultdict(set)
    for noun in roles.nouns:
        for goal in noun.goals if isinstance(noun, Kpi) else (noun.id,):
            rows[goal].add(noun.id)
    return rows


def _onward(ways: Mapping[str, Ways], stands_for: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    """Find all rows that each KPI leads to, also those beyond the first it meets."""
    rows: dict[frozenset[str], frozenset[str]] = {}
    found: dict[str, frozenset[str]] = {}
    for kpi, way in ways.items():  # in an order in which what a KPI leads to comes before it
        if way.ends not in rows:
            beyond = (stands_for[end] | found.get(end, _NONE) for end in way.ends)
            rows[way.ends] = _NONE.union(*beyond)
        found[kpi] = rows[way.ends]
    return found
