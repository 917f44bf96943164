"""Numbers as people write them, kept exactly as written."""

import re
from decimal import Decimal

from kpicascade.model.text import arabic_digits

MOST_DIGITS = 30
"""Longest number read: a figure with more digits is a mistake, and arithmetic on it is a trap."""
LARGEST_EXPONENT = 30
"""Largest power of ten read: `1e9999999` would keep exact arithmetic busy for seconds."""

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>\d+|\d{1,3}(?:,\d{3})+)?(?P<rest>\.\d+)?(?:e(?P<exp>[+-]?\d+))?",
    re.IGNORECASE | re.ASCII,
)


def parse_number(text: str) -> Decimal:
    """Read a decimal number exactly as written.

    Thai digits, a sign, thousands commas, a decimal point and an exponent are read. Anything else is not
    a number here: no percent sign, no `nan`, no `inf`, no hexadecimal, no underscores.

    Raises:
        ValueError: with what was expected, in words for the person who typed it.

    >>> parse_number("๑,๒๓๔.50")
    Decimal('1234.50')
    """
    plain = arabic_digits(text.strip()).replace("\u2212", "-")
    found = _NUMBER.fullmatch(plain)
    if found is None or not (found["digits"] or found["rest"]):
        raise ValueError("expected a number such as 85 or 4.5")
    digits = (found["digits"] or "0").replace(",", "") + (found["rest"] or "")
    if len(digits) > MOST_DIGITS:
        raise ValueError(f"expected a number of at most {MOST_DIGITS} digits")
    exponent = found["exp"] or "0"
    if len(exponent) > 4 or abs(int(exponent)) > LARGEST_EXPONENT:
        raise ValueError(f"expected a power of ten between -{LARGEST_EXPONENT} and {LARGEST_EXPONENT}")
    return Decimal(f"{found['sign']}{digits}e{exponent}") if found["exp"] else Decimal(found["sign"] + digits)


def number_from_float(number: float) -> Decimal:
    """Take a float as the shortest decimal that prints like it.

    Raises:
        ValueError: for NaN and the infinities, and for sizes that `parse_number` refuses.

    >>> number_from_float(0.1)
    Decimal('0.1')
    """
    return parse_number(repr(number))
