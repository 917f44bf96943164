import pytest

from kpicascade import datasets
from kpicascade.cascade import Cascade
from kpicascade.classification import kinds
from kpicascade.cli.plan_text import counted, issues_text, kinds_text, matrix_text
from kpicascade.cli.text_table import width
from kpicascade.errors import Issue, Location, Severity
from kpicascade.io.yaml import plan_from_yaml
from kpicascade.osmatrix import OsMatrix, os_matrix

LAW = datasets.load("law_office").plan


@pytest.fixture
def matrix() -> OsMatrix:
    return os_matrix(Cascade(LAW))


def issue(severity: Severity) -> Issue:
    return Issue(
        code="odd", message="found 1.", hint="write 2.", where=Location(file="a", line=1), severity=severity
    )


@pytest.mark.parametrize(
    ("severities", "said"),
    [
        ([], "no issues"),
        ([Severity.FAULT], "1 fault"),
        ([Severity.MENDED], "1 mended value"),
        (
            [Severity.MENDED, Severity.WARNING, Severity.FAULT, Severity.WARNING],
            "1 fault, 2 warnings, 1 mended value",
        ),
    ],
)
def test_issues_are_counted_by_severity_the_gravest_first(severities: list[Severity], said: str) -> None:
    assert counted(map(issue, severities)) == said


def test_an_issue_is_a_line_with_its_place_severity_message_hint_and_code() -> None:
    text = issues_text([issue(Severity.WARNING)])

    assert text.splitlines() == ["a:1: warning: found 1. write 2. [odd]", "1 warning"]


def test_a_plan_without_kpis_below_the_organisation_says_so() -> None:
    plan = plan_from_yaml(
        "format: kpicascade/1\nplan: {id: p, name: แผน, fiscal_year: 2556}\nunits: [{id: u, name: กรม}]\n"
    )

    assert kinds_text(plan, kinds(Cascade(plan))) == "no unit or position below the organisation holds a KPI"


def test_kinds_are_counted_and_what_is_illustrative_is_explained() -> None:
    text = kinds_text(LAW, kinds(Cascade(LAW)))

    assert "\n\n3 common, 5 contributory, 3 identical, 2 unit_specific\n\n" in text
    assert text.endswith(f"* illustrative, not from the source: {LAW.illustrative}")


def test_a_matrix_keeps_its_ids_where_cutting_names_is_enough(matrix: OsMatrix) -> None:
    table = matrix_text(LAW, matrix, places=60).partition("\n\n")[0].splitlines()

    assert table[0].split() == ["kpi", "law", "finance", "personnel"]
    assert max(map(width, table)) <= 60


def test_a_matrix_numbers_its_columns_where_ids_are_too_wide_and_says_who_they_are(matrix: OsMatrix) -> None:
    text = matrix_text(LAW, matrix, places=36)

    table, names, *_ = (block.splitlines() for block in text.split("\n\n"))
    assert table[0].split() == ["kpi", "1", "2", "3"]
    assert max(map(width, table)) <= 36
    assert names[1:] == ["  1: law สำนักกฎหมาย", "  2: finance* กองคลัง", "  3: personnel* กองการเจ้าหน้าที่"]
