"""Thresholds that level criteria state in words, and whether the levels can be told apart."""

import difflib
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum

from attrs import evolve, frozen

from kpicascade.model.kpi import LevelCriterion
from kpicascade.model.number import parse_number
from kpicascade.model.text import lookup_key

AT_LEAST = (
    *("ไม่น้อยกว่า", "ไม่ต่ำกว่า", "อย่างน้อย", "มากกว่าหรือเท่ากับ", "เท่ากับหรือมากกว่า", "สูงกว่าหรือเท่ากับ", "ตั้งแต่"),
    *("≥", ">="),
    *("not less than", "no less than", "not fewer than", "no fewer than", "not lower than", "not below"),
    *("no lower than", "at least", "a minimum of", "greater than or equal to", "more than or equal to"),
)
MORE_THAN = (
    *("มากกว่า", "สูงกว่า", "เกินกว่า", "เกิน", ">"),
    *("more than", "greater than", "higher than", "exceeding", "exceeds", "above", "over"),
)
AT_MOST = (
    *("ไม่เกินกว่า", "ไม่เกิน", "ไม่มากกว่า", "ไม่สูงกว่า", "น้อยกว่าหรือเท่ากับ", "ต่ำกว่าหรือเท่ากับ", "อย่างมาก"),
    *("≤", "<="),
    *("not more than", "no more than", "not greater than", "not higher than", "not exceeding", "not above"),
    *("not over", "at most", "up to", "a maximum of", "less than or equal to", "lower than or equal to"),
)
LESS_THAN = (
    *("น้อยกว่า", "ต่ำกว่า", "ไม่ถึง", "<"),
    *("less than", "fewer than", "lower than", "below", "under"),
)
"""The words before a number that bound it; of several that fit, the longest is meant."""

_UP = "ขึ้นไป|หรือมากกว่า|หรือสูงกว่า|(?:and|or)\\s+(?:above|up|upwards?|more|over|higher|greater)|upwards?|up"
_DOWN = "ลงมา|หรือน้อยกว่า|หรือต่ำกว่า|(?:and|or)\\s+(?:below|less|fewer|under|lower)"
_PERCENT = "%|percent|per\\s?cent|เปอร์เซ็?นต์"
_NEAR = 10
"""Levels compared with the next so many; tables have about five, and a hostile file may have thousands."""
_ALIKE = 0.8
"""How alike (0 to 1) the words around two thresholds must be to speak of the same thing."""
_MOST_COMPARED = 200
"""Letters of those words compared: the time grows with their square."""
_SIDE_BY_SIDE = 12
"""Letters that may stand between the two ends of one range, such as " แต่" or " but "."""
_FIGURES = ("first", "last", "early", "late", "least", "most", "limit", "exact")
_MARKS = str.maketrans(dict.fromkeys("()[]{}.,;:!?\"'“”‘’-–—/", " "))


@frozen(kw_only=True)
class Span:
    """The results that a criterion covers, from `low` to `high`; None where it is open on that side.

    `subject` is what the criterion says besides the threshold, `percent` whether it is one of percent.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    has_low: bool = True
    has_high: bool = True
    percent: bool = False
    subject: str = ""

    def __str__(self) -> str:
        """Show the span as people write it."""
        unit = " percent" if self.percent else ""
        if self.low == self.high:
            return f"{self.low}{unit}"
        if self.high is None:
            return f"from {self.low}{unit} up" if self.has_low else f"above {self.low}{unit}"
        high = f"{'up to' if self.has_high else 'below'} {self.high}{unit}"
        if self.low is None:
            return high
        return f"{'from' if self.has_low else 'above'} {self.low} {high.removeprefix('up ')}"


class Clash(StrEnum):
    """Why two levels cannot both stand; the value is the code of the issue."""

    INDISTINCT = "levels-not-distinct"
    OVERLAP = "levels-overlap"
    OUT_OF_ORDER = "levels-out-of-order"


def _words(phrases: Sequence[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(phrase) for phrase in longest_first)


def _number(name: str) -> str:
    figure = f"(?P<{name}>[0-9][0-9,]*(?:\\.[0-9]+)?)"
    return f"(?P<{name}_before>ร้อยละ(?:ของ)?\\s*)?{figure}(?P<{name}_after>\\s*(?:{_PERCENT}))?"


_GAP = "(?:\\s*[^0-9\\s]{1,20}?)?\\s*"  # a unit of measure may stand between the number and "and above"
_THRESHOLD = re.compile(
    f"(?:ตั้งแต่|ระหว่าง|from\\s|between\\s)?\\s*{_number('first')}\\s*(?:-|–|—|ถึง|to)\\s*{_number('last')}"
    f"|between\\s+{_number('early')}\\s+and\\s+{_number('late')}"
    f"|(?:ตั้งแต่|from\\s)?\\s*{_number('least')}{_GAP}(?:{_UP})"
    f"|{_number('most')}{_GAP}(?:{_DOWN})"
    f"|(?<![a-z])(?P<bound>{_words((*AT_LEAST, *MORE_THAN, *AT_MOST, *LESS_THAN))})\\s*{_number('limit')}"
    f"|{_number('exact')}"
)


@frozen
class _Found:
    """A threshold in a text, and where in the text it stands; a bare number may be no threshold at all."""

    span: Span
    is_bare: bool
    start: int
    end: int


def span_of(text: str) -> Span | None:
    """Read the threshold that a criterion states, in Thai or English words, or in signs.

    Read are bounds ("ไม่น้อยกว่าร้อยละ 80", "more than 5"), ranges ("ร้อยละ 70-79") and percentages as they
    are ("85 %"). A number that may mean something else, such as that of a step, is read only where nothing
    else is written. None means that the text states no threshold, or several that are not one range.

    >>> str(span_of("ตั้งแต่ร้อยละ ๘๐ ขึ้นไป")), str(span_of("70 to 79.99 percent"))
    ('from 80 percent up', 'from 70 to 79.99 percent')
    """
    words = lookup_key(text)
    try:
        found = [_found(match) for match in _THRESHOLD.finditer(words)]
    except ValueError:  # digits that are no number, such as 1,2,3
        return None
    firm = [one for one in found if not one.is_bare]
    if not firm and found and (found[0].start, found[0].end) == (0, len(words)):
        firm = found
    span = _united(firm)
    return span and evolve(span, subject=_without(words, firm))


def _found(match: re.Match[str]) -> _Found:
    part = match.groupdict()
    percent = any(part[name] for name in part if name.endswith(("_before", "_after")))
    low, low_closed, high, high_closed = _limits(part)
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    span = Span(low=low, high=high, has_low=low_closed, has_high=high_closed, percent=percent)
    is_bare = not percent and low is not None and high is not None and not part["early"]
    return _Found(span, is_bare, match.start(), match.end())


def _limits(part: dict[str, str | None]) -> tuple[Decimal | None, bool, Decimal | None, bool]:
    """Return the lowest result and whether it is covered itself, and the same of the highest."""
    figures = {name: parse_number(part[name] or "") for name in _FIGURES if part[name]}
    match part["bound"]:
        case None:
            low = next(
                (figures[name] for name in ("first", "early", "least", "exact") if name in figures), None
            )
            high = next(
                (figures[name] for name in ("last", "late", "most", "exact") if name in figures), None
            )
            return low, True, high, True
        case word if word in AT_LEAST or word in MORE_THAN:
            return figures["limit"], word in AT_LEAST, None, True
        case word:
            return None, True, figures["limit"], word in AT_MOST


def _united(found: Sequence[_Found]) -> Span | None:
    """Make one span of "more than 70" and "not more than 80" where they stand side by side."""
    if len(found) == 1:
        return found[0].span
    if len(found) != 2 or found[1].start - found[0].end > _SIDE_BY_SIDE:
        return None
    below, above = sorted((found[0].span, found[1].span), key=lambda span: span.low is None)
    if below.low is None or below.high is not None or above.high is None or above.low is not None:
        return None
    if below.low > above.high or below.percent != above.percent:
        return None
    return evolve(below, high=above.high, has_high=above.has_high)


def _without(words: str, found: Sequence[_Found]) -> str:
    rest = f"{words[: found[0].start]} {words[found[-1].end :]}"
    return " ".join(rest.translate(_MARKS).split())


def clashes(criteria: Sequence[LevelCriterion]) -> Iterator[tuple[LevelCriterion, LevelCriterion, Clash]]:
    """Find pairs of levels, the lower one first, whose results cannot be told apart or overlap.

    A lower level that is open to one side may hold the higher one within it: "not less than 70" and "not
    less than 80" are read as the highest level met. Only thresholds on the same thing are compared.
    """
    levels = sorted(criteria, key=lambda criterion: criterion.level)
    spans = [span_of(criterion.text) for criterion in levels]
    for place, lower in enumerate(levels):
        for other in range(place + 1, min(place + 1 + _NEAR, len(levels))):
            upper = levels[other]
            if lookup_key(lower.text) == lookup_key(upper.text):
                yield lower, upper, Clash.INDISTINCT
            elif clash := _clash(spans[place], spans[other]):
                yield lower, upper, clash


def _clash(lower: Span | None, upper: Span | None) -> Clash | None:
    if lower is None or upper is None or not _is_same_subject(lower, upper):
        return None
    if _bounds(lower) == _bounds(upper):
        return Clash.INDISTINCT
    if _is_apart(lower, upper) or _is_apart(upper, lower) or (_is_open(lower) and _holds(lower, upper)):
        return None
    return Clash.OUT_OF_ORDER if _is_open(lower) and _holds(upper, lower) else Clash.OVERLAP


def _is_same_subject(one: Span, other: Span) -> bool:
    if one.percent != other.percent:
        return False
    if not one.subject or not other.subject or one.subject == other.subject:
        return True
    alike = difflib.SequenceMatcher(None, one.subject[:_MOST_COMPARED], other.subject[:_MOST_COMPARED])
    return alike.ratio() >= _ALIKE


def _bounds(span: Span) -> tuple[Decimal | None, bool, Decimal | None, bool]:
    return span.low, span.has_low, span.high, span.has_high


def _is_open(span: Span) -> bool:
    return span.low is None or span.high is None


def _is_apart(below: Span, above: Span) -> bool:
    if below.high is None or above.low is None:
        return False
    touches = below.high == above.low and below.has_high and above.has_low
    return below.high <= above.low and not touches


def _holds(outer: Span, inner: Span) -> bool:
    low_fits = outer.low is None or (
        inner.low is not None and (outer.low, not outer.has_low) <= (inner.low, not inner.has_low)
    )
    high_fits = outer.high is None or (
        inner.high is not None and (inner.high, inner.has_high) <= (outer.high, outer.has_high)
    )
    return low_fits and high_fits
