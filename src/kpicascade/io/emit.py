"""Plain data to YAML that a person would like to read."""

import re
from collections.abc import Iterator

import yaml

from kpicascade.io.odd_signs import has_curly_end
from kpicascade.io.unstructure import Literal, Plain

_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDTH = 100
"""Columns up to which a mapping or list of single values stands on one line."""
_MOST_NAMES_ON_A_LINE = 5
_NEVER_WRAP = 2**31 - 1
_MISREAD = re.compile(
    r"[-+.]?[\d.][\w.,:+\-/ ]*|y|n|yes|no|on|off|true|false|null|~|[-+]?\.?(?:nan|inf)|<<|=|",
    re.IGNORECASE | re.ASCII,
)
"""Text that some reader of YAML would take for a number, a time, a date, a truth value or nothing."""
_BLOCK_TEXT = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff](?:[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff])*"
)
_UNSEEN_AT_END = re.compile(r"[ \t](?:\n|$)|\n\n$")
"""Spaces and empty lines that an editor may take away, or that would end the document."""


def emit(data: dict[str, Plain]) -> str:
    """Write a mapping as YAML, its sections apart; the mappings in a list of sections as short as they fit.

    >>> print(emit({"format": Literal("kpicascade/1"), "units": [{"id": "017", "name": "กองคลัง"}]}), end="")
    format: kpicascade/1
    <BLANKLINE>
    units:
    - {id: "017", name: กองคลัง}
    """
    return "\n".join(_section({name: value}) for name, value in data.items())


def _section(data: dict[str, Plain]) -> str:
    events = [
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        *_mapping(data, flow=False),
        yaml.DocumentEndEvent(explicit=False),
        yaml.StreamEndEvent(),
    ]
    text: str = yaml.emit(events, Dumper=_Dumper, allow_unicode=True, width=_NEVER_WRAP)
    return text


def _events(value: Plain, indent: int) -> Iterator[yaml.Event]:
    if isinstance(value, dict):
        yield from _mapping(value, flow=_fits(value, indent), indent=indent)
    elif isinstance(value, list):
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=_fits(value, indent))
        for item in value:
            yield from _events(item, indent + 2)
        yield yaml.SequenceEndEvent()
    else:
        yield _scalar(value)


def _mapping(data: dict[str, Plain], *, flow: bool, indent: int = 0) -> Iterator[yaml.Event]:
    yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=flow)
    for name, value in data.items():
        yield _scalar(name)
        yield from _events(value, indent + 2)
    yield yaml.MappingEndEvent()


def _fits(value: Plain, indent: int) -> bool:
    """Tell whether a mapping or a list stands on one line from an indent on."""
    return bool(value) and _line_length(value, _WIDTH - indent) <= _WIDTH - indent


def _line_length(value: Plain, room: int) -> int:
    """Estimate how long a value is on one line; more than the room where it has no place on one."""
    if isinstance(value, str):
        return room + 1 if "\n" in value else len(value) + 2
    if len(value) > _MOST_NAMES_ON_A_LINE and isinstance(value, dict):
        return room + 1
    if isinstance(value, list) and any(isinstance(part, dict) for part in value):
        return room + 1
    parts = value if isinstance(value, list) else (part for pair in value.items() for part in pair)
    length = 0
    for part in parts:
        length += _line_length(part, room - length)
        if length > room:
            break
    return length


def _scalar(text: str) -> yaml.ScalarEvent:
    return yaml.ScalarEvent(None, None, implicit=(True, True), value=str(text), style=_style(text))


def _style(text: str) -> str | None:
    """Choose how text is written: None lets the emitter write it plain, or quoted where it must."""
    if isinstance(text, Literal):
        return None
    if "\n" in text:
        return "|" if _BLOCK_TEXT.fullmatch(text) and not _UNSEEN_AT_END.search(text) else '"'
    return '"' if _MISREAD.fullmatch(text) or has_curly_end(text) else None
