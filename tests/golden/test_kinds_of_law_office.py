"""The seven KPIs of a law office: of which kind each is, and why.

Source: slide 24 of the presentation that the dataset names. It gives the names, and says that 2-1 is the
organisation's 20.2 and 2-2 its 11; all other links are illustrative, and so is every kind that rests on them.
"""

import pytest

from kpicascade.cascade import Cascade
from kpicascade.checks import check
from kpicascade.classification import Classified, kinds
from kpicascade.datasets import load
from kpicascade.model.kpi import Kind
from kpicascade.osmatrix import os_matrix

UNLINKED = "leads to no KPI of the organisation; held by 1 of 3 units of organisation"
EXPECTED = {
    "2-1": (Kind.IDENTICAL, ("20.2",), "same as 20.2 of the organisation", False),
    "2-2": (Kind.IDENTICAL, ("11",), "same as 11 of the organisation", False),
    "2-3": (Kind.CONTRIBUTORY, ("4",), "contributes to 4", True),
    "2-4": (Kind.UNIT_SPECIFIC, (), UNLINKED, False),
    "2-5": (Kind.CONTRIBUTORY, ("11",), "contributes to 11", True),
    "2-6": (Kind.UNIT_SPECIFIC, (), UNLINKED, False),
    "2-7": (Kind.COMMON, (), "held by 3 of 3 units of organisation", True),
}


@pytest.fixture(scope="module")
def law_office() -> Cascade:
    return Cascade(load("law_office").plan)


@pytest.fixture(scope="module")
def classified(law_office: Cascade) -> dict[str, Classified]:
    return {row.kpi: row for row in kinds(law_office)}


@pytest.mark.parametrize("kpi", EXPECTED)
def test_each_kpi_of_the_law_office_has_its_kind_and_its_reason(
    kpi: str, classified: dict[str, Classified]
) -> None:
    row = classified[kpi]

    assert (row.kind, row.org_kpis, row.reason, row.illustrative) == EXPECTED[kpi]


def test_all_four_kinds_are_shown(classified: dict[str, Classified]) -> None:
    assert {row.kind for row in classified.values() if row.holder == "law"} == set(Kind)


def test_the_kpi_of_job_satisfaction_is_common_in_all_three_units(classified: dict[str, Classified]) -> None:
    common = [(row.holder, row.kpi) for row in classified.values() if row.kind is Kind.COMMON]

    assert common == [("law", "2-7"), ("finance", "3-3"), ("personnel", "4-3")]


def test_the_matrix_of_the_law_office_is_the_one_that_the_plan_writes(law_office: Cascade) -> None:
    matrix = os_matrix(law_office)

    assert matrix.to_frame().to_dict("index") == {
        "4": {"law": "S", "finance": "", "personnel": "O"},
        "9": {"law": "", "finance": "O", "personnel": ""},
        "11": {"law": "O", "finance": "S", "personnel": ""},
        "15": {"law": "", "finance": "", "personnel": "O"},
        "20.2": {"law": "O", "finance": "", "personnel": ""},
    }
    assert matrix.issues == ()


def test_nothing_in_the_law_offices_plan_is_unwise(law_office: Cascade) -> None:
    assert check(law_office) == ()


def test_the_published_level_table_that_contradicts_itself_is_caught() -> None:
    issues = check(Cascade(load("highways_a3").plan))

    found = [issue for issue in issues if issue.code == "levels-not-distinct"]

    assert [issue.message for issue in found] == [
        "levels 4 and 5 of KPI 'A3' both cover from 80 percent up: no result can tell them apart."
    ]
    assert found[0].where.path == "$.kpis[0].criteria.5"
