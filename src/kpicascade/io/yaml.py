"""Plans as YAML: read with every fault at once, written without loss.

plan = read_plan("plan.yaml")
write_plan(plan, "plan.yaml")
"""

import os
from collections.abc import Iterator

from attrs import evolve

from kpicascade.errors import InvalidPlanError, Issue, Location
from kpicascade.io.compose import DEFAULT_LIMITS, Limits, compose
from kpicascade.io.emit import emit
from kpicascade.io.faults import Faults
from kpicascade.io.files import decode, read_bytes, write_atomic
from kpicascade.io.kinds import binary_kind, table_kind
from kpicascade.io.plan_file import structure_plan
from kpicascade.io.scalars import FAILED
from kpicascade.io.unstructure import unstructure_plan
from kpicascade.model.kpi import Kpi
from kpicascade.model.plan import Plan
from kpicascade.model.scale_rules import ScaleFault, scale_faults, target_faults

_EXPECTED = "a plan as text in YAML"
_CURE = "write the plan with a text editor, and save it as UTF-8."


def read_plan(path: str | os.PathLike[str], *, limits: Limits = DEFAULT_LIMITS, file: str = "") -> Plan:
    """Read a plan from a YAML file.

    Each value is read by what its field says, never by how it looks: `NO` is text where text is expected,
    `2.10` is an id of four characters, numbers stay exactly as written, Thai digits and Buddhist years are
    understood, and ids take the one spelling that look-ups compare. What concerns more than one noun, such as
    an id that stands twice or a link that leads nowhere, is left to `Cascade`.

    Args:
        path: the file, in UTF-8.
        limits: how large the file may be.
        file: the name that places are reported with, for files kept under another name than the user's;
            the path unless given.

    Raises:
        CannotReadError: when there is no such file, or it may not be read.
        InvalidPlanError: with every fault of the file, in the order of its lines.
    """
    file = file or os.fspath(path)
    data = read_bytes(path, at_most=limits.size, file=file, is_fixed=False)
    if isinstance(data, bytes) and (wrong := binary_kind(data, expected=_EXPECTED, cure=_CURE, file=file)):
        raise InvalidPlanError((wrong,))
    text = data if isinstance(data, Issue) else decode(data, file=file)
    if isinstance(text, Issue):
        raise InvalidPlanError((text,))
    return plan_from_yaml(text, file=file, limits=limits)


def plan_from_yaml(text: str, *, file: str = "", limits: Limits = DEFAULT_LIMITS) -> Plan:
    r"""Make a plan of YAML text; `file` is the name that places are reported with.

    Raises:
        InvalidPlanError: with every fault of the text, in the order of its lines.

    >>> head = "format: kpicascade/1\nplan: {id: a, name: แผน, fiscal_year: ๒๕๕๖}\n"
    >>> plan_from_yaml(head + "units: [{id: NO, name: กอง}]").units[0].id
    'NO'
    """
    if wrong := table_kind(text, file=file):
        raise InvalidPlanError((wrong,))
    root, issues = compose(text, file=file, limits=limits)
    faults = Faults(issues)
    plan = FAILED if root is None else structure_plan(root, faults)
    if plan is FAILED or faults:
        raise InvalidPlanError(faults.issues)
    return plan


def plan_to_yaml(plan: Plan) -> str:
    """Write a plan as YAML text; `plan_from_yaml` makes an equal plan of it.

    Fields that hold their default are left out, the order is always the same, text that another reader of
    YAML could take for something else stands in quotes.

    Raises:
        InvalidPlanError: with every fault of a KPI's scale and target that `plan_from_yaml` would refuse, and
            every year or level that stands twice, of which a file could hold but one.
    """
    if faults := tuple(_unreadable(plan)):
        raise InvalidPlanError(faults)
    return emit(unstructure_plan(plan))


def write_plan(plan: Plan, path: str | os.PathLike[str]) -> None:
    """Write a plan to a YAML file, all or nothing; `read_plan` reads an equal plan from it.

    Raises:
        InvalidPlanError: when `read_plan` would refuse what was written; nothing is.
        CannotWriteError: when the file cannot be written; what stood there before is untouched.
    """
    write_atomic(path, plan_to_yaml(plan).encode("utf-8"))


def _unreadable(plan: Plan) -> Iterator[Issue]:
    """List what of the KPIs `plan_from_yaml` would refuse, or could not be written without loss."""
    for place, kpi in enumerate(plan.kpis):
        for fault in (*_scale_faults(kpi), *_repeated_keys(kpi)):
            steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in fault.at)
            where = Location(path=f"$.kpis[{place}]{steps}")
            yield Issue(code=fault.code, message=fault.message, hint=fault.hint, where=where)


def _scale_faults(kpi: Kpi) -> Iterator[ScaleFault]:
    for fault in scale_faults(kpi.scale) if kpi.scale is not None else ():
        yield evolve(fault, at=("scale", *fault.at))
    yield from target_faults(kpi.scale, kpi.target)


def _repeated_keys(kpi: Kpi) -> Iterator[ScaleFault]:
    keys: dict[str, list[object]] = {
        "baselines": [baseline.year for baseline in kpi.baselines],
        "criteria": [criterion.level for criterion in kpi.criteria],
    }
    for field, names in keys.items():
        for place, name in enumerate(names):
            if name in names[:place]:
                message = f"found {name} a second time; expected each once."
                yield ScaleFault("duplicate-key", message, "keep one of the two.", (field, place))
