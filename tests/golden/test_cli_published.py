"""Does the command line print the published figures, to the printed digit?"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpicascade.cli import main

PUBLISHED = Path(__file__).parent / "published"
AWARD = "dataset:kpi_award_2562"
OPEC = "dataset:opec_pa_2561"

DEMO = """\
section / KPI                                        weight  result   score  weighted  contrib.  coverage
opec* สำนักงานคณะกรรมการส่งเสริมการศึกษาเอกชน                            3.6000    3.6000    3.6000       10%
  1* กลุ่มตัวชี้วัดที่ 1                                         90               –         –         –        0%
  2* การประเมินประสิทธิภาพการปฏิบัติราชการ (กลุ่มตัวชี้วัดที่ 2)       10          3.6000    0.3600    3.6000      100%
    2.1 ระดับความสำเร็จในการลดงบประมาณในการจัดซื้อกระดาษ       4       5  4.8000    0.1920    1.9200      100%
    2.2 ระดับความสำเร็จในการประหยัดงบประมาณ                  3       2  1.6000    0.0480    0.4800      100%
    2.3* ระดับความสำเร็จในการลดพลังงาน (ไฟฟ้า...)             3          4.0000    0.1200    1.2000      100%

Notes:
  section:opec: with what is missing the score could still end between 1.2600 and 4.8600
  section:opec/1: nothing below it has a score
  2.1: adjusted by -0.2: ไม่ได้รายงาน 1 ครั้ง
  2.2: adjusted by -0.4: ไม่ได้รายงาน 2 ครั้ง
  2.3: given as published
"""
"""What `demo` prints.

Published (annual report 2561, page 84): weights 4 and 3; levels 5 and 2; deductions of 0.2 and 0.4 with their
reasons; 4.8000, 0.1920, 1.6000, 0.0480; the group's 3.6000. By hand: 0.9 x 1 + 0.1 x 3.6 = 1.26 at worst and
0.9 x 5 + 0.1 x 3.6 = 4.86 at best. Group and agreement carry the mark (*) because they rest on 2.3, which is
inferred.
"""


def published(name: str) -> Iterator[dict[str, str]]:
    with (PUBLISHED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def test_demo_prints_the_published_agreement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = answer(capsys, "demo", "--out", str(tmp_path))

    assert DEMO in out


def test_every_cell_and_total_of_the_award_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    out = answer(capsys, "score", AWARD, AWARD, "--digits", "2")

    printed: dict[str, str] = {}
    for line in out.splitlines():
        if line.endswith("%"):
            name, *figures = line.split()
            printed[name] = figures[-3]
    expected = {
        row["holder"] if row["category"] == "total" else f"{row['holder']}-{row['category']}": row["weighted"]
        for row in published("kpi_award_2562")
    }
    assert len(expected) == 40
    assert printed.items() >= expected.items()


@pytest.mark.parametrize("assessment", ["self-assessment", "committee"])
def test_both_assessments_of_the_agreement_come_out_in_json_as_printed(
    assessment: str, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(answer(capsys, "score", OPEC, f"{OPEC}/{assessment}", "--json"))

    found = {row["id"]: row for row in document["rows"]}
    rows = [row for row in published("opec_pa_2561") if row["assessment"] == assessment]
    assert len(rows) == 3
    for row in rows:
        assert found[row["node"]]["weight"] == row["weight"]
        assert found[row["node"]]["rounded"]["score"] == row["score"]
        assert row["weighted"] in ("", found[row["node"]]["rounded"]["weighted_score"])


def test_the_law_office_has_the_kinds_that_its_slide_shows(capsys: pytest.CaptureFixture[str]) -> None:
    # Slide 24: 2-1 is the organisation's 20.2, 2-2 its 11.
    out = answer(capsys, "classify", "dataset:law_office")

    lines = {line.split()[0]: line for line in out.splitlines() if line}
    assert " identical " in lines["2-1"]
    assert "same as 20.2 of the organisation" in lines["2-1"]
    assert " identical " in lines["2-2"]
    assert "same as 11 of the organisation" in lines["2-2"]
    assert " common " in lines["2-7*"]


def test_the_weights_of_the_marine_department_follow_their_parameter(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # A = 10: 30 + A = 40 and 27 - A = 17.
    out = answer(capsys, "score", "dataset:marine_2556", "dataset:marine_2556")

    assert "  1.1: the weight is 30 + A\n" in out
    assert "  1.2: the weight is 27 - A\n" in out
    weights = {line.split()[0]: line.split()[-6] for line in out.splitlines() if line.startswith("      1.")}
    assert (weights["1.1*"], weights["1.2*"]) == ("40", "17")


def test_the_matrix_prints_owners_and_supporters(capsys: pytest.CaptureFixture[str]) -> None:
    lines = answer(capsys, "matrix", "dataset:law_office").splitlines()

    header, first = lines[0], next(line for line in lines if line.startswith("20.2*"))
    assert header.split() == ["kpi", "law", "finance", "personnel"]
    assert first.split()[-1] == "O"
    assert "  law สำนักกฎหมาย" in lines
