"""Nodes to model values: one small structurer that the attrs classes themselves drive.

The field names of a class are the names in the file, and the type of a field says how its value is read, so
a noun that gains a field can be read at once. Every reader takes a node and a `Faults`, notes what it cannot
read there, and gives `FAILED`; reading goes on, so that all faults of a file come out together.

    faults = Faults(issues_of_compose)
    kpi = structure(node, Kpi, faults)       # a Kpi, or FAILED with the reasons in faults

A general converter was weighed for this. It would dispatch on types as this does, but each scalar, union and
mapping below needs a hook of its own anyway, and the faults would come as nested exception groups to be taken
apart again to find their places.
"""

import re
import types
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache, partial
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs

from kpicascade.io.faults import Faults
from kpicascade.io.nodes import Mapping, Node, Refused, Scalar, Sequence, shown
from kpicascade.io.odd_signs import refuse_curly_quotes
from kpicascade.io.scalars import (
    FAILED,
    SCALAR_TYPES,
    Outcome,
    read_choice,
    read_id,
    read_number_or_date,
    read_scalar,
)
from kpicascade.model.kpi import Baseline, Contribution, Kpi, LevelCriterion
from kpicascade.model.scale import SCALE_KINDS, LabelScore, Scale
from kpicascade.model.scale_rules import ScaleFault, scale_faults, target_faults
from kpicascade.model.text import Name

_IDS = frozenset(
    (
        "advances",
        "cause",
        "delivers",
        "effect",
        "goal",
        "goals",
        "holder",
        "id",
        "if_absent",
        "kpi",
        "label",
        "measure",
        "owners",
        "part_of",
        "perspective",
        "reports_to",
        "same_as",
        "serves",
        "supporters",
        "unit",
    )
)
"""Fields of text that name something, in any noun: they are normalised, so that look-alike spellings meet."""
PAIRS: dict[type, tuple[str, str]] = {
    Baseline: ("year", "result"),
    LevelCriterion: ("level", "text"),
    LabelScore: ("label", "score"),
}
"""Nouns that a file writes as `first: second` in a mapping; no first stands there twice."""

_NO_NAME = Name()
_T = TypeVar("_T")
_Read = Callable[[Node, Faults], object]


@attrs.frozen
class _Field:
    """How one field of a noun is read."""

    name: str
    read: _Read
    is_required: bool
    blank_is_nothing: bool
    """Whether a text of nothing but spaces means that nothing is given."""


def structure(node: Node, noun: type[_T], faults: Faults) -> Outcome[_T]:
    """Make a noun (an attrs class of the model) of a mapping; all faults of its fields are noted first."""
    if not isinstance(node, Mapping):
        return wrong_shape(node, f"a mapping with the fields of {called(noun)}", faults)
    kind: type = noun
    values = read_fields(node, kind, tuple(fields_of(kind)), faults)
    if noun is Kpi:
        _check_target(node, values, faults)
    return build(node, noun, values, faults)


def read_fields(node: Mapping, noun: type, names: tuple[str, ...], faults: Faults) -> dict[str, object]:
    """Read the named fields of a noun from a mapping that may have no others.

    Returns:
        The values of those that are given, `FAILED` for those that could not be read and those that are
        required and missing.
    """
    fields = fields_of(noun)
    values: dict[str, object] = {}
    for entry in node.entries:
        name = entry.key.text
        if name not in names:
            message = f"found the field {shown(name)!r}, which {called(noun)} does not have."
            faults.add(entry.key, "unknown-field", message, faults.suggest(name, names))
        elif not _is_nothing(entry.value, fields[name]):
            values[name] = fields[name].read(entry.value, faults)
    for name in names:
        if fields[name].is_required and values.get(name, _NO_NAME) == _NO_NAME:
            place = next((entry.value for entry in node.entries if entry.key.text == name), node)
            message = f"found no {name!r}; expected one in {called(noun)}."
            faults.add(place, "missing-field", message, f"add '{name}: ...'.")
            values[name] = FAILED
    return values


def build(node: Node, noun: type[_T], values: dict[str, object], faults: Faults) -> Outcome[_T]:
    """Make the noun once all its fields are read; what its own validators refuse becomes a fault."""
    if FAILED in values.values():
        return FAILED
    if hasattr(noun, "origin"):
        values["origin"] = node.where
    try:
        return noun(**values)
    except ValueError as error:
        faults.add(node, "invalid-value", f"found {called(noun)} that contradicts itself; {error}.")
        return FAILED


def wrong_shape(node: Node, expected: str, faults: Faults, hint: str = "") -> Outcome[_T]:
    """Note that a list, a mapping or a single value stands where another of them should."""
    match node:
        case Refused():
            return FAILED
        case Mapping():
            found = "a mapping"
        case Sequence():
            found = "a list"
        case Scalar() if node.is_absent:
            found = "nothing"
        case _:
            found = repr(shown(node.text)) if isinstance(node, Scalar) else "something else"
    faults.add(node, "wrong-shape", f"found {found}; expected {expected}.", hint)
    return FAILED


def called(noun: type) -> str:
    """Name a class of the model in a sentence.

    >>> called(Kpi), called(LevelCriterion), called(SCALE_KINDS["levels"])
    ('a KPI', 'a level criterion', "a scale of the kind 'levels'")
    """
    for kind, scale in SCALE_KINDS.items():
        if noun is scale:
            return f"a scale of the kind {kind!r}"
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", noun.__name__).lower().replace("kpi", "KPI")
    return f"{'an' if words[0] in 'aeio' else 'a'} {words}"


@cache
def fields_of(noun: type[Any]) -> dict[str, _Field]:
    """Say how each field of a class is read, by name, in the order of the class; `origin` is not read."""
    types_of = get_type_hints(noun)
    found: dict[str, _Field] = {}
    for attribute in attrs.fields(noun):
        name = attribute.name
        if name == "origin":
            continue
        is_required = attribute.default is attrs.NOTHING
        is_id = name in _IDS or (name == "name" and types_of[name] is str and "value" in types_of)
        found[name] = _Field(name, _reader(types_of[name], is_id=is_id), is_required, is_required or is_id)
    return found


def _is_nothing(node: Node, field: _Field) -> bool:
    if not isinstance(node, Scalar):
        return False
    return node.is_absent or (field.blank_is_nothing and not node.text.strip())


def _reader(kind: Any, *, is_id: bool) -> _Read:  # noqa: ANN401, PLR0911  any annotation; one line for each type of field
    """Choose how a field of a type is read."""
    arguments = tuple(argument for argument in get_args(kind) if argument not in (type(None), ...))
    if get_origin(kind) is tuple:
        (item,) = arguments
        return partial(_pairs, item) if item in PAIRS else partial(_list, _reader(item, is_id=is_id))
    if get_origin(kind) in (types.UnionType, Union):
        if arguments == get_args(Scale):
            return _scale
        if arguments == (Decimal, date):
            return _single(read_number_or_date)
        (kind,) = arguments
    if kind is str:
        return _single(read_id if is_id else _text)
    if kind is Name:
        return _name
    if kind is Contribution:
        return _contribution
    if kind in SCALAR_TYPES:
        return _single(lambda node, faults: read_scalar(node, kind, faults))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _single(lambda node, faults: read_choice(node, kind, faults))
    return lambda node, faults: structure(node, kind, faults)


def _single(read: Callable[[Scalar, Faults], object]) -> _Read:
    """Let a reader of single values refuse lists and mappings."""

    def read_node(node: Node, faults: Faults) -> object:
        return read(node, faults) if isinstance(node, Scalar) else wrong_shape(node, "a single value", faults)

    return read_node


def _text(node: Scalar, _faults: Faults) -> str:
    """Take free text as it is written."""
    return node.text


def _list(read: _Read, node: Node, faults: Faults) -> object:
    if not isinstance(node, Sequence):
        is_single = isinstance(node, Scalar)
        hint = "write a list of one in brackets: [...]." if is_single else "begin each with '- '."
        return wrong_shape(node, "a list", faults, hint)
    items = tuple(_item(read, item, faults) for item in node.items)
    return FAILED if FAILED in items else items


def _item(read: _Read, node: Node, faults: Faults) -> object:
    if not (isinstance(node, Scalar) and node.is_absent):
        return read(node, faults)
    faults.add(
        node,
        "empty-item",
        "found nothing in a list; expected a value.",
        "write the value, or delete the line.",
    )
    return FAILED


def _pairs(noun: type, node: Node, faults: Faults) -> object:
    """Read a mapping whose names and values are the two fields of a noun."""
    first, second = PAIRS[noun]
    if not isinstance(node, Mapping):
        return wrong_shape(node, f"a mapping of '{first}: {second}'", faults)
    fields = fields_of(noun)
    found: dict[object, object] = {}
    for entry in node.entries:
        key = fields[first].read(entry.key, faults)
        values = {first: key, second: FAILED}
        if _is_nothing(entry.value, fields[second]):
            message = f"found no {second} under {shown(entry.key.text)!r}; expected one."
            faults.add(entry.value, "missing-field", message, f"write '{first}: {second}'.")
        else:
            values[second] = fields[second].read(entry.value, faults)
        if key in found and key is not FAILED:
            message = f"found the {first} {shown(entry.key.text)!r} a second time; expected each once."
            faults.add(entry.key, "duplicate-key", message, "keep one of the two.")
        found[object() if key is FAILED else key] = build(entry.key, noun, values, faults)
    return FAILED if FAILED in found.values() else tuple(found.values())


def _name(node: Node, faults: Faults) -> object:
    """Read a name: one text, or a mapping of the texts in Thai and English."""
    if isinstance(node, Scalar):
        return Name.of(node.text)
    if isinstance(node, Mapping):
        return structure(node, Name, faults)
    return wrong_shape(node, "a text, or a mapping of th and en", faults)


def _contribution(node: Node, faults: Faults) -> object:
    """Read a link to a KPI: its id alone, or a mapping."""
    if not isinstance(node, Scalar):
        return structure(node, Contribution, faults)
    kpi = read_id(node, faults)
    return FAILED if kpi is FAILED else Contribution(kpi=kpi, origin=node.where)


def _scale(node: Node, faults: Faults) -> object:
    """Read a target scale of the kind that it names, and check that it can be used."""
    if not isinstance(node, Mapping):
        return wrong_shape(node, "a mapping with the kind of the scale", faults)
    kind = next((entry.value for entry in node.entries if entry.key.text == "kind"), None)
    if not isinstance(kind, Scalar) or kind.is_absent:
        message = "found no 'kind'; expected one in a target scale."
        faults.add(node, "missing-field", message, f"add 'kind:' and one of {', '.join(SCALE_KINDS)}.")
        return FAILED
    if refuse_curly_quotes(kind, faults):
        return FAILED
    noun = SCALE_KINDS.get(kind.text)
    if noun is None:
        message = f"found {shown(kind.text)!r}; expected one of {', '.join(SCALE_KINDS)}."
        faults.add(kind, "unknown-choice", message, faults.suggest(kind.text, SCALE_KINDS))
        return FAILED
    fields = attrs.evolve(node, entries=[entry for entry in node.entries if entry.value is not kind])
    scale = structure(fields, noun, faults)
    trouble = scale_faults(scale) if scale is not FAILED else ()
    _place(node, trouble, faults)
    return FAILED if trouble else scale


def _check_target(node: Mapping, values: dict[str, object], faults: Faults) -> None:
    scale, target = values.get("scale"), values.get("target")
    if scale is not FAILED and target is not FAILED:
        _place(
            node, target_faults(cast("Scale | None", scale), cast("Decimal | date | None", target)), faults
        )


def _place(node: Node, found: Iterable[ScaleFault], faults: Faults) -> None:
    """Note the faults of a scale at the places that they lead to."""
    for fault in found:
        faults.add(_follow(node, fault.at), fault.code, fault.message, fault.hint)


def _follow(node: Node, steps: Iterable[str | int]) -> Node:
    """Go down from a node by names and positions, as far as there is anything."""
    for step in steps:
        below: Node | None = None
        if isinstance(node, Sequence) and isinstance(step, int):
            below = node.items[step]
        elif isinstance(node, Mapping) and isinstance(step, int):
            below = node.entries[step].key
        elif isinstance(node, Mapping):
            below = next((entry.value for entry in node.entries if entry.key.text == step), None)
        if below is None:
            break
        node = below
    return node
