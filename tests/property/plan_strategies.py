"""Strategies that build plans: `plans` of any nouns, `consistent_plans` whose parts fit together.

`plans` need not refer to anything that exists: they are for what looks at one noun at a time, such as files.
`consistent_plans` have one organisation at the root of a tree of units, KPIs with usable scales, links
without circles, and agreements whose weights are positive.
"""
# ruff: noqa: E501  a table of text and calls with many fields are read best in long lines

from datetime import date
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from kpicascade.calc.aggregate import Missing
from kpicascade.model.agreement import Agreement, Entry, Section, Signatory
from kpicascade.model.kpi import Baseline, Contact, Contribution, Direction, Kpi, LevelCriterion
from kpicascade.model.kpi import Kind as KindOfKpi
from kpicascade.model.organisation import Position, Unit
from kpicascade.model.period import Era, FiscalYear
from kpicascade.model.plan import Parameter, Plan, Responsibility
from kpicascade.model.scale import (
    ChecklistItem,
    Dates,
    Labels,
    LabelScore,
    Levels,
    Milestone,
    Milestones,
    Points,
    Range,
    RangePoint,
    Ratio,
    Reading,
    Scale,
    ScoreRange,
)
from kpicascade.model.strategy import Cause, Goal, Mission, Perspective, Project, StrategicIssue, Strategy
from kpicascade.model.text import Name, lookup_key, normalise
from kpicascade.model.weight import Weight

_TEMPTING = (
    "NO", "no", "Yes", "on", "true", "null", "~", "Null", "017", "0x1F", "0o17", "1:30", "2.10", "1e5", ".5", "-",
    "- a", "a: b", "a:", "a #b", "# a", "'", '"', "it's", "*a", "&a", "!a", "@a", "`a", "%a", "{a", "a}", "[a", "a]",
    "a, b", "?", "? a", "<<", "=", "|", ">", "2556-09-30", "2001-01-01 10:00", "1_000", "+1", ".inf", "nan", "y", "n",
    "น้ำ", "กองคลัง", "ร้อยละ 80", "๑๒", "a\\b", "...", "---", "--- a", "\ufeffa", "“a”", "a’", "‘", "emoji 😀", "a\u2028b", "\x85",
)  # fmt: skip
"""Text that a careless writer or reader of YAML takes for something else."""
_T = TypeVar("_T")
_LETTERS = st.characters(exclude_categories=["Cs"])

free_texts = st.one_of(
    st.sampled_from(_TEMPTING), st.text(_LETTERS, max_size=30), st.text("a ก\n\t:#'\"- ่", max_size=12)
)
"""Text as anyone may type it: any characters, line breaks and signs that mean something in YAML."""
names_of_one = free_texts.filter(lambda text: bool(text.strip()))
ids = (
    st.one_of(
        st.sampled_from(_TEMPTING), st.text(st.characters(categories=["L", "N", "M", "P"]), max_size=12)
    )
    .map(normalise)
    .filter(bool)
)
"""Ids in the one spelling that look-ups compare."""
numbers = st.one_of(
    st.integers(-(10**6), 10**6).map(Decimal),
    st.decimals(-(10**6), 10**6, allow_nan=False, places=4),
    st.sampled_from([Decimal("1E+5"), Decimal("1E-7"), Decimal("0.10"), Decimal(10) ** 29]),
)
names: SearchStrategy[Name] = st.one_of(
    names_of_one.map(Name.of),
    st.builds(Name, th=names_of_one),
    st.builds(Name, th=names_of_one, en=names_of_one),
)
years = st.builds(FiscalYear, st.integers(1857, 2399), st.sampled_from(Era))
days = st.dates(date(1800, 1, 1), date(2399, 12, 31))
positive_weights = st.integers(1, 100).map(lambda number: Weight(str(number)))
weights = st.one_of(
    st.integers(0, 100).map(lambda number: Weight(str(number))),
    st.sampled_from(["30 + A", "(27 - A) / 2", "2.50", "A", "ก * 2"]).map(Weight),
)


def _tuples(items: SearchStrategy[_T], most: int = 3, least: int = 0) -> SearchStrategy[tuple[_T, ...]]:
    return st.lists(items, min_size=least, max_size=most).map(tuple)


def _maybe(items: SearchStrategy[_T]) -> SearchStrategy[_T | None]:
    return st.none() | items


def _rising(least: int, most: int) -> SearchStrategy[tuple[Decimal, ...]]:
    return st.lists(numbers, min_size=least, max_size=most, unique=True).map(
        lambda found: tuple(sorted(found))
    )


@st.composite
def levels(draw: DrawFn) -> Levels:
    """Draw levels that rise or fall, with scores or without, with cut points that may repeat."""
    cuts = tuple(sorted(draw(st.lists(numbers, min_size=1, max_size=6)), reverse=draw(st.booleans())))
    scores = draw(st.just(()) | _rising(len(cuts), len(cuts)))
    below = draw(_maybe(st.just(scores[0] - 1) if scores else numbers))
    return Levels(cuts=cuts, scores=scores, reading=draw(st.sampled_from(Reading)), below=below)


@st.composite
def dates(draw: DrawFn) -> Dates:
    """Draw dates as cut points, the earliest or the latest first."""
    cuts = tuple(sorted(draw(st.lists(days, min_size=1, max_size=5)), reverse=draw(st.booleans())))
    scores = draw(st.just(()) | _rising(len(cuts), len(cuts)))
    return Dates(cuts=cuts, scores=scores, reading=draw(st.sampled_from(Reading)))


@st.composite
def ranges(draw: DrawFn) -> Range:
    """Draw a range that is best in the middle."""
    results = draw(_rising(3, 6))
    top = draw(st.integers(1, len(results) - 2))
    scores = [Decimal(place if place <= top else 2 * top - place) for place in range(len(results))]
    points = tuple(
        RangePoint(result=result, score=score) for result, score in zip(results, scores, strict=True)
    )
    return Range(points=points, below=draw(_maybe(st.just(Decimal(-10)))))


@st.composite
def milestones(draw: DrawFn) -> Milestones:
    """Draw steps, all with scores or all without."""
    names_of_steps = draw(st.lists(ids, min_size=1, max_size=5, unique_by=lookup_key))
    scores = draw(st.just(()) | _rising(len(names_of_steps), len(names_of_steps)))
    steps = tuple(
        Milestone(id=name, name=draw(names | st.just(Name())), score=scores[place] if scores else None)
        for place, name in enumerate(names_of_steps)
    )
    return Milestones(steps=steps)


@st.composite
def checklists(draw: DrawFn) -> Points:
    """Draw a checklist whose points are known or follow from an item's total."""
    unused: list[str] = draw(st.lists(ids, min_size=4, max_size=12, unique_by=lookup_key))
    items: list[ChecklistItem] = []
    while unused:
        name = unused.pop()
        worths = [Decimal(draw(st.integers(1, 20))) for _ in unused[: draw(st.integers(0, 3))]]
        parts = [ChecklistItem(id=unused.pop(), points=worth) for worth in worths]
        leaves_one_open: bool = draw(st.booleans())
        if parts and leaves_one_open:
            parts[-1] = ChecklistItem(id=parts[-1].id, name=draw(names))
        total = sum(worths, Decimal(0)) if worths else Decimal(draw(st.integers(1, 20)))
        items.append(
            ChecklistItem(id=name, points=total, parts=tuple(parts), illustrative=draw(st.booleans()))
        )
    return Points(items=tuple(items), levels=draw(_maybe(levels())))


labels = st.lists(st.builds(LabelScore, label=ids, score=numbers), min_size=1, max_size=4, unique_by=lambda found: lookup_key(found.label)).map(
    lambda found: Labels(labels=tuple(found))
)  # fmt: skip
ratios = st.builds(Ratio, levels=levels(), target_over_result=st.booleans())
scales: SearchStrategy[Scale] = st.one_of(
    levels(), ranges(), milestones(), checklists(), ratios, labels, dates()
)
"""Target scales of every kind that can turn a result into a score."""


def _targets(scale: Scale | None) -> SearchStrategy[Decimal | date | None]:
    match scale:
        case Ratio():
            return numbers.filter(bool)
        case Dates():
            return _maybe(days)
        case None:
            return st.none() | numbers | days
        case _:
            return _maybe(numbers)


_contacts = st.builds(Contact, name=names_of_one, position=free_texts, phone=free_texts, email=free_texts)
_contributions = st.builds(
    Contribution, kpi=ids, weight=_maybe(weights), role=free_texts, illustrative=st.booleans()
)
_baselines = st.lists(
    st.builds(Baseline, year=years, result=numbers), max_size=3, unique_by=lambda found: found.year
)
_criteria = st.lists(
    st.builds(LevelCriterion, level=numbers, text=names_of_one),
    max_size=3,
    unique_by=lambda found: found.level,
)


@st.composite
def kpis(draw: DrawFn) -> Kpi:
    """Draw a KPI with any part of its template filled in."""
    scale = draw(_maybe(scales))
    return draw(
        st.builds(
            Kpi, id=ids, name=names, holder=ids, measure=st.just("") | ids, goals=_tuples(ids),
            same_as=st.just("") | ids, contributes_to=_tuples(_contributions), kind=_maybe(st.sampled_from(KindOfKpi)),
            joint=st.booleans(), applicable=st.booleans(), definition=free_texts, formula=free_texts,
            unit_of_measure=free_texts, direction=st.sampled_from(Direction), baselines=_baselines.map(tuple),
            target=_targets(scale), scale=st.just(scale), criteria=_criteria.map(tuple), data_source=free_texts,
            collection=free_texts, owner=_maybe(_contacts), collector=_maybe(_contacts), note=free_texts,
            illustrative=st.booleans(),
        )
    )  # fmt: skip


_entries = st.builds(Entry, kpi=ids, weight=weights, if_absent=st.just("") | ids, illustrative=st.booleans())
_limits = {
    "missing": _maybe(st.sampled_from(Missing)),
    "min_coverage": _maybe(numbers),
    "cap": _maybe(numbers),
}
_leaf_sections = st.builds(Section, id=ids, name=names, weight=weights, kpis=_tuples(_entries), **_limits)
_sections = st.recursive(
    _leaf_sections,
    lambda inner: st.builds(
        Section, id=ids, name=names, weight=weights, sections=_tuples(inner), floor=_maybe(numbers)
    ),
    max_leaves=4,
)
_agreements = st.builds(
    Agreement, holder=ids, name=names | st.just(Name()), sections=_tuples(_sections), kpis=_tuples(_entries),
    signatories=_tuples(st.builds(Signatory, name=names_of_one, position=free_texts)), **_limits,
)  # fmt: skip
_refs = st.just("") | ids
_parameters = st.builds(Parameter, name=ids, value=numbers, note=free_texts, illustrative=st.booleans())
_positions = st.builds(
    Position, id=ids, name=names, unit=ids, reports_to=_refs, job_family=free_texts, person=free_texts, duties=_tuples(free_texts)
)  # fmt: skip
_goals = st.builds(Goal, id=ids, name=names, holder=_refs, perspective=_refs, serves=_tuples(ids))
_projects = st.builds(
    Project,
    id=ids,
    name=names,
    delivers=_tuples(ids),
    unit=_refs,
    budget=_maybe(numbers),
    illustrative=st.booleans(),
)
_rows = st.builds(
    Responsibility, kpi=_refs, goal=_refs, owners=_tuples(ids), supporters=_tuples(ids), joint=st.booleans()
)
_score_ranges = _rising(2, 2).map(lambda pair: ScoreRange(lowest=pair[0], highest=pair[1]))

plans: SearchStrategy[Plan] = st.builds(
    Plan, id=ids, name=names, fiscal_year=years, vision=names | st.just(Name()), source=free_texts,
    illustrative=free_texts, score_range=st.just(ScoreRange()) | _score_ranges, missing=st.sampled_from(Missing),
    parameters=_tuples(_parameters), missions=_tuples(st.builds(Mission, id=ids, name=names)),
    units=_tuples(st.builds(Unit, id=ids, name=names, part_of=_refs, illustrative=st.booleans())),
    positions=_tuples(_positions), perspectives=_tuples(st.builds(Perspective, id=ids, name=names)),
    issues=_tuples(st.builds(StrategicIssue, id=ids, name=names)), goals=_tuples(_goals),
    causes=_tuples(st.builds(Cause, cause=ids, effect=ids, illustrative=st.booleans())),
    strategies=_tuples(st.builds(Strategy, id=ids, name=names, advances=_tuples(ids))),
    projects=_tuples(_projects), kpis=_tuples(kpis()), agreements=_tuples(_agreements), matrix=_tuples(_rows),
)  # fmt: skip
"""Plans of any nouns, each usable by itself, that need not refer to anything that exists."""


@st.composite
def consistent_plans(draw: DrawFn, most_units: int = 5, most_kpis: int = 8) -> Plan:
    """Draw a plan whose parts fit together: one root, no circles, positive weights, KPIs scored by levels."""
    units = _unit_tree(draw, most_units)
    goals = tuple(
        Goal(id=f"g{place}", name=Name.of(f"เป้าประสงค์ {place}"), perspective="p0") for place in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    found: list[Kpi] = []
    for place in range(draw(st.integers(0, most_kpis))):
        found.append(_kpi_of(draw, place, units, goals, found))
    agreements = tuple(_agreement(draw, unit.id, found) for unit in units if draw(st.booleans()))
    return Plan(
        id="plan",
        name=Name.of("แผน"),
        fiscal_year=FiscalYear.parse("2556"),
        units=units,
        perspectives=(Perspective(id="p0", name=Name.of("มิติภายนอก")),),
        goals=goals,
        kpis=tuple(found),
        agreements=tuple(agreement for agreement in agreements if agreement.sections or agreement.kpis),
    )


def _unit_tree(draw: DrawFn, most: int) -> tuple[Unit, ...]:
    units = [Unit(id="u0", name=Name.of("กรม"))]
    for place in range(1, draw(st.integers(1, most))):
        above = draw(st.sampled_from(units))
        units.append(Unit(id=f"u{place}", name=Name.of(f"กอง {place}"), part_of=above.id))
    return tuple(units)


def _kpi_of(
    draw: DrawFn, place: int, units: tuple[Unit, ...], goals: tuple[Goal, ...], earlier: list[Kpi]
) -> Kpi:
    """Draw a KPI that is linked to earlier ones only, so that no circle can arise."""
    links = (
        draw(st.lists(st.sampled_from(earlier), max_size=2, unique_by=lambda kpi: kpi.id)) if earlier else []
    )
    cuts = draw(st.lists(st.integers(0, 100), min_size=5, max_size=5, unique=True).map(sorted))
    return Kpi(
        id=f"k{place}",
        name=Name.of(f"ตัวชี้วัด {place}"),
        holder=draw(st.sampled_from(units)).id,
        goals=tuple(goal.id for goal in goals if draw(st.booleans())),
        contributes_to=tuple(
            Contribution(kpi=kpi.id, weight=draw(_maybe(positive_weights))) for kpi in links
        ),
        scale=Levels(cuts=tuple(map(Decimal, cuts))),
    )


def _agreement(draw: DrawFn, holder: str, found: list[Kpi]) -> Agreement:
    """Draw an agreement over the holder's own KPIs, some of them in a section."""
    entries = [Entry(kpi=kpi.id, weight=draw(positive_weights)) for kpi in found if kpi.holder == holder]
    inside = draw(st.integers(0, len(entries)))
    section = Section(
        id=f"{holder}-s", name=Name.of("ส่วน"), weight=draw(positive_weights), kpis=tuple(entries[:inside])
    )
    return Agreement(holder=holder, sections=(section,) if inside else (), kpis=tuple(entries[inside:]))
