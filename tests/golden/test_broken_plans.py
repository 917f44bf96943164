"""Broken plan files: each with the code and the place (line:column path) that the reader must name."""
# ruff: noqa: E501  a row of a table is one line where it can be

import re
import time
import tracemalloc

import pytest

from kpicascade.errors import InvalidPlanError, Issue
from kpicascade.io.compose import Limits
from kpicascade.io.yaml import plan_from_yaml, plan_to_yaml

HEAD = "format: kpicascade/1\nplan: {id: p, name: แผน, fiscal_year: 2556}\n"
KPI = HEAD + "kpis:\n- id: a\n  name: ก\n  holder: u\n"
AGREEMENT = HEAD + "agreements:\n- holder: u\n  kpis:\n"


def issues_of(text: str, **limits: int) -> tuple[Issue, ...]:
    with pytest.raises(InvalidPlanError) as refused:
        plan_from_yaml(text, limits=Limits(**limits))
    return refused.value.issues


def code_and_place(issue: Issue) -> tuple[str, str]:
    return issue.code, str(issue.where)


FILES = {
    # how the file is written
    "nothing at all": ("", "empty-file", "1:1"),
    "only a comment": ("# later\n", "empty-file", "1:1"),
    "only null": ("~\n", "empty-file", "1:1"),
    "two documents": (HEAD + "---\n" + HEAD, "several-documents", "3:1"),
    "a bracket never closed": (HEAD + "units: [{id: u, name: ก}\n", "yaml-syntax", "3:8"),
    "a quotation mark never closed": (HEAD + 'units: "abc\n', "yaml-syntax", "3:8"),
    "a tab as indent": (HEAD + "units:\n\t- id: u\n", "yaml-syntax", "4:1"),
    "a colon inside text": (KPI + "  note: ผล: ดี\n", "yaml-syntax", "7:11"),
    "a line without a colon": (KPI + "  note\n", "yaml-syntax", "7:3"),
    "text that begins with a sign": (KPI + "  note: @all\n", "yaml-syntax", "7:9"),
    "a control character": (KPI + "  note: a\x07b\n", "control-character", "7:10"),
    "half of a character pair": (KPI + "  note: \ud800\n", "control-character", "7:9"),
    "an alias": (KPI + "  note: *other\n", "alias-not-allowed", "7:9 $.kpis[0].note"),
    "an alias for a name": (HEAD + "*units : []\n", "alias-not-allowed", "3:1 $"),
    "an anchor": (KPI + "  note: &here text\n", "anchor-not-allowed", "7:9"),
    "a tag": (KPI + "  note: !!python/object:os.system ls\n", "tag-not-allowed", "7:9"),
    "a list for a name": (HEAD + "? [units]\n: []\n", "key-not-text", "3:3 $"),
    "no name": (HEAD + "{}: []\n", "key-not-text", "3:1 $"),
    "a name twice": (KPI + "  name: ข\n", "duplicate-key", "7:3 $.kpis[0].name"),
    "a no-break space in an indent": (KPI + "\u00a0\u00a0note: x\n", "odd-space", "7:1"),
    "a no-break space after a plain one": (KPI + " \u00a0note: x\n", "odd-space", "7:2"),
    "a no-break space that only the next line shows": (KPI.replace("  name", "\u00a0 name"), "odd-space", "5:1"),
    "a wide space before a dash": (HEAD + "kpis:\n\u3000- id: a\n", "odd-space", "4:1"),
    "a no-break space after a dash": (KPI.replace("- id", "-\u00a0id"), "odd-space", "4:2"),
    "a no-break space after a colon": (KPI.replace("id: a", "id:\u00a0a"), "odd-space", "4:6"),
    "no-break spaces after colons, line after line": (
        KPI.replace("id: a", "id:\u00a0a").replace("name: ก", "name:\u00a0ก"),
        "odd-space",
        "4:6",
    ),
    "a no-break space in braces": (HEAD + "kpis:\n- {id: a,\u00a0name: ก}\n", "odd-space", "4:10"),
    "a no-break space after a name": (KPI + "  note\u00a0: x\n", "odd-space", "7:7"),
    "a space without width before a name": (KPI + "  \u200bnote: x\n", "odd-space", "7:3"),
    "two lines of no-break spaces": (KPI + "\u00a0 goals:\n\u00a0 - g\n\u00a0 note: x\n", "odd-space", "7:1"),
    # how the file is laid out
    "a list at the top": ("- 1\n", "wrong-shape", "1:1 $"),
    "a word at the top": ("plan\n", "wrong-shape", "1:1 $"),
    "no format": (HEAD.partition("\n")[2], "missing-field", "1:1 $"),
    "a format of tomorrow": (HEAD.replace("/1", "/2"), "unknown-format", "1:9 $.format"),
    "a file of results": (HEAD.replace("/1", "-results/1"), "unknown-format", "1:9 $.format"),
    "a format that is a list": ("format: [kpicascade/1]\n", "unknown-format", "1:9 $.format"),
    "no plan": ("format: kpicascade/1\n", "missing-field", "1:1 $"),
    "a plan that is a word": ("format: kpicascade/1\nplan: p\n", "wrong-shape", "2:7 $.plan"),
    "a section misspelt": (HEAD + "untis: []\n", "unknown-section", "3:1 $.untis"),
    "results in a plan": (HEAD + "results: []\n", "unknown-section", "3:1 $.results"),
    "a field of the plan at the top": (HEAD + "vision: ไทย\n", "unknown-section", "3:1 $.vision"),
    "a section under plan": (
        "format: kpicascade/1\nplan: {id: p, name: ก, fiscal_year: 2556, units: []}\n",
        "unknown-field",
        "2:43 $.plan.units",
    ),
    "a merge key": (KPI + "  <<: {note: a}\n", "unknown-field", "7:3 $.kpis[0].<<"),
    # what the fields hold
    "a field misspelt": (KPI + "  wieght: 5\n", "unknown-field", "7:3 $.kpis[0].wieght"),
    "a required field left out": (HEAD + "kpis:\n- {id: a, name: ก}\n", "missing-field", "4:3 $.kpis[0]"),
    "a required field left empty": (KPI.replace("holder: u", "holder:"), "missing-field", "6:10 $.kpis[0].holder"),
    "an id of spaces": (KPI.replace("id: a", "id: ' '"), "missing-field", "4:7 $.kpis[0].id"),
    "a name of nothing": (KPI.replace("name: ก", "name: {}"), "missing-field", "5:9 $.kpis[0].name"),
    "a language not known": (KPI.replace("name: ก", "name: {th: ก, jp: x}"), "unknown-field", "5:17 $.kpis[0].name.jp"),
    "a name that is a list": (KPI.replace("name: ก", "name: [ก]"), "wrong-shape", "5:9 $.kpis[0].name"),
    "a list where a mapping belongs": (HEAD + "kpis:\n- [a]\n", "wrong-shape", "4:3 $.kpis[0]"),
    "a mapping where a list belongs": (HEAD + "kpis: {a: 1}\n", "wrong-shape", "3:7 $.kpis"),
    "a word where a list belongs": (KPI + "  goals: g1\n", "wrong-shape", "7:10 $.kpis[0].goals"),
    "an id in curly quotation marks": (KPI.replace("id: a", "id: “a”"), "curly-quotes", "4:7 $.kpis[0].id"),
    "an id with one of them": (KPI.replace("id: a", "id: a”"), "curly-quotes", "4:7 $.kpis[0].id"),
    "a number in curly quotation marks": (KPI + "  target: ‘85’\n", "curly-quotes", "7:11 $.kpis[0].target"),
    "a choice in curly quotation marks": (KPI + "  direction: “up”\n", "curly-quotes", "7:14 $.kpis[0].direction"),
    "a kind in curly quotation marks": (KPI + "  scale: {kind: “levels”, cuts: [1]}\n", "curly-quotes", "7:17 $.kpis[0].scale.kind"),
    "a format in curly quotation marks": (HEAD.replace("kpicascade/1", "“kpicascade/1”"), "curly-quotes", "1:9 $.format"),
    "a label in curly quotation marks": (KPI + "  scale: {kind: labels, labels: {‘A’: 5}}\n", "curly-quotes", "7:34 $.kpis[0].scale.labels.‘A’"),
    "a list where a word belongs": (KPI + "  note: [a]\n", "wrong-shape", "7:9 $.kpis[0].note"),
    "nothing in a list": (KPI + "  goals: [a, ~]\n", "empty-item", "7:14 $.kpis[0].goals[1]"),
    "an id longer than any": (KPI + f"  measure: {'x' * 201}\n", "too-long", "7:12 $.kpis[0].measure"),
    "a number with its unit": (KPI + "  target: 85%\n", "not-a-number", "7:11 $.kpis[0].target"),
    "a number that is none": (KPI + "  target: .nan\n", "not-a-number", "7:11 $.kpis[0].target"),
    "a number without end": (KPI + "  target: 1e9999999\n", "not-a-number", "7:11 $.kpis[0].target"),
    "a number in base 60": (KPI + "  target: 1:30\n", "not-a-number", "7:11 $.kpis[0].target"),
    "a number of words": (HEAD.replace("2556}", "2556, parameters: [{name: A, value: ten}]}"), "not-a-number", "2:75 $.plan.parameters[0].value"),
    "a date the calendar lacks": (KPI + "  target: 2557-02-29\n", "not-a-date", "7:11 $.kpis[0].target"),
    "a date in slashes": (KPI + "  target: 30/9/2556\n", "not-a-date", "7:11 $.kpis[0].target"),
    "a year of two digits": (HEAD.replace("2556", "56"), "not-a-year", "2:39 $.plan.fiscal_year"),
    "a year far from any plan": (HEAD.replace("2556", "9999"), "not-a-year", "2:39 $.plan.fiscal_year"),
    "NO for false": (KPI + "  joint: NO\n", "not-a-boolean", "7:10 $.kpis[0].joint"),
    "a choice misspelt": (KPI + "  direction: lower_is_beter\n", "unknown-choice", "7:14 $.kpis[0].direction"),
    "a weight below nothing": (AGREEMENT + "  - {kpi: a, weight: -3}\n", "not-a-weight", "6:22 $.agreements[0].kpis[0].weight"),
    "a weight that runs code": (AGREEMENT + "  - {kpi: a, weight: __import__('os')}\n", "not-a-weight", "6:22 $.agreements[0].kpis[0].weight"),
    "a weight cut short": (AGREEMENT + "  - {kpi: a, weight: 30 +}\n", "not-a-weight", "6:22 $.agreements[0].kpis[0].weight"),
    "a score range upside down": (HEAD.replace("2556}", "2556, score_range: {lowest: 5, highest: 1}}"), "invalid-value", "2:58 $.plan.score_range"),
    "a baseline without a result": (KPI + "  baselines: {2554: }\n", "missing-field", "7:21 $.kpis[0].baselines.2554"),
    "a baseline of no year": (KPI + "  baselines: {last: 5}\n", "not-a-year", "7:15 $.kpis[0].baselines.last"),
    "a year in both eras": (KPI + "  baselines: {2554: 1, 2011: 2}\n", "duplicate-key", "7:24 $.kpis[0].baselines.2011"),
    "one level, two spellings": (KPI + "  criteria: {1: ก, 1.0: ข}\n", "duplicate-key", "7:20 $.kpis[0].criteria.1.0"),
    "baselines as a list": (KPI + "  baselines: [81]\n", "wrong-shape", "7:14 $.kpis[0].baselines"),
}  # fmt: skip

SCALES = {
    "no kind": ("{cuts: [1]}", "missing-field", ""),
    "a kind that is a list": ("{kind: [levels], cuts: [1]}", "missing-field", ""),
    "a kind misspelt": ("{kind: level, cuts: [1]}", "unknown-choice", ".kind"),
    "a scale that is a list": ("[1, 2, 3]", "wrong-shape", ""),
    "a field of another kind": ("{kind: levels, cuts: [1], steps: []}", "unknown-field", ".steps"),
    "no cuts": ("{kind: levels}", "missing-field", ""),
    "cuts, but none": ("{kind: levels, cuts: []}", "scale-empty", ".cuts"),
    "cuts that rise and fall": ("{kind: levels, cuts: [60, 70, 65, 80]}", "scale-cuts-turn", ".cuts[2]"),
    "cuts that fall and rise": ("{kind: levels, cuts: [9, 7, 7, 8]}", "scale-cuts-turn", ".cuts[3]"),
    "fewer scores than cuts": ("{kind: levels, cuts: [1, 2, 3], scores: [1, 2]}", "scale-scores-count", ".scores"),
    "scores that fall": ("{kind: levels, cuts: [1, 2], scores: [5, 4]}", "scale-scores-not-rising", ".scores[1]"),
    "scores that stand still": ("{kind: levels, cuts: [1, 2], scores: [5, 5]}", "scale-scores-not-rising", ".scores[1]"),
    "below above the lowest": ("{kind: levels, cuts: [1, 2], scores: [1, 2], below: 3}", "scale-below-too-high", ".below"),
    "a reading misspelt": ("{kind: levels, cuts: [1], reading: steps}", "unknown-choice", ".reading"),
    "dates out of order": ("{kind: dates, cuts: [2556-09-30, 2556-10-31, 2556-10-30]}", "scale-cuts-turn", ".cuts[2]"),
    "dates that are none": ("{kind: dates, cuts: [2556-09-31]}", "not-a-date", ".cuts[0]"),
    "range results that fall": (
        "{kind: range, points: [{result: 1, score: 1}, {result: 1, score: 5}, {result: 2, score: 1}]}",
        "scale-results-not-rising", ".points[1].result"),
    "a range with two tops": (
        "{kind: range, points: [{result: 1, score: 1}, {result: 2, score: 5}, {result: 3, score: 1}, {result: 4, score: 5}, {result: 5, score: 1}]}",
        "scale-not-peaked", ".points"),
    "a range that only rises": (
        "{kind: range, points: [{result: 1, score: 1}, {result: 2, score: 5}]}", "scale-not-peaked", ".points"),
    "a range of nothing": ("{kind: range, points: []}", "scale-not-peaked", ".points"),
    "a step twice": ("{kind: milestones, steps: [{id: ๑}, {id: '1'}]}", "scale-repeated-name", ".steps[1]"),
    "steps that differ by letter case": ("{kind: milestones, steps: [{id: A}, {id: b}, {id: a}]}", "scale-repeated-name", ".steps[2]"),
    "labels that differ by letter case": ("{kind: labels, labels: {A: 5, a: 3}}", "scale-repeated-name", ".labels.a"),
    "items that differ by letter case": (
        "{kind: points, items: [{id: a, points: 9}, {id: A, points: 9}]}", "scale-repeated-name", ".items[1]"),
    "no steps": ("{kind: milestones, steps: []}", "scale-empty", ".steps"),
    "a step without its score": (
        "{kind: milestones, steps: [{id: 1, score: 1}, {id: 2}]}", "scale-scores-count", ".steps"),
    "steps worth less and less": (
        "{kind: milestones, steps: [{id: 1, score: 2}, {id: 2, score: 1}]}", "scale-scores-not-rising", ".steps[1].score"),
    "a label twice": ("{kind: labels, labels: {น้ำ: 1, นํ้า: 2}}", "duplicate-key", ".labels.นํ้า"),
    "no labels": ("{kind: labels, labels: {}}", "scale-empty", ".labels"),
    "no items": ("{kind: points, items: []}", "scale-empty", ".items"),
    "an item of unknown worth": ("{kind: points, items: [{id: 1}]}", "scale-points-open", ".items[0]"),
    "two open parts": (
        "{kind: points, items: [{id: 1, points: 9, parts: [{id: a}, {id: b}]}]}", "scale-points-open", ".items[0]"),
    "an open part and no total": (
        "{kind: points, items: [{id: 1, parts: [{id: a, points: 1}, {id: b}]}]}", "scale-points-open", ".items[0]"),
    "parts that exceed the item": (
        "{kind: points, items: [{id: 1, points: 9, parts: [{id: a, points: 10}, {id: b}]}]}",
        "scale-parts-sum", ".items[0].points"),
    "parts that miss the item": (
        "{kind: points, items: [{id: 1, points: 9, parts: [{id: a, points: 4}, {id: b, points: 4}]}]}",
        "scale-parts-sum", ".items[0].points"),
    "points below nothing": ("{kind: points, items: [{id: 1, points: -1}]}", "scale-points-negative", ".items[0].points"),
    "points that come to nothing": ("{kind: points, items: [{id: 1, points: 0}]}", "scale-points-zero", ".items"),
    "parts of parts": (
        "{kind: points, items: [{id: 1, points: 9, parts: [{id: a, points: 9, parts: [{id: b, points: 9}]}]}]}",
        "scale-nested-parts", ".items[0].parts[0].parts"),
    "an item and a part of one name": (
        "{kind: points, items: [{id: 1, points: 9, parts: [{id: 1, points: 9}]}]}",
        "scale-repeated-name", ".items[0].parts[0]"),
    "levels of points that turn": (
        "{kind: points, items: [{id: 1, points: 9}], levels: {cuts: [1, 3, 2]}}", "scale-cuts-turn", ".levels.cuts[2]"),
    "a ratio without a target": ("{kind: ratio, levels: {cuts: [80, 100]}}", "scale-without-target", ""),
    "a ratio without levels": ("{kind: ratio}", "missing-field", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "place"), FILES.values(), ids=FILES)
def test_a_broken_file_is_refused_with_one_issue_at_its_place(text: str, code: str, place: str) -> None:
    found = issues_of(text)

    assert [code_and_place(issue) for issue in found] == [(code, place)]


@pytest.mark.parametrize(("scale", "code", "below"), SCALES.values(), ids=SCALES)
def test_a_broken_scale_is_refused_with_one_issue_at_its_place(scale: str, code: str, below: str) -> None:
    found = issues_of(f"{KPI}  scale: {scale}\n")

    assert [(issue.code, issue.where.path, issue.where.line) for issue in found] == [
        (code, f"$.kpis[0].scale{below}", 7)
    ]


@pytest.mark.parametrize(
    ("target", "scale", "code", "path"),
    [
        ("0", "{kind: ratio, levels: {cuts: [80, 100]}}", "scale-target-zero", "$.kpis[0].target"),
        ("2556-09-30", "{kind: levels, cuts: [1]}", "scale-target-type", "$.kpis[0].target"),
        ("5", "{kind: dates, cuts: [2556-09-30]}", "scale-target-type", "$.kpis[0].target"),
    ],
)
def test_a_target_that_its_scale_cannot_use_is_refused(target: str, scale: str, code: str, path: str) -> None:
    found = issues_of(f"{KPI}  target: {target}\n  scale: {scale}\n")

    assert [(issue.code, issue.where.path) for issue in found] == [(code, path)]


@pytest.mark.parametrize(
    ("scale"),
    [
        "{kind: levels, cuts: [80, 80, 90]}",
        "{kind: levels, cuts: [80]}",
        "{kind: range, points: [{result: 1, score: 1}, {result: 2, score: 5}, {result: 3, score: 5}, {result: 4, score: 2}]}",
        "{kind: points, items: [{id: 1, points: 30, parts: [{id: 1.1, points: 15}, {id: 1.2}]}, {id: 2, points: 0}]}",
        "{kind: points, items: [{id: 1, parts: [{id: 1.1, points: 15}, {id: 1.2, points: 5}]}]}",
        "{kind: dates, cuts: [2567-02-29, 2567-01-31]}",
    ],
)  # fmt: skip
def test_a_scale_that_can_be_used_is_not_refused(scale: str) -> None:
    plan = plan_from_yaml(f"{KPI}  scale: {scale}\n")

    assert plan.kpis[0].scale is not None


BOMBS = {
    "lists a million deep": ("[" * 1_000_000, "too-deep"),
    "mappings a million deep": ("{a: " * 1_000_000, "too-deep"),
    "dashes a million deep": ("- " * 1_000_000, "too-deep"),
    "names a million deep": ("? " * 1_000_000, "too-deep"),
    "indents two thousand deep": ("".join(" " * n + "a:\n" for n in range(2_000)), "too-deep"),
    "a billion laughs": (
        "a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)),
        "alias-not-allowed",
    ),
    "a million names": ("a: [" + "x, " * 1_000_000 + "]", "too-many-nodes"),
    "more bytes than agreed": ("#" * 10_000_001, "too-large"),
    "fewer letters than bytes": ("# " + "ก" * 3_400_000, "too-large"),
    "one name that all paths repeat": (f"? {'k' * 1_000_000}\n: [" + "*x , " * 100_000 + "]", "alias-not-allowed"),
    "a weight of millions of parts": (AGREEMENT + "  - {kpi: a, weight: " + "1+" * 2_000_000 + "1}", "too-long"),
    "a number of millions of digits": (KPI + "  target: " + "9" * 5_000_000, "too-long"),
    "an id made to be slow to normalise": (KPI + "  measure: " + "ำ" * 1_000_000 + "่", "too-long"),
    "a name made to be slow to normalise": (HEAD + "ำ" * 1_000 + "่: 1", "unknown-section"),
    "unknown names without number": (HEAD + "".join(f"unit{n}: 1\n" for n in range(90_000)), "unknown-section"),
    "spaces without number": (AGREEMENT + "  - {kpi: a, weight: '" + " " * 3_000_000 + "'}", "missing-field"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_soon(text: str, code: str) -> None:
    began = time.process_time()

    found = issues_of(text)

    assert code in {issue.code for issue in found}
    assert time.process_time() - began < 10


def test_a_deep_bomb_is_refused_in_little_memory() -> None:
    text = "[" * 5_000_000
    tracemalloc.start()

    found = issues_of(text)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found[0].code == "too-deep"
    assert peak < 30_000_000


@pytest.mark.parametrize(
    ("text", "limits", "code", "place"),
    [
        ("[[[]]]", {"depth": 2}, "too-deep", "1:3"),
        ("[1, 2, 3]", {"nodes": 3}, "too-many-nodes", "1:8"),
        ("[1, 2, 3]", {"size": 8}, "too-large", ""),
    ],
)
def test_limits_are_the_callers_to_set(text: str, limits: dict[str, int], code: str, place: str) -> None:
    found = issues_of(text, **limits)

    assert [code_and_place(issue) for issue in found] == [(code, place)]


def test_an_odd_space_says_on_how_many_more_lines_there_are_some() -> None:
    (issue,) = issues_of(KPI + "\u00a0 goals:\n\u00a0 - g\n\u00a0 note: x\n")

    assert "no-break space (U+00A0)" in issue.message
    assert "here and on 2 more lines" in issue.hint


ODD_BUT_RIGHT = [
    "note: “คำพูด” ของเขา",
    "note: |\n    บรรทัดแรก\n    \u00a0บรรทัดที่สอง",
    "note: บรรทัดแรก\n    \u00a0\u00a0ต่อ",
    "note: 'ราคา\u00a05 บาท'",
    "name: ‘ก’",
    "measure: '“a”'",
    '"note": \u00a0x',
]


@pytest.mark.parametrize("line", ODD_BUT_RIGHT)
def test_odd_signs_in_text_are_left_alone(line: str) -> None:
    text = (
        KPI.replace("  name: ก\n", "")
        + "  "
        + line
        + "\n"
        + ("" if line.startswith("name") else "  name: ก\n")
    )

    kpi = plan_from_yaml(text).kpis[0]

    assert {"“", "‘", "\u00a0"} & set(f"{kpi.note}{kpi.name}{kpi.measure}")


@pytest.mark.parametrize("name", ["“a”", "a’", "‘"])
def test_an_id_with_curly_quotation_marks_is_written_so_that_it_can_be_read(name: str) -> None:
    plan = plan_from_yaml(KPI.replace("id: a", f"id: '{name}'"))

    assert plan_from_yaml(plan_to_yaml(plan)).kpis[0].id == name


def test_a_syntax_error_far_from_odd_spaces_is_a_syntax_error() -> None:
    found = issues_of(KPI + "  note: |\n    ก\n    \u00a0ข\n  formula: a\n  definition: b\n  source: [a\n")

    assert [issue.code for issue in found] == ["yaml-syntax"]


MANY_FAULTS = """\
format: kpicascade/1
plan: {id: p, name: แผน, fiscal_year: "56"}
kpis:
- id: a
  nmae: ก
  holder: u
  target: มาก
  id: b
- {id: c, name: ค, holder: u, goals: g, scale: {kind: levels, cuts: [2, x]}}
agreements:
- holder: u
  sections:
  - id: s
    name: ส่วน
    sections:
    - {id: t, name: ย่อย, weight: 3 apples, kpis: [{kpi: a}]}
    weight: *w
results: []
"""


def test_all_faults_of_a_file_come_together_in_the_order_of_its_lines() -> None:
    found = issues_of(MANY_FAULTS)

    assert [(issue.code, issue.where.line, issue.where.column) for issue in found] == [
        ("not-a-year", 2, 39),
        ("missing-field", 4, 3),
        ("unknown-field", 5, 3),
        ("not-a-number", 7, 11),
        ("duplicate-key", 8, 3),
        ("wrong-shape", 9, 38),
        ("not-a-number", 9, 73),
        ("not-a-weight", 16, 35),
        ("missing-field", 16, 52),
        ("alias-not-allowed", 17, 13),
        ("unknown-section", 18, 1),
    ]


def test_every_message_says_what_was_found_and_every_refused_value_what_was_expected() -> None:
    texts = [text for text, _, _ in FILES.values()] + [
        f"{KPI}  scale: {scale}\n" for scale, _, _ in SCALES.values()
    ]

    messages = [issue.message for text in texts for issue in issues_of(text)]

    assert [m for m in messages if not re.match(r"found |expected ", m)] == []
    assert [m for m in messages if not m.endswith(".") or "!" in m] == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (HEAD + "untis: []\n", "did you mean 'units'?"),
        (KPI + "  taget: 5\n", "did you mean 'target'?"),
        (KPI + "  direction: lower_is_beter\n", "did you mean 'lower_is_better'?"),
        (KPI + "  scale: {kind: level, cuts: [1]}\n", "did you mean 'levels'?"),
        (HEAD + "vision: ไทย\n", "'vision' is written under 'plan'."),
        (HEAD + "results: []\n", "results go in a file of their own; read it with read_results."),
    ],
)
def test_the_hint_names_what_was_probably_meant(text: str, hint: str) -> None:
    found = issues_of(text)

    assert [issue.hint for issue in found] == [hint]
