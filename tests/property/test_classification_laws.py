"""Laws of classification and the OS matrix, on plans of any shape, against a slow and independent reading."""

import itertools
from collections import Counter
from collections.abc import Iterator
from random import Random
from time import perf_counter
from typing import TypeVar

import attrs
import networkx as nx
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from small_plans import cascade, goal, kpi, post, row, unit

from kpicascade.cascade import Cascade
from kpicascade.cascade.routes import Routes
from kpicascade.classification import Classified, RelativeTo, kinds
from kpicascade.model.kpi import Kind, Kpi
from kpicascade.model.plan import Plan, Responsibility
from kpicascade.osmatrix import OsMatrix, os_matrix
from kpicascade.osmatrix.roles import Cell

HOLDERS = ("org", "a", "b", "c", "a1", "a2", "head", "clerk")
UNITS = (unit("a"), unit("b"), unit("c"), unit("a1", part_of="a"), unit("a2", part_of="a"))
POSTS = (post("head", "a"), post("clerk", "a", reports_to="head"))
GOALS = ("g", "h")
Noun = TypeVar("Noun")


@st.composite
def linked_plans(draw: DrawFn) -> Plan:
    """Build a plan whose KPIs lead only to KPIs drawn before them, so that there are no circles."""
    kpis: list[Kpi] = []
    for number in range(draw(st.integers(1, 10))):
        earlier = [k.id for k in kpis]
        kpis.append(
            kpi(
                f"k{number}",
                draw(st.sampled_from(HOLDERS)),
                measure=draw(st.sampled_from(["", "", "m", "n"])),
                goals=tuple(draw(st.lists(st.sampled_from(GOALS), max_size=1))),
                same_as=draw(st.sampled_from(["", *earlier])),
                to=tuple(draw(st.sets(st.sampled_from(earlier), max_size=2)) if earlier else ()),
            )
        )
    everyone = st.lists(st.sampled_from(HOLDERS), max_size=3, unique=True)
    rows = [
        row(name, " ".join(draw(everyone)), " ".join(draw(everyone)), joint=draw(st.booleans()))
        for name in draw(st.lists(st.sampled_from([k.id for k in kpis]), max_size=4, unique=True))
    ]
    rows += [Responsibility(goal="g", owners=tuple(draw(everyone)))] if draw(st.booleans()) else []
    return cascade(*UNITS, *POSTS, *map(goal, GOALS), *kpis, *rows).plan


def found_by_path(plan: Plan, name: str) -> tuple[set[str], bool, bool]:
    """Walk every way from a KPI up to the first KPI of the organisation on it; tell which sorts there are."""
    kpis = {k.id: k for k in plan.kpis}
    ends: set[str] = set()
    sorts: set[bool] = set()

    def walk(at: str, *, contributes: bool) -> None:
        steps = [(link.kpi, True) for link in kpis[at].contributes_to]
        steps += [(kpis[at].same_as, contributes)] if kpis[at].same_as else []
        for target, now in steps:
            if kpis[target].holder == "org":
                ends.add(target)
                sorts.add(now or contributes)
            else:
                walk(target, contributes=now or contributes)

    walk(name, contributes=False)
    return ends, False in sorts, True in sorts


def is_common(plan: Plan, one: Kpi) -> bool:
    def measure(k: Kpi) -> str:
        while not k.measure and k.same_as:
            k = next(other for other in plan.kpis if other.id == k.same_as)
        return f"measure {k.measure}" if k.measure else k.id

    homes = {u.id: u.part_of for u in plan.units} | {p.id: f"position in {p.unit}" for p in plan.positions}
    fellows = {k.holder for k in plan.kpis if homes[k.holder] == homes[one.holder]}
    holding = {k.holder for k in plan.kpis if k.holder in fellows and measure(k) == measure(one)}
    return len(fellows) >= 2 and holding == fellows


def expected_kinds(plan: Plan) -> Iterator[tuple[str, Kind, list[Kind], set[str]]]:
    for one in plan.kpis:
        if one.holder == "org":
            continue
        ends, is_same, is_contributory = found_by_path(plan, one.id)
        held = [Kind.IDENTICAL] * is_same
        held += [Kind.COMMON] * is_common(plan, one)
        held += [Kind.CONTRIBUTORY] * is_contributory
        held = held or [Kind.UNIT_SPECIFIC]
        yield one.id, held[0], held[1:], ends


@given(linked_plans())
def test_the_way_that_a_reason_names_is_the_shortest(plan: Plan) -> None:
    ends = [k.id for k in plan.kpis if k.holder == "org"]
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(k.id for k in plan.kpis)
    below = [k for k in plan.kpis if k.id not in ends]
    graph.add_edges_from((k.id, link.kpi) for k in below for link in k.contributes_to)
    graph.add_edges_from((k.id, k.same_as) for k in below if k.same_as)

    ways = Routes(Cascade(plan)).to(ends)

    for k in below:
        found = nx.single_source_shortest_path_length(graph, k.id)
        nearest = ways[k.id].nearest if k.id in ways else None
        assert (nearest and nearest.length) == min((found[end] for end in ends if end in found), default=None)


def essence(row: Classified) -> tuple[object, ...]:
    return row.kpi, row.holder, row.kind, row.also, frozenset(row.org_kpis), row.reason, row.illustrative


@given(linked_plans())
def test_kinds_are_what_walking_every_way_finds(plan: Plan) -> None:
    rows = kinds(Cascade(plan))

    assert [(r.kpi, r.kind, list(r.also), set(r.org_kpis)) for r in rows] == list(expected_kinds(plan))


@given(linked_plans(), st.randoms(use_true_random=False))
def test_kinds_and_reasons_do_not_depend_on_the_order_of_the_plan(plan: Plan, random: Random) -> None:
    shuffled = mixed(plan, random)

    for relative in RelativeTo:
        one = {essence(r) for r in kinds(Cascade(plan), relative_to=relative)}
        other = {essence(r) for r in kinds(Cascade(shuffled), relative_to=relative)}
        assert one == other


def mixed(plan: Plan, random: Random) -> Plan:
    def mix(nouns: tuple[Noun, ...]) -> tuple[Noun, ...]:
        return tuple(random.sample(nouns, len(nouns)))

    return attrs.evolve(
        plan,
        units=mix(plan.units),
        positions=mix(plan.positions),
        goals=mix(plan.goals),
        kpis=mix(plan.kpis),
        matrix=mix(plan.matrix),
    )


@given(linked_plans(), st.data())
def test_removing_a_link_changes_only_kpis_that_could_reach_it(plan: Plan, data: st.DataObject) -> None:
    linked = [k for k in plan.kpis if k.contributes_to]
    if not linked:
        return
    chosen = data.draw(st.sampled_from(linked))
    cut = attrs.evolve(chosen, contributes_to=chosen.contributes_to[1:])
    without = attrs.evolve(plan, kpis=tuple(cut if k is chosen else k for k in plan.kpis))
    reaching = {chosen.id}
    for k in plan.kpis:  # KPIs lead only to earlier ones
        if k.same_as in reaching or any(link.kpi in reaching for link in k.contributes_to):
            reaching.add(k.id)

    before, after = kinds(Cascade(plan)), kinds(Cascade(without))

    changed = {one.kpi for one, other in zip(before, after, strict=True) if one != other}
    assert changed <= reaching


@given(linked_plans())
def test_a_kind_comes_with_the_kpis_that_it_leads_to(plan: Plan) -> None:
    for relative in RelativeTo:
        for r in kinds(Cascade(plan), relative_to=relative):
            leads = {Kind.IDENTICAL, Kind.CONTRIBUTORY} & {r.kind, *r.also}
            assert bool(leads) == bool(r.org_kpis)


@given(linked_plans())
def test_for_units_right_under_the_organisation_both_comparisons_agree(plan: Plan) -> None:
    by_organisation = [r for r in kinds(Cascade(plan)) if r.holder in ("a", "b", "c")]
    by_superior = [r for r in kinds(Cascade(plan), relative_to="superior") if r.holder in ("a", "b", "c")]

    assert by_organisation == by_superior


@given(linked_plans(), st.randoms(use_true_random=False))
def test_the_matrix_does_not_depend_on_the_order_of_the_plan(plan: Plan, random: Random) -> None:
    for rows in ("kpi", "goal"):
        one = os_matrix(Cascade(plan), rows=rows)
        other = os_matrix(Cascade(mixed(plan, random)), rows=rows)

        assert cells(one) == cells(other)
        assert Counter(i.code for i in one.issues) == Counter(i.code for i in other.issues)


def cells(matrix: OsMatrix) -> dict[tuple[str, str], Cell]:
    return {
        (line.id, column.id): matrix.cells[i][j]
        for i, line in enumerate(matrix.rows)
        for j, column in enumerate(matrix.columns)
    }


@given(linked_plans())
def test_the_matrix_says_what_the_plan_writes(plan: Plan) -> None:
    matrix = os_matrix(Cascade(plan))

    expected = dict.fromkeys(cells(matrix), Cell.EMPTY)
    expected |= {(r.kpi, holder): Cell.SUPPORTER for r in plan.matrix if r.kpi for holder in r.supporters}
    expected |= {(r.kpi, holder): Cell.OWNER for r in plan.matrix if r.kpi for holder in r.owners}
    assert cells(matrix) == expected


@given(linked_plans())
def test_a_unit_is_asked_for_a_role_exactly_when_a_kpi_of_it_leads_to_a_row_first(plan: Plan) -> None:
    rows = {k.id for k in plan.kpis if k.holder == "org"} | {r.kpi for r in plan.matrix if r.kpi}
    homes = {p.id: p.unit for p in plan.positions}
    parents = {u.id: u.part_of for u in plan.units}
    written = {r.kpi: r for r in plan.matrix}
    expected = set()
    for k, name in itertools.product(plan.kpis, rows):
        home = homes.get(k.holder, k.holder)
        given_to = written.get(name, Responsibility())
        named = {homes.get(h, h) for h in (*given_to.owners, *given_to.supporters)} - {"org"}
        family = any(home in (n, parents[n]) or n == parents[home] for n in named)
        if home != "org" and not family and name in first_met(plan, k.id, rows):
            expected.add((home, name))

    issues = [i for i in os_matrix(Cascade(plan)).issues if i.code == "contribution-without-role"]

    assert {(i.message.split("'")[1], i.message.split("'")[3]) for i in issues} == expected


def first_met(plan: Plan, name: str, rows: set[str]) -> set[str]:
    one = next(k for k in plan.kpis if k.id == name)
    targets = {link.kpi for link in one.contributes_to} | ({one.same_as} - {""})
    return set().union(*({t} if t in rows else first_met(plan, t, rows) for t in targets))


def test_a_chain_of_a_hundred_thousand_kpis_is_built_and_classified() -> None:
    count = 100_000
    chain = [kpi(f"k{n}", "a", to=(f"k{n + 1}",)) for n in range(count)]
    start = perf_counter()

    rows = kinds(cascade(unit("a"), *chain, kpi(f"k{count}")))

    assert rows[0].reason == "contributes to k100000 through k1, k2, k3, 99,996 more"
    assert {(r.kind, r.org_kpis) for r in rows} == {(Kind.CONTRIBUTORY, (f"k{count}",))}
    assert perf_counter() - start < 60
