"""Weights as agreements write them: a number, or an expression over the plan's parameters."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from attrs import field, frozen

from kpicascade.model.number import parse_number

# The last part takes whatever is left, so that a letter that has no business here is found and named.
_PART = re.compile(r"\s*(?:(?P<number>[\d๐-๙][\d๐-๙.,]*)|(?P<name>[^\W\d]\w*)|(?P<other>\S))")
_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2}
_MOST_PARTS = 100
_MOST_CHARACTERS = 1_000


def _parts(text: str) -> tuple[tuple[str, str], ...]:
    matches = _PART.finditer(text.replace("\u2212", "-"))
    found = tuple((str(match.lastgroup), match[str(match.lastgroup)]) for match in matches)
    if not found:
        raise ValueError("expected a weight such as 20 or 30 + A")
    if len(found) > _MOST_PARTS:
        raise ValueError(f"expected an expression of at most {_MOST_PARTS} parts")
    return found


def _postfix(text: str) -> tuple[Fraction | str, ...]:
    """Put an expression in the order it is worked out: numbers, names, then the sign that joins them.

    The method is Dijkstra's shunting yard; it needs no recursion, so nesting cannot exhaust the stack.
    """
    output: list[Fraction | str] = []
    signs: list[str] = []
    wants_operand = True
    for kind, part in _parts(text):
        if wants_operand and part == "(":
            signs.append(part)
        elif wants_operand:
            output.append(_operand(kind, part))
            wants_operand = False
        elif part in _BINDS:
            while signs and _BINDS.get(signs[-1], 0) >= _BINDS[part]:
                output.append(signs.pop())
            signs.append(part)
            wants_operand = True
        elif part == ")" and "(" in signs:
            while (sign := signs.pop()) != "(":
                output.append(sign)
        else:
            raise ValueError(f"expected one of + - * / and found {part!r}")
    if wants_operand or "(" in signs:
        raise ValueError("expected more: the expression stops in the middle")
    return (*output, *reversed(signs))


def _operand(kind: str, part: str) -> Fraction | str:
    if kind == "number":
        return Fraction(parse_number(part))
    if kind == "name":
        return part
    raise ValueError(f"expected a number, a parameter or '(' and found {part!r}")


def _one_spacing(text: object) -> str:
    """Put single spaces into a weight; one that is far too long is refused before anything else."""
    written = str(text)
    if len(written) > _MOST_CHARACTERS:
        raise ValueError(f"expected an expression of at most {_MOST_CHARACTERS:,} characters")
    return " ".join(written.split())


@frozen
class Weight:
    """A weight as it was written, such as `15` or `30 + A`.

    Numbers, parameter names, `+ - * /` and parentheses are read by a small reader of our own; nothing is
    ever run as code.

    Raises:
        ValueError: when the text is no such expression, with what was expected.
    """

    text: str = field(converter=_one_spacing)

    def __attrs_post_init__(self) -> None:
        _ = self._steps

    @cached_property
    def _steps(self) -> tuple[Fraction | str, ...]:
        return _postfix(self.text)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Name the parameters that the weight depends on, in order of appearance."""
        names = (step for step in self._steps if isinstance(step, str) and step not in _BINDS)
        return tuple(dict.fromkeys(names))

    def value(self, parameters: Mapping[str, Decimal]) -> Fraction:
        """Work the weight out exactly.

        Raises:
            KeyError: for a parameter that is not given.
            ZeroDivisionError: when the expression divides by zero.

        >>> Weight("30 + A").value({"A": Decimal(10)})
        Fraction(40, 1)
        """
        stack: list[Fraction] = []
        for step in self._steps:
            if isinstance(step, Fraction):
                stack.append(step)
            elif step in _BINDS:
                right, left = stack.pop(), stack.pop()
                stack.append(_apply(step, left, right))
            else:
                stack.append(Fraction(parameters[step]))
        return stack.pop()

    def __str__(self) -> str:
        """Show the weight as it was written."""
        return self.text


def _apply(sign: str, left: Fraction, right: Fraction) -> Fraction:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right
