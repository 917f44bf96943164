"""Reading results: what each kind of cell says, and which file or frame is read how."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from kpicascade.errors import CannotReadError, InvalidResultsError, Location, Severity
from kpicascade.io.results import read_results
from kpicascade.io.yaml import plan_from_yaml
from kpicascade.model.period import Period
from kpicascade.model.result import Adjustment, PointsEarned, Result, Results, Value
from kpicascade.model.result_rules import check_results, settle_results

YEAR = Period.parse("2556")


def read_text(tmp_path: Path, text: str | bytes, name: str = "results.csv") -> Results:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_results(path)


MEASURED: dict[str, Value | None] = {
    "": None,
    "  ": None,
    "85": Decimal(85),
    "85.30": Decimal("85.30"),
    "-1,234.5": Decimal("-1234.5"),
    "๘๕.๕": Decimal("85.5"),
    "1e-3": Decimal("0.001"),
    "'-5": Decimal(-5),
    "2013-09-30": date(2013, 9, 30),
    "2013-09-30 00:00:00": date(2013, 9, 30),
    "30/9/2556": date(2013, 9, 30),
    "๓๐/๐๙/๒๕๕๖": date(2013, 9, 30),
    "29-2-2567": date(2024, 2, 29),
    "2567-02-29": date(2024, 2, 29),
    "1;2;3": ("1", "2", "3"),
    " ๑ ; ๒ ": ("1", "2"),
    "1;": ("1",),
    ";": (),
    "1.1=20; 1.2=10.5": (
        PointsEarned(item="1.1", points=Decimal(20)),
        PointsEarned(item="1.2", points=Decimal("10.5")),
    ),
    "2.10=0": (PointsEarned(item="2.10", points=Decimal(0)),),
    "A": "A",
    "ดีมาก": "ดีมาก",
    "NO": "NO",
    "ระดับ 5": "ระดับ 5",
    "5E": "5E",
}


@pytest.mark.parametrize(("cell", "expected"), MEASURED.items())
def test_a_result_cell_is_read_as_what_it_looks_like(
    tmp_path: Path, cell: str, expected: Value | None
) -> None:
    results = read_text(tmp_path, f'kpi,period,result\n1,2556,"{cell}"\n')

    assert results.rows[0].result == expected


FLAGS = {
    "true": True,
    "TRUE": True,
    "ใช่": True,
    "yes": True,
    "Y": True,
    "1": True,
    "๑": True,
    "x": True,
    "": False,
    "false": False,
    "ไม่ใช่": False,
    "No": False,
    "n": False,
    "0": False,
}


@pytest.mark.parametrize(("cell", "expected"), FLAGS.items())
def test_yes_and_no_are_read_in_thai_and_english(tmp_path: Path, cell: str, expected: bool) -> None:  # noqa: FBT001  a table of answers
    results = read_text(tmp_path, f"kpi,period,not_applicable,illustrative\n1,2556,{cell},{cell}\n")

    assert (results.rows[0].not_applicable, results.rows[0].illustrative) == (expected, expected)


def test_every_column_fills_its_field(tmp_path: Path) -> None:
    results = read_text(
        tmp_path,
        "ตัวชี้วัด,หัวข้อ,ผู้รับการประเมิน,รอบ,ผลการดำเนินงาน,ตัวตั้ง,ตัวหาร,คะแนน,ปรับคะแนน,เหตุผล,ไม่ประเมิน,หมายเหตุ,"
        "หลักฐาน,ตัวอย่างสมมติ\n"
        "๒.๑,,opec,2561-9M,85,17,20,4.8,-0.2;-0.1,ไม่ได้รายงาน; ส่งช้า,,ร้อยละ 15.07,a.pdf; b.pdf,ใช่\n"
        ",2,opec,2561,,,,2.9,,,,,,\n",
    )

    assert results.rows == (
        Result(
            kpi="2.1",
            holder="opec",
            period=Period.parse("2561-9M"),
            result=Decimal(85),
            numerator=Decimal(17),
            denominator=Decimal(20),
            score=Decimal("4.8"),
            adjustments=(
                Adjustment(points=Decimal("-0.2"), reason="ไม่ได้รายงาน"),
                Adjustment(points=Decimal("-0.1"), reason="ส่งช้า"),
            ),
            note="ร้อยละ 15.07",
            evidence=("a.pdf", "b.pdf"),
            illustrative=True,
        ),
        Result(section="2", holder="opec", period=Period.parse("2561"), score=Decimal("2.9")),
    )


def test_the_reason_of_one_adjustment_keeps_its_semicolons(tmp_path: Path) -> None:
    results = read_text(tmp_path, 'kpi,period,adjustment,reason\n1,2556,-0.2,"late; twice"\n')

    assert results.rows[0].adjustments == (Adjustment(points=Decimal("-0.2"), reason="late; twice"),)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_found_in_the_header(tmp_path: Path, delimiter: str, newline: str) -> None:
    lines = ["kpi,period,result,note", "1,2556,5,ก ข", '2,2556,6,"ค\nง"', ""]

    results = read_text(tmp_path, newline.join(lines).replace(",", delimiter))

    assert [(row.kpi, row.result, row.note) for row in results.rows] == [
        ("1", Decimal(5), "ก ข"),
        ("2", Decimal(6), "ค\nง"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_the_encodings_of_thai_spreadsheets_are_read(tmp_path: Path, encoding: str) -> None:
    text = "ตัวชี้วัด,รอบ,ผลการดำเนินงาน,หมายเหตุ\n1.1,2556-12M,๘๕,กรมเจ้าท่า\n"

    results = read_text(tmp_path, text.encode(encoding))

    assert [(row.kpi, row.result, row.note) for row in results.rows] == [("1.1", Decimal(85), "กรมเจ้าท่า")]


def test_the_thai_code_page_is_reported_as_mended(tmp_path: Path) -> None:
    results = read_text(tmp_path, "kpi,period,note\n1,2556,ดี\n".encode("cp874"))

    assert [(issue.code, issue.severity) for issue in results.mended] == [("thai-encoding", Severity.MENDED)]


def test_a_date_that_a_spreadsheet_kept_as_common_era_is_mended(tmp_path: Path) -> None:
    results = read_text(tmp_path, "kpi,period,result\n1,2556,2569-03-31\n2,2556,31/3/2569\n")

    assert [row.result for row in results.rows] == [date(2026, 3, 31)] * 2
    assert [(one.code, one.where.line, one.where.column) for one in results.mended] == [
        ("buddhist-date", 2, 8)
    ]


def test_rows_with_nothing_in_them_are_passed_over(tmp_path: Path) -> None:
    results = read_text(tmp_path, "\n\nkpi,period,result\n\n1,2556,5\n,,\n , ,\n2,2556,\n,,\n\n")

    assert [(row.kpi, row.result) for row in results.rows] == [("1", Decimal(5)), ("2", None)]


def test_columns_without_a_header_may_be_empty(tmp_path: Path) -> None:
    results = read_text(tmp_path, "kpi,,period,result,,\n1,,2556,5,,\n")

    assert results.rows == (Result(kpi="1", period=YEAR, result=Decimal(5)),)


def test_a_table_with_no_rows_is_no_results(tmp_path: Path) -> None:
    assert read_text(tmp_path, "kpi,period,result\n").rows == ()


def test_an_apostrophe_before_a_formula_is_taken_off(tmp_path: Path) -> None:
    results = read_text(tmp_path, "kpi,period,note\n1,2556,'=1+1\n2,2556,'tis\n3,2556,''=x\n")

    assert [row.note for row in results.rows] == ["=1+1", "'tis", "'=x"]


def test_numbers_that_float_stays_exact(tmp_path: Path) -> None:
    results = read_text(tmp_path, "kpi,period,result,score\n1,2556,0.10,8.625\n")

    assert (str(results.rows[0].result), str(results.rows[0].score)) == ("0.10", "8.625")


def test_ids_are_taken_as_written_but_in_one_spelling(tmp_path: Path) -> None:
    results = read_text(tmp_path, "kpi,period,result\n2.10,2556,1\n ๒.๑ ,2556,2\n017,2556,3\n")

    assert [row.kpi for row in results.rows] == ["2.10", "2.1", "017"]


def test_a_result_knows_the_line_that_it_came_from(tmp_path: Path) -> None:
    results = read_text(tmp_path, 'kpi,period,note\n1,2556,"a\nb"\n2,2556,c\n')

    assert [row.origin for row in results.rows] == [
        Location(file=str(tmp_path / "results.csv"), line=2, column=1),
        Location(file=str(tmp_path / "results.csv"), line=4, column=1),
    ]


def test_yaml_gives_steps_points_adjustments_and_evidence_as_lists(tmp_path: Path) -> None:
    results = read_text(
        tmp_path,
        "format: kpicascade-results/1\n"
        "source: รายงานประจำปี\n"
        "illustrative: ทั้งหมด\n"
        "results:\n"
        "- {kpi: 2.10, period: 2557-12M, result: {'1.1': 20, 1.2: 10}, evidence: [a; b, c]}\n"
        "- {kpi: 2.1, period: 2557, result: [1, ๒], adjustments: [{points: -0.2, reason: ส่งช้า; สองครั้ง}]}\n"
        "- {kpi: 3, period: 2557, result: [], not_applicable: false, evidence: x}\n"
        "- {kpi: 4, period: 2557, result: ~, adjustments: , note: '~'}\n",
        "results.yml",
    )

    assert (results.source, results.illustrative) == ("รายงานประจำปี", "ทั้งหมด")
    assert [(row.kpi, row.result, row.adjustments, row.evidence, row.note) for row in results.rows] == [
        (
            "2.10",
            (
                PointsEarned(item="1.1", points=Decimal(20)),
                PointsEarned(item="1.2", points=Decimal(10)),
            ),
            (),
            ("a; b", "c"),
            "",
        ),
        ("2.1", ("1", "2"), (Adjustment(points=Decimal("-0.2"), reason="ส่งช้า; สองครั้ง"),), (), ""),
        ("3", (), (), ("x",), ""),
        ("4", None, (), (), "~"),
    ]


def test_an_unknown_kind_of_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InvalidResultsError) as refused:
        read_results(tmp_path / "results.xlsx")

    assert [(issue.code, issue.where.file) for issue in refused.value.issues] == [
        ("unknown-file-type", str(tmp_path / "results.xlsx"))
    ]


def test_a_file_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CannotReadError, match=r"none\.csv"):
        read_results(tmp_path / "none.csv")


@pytest.mark.parametrize("source", [None, 3, {"kpi": ["1"]}, [["kpi"]], pd.Series([1])])
def test_what_is_neither_a_path_nor_a_frame_is_a_mistake_of_the_caller(source: object) -> None:
    with pytest.raises(TypeError, match="path or a pandas dataframe"):
        read_results(source)  # type: ignore[arg-type]  # the mistake is the test


PLAN = plan_from_yaml("""\
format: kpicascade/1
plan: {id: p, name: แผน, fiscal_year: 2556}
units: [{id: Marine, name: กรมเจ้าท่า}, {id: law, name: สำนักกฎหมาย, part_of: Marine}]
positions: [{id: Chief, name: ผู้อำนวยการ, unit: law}]
kpis: [{id: KPI-1, name: ก, holder: Marine}, {id: 2-1, name: ข, holder: Chief}]
agreements:
- holder: Marine
  sections:
  - {id: A, name: ก, weight: 60, kpis: [{kpi: KPI-1, weight: 1}]}
  - {id: B, name: ข, weight: 40, sections: [{id: B1, name: ค, weight: 1}]}
- holder: Chief
  sections: [{id: a, name: ก, weight: 100, kpis: [{kpi: 2-1, weight: 1}]}]
""")


def test_results_take_the_spelling_of_the_plan(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    path.write_text(
        "kpi,section,holder,period,score\n"
        "kpi-1,,,2556,4\n"
        "2-๑,,CHIEF,2556,4\n"
        ",a,marine,2556,4\n"
        ",A,chief,2556,4\n"
        ",b1,,2556,4\n",
        encoding="utf-8",
    )

    results = read_results(path, plan=PLAN)

    assert [(row.kpi, row.section, row.holder) for row in results.rows] == [
        ("KPI-1", "", ""),
        ("2-1", "", "Chief"),
        ("", "A", "Marine"),
        ("", "a", "Chief"),
        ("", "B1", "Marine"),
    ]


def test_results_read_without_a_plan_can_be_checked_and_settled_later(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    path.write_text("kpi,section,period,score\nkpi-1,,2556,4\n,b1,2556,4\n", encoding="utf-8")

    settled = settle_results(read_results(path), PLAN)

    assert check_results(settled, PLAN) == ()
    assert settled == read_results(path, plan=PLAN)


def test_results_made_in_python_are_checked_and_placed_by_their_number() -> None:
    score = Decimal(3)
    results = Results(
        rows=(
            Result(kpi="2-1", period=YEAR),
            Result(kpi="9-9", period=YEAR),
            Result(section="b", period=YEAR, score=score),
            Result(section="B", holder="Marine", period=Period.parse("2013"), score=score),
        )
    )

    issues = check_results(results, PLAN)

    assert [(issue.code, str(issue.where)) for issue in issues] == [
        ("unknown-kpi", "rows[1]"),
        ("duplicate-result", "rows[3]"),
    ]
    assert "rows[2]" in issues[1].message


def test_an_unknown_kpi_is_told_its_nearest_neighbour() -> None:
    (issue,) = check_results(Results(rows=(Result(kpi="2-2", period=YEAR),)), PLAN)

    assert issue.hint == "did you mean '2-1'?"


def test_an_ambiguous_section_is_told_its_holders() -> None:
    (issue,) = check_results(Results(rows=(Result(section="A", period=YEAR, score=Decimal(1)),)), PLAN)

    assert "'Marine', 'Chief'" in issue.message
