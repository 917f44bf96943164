import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpicascade.model.text import Name, did_you_mean, lookup_key, nearest, normalise

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


def test_look_ups_forget_letter_case() -> None:
    assert lookup_key("KPI 1") == lookup_key("kpi 1")


def test_the_nearest_name_is_found_for_two_letter_codes() -> None:
    assert nearest("CS9", ["CS1", "PM2"]) == "CS1"


def test_nothing_is_near_when_nothing_looks_alike() -> None:
    assert nearest("zzz", ["units", "kpis"]) == ""


def test_a_hint_lists_known_names_when_none_is_near() -> None:
    assert did_you_mean("zzz", ["a", "b"]) == "known here: 'a', 'b'."


def test_nearest_stays_usable_among_many_names() -> None:
    known = [f"k{number}" for number in range(60_000)]

    assert nearest("k1234x", known)[:5] == "k1234"


def test_a_name_shows_thai_before_english() -> None:
    assert str(Name(th="กรม", en="Department")) == "กรม"
    assert str(Name.of("Department")) == "Department"
    assert not Name()
