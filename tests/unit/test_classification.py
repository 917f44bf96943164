import pytest
from small_plans import cascade, kpi, post, unit

from kpicascade.cascade import Cascade
from kpicascade.classification import Classified, RelativeTo, classify, kinds
from kpicascade.model.kpi import Contribution, Kind, Kpi

UNITS = (unit("law"), unit("plan"), unit("contracts", part_of="law"))


def kind_of(name: str, of: Cascade, **options: str) -> Classified:
    return next(row for row in kinds(of, **options) if row.kpi == name)


def test_a_kpi_taken_from_the_organisation_is_identical() -> None:
    row = kind_of("l", cascade(*UNITS, kpi("20.2"), kpi("l", "law", same_as="20.2")))

    assert (row.kind, row.also, row.org_kpis) == (Kind.IDENTICAL, (), ("20.2",))
    assert row.reason == "same as 20.2 of the organisation"


def test_same_as_is_followed_through_other_units() -> None:
    found = cascade(*UNITS, kpi("1"), kpi("l", "law", same_as="1"), kpi("c", "contracts", same_as="l"))

    row = kind_of("c", found)

    assert row.kind is Kind.IDENTICAL
    assert row.reason == "same as 1 of the organisation through l"


def test_the_organisations_own_kpis_are_not_classified() -> None:
    rows = kinds(cascade(*UNITS, kpi("1"), kpi("2", to=("1",)), kpi("l", "law", to=("1",))))

    assert [row.kpi for row in rows] == ["l"]


def test_a_measure_of_every_unit_of_the_same_parent_is_common() -> None:
    found = cascade(*UNITS, kpi("l", "law", measure="m"), kpi("p", "plan", measure="m"))

    row = kind_of("l", found)

    assert (row.kind, row.org_kpis, row.reason) == (Kind.COMMON, (), "held by 2 of 2 units of org")


def test_a_measure_that_one_unit_lacks_is_not_common() -> None:
    units = (*UNITS, unit("audit"))
    found = cascade(
        *units, kpi("l", "law", measure="m"), kpi("p", "plan", measure="m"), kpi("a", "audit", measure="n")
    )

    row = kind_of("l", found)

    assert row.kind is Kind.UNIT_SPECIFIC
    assert row.reason == "leads to no KPI of the organisation; held by 2 of 3 units of org"


def test_units_without_any_kpi_do_not_count_for_common() -> None:
    found = cascade(*UNITS, unit("empty"), kpi("l", "law", measure="m"), kpi("p", "plan", measure="m"))

    assert kind_of("p", found).kind is Kind.COMMON


def test_the_only_unit_with_kpis_has_nothing_in_common() -> None:
    row = kind_of("l", cascade(*UNITS, kpi("l", "law", measure="m")))

    assert row.kind is Kind.UNIT_SPECIFIC
    assert row.reason == "leads to no KPI of the organisation; no other unit of org holds any KPI"


def test_units_of_another_parent_do_not_count_for_common() -> None:
    found = cascade(
        *UNITS,
        kpi("l", "law", measure="m"),
        kpi("p", "plan", measure="m"),
        kpi("c", "contracts", measure="n"),
    )

    assert kind_of("l", found).kind is Kind.COMMON
    assert kind_of("c", found).kind is Kind.UNIT_SPECIFIC


def test_a_kpi_without_a_measure_has_that_of_the_one_it_is_the_same_as() -> None:
    found = cascade(*UNITS, kpi("l", "law", measure="m"), kpi("p", "plan", same_as="l"))

    assert kind_of("p", found).kind is Kind.COMMON


def test_a_measure_named_like_a_kpi_is_not_that_kpi() -> None:
    found = cascade(*UNITS, kpi("l", "law"), kpi("p", "plan", measure="l"))

    assert kind_of("l", found).kind is Kind.UNIT_SPECIFIC


def test_a_kpi_that_contributes_is_contributory() -> None:
    row = kind_of("l", cascade(*UNITS, kpi("4"), kpi("l", "law", to=("4",))))

    assert (row.kind, row.org_kpis, row.reason) == (Kind.CONTRIBUTORY, ("4",), "contributes to 4")


@pytest.mark.parametrize(
    "last",
    [kpi("c", "contracts", to=("l",)), kpi("c", "contracts", same_as="l")],
    ids=["contributes and contributes", "same as one that contributes"],
)
def test_a_contribution_may_lead_through_other_kpis(last: Kpi) -> None:
    row = kind_of("c", cascade(*UNITS, kpi("4"), kpi("l", "law", to=("4",)), last))

    assert (row.kind, row.reason) == (Kind.CONTRIBUTORY, "contributes to 4 through l")


def test_a_contribution_to_an_identical_kpi_is_contributory_and_not_identical() -> None:
    found = cascade(*UNITS, kpi("4"), kpi("l", "law", same_as="4"), kpi("c", "contracts", to=("l",)))

    row = kind_of("c", found)

    assert (row.kind, row.also) == (Kind.CONTRIBUTORY, ())


def test_other_kinds_that_hold_go_in_also_in_their_order() -> None:
    found = cascade(
        *UNITS,
        kpi("4"),
        kpi("5"),
        kpi("l", "law", same_as="4", to=("5",), measure="m"),
        kpi("p", "plan", measure="m"),
    )

    row = kind_of("l", found)

    assert (row.kind, row.also) == (Kind.IDENTICAL, (Kind.COMMON, Kind.CONTRIBUTORY))
    assert row.org_kpis == ("4", "5")
    assert row.reason == (
        "same as 4 of the organisation; held by 2 of 2 units of org; contributes to 5 (and to 1 more)"
    )


def test_a_way_ends_at_the_first_kpi_of_the_organisation() -> None:
    row = kind_of("l", cascade(*UNITS, kpi("1"), kpi("2", to=("1",)), kpi("l", "law", same_as="2")))

    assert (row.kind, row.also, row.org_kpis) == (Kind.IDENTICAL, (), ("2",))


def test_the_shortest_way_is_named_and_of_equal_ones_the_first_written() -> None:
    found = cascade(
        *UNITS,
        kpi("1"),
        kpi("2"),
        kpi("p", "plan", to=("1",)),
        kpi("l", "law", to=("p", "2", "1")),
    )

    row = kind_of("l", found)

    assert (row.org_kpis, row.reason) == (("1", "2"), "contributes to 2 (and to 1 more)")


def test_a_long_way_is_counted_and_not_spelt_out() -> None:
    chain = [kpi(f"k{n}", "law", to=(f"k{n + 1}",)) for n in range(7)]

    row = kind_of("k0", cascade(*UNITS, *chain, kpi("k7")))

    assert row.reason == "contributes to k7 through k1, k2, k3, 3 more"


def test_an_unlinked_kpi_is_the_units_own() -> None:
    row = kind_of("l", cascade(*UNITS, kpi("4"), kpi("l", "law"), kpi("p", "plan")))

    assert (row.kind, row.also, row.org_kpis) == (Kind.UNIT_SPECIFIC, (), ())
    assert row.reason == "leads to no KPI of the organisation; held by 1 of 2 units of org"


def test_relative_to_the_superior_the_parent_unit_takes_the_organisations_place() -> None:
    found = cascade(*UNITS, kpi("1"), kpi("l", "law"), kpi("c", "contracts", same_as="l"))

    by_organisation = kind_of("c", found)
    by_superior = kind_of("c", found, relative_to="superior")

    assert by_organisation.kind is Kind.UNIT_SPECIFIC
    assert (by_superior.kind, by_superior.org_kpis) == (Kind.IDENTICAL, ("l",))
    assert by_superior.reason == "same as l of law"


def test_a_positions_superior_is_its_supervisor_or_else_its_unit() -> None:
    found = cascade(
        *UNITS,
        post("head", "law"),
        post("clerk", "law", reports_to="head"),
        kpi("l", "law"),
        kpi("h", "head", same_as="l"),
        kpi("k", "clerk", to=("h",)),
        kpi("k2", "clerk", to=("l",)),
    )

    reasons = {row.kpi: row.reason for row in kinds(found, relative_to=RelativeTo.SUPERIOR)}

    assert reasons["h"] == "same as l of law"
    assert reasons["k"] == "contributes to h"
    assert reasons["k2"] == "leads to no KPI of head; held by 1 of 2 positions of law"


def test_positions_of_one_unit_can_have_a_kpi_in_common() -> None:
    found = cascade(
        *UNITS,
        post("head", "law"),
        post("clerk", "law"),
        kpi("h", "head", measure="m"),
        kpi("k", "clerk", measure="m"),
    )

    assert kind_of("h", found).reason == "held by 2 of 2 positions of law"


@pytest.mark.parametrize(
    "kpis",
    [
        (kpi("4", illustrative=True), kpi("l", "law", same_as="4")),
        (kpi("4"), kpi("l", "law", same_as="4", illustrative=True)),
        (kpi("4"), kpi("l", "law", contributes_to=(Contribution(kpi="4", illustrative=True),))),
        (kpi("4"), kpi("p", "plan", to=("4",), illustrative=True), kpi("l", "law", to=("p",))),
        (kpi("l", "law", measure="m"), kpi("p", "plan", measure="m", illustrative=True)),
    ],
    ids=["organisation's KPI", "KPI itself", "link", "KPI on the way", "KPI that shares the measure"],
)
def test_a_kind_that_rests_on_something_illustrative_says_so(kpis: tuple[Kpi, ...]) -> None:
    assert kind_of("l", cascade(*UNITS, *kpis)).illustrative


def test_a_kind_that_rests_on_the_source_alone_is_not_illustrative() -> None:
    found = cascade(*UNITS, kpi("4"), kpi("9", illustrative=True), kpi("l", "law", same_as="4"))

    assert not kind_of("l", found).illustrative


def test_the_frame_has_one_row_a_kpi_and_plain_texts() -> None:
    found = cascade(*UNITS, kpi("4"), kpi("l", "law", same_as="4", kind=Kind.COMMON), kpi("p", "plan"))

    frame = classify(found)

    assert list(frame.columns) == [
        "kpi", "holder", "kind", "also", "org_kpis", "reason", "declared", "illustrative",
    ]  # fmt: skip
    assert next(iter(frame.itertuples(index=False, name=None))) == (
        "l", "law", "identical", (), ("4",), "same as 4 of the organisation", "common", False,
    )  # fmt: skip
    assert frame["declared"].isna().to_list() == [False, True]


def test_a_plan_without_kpis_gives_an_empty_frame_with_its_columns() -> None:
    frame = classify(cascade(*UNITS))

    assert (len(frame), frame.columns[0]) == (0, "kpi")


def test_an_unknown_comparison_is_refused() -> None:
    with pytest.raises(ValueError, match="boss"):
        kinds(cascade(*UNITS), relative_to="boss")
