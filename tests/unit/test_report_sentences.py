from decimal import Decimal

import pytest

from kpicascade.cascade import Cascade
from kpicascade.io.yaml import plan_from_yaml
from kpicascade.model.period import Period
from kpicascade.model.result import Adjustment, Result, Results
from kpicascade.scorecard import Scorecard, evaluate
from kpicascade.views.sentences import sentences_of
from kpicascade.views.words import Language

PERIOD = Period.parse("2569")

PLAN = """
format: kpicascade/1
plan: {id: small, name: small, fiscal_year: 2569}
units: [{id: org, name: Org}, {id: unit, name: Unit, part_of: org}]
kpis:
  - {id: a, name: A, holder: org, unit_of_measure: ร้อยละ, scale: {kind: levels, cuts: [60, 70, 80, 90, 100]}}
  - {id: b, name: B, holder: org, scale: {kind: levels, cuts: [1, 2, 3, 4, 5]}}
  - {id: c, name: C, holder: org}
  - {id: d, name: D, holder: org}
  - {id: e, name: E, holder: org}
  - {id: f, name: F, holder: org, applicable: false}
  - {id: g, name: G, holder: unit, same_as: a}
  - {id: h, name: H, holder: unit, same_as: e}
  - {id: i, name: I, holder: unit, contributes_to: [{kpi: b, weight: 3}], scale: {kind: levels, cuts: [1, 5]}}
  - {id: j, name: J, holder: unit, contributes_to: [{kpi: b, weight: 1}], scale: {kind: levels, cuts: [1, 5]}}
agreements:
  - holder: org
    sections:
      - {id: s, name: S, weight: 50, kpis: [{kpi: a, weight: 1}, {kpi: b, weight: 3}]}
      - {id: t, name: T, weight: 20, kpis: [{kpi: c, weight: 1}]}
      - id: u
        name: U
        weight: 30
        kpis: [{kpi: d, weight: 1}, {kpi: e, weight: 1}, {kpi: f, weight: 1, if_absent: d}]
  - {holder: unit, kpis: [{kpi: g, weight: 1}, {kpi: h, weight: 1}, {kpi: i, weight: 1}, {kpi: j, weight: 1}]}
"""


@pytest.fixture(scope="module")
def card() -> Scorecard:
    late = (Adjustment(points=Decimal("-0.5"), reason="late"),)
    rows = (
        Result(period=PERIOD, kpi="a", result=Decimal(85), adjustments=late),
        Result(period=PERIOD, kpi="c", score=Decimal("3.25")),
        Result(period=PERIOD, kpi="d", result=Decimal(3)),
        Result(period=PERIOD, kpi="i", result=Decimal(5)),
        Result(period=PERIOD, kpi="j", result=Decimal(1)),
    )
    return evaluate(Cascade(plan_from_yaml(PLAN)), Results(rows=rows), period=PERIOD)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        # 85 lies halfway between 80 (3 points) and 90 (4 points).
        ("a", "The result 85 ร้อยละ, read by the scoring criteria, adjusted by −0.5, scores 3.0000."),
        # (3 x 5 + 1 x 1) / 4 = 4
        (
            "b",
            (
                "It has no result; the weighted mean of what contributes to it: "
                "75.00% × 5.0000 (i) + 25.00% × 1.0000 (j) = 4.0000."
            ),
        ),
        ("c", "The score is taken as it was given, not worked out: 3.2500."),
        ("d", "It has a result but no scoring criteria, so it has no score."),
        ("e", "No result was reported, so it has no score."),
        ("g", "It has no result and takes the score of a, which is the same KPI: 3.0000."),
        ("h", "It has no result of its own and e, which is the same KPI, gives it none, so it has no score."),
        # (1 x 3 + 3 x 4) / 4 = 3.75
        ("section:org/s", "Actual weight × score: 25.00% × 3.0000 (a) + 75.00% × 4.0000 (b) = 3.7500."),
        ("section:org/u", "Too few of the parts below it have a score, so it has none."),
    ],
)
def test_a_score_is_explained_in_one_plain_sentence(card: Scorecard, node: str, expected: str) -> None:
    assert sentences_of(card, card.row(node), Language.ENGLISH) == (expected,)


def test_a_kpi_that_does_not_count_says_where_its_weight_went(card: Scorecard) -> None:
    said = sentences_of(card, card.row("f"), Language.ENGLISH)

    assert said == ("It does not count in this period.", "Its weight goes to d.")


def test_thai_says_the_same_in_thai(card: Scorecard) -> None:
    assert sentences_of(card, card.row("a"), Language.THAI) == (
        "ผลการดำเนินงาน 85 ร้อยละ เทียบกับเกณฑ์การให้คะแนน ปรับ −0.5 ได้ 3.0000 คะแนน",
    )


def test_a_sum_of_many_terms_says_how_many_it_leaves_out() -> None:
    kpis = "\n".join(f"  - {{id: k{n}, name: K, holder: org}}" for n in range(20))
    entries = ", ".join(f"{{kpi: k{n}, weight: 5}}" for n in range(20))
    plan = plan_from_yaml(
        "format: kpicascade/1\nplan: {id: many, name: many, fiscal_year: 2569}\n"
        "units: [{id: org, name: Org}]\n"
        f"kpis:\n{kpis}\nagreements:\n  - {{holder: org, kpis: [{entries}]}}\n"
    )
    rows = tuple(Result(period=PERIOD, kpi=f"k{n}", score=Decimal(4)) for n in range(20))
    card = evaluate(Cascade(plan), Results(rows=rows), period=PERIOD)

    (said,) = sentences_of(card, card.summary[0], Language.ENGLISH)

    assert said.count("5.00% × 4.0000") == 12
    assert said.endswith("(k11) + 8 more = 4.0000.")
