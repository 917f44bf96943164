"""Broken results: each with the code and the place that the reader must name, and nothing besides."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kpicascade.errors import InvalidResultsError, Issue
from kpicascade.io.results import read_results
from kpicascade.io.yaml import plan_from_yaml
from kpicascade.model.plan import Plan


def issues_of_file(path: Path, content: str | bytes, plan: Plan | None = None) -> list[tuple[str, str]]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InvalidResultsError) as refused:
        read_results(path, plan=plan)
    return [(issue.code, place_in_file(issue, path)) for issue in refused.value.issues]


def place_in_file(issue: Issue, path: Path) -> str:
    assert issue.where.file == str(path)
    return str(issue.where).removeprefix(str(path)).lstrip(":")


HEAD = "kpi,period,result\n"
LONG = "kpi,section,period,result,numerator,denominator,score,adjustment,reason,not_applicable\n"

CSV: dict[str, tuple[str | bytes, str, str]] = {
    # the file
    "nothing at all": ("", "empty-file", "1:1"),
    "only blank lines": ("\n,,\n\n", "empty-file", "1:1"),
    "more bytes than a file may have": (HEAD + "1,2556,5\n" + " " * 10_000_000, "too-large", ""),
    "neither UTF-8 nor Thai": (HEAD.encode() + b"1,2556,\xff\n", "not-utf-8", "2:8"),
    "Thai code page with unknown headers": ("ชื่อ,ค่า\n1,2\n".encode("cp874"), "not-utf-8", "1:1"),
    "a quotation mark never closed": (HEAD + '1,2556,5\n2,2556,"abc\n3,2556,5\n', "broken-quotes", "3:1"),
    "text after a closing quotation mark": (HEAD + '1,2556,"a"b\n', "broken-quotes", "2:1"),
    "a quotation mark never closed in the header": ('kpi,"period\n1,2556\n', "broken-quotes", "1:1"),
    "more rows than a table may have": (
        HEAD + "".join(f"k{i},2556,1\n" for i in range(100_001)),
        "too-many-rows",
        "100002:1",
    ),
    # the header
    "a misspelt column": ("kpi,period,resutl\n1,2556,5\n", "unknown-column", "1:12"),
    "a misspelt Thai column": ("ตัวชี้วัด,รอบ,ผลการดำเนินการ\n1,2556,5\n", "unknown-column", "1:15"),
    "a column twice": ("kpi,period,result,result\n1,2556,5,6\n", "duplicate-column", "1:19"),
    "a column in Thai and in English": (
        "kpi,period,result,ผลการดำเนินงาน\n1,2556,5,6\n",
        "duplicate-column",
        "1:19",
    ),
    "no period": ("kpi,result\n1,5\n2,6\n", "missing-column", "1:1"),
    "neither KPI nor section": ("period,result\n2556,5\n2556,6\n", "missing-column", "1:1"),
    "something under no header": (
        "kpi,period,result,\n1,2556,5,\n2,2556,5,?\n3,2556,5,?\n",
        "unnamed-column",
        "3:10",
    ),
    "hundreds of columns": ("kpi,period,result" + "," * 198 + "\n", "too-many-columns", "1:216"),
    # the shape of rows
    "a cell too few": (HEAD + "1,2556\n", "ragged-row", "2:1"),
    "a cell too many": (HEAD + "1,2556,5,6\n", "ragged-row", "2:10"),
    "steps not in quotes where semicolons separate cells": (
        "kpi;period;result\n6;2556;1;2;3\n",
        "ragged-row",
        "2:10",
    ),
    "a cell as long as a book": ("kpi,period,note\n1,2556," + "ก" * 32_768 + "\n", "too-long", "2:8"),
    "an id as long as a page": (HEAD + "k" * 501 + ",2556,5\n", "too-long", "2:1"),
    # cells
    "nan": (HEAD + "1,2556,nan\n", "not-a-result", "2:8"),
    "inf": (HEAD + "1,2556,-inf\n", "not-a-result", "2:8"),
    "True": (HEAD + "1,2556,True\n", "not-a-result", "2:8"),
    "n/a": (HEAD + "1,2556,N/A\n", "not-a-result", "2:8"),
    "a dash for nothing": (HEAD + "1,2556,–\n", "not-a-result", "2:8"),
    "a lookup that failed": (HEAD + "1,2556,#N/A\n", "spreadsheet-error", "2:8"),
    "a division by zero": (HEAD + "1,2556,#DIV/0!\n", "spreadsheet-error", "2:8"),
    "a column too narrow": (HEAD + "1,2556,#######\n", "spreadsheet-error", "2:8"),
    "a spreadsheet error for an id": (HEAD + "#REF!,2556,5\n", "spreadsheet-error", "2:1"),
    "a percent sign": (HEAD + "1,2556,85%\n", "percent-sign", "2:8"),
    "percent in Thai": (HEAD + "1,2556,ร้อยละ ๘๕.๕\n", "percent-sign", "2:8"),
    "a percent sign in a score": ("kpi,period,score\n1,2556,85 %\n", "percent-sign", "2:8"),
    "a decimal comma": (HEAD + '1,2556,"85,5"\n', "not-a-number", "2:8"),
    "two decimal points": (HEAD + "1,2556,85.5.1\n", "not-a-number", "2:8"),
    "a fraction": (HEAD + "1,2556,4/5\n", "not-a-number", "2:8"),
    "a number too large to be meant": (HEAD + "1,2556,1e9999999\n", "not-a-number", "2:8"),
    "more digits than anybody measures": (HEAD + f"1,2556,{'9' * 31}\n", "not-a-number", "2:8"),
    "words for a score": ("kpi,period,score\n1,2556,ดี\n", "not-a-number", "2:8"),
    "a day that the calendar lacks": (HEAD + "1,2556,31/9/2556\n", "not-a-date", "2:8"),
    "29 February of a Buddhist year that has none": (HEAD + "1,2556,2568-02-29\n", "not-a-date", "2:8"),
    "a year of two digits": (HEAD + "1,2556,30/9/56\n", "not-a-date", "2:8"),
    "a date with a time of day": (HEAD + "1,2556,2013-09-30 14:30\n", "not-a-date", "2:8"),
    "a date that the world reads in two ways": (HEAD + "1,2556,3/4/2013\n", "ambiguous-date", "2:8"),
    "points without an item": (HEAD + "1,2556,1.1=20;=10\n", "mixed-steps", "2:8"),
    "an item without points": (HEAD + "1,2556,1.1=20;1.2\n", "mixed-steps", "2:8"),
    "a gap among the steps": (HEAD + "1,2556,1;;3\n", "mixed-steps", "2:8"),
    "a formula": (HEAD + "1,2556,'=1+1\n", "mixed-steps", "2:8"),
    "an item twice": (HEAD + "1,2556,1.1=20;๑.๑=10\n", "repeated-step", "2:8"),
    "a step twice": (HEAD + "1,2556,1;2;1\n", "repeated-step", "2:8"),
    "a period of 13 months": (HEAD + "1,2556-13M,5\n", "not-a-period", "2:3"),
    "maybe applicable": (LONG + "1,,2556,,,,,,,อาจจะ\n", "not-a-boolean", "2:15"),
    "a character that nobody sees": (HEAD + "1\x00,2556,5\n", "control-character", "2:1"),
    # the row
    "KPI and section": (LONG + "1,2,2556,,,,3,,,\n", "kpi-and-section", "2:3"),
    "neither of the two": (LONG + ",,2556,5,,,,,,\n", "no-kpi-or-section", "2:1"),
    "no period in a row": (LONG + "1,,,5,,,,,,\n", "missing-period", "2:4"),
    "a section without a score": (LONG + ",2,2556,,,,,,,\n", "section-without-score", "2:2"),
    "a result of a section": (LONG + ",2,2556,85,,,3,,,\n", "section-with-result", "2:9"),
    "a section with nothing but a note": (
        "section,period,note\n2,2556,ดี\n",
        "section-without-score",
        "2:1",
    ),
    "an agreement without a score": ("holder,period,score\nopec,2556,\n", "section-without-score", "2:1"),
    "a result of a whole agreement": (
        "kpi,holder,period,result,score\n,opec,2556,85,4\n",
        "section-with-result",
        "2:12",
    ),
    "an agreement that does not apply": (
        "holder,period,score,not_applicable\nopec,2556,4,x\n",
        "section-with-result",
        "2:13",
    ),
    "an adjusted section without a reason": (
        LONG + ",2,2556,,,,,-0.2,,\n",
        "adjustment-without-reason",
        "2:13",
    ),
    "a KPI that cannot be read, of a holder": (
        "kpi,holder,period,result\n#REF!,opec,2556,85\n",
        "spreadsheet-error",
        "2:1",
    ),
    "a KPI that cannot be read, of a section": (
        "kpi,section,period,result\n#REF!,2,2556,85\n",
        "spreadsheet-error",
        "2:1",
    ),
    "a holder that cannot be read": (
        "kpi,holder,period,score\n,#REF!,2556,4\n",
        "spreadsheet-error",
        "2:2",
    ),
    "an agreement twice": (
        "holder,period,score\nopec,2556,4\nopec,2013,3\n",
        "duplicate-result",
        "3:1",
    ),
    "a result where none applies": (LONG + "1,,2556,85,,,,,,x\n", "not-applicable-with-result", "2:17"),
    "half a fraction": (LONG + "1,,2556,,17,,,,,\n", "numerator-without-denominator", "2:10"),
    "a fraction of nothing": (LONG + "1,,2556,,17,0,,,,\n", "zero-denominator", "2:13"),
    "an adjustment without a reason": (LONG + "1,,2556,5,,,,-0.2,,\n", "adjustment-without-reason", "2:14"),
    "a reason without an adjustment": (LONG + "1,,2556,5,,,,,ส่งช้า,\n", "reason-without-adjustment", "2:15"),
    "two adjustments and three reasons": (
        LONG + "1,,2556,5,,,,-0.2;-0.1,a;b;c,\n",
        "adjustment-count",
        "2:24",
    ),
    "a result twice": (HEAD + "1,2556,5\n2,2556,6\n1,2013-12M,7\n", "duplicate-result", "4:1"),
    "the fault of a row after a quoted line break": (
        'kpi,period,note,result\n1,2556,"a\nb",5\n2,2556,"c\nd",nan\n',
        "not-a-result",
        "5:4",
    ),
    "the fault of a cell after a quoted one": (
        'kpi,period,note,result\n1,2556,"a "", b",nan\n',
        "not-a-result",
        "2:18",
    ),
}


@pytest.mark.parametrize(("content", "code", "place"), CSV.values(), ids=CSV)
def test_a_broken_csv_file_is_refused_at_the_place(
    tmp_path: Path, content: str | bytes, code: str, place: str
) -> None:
    found = issues_of_file(tmp_path / "results.csv", content)

    assert found == [(code, place)]


TOP = "format: kpicascade-results/1\nresults:\n"

YAML = {
    # the file
    "nothing at all": ("", "empty-file", "1:1"),
    "a list": ("- 1\n", "wrong-shape", "1:1 $"),
    "no format": ("results: []\n", "missing-field", "1:1 $"),
    "a plan": ("format: kpicascade/1\nplan: {}\n", "unknown-format", "1:9 $.format"),
    "a format to come": ("format: kpicascade-results/2\nresults: 1\n", "unknown-format", "1:9 $.format"),
    "no results": ("format: kpicascade-results/1\n", "missing-field", "1:1 $"),
    "a KPI in curly quotation marks": (
        TOP + "- {kpi: “1”, period: 2556}\n",
        "curly-quotes",
        "3:9 $.results[0].kpi",
    ),
    "a format in curly quotation marks": ("format: “kpicascade-results/1”\n", "curly-quotes", "1:9 $.format"),
    "a no-break space in an indent": (TOP + "- kpi: 1\n\u00a0 period: 2556\n", "odd-space", "4:1"),
    "results that are no list": (TOP + "  kpi: 1\n", "wrong-shape", "3:3 $.results"),
    "an unknown section": ("sauce: x\n" + TOP + "- {kpi: 1, period: 2556}\n", "unknown-field", "1:1 $.sauce"),
    "a duplicate name": (
        TOP + "- {kpi: 1, period: 2556, kpi: 2}\n",
        "duplicate-key",
        "3:26 $.results[0].kpi",
    ),
    "a bracket never closed": (TOP + "- {kpi: 1, period: 2556\n", "yaml-syntax", "3:3"),
    "an alias": (TOP + "- {kpi: 1, period: 2556, note: *x}\n", "alias-not-allowed", "3:32 $.results[0].note"),
    "lists without end": ("[" * 30_000, "too-deep", "1:51"),
    # the row
    "a result that is no mapping": (TOP + "- 85\n", "wrong-shape", "3:3 $.results[0]"),
    "a misspelt field": (
        TOP + "- {kpi: 1, period: 2556, reslut: 85}\n",
        "unknown-field",
        "3:26 $.results[0].reslut",
    ),
    "a column of tables": (
        TOP + "- {kpi: 1, period: 2556, adjustment: -1}\n",
        "unknown-field",
        "3:26 $.results[0].adjustment",
    ),
    "no period": (TOP + "- {kpi: 1, result: 85}\n", "missing-period", "3:3 $.results[0]"),
    "an empty period": (
        TOP + "- {kpi: 1, period: , result: 85}\n",
        "missing-period",
        "3:20 $.results[0].period",
    ),
    "neither KPI nor section": (
        TOP + "- {period: 2556, result: 85}\n",
        "no-kpi-or-section",
        "3:3 $.results[0]",
    ),
    "a list of KPIs": (TOP + "- {kpi: [1, 2], period: 2556}\n", "wrong-shape", "3:9 $.results[0].kpi"),
    "not a number": (
        TOP + "- {kpi: 1, period: 2556, result: .nan}\n",
        "not-a-result",
        "3:34 $.results[0].result",
    ),
    "a percent sign": (
        TOP + "- {kpi: 1, period: 2556, result: 85%}\n",
        "percent-sign",
        "3:34 $.results[0].result",
    ),
    "points in words": (
        TOP + "- kpi: 1\n  period: 2556\n  result:\n    '1.1': 20\n    '1.2': ten\n",
        "not-a-number",
        "7:12 $.results[0].result.1.2",
    ),
    "points that are missing": (
        TOP + "- {kpi: 1, period: 2556, result: {a: 1, b: }}\n",
        "mixed-steps",
        "3:44 $.results[0].result.b",
    ),
    "a step twice": (
        TOP + "- {kpi: 1, period: 2556, result: [1, 2, ๑]}\n",
        "repeated-step",
        "3:41 $.results[0].result[2]",
    ),
    "a step that is a list": (
        TOP + "- {kpi: 1, period: 2556, result: [1, [2]]}\n",
        "wrong-shape",
        "3:38 $.results[0].result[1]",
    ),
    "an adjustment without a reason": (
        TOP + "- {kpi: 1, period: 2556, adjustments: [{points: -1, reason: late}, {points: -2}]}\n",
        "adjustment-without-reason",
        "3:77 $.results[0].adjustments[1].points",
    ),
    "a reason without points": (
        TOP + "- {kpi: 1, period: 2556, adjustments: [{reason: late}]}\n",
        "reason-without-adjustment",
        "3:49 $.results[0].adjustments[0].reason",
    ),
    "an adjustment of nothing": (
        TOP + "- {kpi: 1, period: 2556, adjustments: [{}]}\n",
        "adjustment-without-reason",
        "3:40 $.results[0].adjustments[0]",
    ),
    "adjustments that are no list": (
        TOP + "- {kpi: 1, period: 2556, adjustments: -0.2}\n",
        "wrong-shape",
        "3:39 $.results[0].adjustments",
    ),
    "a misspelt field of an adjustment": (
        TOP + "- {kpi: 1, period: 2556, adjustments: [{points: -1, reason: late, by: me}]}\n",
        "unknown-field",
        "3:67 $.results[0].adjustments[0].by",
    ),
    "a result twice": (
        TOP + "- {kpi: ๑, period: 2556}\n- {kpi: 1, period: 2013}\n",
        "duplicate-result",
        "4:9 $.results[1].kpi",
    ),
}


@pytest.mark.parametrize(("content", "code", "place"), YAML.values(), ids=YAML)
def test_a_broken_yaml_file_is_refused_at_the_place(
    tmp_path: Path, content: str, code: str, place: str
) -> None:
    found = issues_of_file(tmp_path / "results.yaml", content)

    assert found == [(code, place)]


FRAMES: dict[str, tuple[dict[str, list[Any]], str, str]] = {
    "a misspelt column": (
        {"kpi": ["1"], "period": ["2556"], "resutl": [5]},
        "unknown-column",
        "column resutl",
    ),
    "no period": ({"kpi": ["1"], "result": [5]}, "missing-column", "columns"),
    "ids that became floats": ({"kpi": [2.1, 2.10], "period": [2556, 2556]}, "number-as-id", "row 1 kpi"),
    "a true result": ({"kpi": ["1"], "period": [2556], "result": [True]}, "not-a-result", "row 1 result"),
    "an infinite result": (
        {"kpi": ["1", "2", "3"], "period": [2556] * 3, "result": [1, 2, float("inf")]},
        "not-a-number",
        "row 3 result",
    ),
    "a NaN of text": ({"kpi": ["1"], "period": [2556], "result": ["nan"]}, "not-a-result", "row 1 result"),
    "a time of day": (
        {"kpi": ["1"], "period": [2556], "result": [pd.Timestamp("2013-09-30 14:30")]},
        "not-a-date",
        "row 1 result",
    ),
    "a thing of pandas": ({"kpi": ["1"], "period": [pd.Timedelta(days=3)]}, "not-text", "row 1 period"),
    "a true score": ({"kpi": ["1"], "period": [2556], "score": [True]}, "not-a-number", "row 1 score"),
    "a true note": ({"kpi": ["1"], "period": [2556], "note": [True]}, "not-text", "row 1 note"),
    "a period that is missing": ({"kpi": ["1"], "period": [None]}, "missing-period", "row 1 period"),
    "a period that is no year": ({"kpi": ["1"], "period": [2556.5]}, "not-a-period", "row 1 period"),
    "something under no header": (
        {"kpi": ["1"], "period": [2556], "Unnamed: 2": [7]},
        "unnamed-column",
        "row 1",
    ),
    "a result twice": ({"kpi": ["1", "1"], "period": [2556, 2013]}, "duplicate-result", "row 2 kpi"),
    "a number too large": (
        {"kpi": ["1"], "period": [2556], "result": [Decimal("1e40")]},
        "not-a-number",
        "row 1 result",
    ),
}


@pytest.mark.parametrize(("columns", "code", "place"), FRAMES.values(), ids=FRAMES)
def test_a_broken_frame_is_refused_at_the_place(columns: dict[str, list[Any]], code: str, place: str) -> None:
    frame = pd.DataFrame(
        {name: pd.Series(cells, dtype=None if name == "kpi" else object) for name, cells in columns.items()}
    )

    with pytest.raises(InvalidResultsError) as refused:
        read_results(frame)

    assert [(issue.code, str(issue.where)) for issue in refused.value.issues] == [(code, place)]


PLAN = plan_from_yaml("""\
format: kpicascade/1
plan: {id: p, name: แผน, fiscal_year: 2556}
units:
- {id: marine, name: กรมเจ้าท่า}
- {id: law, name: สำนักกฎหมาย, part_of: marine}
- {id: port, name: กองท่าเรือ, part_of: marine}
kpis: [{id: 1.1, name: ก, holder: marine}, {id: 2-1, name: ข, holder: law}]
agreements:
- holder: marine
  sections: [{id: A, name: ก, weight: 60, kpis: [{kpi: 1.1, weight: 1}]}, {id: B, name: ข, weight: 40}]
- holder: law
  sections: [{id: A, name: ก, weight: 100, kpis: [{kpi: 2-1, weight: 1}]}]
""")

MISFITS = {
    "an unknown KPI": ("1.2,,,2556,5,\n", "unknown-kpi", "2:1"),
    "an unknown section": (",C,,2556,,5\n", "section-not-in-plan", "2:2"),
    "an unknown holder": ("1.1,,marien,2556,5,\n", "unknown-holder", "2:6"),
    "an unknown holder of a section": (",A,marien,2556,,5\n", "unknown-holder", "2:4"),
    "another's KPI": ("2-1,,marine,2556,5,\n", "wrong-holder", "2:6"),
    "another's section": (",B,law,2556,,5\n", "wrong-holder", "2:4"),
    "a section of two": (",A,,2556,,5\n", "ambiguous-section", "2:2"),
    "a KPI that cannot be read": ("#REF!,,port,2556,5,\n", "spreadsheet-error", "2:1"),
    "a section that cannot be read": (",#REF!,port,2556,,5\n", "spreadsheet-error", "2:2"),
    "an agreement of nobody": (",,marien,2556,,5\n", "unknown-holder", "2:3"),
    "an agreement of a unit that has none": (",,port,2556,,5\n", "agreement-not-in-plan", "2:3"),
    "a section of a unit without agreement": (",B,port,2556,,5\n", "wrong-holder", "2:4"),
    "an agreement twice": (",,marine,2556,,5\n,,MARINE,2013,,4\n", "duplicate-result", "3:3"),
    "a KPI twice in other letters": ("1.1,,,2556,5,\n๑.๑,,marine,2013,6,\n", "duplicate-result", "3:1"),
    "a section twice, once with its holder": (",B,,2556,,5\n,b,MARINE,2013,,4\n", "duplicate-result", "3:2"),
}


@pytest.mark.parametrize(("rows", "code", "place"), MISFITS.values(), ids=MISFITS)
def test_results_that_do_not_fit_the_plan_are_refused_at_the_place(
    tmp_path: Path, rows: str, code: str, place: str
) -> None:
    found = issues_of_file(tmp_path / "results.csv", "kpi,section,holder,period,result,score\n" + rows, PLAN)

    assert found == [(code, place)]


TWINS = plan_from_yaml("""\
format: kpicascade/1
plan: {id: p, name: แผน, fiscal_year: 2556}
units: [{id: u, name: กรม}, {id: law, name: สำนักกฎหมาย, part_of: u}, {id: Law, name: สำนักนิติการ, part_of: u}]
kpis: [{id: k1a, name: ก, holder: u}, {id: k1A, name: ข, holder: u}, {id: 2-1, name: ค, holder: law}]
agreements:
- {holder: u, sections: [{id: Sa, name: ก, weight: 1}, {id: sA, name: ข, weight: 1}]}
- {holder: law, sections: [{id: t, name: ก, weight: 1}]}
- {holder: Law, sections: [{id: x, name: ก, weight: 1}]}
""")

AMBIGUOUS = {
    "a KPI": ("K1A,,,2556,5,\n", "ambiguous-id", "2:1", "'K1A', which may mean 'k1a' or 'k1A'"),
    "a section": (",SA,,2556,,5\n", "ambiguous-id", "2:2", "'SA', which may mean 'Sa' or 'sA'"),
    "a section of a holder": (",SA,u,2556,,5\n", "ambiguous-id", "2:2", "'SA', which may mean 'Sa' or 'sA'"),
    "a holder": ("2-1,,LAW,2556,5,\n", "ambiguous-id", "2:6", "'LAW', which may mean 'law' or 'Law'"),
    "an agreement": (",,LAW,2556,,5\n", "ambiguous-id", "2:3", "'LAW', which may mean 'law' or 'Law'"),
    "another holder": ("2-1,,Law,2556,5,\n", "wrong-holder", "2:6", "held by 'law'"),
    "the same KPI twice": ("k1a,,,2556,5,\nk1a,,,2556,5,\n", "duplicate-result", "3:1", "KPI 'k1a'"),
}


@pytest.mark.parametrize(("rows", "code", "place", "message"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_ids_that_letter_case_alone_tells_apart_have_to_be_written_exactly(
    tmp_path: Path, rows: str, code: str, place: str, message: str
) -> None:
    path = tmp_path / "results.csv"
    path.write_text("kpi,section,holder,period,result,score\n" + rows, encoding="utf-8")

    with pytest.raises(InvalidResultsError) as refused:
        read_results(path, plan=TWINS)

    (issue,) = refused.value.issues
    assert (issue.code, place_in_file(issue, path)) == (code, place)
    assert message in issue.message


def test_every_fault_of_a_file_comes_out_at_once_in_its_order(tmp_path: Path) -> None:
    content = "kpi,holder,perid,result,score\n9,nobody,2556,85%,x\n1.1,law,2556,#REF!,\n1.1,,2556\n"

    found = issues_of_file(tmp_path / "results.csv", content, PLAN)

    assert found == [
        ("missing-column", "1:1"),
        ("unknown-column", "1:12"),
        ("unknown-kpi", "2:1"),
        ("unknown-holder", "2:3"),
        ("percent-sign", "2:15"),
        ("not-a-number", "2:19"),
        ("wrong-holder", "3:5"),
        ("spreadsheet-error", "3:14"),
        ("ragged-row", "4:1"),
    ]
