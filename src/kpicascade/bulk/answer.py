"""What an answer holds: which nodes, which figures, long or wide."""

from collections.abc import Iterable
from enum import StrEnum


class Extent(StrEnum):
    """Which nodes an answer speaks of."""

    INNER = "inner"
    """Every node that has children: what the roll-up made."""
    ROOTS = "roots"
    """The nodes without a parent."""
    LEAVES = "leaves"
    """The nodes without children."""
    ALL = "all"
    """Every node, those with children first."""


class Figure(StrEnum):
    """What an answer says of a node; each is reckoned only where asked for."""

    SCORE = "score"
    COVERAGE = "coverage"
    LOW = "low"
    HIGH = "high"


class Shape(StrEnum):
    """How an answer lies."""

    LONG = "long"
    """One row a tree, case and node; one column a figure."""
    WIDE = "wide"
    """One row a tree and case; one column a node."""


def read_figures(figures: Iterable[Figure], shape: Shape) -> tuple[Figure, ...]:
    """Check what is asked for.

    Raises:
        ValueError: Nothing is asked for, something twice or unheard of, or several figures in the wide shape.
    """
    asked = tuple(Figure(figure) for figure in figures)
    if not asked or len(set(asked)) < len(asked):
        raise ValueError(f"found figures {asked!r}, expected at least one, each once.")
    if shape is Shape.WIDE and len(asked) > 1:
        raise ValueError(f"found {len(asked)} figures for the wide shape, expected one.")
    return asked
