"""What can go wrong, where, and how to mend it.

KpicascadeError
├── IssuesError (ValueError)            data that cannot be used; carries every Issue
│   ├── InvalidPlanError                a plan that is misspelt or does not fit together
│   ├── InvalidResultsError             results that are misspelt or do not fit the plan
│   └── InvalidHierarchyError           a weighted hierarchy that cannot be rolled up
├── UnknownNameError (LookupError)      the caller asked for something that is not there
├── CannotReadError (OSError)           a file that is missing, too large or not text
└── CannotWriteError (OSError)          a file that could not be written; what stood there before still does

Trouble in the user's data is an `Issue`; all issues that a gate can see are raised together.
A mistake in the caller's code is an exception at once.
"""

from collections.abc import Iterable
from enum import StrEnum

from attrs import frozen


class Severity(StrEnum):
    """How much an issue matters."""

    FAULT = "fault"
    """The data cannot be used before this is mended."""
    WARNING = "warning"
    """The data can be used; this is probably not what was meant."""
    MENDED = "mended"
    """The data was read in the one way that makes sense; here is what was changed."""


@frozen(kw_only=True)
class Location:
    """Where something stands: a place in a file, a cell of a sheet, or a row of a frame.

    Lines and columns count from 1, as editors do. Parts that are not known are empty or None.
    """

    file: str = ""
    line: int | None = None
    column: int | None = None
    sheet: str = ""
    cell: str = ""
    path: str = ""

    def __str__(self) -> str:
        """Show the place as an editor or a spreadsheet names it.

        >>> str(Location(file="plan.yaml", line=118, column=13, path="$.kpis[2].weight"))
        'plan.yaml:118:13 $.kpis[2].weight'
        >>> str(Location(file="plan.xlsx", sheet="KPIs", cell="D14"))
        'plan.xlsx KPIs!D14'
        """
        spot = ":".join(str(part) for part in (self.file, self.line, self.column) if part not in ("", None))
        cell = f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        return " ".join(part for part in (spot, cell, self.path) if part)


NOWHERE = Location()


@frozen(kw_only=True)
class Issue:
    """One thing that is wrong or unwise in the user's data.

    `code` is stable and documented (docs/reference/issues.md); `message` says what was found and what was
    expected; `hint` says how to mend it; `where` is the place.
    """

    code: str
    message: str
    hint: str = ""
    where: Location = NOWHERE
    severity: Severity = Severity.FAULT

    def __str__(self) -> str:
        """Show place, severity, message, hint and code on one line.

        >>> print(Issue(code="unknown-kpi", message="there is no KPI '2-9'.", hint="did you mean '2-7'?"))
        fault: there is no KPI '2-9'. did you mean '2-7'? [unknown-kpi]
        """
        place = f"{self.where}: " if str(self.where) else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{place}{self.severity}: {self.message}{hint} [{self.code}]"


class KpicascadeError(Exception):
    """The root of everything this library raises on purpose."""


class IssuesError(KpicascadeError, ValueError):
    """Data that cannot be used, with every reason that could be seen."""

    subject = "the data"

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__(self.issues)

    def __str__(self) -> str:
        count = len(self.issues)
        noun = "fault" if count == 1 else "faults"
        lines = "\n".join(f"  {issue}" for issue in self.issues)
        return f"{self.subject} cannot be used: {count} {noun}\n{lines}"


class InvalidPlanError(IssuesError):
    """A plan that is misspelt or whose parts do not fit together."""

    subject = "the plan"


class InvalidResultsError(IssuesError):
    """Results that are misspelt or that do not fit the plan."""

    subject = "the results"


class InvalidHierarchyError(IssuesError):
    """A weighted hierarchy that cannot be rolled up."""

    subject = "the hierarchy"


class UnknownNameError(KpicascadeError, LookupError):
    """The caller asked for something that is not there."""


class CannotReadError(KpicascadeError, OSError):
    """A file that is not there, or that may not be read."""


class CannotWriteError(KpicascadeError, OSError):
    """A file that could not be written; what stood there before is untouched."""
