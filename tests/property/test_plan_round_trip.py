"""A plan that is written and read again is the same plan, and other readers of YAML see the same text."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
import yaml
from hypothesis import given
from plan_strategies import consistent_plans, plans

import kpicascade
from kpicascade.errors import InvalidPlanError, Location
from kpicascade.io.yaml import plan_from_yaml, plan_to_yaml, read_plan, write_plan
from kpicascade.model.plan import Plan
from kpicascade.model.scale import Labels, LabelScore, Milestone, Milestones, Scale
from kpicascade.model.text import Name

BUNDLED = sorted(Path(kpicascade.__file__).parent.glob("datasets/*/plan.yaml"))

HARD_TO_WRITE = [
    "a\n", "a\n\n", "\na", " a\nb", "a \nb", "a\n b", "a\tb", "a\r\nb", "\n", " ", "a\n- b\n...\n", "---\na",
    "# a\nb", "ก" * 500, "ก " * 200, "\x00", "a\x85b", "a\u2028b", "\ufeffa", "😀", "'\"\\", "a: b\nc: d",
]  # fmt: skip


def nouns_of(value: object) -> Iterator[object]:
    """Yield every noun in a value, the value itself included."""
    if isinstance(value, tuple):
        for item in value:
            yield from nouns_of(item)
    elif attrs.has(kind := type(value)):
        yield value
        for name in attrs.fields_dict(kind):
            yield from nouns_of(getattr(value, name))


def texts_of(data: object) -> Iterator[object]:
    """Yield every single value of plain data, the names in mappings left out."""
    if isinstance(data, dict | list):
        for item in data.values() if isinstance(data, dict) else data:
            yield from texts_of(item)
    else:
        yield data


@given(plans)
def test_a_plan_written_and_read_is_the_same_plan(plan: Plan) -> None:
    again = plan_from_yaml(plan_to_yaml(plan))

    assert again == plan


@given(plans)
def test_writing_what_was_read_changes_nothing(plan: Plan) -> None:
    text = plan_to_yaml(plan)

    assert plan_to_yaml(plan_from_yaml(text)) == text


@given(consistent_plans())
def test_a_consistent_plan_written_and_read_is_the_same_plan(plan: Plan) -> None:
    again = plan_from_yaml(plan_to_yaml(plan))

    assert again == plan


@given(plans)
def test_every_noun_that_was_read_knows_its_line(plan: Plan) -> None:
    again = plan_from_yaml(plan_to_yaml(plan), file="plan.yaml")

    origins = [noun.origin for noun in nouns_of(again) if hasattr(noun, "origin")]
    assert all(
        isinstance(origin, Location) and origin.file == "plan.yaml" and origin.line for origin in origins
    )


@given(plans)
def test_a_reader_that_guesses_types_still_finds_text_where_text_was_written(plan: Plan) -> None:
    data = yaml.load(plan_to_yaml(plan), Loader=yaml.CSafeLoader)

    notes = [
        (entry.get("note", ""), kpi.note) for entry, kpi in zip(data.get("kpis", []), plan.kpis, strict=True)
    ]
    assert [found for found, _ in notes] == [written for _, written in notes]
    assert [entry["id"] for entry in data.get("kpis", [])] == [kpi.id for kpi in plan.kpis]
    assert data["plan"]["id"] == plan.id


@given(consistent_plans())
def test_no_written_value_is_taken_for_nothing(plan: Plan) -> None:
    data = yaml.load(plan_to_yaml(plan), Loader=yaml.CSafeLoader)

    assert None not in set(texts_of(data))


def test_a_file_holds_the_same_plan(tmp_path: Path) -> None:
    plan = plan_from_yaml("format: kpicascade/1\nplan: {id: '017', name: แผน, fiscal_year: 2556}\n")
    write_plan(plan, tmp_path / "plan.yaml")

    again = read_plan(tmp_path / "plan.yaml")

    assert again == plan


UNREADABLE: dict[str, tuple[Scale, Decimal | date | None, list[tuple[str, str]]]] = {
    "steps that differ in letter case": (
        Milestones(steps=(Milestone(id="NO"), Milestone(id="no"))),
        None,
        [("scale-repeated-name", "$.kpis[0].scale.steps[1]")],
    ),
    "a label twice": (
        Labels(labels=(LabelScore(label="a", score=Decimal(1)), LabelScore(label="a", score=Decimal(2)))),
        None,
        [("scale-repeated-name", "$.kpis[0].scale.labels[1]")],
    ),
    "nothing in it, and a target of another kind": (
        Milestones(steps=()),
        date(2013, 9, 30),
        [("scale-empty", "$.kpis[0].scale.steps"), ("scale-target-type", "$.kpis[0].target")],
    ),
}


@pytest.mark.parametrize(("scale", "target", "expected"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_plan_that_reading_would_refuse_is_not_written(
    scale: Scale, target: Decimal | date | None, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("what stood there before")
    head = "format: kpicascade/1\nplan: {id: p, name: ก, fiscal_year: 2556}\n"
    plan = plan_from_yaml(head + "kpis: [{id: a, name: ก, holder: u}]\n")
    plan = attrs.evolve(plan, kpis=(attrs.evolve(plan.kpis[0], scale=scale, target=target),))

    with pytest.raises(InvalidPlanError) as refused:
        write_plan(plan, path)

    assert [(issue.code, str(issue.where)) for issue in refused.value.issues] == expected
    assert path.read_text() == "what stood there before"


def test_a_plan_with_two_results_for_one_year_is_not_written_with_one_of_them() -> None:
    head = "format: kpicascade/1\nplan: {id: p, name: ก, fiscal_year: 2556}\n"
    plan = plan_from_yaml(head + "kpis: [{id: a, name: ก, holder: u, baselines: {2555: 1}}]\n")
    twice = plan.kpis[0].baselines * 2
    plan = attrs.evolve(plan, kpis=(attrs.evolve(plan.kpis[0], baselines=twice),))

    with pytest.raises(InvalidPlanError) as refused:
        plan_to_yaml(plan)

    (issue,) = refused.value.issues
    assert (issue.code, str(issue.where)) == ("duplicate-key", "$.kpis[0].baselines[1]")


@pytest.mark.parametrize("text", HARD_TO_WRITE)
def test_text_that_is_hard_to_write_is_read_back_as_it_was(text: str) -> None:
    head = "format: kpicascade/1\nplan: {id: p, name: ก, fiscal_year: 2556}\n"
    plan = plan_from_yaml(head + "units: [{id: u, name: ก}]\n")
    plan = attrs.evolve(plan, vision=Name(th=text, en=text), source=text, illustrative=text)

    assert plan_from_yaml(plan_to_yaml(plan)) == plan


@pytest.mark.parametrize("path", BUNDLED, ids=[path.parent.name for path in BUNDLED])
def test_a_bundled_plan_written_and_read_is_the_same_plan(path: Path) -> None:
    plan = read_plan(path)

    assert plan_from_yaml(plan_to_yaml(plan)) == plan


def test_numbers_are_written_as_they_were_read_to_the_last_zero() -> None:
    plan = plan_from_yaml(
        "format: kpicascade/1\n"
        "plan: {id: p, name: ก, fiscal_year: 2013, parameters: [{name: A, value: 2.10}]}\n"
        "kpis: [{id: a, name: ก, holder: u, target: ๒๕๖๗-๐๒-๒๙}]\n"
    )

    assert plan.parameters[0].value == Decimal("2.10")
    assert plan.kpis[0].target == date(2024, 2, 29)
    assert "value: 2.10" in plan_to_yaml(plan)
    assert "fiscal_year: 2013" in plan_to_yaml(plan)
    assert "target: 2024-02-29" in plan_to_yaml(plan)
