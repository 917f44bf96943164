import pytest

from kpicascade.cascade import Cascade
from kpicascade.io.yaml import plan_from_yaml
from kpicascade.views.kinds import KindLine, Kinds, kinds_of
from kpicascade.views.words import Language

PLAN = """
format: kpicascade/1
plan: {id: small, name: small, fiscal_year: 2569}
units:
  - {id: org, name: Org}
  - {id: east, name: {th: ตะวันออก, en: East}, part_of: org}
  - {id: west, name: {th: ตะวันตก, en: West}, part_of: org}
kpis:
  - {id: "1", name: One, holder: org}
  - {id: "2", name: Two, holder: org}
  - {id: w-far, name: Far, holder: west, contributes_to: [e-near, "2"]}
  - {id: e-same, name: Same, holder: east, same_as: "1"}
  - {id: e-near, name: Near, holder: east, contributes_to: ["1"], kind: identical}
  - {id: e-far, name: Far, holder: east, contributes_to: [e-near], kind: contributory}
  - {id: e-both, name: Both, holder: east, measure: shared, contributes_to: ["2"]}
  - {id: w-both, name: Both, holder: west, measure: shared}
  - {id: w-own, name: Own, holder: west, illustrative: true}
"""


@pytest.fixture(scope="module")
def cascade() -> Cascade:
    return Cascade(plan_from_yaml(PLAN))


def line(kinds: Kinds, kpi: str) -> KindLine:
    return next(line for holder in kinds.holders for line in holder.lines if line.id == kpi)


def test_kpis_stand_holder_by_holder_in_the_order_of_the_plan(cascade: Cascade) -> None:
    found = kinds_of(cascade, Language.ENGLISH)

    assert [(each.holder.text, [line.id for line in each.lines]) for each in found.holders] == [
        ("West", ["w-far", "w-both", "w-own"]),
        ("East", ["e-same", "e-near", "e-far", "e-both"]),
    ]
    assert [each.count for each in found.counts] == [1, 2, 3, 1]


@pytest.mark.parametrize(
    ("kpi", "reasons"),
    [
        ("e-same", ["เป็นตัวชี้วัดเดียวกับ 1 ของส่วนราชการ"]),
        ("e-near", ["ส่งผลต่อ 1 ของส่วนราชการ"]),
        ("e-far", ["ส่งผลต่อ 1 ของส่วนราชการ ผ่าน e-near"]),
        ("w-far", ["ส่งผลต่อ 2 ของส่วนราชการ และอีก 1 ตัวชี้วัด"]),
        ("e-both", ["ทุกหน่วยงานที่ขึ้นกับส่วนเดียวกันวัดเรื่องนี้", "ส่งผลต่อ 2 ของส่วนราชการ"]),
        ("w-own", ["ไม่เชื่อมกับตัวชี้วัดของส่วนราชการ และไม่ใช่ตัวชี้วัดที่ทุกหน่วยงานวัดเหมือนกัน"]),
    ],
)
def test_each_kind_that_holds_has_its_reason_in_thai(cascade: Cascade, kpi: str, reasons: list[str]) -> None:
    found = line(kinds_of(cascade, Language.THAI), kpi)

    assert [reason.text for reason in found.reasons] == reasons


def test_english_gives_the_reason_of_the_classification_itself(cascade: Cascade) -> None:
    found = line(kinds_of(cascade, Language.ENGLISH), "e-far")

    assert [reason.text for reason in found.reasons] == ["contributes to 1 through e-near"]
    assert found.kind == "contributory"


def test_a_declared_kind_is_shown_only_where_it_differs(cascade: Cascade) -> None:
    kinds = kinds_of(cascade, Language.ENGLISH)

    assert line(kinds, "e-near").declared == "the plan says identical"
    assert line(kinds, "e-far").declared == ""
    assert line(kinds, "e-same").declared == ""


def test_what_rests_on_illustration_is_marked(cascade: Cascade) -> None:
    kinds = kinds_of(cascade, Language.ENGLISH)

    assert line(kinds, "w-own").is_illustrative
    assert not line(kinds, "e-same").is_illustrative


def test_a_long_way_names_its_first_four_kpis() -> None:
    chain = "".join(f"  - {{id: k{n}, name: K, holder: u, contributes_to: [k{n + 1}]}}\n" for n in range(9))
    plan = plan_from_yaml(
        "format: kpicascade/1\nplan: {id: long, name: long, fiscal_year: 2569}\n"
        "units: [{id: org, name: Org}, {id: u, name: U, part_of: org}]\n"
        f"kpis:\n{chain}  - {{id: k9, name: K, holder: org}}\n"
    )

    found = line(kinds_of(Cascade(plan), Language.THAI), "k0")

    assert [reason.text for reason in found.reasons] == ["ส่งผลต่อ k9 ของส่วนราชการ ผ่าน k1, k2, k3, k4, …"]
