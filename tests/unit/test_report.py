import os
import re
import subprocess
import sys
from base64 import b64encode
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import pytest

from kpicascade.cascade import Cascade
from kpicascade.errors import CannotWriteError
from kpicascade.io.yaml import plan_from_yaml
from kpicascade.model.period import Period
from kpicascade.model.plan import Parameter, Plan
from kpicascade.model.result import Adjustment, PointsEarned, Result, Results
from kpicascade.model.weight import Weight
from kpicascade.scorecard import Scorecard, evaluate
from kpicascade.views.report import render_report, write_report
from kpicascade.views.words import Language

PERIOD = Period.parse("2569-6M")

PLAN = """
format: kpicascade/1
plan:
  id: everything
  name: {th: แผนที่มีทุกอย่าง, en: A plan with everything}
  fiscal_year: 2569
  vision: {th: วิสัยทัศน์ขององค์กร, en: What the organisation wants to be}
  source: A source that was made up
  illustrative: All of it is made up
  parameters: [{name: A, value: 10, note: A note on the parameter}]
units:
  - {id: org, name: {th: กรมทดสอบ, en: Department of tests}}
  - {id: north, name: {th: สำนักเหนือ, en: Northern office}, part_of: org}
  - {id: south, name: {th: สำนักใต้, en: Southern office}, part_of: org}
positions:
  - {id: chief, name: {th: หัวหน้า, en: Chief}, unit: north, person: A person}
goals:
  - {id: g1, name: {th: ประชาชนพอใจ, en: People are content}}
kpis:
  - id: k-levels
    name: {th: ร้อยละของความพึงพอใจ, en: Share of people who are content}
    holder: org
    goals: [g1]
    definition: What is meant by content
    formula: content people / all people
    unit_of_measure: ร้อยละ
    target: 85
    scale: {kind: levels, cuts: [65, 70, 75, 80, 85]}
    criteria: {1: The first level in words, 5: The fifth level in words}
    note: A note on the KPI
  - id: k-contributed
    name: {th: ตัวชี้วัดที่หน่วยงานช่วยกัน, en: What the units bring about}
    holder: org
    unit_of_measure: คะแนน
    scale: {kind: levels, cuts: [1, 2, 3, 4, 5]}
  - id: k-label
    name: {th: ผลเป็นชื่อระดับ, en: A result that is a label}
    holder: org
    scale: {kind: labels, labels: {A very good label that is long: 5, A bad label that is quite as long: 1}}
  - id: k-steps
    name: {th: ทำตามขั้นตอน, en: A result in steps}
    holder: north
    measure: steps
    contributes_to: [{kpi: k-contributed, weight: 2, role: helps with steps}]
    scale:
      kind: milestones
      steps:
        - {id: s1, name: The first step that has to be done}
        - {id: s2, name: The second step that has to be done}
        - {id: s3, name: The third step that has to be done}
  - id: k-points
    name: {th: รายการตรวจ, en: A checklist}
    holder: south
    contributes_to: [k-contributed]
    measure: steps
    kind: unit_specific
    scale:
      kind: points
      items:
        - {id: i1, name: An item of the checklist, points: 60}
        - {id: i2, name: Another item, points: 40, parts: [{id: p1, points: 30}, {id: p2}]}
  - id: k-same
    name: {th: ตัวชี้วัดเดียวกัน, en: The same KPI}
    holder: north
    same_as: k-levels
  - id: k-missing
    name: {th: ยังไม่มีผล, en: Nothing was reported}
    holder: south
    target: 2569-03-31
    scale: {kind: dates, cuts: [2569-05-31, 2569-03-31]}
  - id: k-absent
    name: {th: ไม่ประเมิน, en: Does not apply}
    holder: chief
    scale: {kind: range, points: [{result: 1, score: 1}, {result: 2, score: 5}, {result: 3, score: 1}]}
agreements:
  - holder: org
    name: {th: คำรับรองของกรม, en: The agreement of the department}
    signatories: [{name: One who signs, position: Head of all}]
    sections:
      - id: outer
        name: {th: มิติภายนอก, en: External}
        weight: 60 + A
        kpis: [{kpi: k-levels, weight: 3}, {kpi: k-contributed, weight: 4}]
      - id: inner
        name: {th: มิติภายใน, en: Internal}
        weight: 30
        missing: zero
        sections:
          - {id: deeper, name: {th: ลึกลงไป, en: Deeper}, weight: 1, kpis: [{kpi: k-label, weight: 1}]}
  - holder: north
    sections:
      - id: work
        name: {th: งาน, en: Work}
        weight: 1
        kpis: [{kpi: k-steps, weight: 1}, {kpi: k-same, weight: 2}]
  - {holder: south, kpis: [{kpi: k-points, weight: 30}, {kpi: k-missing, weight: 10}]}
  - {holder: chief, kpis: [{kpi: k-absent, weight: 5, if_absent: k-steps}, {kpi: k-steps, weight: 5}]}
matrix:
  - {kpi: k-levels, owners: [north], supporters: [south]}
  - {kpi: k-contributed, owners: [north, south], joint: true}
  - {goal: g1, owners: [chief], supporters: [south]}
"""


def results() -> Results:
    points = {"i1": Decimal(45), "p1": Decimal("2.5"), "p2": Decimal(0)}
    earned = tuple(PointsEarned(item=item, points=each) for item, each in points.items())
    rows = (
        Result(
            period=PERIOD,
            kpi="k-levels",
            result=Decimal("83.30"),
            adjustments=(Adjustment(points=Decimal("-0.2"), reason="One report came late"),),
            note="A note on the result",
            evidence=("The first piece of evidence", "The second piece of evidence"),
        ),
        Result(period=PERIOD, kpi="k-label", result="A very good label that is long", illustrative=True),
        Result(period=PERIOD, kpi="k-steps", result=("s1", "s2")),
        Result(period=PERIOD, kpi="k-points", result=earned),
        Result(period=PERIOD, kpi="k-absent", not_applicable=True, note="Why it does not apply"),
    )
    return Results(rows=rows, source="Another made-up source", illustrative="Some of it is made up")


def card_of(plan: Plan, measured: Results) -> Scorecard:
    return evaluate(Cascade(plan), measured, period=PERIOD)


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return card_of(plan_from_yaml(PLAN), results())


class Reader(HTMLParser):
    """Collects the elements of a page with their attributes, its text, and the figures of each row."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.rows: list[list[str]] = []
        self.styles: list[str] = []
        self._inside = ""
        self._opened: list[str] = []
        self.closed_wrongly: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        classes = given.get("class", "").split()
        if "row" in classes and "heads" not in classes:
            self.rows.append([])
        self._inside = "value" if "value" in classes else tag
        if tag not in {"meta", "br"}:
            self._opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""
        if not self._opened or self._opened.pop() != tag:
            self.closed_wrongly.append(tag)

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self.styles.append(data)
            return
        if data.strip():
            self.texts.append(data)
        if self._inside == "value" and self.rows and data.strip():
            self.rows[-1].append(data)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def structure(self) -> list[tuple[str, list[str]]]:
        """The elements and the names of their attributes; the language of a text may differ."""
        return [(tag, [name for name in given if name != "lang"]) for tag, given in self.elements]


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% if x %}{# #}",
    "{lowest}{0}{}%s",
    "&amp;&lt;b&gt;&",
    "</style></title></bdi></summary></details><h1>",
    "<!-- --> ]]>",
    "\u202eקרן\u200b\u0e33น้ำ",
    "=cmd|' /C calc'!A0",
)


def poisoned(noun: Any, hostile: str) -> Any:  # noqa: ANN401  takes any part of a plan and returns its like
    """Add hostile text to every text in a plan or in results: ids, references and places in files alike."""
    if isinstance(noun, Enum | Weight) or noun == "":
        return noun
    if isinstance(noun, str):
        return noun + hostile
    if isinstance(noun, tuple):
        return tuple(poisoned(each, hostile) for each in noun)
    if not attrs.has(type(noun)):
        return noun
    # A parameter's name stands in the expressions of weights, which admit only names.
    kept = {"name"} if isinstance(noun, Parameter) else set()
    changes = {
        field.name: poisoned(getattr(noun, field.name), hostile)
        for field in attrs.fields(type(noun))
        if field.init and field.name not in kept
    }
    return attrs.evolve(noun, **changes)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_of_a_plan_or_of_results_ever_becomes_markup(
    card: Scorecard,
    hostile: str,
    language: Language,
) -> None:
    bad = card_of(poisoned(card.plan, hostile), poisoned(card.results, hostile))

    expected = Reader(render_report(card, lang=language))
    found = Reader(render_report(bad, lang=language))

    assert found.structure == expected.structure
    assert found.text.count(hostile) > 120
    assert not found.closed_wrongly


def test_no_text_of_a_plan_stands_in_an_attribute(card: Scorecard) -> None:
    bad = card_of(poisoned(card.plan, "HOSTILE"), poisoned(card.results, "HOSTILE"))

    attributes = [value for _, given in Reader(render_report(bad)).elements for value in given.values()]

    assert not [value for value in attributes if "HOSTILE" in value]


@pytest.mark.parametrize("language", Language)
def test_the_page_loads_nothing_runs_nothing_and_links_only_into_itself(
    card: Scorecard,
    language: Language,
) -> None:
    html = render_report(card, lang=language)
    page = Reader(html)
    style = "".join(page.styles)
    names = {name for _, given in page.elements for name in given}
    links = {given["href"] for _, given in page.elements if "href" in given}
    ids = [given["id"] for _, given in page.elements if "id" in given]

    assert not {tag for tag, _ in page.elements} & {
        "script", "link", "img", "iframe", "object", "embed", "form", "input", "base", "audio", "video",
    }  # fmt: skip
    assert not [
        name for name in names if name.startswith("on") or name in {"src", "srcset", "style", "action"}
    ]
    assert links <= {f"#{each}" for each in ids}
    assert len(ids) == len(set(ids))
    assert {url[:5] for url in re.findall(r"url\(\s*['\"]?(.{5})", style)} == {"data:"}
    assert "@import" not in style
    assert not re.search(r"https?:|//[a-z]", style.split("*/")[-1].replace("data:font/woff2", ""))


def test_the_content_policy_allows_this_style_sheet_and_nothing_else(card: Scorecard) -> None:
    html = render_report(card)
    page = Reader(html)
    policy = next(
        given["content"] for _, given in page.elements if given.get("http-equiv") == "Content-Security-Policy"
    )
    style = html.split("<style>")[1].split("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()

    assert html.index("Content-Security-Policy") < html.index("<style>")
    assert html.count("<style>") == 1
    assert dict(each.split(" ", 1) for each in policy.split("; ")) == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_the_style_sheet_could_not_end_its_element_early(card: Scorecard) -> None:
    style = "".join(Reader(render_report(card)).styles)

    assert "<" not in style
    assert style.count("@font-face") == 4
    assert style.count("unicode-range") == 4


@pytest.mark.parametrize("language", Language)
def test_every_agreement_and_every_kpi_is_on_the_page(
    card: Scorecard,
    language: Language,
) -> None:
    text = Reader(render_report(card, lang=language)).text

    for kpi in card.plan.kpis:
        assert kpi.id in text
        assert getattr(kpi.name, language) in text
    for agreement in card.plan.agreements:
        assert getattr(card.cascade.holder(agreement.holder).name, language) in text


def printed(figure: Decimal | None) -> str:
    return "–" if figure is None else str(figure).replace("-", "−")


def test_every_printed_figure_is_the_rounded_one(card: Scorecard) -> None:
    found = Reader(render_report(card)).rows
    frame = card.rounded(4)
    columns = (
        frame["holder"],
        frame["score"],
        frame["weighted_score"],
        frame["contribution"],
        frame["coverage"],
    )
    by_holder: dict[str, list[list[str]]] = {}
    for holder, *scores, share in zip(*columns, strict=True):
        by_holder.setdefault(holder, []).append([*map(printed, scores), f"{100 * share:.2f}%"])

    # An agreement's own row, its total, is printed after the rows that make it; weights stand before scores.
    expected = [figures for total, *parts in by_holder.values() for figures in (*parts, total)]
    assert [cells[2:6] for cells in found] == expected
    assert len(found) == 17


def test_a_score_is_printed_with_its_result_adjustment_and_evidence(card: Scorecard) -> None:
    text = Reader(render_report(card, lang="en")).text

    # 83.30 lies between 80 (4 points) and 85 (5 points): 4 + 3.3 / 5 = 4.66, less 0.2.
    assert "The result 83.30 ร้อยละ, read by the scoring criteria, adjusted by −0.2, scores 4.4600." in text
    assert "One report came late" in text
    assert "The second piece of evidence" in text


def test_what_is_illustrative_is_named_before_any_figure(card: Scorecard) -> None:
    page = Reader(render_report(card, lang="en"))

    start = page.text.index("This report contains illustrative data")
    assert start < page.text.index("Summary")
    assert page.text.index("All of it is made up") > start
    assert page.text.index("Some of it is made up") > start
    # The result of k-label is made up, and with it the scores of the two sections and the agreement above it.
    assert "Rows that rest on illustrative data are marked “illustrative”: 4 of 17." in page.text


def test_a_plan_without_anything_illustrative_has_no_banner(card: Scorecard) -> None:
    plan = attrs.evolve(card.plan, illustrative="")
    rows = tuple(attrs.evolve(row, illustrative=False) for row in card.results.rows)

    page = Reader(render_report(card_of(plan, Results(rows=rows)), lang="en"))

    assert not [given for _, given in page.elements if "banner" in given.get("class", "")]
    assert "illustrative" not in page.text


def test_only_the_first_agreement_is_open(card: Scorecard) -> None:
    elements = Reader(render_report(card)).elements

    agreements = [given for _, given in elements if given.get("class") == "agreement"]
    assert ["open" in given for given in agreements] == [True, False, False, False]


def test_owners_and_supporters_of_kpis_and_of_goals_are_letters(card: Scorecard) -> None:
    texts = Reader(render_report(card, lang="en")).texts

    letters = [text for text in texts if text in {"O", "S"}]
    # k-levels and k-contributed by north and south; g1 by north, its chief, and south.
    assert letters == ["O", "S", "O", "O", "O", "S"]
    assert texts.count("Northern office") == 5  # summary, agreement, kinds, matrix of KPIs, matrix of goals
    assert texts[texts.index("g1") :][1:4] == ["People are content", "O", "S"]


def test_an_issue_is_shown_with_its_hint_its_place_and_its_code(card: Scorecard) -> None:
    texts = Reader(render_report(card, lang="en")).texts

    shown = texts[: texts.index("declared-kind-differs")][-8:]
    assert shown[0] == "warning"
    assert shown[2].startswith("KPI 'k-points' is declared unit_specific; its links say common")
    assert shown[4:7] == ["change the declared kind, or the links.", "Place", "51:5 $.kpis[4]"]


@pytest.mark.parametrize(
    ("language", "heading"), [(Language.THAI, "สรุปผลคะแนน"), (Language.ENGLISH, "Summary")]
)
def test_the_page_says_its_language_and_speaks_it(card: Scorecard, language: Language, heading: str) -> None:
    page = Reader(render_report(card, lang=language))

    assert dict(page.elements)["html"]["lang"] == language
    assert heading in page.texts


def test_text_in_another_language_than_the_page_says_so(card: Scorecard) -> None:
    html = render_report(card, lang="th")

    assert '<bdi lang="en">A source that was made up</bdi>' in html
    assert "<bdi>กรมทดสอบ</bdi>" in html


def test_a_language_that_the_report_does_not_speak_is_the_callers_mistake(card: Scorecard) -> None:
    with pytest.raises(ValueError, match="fr"):
        render_report(card, lang="fr")  # type: ignore[arg-type]


def test_a_plan_without_agreements_units_or_matrix_makes_a_page_that_says_so() -> None:
    plan = plan_from_yaml(
        "format: kpicascade/1\n"
        "plan: {id: bare, name: Bare, fiscal_year: 2024}\n"
        "units: [{id: org, name: The organisation}]\n"
    )

    text = Reader(render_report(evaluate(Cascade(plan), Results(), period="2024"), lang="en")).text

    assert "This plan holds no agreements." in text
    assert "No unit below the organisation holds a KPI." in text
    assert "This plan names no owners or supporters." in text
    assert "Nothing was found." in text


def test_the_report_is_written_as_it_is_rendered(card: Scorecard, tmp_path: Path) -> None:
    path = tmp_path / "รายงาน.html"
    path.write_text("what stood there before", encoding="utf-8")

    write_report(card, path, lang="en")

    assert path.read_text("utf-8") == render_report(card, lang="en")
    assert list(tmp_path.iterdir()) == [path]


def test_a_report_that_cannot_be_written_says_so(card: Scorecard, tmp_path: Path) -> None:
    with pytest.raises(CannotWriteError, match=r"no-such-folder"):
        write_report(card, tmp_path / "no-such-folder" / "report.html")


def test_the_same_scorecard_makes_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(PLAN, encoding="utf-8")
    script = (
        "import hashlib, sys, kpicascade as kc\n"
        "card = kc.evaluate(kc.Cascade(kc.read_plan(sys.argv[1])), kc.Results(), period='2569')\n"
        "page = kc.views.render_report(card).encode()\n"
        "print(hashlib.sha256(page).hexdigest(), page.count(b'<code>'))\n"
    )

    def digest(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Bangkok" if seed == "1" else "UTC"}
        return subprocess.run(  # noqa: S603  runs this interpreter on the text above
            [sys.executable, "-c", script, str(plan)],
            env={**environment, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    found = {digest(seed) for seed in ("1", "2", "3")}
    assert len(found) == 1
    assert int(found.pop().split()[1]) > 10
