"""What one cell of a table says: text, an id, a number, a period, a flag or several of them.

Every reader takes what a cell held (`Raw`) and returns a model value. An empty cell is missing, never zero.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from kpicascade.io.nodes import shown
from kpicascade.io.unreadable import Unreadable, each
from kpicascade.model.number import number_from_float, parse_number
from kpicascade.model.period import Period
from kpicascade.model.text import lookup_key, normalise

Raw = str | bool | int | float | Decimal | date | tuple[str, ...] | Mapping[str, str] | None
"""What a cell can hold before it is read; a tuple or a mapping only where the format has such a thing."""

LONGEST_KEY = 500
"""Longest id, number or result, in characters: whatever is longer got there by mistake."""

PERCENT = re.compile(r"ร้อยละ ?[\d.,+-]+ ?[%％]?|[\d.,+-]+ ?[%％]")
"""A number that says that it is a percentage."""

_SPREADSHEET_ERROR = re.compile(
    r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!)"
    r"|#GETTING_DATA|#{2,}|Err:\d{3}",
    re.IGNORECASE,
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_YES = frozenset(("true", "ใช่", "yes", "y", "1", "x"))
_NO = frozenset(("", "false", "ไม่ใช่", "no", "n", "0"))
_BETWEEN_PIECES = re.compile(r"(?<!\\);")
_A_NUMBER = "expected a number such as 85 or 4.5"


def parse_text(raw: Raw) -> str:
    """Read a cell as text, "" when it is empty; a number or a date gives the text that it would show."""
    match raw:
        case None:
            return ""
        case str():
            text = raw.strip()
        case bool():
            raise Unreadable("not-text", f"found {raw}; expected text.", "write the words that are meant.")
        case int() | float() | Decimal():
            text = _number_text(raw)
        case datetime():
            text = raw.isoformat(sep=" ").removesuffix(" 00:00:00")
        case date():
            text = raw.isoformat()
        case _:
            found = type(raw).__name__
            raise Unreadable("not-text", f"found {found}; expected one text.", "write one text here.")
    if odd := _CONTROL.search(text):
        message = f"found the character U+{ord(odd[0]):04X}, which no text contains."
        raise Unreadable("control-character", message, "delete it; it cannot be seen in most editors.")
    if _SPREADSHEET_ERROR.fullmatch(text):
        hint = "mend the formula in the sheet, or leave the cell empty where nothing was measured."
        raise Unreadable(
            "spreadsheet-error", f"found {text!r}; expected what the spreadsheet worked out.", hint
        )
    return text


def _number_text(raw: float | Decimal) -> str:
    """Show a number as it prints; plain float first, because numpy's own shows its type as well."""
    return repr(float(raw)).removesuffix(".0") if isinstance(raw, float) else str(raw)


def parse_key(raw: Raw) -> str:
    """Read a short text in its one spelling, "" when the cell is empty."""
    text = parse_text(raw)
    if len(text) > LONGEST_KEY:
        message = f"found {len(text):,} characters; expected at most {LONGEST_KEY:,}."
        raise Unreadable("too-long", message, "long text belongs in the note.")
    return normalise(text)


def parse_id(raw: Raw) -> str:
    """Read an id in its one spelling, "" when the cell is empty.

    A number is refused where it may have lost a last zero: 2.1 and 2.10 are two ids.
    """
    if isinstance(raw, float):
        hint = "read the column as text; in pandas: read_csv(path, dtype=str)."
        message = (
            f"found the number {_number_text(raw)}; expected an id as text, because 2.1 and 2.10 differ."
        )
        raise Unreadable("number-as-id", message, hint)
    return parse_key(raw)


def parse_decimal(raw: Raw) -> Decimal | None:
    """Read a number exactly as written; a float is the shortest decimal that prints like it."""
    if isinstance(raw, bool | date):
        raise _not_a_number(str(raw), _A_NUMBER)
    text = parse_key(raw)
    if not text:
        return None
    if PERCENT.fullmatch(text):
        hint = "write 85 for 85 percent; the KPI's unit of measure says that it is a percentage."
        raise Unreadable("percent-sign", f"found {shown(text)!r}; expected the number alone.", hint)
    try:
        return number_from_float(float(raw)) if isinstance(raw, float) else parse_number(text)
    except ValueError as refusal:
        raise _not_a_number(text, str(refusal)) from None


def _not_a_number(found: str, expected: str) -> Unreadable:
    hint = "write digits with a point before decimals; leave it empty where nothing was measured."
    return Unreadable("not-a-number", f"found {shown(found)!r}; {expected}.", hint)


def parse_period(raw: Raw) -> Period | None:
    """Read a period such as 2556-12M; a bare year is the whole year."""
    text = parse_key(raw)
    if not text:
        return None
    try:
        return Period.parse(text)
    except ValueError as refusal:
        hint = "write the fiscal year and how far the result reaches: 2556-12M is all of 2556."
        raise Unreadable("not-a-period", f"found {shown(text)!r}; {refusal}.", hint) from None


def parse_flag(raw: Raw) -> bool:
    """Read yes or no in Thai or English; an empty cell is no."""
    if isinstance(raw, bool):
        return raw
    text = lookup_key(parse_key(raw))
    if text in _YES or text in _NO:
        return text in _YES
    hint = "write true or false, ใช่ or ไม่ใช่, or x; leave it empty for no."
    raise Unreadable("not-a-boolean", f"found {shown(text)!r}; expected yes or no.", hint)


def parse_pieces(raw: Raw) -> tuple[str, ...]:
    r"""Read several texts with semicolons between them; `\;` is a semicolon inside a text.

    >>> parse_pieces(r"report.pdf; photo\;1.jpg;")
    ('report.pdf', 'photo;1.jpg')
    """
    if isinstance(raw, tuple):
        return tuple(each(raw, parse_text))
    pieces = (piece.strip().replace("\\;", ";") for piece in _BETWEEN_PIECES.split(parse_text(raw)))
    return tuple(piece for piece in pieces if piece)


def join_pieces(pieces: Iterable[str]) -> str:
    r"""Write several texts in one cell so that `parse_pieces` reads the same.

    >>> join_pieces(["report.pdf", "photo;1.jpg"])
    'report.pdf;photo\\;1.jpg'
    """
    # A space keeps a backslash at the end of a text from taking hold of the semicolon after it.
    return ";".join(re.sub(r"\\$", r"\\ ", piece.replace(";", "\\;")) for piece in pieces)


def parse_decimals(raw: Raw) -> tuple[Decimal | None, ...]:
    """Read several numbers with semicolons between them; None where a place is empty."""
    if isinstance(raw, str):
        raw = parse_pieces(raw)
    return tuple(each(raw if isinstance(raw, tuple) else (raw,), parse_decimal)) if raw is not None else ()
