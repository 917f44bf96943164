"""The nouns: frozen values that know no files, frames or graphs."""

from kpicascade.model.agreement import Agreement, Entry, Section, Signatory
from kpicascade.model.kpi import Baseline, Contact, Contribution, Direction, Kind, Kpi, LevelCriterion
from kpicascade.model.organisation import Position, Unit
from kpicascade.model.period import Era, FiscalYear, Period
from kpicascade.model.plan import Parameter, Plan, Responsibility
from kpicascade.model.result import Adjustment, PointsEarned, Result, Results, Value
from kpicascade.model.scale import (
    ChecklistItem,
    Dates,
    Labels,
    LabelScore,
    Levels,
    Milestone,
    Milestones,
    Points,
    Range,
    RangePoint,
    Ratio,
    Reading,
    Scale,
    ScoreRange,
)
from kpicascade.model.strategy import Cause, Goal, Mission, Perspective, Project, StrategicIssue, Strategy
from kpicascade.model.text import Name
from kpicascade.model.weight import Weight

__all__ = [
    "Adjustment",
    "Agreement",
    "Baseline",
    "Cause",
    "ChecklistItem",
    "Contact",
    "Contribution",
    "Dates",
    "Direction",
    "Entry",
    "Era",
    "FiscalYear",
    "Goal",
    "Kind",
    "Kpi",
    "LabelScore",
    "Labels",
    "LevelCriterion",
    "Levels",
    "Milestone",
    "Milestones",
    "Mission",
    "Name",
    "Parameter",
    "Period",
    "Perspective",
    "Plan",
    "Points",
    "PointsEarned",
    "Position",
    "Project",
    "Range",
    "RangePoint",
    "Ratio",
    "Reading",
    "Responsibility",
    "Result",
    "Results",
    "Scale",
    "ScoreRange",
    "Section",
    "Signatory",
    "StrategicIssue",
    "Strategy",
    "Unit",
    "Value",
    "Weight",
]
