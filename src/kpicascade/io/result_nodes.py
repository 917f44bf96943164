"""A YAML file of results to rows of cells that know their line and column."""

from collections.abc import Iterable
from functools import partial
from typing import TypeGuard

from attrs import frozen

from kpicascade.errors import Issue, Location
from kpicascade.io.cells import Raw
from kpicascade.io.columns import THAI_HEADERS
from kpicascade.io.compose import compose
from kpicascade.io.faults import Faults
from kpicascade.io.files import decode
from kpicascade.io.nodes import Mapping, Node, Scalar, Sequence, shown
from kpicascade.io.odd_signs import refuse_curly_quotes
from kpicascade.io.structure import wrong_shape
from kpicascade.io.tables import Row, Table

FORMAT = "kpicascade-results/1"
"""The version of the format that is read."""

_TOP = ("format", "source", "illustrative", "results")
_ADJUSTMENTS = "adjustments"
_ADJUSTMENT = {"points": "adjustment", "reason": "reason"}
"""Fields of one adjustment, and the columns that they fill in a table."""
_FREE_TEXTS = ("note", "evidence")
_FIELDS = (*(name for name in THAI_HEADERS if name not in _ADJUSTMENT.values()), _ADJUSTMENTS)


@frozen
class _Cell:
    """What was written in one field, with its node and those of its parts."""

    raw: Raw
    node: Node
    parts: tuple[Node, ...] = ()


def read_result_yaml(data: bytes, *, file: str = "") -> Table:
    """Read the bytes of a YAML file as a table of results."""
    text = decode(data, file=file)
    if isinstance(text, Issue):
        return Table(issues=(text,))
    root, issues = compose(text, file=file)
    faults = Faults(issues)
    if not isinstance(root, Mapping):
        if root is not None:
            wrong_shape(root, f"a mapping with the fields {', '.join(_TOP)}", faults)
        return Table(issues=faults.issues)
    if not _is_known_format(root, faults):
        return Table(issues=faults.issues)
    head = _fields(root, _TOP, "a file of results", faults)
    rows = _rows(root, head.get("results"), faults)
    source, illustrative = (_text(head.get(name), faults) or "" for name in ("source", "illustrative"))
    return Table(
        rows=rows,
        source=source.strip(),
        illustrative=illustrative.strip(),
        issues=faults.issues,
        origin=Location(file=file),
    )


def _fields(node: Mapping, known: tuple[str, ...], called: str, faults: Faults) -> dict[str, Node]:
    """Look the fields of a mapping up by name; one that is not known is a fault."""
    for entry in node.entries:
        if (name := entry.key.text) not in known:
            message = f"found the field {shown(name)!r}, which {called} does not have."
            faults.add(entry.key, "unknown-field", message, faults.suggest(name, known))
    return {entry.key.text: entry.value for entry in node.entries if entry.key.text in known}


def _is_known_format(root: Mapping, faults: Faults) -> bool:
    """Check the version; a file without one is read on, so that its other faults show too."""
    written = next((entry.value for entry in root.entries if entry.key.text == "format"), None)
    if written is None:
        message = "found no 'format'; expected the version of the format."
        faults.add(root, "missing-field", message, f"add 'format: {FORMAT}'.")
        return True
    if isinstance(written, Scalar) and refuse_curly_quotes(written, faults):
        return False
    text = written.text if isinstance(written, Scalar) else ""
    if text == FORMAT:
        return True
    is_plan = text.startswith("kpicascade/")
    hint = "this is a plan; read it with read_plan." if is_plan else f"write 'format: {FORMAT}'."
    faults.add(written, "unknown-format", f"found the format {shown(text)!r}; expected {FORMAT}.", hint)
    return False


def _rows(root: Mapping, written: Node | None, faults: Faults) -> tuple[Row, ...]:
    if written is None:
        faults.add(
            root,
            "missing-field",
            "found no 'results'; expected a list of them.",
            "add 'results:' and below it each result after '- '.",
        )
        return ()
    if not isinstance(written, Sequence):
        wrong_shape(written, "a list of results", faults)
        return ()
    return tuple(_row(node, faults) for node in written.items if _is_mapping(node, "a result", faults))


def _is_mapping(node: Node, called: str, faults: Faults) -> TypeGuard[Mapping]:
    if isinstance(node, Mapping):
        return True
    wrong_shape(node, f"a mapping with the fields of {called}", faults)
    return False


def _row(node: Mapping, faults: Faults) -> Row:
    found: dict[str, _Cell | None] = {}
    for name, value in _fields(node, _FIELDS, "a result", faults).items():
        if name == _ADJUSTMENTS:
            found.update(_adjustments(value, faults))
        else:
            found[name] = _cell(name, value, faults)
    cells = {column: cell for column, cell in found.items() if cell is not None}
    raws = {column: cell.raw for column, cell in cells.items()}
    return Row(cells=raws, place=partial(_place, node, cells), refused=frozenset(found.keys() - cells.keys()))


def _place(row: Mapping, cells: dict[str, _Cell], column: str, part: int) -> Location:
    cell = cells.get(column)
    if cell is None:
        return row.where
    return (cell.parts[part] if part < len(cell.parts) else cell.node).where


def _cell(name: str, node: Node, faults: Faults) -> _Cell | None:
    """Take what is written in a field; None when it is of a shape that the field cannot have."""
    if isinstance(node, Sequence) and name in ("result", "evidence"):
        texts = _texts(node.items, faults)
        return None if texts is None else _Cell(texts, node, tuple(node.items))
    if isinstance(node, Mapping) and name == "result":
        values = [entry.value for entry in node.entries]
        texts = _texts(values, faults)
        keys = (entry.key.text for entry in node.entries)
        return None if texts is None else _Cell(dict(zip(keys, texts, strict=True)), node, tuple(values))
    if name not in _FREE_TEXTS and isinstance(node, Scalar) and refuse_curly_quotes(node, faults):
        return None
    text = _text(node, faults)
    return None if text is None else _Cell(text, node)


def _adjustments(node: Node, faults: Faults) -> dict[str, _Cell | None]:
    """Take a list of adjustments as the two cells that a table has for them."""
    if isinstance(node, Scalar) and node.is_absent:
        return {}
    if not isinstance(node, Sequence):
        wrong_shape(node, "a list of adjustments with points and reason", faults)
        return dict.fromkeys(_ADJUSTMENT.values())
    items = [item for item in node.items if _is_mapping(item, "an adjustment", faults)]
    found = [_fields(item, tuple(_ADJUSTMENT), "an adjustment", faults) for item in items]
    cells: dict[str, _Cell | None] = {}
    for name, column in _ADJUSTMENT.items():
        # A mapping without the field stands in for it, so that the rules can point at the place.
        nodes = [fields.get(name, item) for fields, item in zip(found, items, strict=True)]
        texts = _texts([fields.get(name) for fields in found], faults)
        is_whole = texts is not None and len(items) == len(node.items)
        cells[column] = _Cell(texts, node, tuple(nodes)) if is_whole else None
    return cells


def _texts(nodes: Iterable[Node | None], faults: Faults) -> tuple[str, ...] | None:
    texts = [_text(node, faults) for node in nodes]
    read = tuple(text for text in texts if text is not None)
    return read if len(read) == len(texts) else None


def _text(node: Node | None, faults: Faults) -> str | None:
    """Take a single text, "" where nothing is given; None for anything else, which is a fault."""
    if node is None or (isinstance(node, Scalar) and node.is_absent):
        return ""
    if isinstance(node, Scalar):
        return node.text
    wrong_shape(node, "a single value", faults)
    return None
