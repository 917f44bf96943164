"""Laws of the scorecard, held against a reckoning of its own in fractions, straight from the plan's nouns."""

import random
from decimal import Decimal
from fractions import Fraction

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from kpicascade.calc.aggregate import Missing
from kpicascade.cascade import Cascade
from kpicascade.model.agreement import Agreement, Entry, Section
from kpicascade.model.kpi import Kpi
from kpicascade.model.organisation import Unit
from kpicascade.model.period import FiscalYear, Period
from kpicascade.model.plan import Plan
from kpicascade.model.result import Adjustment, Result, Results
from kpicascade.model.text import Name
from kpicascade.model.weight import Weight
from kpicascade.scorecard import Scorecard, evaluate

YEAR = FiscalYear(2013)
PERIOD = Period(YEAR)
POINTS = st.decimals(1, 5, places=2)
WEIGHTS = st.decimals("0.5", 60, places=1)
X = Name(en="x")


@st.composite
def sections(
    draw: st.DrawFn, depth: int, ids: list[str], kpis: list[str]
) -> tuple[tuple[Section, ...], tuple[Entry, ...]]:
    """Draw what a section or an agreement carries; KPI ids are numbered as they come."""
    entries = []
    for _ in range(draw(st.integers(0 if depth else 1, 3))):
        kpis.append(f"k{len(kpis)}")
        entries.append(Entry(kpi=kpis[-1], weight=Weight(str(draw(WEIGHTS)))))
    if len(entries) > 1 and draw(st.booleans()):
        entries[0] = evolve(entries[0], if_absent=entries[-1].kpi)
    below = []
    for _ in range(draw(st.integers(0, 2)) if depth else 0):
        ids.append(f"s{len(ids)}")
        name, weight = ids[-1], Weight(str(draw(WEIGHTS)))
        inner, carried = draw(sections(depth - 1, ids, kpis))
        missing = draw(st.none() | st.sampled_from(Missing))
        below.append(Section(id=name, name=X, weight=weight, sections=inner, kpis=carried, missing=missing))
    return tuple(below), tuple(entries)


@st.composite
def scored_plans(draw: st.DrawFn) -> tuple[Plan, Results]:
    """Draw an agreement of sections and KPIs, some scored, some missing, some not applicable."""
    ids: list[str] = []
    kpis: list[str] = []
    below, carried = draw(sections(2, ids, kpis))
    plan = Plan(
        id="p",
        name=X,
        fiscal_year=YEAR,
        missing=draw(st.sampled_from(Missing)),
        units=(Unit(id="org", name=X),),
        kpis=tuple(Kpi(id=kpi, name=X, holder="org") for kpi in kpis),
        agreements=(Agreement(holder="org", sections=below, kpis=carried),),
    )
    rows = []
    for kpi in kpis:
        fate = draw(st.sampled_from(["scored", "scored", "adjusted", "missing", "not applicable"]))
        if fate == "not applicable":
            rows.append(Result(kpi=kpi, period=PERIOD, not_applicable=True))
        elif fate != "missing":
            points = draw(st.decimals(-1, 1, places=1))
            adjustments = (Adjustment(points=points, reason="late"),) if fate == "adjusted" else ()
            rows.append(Result(kpi=kpi, period=PERIOD, score=draw(POINTS), adjustments=adjustments))
    return plan, Results(rows=tuple(rows))


def card_of(plan: Plan, results: Results) -> Scorecard:
    return evaluate(Cascade(plan), results, period=PERIOD)


NOT_APPLICABLE = "not applicable"


def reckon_kpi(row: Result | None) -> Fraction | None:
    """Add adjustments to a given score."""
    if row is None or row.score is None:
        return None
    return sum((Fraction(adjustment.points) for adjustment in row.adjustments), Fraction(row.score))


def reckon(plan: Plan, results: Results, part: Agreement | Section) -> Fraction | str | None:
    """Roll a part up the slow way: its score, None where it has none, or that nothing in it applies."""
    rows = {row.kpi: row for row in results.rows}
    absent = {kpi for kpi, row in rows.items() if row.not_applicable}
    weights = {entry.kpi: entry.weight.value({}) for entry in part.kpis}
    for entry in part.kpis:
        # One heir is drawn at the most, and it names no heir of its own.
        if entry.kpi in absent and entry.if_absent and entry.if_absent not in absent:
            weights[entry.if_absent] += entry.weight.value({})
    children: list[tuple[Fraction, Fraction | str | None]] = [
        (section.weight.value({}), reckon(plan, results, section)) for section in part.sections
    ]
    children.extend((weights[kpi], reckon_kpi(rows.get(kpi))) for kpi in weights if kpi not in absent)
    counted = [(weight, score) for weight, score in children if score != NOT_APPLICABLE]
    if not counted:
        return NOT_APPLICABLE if part.kpis or part.sections else None
    policy = part.missing or plan.missing
    if policy is Missing.PROPAGATE and any(score is None for _, score in counted):
        return None
    instead = {Missing.ZERO: Fraction(0), Missing.LOWEST: Fraction(1)}.get(policy)
    known = [(w, instead if s is None else s) for w, s in counted]
    kept = [(w, s) for w, s in known if isinstance(s, Fraction)]
    total = sum(w for w, _ in kept)
    return sum((w * s for w, s in kept), Fraction(0)) / total if total else None


@given(scored_plans())
def test_scores_agree_with_a_reckoning_of_their_own(drawn: tuple[Plan, Results]) -> None:
    plan, results = drawn
    card = card_of(plan, results)

    for _, part in [(None, plan.agreements[0]), *plan.agreements[0].walk()]:
        if isinstance(part, Agreement | Section):
            key = f"section:org/{part.id}" if isinstance(part, Section) else "section:org"
            expected = reckon(plan, results, part)
            assert card.exact.score(key) == (None if expected == NOT_APPLICABLE else expected)


@given(scored_plans())
def test_the_final_lines_of_an_explanation_add_up_to_the_score(drawn: tuple[Plan, Results]) -> None:
    card = card_of(*drawn)

    for row in card.rows:
        explanation = card.explain(row.node)
        values = [line.value for line in explanation.lines if line.is_final and line.value is not None]
        assert sum(values, Fraction(0)) == (row.score or 0)
        assert sum((part.value for part in explanation.contributions), Fraction(0)) == (row.score or 0)


@given(scored_plans())
def test_contributions_of_kpis_and_adjustments_add_up_to_the_agreement(drawn: tuple[Plan, Results]) -> None:
    plan, results = drawn
    card = card_of(evolve(plan, missing=Missing.LEAVE_OUT), results)
    if any(part.missing is not None for _, part in plan.agreements[0].walk() if isinstance(part, Section)):
        return

    kpis = [
        row.contribution for row in card.rows if row.node.startswith("kpi:") and row.contribution is not None
    ]
    assert sum(kpis, Fraction(0)) == (card.summary[0].score or 0)


@given(scored_plans(), st.randoms(use_true_random=False))
def test_order_changes_nothing(drawn: tuple[Plan, Results], chance: random.Random) -> None:
    plan, results = drawn
    kpis, rows, agreement = list(plan.kpis), list(results.rows), plan.agreements[0]
    chance.shuffle(kpis)
    chance.shuffle(rows)
    turned = evolve(
        agreement, sections=tuple(reversed(agreement.sections)), kpis=tuple(reversed(agreement.kpis))
    )
    other = card_of(evolve(plan, kpis=tuple(kpis), agreements=(turned,)), evolve(results, rows=tuple(rows)))

    scores = {row.node: (row.score, row.coverage, row.low, row.high) for row in card_of(plan, results).rows}
    assert {row.node: (row.score, row.coverage, row.low, row.high) for row in other.rows} == scores


@given(scored_plans(), st.integers(1, 9))
def test_scaling_all_weights_changes_nothing(drawn: tuple[Plan, Results], factor: int) -> None:
    plan, results = drawn

    def scaled(section: Section) -> Section:
        return evolve(
            section,
            weight=Weight(f"{section.weight} * {factor}"),
            sections=tuple(map(scaled, section.sections)),
            kpis=tuple(map(scaled_entry, section.kpis)),
        )

    def scaled_entry(entry: Entry) -> Entry:
        return evolve(entry, weight=Weight(f"{entry.weight} * {factor}"))

    agreement = plan.agreements[0]
    heavier = evolve(
        agreement,
        sections=tuple(map(scaled, agreement.sections)),
        kpis=tuple(map(scaled_entry, agreement.kpis)),
    )
    other = card_of(evolve(plan, agreements=(heavier,)), results)
    before = [(row.node, row.score, row.weighted_score) for row in card_of(plan, results).rows]
    assert [(row.node, row.score, row.weighted_score) for row in other.rows] == before


@given(scored_plans())
def test_a_part_lies_between_its_lowest_and_highest_child(drawn: tuple[Plan, Results]) -> None:
    plan, results = drawn
    leave_out = evolve(plan, missing=Missing.LEAVE_OUT)
    card = card_of(leave_out, results)

    for row in card.rows:
        below = [child.score for child in card.rows if child.parent == row.node and child.score is not None]
        policy = getattr(card.cascade.node(row.node).noun, "missing", None) or Missing.LEAVE_OUT
        if below and row.score is not None and policy is Missing.LEAVE_OUT:
            assert min(below) <= row.score <= max(below)


@given(scored_plans(), st.data())
def test_raising_a_kpi_never_lowers_the_agreement(drawn: tuple[Plan, Results], data: st.DataObject) -> None:
    plan, results = drawn
    scored = [place for place, row in enumerate(results.rows) if row.score is not None]
    if not scored:
        return
    rows = list(results.rows)
    place = data.draw(st.sampled_from(scored))
    rows[place] = evolve(
        rows[place], score=min((rows[place].score or Decimal(0)) + Decimal("0.5"), Decimal(5))
    )
    before, after = (
        card_of(plan, results).summary[0].score,
        card_of(plan, Results(rows=tuple(rows))).summary[0].score,
    )

    assert (before is None) == (after is None)
    assert before is None or after is None or before <= after


@given(scored_plans())
def test_the_score_lies_in_what_is_still_possible(drawn: tuple[Plan, Results]) -> None:
    plan, results = drawn
    # A deduction can take a score below the scale, where no result that is still to come can be.
    rows = tuple(evolve(row, adjustments=()) for row in results.rows)
    sections_drawn = [part for _, part in plan.agreements[0].walk() if isinstance(part, Section)]
    if len({plan.missing, *(section.missing or plan.missing for section in sections_drawn)}) > 1:
        return  # what one section counts as 0, another leaves out until a result lifts it
    for row in card_of(plan, Results(rows=rows)).rows:
        if row.score is not None:
            assert row.low is not None
            assert row.high is not None
            assert row.low <= row.score <= row.high


def worst_of_each(plan: Plan) -> dict[str, Decimal]:
    """Say what each KPI scores at the worst: 0 where a section above counts what is missing as 0, else 1."""
    agreement = plan.agreements[0]
    counts_zero = {"": (agreement.missing or plan.missing) is Missing.ZERO}
    worst = {}
    for parent, child in agreement.walk():
        above = counts_zero[parent.id if isinstance(parent, Section) else ""]
        if isinstance(child, Section):
            counts_zero[child.id] = above or (child.missing or plan.missing) is Missing.ZERO
        else:
            worst[child.kpi] = Decimal(0) if above else Decimal(1)
    return worst


@given(scored_plans(), st.sampled_from(["low", "high"]))
def test_filling_the_gaps_reaches_the_bounds(drawn: tuple[Plan, Results], bound: str) -> None:
    plan, results = drawn
    sections_drawn = [part for _, part in plan.agreements[0].walk() if isinstance(part, Section)]
    parts: list[Agreement | Section] = [plan.agreements[0], *sections_drawn]
    if any(not (part.kpis or part.sections) for part in parts):
        return
    worst = worst_of_each(plan)
    reported = {row.kpi for row in results.rows}
    gaps = tuple(
        Result(kpi=kpi.id, period=PERIOD, score=worst[kpi.id] if bound == "low" else Decimal(5))
        for kpi in plan.kpis
        if kpi.id not in reported
    )

    filled = card_of(plan, evolve(results, rows=(*results.rows, *gaps)))
    assert [getattr(row, bound) for row in card_of(plan, results).rows] == [row.score for row in filled.rows]
