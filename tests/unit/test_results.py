"""Reading results: what each kind of cell says, and which file or frame is read how."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kpicascade.cascade import Cascade
from kpicascade.errors import CannotReadError, InvalidPlanError, InvalidResultsError, Location, Severity
from kpicascade.hierarchy import Part
from kpicascade.io.compose import Limits
from kpicascade.io.frames import results_to_frame
from kpicascade.io.results import read_results
from kpicascade.io.yaml import plan_from_yaml, read_plan
from kpicascade.model.period import Period
from kpicascade.model.plan import Plan
from kpicascade.model.result import Adjustment, PointsEarned, Result, Results, Value
from kpicascade.model.result_rules import check_results, settle_results
from kpicascade.scorecard import evaluate

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


NO_ROWS = {
    "headers alone": ("results.csv", "kpi,period,result\n"),
    "headers and blank rows": ("results.csv", "kpi,period,result\n,,\n\n, ,\n"),
    "headers in the Thai code page": ("results.csv", "ตัวชี้วัด,รอบ\n".encode("cp874")),
    "an empty list": ("results.yaml", "format: kpicascade-results/1\nresults: []\n"),
}


@pytest.mark.parametrize(("name", "text"), NO_ROWS.values(), ids=NO_ROWS)
def test_a_file_without_rows_is_refused(tmp_path: Path, name: str, text: str | bytes) -> None:
    with pytest.raises(InvalidResultsError) as refused:
        read_text(tmp_path, text, name)

    assert [(issue.code, issue.where) for issue in refused.value.issues] == [
        ("no-rows", Location(file=str(tmp_path / name)))
    ]


def test_a_frame_without_rows_is_refused() -> None:
    with pytest.raises(InvalidResultsError) as refused:
        read_results(pd.DataFrame(columns=["kpi", "period", "result"]))

    assert [(issue.code, str(issue.where)) for issue in refused.value.issues] == [("no-rows", "rows")]


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
        read_text(tmp_path, "kpi,period,result\n1,2556,5\n", "results.txt")

    assert [(issue.code, issue.where.file) for issue in refused.value.issues] == [
        ("unknown-file-type", str(tmp_path / "results.txt"))
    ]


def test_a_folder_cannot_be_read_as_results(tmp_path: Path) -> None:
    with pytest.raises(CannotReadError, match="cannot read"):
        read_results(tmp_path)


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


SCORE = Decimal(1)

TWINS = plan_from_yaml("""\
format: kpicascade/1
plan: {id: p, name: แผน, fiscal_year: 2556}
units: [{id: u, name: กรม}, {id: law, name: สำนักกฎหมาย, part_of: u}]
kpis:
- {id: k1a, name: ก, holder: u, scale: {kind: levels, cuts: [1, 2, 3, 4, 5]}}
- {id: K1A, name: ข, holder: u, scale: {kind: levels, cuts: [1, 2, 3, 4, 5]}}
- {id: L, name: ค, holder: law, scale: {kind: levels, cuts: [1, 2, 3, 4, 5]}}
agreements:
- holder: u
  sections:
  - {id: s, name: ก, weight: 60, kpis: [{kpi: k1a, weight: 1}]}
  - {id: S, name: ข, weight: 40, kpis: [{kpi: K1A, weight: 1}]}
- holder: law
  sections: [{id: s, name: ก, weight: 100, kpis: [{kpi: L, weight: 1}]}]
""")


def test_an_ambiguous_section_is_told_its_holders() -> None:
    (issue,) = check_results(Results(rows=(Result(section="s", period=YEAR, score=SCORE),)), TWINS)

    assert "'u', 'law'" in issue.message


def test_a_section_spelt_exactly_is_that_section_wherever_another_looks_like_it() -> None:
    results = Results(rows=(Result(section="A", period=YEAR, score=SCORE),))

    assert check_results(results, PLAN) == ()
    assert [(row.section, row.holder) for row in settle_results(results, PLAN).rows] == [("A", "Marine")]


def test_results_go_to_the_kpi_and_section_that_are_spelt_as_they_are() -> None:
    rows = (
        Result(kpi="k1a", period=YEAR, result=Decimal(1)),
        Result(kpi="K1A", period=YEAR, result=Decimal(4)),
        Result(section="s", holder="u", period=YEAR, score=Decimal(2)),
        Result(section="S", holder="u", period=YEAR, score=Decimal(3)),
    )

    card = evaluate(Cascade(TWINS), Results(rows=rows))

    assert [card.exact.score(key) for key in ("kpi:k1a", "kpi:K1A", "section:u/s", "section:u/S")] == [
        1,
        4,
        2,
        3,
    ]
    assert settle_results(Results(rows=rows), TWINS).rows == rows


def test_without_a_plan_ids_of_other_letter_case_are_two(tmp_path: Path) -> None:
    results = read_text(tmp_path, "kpi,period,result\nL,2556,1\nl,2556,2\n")

    assert [issue.code for issue in check_results(results, TWINS)] == ["duplicate-result"]


TENS = plan_from_yaml("""\
format: kpicascade/1
plan: {id: p, name: แผน, fiscal_year: 2556}
units: [{id: u, name: กรม}]
kpis:
  - {id: "1.1", name: ก, holder: u}
  - {id: "1.10", name: ข, holder: u}
  - {id: "2", name: ค, holder: u}
  - {id: "2.0", name: ง, holder: u}
  - {id: "10", name: จ, holder: u}
  - {id: "1", name: ฉ, holder: u}
""")

SECOND_RESULTS = {
    "1.10 has no result": ("1.1,2556,1\n1.1,2556,2\n", TENS, "the plan has 1.10 without a result"),
    "1.10 has one": ("1.1,2556,1\n1.10,2556,3\n1.1,2556,2\n", TENS, "keep one of the two."),
    "1.10 has one for another period": (
        "1.1,2556,1\n1.1,2556,2\n1.10,2556-6M,3\n",
        TENS,
        "the plan has 1.10 without a result",
    ),
    "2.0 has no result": ("2,2556,1\n2,2556,2\n", TENS, "the plan has 2.0 without a result"),
    "10 is no 1": ("1,2556,1\n1,2556,2\n", TENS, "keep one of the two."),
    "no plan": ("1.1,2556,1\n1.1,2556,2\n", None, "if one of them was 1.10, a spreadsheet may have dropped"),
    "no plan and words": ("a,2556,1\na,2556,2\n", None, "keep one of the two."),
}


@pytest.mark.parametrize(("rows", "plan", "hint"), SECOND_RESULTS.values(), ids=SECOND_RESULTS)
def test_a_second_result_is_told_of_the_zero_that_a_spreadsheet_drops(
    rows: str, plan: Plan | None, hint: str, tmp_path: Path
) -> None:
    path = tmp_path / "results.csv"
    path.write_text("kpi,period,result\n" + rows)

    with pytest.raises(InvalidResultsError) as refused:
        read_results(path, plan=plan)

    (issue,) = refused.value.issues
    assert issue.code == "duplicate-result"
    assert hint in issue.hint


def test_results_checked_later_are_told_of_the_dropped_zero_as_well() -> None:
    results = Results(rows=(Result(kpi="1.1", period=YEAR), Result(kpi="1.1", period=YEAR)))

    (issue,) = check_results(results, TENS)

    assert issue.hint.startswith("the plan has 1.10 without a result: a spreadsheet")


# Results made in Python

ADJUSTED = (Adjustment(points=Decimal("-0.2"), reason="ส่งช้า"),)

CONTRADICTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "a KPI and a section": ({"kpi": "1", "section": "2", "score": SCORE}, "a KPI or a section, found both"),
    "nothing at all": ({"score": SCORE}, "a KPI, a section, or a holder"),
    "a section with a result": ({"section": "2", "result": SCORE, "score": SCORE}, "only a score or adj"),
    "a section with a numerator": ({"section": "2", "score": SCORE, "numerator": SCORE}, "only a score"),
    "a section with a denominator": ({"section": "2", "score": SCORE, "denominator": SCORE}, "only a score"),
    "a section that does not apply": ({"section": "2", "not_applicable": True}, "only a score"),
    "a section with nothing": ({"section": "2", "note": "ดี"}, "a score or an adjustment for section '2'"),
    "an agreement with a result": ({"holder": "u", "result": SCORE}, "for the agreement of 'u'"),
    "an agreement with nothing": ({"holder": "u"}, "a score or an adjustment for the agreement of 'u'"),
    "a result where none applies": ({"kpi": "1", "not_applicable": True, "result": SCORE}, "does not apply"),
    "a share where none applies": (
        {"kpi": "1", "not_applicable": True, "numerator": SCORE, "denominator": SCORE}, "does not apply"),
    "a score where none applies": ({"kpi": "1", "not_applicable": True, "score": SCORE}, "does not apply"),
    "half a fraction": ({"kpi": "1", "numerator": SCORE}, "a denominator for the numerator"),
    "a fraction of nothing": ({"kpi": "1", "numerator": SCORE, "denominator": Decimal(0)}, "other than 0"),
    "a result that is no number": ({"kpi": "1", "result": Decimal("nan")}, "as the result, found NaN"),
    "a score without end": ({"kpi": "1", "score": Decimal("inf")}, "as the score, found Infinity"),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "message"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_result_that_contradicts_itself_cannot_be_made(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Result(period=YEAR, **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"kpi": "1"},
        {"kpi": "1", "holder": "u", "result": Decimal(0), "score": Decimal(0)},
        {"kpi": "1", "numerator": Decimal(0), "denominator": Decimal(3)},
        {"kpi": "1", "denominator": Decimal(3)},
        {"kpi": "1", "not_applicable": True, "note": "x", "adjustments": ADJUSTED},
        {"section": "2", "score": Decimal(0)},
        {"section": "2", "holder": "u", "adjustments": ADJUSTED},
        {"holder": "u", "score": Decimal(0), "adjustments": ADJUSTED, "evidence": ("a",)},
    ],
)
def test_a_result_in_order_can_be_made_and_read_back(fields: dict[str, Any]) -> None:
    results = Results(rows=(Result(period=YEAR, **fields),))

    assert read_results(results_to_frame(results)) == results


@pytest.mark.parametrize(("points", "reason"), [("-0.2", " "), ("nan", "ส่งช้า")])
def test_an_adjustment_has_points_and_a_reason(points: str, reason: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        Adjustment(points=Decimal(points), reason=reason)


# Sections and agreements

LOWERED = """\
kpi,section,holder,period,result,score,adjustment,reason
k1a,,,2556,5,,,
K1A,,,2556,3,,,
L,,,2556,4,,,
,s,U,2556,,,-0.5,ส่งช้า
,,u,2556,,,-0.25,ไม่ส่งรายงาน
,,LAW,2556,,2.5,0.1,ร่วมมือ
"""


def test_adjustments_of_sections_and_agreements_move_their_scores(tmp_path: Path) -> None:
    card = evaluate(Cascade(TWINS), read_text(tmp_path, LOWERED))

    # s: 5 - 0.5 = 4.5; u: (60 x 4.5 + 40 x 3) / 100 - 0.25 = 3.65; law: 2.5 as given, + 0.1.
    assert [row.score for row in card.summary] == [Fraction("3.65"), Fraction("2.6")]
    assert card.row("section:u/s").score == Fraction("4.5")
    assert card.issues == ()


def test_adjustments_of_sections_and_agreements_are_explained_with_their_reasons(tmp_path: Path) -> None:
    explained = evaluate(Cascade(TWINS), read_text(tmp_path, LOWERED)).explain("u")

    assert sum(line.value for line in explained.lines if line.is_final and line.value) == explained.score
    assert [
        (line.node, line.value, line.reason) for line in explained.lines if line.part is Part.ADJUSTMENT
    ] == [
        ("section:u", Fraction("-0.25"), "adjustment: ไม่ส่งรายงาน"),
        ("section:u/s", Fraction("-0.3"), "adjustment: ส่งช้า"),
    ]


def test_a_table_of_agreements_alone_needs_no_other_column(tmp_path: Path) -> None:
    results = read_text(tmp_path, "ผู้รับการประเมิน,รอบ,คะแนน\nu,2556,4.2\n")

    assert results.rows == (Result(holder="u", period=YEAR, score=Decimal("4.2")),)


# Tables that spreadsheets and pandas write

MERGED = "kpi,period,result\n1,2556,5\n" + "".join(f"{row},,5\n" for row in range(2, 5_002))


def test_a_fault_of_thousands_of_rows_is_told_twenty_times_and_counted(tmp_path: Path) -> None:
    with pytest.raises(InvalidResultsError) as refused:
        read_text(tmp_path, MERGED)

    issues = refused.value.issues
    assert [issue.code for issue in issues] == ["missing-period"] * 21
    assert [issue.where.line for issue in issues] == list(range(3, 24))
    assert issues[19].message == "found no period; expected one such as 2556-12M."
    assert (
        issues[20].message == "found no period; expected one such as 2556-12M; and 4,979 more rows like this."
    )
    assert "fill the column down" in issues[20].hint


def test_different_faults_are_all_told_however_many(tmp_path: Path) -> None:
    rows = "".join(f"{row},2556,{row}%\n" for row in range(50))

    with pytest.raises(InvalidResultsError) as refused:
        read_text(tmp_path, "kpi,period,result\n" + rows)

    assert len({issue.message for issue in refused.value.issues}) == 50


TITLES: dict[str, tuple[str | bytes, str]] = {
    "one line": ("แบบรายงานผล,,\nkpi,period,result\n1,2556,5\n", "line 2"),
    "no commas in it": ("Report\nkpi,period,result\n1,2556,5\n", "line 2"),
    "a header for a title": ("ตัวชี้วัด,,\nตัวชี้วัด,รอบ,คะแนน\n1,2556,5\n", "line 2"),
    "semicolons": ("Report\nตัวชี้วัด;รอบ;ผลการดำเนินงาน\n1;2556;5\n", "line 2"),
    "two lines and a blank one": ("Report,,\nปี,2556,\n\nkpi,period,result\n1,2556,5\n", "line 4"),
    "in the Thai code page": ("รายงาน,\nตัวชี้วัด,รอบ\n1,2556\n".encode("cp874"), "line 2"),
}


@pytest.mark.parametrize(("text", "place"), TITLES.values(), ids=TITLES)
def test_a_title_above_the_headers_is_one_fault(tmp_path: Path, text: str | bytes, place: str) -> None:
    with pytest.raises(InvalidResultsError) as refused:
        read_text(tmp_path, text)

    (issue,) = refused.value.issues
    assert (issue.code, issue.where.line) == ("title-above-header", 1)
    assert f"stand in {place}." in issue.message


def test_a_word_of_a_row_is_no_header(tmp_path: Path) -> None:
    with pytest.raises(InvalidResultsError) as refused:
        read_text(tmp_path, "kpi id,perid,remark\n1,2556,คะแนน\n")

    assert {issue.code for issue in refused.value.issues} == {"missing-column", "unknown-column"}


def test_a_title_above_the_headers_of_a_frame_is_one_fault() -> None:
    frame = pd.DataFrame({"Report": ["kpi", "1"], "Unnamed: 1": ["period", "2556"]})

    with pytest.raises(InvalidResultsError) as refused:
        read_results(frame)

    (issue,) = refused.value.issues
    assert (issue.code, str(issue.where)) == ("title-above-header", "columns")
    assert "stand in row 1." in issue.message


def test_the_index_that_pandas_writes_is_told_how_to_be_left_out(tmp_path: Path) -> None:
    frame = pd.DataFrame({"kpi": ["1"], "period": ["2556"], "result": [5]})

    with pytest.raises(InvalidResultsError) as refused:
        read_text(tmp_path, frame.to_csv())

    (issue,) = refused.value.issues
    assert (issue.code, "index=False" in issue.hint) == ("unnamed-column", True)


FORMULAS = [
    "=A1",
    "=$B$2",
    "=1+1",
    "=SUM(A1:A3)",
    "=+A1",
    "='ไตรมาส 1'!B2",
    "=Sheet1!A1",
    "=10",
    "=(A1+B1)/2",
]


@pytest.mark.parametrize("cell", FORMULAS)
@pytest.mark.parametrize("column", ["result", "score", "note"])
def test_a_formula_is_not_its_value(tmp_path: Path, cell: str, column: str) -> None:
    with pytest.raises(InvalidResultsError) as refused:
        read_text(tmp_path, f"kpi,period,{column}\n1,2556,{cell}\n")

    assert [(issue.code, str(issue.where)) for issue in refused.value.issues] == [
        ("formula", f"{tmp_path / 'results.csv'}:2:8")
    ]
    assert repr(cell) in refused.value.issues[0].message


def test_nothing_else_is_said_of_a_cell_with_a_formula(tmp_path: Path) -> None:
    with pytest.raises(InvalidResultsError) as refused:
        read_text(tmp_path, "kpi,period,result\n=A1,=B1,5\n")

    assert [issue.code for issue in refused.value.issues] == ["formula", "formula"]


@pytest.mark.parametrize("note", ["=A1", "=1+1", "= ดีมาก", "==", "'=A1"])
def test_a_note_like_a_formula_comes_back_from_a_frame_as_it_was(note: str) -> None:
    results = Results(rows=(Result(kpi="1", period=YEAR, note=note),))

    assert read_results(results_to_frame(results)).rows == results.rows


@pytest.mark.parametrize("note", ["= ดีมาก", "=>", "==="])
def test_text_that_merely_begins_with_a_sign_is_no_formula(tmp_path: Path, note: str) -> None:
    assert read_text(tmp_path, f"kpi,period,note\n1,2556,{note}\n").rows[0].note == note


@pytest.mark.parametrize(
    ("cell", "number"), [("1.02E+06", 1_020_000), ("-1E+05", -100_000), ("9.99E+12", 9_990_000_000_000)]
)
@pytest.mark.parametrize("column", ["result", "denominator"])
def test_a_number_that_a_spreadsheet_shortened_is_noted(
    tmp_path: Path, cell: str, number: int, column: str
) -> None:
    results = read_text(tmp_path, f"kpi,period,{column}\n1,2556,{cell}\n")

    assert getattr(results.rows[0], column) == number
    assert [(issue.code, issue.severity, issue.where.column) for issue in results.mended] == [
        ("scientific-notation", Severity.MENDED, 8)
    ]
    assert f"{number:,}" in results.mended[0].message


@pytest.mark.parametrize("cell", ["1.025E+06", "1.02E+04", "1.02E-06", "1e6", "1020000"])
def test_a_number_that_lost_no_digit_is_not_noted(tmp_path: Path, cell: str) -> None:
    assert read_text(tmp_path, f"kpi,period,result\n1,2556,{cell}\n").mended == ()


# Files of another kind

KINDS = {
    "a workbook": (b"PK\x03\x04..xl/workbook.xml", "an Excel workbook"),
    "a document": (b"PK\x03\x04..word/document.xml", "a Word document"),
    "an open spreadsheet": (
        b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        "an OpenDocument spreadsheet",
    ),
    "another archive": (b"PK\x03\x04..photo.jpg", "a packed file (zip)"),
    "a PDF": (b"%PDF-1.7\n", "a PDF document"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an old office program (xls, doc)"),
}


@pytest.mark.parametrize("name", ["r.csv", "r.xlsx", "r.yaml", "r"])
@pytest.mark.parametrize(("data", "found"), KINDS.values(), ids=KINDS)
def test_results_of_another_kind_are_told_what_they_are(
    tmp_path: Path, data: bytes, found: str, name: str
) -> None:
    with pytest.raises(InvalidResultsError) as refused:
        read_text(tmp_path, data, name)

    (issue,) = refused.value.issues
    assert (issue.code, issue.where.file) == ("wrong-file-kind", str(tmp_path / name))
    assert issue.message.startswith(f"found {found};")
    assert "CSV UTF-8" in issue.hint


@pytest.mark.parametrize("name", ["plan.yaml", "plan.xlsx"])
@pytest.mark.parametrize(("data", "found"), KINDS.values(), ids=KINDS)
def test_a_plan_of_another_kind_is_told_what_it_is(
    tmp_path: Path, data: bytes, found: str, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(InvalidPlanError) as refused:
        read_plan(path)

    (issue,) = refused.value.issues
    assert (issue.code, issue.where.file) == ("wrong-file-kind", str(path))
    assert issue.message.startswith(f"found {found};")


@pytest.mark.parametrize("text", ["kpi,period,result\n", "\nตัวชี้วัด;รอบ\n1;2556\n", "\ufeffkpi\tperiod\n"])
def test_results_in_place_of_a_plan_are_called_results(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidPlanError) as refused:
        read_plan(path)

    (issue,) = refused.value.issues
    assert (issue.code, "looks like a results file" in issue.message) == ("wrong-file-kind", True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("format: kpicascade/1\nplan: {}\n", "a plan"),
        ("# the plan of 2556\nformat: 'kpicascade/1'\n", "a plan"),
        ("format: kpicascade-results/1\n", "results in YAML"),
    ],
)
def test_yaml_in_place_of_a_table_is_told_what_it_is(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(InvalidResultsError) as refused:
        read_text(tmp_path, text)

    (issue,) = refused.value.issues
    assert issue.code == "wrong-file-kind"
    assert issue.message.startswith(f"found {found};")


@pytest.mark.parametrize("name", ["r.csv", "r.yaml"])
def test_an_empty_file_says_what_is_expected_and_what_to_do(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidResultsError) as refused:
        read_text(tmp_path, "", name)

    (issue,) = refused.value.issues
    assert ("; expected " in issue.message, bool(issue.hint)) == (True, True)


def test_only_who_can_raise_the_limit_is_told_to(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"#" * 10_000_001)

    with pytest.raises(InvalidResultsError) as results:
        read_results(path)
    with pytest.raises(InvalidPlanError) as plan:
        read_plan(path)

    assert ["limit" in issue.hint for issue in (*results.value.issues, *plan.value.issues)] == [False, True]


# Files under another name


def test_a_file_under_another_name_is_known_by_the_name_that_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "3f2a"
    path.write_text("kpi,period,result\n1,2556,5\n", encoding="utf-8")

    results = read_results(path, file="ผลไตรมาส 1.CSV")

    assert [(row.kpi, row.result) for row in results.rows] == [("1", Decimal(5))]
    assert results.rows[0].origin == Location(file="ผลไตรมาส 1.CSV", line=2, column=1)


def test_a_shown_name_without_an_ending_leaves_it_to_the_path(tmp_path: Path) -> None:
    path = tmp_path / "3f2a.csv"
    path.write_text("kpi,period,result\n1,2556,5\n", encoding="utf-8")

    assert len(read_results(path, file="ส่งทางอีเมล").rows) == 1


FAULTY = {
    "another kind": ("3f2a.csv", "ผล.xlsx", "", "unknown-file-type", "ends in '.xlsx'"),
    "no ending": ("3f2a", "", "", "unknown-file-type", "no ending"),
    "too much": ("3f2a", "ผล.csv", "x" * 10_000_001, "too-large", "more than 10,000,000 bytes"),
}


@pytest.mark.parametrize(("kept", "shown", "text", "code", "message"), FAULTY.values(), ids=FAULTY)
def test_faults_of_a_file_under_another_name_show_that_name_alone(
    tmp_path: Path, kept: str, shown: str, text: str, code: str, message: str
) -> None:
    (tmp_path / kept).write_text(text, encoding="utf-8")

    with pytest.raises(InvalidResultsError) as refused:
        read_results(tmp_path / kept, file=shown)

    (issue,) = refused.value.issues
    assert (issue.code, issue.where.file) == (code, shown or str(tmp_path / kept))
    assert message in issue.message


def test_a_plan_that_is_too_large_is_reported_under_the_name_shown(tmp_path: Path) -> None:
    path = tmp_path / "3f2a"
    path.write_text("x" * 11, encoding="utf-8")

    with pytest.raises(InvalidPlanError) as refused:
        read_plan(path, limits=Limits(size=10), file="แผน.yaml")

    assert [(issue.code, issue.where.file) for issue in refused.value.issues] == [("too-large", "แผน.yaml")]
