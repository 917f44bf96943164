"""Files of another kind than expected, told by how they begin, before anything is read of them."""

import re

from kpicascade.errors import Issue, Location
from kpicascade.io.columns import DELIMITERS, count_known

_PACKED = b"PK\x03\x04"
_PACKED_KINDS = (
    (b"xl/", "an Excel workbook"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet"),
    (b"word/", "a Word document"),
)
"""What the files inside a packed file are called, and what it is then."""
_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "a file of an old office program (xls, doc)"),
)
_FORMAT = re.compile(r"^format:[ ]*[\"']?kpicascade(?P<kind>-results)?/", re.MULTILINE)
_HEAD = 2_000
"""Characters of a text looked at."""
_ENOUGH_HEADERS = 2


def binary_kind(data: bytes, *, expected: str, cure: str, file: str = "") -> Issue | None:
    """Report bytes that are no text at all: an office file, a PDF, a packed file."""
    found = next((kind for start, kind in _KINDS if data.startswith(start)), "")
    if data.startswith(_PACKED):
        found = next((kind for sign, kind in _PACKED_KINDS if sign in data), "a packed file (zip)")
    return _wrong_kind(found, expected, cure, file) if found else None


def yaml_kind(text: str, *, file: str = "") -> Issue | None:
    """Report YAML of this library where a table of results is expected."""
    found = _FORMAT.search(text[:_HEAD])
    if found is None:
        return None
    if found["kind"]:
        cure = "end its name in '.yaml'."
        return _wrong_kind("results in YAML", "a table with headers", cure, file)
    cure = "give the file of the results; a plan is read with read_plan."
    return _wrong_kind("a plan", "results", cure, file)


def table_kind(text: str, *, file: str = "") -> Issue | None:
    """Report a table of results where a plan is expected."""
    first = text[:_HEAD].lstrip().partition("\n")[0]
    if all(count_known(first.split(delimiter)) < _ENOUGH_HEADERS for delimiter in DELIMITERS):
        return None
    cure = "give the file of the plan; results are read with read_results."
    return _wrong_kind("what looks like a results file", "a plan in YAML", cure, file)


def _wrong_kind(found: str, expected: str, cure: str, file: str) -> Issue:
    message = f"found {found}; expected {expected}."
    return Issue(code="wrong-file-kind", message=message, hint=cure, where=Location(file=file))
