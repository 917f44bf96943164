import pytest
from small_plans import cascade, goal, kpi, post, row, unit

from kpicascade.errors import Severity
from kpicascade.model.kpi import Kpi
from kpicascade.model.plan import Responsibility
from kpicascade.model.text import Name
from kpicascade.osmatrix import OsMatrix, os_matrix

LAW, PLAN = unit("law"), unit("plan")
ONE, TWO = kpi("1"), kpi("2")
LINKED = (kpi("l", "law", to=("1", "2")), kpi("p", "plan", to=("1", "2")))


def codes(matrix: OsMatrix) -> list[str]:
    return [issue.code for issue in matrix.issues]


def test_cells_say_owner_supporter_or_nothing() -> None:
    matrix = os_matrix(
        cascade(LAW, PLAN, ONE, TWO, *LINKED, row("1", "law", "plan"), row("2", "plan", "law"))
    )

    assert matrix.to_frame().to_dict("index") == {
        "1": {"law": "O", "plan": "S"},
        "2": {"law": "S", "plan": "O"},
    }
    assert matrix.issues == ()


def test_the_frame_is_indexed_by_kpi_and_has_units_as_columns() -> None:
    frame = os_matrix(cascade(LAW, PLAN, ONE, row("1", "law"))).to_frame()

    assert (frame.index.name, frame.columns.to_list()) == ("kpi", ["law", "plan"])
    assert frame.loc["1", "plan"] == ""


def test_a_plan_without_kpis_gives_a_matrix_without_rows() -> None:
    matrix = os_matrix(cascade(LAW, PLAN))

    assert matrix.to_frame().shape == (0, 2)
    assert matrix.issues == ()


def test_units_stand_in_the_order_of_the_tree_and_named_positions_after_their_unit() -> None:
    found = cascade(
        unit("contracts", part_of="law"),
        PLAN,
        LAW,
        post("head", "law"),
        post("clerk", "law"),
        post("deputy", "org"),
        ONE,
        row("1", "head", "deputy org"),
    )

    columns = [(column.id, str(column.kind)) for column in os_matrix(found).columns]

    assert columns == [
        ("org", "organisation"),
        ("deputy", "position"),
        ("plan", "unit"),
        ("law", "unit"),
        ("head", "position"),
        ("contracts", "unit"),
    ]


def test_rows_are_the_organisations_kpis_and_whatever_else_the_matrix_names() -> None:
    found = cascade(LAW, kpi("l", "law"), kpi("other", "law"), ONE, row("l", "law"))

    assert [r.id for r in os_matrix(found).rows] == ["l", "1"]


def test_goals_can_be_the_rows() -> None:
    found = cascade(
        LAW,
        goal("g"),
        goal("laws", holder="law"),
        kpi("l", "law", goals=("g",)),
        Responsibility(goal="g", owners=("law",)),
    )

    matrix = os_matrix(found, rows="goal")

    assert matrix.to_frame().to_dict("index") == {"g": {"law": "O"}}
    assert (matrix.to_frame().index.name, matrix.issues) == ("goal", ())


def test_a_row_without_owner_is_an_issue() -> None:
    matrix = os_matrix(cascade(LAW, ONE, kpi("l", "law", to=("1",)), row("1", "", "law")))

    assert codes(matrix) == ["row-without-owner"]
    assert matrix.issues[0].severity is Severity.WARNING
    assert matrix.issues[0].message == "KPI '1' has no owner."


def test_two_owners_are_an_issue_unless_the_row_is_joint() -> None:
    kpis = (ONE, kpi("l", "law", to=("1",)), kpi("p", "plan", to=("1",)))

    assert codes(os_matrix(cascade(LAW, PLAN, *kpis, row("1", "law plan")))) == ["several-owners"]
    assert codes(os_matrix(cascade(LAW, PLAN, *kpis, row("1", "law plan", joint=True)))) == []


def test_a_kpi_shared_with_another_organisation_may_have_two_owners_and_is_marked() -> None:
    joint = kpi("1", joint=True)
    links = (kpi("l", "law", to=("1",)), kpi("p", "plan", to=("1",)))

    matrix = os_matrix(cascade(LAW, PLAN, joint, *links, row("1", "law plan")))

    assert codes(matrix) == []
    assert matrix.rows[0].joint
    assert "(joint)" in matrix._repr_html_()


def test_a_unit_both_owner_and_supporter_is_shown_as_owner_with_an_issue() -> None:
    matrix = os_matrix(cascade(LAW, ONE, kpi("l", "law", to=("1",)), row("1", "law", "law")))

    assert matrix.to_frame().loc["1", "law"] == "O"
    assert codes(matrix) == ["owner-also-supporter"]


def test_a_unit_with_neither_role_is_an_issue() -> None:
    matrix = os_matrix(cascade(LAW, PLAN, ONE, kpi("l", "law", to=("1",)), row("1", "law")))

    assert codes(matrix) == ["unit-without-role"]
    assert "'plan'" in matrix.issues[0].message


def test_a_role_counts_for_the_units_above_and_below() -> None:
    found = cascade(
        LAW,
        unit("contracts", part_of="law"),
        PLAN,
        unit("budget", part_of="plan"),
        ONE,
        kpi("c", "contracts", to=("1",)),
        kpi("b", "budget", to=("1",)),
        row("1", "law", "budget"),
    )

    assert codes(os_matrix(found)) == []


def test_a_role_of_a_position_counts_for_its_unit() -> None:
    found = cascade(LAW, post("head", "law"), ONE, kpi("l", "law", to=("1",)), row("1", "head"))

    assert codes(os_matrix(found)) == []


def test_a_role_without_a_linked_kpi_is_an_issue() -> None:
    matrix = os_matrix(cascade(LAW, ONE, kpi("l", "law"), row("1", "law")))

    assert codes(matrix) == ["role-without-kpi"]
    assert matrix.issues[0].message == "'law' is owner of KPI '1' and holds no KPI linked to it."


@pytest.mark.parametrize(
    "kpis",
    [
        (ONE, kpi("l", "law", same_as="1")),
        (ONE, kpi("l", "law", to=("1",))),
        (kpi("1", goals=("g",)), kpi("l", "law", goals=("g",))),
        (ONE, kpi("0", to=("1",)), kpi("l", "law", to=("0",))),
        (ONE, kpi("head's", "head", to=("1",))),
    ],
    ids=["same as", "contributes", "same goal", "through another of the organisation", "held by a position"],
)
def test_a_linked_kpi_is_enough_for_a_role(kpis: tuple[Kpi, ...]) -> None:
    found = cascade(LAW, post("head", "law"), goal("g"), *kpis, row("1", "law"))

    assert "role-without-kpi" not in codes(os_matrix(found))


def test_a_unit_that_contributes_without_being_named_is_an_issue() -> None:
    found = cascade(LAW, PLAN, ONE, TWO, *LINKED, row("1", "law", "plan"), row("2", "plan"))

    matrix = os_matrix(found)

    assert codes(matrix) == ["contribution-without-role"]
    assert matrix.issues[0].message == (
        "unit 'law' contributes to KPI '2' through 'l' and is neither its owner nor its supporter."
    )


def test_a_unit_need_not_be_named_for_what_lies_beyond_a_kpi_of_the_organisation() -> None:
    found = cascade(
        LAW, PLAN, ONE, kpi("2", to=("1",)), kpi("l", "law", to=("2",)), kpi("p", "plan", to=("1",)),
        row("1", "plan"), row("2", "law"),
    )  # fmt: skip

    assert codes(os_matrix(found)) == []


def test_a_unit_whose_kpi_measures_a_goal_should_be_named_in_its_row() -> None:
    found = cascade(
        LAW,
        PLAN,
        goal("g"),
        kpi("l", "law", goals=("g",)),
        kpi("p", "plan", same_as="l"),
        Responsibility(goal="g", owners=("law",)),
    )

    matrix = os_matrix(found, rows="goal")

    assert codes(matrix) == ["unit-without-role", "contribution-without-role"]


def test_more_rows_than_the_stated_number_are_an_issue() -> None:
    found = cascade(LAW, ONE, TWO, LINKED[0], row("1", "law"), row("2", "law"))

    assert codes(os_matrix(found, most_owned=2)) == []
    assert codes(os_matrix(found, most_owned=1)) == ["too-many-owned"]


def test_the_table_escapes_what_the_plan_says() -> None:
    matrix = os_matrix(cascade(unit("<b>"), kpi("1", joint=True), row("1", "<b>")))

    page = matrix._repr_html_()

    assert "<b>" not in page
    assert "&lt;b&gt;" in page


def test_the_table_tells_owner_and_supporter_apart_without_colour_and_names_its_headers() -> None:
    found = cascade(
        unit("law"),
        PLAN,
        kpi("1", illustrative=True),
        *(kpi(k.id, k.holder, to=("1",)) for k in LINKED),
        row("1", "law", "plan"),
    )

    page = os_matrix(found)._repr_html_()

    assert '<strong><abbr title="owner">O</abbr></strong>' in page
    assert '<td class="supporter"><abbr title="supporter">S</abbr></td>' in page
    assert page.count('scope="col"') == 3
    assert page.count('scope="row"') == 1
    assert "(illustrative)" in page
    assert not any(outside in page for outside in ("http", "src=", "url("))


def test_the_table_shows_thai_names() -> None:
    found = cascade(LAW, Kpi(id="1", name=Name.of("ร้อยละของการเบิกจ่าย"), holder="org"))

    assert "1 ร้อยละของการเบิกจ่าย" in os_matrix(found)._repr_html_()


def test_the_repr_is_short() -> None:
    assert repr(os_matrix(cascade(LAW, ONE, row("1", "law")))) == "<OsMatrix: 1 kpis x 1 units, 1 issues>"


@pytest.mark.parametrize("options", [{"rows": "unit"}, {"most_owned": 0}])
def test_options_that_make_no_sense_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"unit|most_owned"):
        os_matrix(cascade(LAW), **options)  # type: ignore[arg-type]  # one of them is a number
