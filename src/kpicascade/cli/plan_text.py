"""What a plan says of itself, as plain text: issues, kinds of KPI, owners and supporters, datasets."""

from collections import Counter
from collections.abc import Iterable, Iterator

from kpicascade.classification import Classified
from kpicascade.cli.scorecard_text import MARK
from kpicascade.cli.text_table import Column, text_table, width
from kpicascade.datasets import Dataset
from kpicascade.errors import Issue, Severity
from kpicascade.model.plan import Plan
from kpicascade.osmatrix import MatrixRow, OsMatrix

_KINDS = (
    Column(header="KPI"),
    Column(header="name", least=12),
    Column(header="holder"),
    Column(header="kind"),
    Column(header="also"),
    Column(header="reason", least=24),
)
_COUNTED = {
    Severity.FAULT: ("fault", "faults"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.MENDED: ("mended value", "mended values"),
}
_ILLUSTRATIVE = f"{MARK} illustrative, not from the source"


def issues_text(issues: Iterable[Issue]) -> str:
    """Show issues one a line, and how many there are of each severity."""
    found = tuple(issues)
    return "\n".join((*map(str, found), counted(found)))


def counted(issues: Iterable[Issue]) -> str:
    """Say how many issues there are of each severity.

    >>> counted([Issue(code="a", message="b"), Issue(code="c", message="d")]), counted([])
    ('2 faults', 'no issues')
    """
    counts = Counter(issue.severity for issue in issues)
    words = (
        f"{counts[severity]} {one if counts[severity] == 1 else many}"
        for severity, (one, many) in _COUNTED.items()
        if counts[severity]
    )
    return ", ".join(words) or "no issues"


def kinds_text(plan: Plan, kinds: Iterable[Classified], *, places: int | None = None) -> str:
    """Show the kind of every KPI below the organisation, with its reason."""
    found = tuple(kinds)
    if not found:
        return "no unit or position below the organisation holds a KPI"
    names = {kpi.id: str(kpi.name) for kpi in plan.kpis}
    rows = (
        (
            one.kpi + (MARK if one.illustrative else ""),
            names[one.kpi],
            one.holder,
            str(one.kind),
            ", ".join(one.also),
            one.reason,
        )
        for one in found
    )
    table = text_table(_KINDS, rows, places=places)
    counts = Counter(one.kind for one in found)
    total = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    marked = [_marked(plan)] if any(one.illustrative for one in found) else []
    return "\n\n".join((table, total, *marked))


def matrix_text(plan: Plan, matrix: OsMatrix, *, places: int | None = None) -> str:
    """Show owners (O) and supporters (S), who the columns are, and what is odd.

    Where their ids make the table wider than the terminal even with names cut, the columns are numbered.
    """
    ids = [column.id for column in matrix.columns]
    table = _matrix_table(matrix, ids, places)
    if places is not None and max(map(width, table.splitlines())) > places:
        ids = [str(number) for number in range(1, len(ids) + 1)]
        table = _matrix_table(matrix, ids, places)
    marked = any(row.illustrative for row in matrix.rows) or any(unit.illustrative for unit in matrix.columns)
    blocks = (
        table,
        "\n".join(("O owner, S supporter", *_column_names(matrix, ids))),
        *([_marked(plan)] if marked else []),
        issues_text(matrix.issues),
    )
    return "\n\n".join(blocks)


def _matrix_table(matrix: OsMatrix, headers: list[str], places: int | None) -> str:
    columns = (Column(header=str(matrix.kind), least=16), *(Column(header=header) for header in headers))
    rows = ((_row_name(row), *map(str, cells)) for row, cells in zip(matrix.rows, matrix.cells, strict=True))
    return text_table(columns, rows, places=places)


def _row_name(row: MatrixRow) -> str:
    mark = MARK if row.illustrative else ""
    return f"{row.id}{mark} {'(joint) ' if row.joint else ''}{row.name}"


def _column_names(matrix: OsMatrix, headers: list[str]) -> Iterator[str]:
    for header, column in zip(headers, matrix.columns, strict=True):
        mark = MARK if column.illustrative else ""
        named = f"{header}{mark}" if header == column.id else f"{header}: {column.id}{mark}"
        yield f"  {named} {column.name}".rstrip()


def datasets_text(datasets: Iterable[Dataset]) -> str:
    """List the bundled datasets: what each is, what in it is real, and what is illustrative."""
    return "\n\n".join(map(_listed, datasets))


def _listed(dataset: Dataset) -> str:
    labels = [label for label, _ in dataset.assessments]
    lines = (
        dataset.name,
        str(dataset.title),
        f"period: {dataset.period}; results: {', '.join(labels)}",
        f"real: {dataset.real}",
        f"illustrative: {dataset.illustrative or 'nothing'}",
    )
    return "\n  ".join(lines)


def dataset_text(dataset: Dataset) -> str:
    """Say where a bundled dataset comes from and what in it is real."""
    return f"Dataset {dataset.name}\n  source: {dataset.source}\n  real: {dataset.real}"


def _marked(plan: Plan) -> str:
    return f"{_ILLUSTRATIVE}: {plan.illustrative}" if plan.illustrative else _ILLUSTRATIVE
