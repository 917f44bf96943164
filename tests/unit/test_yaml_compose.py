"""The composer keeps every value as written, with its place, and guesses nothing."""

import subprocess
import sys

import pytest
import yaml

from kpicascade.io.compose import Limits, compose
from kpicascade.io.nodes import Mapping, Node, Scalar, Sequence

WRITTEN = ["NO", "017", "0x1F", "1:30", "2.10", "1e3", "2556-09-30", "true", "๑๒", "1_000", "+1", "=", "<<"]


def composed(text: str) -> Node:
    root, faults = compose(text)

    assert faults == ()
    assert root is not None
    return root


def only_value(text: str) -> Scalar:
    root = composed(text)

    assert isinstance(root, Mapping)
    value = root.entries[0].value
    assert isinstance(value, Scalar)
    return value


@pytest.mark.parametrize("text", WRITTEN)
def test_a_value_stays_the_text_that_was_written(text: str) -> None:
    value = only_value(f"a: {text}")

    assert (value.text, value.quoted) == (text, False)


@pytest.mark.parametrize("text", ["'NO'", '"NO"', "|-\n NO", ">-\n NO"])
def test_quotes_and_text_blocks_are_remembered(text: str) -> None:
    value = only_value(f"a: {text}")

    assert (value.text, value.quoted) == ("NO", True)


@pytest.mark.parametrize(
    ("text", "absent"),
    [("", True), ("~", True), ("null", True), ("''", False), ("'~'", False), ("nil", False)],
)
def test_only_what_is_empty_and_unquoted_is_absent(text: str, absent: bool) -> None:  # noqa: FBT001  a column of the table
    assert only_value(f"a: {text}").is_absent is absent


def test_every_value_and_name_knows_line_column_and_path() -> None:
    root, _ = compose("kpis:\n- {id: ก, weight: 5}\n-\n  goals: [a, ข]\n", file="plan.yaml")

    assert isinstance(root, Mapping)
    kpis = root.entries[0].value
    assert isinstance(kpis, Sequence)
    first, second = kpis.items
    assert isinstance(first, Mapping)
    assert isinstance(second, Mapping)
    goals = second.entries[0].value
    assert isinstance(goals, Sequence)
    places = [first, first.entries[1].key, first.entries[1].value, goals.items[1]]
    assert [str(node.where) for node in places] == [
        "plan.yaml:2:3 $.kpis[0]",
        "plan.yaml:2:11 $.kpis[0].weight",
        "plan.yaml:2:19 $.kpis[0].weight",
        "plan.yaml:4:14 $.kpis[1].goals[1]",
    ]


def test_of_a_name_given_twice_the_first_counts() -> None:
    root, faults = compose("a: 1\na: {b: [2]}\nc: 3\n")

    assert isinstance(root, Mapping)
    assert [(entry.key.text, getattr(entry.value, "text", None)) for entry in root.entries] == [
        ("a", "1"),
        ("c", "3"),
    ]
    assert [(fault.code, str(fault.where)) for fault in faults] == [("duplicate-key", "2:1 $.a")]


def test_names_that_look_alike_are_the_same_name() -> None:
    _, faults = compose("น้ำ: 1\nนํ้า: 2\n")

    assert [fault.code for fault in faults] == ["duplicate-key"]


def test_values_after_a_refused_name_still_belong_to_their_own_names() -> None:
    root, faults = compose("? [a, b]\n: {c: d}\ne: f\n*g : h\ni: j\n")

    assert isinstance(root, Mapping)
    assert [(entry.key.text, getattr(entry.value, "text", None)) for entry in root.entries] == [
        ("e", "f"),
        ("i", "j"),
    ]
    assert [fault.code for fault in faults] == ["key-not-text", "alias-not-allowed"]


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="there is no loader in C to fall over")
def test_a_reader_that_builds_values_from_events_falls_over_where_the_composer_refuses() -> None:
    """Keep the reason for counting depth ourselves in sight: the parser in C overruns the stack."""
    program = "import yaml; yaml.load('[' * 100_000, Loader=yaml.CSafeLoader)"
    deep = "[" * 100_000

    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)  # noqa: S603  our own program
    root, faults = compose(deep)

    assert ended.returncode != 0
    assert root is None
    assert [fault.code for fault in faults] == ["too-deep"]


def test_a_limit_of_depth_beyond_what_nouns_can_bear_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="depth"):
        Limits(depth=101)
