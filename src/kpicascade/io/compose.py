"""YAML text to plain nodes that remember how and where each value was written.

PyYAML only cuts the text into events here: no constructor and no resolver ever runs, so `NO`, `017` and
`1:30` stay what they are. The events are put together without recursion and counted as they come, so that
a hostile file is refused before it can use up time, memory or the stack.

    root, faults = compose(text, file="plan.yaml")
    if isinstance(root, Mapping):
        for entry in root.entries:
            entry.key.text, entry.value.where
"""

import re
from typing import NoReturn

import yaml
from attrs import define, field, frozen, validators

from kpicascade.errors import Issue, Location
from kpicascade.io.files import empty_file, too_large
from kpicascade.io.nodes import Entry, Mapping, Node, Refused, Scalar, Sequence, Spot, shown
from kpicascade.io.odd_signs import odd_space_around, odd_space_near
from kpicascade.io.yaml_syntax import syntax_issue
from kpicascade.model.text import normalise

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@frozen(kw_only=True)
class Limits:
    """How much one file may ask for.

    `size` is in bytes, `nodes` counts keys, values, lists and mappings, `depth` counts lists and mappings
    inside one another. A depth of more than 100 is never allowed: nouns nested so deep could not even be
    compared with each other.
    """

    size: int = field(default=10_000_000, validator=validators.ge(1))
    nodes: int = field(default=200_000, validator=validators.ge(1))
    depth: int = field(default=50, validator=[validators.ge(1), validators.le(100)])


DEFAULT_LIMITS = Limits()


def compose(
    text: str, *, file: str = "", limits: Limits = DEFAULT_LIMITS
) -> tuple[Node | None, tuple[Issue, ...]]:
    r"""Compose the one document of a YAML text into nodes.

    Returns:
        The top node and the issues found, in file order. The node is None when nothing can be made of the
        text: a syntax error, a limit passed, nothing in it. Otherwise it is whole but for what the issues
        name: of a name given twice the first counts, an alias leaves a `Refused` node.

    >>> root, faults = compose("a: NO\nb: [017, '017']\na: 2")
    >>> [(entry.key.text, entry.value.path) for entry in root.entries]
    [('a', '$.a'), ('b', '$.b')]
    >>> print(faults[0])
    3:1 $.a: fault: found 'a' a second time; the first is on line 1. keep one of the two. [duplicate-key]
    """
    if len(text) > limits.size or len(text.encode("utf-8", "surrogatepass")) > limits.size:
        return None, (too_large(limits.size, file=file, is_fixed=False),)
    if (odd := _NOT_TEXT.search(text)) is not None:
        return None, (_control_character(text, odd.start(), file),)
    composer = _Composer(text, file, limits)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            composer.take(event)
    except _StopError:
        return None, tuple(composer.faults)
    except yaml.YAMLError as error:
        issue = syntax_issue(error, text, file)
        return None, (*composer.faults, odd_space_near(text, issue.where.line or 0, file) or issue)
    return composer.root, tuple(composer.faults)


def _control_character(text: str, at: int, file: str) -> Issue:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return Issue(
        code="control-character",
        message=f"found the character U+{ord(text[at]):04X}, which no text contains.",
        hint="delete it; it cannot be seen in most editors.",
        where=Location(file=file, line=line, column=column),
    )


class _StopError(Exception):
    """Nothing more can be read; the reason is among the faults."""


@define(eq=False)
class _Open:
    """A list or mapping that has begun and not yet ended.

    `key` is the name that waits for its value; None while a name is awaited. A name that was refused waits
    too, so that its value is read and left out. `names` are those seen so far.
    """

    node: Mapping | Sequence
    key: Scalar | Refused | None = None
    names: dict[str, Scalar] = field(factory=dict)

    @property
    def awaits_name(self) -> bool:
        return isinstance(self.node, Mapping) and self.key is None

    @property
    def step(self) -> str | int | None:
        if isinstance(self.node, Sequence):
            return len(self.node.items)
        return None if self.key is None else self.key.step

    def add(self, node: Node) -> None:
        if isinstance(self.node, Sequence):
            self.node.items.append(node)
        elif self.key is None:
            self.key = Refused(node.file, node.line, node.column, node.parent, "?")
        else:
            if isinstance(self.key, Scalar):
                self.node.entries.append(Entry(self.key, node))
            self.key = None


class _Composer:
    """Put events together into nodes, keeping what is open on a stack of its own."""

    def __init__(self, text: str, file: str, limits: Limits) -> None:
        self._text = text
        self.file, self.limits = file, limits
        self.root: Node | None = None
        self.faults: list[Issue] = []
        self._open: list[_Open] = []
        self._count = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event."""
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.CollectionStartEvent():
                self._start(event)
            case yaml.CollectionEndEvent():
                self._open.pop()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._document(event)
            case yaml.StreamEndEvent():
                self._finish()

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._refuse_properties(event)
        quoted = bool(event.style)
        if self._open and self._open[-1].awaits_name:
            self._name(self._open[-1], Scalar(*self._spot(event, event.value), event.value, quoted))
        else:
            self._add(Scalar(*self._spot(event, self._step()), event.value, quoted))

    def _name(self, parent: _Open, key: Scalar) -> None:
        if not key.text:
            return self._no_name(key, "nothing")
        if odd := odd_space_around(key, self._text):
            # The line is indented otherwise than it looks: whatever else was said would mislead.
            self.faults.append(odd)
            raise _StopError
        name = key.text if key.text.isascii() else normalise(key.text)
        first = parent.names.setdefault(name, key)
        if first is key:
            parent.key = key
            return None
        self._fault(
            key.where,
            "duplicate-key",
            f"found {shown(key.text)!r} a second time; the first is on line {first.line}.",
            "keep one of the two.",
        )
        parent.key = Refused(key.file, key.line, key.column, key.parent, key.step)
        return None

    def _no_name(self, node: Node, found: str) -> None:
        message = f"found {found} where a name should stand."
        self._fault(node.where, "key-not-text", message, "write 'name: value'.")
        self._open[-1].add(node)

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        self._refuse_properties(event)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        spot = self._spot(event, self._step())
        node: Mapping | Sequence = Mapping(*spot) if is_mapping else Sequence(*spot)
        if self._open and self._open[-1].awaits_name:
            self._no_name(node, "a mapping" if is_mapping else "a list")
        else:
            self._add(node)
        self._open.append(_Open(node))
        if len(self._open) > self.limits.depth:
            message = f"found lists and mappings more than {self.limits.depth} deep."
            self._stop(event, "too-deep", message, "write it flatter.")

    def _alias(self, event: yaml.AliasEvent) -> None:
        node = Refused(*self._spot(event, self._step()))
        message = f"found the alias '*{shown(event.anchor or '')}'; expected the value itself."
        hint = "write the value out, or put text that begins with '*' in quotes."
        self._fault(node.where, "alias-not-allowed", message, hint)
        self._add(node)

    def _refuse_properties(self, event: yaml.NodeEvent) -> None:
        """Report an anchor or a tag; what they stand before is read as if they were not there."""
        if event.anchor is not None:
            message = f"found the anchor '&{shown(event.anchor)}'; expected the value itself."
            hint = "delete it, or put text that begins with '&' in quotes."
            self._fault(self._where(event), "anchor-not-allowed", message, hint)
        tag = getattr(event, "tag", None)
        if tag is not None:
            message = f"found the tag {shown(tag)!r}; expected the value itself."
            hint = "delete it, or put text that begins with '!' in quotes."
            self._fault(self._where(event), "tag-not-allowed", message, hint)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            message = "found a second document after '---'; expected one."
            self._stop(event, "several-documents", message, "put it in a file of its own.")

    def _finish(self) -> None:
        if self.root is None or (isinstance(self.root, Scalar) and self.root.is_absent):
            self.root = None
            self.faults.append(empty_file("names with values, first of all 'format: ...'", file=self.file))

    def _add(self, node: Node) -> None:
        if self._open:
            self._open[-1].add(node)
        else:
            self.root = node

    def _step(self) -> str | int | None:
        return self._open[-1].step if self._open else None

    def _spot(self, event: yaml.Event, step: str | int | None) -> Spot:
        """Count a node and say where it stands: what every node begins with."""
        self._count += 1
        if self._count > self.limits.nodes:
            message = f"found more than {self.limits.nodes:,} names and values."
            self._stop(event, "too-many-nodes", message, "split the file, or raise the limit.")
        line, column = _line_and_column(event)
        return self.file, line, column, self._open[-1].node if self._open else None, step

    def _where(self, event: yaml.Event) -> Location:
        line, column = _line_and_column(event)
        return Location(file=self.file, line=line, column=column)

    def _fault(self, where: Location, code: str, message: str, hint: str) -> None:
        self.faults.append(Issue(code=code, message=message, hint=hint, where=where))

    def _stop(self, event: yaml.Event, code: str, message: str, hint: str) -> NoReturn:
        self._fault(self._where(event), code, message, hint)
        raise _StopError


def _line_and_column(event: yaml.Event) -> tuple[int, int]:
    """Say where an event begins, counting from 1."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
