import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpicascade.model.text import Name, arabic_digits, did_you_mean, lookup_key, nearest, normalise

THAI = st.text(alphabet=[*map(chr, range(0x0E00, 0x0E5C)), " ", "\u200b", "\u00a0"], max_size=12)


@pytest.mark.parametrize(
    ("usual", "typed"),
    [
        ("น้ำ", "นํ้า"),
        ("น้ำ", "น้ํา"),
        ("น้ำ", "นำ้"),
        ("แผน", "เเผน"),
        ("ที่", "ท่ี"),
        ("ผู้", "ผู้"),
        ("2-1", "๒-๑"),
        ("กรม ก", "กรม\u00a0ก"),
        ("กรม", "ก\u200bรม"),
        ("กรม", "\ufeff  กรม\t"),
        ("กรม ก", "กรม  ก"),
    ],
)
def test_spellings_that_look_alike_become_equal(usual: str, typed: str) -> None:
    assert normalise(typed) == usual


@pytest.mark.parametrize(
    ("one", "other"),
    [("น้ำ", "นำ"), ("เผน", "แผน"), ("กัน", "กับ"), ("ปี", "ปี่"), ("1", "11"), ("กรม ก", "กรมก"), ("มา", "ม่า")],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(THAI | st.text(max_size=12))
@example("ํา้")
@example("ำ้ำ้")
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once


@pytest.mark.parametrize(
    ("usual", "typed"),
    [
        ("ก\u0e38\u0e49ำ", "ก\u0e4d\u0e38\u0e49า"),
        ("ก\u0e48ำ\u0e34", "ก\u0e48\u0e4dา\u0e34"),
        ("ก\u0e48\u0e49ำำ", "กำ\u0e48ำ\u0e49"),
        ("ก\u0e4dำ", "ก\u0e4d\u0e4dา"),
        ("ก\u0e3a\u0e38\u0e34\u0e48\u0e4c", "ก\u0e48\u0e4c\u0e34\u0e38\u0e3a"),
    ],
)
def test_marks_in_any_number_take_one_order(usual: str, typed: str) -> None:
    assert normalise(typed) == usual


@given(
    st.text(alphabet=[*map(chr, range(0x0E30, 0x0E50)), "ก", "e", "\u0300", "\u0334", "\u0f73"], max_size=12)
)
@example("\u0e34\u0300\u0e34\u0300\u0e38")
def test_what_unicode_calls_equal_is_equal(text: str) -> None:
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(text) == normalise(normalise(text))


@pytest.mark.parametrize(
    "part",
    ["ำ", "ํา", "ุ่", "\u0e34\u0300", "\u0300\u0334", "\u0f73", "เ", "\u0e4d", "ำ\u0e48", "ก\u0e38\u0e48\u0e38"],
    ids=ascii,
)
@pytest.mark.parametrize("last", ["", "\u0e48", "\u0e38", "\u0e32"], ids=ascii)
def test_text_made_to_be_slow_takes_no_longer_than_other_text(part: str, last: str) -> None:
    count = 100_000 // len(part)
    text = part * count + last * count

    started = time.process_time()
    normalise(text)

    assert (
        time.process_time() - started < 2
    )  # a tenth of it as a rule; quadratic ways take 10 seconds and more


def test_thai_digits_become_arabic_ones() -> None:
    assert arabic_digits("๐๑๒๓๔๕๖๗๘๙ ก9") == "0123456789 ก9"


def test_look_ups_forget_letter_case() -> None:
    assert lookup_key("KPI 1") == lookup_key("kpi 1")


def test_the_nearest_name_is_found_for_two_letter_codes() -> None:
    assert nearest("CS9", ["CS1", "PM2"]) == "CS1"


def test_nothing_is_near_when_nothing_looks_alike() -> None:
    assert nearest("zzz", ["units", "kpis"]) == ""


def test_a_hint_lists_known_names_when_none_is_near() -> None:
    assert did_you_mean("zzz", ["a", "b"]) == "known here: 'a', 'b'."


@pytest.mark.parametrize("sign", "\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
def test_a_name_with_another_dash_comes_before_one_with_another_letter(sign: str) -> None:
    known = ["ส-3", f"น{sign}3", "น-4"]

    assert nearest("น-3", known) == f"น{sign}3"
    assert nearest(f"น{sign}3", ["ส-3", "น-3", "น-4"]) == "น-3"


@pytest.mark.parametrize(
    ("typed", "other", "meant"),
    [
        ("'K3'", "'K4'", "K3"),
        ("“K3”", "“K4”", '"K3"'),
        ("a b c", "a b d", "abc"),
        ("K3 ก", "K4 ก", "k3ก"),
    ],
)
def test_quotes_spaces_and_letter_case_count_less_than_another_letter(
    typed: str, other: str, meant: str
) -> None:
    assert nearest(typed, [other, meant]) == meant


def test_of_two_alike_the_one_in_the_same_signs_is_suggested() -> None:
    assert nearest("b–1", ["B-1", "b 1", "B–1"]) == "B–1"


def test_a_suggestion_that_is_hard_to_tell_apart_says_where_to_look() -> None:
    assert did_you_mean("น-3", ["ส-3", "น–3"]) == "did you mean 'น–3'? (look at dashes, quotes and spaces)"
    assert did_you_mean("KPI", ["kpi"]) == "did you mean 'kpi'?"


def test_ids_with_different_dashes_stay_different() -> None:
    assert normalise("น-3") != normalise("น–3")


def test_a_twin_is_found_among_many_names_in_no_time() -> None:
    known = [*(f"k-{number}" for number in range(60_000)), "k–77x"]
    started = time.process_time()

    found = nearest("k-77x", known)

    assert found == "k–77x"
    assert time.process_time() - started < 1  # a twentieth of it as a rule


def test_nearest_stays_usable_among_many_names() -> None:
    known = [f"k{number}" for number in range(60_000)]

    assert nearest("k1234x", known)[:5] == "k1234"


def test_a_name_shows_thai_before_english() -> None:
    assert str(Name(th="กรม", en="Department")) == "กรม"
    assert str(Name.of("Department")) == "Department"
    assert not Name()
