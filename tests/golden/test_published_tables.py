"""Do the bundled real plans give the figures that were published, to the printed digit?"""

import csv
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from kpicascade import datasets
from kpicascade.cascade import Cascade
from kpicascade.scorecard import Scorecard, evaluate

PUBLISHED = Path(__file__).parent / "published"
AWARD = "kpi_award_2562"
OPEC = "opec_pa_2561"


def published(name: str) -> Iterator[dict[str, str]]:
    with (PUBLISHED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def figure(card: Scorecard, digits: int, column: str, holder: str, node: str) -> Decimal:
    frame = card.rounded(digits)
    found = frame.loc[(frame["holder"] == holder) & (frame["node"] == node), column]
    assert len(found) == 1
    return Decimal(found.iloc[0])


@pytest.fixture(scope="module")
def award() -> Scorecard:
    dataset = datasets.load(AWARD)
    return evaluate(Cascade(dataset.plan), dataset.results, period=dataset.period)


@pytest.fixture(scope="module")
def opec() -> dict[str, Scorecard]:
    dataset = datasets.load(OPEC)
    cascade = Cascade(dataset.plan)
    return {label: evaluate(cascade, results, period="2561-12M") for label, results in dataset.assessments}


def test_the_award_table_was_copied_whole() -> None:
    rows = list(published(AWARD))

    assert len(rows) == 5 * (7 + 1)


@pytest.mark.parametrize("row", [row for row in published(AWARD) if row["category"] != "total"])
def test_a_weighted_cell_of_the_award_comes_out_as_printed(award: Scorecard, row: dict[str, str]) -> None:
    node = f"kpi:{row['holder']}-{row['category']}"

    assert str(figure(award, 2, "weighted_score", row["holder"], node)) == row["weighted"]
    assert str(figure(award, 2, "contribution", row["holder"], node)) == row["weighted"]


@pytest.mark.parametrize("row", [row for row in published(AWARD) if row["category"] == "total"])
def test_a_total_of_the_award_comes_out_as_printed(award: Scorecard, row: dict[str, str]) -> None:
    total = figure(award, 2, "score", row["holder"], f"section:{row['holder']}")

    assert str(total) == row["weighted"]


def test_only_two_totals_of_the_award_come_out_when_rounded_cells_are_added() -> None:
    printed = {row["holder"]: row["weighted"] for row in published(AWARD) if row["category"] == "total"}
    added = dict.fromkeys(printed, Decimal(0))
    for row in published(AWARD):
        if row["category"] != "total":
            added[row["holder"]] += Decimal(row["weighted"])

    assert sum(str(added[holder]) == printed[holder] for holder in printed) == 2


def test_the_half_of_the_award_table_is_printed_upwards() -> None:
    printed = {row["percent"]: row["weighted"] for row in published(AWARD) if row["category"] == "5"}

    assert printed["57.50"] == "8.63"
    assert (Decimal("57.50") * 15 / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal("8.63")


@pytest.mark.parametrize("row", [row for row in published(OPEC) if row["node"] != "2"])
def test_a_score_of_the_agreement_comes_out_as_printed(
    opec: dict[str, Scorecard], row: dict[str, str]
) -> None:
    card, node = opec[row["assessment"]], f"kpi:{row['node']}"

    assert str(figure(card, 4, "score", "opec", node)) == row["score"]
    assert str(figure(card, 4, "weighted_score", "opec", node)) == row["weighted"]


@pytest.mark.parametrize("row", [row for row in published(OPEC) if row["node"] == "2"])
def test_a_group_score_of_the_agreement_comes_out_as_printed(
    opec: dict[str, Scorecard], row: dict[str, str]
) -> None:
    card = opec[row["assessment"]]

    assert str(figure(card, 4, "score", "opec", "section:opec/2")) == row["score"]


def test_the_committee_gives_its_deductions_and_their_reason(opec: dict[str, Scorecard]) -> None:
    paper, budget = opec["committee"].row("2.1"), opec["committee"].row("2.2")

    assert [(str(a.points), a.reason) for a in paper.adjustments] == [("-0.2", "ไม่ได้รายงาน 1 ครั้ง")]
    assert [(str(a.points), a.reason) for a in budget.adjustments] == [("-0.4", "ไม่ได้รายงาน 2 ครั้ง")]


def test_what_was_not_found_of_the_agreement_is_missing_and_not_zero(opec: dict[str, Scorecard]) -> None:
    whole = opec["committee"].row("section:opec")

    assert whole.coverage == Decimal("0.1")
    assert opec["committee"].row("section:opec/1").score is None
