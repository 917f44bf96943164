"""The same scoring and roll-up on the caller's own dataframe or cluster."""

from kpicascade.bulk.answer import Extent, Figure, Shape
from kpicascade.bulk.entry import roll_up, score_and_roll_up

__all__ = ["Extent", "Figure", "Shape", "roll_up", "score_and_roll_up"]
