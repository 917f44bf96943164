"""Frames: what pandas makes of cells, and what comes back."""

import datetime as dt
import subprocess
import sys
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kpicascade.io.columns import THAI_HEADERS
from kpicascade.io.frames import results_to_frame
from kpicascade.io.results import read_results
from kpicascade.model.period import Period
from kpicascade.model.result import Adjustment, PointsEarned, Result, Results, Value

YEAR = Period.parse("2556")

CELLS: dict[str, tuple[Any, Value | None]] = {
    "None": (None, None),
    "NaN": (float("nan"), None),
    "NA": (pd.NA, None),
    "NaT": (pd.NaT, None),
    "a Decimal that is none": (Decimal("NaN"), None),
    "an int": (85, Decimal(85)),
    "a float": (0.1, Decimal("0.1")),
    "a numpy float": (np.float64(0.1), Decimal("0.1")),
    "a narrow float": (np.float32(0.1), Decimal("0.1")),
    "a half float": (np.float16(0.1), Decimal("0.1")),
    "a numpy int": (np.int8(-5), Decimal(-5)),
    "a Decimal": (Decimal("8.625"), Decimal("8.625")),
    "a number as text": ("๘๕.๕", Decimal("85.5")),
    "a timestamp": (pd.Timestamp("2013-09-30"), dt.date(2013, 9, 30)),
    "a date": (dt.date(2013, 9, 30), dt.date(2013, 9, 30)),
    "a date of a Buddhist year": (dt.date(2569, 3, 31), dt.date(2026, 3, 31)),
    "steps in a list": (["1", "2"], ("1", "2")),
    "points in a mapping": ({"1.1": 20}, (PointsEarned(item="1.1", points=Decimal(20)),)),
}


@pytest.mark.parametrize(("cell", "expected"), CELLS.values(), ids=CELLS)
def test_a_cell_of_a_frame_is_read_as_what_it_holds(cell: Any, expected: Value | None) -> None:  # noqa: ANN401  a frame holds anything
    cells = pd.Series([None, cell], dtype=object)
    frame = pd.DataFrame({"kpi": ["0", "1"], "period": "2556-12M", "result": cells})

    assert read_results(frame).rows[1].result == expected


@pytest.mark.parametrize("dtype", ["float64", "float32", "Float64", "Float32", object])
def test_columns_of_every_float_type_give_the_same_results(dtype: str) -> None:
    frame = pd.DataFrame({"kpi": ["1", "2"], "period": 2556, "result": pd.Series([0.1, None], dtype=dtype)})

    assert [row.result for row in read_results(frame).rows] == [Decimal("0.1"), None]


@pytest.mark.parametrize("dtype", ["bool", "boolean", object])
def test_flags_of_every_type_are_read(dtype: str) -> None:
    flags = pd.Series([True, False], dtype=dtype)

    results = read_results(pd.DataFrame({"kpi": ["1", "2"], "period": 2556, "not_applicable": flags}))

    assert [row.not_applicable for row in results.rows] == [True, False]


def test_whole_ids_and_years_that_gaps_made_floats_are_read_as_whole() -> None:
    frame = pd.DataFrame(
        {"kpi": [6.0, None], "section": [None, 2.0], "period": [2556.0, 2556.0], "score": [5, 4]}
    )

    results = read_results(frame)

    assert [(row.kpi, row.section, row.period) for row in results.rows] == [("6", "", YEAR), ("", "2", YEAR)]


def test_named_index_levels_are_columns() -> None:
    frame = pd.DataFrame({"kpi": ["1", "2"], "period": "2556", "result": [5, 6]})

    results = read_results(frame.set_index(["kpi", "period"]))

    assert results == read_results(frame)


def test_a_frame_keeps_its_caller_s_data() -> None:
    frame = pd.DataFrame({"kpi": [6.0, None], "section": [None, "2"], "period": 2556, "score": [5, 4]})
    before = frame.copy(deep=True)

    read_results(frame)

    pd.testing.assert_frame_equal(frame, before)


def test_results_are_laid_out_one_row_each() -> None:
    results = Results(
        rows=(
            Result(
                kpi="2.10",
                period=YEAR,
                result=(PointsEarned(item="1.1", points=Decimal(20)),),
                adjustments=(
                    Adjustment(points=Decimal("-0.2"), reason="a;b"),
                    Adjustment(points=Decimal(1), reason="c"),
                ),
                evidence=("x;y", "z\\", "w"),
            ),
            Result(kpi="3", period=YEAR, result=("1",), note="'=1"),
        )
    )

    frame = results_to_frame(results)

    assert list(frame.columns) == list(THAI_HEADERS)
    assert frame.loc[0].dropna().to_dict() == {
        "kpi": "2.10",
        "period": "2556-12M",
        "result": "1.1=20",
        "adjustment": "-0.2;1",
        "reason": "a\\;b;c",
        "not_applicable": False,
        "evidence": "x\\;y;z\\ ;w",
        "illustrative": False,
    }
    assert (frame.loc[1, "result"], frame.loc[1, "note"]) == ("1;", "''=1")


def test_reading_a_csv_file_needs_no_pandas() -> None:
    code = "import sys, kpicascade.io.results; sys.exit('pandas' in sys.modules)"

    finished = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603  our own interpreter and code

    assert finished.returncode == 0
