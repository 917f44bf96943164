import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicascade.model.weight import Weight

A = {"A": Decimal(10), "ก": Decimal("2.5")}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("15", Fraction(15)),
        ("2.5", Fraction(5, 2)),
        ("30 + A", Fraction(40)),
        ("27-A", Fraction(17)),
        ("27 \u2212 A", Fraction(17)),
        ("2 + 3 * A", Fraction(32)),
        ("(2 + 3) * A", Fraction(50)),
        ("100 - 30 - A", Fraction(60)),
        ("60 / 3 / 2", Fraction(10)),
        ("1/3", Fraction(1, 3)),
        ("๑๐ + ก", Fraction(25, 2)),
    ],
)
def test_weights_are_worked_out_exactly(text: str, value: Fraction) -> None:
    assert Weight(text).value(A) == value


@pytest.mark.parametrize(
    "text",
    ["", "  ", "30 +", "+ 30", "-5", "(30", "30)", "30 A", "A A", "30 ** 2", "A.real", "f(1)", "1;2", "'x'",
     "3O%",
     "[1]", "1 if A else 2", "1e9", "()", "1" * 31, "+".join(["1"] * 60)],
)  # fmt: skip
def test_what_is_no_weight_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        Weight(text)


def test_a_weight_that_is_far_too_long_is_refused_at_once() -> None:
    text = "1+" * 5_000_000

    started = time.process_time()
    with pytest.raises(ValueError, match="at most 1,000 characters"):
        Weight(text)

    assert time.process_time() - started < 0.5


def test_a_weight_of_as_many_characters_as_may_be_is_read() -> None:
    assert Weight("1" + " " * 999).value({}) == 1


def test_a_weight_names_its_parameters_once_each() -> None:
    assert Weight("A + ก * A").parameters == ("A", "ก")


def test_an_unknown_parameter_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="B"):
        Weight("30 + B").value(A)


def test_spaces_do_not_make_weights_different() -> None:
    assert Weight("30  + A ") == Weight("30 + A")


@given(
    st.lists(st.tuples(st.sampled_from("+-*"), st.integers(0, 99)), min_size=1, max_size=12),
    st.integers(0, 99),
)
def test_weights_agree_with_python_on_whole_numbers(steps: list[tuple[str, int]], first: int) -> None:
    text = f"{first}" + "".join(f" {sign} {number}" for sign, number in steps)

    # eval is the independent method here; the text is made above of digits and three signs.
    assert Weight(text).value({}) == eval(text)  # noqa: S307
