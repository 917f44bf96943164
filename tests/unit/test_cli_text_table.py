import pytest

from kpicascade.cli.text_table import Column, cut, text_table, width

NAME = Column(header="name", least=6)
SCORE = Column(header="score", is_figure=True)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", 0),
        ("KPI 1.1", 7),
        ("กขค", 3),  # letters only
        ("ที่", 1),  # one letter, a vowel and a tone above it
        ("กู้", 1),  # a vowel below, a tone above
        ("น้ำ", 2),  # sara am takes a place of its own
        ("เแโใไ", 5),  # vowels written before their letter are letters
        ("ค่า\u200bเฉลี่ย", 6),  # a break that is not seen
        ("目標", 4),
    ],
)
def test_width_counts_the_places_that_a_terminal_uses(text: str, places: int) -> None:
    assert width(text) == places


@pytest.mark.parametrize(
    ("text", "places", "shown"),
    [
        ("ตัวชี้วัด", 5, "ตัวชี้วัด"),  # fits exactly
        ("ตัวชี้วัด", 4, "ตัวชี้…"),  # marks stay on their letter
        ("ตัวชี้วัด", 1, "…"),
        ("น้ำมัน", 2, "…"),  # sara am is not parted from its letter
        ("น้ำมัน", 3, "น้ำ…"),
        ("one two", 5, "one…"),  # no space before the ellipsis
        ("目標値", 4, "目…"),  # a wide letter that would stick out goes whole
    ],
)
def test_cut_keeps_within_the_places_and_letters_whole(text: str, places: int, shown: str) -> None:
    assert cut(text, places) == shown


def test_columns_stand_in_line_whatever_marks_stand_on_the_letters() -> None:
    rows = [("ที่ดิน", "4.8"), ("ป่าไม้", "10.25"), ("law", "")]

    assert text_table((NAME, SCORE), rows).splitlines() == [
        "name  score",
        "ที่ดิน     4.8",
        "ป่าไม้  10.25",
        "law",
    ]


def test_spaces_at_the_start_of_a_cell_indent_it_and_line_breaks_become_spaces() -> None:
    table = text_table((NAME, SCORE), [("  one\n two", "1")])

    assert table.splitlines()[1] == "  one two      1"


def test_a_table_without_rows_is_its_headers() -> None:
    assert text_table((NAME, SCORE), []) == "name  score"


def test_a_table_is_as_wide_as_it_needs_where_nothing_limits_it() -> None:
    table = text_table((NAME, SCORE), [("x" * 500, "1")])

    assert width(table.splitlines()[1]) == 500 + 2 + len("score")


def test_a_narrow_terminal_cuts_names_and_never_figures() -> None:
    table = text_table((NAME, SCORE), [("ระดับความสำเร็จในการประหยัด", "4.8000")], places=20)

    assert table.splitlines()[1] == "ระดับความสำเ…  4.8000"
    assert {width(line) for line in table.splitlines()} == {20}


def test_columns_that_may_be_cut_give_way_from_left_to_right() -> None:
    columns = (NAME, Column(header="reason", least=8))
    table = text_table(columns, [("a" * 10, "b" * 20)], places=20)

    assert table.splitlines()[1] == f"{'a' * 5}…  {'b' * 11}…"


def test_a_terminal_too_narrow_for_all_still_shows_the_least_of_each_column() -> None:
    table = text_table((NAME, SCORE), [("a" * 10, "123456789")], places=5)

    assert table.splitlines()[1] == f"{'a' * 5}…  123456789"


def test_a_short_column_is_not_widened_to_its_least() -> None:
    table = text_table((Column(header="a", least=50), SCORE), [("b", "1")], places=3)

    assert table.splitlines()[1] == "b      1"
