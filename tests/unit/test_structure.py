"""Plain nodes become nouns: every field is read by its type, strictly, and nothing is guessed."""
# ruff: noqa: E501  a row of a table is one line where it can be

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kpicascade.calc.aggregate import Missing
from kpicascade.errors import InvalidPlanError
from kpicascade.io.yaml import plan_from_yaml, read_plan
from kpicascade.model.agreement import Section
from kpicascade.model.kpi import Baseline, Contact, Contribution, Direction, Kind, Kpi, LevelCriterion
from kpicascade.model.period import Era, FiscalYear
from kpicascade.model.plan import Plan
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
)
from kpicascade.model.text import Name
from kpicascade.model.weight import Weight

HEAD = "format: kpicascade/1\nplan: {id: p, name: แผน, fiscal_year: 2556}\n"


def plan_with(text: str) -> Plan:
    return plan_from_yaml(HEAD + text)


def kpi_with(*lines: str) -> Kpi:
    fields = "".join(f"  {line}\n" for line in lines)
    return plan_with(f"kpis:\n- id: k\n  name: ก\n  holder: u\n{fields}").kpis[0]


@pytest.mark.parametrize("text", ["NO", "017", "1:30", "2.10", "true", "1e5", "2556-09-30", "0x1F"])
def test_an_id_is_the_text_as_written(text: str) -> None:
    kpi = kpi_with(f"measure: {text}", f"note: {text}")

    assert (kpi.measure, kpi.note) == (text, text)


@pytest.mark.parametrize("text", ["นํ้า ๒-๑", "น้ำ 2-1", "' น้ำ\u00a02-1 '", "น้\u200bำ  2-1"])
def test_ids_that_look_alike_are_the_same_id(text: str) -> None:
    assert kpi_with(f"same_as: {text}").same_as == "น้ำ 2-1"


def test_free_text_is_not_normalised() -> None:
    assert kpi_with("note: ' นํ้า  ๒ '").note == " นํ้า  ๒ "


@pytest.mark.parametrize(
    ("text", "number"), [("85", "85"), ("'85.50'", "85.50"), ("๑,๒๓๔.๕", "1234.5"), ("-0.20", "-0.20"), ("017", "17"), ("1e3", "1e3")]
)  # fmt: skip
def test_a_number_is_exactly_what_was_written(text: str, number: str) -> None:
    target = kpi_with(f"target: {text}").target

    assert isinstance(target, Decimal)
    assert target.as_tuple() == Decimal(number).as_tuple()


@pytest.mark.parametrize(
    ("text", "day"),
    [("2556-09-30", date(2013, 9, 30)), ("2013-9-30", date(2013, 9, 30)), ("๒๕๖๗-๐๒-๒๙", date(2024, 2, 29))],
)
def test_a_date_is_buddhist_or_common(text: str, day: date) -> None:
    assert kpi_with(f"target: {text}").target == day


@pytest.mark.parametrize(
    ("text", "joint"), [("true", True), ("True", True), ("false", False), ("~", False), ("'true'", True)]
)
def test_a_truth_value_is_true_or_false_and_nothing_else(text: str, joint: bool) -> None:  # noqa: FBT001  a column of the table
    assert kpi_with(f"joint: {text}").joint is joint


@pytest.mark.parametrize("text", ["", "~", "null", "Null"])
def test_a_field_without_a_value_holds_its_default(text: str) -> None:
    kpi = kpi_with(f"target: {text}", f"note: {text}", f"goals: {text}", f"owner: {text}", f"kind: {text}")

    assert kpi == Kpi(id="k", name=Name(th="ก"), holder="u")


def test_a_year_remembers_its_era() -> None:
    plan = plan_from_yaml(HEAD.replace("2556", "2013"))

    assert plan.fiscal_year == FiscalYear.parse("2556")
    assert plan.fiscal_year.era is Era.COMMON


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("กอง", Name(th="กอง")),
        ("Unit 1", Name(en="Unit 1")),
        ("{th: กอง, en: Unit}", Name(th="กอง", en="Unit")),
        ("{th: KPI}", Name(th="KPI")),
    ],
)
def test_a_name_is_one_text_or_one_in_each_language(text: str, name: Name) -> None:
    assert plan_with(f"units: [{{id: u, name: {text}}}]").units[0].name == name


def test_the_whole_template_of_a_kpi_is_read() -> None:
    kpi = kpi_with(
        "measure: m",
        "goals: ['1', ๒]",
        "contributes_to: ['4', {kpi: '11', weight: 2, role: ช่วย}]",
        "kind: unit_specific",
        "direction: lower_is_better",
        "baselines: {2554: 81.2, ๒๕๕๕: 83}",
        "criteria: {1: ตั้งคณะทำงาน, 2: ศึกษา}",
        "owner: {name: สมชาย, phone: 0812345678}",
        "unit_of_measure: ร้อยละ",
    )

    assert kpi == Kpi(
        id="k",
        name=Name(th="ก"),
        holder="u",
        measure="m",
        goals=("1", "2"),
        contributes_to=(Contribution(kpi="4"), Contribution(kpi="11", weight=Weight("2"), role="ช่วย")),
        kind=Kind.UNIT_SPECIFIC,
        direction=Direction.LOWER,
        baselines=(
            Baseline(year=FiscalYear(2011), result=Decimal("81.2")),
            Baseline(year=FiscalYear(2012), result=Decimal(83)),
        ),
        criteria=(
            LevelCriterion(level=Decimal(1), text="ตั้งคณะทำงาน"),
            LevelCriterion(level=Decimal(2), text="ศึกษา"),
        ),
        owner=Contact(name="สมชาย", phone="0812345678"),
        unit_of_measure="ร้อยละ",
    )


def decimals(*numbers: float | str) -> tuple[Decimal, ...]:
    return tuple(Decimal(number) for number in numbers)


SCALES: list[tuple[str, Scale]] = [
    ("{kind: levels, cuts: [65, 70.5]}", Levels(cuts=decimals(65, "70.5"))),
    (
        "{kind: levels, cuts: [9, 8], scores: [0, 5], reading: step, below: 0}",
        Levels(cuts=decimals(9, 8), scores=decimals(0, 5), reading=Reading.STEP, below=Decimal(0)),
    ),
    (
        "{kind: range, points: [{result: 1, score: 0}, {result: 2, score: 5}, {result: 3, score: 0}]}",
        Range(
            points=tuple(RangePoint(result=Decimal(r), score=Decimal(s)) for r, s in ((1, 0), (2, 5), (3, 0)))
        ),
    ),
    (
        "{kind: milestones, steps: [{id: ๑, name: ตั้ง, score: 0}, {id: 2, score: 5}]}",
        Milestones(
            steps=(
                Milestone(id="1", name=Name(th="ตั้ง"), score=Decimal(0)),
                Milestone(id="2", score=Decimal(5)),
            )
        ),
    ),
    (
        "{kind: points, items: [{id: 2, points: 30, parts: [{id: 2.1}, {id: 2.2, points: 15}]}], levels: {cuts: [50]}}",
        Points(
            items=(
                ChecklistItem(
                    id="2",
                    points=Decimal(30),
                    parts=(ChecklistItem(id="2.1"), ChecklistItem(id="2.2", points=Decimal(15))),
                ),
            ),
            levels=Levels(cuts=decimals(50)),
        ),
    ),
    (
        "{kind: ratio, levels: {cuts: [80, 100]}, target_over_result: true}",
        Ratio(levels=Levels(cuts=decimals(80, 100)), target_over_result=True),
    ),
    (
        "{kind: labels, labels: {A: 4, NO: 0}}",
        Labels(labels=(LabelScore(label="A", score=Decimal(4)), LabelScore(label="NO", score=Decimal(0)))),
    ),
    ("{kind: dates, cuts: [2556-09-30, 2013-08-31]}", Dates(cuts=(date(2013, 9, 30), date(2013, 8, 31)))),
]


@pytest.mark.parametrize(("text", "scale"), SCALES)
def test_a_scale_of_every_kind_is_read(text: str, scale: Scale) -> None:
    target = "" if isinstance(scale, Dates) else "5"

    assert kpi_with(f"target: {target}", f"scale: {text}").scale == scale


def test_sections_inside_sections_are_read() -> None:
    plan = plan_with(
        "agreements:\n- holder: u\n  sections:\n  - id: a\n    name: ก\n    weight: 70\n    missing: zero\n"
        "    sections: [{id: b, name: ข, weight: 30 + A, kpis: [{kpi: k, weight: 5, if_absent: m}]}]\n"
    )

    outer = plan.agreements[0].sections[0]
    inner = outer.sections[0]
    assert (outer.missing, inner.weight, inner.kpis[0].if_absent) == (Missing.ZERO, Weight("30 + A"), "m")
    assert isinstance(inner, Section)


def test_every_noun_knows_where_it_was_read() -> None:
    plan = plan_from_yaml(
        HEAD
        + "units:\n- {id: u, name: ก}\nkpis:\n- id: k\n  name: ก\n  holder: u\n  contributes_to: [a, {kpi: b}]\n",
        file="plan.yaml",
    )

    links = plan.kpis[0].contributes_to
    origins = [plan.origin, plan.units[0].origin, plan.kpis[0].origin, *(link.origin for link in links)]
    assert [str(origin) for origin in origins] == [
        "plan.yaml:1:1 $",
        "plan.yaml:4:3 $.units[0]",
        "plan.yaml:6:3 $.kpis[0]",
        "plan.yaml:9:20 $.kpis[0].contributes_to[0]",
        "plan.yaml:9:23 $.kpis[0].contributes_to[1]",
    ]


def test_a_score_of_zero_is_a_value_and_not_nothing() -> None:
    plan = plan_from_yaml(HEAD.replace("2556}", "2556, parameters: [{name: A, value: 0}]}"))

    assert plan.parameter_values == {"A": Decimal(0)}


def test_links_that_lead_nowhere_and_ids_that_stand_twice_are_not_the_files_business() -> None:
    plan = plan_with("units: [{id: u, name: ก, part_of: x}, {id: u, name: ข}]")

    assert len(plan.units) == 2


def test_a_file_that_is_no_utf_8_is_refused_as_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(HEAD.replace("แผน", "กรม").encode("cp874"))

    with pytest.raises(InvalidPlanError) as refused:
        read_plan(path)

    assert [(issue.code, issue.where.line, issue.where.column) for issue in refused.value.issues] == [
        ("not-utf-8", 2, 21)
    ]


def test_a_refusal_lists_every_fault_on_a_line_of_its_own() -> None:
    with pytest.raises(InvalidPlanError) as refused:
        plan_from_yaml("format: kpicascade/1\nplan: {id: p}\n", file="plan.yaml")

    assert str(refused.value).splitlines() == [
        "the plan cannot be used: 2 faults",
        "  plan.yaml:2:7 $.plan: fault: found no 'name'; expected one in a plan. add 'name: ...'. [missing-field]",
        "  plan.yaml:2:7 $.plan: fault: found no 'fiscal_year'; expected one in a plan. add 'fiscal_year: ...'. [missing-field]",
    ]
