"""Signs that look like others: spaces that are none for YAML, quotation marks that quote nothing."""

import re
import unicodedata

from kpicascade.errors import Issue, Location
from kpicascade.io.faults import Faults
from kpicascade.io.nodes import Scalar, shown

_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
_AT_AN_END = re.compile(f"^[{_SPACES}]|[{_SPACES}]$")
_IN_STRUCTURE = re.compile(rf"^[ ]*(?:-[ ]*)?(?:[^\s:#'\"{{\[]+:)?(?P<odd>[{_SPACES}])", re.MULTILINE)
"""A line whose indent, or what follows its first dash or name, has a space of another kind."""
_OPENING, _CLOSING = ("“", "‘", "„", "‚"), ("”", "’", "“", "‘")


def odd_space_around(name: Scalar, text: str) -> Issue | None:
    """Report a name that begins or ends with a space that only looks plain; `text` is the whole file."""
    if name.quoted or name.text.isascii() or (odd := _AT_AN_END.search(name.text)) is None:
        return None
    return _odd_space(odd[0], text, name.file, name.line, name.column + odd.start())


def odd_space_near(text: str, line: int, file: str) -> Issue | None:
    """Report the odd space that a syntax error at a line comes from, on that line or those before it."""
    lines = text.split("\n")
    place = next((one for one in (line, line - 1) if _odd_in(lines, one)), 0)
    while _odd_in(lines, place - 1):
        place -= 1
    found = _odd_in(lines, place)
    return _odd_space(found["odd"], text, file, place, found.start("odd") + 1) if found else None


def _odd_in(lines: list[str], line: int) -> re.Match[str] | None:
    return _IN_STRUCTURE.match(lines[line - 1]) if 0 < line <= len(lines) else None


def _odd_space(odd: str, text: str, file: str, line: int, column: int) -> Issue:
    called = unicodedata.name(odd, "character").lower()
    more = sum(1 for _ in _IN_STRUCTURE.finditer(text)) - 1
    elsewhere = (
        f", here and on {more:,} more lines" if more > 1 else ", here and on 1 more line" if more == 1 else ""
    )
    return Issue(
        code="odd-space",
        message=f"found a {called} (U+{ord(odd):04X}); expected a plain space, as YAML knows no other.",
        hint=f"replace it with a plain space{elsewhere}; copied text often has such spaces.",
        where=Location(file=file, line=line, column=column),
    )


def refuse_curly_quotes(written: Scalar, faults: Faults) -> bool:
    """Note a value whose quotation marks are curly, which do not quote; tell whether it was one.

    Within straight quotes they are part of the value.
    """
    if written.quoted or not has_curly_end(written.text):
        return False
    message = f"found {shown(written.text)!r}; expected a value without curly quotation marks."
    hint = 'write straight ones ("...") or none; a word processor makes them curly.'
    faults.add(written, "curly-quotes", message, hint)
    return True


def has_curly_end(text: str) -> bool:
    """Tell whether a text begins or ends as if it stood in curly quotation marks."""
    text = text.strip()
    return text.startswith(_OPENING) or text.endswith(_CLOSING)
