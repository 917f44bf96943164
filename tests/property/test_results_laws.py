"""Laws of reading results: what the form of a file may not change."""

import contextlib
import csv
import datetime as dt
import io
import tempfile
from decimal import Decimal
from pathlib import Path

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kpicascade.errors import InvalidResultsError
from kpicascade.io.columns import THAI_HEADERS
from kpicascade.io.frames import results_to_frame
from kpicascade.io.results import read_results
from kpicascade.model.period import Period
from kpicascade.model.result import Adjustment, PointsEarned, Result, Results

NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=3)
PERIODS = st.sampled_from(["2556-12M", "2556-6M", "2557-Q2", "2013-9M", "2558-M3"]).map(Period.parse)
IDS = st.from_regex(r"[A-Zก-ฮ]{0,2}[1-9]([.-][0-9]{1,2}){0,2}", fullmatch=True)
WORDS = st.text(alphabet="กขคงนมา abc;,\"'=-@\\\n", max_size=12).map(str.strip)
"""Free text with everything that a table might trip over."""
LABELS = st.sampled_from(["A", "B+", "ดีมาก", "NO", "ผ่าน"])
STEPS = st.lists(IDS, unique=True, max_size=4).map(tuple)
POINTS = st.lists(
    st.builds(PointsEarned, item=IDS, points=NUMBERS), unique_by=lambda one: one.item, max_size=4
)
DATES = st.dates(dt.date(1900, 1, 1), dt.date(2399, 12, 31))
MEASURED = st.one_of(st.none(), NUMBERS, DATES, LABELS, STEPS, POINTS.map(tuple))
REASONS = WORDS.filter(bool)
ADJUSTMENTS = st.lists(st.builds(Adjustment, points=NUMBERS, reason=REASONS), max_size=3).map(tuple)
EVIDENCE = st.lists(WORDS.filter(bool), max_size=3).map(tuple)


@st.composite
def kpi_results(draw: st.DrawFn) -> Result:
    numerator = draw(st.none() | NUMBERS)
    return Result(
        kpi=draw(IDS),
        holder=draw(st.sampled_from(["", "กรมเจ้าท่า", "law"])),
        period=draw(PERIODS),
        result=draw(MEASURED),
        numerator=numerator,
        denominator=None if numerator is None else draw(NUMBERS.filter(bool)),
        score=draw(st.none() | NUMBERS),
        adjustments=draw(ADJUSTMENTS),
        note=draw(WORDS),
        evidence=draw(EVIDENCE),
        illustrative=draw(st.booleans()),
    )


@st.composite
def section_results(draw: st.DrawFn) -> Result:
    """Draw a row of a section or, where no section is named, of a whole agreement."""
    section, score = draw(st.just("") | IDS), draw(st.none() | NUMBERS)
    return Result(
        section=section,
        holder=draw(st.sampled_from(["law", "กรมเจ้าท่า"] + [""] * bool(section))),
        period=draw(PERIODS),
        score=score,
        adjustments=draw(ADJUSTMENTS.filter(bool) if score is None else ADJUSTMENTS),
        note=draw(WORDS),
        evidence=draw(EVIDENCE),
    )


ABSENT_KPIS = st.builds(Result, kpi=IDS, period=PERIODS, not_applicable=st.just(value=True), note=WORDS)
RESULTS = st.lists(
    st.one_of(kpi_results(), section_results(), ABSENT_KPIS),
    min_size=1,
    max_size=6,
    unique_by=lambda row: (
        row.kpi,
        row.section,
        row.period,
        not row.kpi and row.holder,
    ),
).map(lambda rows: Results(rows=tuple(rows)))


def read_text(text: str, suffix: str) -> Results:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"results{suffix}"
        path.write_text(text, encoding="utf-8", newline="")
        return read_results(path)


def csv_of(frame: pd.DataFrame, headers: dict[str, str] | None = None, delimiter: str = ",") -> str:
    """Write a table as a spreadsheet would, with the library that has nothing to do with the reader."""
    names = [headers[name] if headers else name for name in frame.columns]
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(names)
    for cells in frame.itertuples(index=False):
        writer.writerow([_guarded("" if cell is None else str(cell)) for cell in cells])
    return file.getvalue()


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) and not text[1:2].isdigit() else text


def yaml_of(results: Results) -> str:
    """Write results as YAML by hand: every text in double quotes, steps and points as lists and mappings."""
    lines = ["format: kpicascade-results/1", "results:"]
    for row in results.rows:
        fields = {
            "kpi": quoted(row.kpi),
            "section": quoted(row.section),
            "holder": quoted(row.holder),
            "period": str(row.period),
            "result": yaml_result(row),
            "numerator": plain(row.numerator),
            "denominator": plain(row.denominator),
            "score": plain(row.score),
            "not_applicable": str(row.not_applicable).lower(),
            "note": quoted(row.note),
            "illustrative": str(row.illustrative),
            "evidence": f"[{', '.join(quoted(one) for one in row.evidence)}]",
            "adjustments": "["
            + ", ".join(f"{{points: {one.points}, reason: {quoted(one.reason)}}}" for one in row.adjustments)
            + "]",
        }
        lines.append("- {" + ", ".join(f"{name}: {text}" for name, text in fields.items()) + "}")
    return "\n".join(lines)


def yaml_result(row: Result) -> str:
    if not isinstance(row.result, tuple):
        return plain(row.result)
    pairs = [f"{quoted(one.item)}: {one.points}" for one in row.result if isinstance(one, PointsEarned)]
    steps = [quoted(one) for one in row.result if isinstance(one, str)]
    return "{" + ", ".join(pairs) + "}" if pairs else "[" + ", ".join(steps) + "]"


def plain(found: object) -> str:
    return "" if found is None else str(found)


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


@given(RESULTS)
def test_csv_yaml_and_frames_of_the_same_rows_give_equal_results(results: Results) -> None:
    frame = results_to_frame(results)

    from_csv, from_yaml = read_text(csv_of(frame), ".csv"), read_text(yaml_of(results), ".yaml")

    assert from_csv == from_yaml == read_results(frame) == results


@given(RESULTS, st.sampled_from([",", ";", "\t"]))
def test_thai_headers_give_the_same_results_as_english_ones(results: Results, delimiter: str) -> None:
    text = csv_of(results_to_frame(results), THAI_HEADERS, delimiter)

    assert read_text(text, ".csv") == results


@given(RESULTS, st.randoms(use_true_random=False), st.permutations(list(THAI_HEADERS)))
def test_the_order_of_rows_and_columns_changes_nothing(
    results: Results, random: object, columns: list[str]
) -> None:
    frame = results_to_frame(results)
    order = list(range(len(frame)))
    random.shuffle(order)  # type: ignore[attr-defined]  # Hypothesis gives a Random

    found = read_text(csv_of(frame.iloc[order][columns]), ".csv")

    assert found.rows == tuple(results.rows[index] for index in order)


@given(RESULTS)
def test_the_thai_code_page_gives_the_same_rows_as_utf_8(results: Results) -> None:
    text = csv_of(results_to_frame(results), THAI_HEADERS)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.csv"
        path.write_bytes(text.encode("cp874"))
        found = read_results(path)

    assert found.rows == results.rows


@given(st.dates(dt.date(1900, 1, 1), dt.date(2399, 12, 31)))
def test_a_date_means_the_same_day_however_it_is_written(day: dt.date) -> None:
    buddhist = day.year + 543
    writings = (
        f"{day.year}-{day.month}-{day.day}",
        f"{buddhist}-{day.month:02}-{day.day:02}",
        f"{day.day}/{day.month}/{buddhist}",
        f"{day.day:02}-{day.month:02}-{buddhist}",
    )
    rows = "".join(f"{index},2556,{writing}\n" for index, writing in enumerate(writings))

    found = read_text(f"kpi,period,result\n{rows}", ".csv")

    assert {row.result for row in found.rows} == {day}
    assert [issue.where.line for issue in found.mended] == [3]


@given(st.integers(0, 5), NUMBERS)
def test_a_single_step_and_a_number_are_told_apart(step: int, number: Decimal) -> None:
    found = read_text(f"kpi,period,result\n1,2556,{step};\n2,2556,{number}\n", ".csv")

    assert [row.result for row in found.rows] == [(str(step),), number]


ODD_CELLS = st.sampled_from(["", "1", "0", "-0.2", "x", "late", "#REF!", "1;2", "a;b", "nan", "2556", "law"])


@given(st.lists(st.lists(ODD_CELLS, min_size=14, max_size=14), min_size=1, max_size=3))
def test_a_row_is_read_or_refused_with_its_faults_and_nothing_else_happens(rows: list[list[str]]) -> None:
    frame = pd.DataFrame(rows, columns=list(THAI_HEADERS), dtype=object)

    with contextlib.suppress(InvalidResultsError):
        found = read_results(frame.assign(period="2556"))

        assert read_results(results_to_frame(found)) == found
