from html.parser import HTMLParser

import pytest

from kpicascade.markup import table


class Reader(HTMLParser):
    """Collects the elements, the attributes and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "' onmouseover='alert(1)",
        "&lt;b&gt;",
        "</table><h1>",
        "<!-- -->",
    ],
)
def test_text_in_every_place_is_shown_as_it_is_and_never_becomes_markup(hostile: str) -> None:
    page = read(table(hostile, [hostile, "b"], [[hostile, hostile]], numeric=[1]))

    assert page.texts == [hostile, hostile, "b", hostile, hostile]
    assert set(page.elements) == {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert page.attributes == {"scope", "style"}


def test_the_first_column_names_the_rows_and_the_others_are_plain_cells() -> None:
    html = table("c", ["a", "b", "c"], [["1", "2", "3"]])

    assert html.count('scope="row"') == 1
    assert html.count('scope="col"') == 3
    assert html.count("<td ") == 2


def test_only_figures_are_set_right() -> None:
    html = table("", ["KPI", "score"], [["1.1", "4.80"]], numeric={1})

    assert html.count("text-align:right") == 2
    assert html.count("tabular-nums") == 2
    assert "<caption" not in html


def test_a_table_without_rows_is_still_a_table() -> None:
    assert read(table("nothing", ["a"], [])).elements == ["table", "caption", "thead", "tr", "th", "tbody"]


@pytest.mark.parametrize("row", [["1"], ["1", "2", "3"], []])
def test_a_row_that_does_not_fit_the_headers_is_the_callers_mistake(row: list[str]) -> None:
    with pytest.raises(ValueError, match="zip"):
        table("", ["a", "b"], [row])
