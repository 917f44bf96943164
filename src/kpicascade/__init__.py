"""Cascade KPIs and targets from an organisation to its units and people, and score them back up."""

from kpicascade import datasets, views
from kpicascade.calc.aggregate import Aggregate, Missing
from kpicascade.cascade import Cascade
from kpicascade.checks import CHECKS, check
from kpicascade.classification import Classified, classify, kinds
from kpicascade.errors import (
    CannotReadError,
    CannotWriteError,
    InvalidHierarchyError,
    InvalidPlanError,
    InvalidResultsError,
    Issue,
    IssuesError,
    KpicascadeError,
    Location,
    Severity,
    UnknownNameError,
)
from kpicascade.hierarchy import (
    ExactRollUp,
    Hierarchy,
    Link,
    NodeSettings,
    RollUp,
    roll_up,
    roll_up_exact,
)
from kpicascade.io.frames import results_to_frame
from kpicascade.io.results import read_results
from kpicascade.io.yaml import read_plan, write_plan
from kpicascade.model.period import FiscalYear, Period
from kpicascade.model.plan import Plan
from kpicascade.model.result import Result, Results
from kpicascade.osmatrix import OsMatrix, os_matrix
from kpicascade.scorecard import Row, Scorecard, evaluate
from kpicascade.scorecard.explanation import Explanation
from kpicascade.version import __version__

__all__ = [
    "CHECKS",
    "Aggregate",
    "CannotReadError",
    "CannotWriteError",
    "Cascade",
    "Classified",
    "ExactRollUp",
    "Explanation",
    "FiscalYear",
    "Hierarchy",
    "InvalidHierarchyError",
    "InvalidPlanError",
    "InvalidResultsError",
    "Issue",
    "IssuesError",
    "KpicascadeError",
    "Link",
    "Location",
    "Missing",
    "NodeSettings",
    "OsMatrix",
    "Period",
    "Plan",
    "Result",
    "Results",
    "RollUp",
    "Row",
    "Scorecard",
    "Severity",
    "UnknownNameError",
    "__version__",
    "check",
    "classify",
    "datasets",
    "evaluate",
    "kinds",
    "os_matrix",
    "read_plan",
    "read_results",
    "results_to_frame",
    "roll_up",
    "roll_up_exact",
    "views",
    "write_plan",
]
