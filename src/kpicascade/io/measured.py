"""What was measured: a number, a date, a label, the steps done, or the points of each item."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from kpicascade.io.cells import PERCENT, Raw, parse_decimal, parse_id, parse_key
from kpicascade.io.dates import is_like_date, read_date
from kpicascade.io.nodes import shown
from kpicascade.io.unreadable import Unreadable, each
from kpicascade.model.result import PointsEarned, Value

# What looks like a number or a date must be one, so that a slip of the keyboard does not become a label.
_LIKE_A_NUMBER = re.compile(r"\(?[+−–-]?[\d.,][\d .,/:+-]*(?:e[+-]?\d+)?\)?", re.IGNORECASE)
_SAYS_NOTHING = frozenset(
    {"n/a", "na", "nat", "<na>", "null", "none", "nil", "true", "false", "-", "–", "—", "?"}
    | {sign + word for sign in ("", "+", "-") for word in ("nan", "inf", "infinity", ".nan", ".inf")}
)


def parse_result(raw: Raw) -> Value | None:
    """Read what was measured; None when the cell is empty.

    In one cell steps are `1;2;3` and points are `1.1=20;1.2=10`. A single step is `1;`, and `;` says that no
    step was done, which is not the same as missing.

    >>> parse_result("1;2;3"), parse_result("๑.50")
    (('1', '2', '3'), Decimal('1.50'))
    """
    match raw:
        case bool():
            raise _not_a_result(str(raw))
        case date():
            return read_date(raw)
        case int() | float() | Decimal():
            return parse_decimal(raw)
        case tuple():
            return _steps(raw)
        case Mapping():
            return _points(tuple(raw.items()))
    text = parse_key(raw)
    if ";" in text or "=" in text:
        return _several(text)
    return _single(text) if text else None


def _single(text: str) -> Value | None:
    if text.casefold() in _SAYS_NOTHING:
        raise _not_a_result(text)
    if is_like_date(text):
        return read_date(text)
    if _LIKE_A_NUMBER.fullmatch(text) or PERCENT.fullmatch(text):
        return parse_decimal(text)
    return text


def _not_a_result(found: str) -> Unreadable:
    hint = "leave it empty where nothing was measured."
    return Unreadable("not-a-result", f"found {found!r}; expected what was measured.", hint)


def _several(text: str) -> Value:
    if text == ";":
        return ()
    pieces = text.split(";")
    if not pieces[-1].strip():
        pieces.pop()
    if not any("=" in piece for piece in pieces):
        return _steps(pieces)
    pairs = (piece.partition("=") for piece in pieces)
    return _points([(item, points if sign else "") for item, sign, points in pairs])


def _steps(steps: Sequence[str]) -> tuple[str, ...]:
    return _once(tuple(each(steps, _step)))


def _points(pairs: Sequence[tuple[str, str]]) -> tuple[PointsEarned, ...]:
    earned = tuple(each(pairs, _item))
    _once(item.item for item in earned)
    return earned


def _step(text: str) -> str:
    if step := parse_id(text):
        return step
    hint = "write the steps done as 1;2;3, or points as 1.1=20;1.2=10."
    raise Unreadable("mixed-steps", "found nothing; expected the id of a step or an item.", hint)


def _item(pair: tuple[str, str]) -> PointsEarned:
    item, points = _step(pair[0]), parse_decimal(pair[1])
    if points is None:
        hint = "write every item with its points, as in 1.1=20;1.2=10, and 0 where nothing was earned."
        raise Unreadable(
            "mixed-steps", f"found {shown(item)!r} alone; expected an item with its points.", hint
        )
    return PointsEarned(item=item, points=points)


def _once(ids: Iterable[str]) -> tuple[str, ...]:
    """Refuse an id that stands twice."""
    seen: dict[str, None] = {}

    def add(name: str) -> str:
        if name in seen:
            raise Unreadable(
                "repeated-step", f"found {shown(name)!r} twice.", "write every step or item once."
            )
        seen[name] = None
        return name

    return tuple(each(ids, add))
