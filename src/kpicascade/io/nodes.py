"""Values as they were written in a file, each with its place, before anything is made of them."""

from attrs import field, frozen

from kpicascade.errors import Location

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_LONGEST_SHOWN = 60


def shown(text: str) -> str:
    """Cut a text that is quoted in a message to a length that people read."""
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."


@frozen(eq=False)
class Node:
    """Something written in a file, with its place; lines and columns count from 1.

    `parent` and `step` say how to reach it: a name in a mapping or a number in a list.
    """

    file: str = field(repr=False)
    line: int
    column: int
    parent: "Mapping | Sequence | None" = field(repr=False)
    step: str | int | None

    @property
    def path(self) -> str:
        """Show how the node is reached from the top: `$.kpis[2].weight`."""
        steps: list[str] = []
        node: Node | None = self
        while node is not None:
            if isinstance(node.step, int):
                steps.append(f"[{node.step}]")
            elif node.step is not None:
                steps.append(f".{shown(node.step)}")
            node = node.parent
        return "$" + "".join(reversed(steps))

    @property
    def where(self) -> Location:
        """Return the place of the node."""
        return Location(file=self.file, line=self.line, column=self.column, path=self.path)


@frozen(eq=False)
class Scalar(Node):
    """A single value: `text` exactly as written, without its quotes.

    `quoted` also holds for text blocks (`|` and `>`).
    """

    text: str
    quoted: bool

    @property
    def is_absent(self) -> bool:
        """Tell whether nothing is given here: empty, `~` or `null`, not in quotes."""
        return not self.quoted and self.text in _NULLS


@frozen(eq=False)
class Sequence(Node):
    """A list."""

    items: list[Node] = field(factory=list, repr=False)


@frozen(eq=False)
class Entry:
    """A name in a mapping and what is written under it; the place of the name is `key.where`."""

    key: Scalar
    value: Node


@frozen(eq=False)
class Mapping(Node):
    """Names with values, in the order written; no name stands here twice."""

    entries: list[Entry] = field(factory=list, repr=False)


Spot = tuple[str, int, int, Mapping | Sequence | None, str | int | None]

"""File, line, column, parent and step: what every node begins with."""


@frozen(eq=False)
class Refused(Node):
    """A place whose value was refused while composing; its issue has been reported, so pass over it."""
