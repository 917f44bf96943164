"""Scoring: results and target scales make each KPI's own score."""

from kpicascade.scoring.own_scores import OwnScore, OwnScores, ScoreSource, own_scores
from kpicascade.scoring.target_scales import Measured, ResultDoesNotFitError, score_result

__all__ = [
    "Measured",
    "OwnScore",
    "OwnScores",
    "ResultDoesNotFitError",
    "ScoreSource",
    "own_scores",
    "score_result",
]
