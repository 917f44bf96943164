from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

import pytest
from attrs import evolve

from kpicascade import datasets
from kpicascade.cascade import Cascade
from kpicascade.classification import kinds
from kpicascade.datasets import Dataset
from kpicascade.errors import UnknownNameError
from kpicascade.model.agreement import Entry, Section
from kpicascade.model.kpi import Direction, Kpi
from kpicascade.model.plan import Plan
from kpicascade.model.result import Result
from kpicascade.model.scale import Levels, Points
from kpicascade.osmatrix import os_matrix
from kpicascade.scorecard import Scorecard, evaluate
from kpicascade.scoring.target_scales import points_of

NAMES = (
    "kpi_award_2562",
    "opec_pa_2561",
    "marine_2556",
    "law_office",
    "probation",
    "highways_a3",
    "service_quality_2558",
    "service_data_kpi6",
)
LOST_WEIGHTS = {"output_volume", "energy", "information", "culture", "transparency"}


class Marked(Protocol):
    @property
    def illustrative(self) -> bool: ...


@pytest.fixture(scope="module")
def shelf() -> dict[str, Dataset]:
    return {name: datasets.load(name) for name in NAMES}


def entries(plan: Plan) -> list[Entry]:
    return [part for agreement in plan.agreements for _, part in agreement.walk() if isinstance(part, Entry)]


def scored(dataset: Dataset) -> Scorecard:
    return evaluate(Cascade(dataset.plan), dataset.results, period=dataset.period)


def numbers(dataset: Dataset, holder: str) -> dict[str, Decimal]:
    held = {kpi.id: kpi.measure for kpi in dataset.plan.kpis if kpi.holder == holder}
    rows = [row for row in dataset.results.rows if row.kpi in held and row.period == dataset.period]
    return {held[row.kpi]: row.result for row in rows if isinstance(row.result, Decimal)}


def marks_its_scale(kpi: Kpi) -> bool:
    return kpi.illustrative or kpi.scale is None or kpi.note.startswith("ตัวอย่างสมมติ:")


def test_the_bundled_datasets_are_listed() -> None:
    assert datasets.names() == NAMES


def test_an_unknown_dataset_is_refused_with_the_nearest_known() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'probation'"):
        datasets.load("probatoin")


@pytest.mark.parametrize("name", NAMES)
def test_a_dataset_says_where_it_is_from_and_what_is_real(shelf: dict[str, Dataset], name: str) -> None:
    dataset = shelf[name]

    assert dataset.source
    assert dataset.real
    assert dataset.illustrative.startswith("No figure.") == (name == "kpi_award_2562")
    assert dataset.plan.id == dataset.name == name


@pytest.mark.parametrize("name", NAMES)
def test_the_official_results_are_the_last_and_have_the_period(shelf: dict[str, Dataset], name: str) -> None:
    dataset = shelf[name]

    assert dataset.results is dataset.assessments[-1][1]
    assert dataset.period in {row.period for row in dataset.results.rows}


@pytest.mark.parametrize("name", NAMES)
def test_every_assessment_of_a_dataset_gives_every_agreement_a_score(
    shelf: dict[str, Dataset], name: str
) -> None:
    cascade = Cascade(shelf[name].plan)
    cards = [evaluate(cascade, results, period=shelf[name].period) for _, results in shelf[name].assessments]

    assert [row.holder for card in cards for row in card.summary if row.score is None] == []
    assert [issue for card in cards for issue in card.issues] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_weights_of_every_agreement_add_up_to_100_at_every_depth(
    shelf: dict[str, Dataset], name: str
) -> None:
    plan = shelf[name].plan
    sums: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    expected: dict[tuple[str, str], Fraction] = {}
    for agreement in plan.agreements:
        for parent, child in agreement.walk():
            whose = parent.id if isinstance(parent, Section) else ""
            sums[agreement.holder, whose] += child.weight.value(plan.parameter_values)
            if isinstance(parent, Section):
                expected[agreement.holder, whose] = parent.weight.value(plan.parameter_values)
            else:
                expected[agreement.holder, whose] = Fraction(100)

    assert sums == expected


@pytest.mark.parametrize("name", [name for name in NAMES if name not in {"kpi_award_2562", "opec_pa_2561"}])
def test_results_that_were_made_up_are_marked_row_by_row(shelf: dict[str, Dataset], name: str) -> None:
    assert shelf[name].results.illustrative
    assert [row.kpi for row in shelf[name].results.rows if not row.illustrative] == []


@pytest.mark.parametrize("name", ["marine_2556", "law_office", "probation", "service_quality_2558"])
def test_a_target_scale_that_was_made_up_is_marked(shelf: dict[str, Dataset], name: str) -> None:
    assert [kpi.id for kpi in shelf[name].plan.kpis if not marks_its_scale(kpi)] == []


@pytest.mark.parametrize("name", NAMES)
def test_cut_points_fall_exactly_where_less_is_better(shelf: dict[str, Dataset], name: str) -> None:
    for kpi in shelf[name].plan.kpis:
        if isinstance(kpi.scale, Levels):
            falls = all(one > other for one, other in pairwise(kpi.scale.cuts))
            assert falls == (kpi.direction is Direction.LOWER), kpi.id


def test_nothing_in_the_award_is_made_up(shelf: dict[str, Dataset]) -> None:
    plan, results = shelf["kpi_award_2562"].plan, shelf["kpi_award_2562"].results
    nouns: tuple[Marked, ...] = (*plan.units, *plan.kpis, *entries(plan), *results.rows)

    assert not any(noun.illustrative for noun in nouns)


def test_the_inferred_scores_of_the_agreement_of_2561_are_marked(shelf: dict[str, Dataset]) -> None:
    marked = {
        label: {row.kpi: row.score for row in results.rows if row.illustrative}
        for label, results in shelf["opec_pa_2561"].assessments
    }

    assert marked == {"self-assessment": {"2.3": Decimal(1)}, "committee": {"2.3": Decimal(4)}}
    assert [entry.kpi for entry in entries(shelf["opec_pa_2561"].plan) if entry.illustrative] == ["2.3"]


@pytest.mark.parametrize(("a", "expected"), [(10, (40, 17, 3)), (0, (30, 27, 3)), (27, (57, 0, 3))])
def test_the_weights_of_the_marine_department_follow_the_parameter(
    shelf: dict[str, Dataset], a: int, expected: tuple[int, int, int]
) -> None:
    weights = {
        entry.kpi: entry.weight.value({"A": Decimal(a)}) for entry in entries(shelf["marine_2556"].plan)
    }

    assert [weights[kpi] for kpi in ("1.1", "1.2", "1.3")] == [Fraction(weight) for weight in expected]
    assert sum(weights.values()) == 100


def test_the_lost_weights_of_the_marine_department_are_marked(shelf: dict[str, Dataset]) -> None:
    plan = shelf["marine_2556"].plan

    assert {entry.kpi for entry in entries(plan) if entry.illustrative} == LOST_WEIGHTS
    assert [parameter.name for parameter in plan.parameters if parameter.illustrative] == ["A"]


def test_without_kpi_1_3_of_the_marine_department_its_weight_goes_to_1_2(shelf: dict[str, Dataset]) -> None:
    dataset = shelf["marine_2556"]
    others = tuple(row for row in dataset.results.rows if row.kpi != "1.3")
    absent = Result(kpi="1.3", period=dataset.period, not_applicable=True)
    results = evolve(dataset.results, rows=(*others, absent))

    card = evaluate(Cascade(dataset.plan), results, period=dataset.period)

    assert card.row("1.1").planned_weight == 40
    assert card.row("1.2").planned_weight == 20
    assert (
        card.row("section:marine/effectiveness").score == (40 * Fraction("4.3") + 20 * Fraction("4.2")) / 60
    )


def test_the_law_office_shows_the_kinds_that_its_slide_names(shelf: dict[str, Dataset]) -> None:
    found = {one.kpi: (one.kind.value, one.org_kpis) for one in kinds(Cascade(shelf["law_office"].plan))}

    assert {kpi: found[kpi] for kpi in found if kpi.startswith("2-")} == {
        "2-1": ("identical", ("20.2",)),
        "2-2": ("identical", ("11",)),
        "2-3": ("contributory", ("4",)),
        "2-4": ("unit_specific", ()),
        "2-5": ("contributory", ("11",)),
        "2-6": ("unit_specific", ()),
        "2-7": ("common", ()),
    }


def test_an_identical_kpi_of_the_law_office_has_the_name_of_the_organisations(
    shelf: dict[str, Dataset],
) -> None:
    names = {kpi.id: kpi.name for kpi in shelf["law_office"].plan.kpis}

    assert names["2-1"] == names["20.2"]
    assert names["2-2"] == names["11"]


@pytest.mark.parametrize("name", ["law_office", "probation"])
def test_owners_and_supporters_agree_with_the_links(shelf: dict[str, Dataset], name: str) -> None:
    assert os_matrix(Cascade(shelf[name].plan)).issues == ()


def test_the_department_of_probation_is_whole(shelf: dict[str, Dataset]) -> None:
    plan = shelf["probation"].plan
    held = {
        unit.id: [kpi for kpi in plan.kpis if kpi.holder == unit.id] for unit in plan.units if unit.part_of
    }

    assert (len(held), len(plan.issues), len(plan.perspectives), len(plan.goals)) == (11, 6, 4, 10)
    assert all(2 <= len(kpis) <= 4 for kpis in held.values())
    assert all([kpi.measure for kpi in kpis].count("staff_satisfaction") == 1 for kpis in held.values())
    assert {goal for kpi in plan.kpis if kpi.holder == "probation" for goal in kpi.goals} == {
        goal.id for goal in plan.goals
    }


def test_everything_that_the_probation_slides_do_not_say_is_marked(shelf: dict[str, Dataset]) -> None:
    plan = shelf["probation"].plan
    work: tuple[Marked, ...] = (*plan.strategies, *plan.projects, *plan.positions)
    links: tuple[Marked, ...] = tuple(link for kpi in plan.kpis for link in kpi.contributes_to)
    measures: tuple[Marked, ...] = (*plan.kpis, *plan.causes, *plan.matrix, *entries(plan))
    real: tuple[Marked, ...] = (*plan.units, *plan.goals)

    assert all(noun.illustrative for noun in (*work, *links, *measures))
    assert not any(noun.illustrative for noun in real)


def test_the_probation_kpis_without_results_are_scored_through_their_links(
    shelf: dict[str, Dataset],
) -> None:
    card = scored(shelf["probation"])

    # 5-1 scores 3.8 and 6-1 scores 2.7, weights 60 and 40; 7-1 is the department's 1.1.
    assert card.row("2.1").score == Fraction("3.36")
    assert card.row("7-1").score == card.row("1.1").score
    assert card.row("10-2").score is None


def test_the_levels_of_the_highways_template_contradict_each_other_as_published(
    shelf: dict[str, Dataset],
) -> None:
    (kpi,) = shelf["highways_a3"].plan.kpis
    texts = {int(criterion.level): criterion.text for criterion in kpi.criteria}

    assert texts[4].endswith("ไม่น้อยกว่าร้อยละ 80")
    assert texts[5].endswith("ตั้งแต่ร้อยละ 80 ขึ้นไป")
    assert (kpi.target, len(texts)) == (Decimal(5), 5)


def test_one_unit_reaches_best_practice_one_the_standard_and_one_neither(shelf: dict[str, Dataset]) -> None:
    scores = {unit: numbers(shelf["service_quality_2558"], unit) for unit in "abc"}
    lowest = {unit: min(scores[unit].values()) for unit in scores}
    mean = {unit: sum(scores[unit].values()) / 10 for unit in scores}

    assert all(len(found) == 10 for found in scores.values())
    assert lowest["a"] >= 4
    assert mean["a"] >= Decimal("4.5")
    assert 3 <= lowest["b"] < 4
    assert lowest["c"] < 3


def test_the_checklist_adds_to_100_and_its_open_points_follow_from_the_steps(
    shelf: dict[str, Dataset],
) -> None:
    for kpi in shelf["service_data_kpi6"].plan.kpis:
        assert isinstance(kpi.scale, Points)
        written = {part.id: part.points for item in kpi.scale.items for part in item.parts}
        worth = points_of(kpi.scale)

        assert (written["2.1"], written["3.1"]) == (None, None)
        assert worth["2.1"] == 15
        assert worth["3.1"] == 10
        assert sum(worth.values()) == 100


def test_the_lost_points_of_the_checklist_are_marked(shelf: dict[str, Dataset]) -> None:
    kpi = shelf["service_data_kpi6"].plan.kpis[0]

    assert isinstance(kpi.scale, Points)
    assert [part.id for item in kpi.scale.items for part in item.parts if part.illustrative] == ["4.1", "4.2"]
