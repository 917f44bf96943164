"""Who owns and who supports what: the OS matrix of KPIs (or goals) by units."""

from html import escape
from typing import TYPE_CHECKING

from attrs import frozen

from kpicascade.cascade import Cascade, expect_cascade
from kpicascade.cascade.graph import NodeKind
from kpicascade.errors import Issue
from kpicascade.model.kpi import Kpi
from kpicascade.model.organisation import Position, Unit
from kpicascade.model.strategy import Goal
from kpicascade.model.text import Name
from kpicascade.osmatrix.issues import role_issues
from kpicascade.osmatrix.roles import Cell, Roles, Rows

if TYPE_CHECKING:
    import pandas as pd

MOST_OWNED = 5
"""Rows that one unit may own before the matrix asks whether they are spread well, unless told otherwise."""


@frozen(kw_only=True)
class MatrixRow:
    """A KPI or a goal; `joint` says that it is shared, with several owners or another organisation."""

    id: str
    name: Name
    joint: bool
    illustrative: bool


@frozen(kw_only=True)
class MatrixColumn:
    """A unit, or a position that the matrix names; `kind` tells which."""

    id: str
    name: Name
    kind: NodeKind
    illustrative: bool


@frozen(kw_only=True, repr=False)
class OsMatrix:
    """Rows, columns and the cells between them: `cells[i][j]` is what `columns[j]` is to `rows[i]`."""

    kind: Rows
    rows: tuple[MatrixRow, ...]
    columns: tuple[MatrixColumn, ...]
    cells: tuple[tuple[Cell, ...], ...]
    issues: tuple[Issue, ...]

    def to_frame(self) -> "pd.DataFrame":
        """Show the matrix as a frame of "O", "S" and "", with ids as index (`kpi` or `goal`) and columns."""
        import pandas as pd  # noqa: PLC0415  slow to load, and only frames need it

        index = pd.Index([row.id for row in self.rows], name=self.kind.value, dtype=object)
        columns = pd.Index([column.id for column in self.columns], name="unit", dtype=object)
        cells = [[cell.value for cell in row] for row in self.cells]
        return pd.DataFrame(cells, index=index, columns=columns, dtype=object)

    def __repr__(self) -> str:
        """Show the size of the matrix and the number of its issues."""
        size = f"{len(self.rows)} {self.kind}s x {len(self.columns)} units"
        return f"<OsMatrix: {size}, {len(self.issues)} issues>"

    def _repr_html_(self) -> str:
        """Show the matrix as a table; O and S differ by letter and weight, not by colour alone."""
        heads = "".join(f'<th scope="col">{_label(column.id, column.name)}</th>' for column in self.columns)
        body = "".join(map(_html_row, self.rows, self.cells))
        corner = "KPI" if self.kind is Rows.KPI else "Goal"
        return (
            '<table class="kpicascade-os-matrix">'
            "<caption>OS matrix: <strong>O</strong> owner (เจ้าภาพ), S supporter (ผู้สนับสนุน)</caption>"
            f'<thead><tr><th scope="col" style="text-align:left">{corner}</th>{heads}</tr></thead>'
            f"<tbody>{body}</tbody></table>"
        )


_HTML_CELLS = {
    Cell.OWNER: '<td class="owner"><strong><abbr title="owner">O</abbr></strong></td>',
    Cell.SUPPORTER: '<td class="supporter"><abbr title="supporter">S</abbr></td>',
    Cell.EMPTY: '<td class="empty"></td>',
}


def _label(name_id: str, name: Name) -> str:
    return f"{escape(name_id)} {escape(str(name))}".rstrip()


def _html_row(row: MatrixRow, cells: tuple[Cell, ...]) -> str:
    marks = " <em>(joint)</em>" if row.joint else ""
    marks += " <em>(illustrative)</em>" if row.illustrative else ""
    filled = "".join(_HTML_CELLS[cell] for cell in cells)
    name = f'<th scope="row" style="text-align:left">{_label(row.id, row.name)}{marks}</th>'
    return f"<tr>{name}{filled}</tr>"


def os_matrix(cascade: Cascade, *, rows: Rows | str = Rows.KPI, most_owned: int = MOST_OWNED) -> OsMatrix:
    """Lay out who owns and who supports each KPI (or goal) of the organisation, and say what is odd.

    Rows are the organisation's KPIs or goals (those that name no other holder), and whatever else the
    plan's matrix names, in plan order. Columns are all units below the organisation, parents before the
    units in them; the organisation and a position have a column where the matrix names them, a position
    right after its unit. Where one is both owner and supporter of a row, the cell says owner.

    The issues, all of them warnings: a row without an owner, or with several where the plan does not say
    that it is joint; a unit that is neither owner nor supporter of anything; an owner or supporter without
    a linked KPI (one that is the same as the row's, contributes to it, or measures its goal); a unit that
    contributes to a row and is not named in it; a unit that owns more than `most_owned` rows; and one named
    both owner and supporter of a row. A role counts for the units above and below as well.

    Raises:
        ValueError: when `rows` is neither "kpi" nor "goal", or `most_owned` is below 1.
    """
    expect_cascade(cascade)
    kind = Rows(rows)
    if most_owned < 1:
        raise ValueError(f"expected most_owned to be 1 or more and found {most_owned!r}")
    roles = Roles(cascade, kind)
    return OsMatrix(
        kind=kind,
        rows=tuple(_row(noun, roles) for noun in roles.nouns),
        columns=tuple(_column(holder, cascade) for holder in roles.holders),
        cells=tuple(tuple(roles.cell(n.id, h.id) for h in roles.holders) for n in roles.nouns),
        issues=tuple(role_issues(roles, most_owned)),
    )


def _row(noun: Kpi | Goal, roles: Roles) -> MatrixRow:
    illustrative = noun.illustrative or roles.given(noun.id).illustrative
    return MatrixRow(id=noun.id, name=noun.name, joint=roles.is_joint(noun), illustrative=illustrative)


def _column(holder: Unit | Position, cascade: Cascade) -> MatrixColumn:
    is_organisation = holder.id == cascade.organisation.id
    unit = NodeKind.ORGANISATION if is_organisation else NodeKind.UNIT
    kind = unit if isinstance(holder, Unit) else NodeKind.POSITION
    return MatrixColumn(id=holder.id, name=holder.name, kind=kind, illustrative=holder.illustrative)
