"""Model values to plain data: what `structure` reads, written back in the shortest form.

Fields that hold their default are left out. Text stays `str`; numbers, years, dates and the like become
`Literal`, so that a writer knows which words may stand without quotes.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn, override

from kpicascade.io.plan_file import FORMAT, SECTIONS
from kpicascade.io.structure import PAIRS
from kpicascade.model.day import format_date
from kpicascade.model.kpi import Contribution, Kpi
from kpicascade.model.period import Era, FiscalYear
from kpicascade.model.plan import Plan
from kpicascade.model.scale import SCALE_KINDS
from kpicascade.model.text import Name
from kpicascade.model.weight import Weight

Plain = str | list["Plain"] | dict[str, "Plain"]
"""Plain data: texts, lists and mappings."""


class Literal(str):
    """A value whose words mean no more than they say: a number, a year, a date, true or false, a choice."""

    __slots__ = ()


def unstructure_plan(plan: Plan) -> dict[str, Plain]:
    """Lay a plan out as the sections of a plan file; dates are in the era of the fiscal year."""
    fields: dict[str, Plain] = _converter(plan.fiscal_year.era).unstructure(plan)
    head = {name: value for name, value in fields.items() if name not in SECTIONS}
    sections = {name: fields[name] for name in SECTIONS if name in fields}
    return {"format": Literal(FORMAT), "plan": head, **sections}


@cache
def _converter(era: Era) -> Converter:
    """Make the converter for plans that count years in an era."""
    converter = Converter()
    register, by_field = converter.register_unstructure_hook, _field_writer(converter)
    converter.register_unstructure_hook_factory(attrs.has, by_field)
    converter.register_unstructure_hook_factory(_is_pairs, lambda kind: _pair_writer(kind, converter))
    converter.register_unstructure_hook_func(_is_choice, lambda choice: Literal(choice.value))
    for kind in (Decimal, FiscalYear, Weight):
        register(kind, lambda value: Literal(str(value)))
    register(bool, lambda flag: Literal(str(flag).lower()))
    register(date, lambda day: Literal(format_date(day, era)))
    register(Name, _name)
    contribution, kpi = by_field(Contribution), by_field(Kpi)
    register(Contribution, lambda link: _short_link(contribution(link)))
    register(Kpi, lambda noun: _with_kind_of_scale(kpi(noun), noun))
    return converter


def _field_writer(converter: Converter) -> Callable[[type[Any]], Callable[[Any], dict[str, Any]]]:
    """Write a noun field by field; defaults and the place that it was read from are left out."""
    return lambda noun: make_dict_unstructure_fn(
        noun, converter, _cattrs_omit_if_default=True, origin=override(omit=True)
    )


def _is_pairs(kind: object) -> bool:
    """Tell whether a type is a tuple of nouns that a file writes as `first: second`."""
    return get_origin(kind) is tuple and get_args(kind)[0] in PAIRS


def _pair_writer(kind: object, converter: Converter) -> Callable[[tuple[Any, ...]], dict[str, Any]]:
    first, second = PAIRS[get_args(kind)[0]]

    def write(nouns: tuple[Any, ...]) -> dict[str, Any]:
        plain = converter.unstructure
        return {plain(getattr(noun, first)): plain(getattr(noun, second)) for noun in nouns}

    return write


def _is_choice(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _name(name: Name) -> Plain:
    """Write one text where that reads back as the same name."""
    text = str(name)
    both: dict[str, Plain] = {word: text for word, text in (("th", name.th), ("en", name.en)) if text}
    return text if Name.of(text) == name else both


def _short_link(fields: dict[str, Any]) -> Plain:
    return str(fields["kpi"]) if fields.keys() == {"kpi"} else fields


def _with_kind_of_scale(fields: dict[str, Any], kpi: Kpi) -> dict[str, Any]:
    if kpi.scale is not None:
        kind = next(word for word, noun in SCALE_KINDS.items() if noun is type(kpi.scale))
        fields["scale"] = {"kind": Literal(kind), **fields["scale"]}
    return fields
