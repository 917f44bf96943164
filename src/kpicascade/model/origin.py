"""Where a noun was read from."""

from typing import Any

from attrs import field

from kpicascade.errors import Location


def origin() -> Any:  # noqa: ANN401  attrs' own field() is typed to return whatever the annotation says
    """Declare the `origin` field: the place in the file, kept out of equality, hash and repr."""
    return field(default=None, eq=False, repr=False)


def whereabouts(noun: object) -> Location:
    """Return where a noun was read from, or an empty place for one made in Python."""
    found = getattr(noun, "origin", None)
    return found if isinstance(found, Location) else Location()
