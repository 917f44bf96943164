from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicascade.model.number import number_from_float, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("85", "85"),
        (" 4.50 ", "4.50"),
        ("๑,๒๓๔.๕", "1234.5"),
        ("1,234,567", "1234567"),
        ("-0.2", "-0.2"),
        ("\u22120.4", "-0.4"),
        (".5", "0.5"),
        ("1e3", "1E+3"),
    ],
)
def test_numbers_are_read_as_written(text: str, number: str) -> None:
    assert str(parse_number(text)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "nan",
        "inf",
        "-Infinity",
        "85%",
        "0x10",
        "1_000",
        "12,34",
        "1,2345",
        "²",
        "1:30",
        "--1",
        ".",
        "1.2.3",
        "ห้า",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        parse_number(text)


@pytest.mark.parametrize("text", ["1" * 31, "1e31", "1e-31", "1e9999999", "1e" + "9" * 5000])
def test_numbers_that_would_keep_exact_arithmetic_busy_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"at most|power of ten"):
        parse_number(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_a_decimal_survives_being_written_and_read(number: Decimal) -> None:
    assert parse_number(f"{number:f}") == number


def test_a_float_is_taken_as_it_prints() -> None:
    assert number_from_float(0.1) == Decimal("0.1")


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_float_that_is_no_figure_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="expected"):
        number_from_float(number)
