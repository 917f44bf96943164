"""The scorecard: what everyone scored, and what each figure is made of."""

from kpicascade.scorecard.card import Scorecard, evaluate
from kpicascade.scorecard.explanation import Explanation, ExplanationLine
from kpicascade.scorecard.rows import COLUMNS, Row

__all__ = ["COLUMNS", "Explanation", "ExplanationLine", "Row", "Scorecard", "evaluate"]
