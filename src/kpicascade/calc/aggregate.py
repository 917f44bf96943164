"""How child scores make a parent's score."""

from enum import StrEnum


class Aggregate(StrEnum):
    """The way in which a parent's score is made of its children's scores."""

    WEIGHTED_MEAN = "weighted_mean"
    """Σ w·s / Σ w."""
    GEOMETRIC = "geometric"
    """The weighted geometric mean, exp(Σ w·ln s / Σ w); scores must be positive."""
    HARMONIC = "harmonic"
    """The weighted harmonic mean, Σ w / Σ (w/s); scores must be positive."""
    MINIMUM = "minimum"
    """The lowest child; weights only say which children count."""
    MAXIMUM = "maximum"
    """The highest child; weights only say which children count."""
    PRODUCT = "product"
    """The product of the scores; weights only say which children count."""
    SUM = "sum"
    """The sum of the points, Σ s; weights only say which children count."""


class Missing(StrEnum):
    """What a parent makes of a child that has no score."""

    LEAVE_OUT = "leave_out"
    """Share its weight among its siblings; a parent without any scored child has no score."""
    ZERO = "zero"
    """Count it as 0 points."""
    LOWEST = "lowest"
    """Count it as the lowest score of the scale."""
    PROPAGATE = "propagate"
    """Give the parent no score."""
