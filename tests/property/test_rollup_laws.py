"""Laws of the roll-up over random hierarchies, held against an oracle in fractions."""

import random
from fractions import Fraction
from math import isclose, isnan

import numpy as np
import pytest
import rational_oracle as oracle
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_hierarchies import (
    BOUNDED,
    HIGHEST,
    LOWEST,
    POSITIVE_WEIGHTS,
    RATIONAL,
    SCORES,
    Example,
    examples,
)

from kpicascade.calc.aggregate import Aggregate, Missing
from kpicascade.calc.engine import Engine
from kpicascade.hierarchy import ExactRollUp, Hierarchy, Link, NodeSettings, RollUp, roll_up, roll_up_exact

BOUNDS = LOWEST, HIGHEST
FAMILIES = st.lists(st.tuples(POSITIVE_WEIGHTS, SCORES), min_size=1, max_size=8)


def exactly(example: Example) -> ExactRollUp:
    return roll_up_exact(
        example.hierarchy,
        example.scores,
        bounds=BOUNDS,
        adjustments=example.adjustments,
        not_applicable=example.not_applicable,
    )


def at_once(example: Example, engine: Engine = Engine.NUMPY, copies: int = 1) -> RollUp:
    hierarchy = example.hierarchy
    leaves = [float(example.scores.get(leaf, np.nan)) for leaf in hierarchy.leaves]
    inner = hierarchy.nodes[: hierarchy.layout.inner_count]
    return roll_up(
        hierarchy,
        np.tile(leaves, (copies, 1)).reshape(copies, len(leaves)),
        bounds=BOUNDS,
        given={node: float(example.scores[node]) for node in inner if node in example.scores},
        adjustments={node: float(points) for node, points in example.adjustments.items()},
        not_applicable=example.not_applicable,
        engine=engine,
    )


def number(worth: oracle.Worth) -> float:
    return float(worth) if isinstance(worth, Fraction) else float("nan")


def are_close(found: float, expected: float) -> bool:
    return (isnan(found) and isnan(expected)) or isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)


def published(out: RollUp) -> dict[str, str]:
    return dict(zip(out.hierarchy.nodes, map(str, out.rounded(2)[0].tolist()), strict=True))


def family(aggregate: Aggregate, pairs: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    links = [Link("parent", f"child {place}", weight) for place, (weight, _) in enumerate(pairs)]
    hierarchy = Hierarchy.from_links(links, settings={"parent": NodeSettings(aggregate=aggregate)})
    scores = {f"child {place}": score for place, (_, score) in enumerate(pairs)}
    return roll_up_exact(hierarchy, scores).score("parent")


@given(examples())
def test_floats_agree_with_the_oracle_on_scores_coverage_and_reach(example: Example) -> None:
    out = at_once(example)

    for place, node in enumerate(out.hierarchy.nodes):
        assert are_close(out.scores[0, place], number(oracle.score(example.case, node)))
        assert are_close(out.coverage[0, place], float(oracle.coverage(example.case, node)))
        assert are_close(out.low[0, place], number(oracle.score(oracle.filled(example.case, 0), node)))
        assert are_close(out.high[0, place], number(oracle.score(oracle.filled(example.case, 1), node)))


@given(examples(RATIONAL))
def test_fractions_equal_the_oracle(example: Example) -> None:
    out = exactly(example)

    for node in example.nodes:
        worth = oracle.score(example.case, node)
        assert out.score(node) == (worth if isinstance(worth, Fraction) else None)
        assert out.is_applicable(node) == (worth != oracle.NOT_APPLICABLE)
        assert out.coverage(node) == (oracle.coverage(example.case, node) if out.is_applicable(node) else 0)


@given(examples((Aggregate.GEOMETRIC,), (Missing.LEAVE_OUT, Missing.LOWEST), plain=True))
def test_a_geometric_mean_in_fractions_agrees_with_the_oracle(example: Example) -> None:
    out = exactly(example)

    for node in example.nodes:
        found = out.score(node)
        expected = number(oracle.score(example.case, node))
        assert are_close(float("nan") if found is None else float(found), expected)


@given(examples())
def test_contributions_sum_to_the_score_exactly_in_fractions(example: Example) -> None:
    out = exactly(example)

    for node in example.nodes:
        rows = out.contributions(node)
        assert sum((row.value for row in rows), Fraction(0)) == (out.score(node) or 0)
        assert all(row.value == row.weight * row.score for row in rows)


@given(examples())
def test_contributions_of_floats_are_those_of_fractions(example: Example) -> None:
    exact, floats = exactly(example), at_once(example)

    for node in example.nodes:
        found = floats.contributions(node)
        rows = {
            (row.source, row.part, float(row.score)): float(row.value) for row in exact.contributions(node)
        }
        assert len(rows) == len(found.sources)
        for place, key in enumerate(zip(found.sources, found.parts, found.scores[0].tolist(), strict=True)):
            expected = [
                value for row, value in rows.items() if row[:2] == key[:2] and are_close(row[2], key[2])
            ]
            assert len(expected) == 1
            assert isclose(
                found.weights[0, place] * found.scores[0, place], expected[0], rel_tol=1e-8, abs_tol=1e-9
            )


@given(examples())
def test_actual_weights_of_floats_are_those_of_fractions(example: Example) -> None:
    exact, floats = exactly(example), at_once(example)

    for place, (parent, child) in enumerate(floats.hierarchy.links):
        expected = float(exact.actual_weight(parent, child))
        assert isclose(floats.actual_weights[0, place], expected, rel_tol=1e-8, abs_tol=1e-9)


@given(examples(), st.integers(0, 3))
def test_rounded_floats_are_rounded_fractions(example: Example, digits: int) -> None:
    exact, floats = exactly(example), at_once(example).rounded(digits)

    for place, node in enumerate(example.hierarchy.nodes):
        figure = exact.rounded(node, digits)
        assert (figure is None and isnan(floats[0, place])) or float(figure or 0) == floats[0, place]


@given(examples())
def test_a_float_lies_no_further_from_the_fraction_than_the_stated_bound(example: Example) -> None:
    exact, floats = exactly(example), at_once(example)
    numbers = [*example.scores.values(), *example.adjustments.values(), HIGHEST]
    bounds = floats.drift.errors * float(max(map(abs, numbers))) * 2.0**-52

    for place, node in enumerate(example.hierarchy.nodes):
        score = exact.score(node)
        assert score is None or abs(Fraction(float(floats.scores[0, place])) - score) <= bounds[place]


@given(examples(), st.randoms(use_true_random=False))
def test_the_order_of_links_and_nodes_changes_no_published_figure(
    example: Example, shuffler: random.Random
) -> None:
    links, nodes = list(example.links), list(example.nodes)
    shuffler.shuffle(links)
    shuffler.shuffle(nodes)
    shuffled = evolve(example, links=tuple(links), nodes=tuple(nodes))

    assert published(at_once(shuffled)) == published(at_once(example))


@given(examples(RATIONAL), st.integers(0, 1))
def test_filling_the_gaps_with_the_worst_or_best_reaches_exactly_low_or_high(
    example: Example, end: int
) -> None:
    out = exactly(example)
    leaves = {leaf for leaf in out.hierarchy.leaves if leaf not in example.not_applicable}
    filled = evolve(example, scores=dict.fromkeys(leaves, BOUNDS[end]) | dict(example.scores))

    reached = exactly(filled)

    for node in example.nodes:
        assert reached.score(node) == (out.high(node) if end else out.low(node))


@given(examples(BOUNDED, (Missing.LEAVE_OUT, Missing.ZERO, Missing.LOWEST), plain=True))
def test_a_score_lies_between_low_and_high(example: Example) -> None:
    out = exactly(example)

    for node in example.nodes:
        score, low, high = out.score(node), out.low(node), out.high(node)
        if score is not None and low is not None and high is not None:
            assert low <= score <= high


@given(FAMILIES, st.sampled_from([*BOUNDED, Aggregate.GEOMETRIC]))
def test_a_parent_lies_between_its_lowest_and_highest_scored_child(
    pairs: list[tuple[Fraction, Fraction]], aggregate: Aggregate
) -> None:
    score = family(aggregate, pairs)

    assert score is not None
    slack = Fraction(1, 10**45)
    assert min(child for _, child in pairs) - slack <= score <= max(child for _, child in pairs) + slack


@given(
    FAMILIES, st.sampled_from(RATIONAL), st.sampled_from([Fraction(1, 1000), Fraction(7, 3), Fraction(10**6)])
)
def test_scaling_all_weights_changes_nothing(
    pairs: list[tuple[Fraction, Fraction]], aggregate: Aggregate, factor: Fraction
) -> None:
    scaled = [(weight * factor, score) for weight, score in pairs]

    assert family(aggregate, scaled) == family(aggregate, pairs)


@given(FAMILIES, st.sampled_from(list(Aggregate)), st.randoms(use_true_random=False))
def test_the_order_of_children_changes_nothing(
    pairs: list[tuple[Fraction, Fraction]], aggregate: Aggregate, shuffler: random.Random
) -> None:
    shuffled = list(pairs)
    shuffler.shuffle(shuffled)

    assert family(aggregate, shuffled) == family(aggregate, pairs)


@given(POSITIVE_WEIGHTS, SCORES, st.sampled_from(list(Aggregate)))
def test_one_child_passes_through(weight: Fraction, score: Fraction, aggregate: Aggregate) -> None:
    assert family(aggregate, [(weight, score)]) == score


@given(FAMILIES, st.data(), st.sampled_from(list(Aggregate)))
def test_raising_a_child_never_lowers_the_parent(
    pairs: list[tuple[Fraction, Fraction]], data: st.DataObject, aggregate: Aggregate
) -> None:
    place = data.draw(st.integers(0, len(pairs) - 1))
    weight, score = pairs[place]
    raised = [*pairs[:place], (weight, score + data.draw(SCORES)), *pairs[place + 1 :]]

    before, after = family(aggregate, pairs), family(aggregate, raised)

    assert before is not None
    assert after is not None
    assert after >= before


@settings(max_examples=30)
@given(examples(plain=True))
def test_many_cases_at_once_are_each_the_case_alone(example: Example) -> None:
    alone, together = at_once(example), at_once(example, copies=70_000)

    assert np.array_equal(
        together.scores[[0, 65_535, 69_999]], np.repeat(alone.scores, 3, axis=0), equal_nan=True
    )


@given(examples())
def test_compiled_functions_give_the_scores_of_numpy(example: Example) -> None:
    pytest.importorskip("numba")

    compiled, plain = at_once(example, Engine.COMPILED), at_once(example)

    assert np.allclose(compiled.scores, plain.scores, rtol=1e-13, atol=1e-13, equal_nan=True)
    assert np.allclose(compiled.low, plain.low, rtol=1e-13, atol=1e-13, equal_nan=True)


@given(examples(RATIONAL))
def test_a_wider_scale_of_weights_changes_no_coverage(example: Example) -> None:
    assume(example.links)
    heavier = evolve(
        example, links=tuple(evolve(link, weight=Fraction(link.weight) * 3) for link in example.links)
    )

    first, second = exactly(example), exactly(heavier)

    assert [first.coverage(node) for node in example.nodes] == [
        second.coverage(node) for node in example.nodes
    ]
