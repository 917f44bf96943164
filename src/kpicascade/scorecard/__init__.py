"""The scorecard: what everyone scored, and what each figure is made of."""

from kpicascade.scorecard.card import COLUMNS, Row, Scorecard, evaluate
from kpicascade.scorecard.explanation import Explanation, ExplanationLine

__all__ = ["COLUMNS", "Explanation", "ExplanationLine", "Row", "Scorecard", "evaluate"]
