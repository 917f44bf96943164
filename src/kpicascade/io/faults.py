"""The faults of one file, gathered while it is read."""

from collections.abc import Iterable
from typing import Protocol

from kpicascade.errors import Issue, Location
from kpicascade.io.nodes import shown
from kpicascade.model.text import did_you_mean

_MOST_SUGGESTIONS = 500
"""Looking for the nearest name is slow, and nobody reads so many hints."""


class Placed(Protocol):
    """Anything that knows where it was written."""

    @property
    def where(self) -> Location:
        """Return the place."""


class Faults:
    """Issues in the order found; `issues` gives them in the order of the file.

    One of these is handed through everything that reads one file, so that all faults come out together.
    """

    def __init__(self, issues: Iterable[Issue] = ()) -> None:
        self._issues = list(issues)
        self._suggestions = 0

    def add(self, at: Placed, code: str, message: str, hint: str = "") -> None:
        """Note a fault at the place of `at`."""
        self._issues.append(Issue(code=code, message=message, hint=hint, where=at.where))

    def suggest(self, name: str, known: Iterable[str]) -> str:
        """Suggest the nearest known name as a sentence; the first few hundred times."""
        self._suggestions += 1
        return did_you_mean(shown(name), known) if self._suggestions <= _MOST_SUGGESTIONS else ""

    @property
    def issues(self) -> tuple[Issue, ...]:
        """The issues by line and column; those without a line come first."""
        return tuple(sorted(self._issues, key=lambda issue: (issue.where.line or 0, issue.where.column or 0)))

    def __bool__(self) -> bool:
        """Tell whether anything was found."""
        return bool(self._issues)
