"""What a type checker sees of the public names: mypy reads this file, pytest runs it."""

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_type

import pandas as pd

import kpicascade as kc


def test_the_types_of_the_main_job() -> None:
    dataset = assert_type(kc.datasets.load("law_office"), kc.datasets.Dataset)
    plan = assert_type(dataset.plan, kc.Plan)
    results = assert_type(dataset.results, kc.Results)
    cascade = assert_type(kc.Cascade(plan), kc.Cascade)
    card = assert_type(kc.evaluate(cascade, results, period="2556-12M"), kc.Scorecard)

    assert_type(kc.check(cascade), tuple[kc.Issue, ...])
    assert_type(kc.classify(cascade), pd.DataFrame)
    assert_type(kc.kinds(cascade), tuple[kc.Classified, ...])
    assert_type(kc.os_matrix(cascade), kc.OsMatrix)
    assert_type(card.rows, tuple[kc.Row, ...])
    assert_type(card.row("2-1").score, Fraction | None)
    assert_type(card.explain("2-1"), kc.Explanation)
    assert_type(card.rounded(2), pd.DataFrame)
    assert_type(card.exact, kc.ExactRollUp)
    assert_type(kc.views.render_report(card), str)
    assert card.row("2-1").score is not None


def test_the_types_of_the_engine() -> None:
    links = (kc.Link("index", "water", 0.6), kc.Link("index", "air", 0.4))
    hierarchy = assert_type(kc.Hierarchy.from_links(links), kc.Hierarchy)
    settings: Mapping[str, kc.NodeSettings] = hierarchy.settings

    rolled = assert_type(kc.roll_up_exact(hierarchy, {"water": 3, "air": 4}), kc.ExactRollUp)

    assert assert_type(rolled.score("index"), Fraction | None) == Fraction("3.4")
    assert not settings
