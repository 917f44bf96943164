"""Text as written to single values: strict, and every refusal says what was found and what was expected.

Nothing is guessed from the look of a value. The field decides: text fields take the text as it stands
(`NO`, `017` and `1:30` included), number fields take only numbers, and so on. Whether a value stands in
quotes makes no difference.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Final, Literal, TypeAlias, TypeVar, cast

from attrs import frozen

from kpicascade.io.faults import Faults
from kpicascade.io.nodes import Scalar, shown
from kpicascade.io.odd_signs import refuse_curly_quotes
from kpicascade.model.day import parse_date
from kpicascade.model.number import parse_number
from kpicascade.model.period import FiscalYear
from kpicascade.model.text import normalise
from kpicascade.model.weight import Weight

LONGEST = 200
"""Most characters of anything but free text; what is longer is a mistake, and costly to look at."""


class Failed(Enum):
    """The one value that says: this could not be read, and the fault has been noted."""

    FAILED = "failed"


FAILED: Final = Failed.FAILED
_LIKE_A_DATE = re.compile(r"\d+([-/])\d+\1\d+", re.ASCII)
_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)
Outcome: TypeAlias = _T | Literal[Failed.FAILED]


@frozen
class _Reader:
    """How one type of value is read, and what is said when it cannot be."""

    parse: Callable[[str], object]
    code: str
    hint: str = ""


def parse_boolean(text: str) -> bool:
    """Read `true` or `false`, in small or capital letters; nothing else is either.

    Raises:
        ValueError: with what was expected.

    >>> parse_boolean("True")
    True
    """
    match text.strip().lower():
        case "true":
            return True
        case "false":
            return False
        case _:
            raise ValueError("expected true or false")


_READERS: dict[type, _Reader] = {
    Decimal: _Reader(
        parse_number, "not-a-number", "write the number alone; the unit goes in unit_of_measure."
    ),
    date: _Reader(parse_date, "not-a-date", "write year-month-day."),
    FiscalYear: _Reader(FiscalYear.parse, "not-a-year"),
    Weight: _Reader(Weight, "not-a-weight", "use numbers, parameters, + - * / and parentheses."),
    bool: _Reader(parse_boolean, "not-a-boolean"),
}
SCALAR_TYPES = frozenset(_READERS)
"""The types that `read_scalar` reads."""


def read_scalar(written: Scalar, wanted: type[_T], faults: Faults) -> Outcome[_T]:
    """Read one value of a type: Decimal, date, FiscalYear, Weight or bool.

    >>> read_scalar(Scalar("", 1, 1, None, None, "๘๕.๕๐", False), Decimal, Faults())
    Decimal('85.50')
    """
    if _is_too_long(written, faults) or refuse_curly_quotes(written, faults):
        return FAILED
    reader = _READERS[wanted]
    try:
        return cast("_T", reader.parse(written.text))  # the table pairs each type with its parser
    except ValueError as error:
        faults.add(written, reader.code, f"found {shown(written.text)!r}; {error}.", reader.hint)
    return FAILED


def read_number_or_date(written: Scalar, faults: Faults) -> Outcome[Decimal | date]:
    """Read a target: a date when it is written as one, otherwise a number."""
    if _LIKE_A_DATE.fullmatch(normalise(written.text[:LONGEST])):
        return read_scalar(written, date, faults)
    return read_scalar(written, Decimal, faults)


def read_id(written: Scalar, faults: Faults) -> Outcome[str]:
    """Read an id or a reference in the one spelling that look-ups compare; `2.10` stays "2.10"."""
    if _is_too_long(written, faults) or refuse_curly_quotes(written, faults):
        return FAILED
    return normalise(written.text)


def read_choice(written: Scalar, choices: type[_E], faults: Faults) -> Outcome[_E]:
    """Read one of the words of an enumeration."""
    if refuse_curly_quotes(written, faults):
        return FAILED
    word = written.text.strip()
    for choice in choices:
        if choice.value == word:
            return choice
    known = [choice.value for choice in choices]
    message = f"found {shown(word)!r}; expected one of {', '.join(known)}."
    faults.add(written, "unknown-choice", message, faults.suggest(word, known))
    return FAILED


def _is_too_long(written: Scalar, faults: Faults) -> bool:
    if len(written.text) <= LONGEST:
        return False
    message = f"found {len(written.text):,} characters; expected at most {LONGEST} here."
    faults.add(written, "too-long", message, "long text belongs in name, definition or note.")
    return True
