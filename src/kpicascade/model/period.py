"""Fiscal years and the periods within them, in the Buddhist or the common era."""

import re
from enum import StrEnum
from typing import Self

from attrs import field, frozen, validators

from kpicascade.model.text import arabic_digits

BUDDHIST_OFFSET = 543
"""Years by which the Buddhist era is ahead of the common era."""
FIRST_BUDDHIST_YEAR = 2400
"""From here up a bare year is Buddhist, below it is common era; plans of either kind stay far from it."""
MONTHS = 12

_YEAR = re.compile(r"\d{4}", re.ASCII)
_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<to>\d{1,2})M|Q(?P<quarter>[1-4])|M(?P<month>\d{1,2})))?",
    re.IGNORECASE | re.ASCII,
)


class Era(StrEnum):
    """How a year is counted."""

    BUDDHIST = "BE"
    COMMON = "CE"


@frozen(order=True)
class FiscalYear:
    """A fiscal year, equal to itself in whichever era it was written.

    `year` counts in the common era; `era` remembers how to show it.
    """

    year: int = field(validator=[validators.ge(1800), validators.le(2399)])
    era: Era = field(default=Era.BUDDHIST, eq=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a year of four digits, Thai or Arabic; from 2400 up it is Buddhist.

        Raises:
            ValueError: with what was expected.

        >>> FiscalYear.parse("๒๕๕๖").year
        2013
        """
        plain = arabic_digits(text.strip())
        if not _YEAR.fullmatch(plain):
            raise ValueError("expected a year such as 2556 (Buddhist era) or 2013 (common era)")
        year = int(plain)
        buddhist = year >= FIRST_BUDDHIST_YEAR
        common = year - BUDDHIST_OFFSET if buddhist else year
        if not 1800 <= common < FIRST_BUDDHIST_YEAR:
            raise ValueError("expected a year between 1800 and 2399 of the common era, or its Buddhist year")
        return cls(common, Era.BUDDHIST if buddhist else Era.COMMON)

    def __str__(self) -> str:
        """Show the year as it was written."""
        return str(self.year + BUDDHIST_OFFSET if self.era is Era.BUDDHIST else self.year)


@frozen(order=True)
class Period:
    """Some months of a fiscal year, from its `first` to its `last` month (1 to 12)."""

    year: FiscalYear
    first: int = 1
    last: int = field(default=MONTHS)

    @last.validator
    def _months_in_order(self, _attribute: object, last: int) -> None:
        if not 1 <= self.first <= last <= MONTHS:
            raise ValueError("expected months between 1 and 12, the first not after the last")
        is_quarter = self.first % 3 == 1 and last == self.first + 2
        if not (self.first in (1, last) or is_quarter):
            raise ValueError("expected months from the first of the year on, one month, or a quarter")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a period: `2556`, `2556-12M` (the whole year), `2556-6M`, `2556-Q2` or `2556-M3`.

        Raises:
            ValueError: with what was expected.

        >>> Period.parse("2556") == Period.parse("2013-12M")
        True
        """
        found = _PERIOD.fullmatch(arabic_digits(text.strip()))
        if found is None:
            raise ValueError("expected a period such as 2556, 2556-6M, 2556-9M, 2556-12M, 2556-Q1 or 2556-M3")
        year = FiscalYear.parse(found["year"])
        if found["quarter"]:
            last = 3 * int(found["quarter"])
            return cls(year, last - 2, last)
        if found["month"]:
            return cls(year, int(found["month"]), int(found["month"]))
        return cls(year, 1, int(found["to"] or MONTHS))

    def __str__(self) -> str:
        """Show the period in the shortest form that `parse` reads back.

        >>> str(Period.parse("2556-q2")), str(Period.parse("2556"))
        ('2556-Q2', '2556-12M')
        """
        if self.first == 1:
            return f"{self.year}-{self.last}M"
        if self.first == self.last:
            return f"{self.year}-M{self.last}"
        return f"{self.year}-Q{self.last // 3}"
