"""A cell that cannot be read, and why."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from kpicascade.errors import Issue, Location

_Part = TypeVar("_Part")
_Read = TypeVar("_Read")


class Unreadable(ValueError):  # noqa: N818  it never leaves the package: it becomes an issue where the place is known
    """What a cell holds cannot be read; `part` counts from 0 in a cell that holds several values."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint
        self.part = 0

    def issue(self, where: Location) -> Issue:
        """Make an issue of it at a place."""
        return Issue(code=self.code, message=self.message, hint=self.hint, where=where)


def each(parts: Iterable[_Part], read: Callable[[_Part], _Read]) -> Iterator[_Read]:
    """Read each part; the trouble of one remembers which it was."""
    for index, part in enumerate(parts):
        try:
            yield read(part)
        except Unreadable as trouble:
            trouble.part = index
            raise
