"""The layout of a plan file: its format, its sections, and the plan that they make."""

from kpicascade.io.faults import Faults
from kpicascade.io.nodes import Entry, Mapping, Node, Scalar, shown
from kpicascade.io.odd_signs import refuse_curly_quotes
from kpicascade.io.scalars import FAILED, Outcome
from kpicascade.io.structure import build, fields_of, read_fields, wrong_shape
from kpicascade.model.plan import Plan

FORMAT = "kpicascade/1"
"""The version of the format that is read and written."""
SECTIONS = (
    "units",
    "positions",
    "perspectives",
    "issues",
    "goals",
    "causes",
    "strategies",
    "projects",
    "kpis",
    "agreements",
    "matrix",
)
"""Fields of a plan that are sections of their own in a file, in order; the rest is under `plan`."""
_TOP = ("format", "plan", *SECTIONS)
_KEPT_ELSEWHERE = {
    "results": "results go in a file of their own; read it with read_results.",
    "rounds": "rounds are the periods of the results, such as 2556-6M.",
}


def structure_plan(root: Node, faults: Faults) -> Outcome[Plan]:
    """Make a plan of the top of a plan file, noting every fault.

    A format that is not known ends the reading at once: all else would be judged by the wrong rules.
    """
    if not isinstance(root, Mapping):
        return wrong_shape(root, f"a mapping with the sections {', '.join(_TOP)}", faults)
    if not _is_known_format(root, faults):
        return FAILED
    _refuse_unknown_sections(root, faults)
    sections = [entry for entry in root.entries if entry.key.text in SECTIONS]
    values = read_fields(_part(root, sections), Plan, SECTIONS, faults)
    values.update(_read_head(root, faults))
    return build(root, Plan, values, faults)


def _is_known_format(root: Mapping, faults: Faults) -> bool:
    """Check the version; a file without one is read on, so that its other faults show too."""
    written = _given(root, "format")
    if written is None:
        message = "found no 'format'; expected the version of the format."
        faults.add(root, "missing-field", message, f"add 'format: {FORMAT}'.")
        return True
    if isinstance(written, Scalar) and written.text == FORMAT:
        return True
    if isinstance(written, Scalar) and refuse_curly_quotes(written, faults):
        return False
    found = repr(shown(written.text)) if isinstance(written, Scalar) else "a list or a mapping"
    is_results = isinstance(written, Scalar) and written.text.startswith("kpicascade-results/")
    hint = (
        "this is a file of results; read it with read_results."
        if is_results
        else f"write 'format: {FORMAT}'."
    )
    faults.add(written, "unknown-format", f"found {found}; expected the format {FORMAT}.", hint)
    return False


def _refuse_unknown_sections(root: Mapping, faults: Faults) -> None:
    under_plan = [name for name in fields_of(Plan) if name not in SECTIONS]
    for entry in root.entries:
        name = entry.key.text
        if name in _TOP:
            continue
        hint = _KEPT_ELSEWHERE.get(name) or (
            f"{name!r} is written under 'plan'." if name in under_plan else faults.suggest(name, _TOP)
        )
        faults.add(
            entry.key, "unknown-section", f"found {shown(name)!r}, which a plan file does not have.", hint
        )


def _read_head(root: Mapping, faults: Faults) -> dict[str, object]:
    """Read what is written under `plan`: every field of a plan that is no section."""
    names = tuple(name for name in fields_of(Plan) if name not in SECTIONS)
    head = _given(root, "plan")
    if isinstance(head, Mapping):
        return read_fields(head, Plan, names, faults)
    if head is None:
        message = "found no 'plan'; expected the id, the name and the fiscal year of the plan."
        faults.add(root, "missing-field", message, "add 'plan: {id: ..., name: ..., fiscal_year: ...}'.")
        return {"id": FAILED}
    return {"id": wrong_shape(head, f"a mapping with {', '.join(names)}", faults)}


def _given(root: Mapping, name: str) -> Node | None:
    """Find what is written under a name; None where that is nothing."""
    for entry in root.entries:
        if entry.key.text == name:
            is_nothing = isinstance(entry.value, Scalar) and entry.value.is_absent
            return None if is_nothing else entry.value
    return None


def _part(root: Mapping, entries: list[Entry]) -> Mapping:
    """Take some of the entries of a mapping, at the same place."""
    return Mapping(root.file, root.line, root.column, root.parent, root.step, entries)
