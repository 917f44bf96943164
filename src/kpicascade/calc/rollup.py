"""Roll up every node of every case, block by block.

Arrays of nodes have the shape (nodes, cases). How they lie in memory is their maker's choice: "F" keeps the
nodes of one case together, which suits many nodes and few cases; "C" the cases of one node, which suits the
reverse.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray

from kpicascade.calc.aggregate import RECIPES, Aggregate, Missing, OwnAggregate
from kpicascade.calc.blocks import Block, Program, Rule
from kpicascade.calc.layout import Indices
from kpicascade.calc.shares import share

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_SLACK = 1e-12
_OWN_SLACK = 1e-9


@frozen(kw_only=True, eq=False)
class Touch:
    """What is done to the nodes of one height once they are made of their children.

    Attributes:
        given: Positions, and their scores (positions x cases) with NaN where none is given.
        excused: Positions, and where they are not applicable (positions x cases).
        least_coverage: Positions, and the coverage below which each has no score (positions x 1).
        adjustments: Positions, and the points to add (positions x cases).
        limits: Positions, and their floors and caps (positions x 2).
    """

    given: tuple[Indices, Floats] | None = None
    excused: tuple[Indices, Flags] | None = None
    least_coverage: tuple[Indices, Floats] | None = None
    adjustments: tuple[Indices, Floats] | None = None
    limits: tuple[Indices, Floats] | None = None


NO_TOUCHES: Mapping[int, Touch] = MappingProxyType({})


@frozen(kw_only=True, eq=False)
class Task:
    """What is to be rolled up besides the scores of the leaves.

    Attributes:
        lowest: What `Missing.LOWEST` counts a missing child as.
        missing: A policy that stands above those of the rules, if any.
        not_applicable: Which nodes are not applicable (nodes x cases), if any.
        least_shares: The share of children below which a node has no score (one a node), if any.
        coverage: The coverage of every node (nodes x cases), if any touch asks for it.
        touches: What is done to nodes, by height.
        is_compiled: Whether compiled functions reckon what they can.
    """

    lowest: float = np.nan
    missing: Missing | None = None
    not_applicable: Flags | None = None
    least_shares: Floats | None = None
    coverage: Floats | None = None
    touches: Mapping[int, Touch] = NO_TOUCHES
    is_compiled: bool = False


@frozen(kw_only=True, eq=False)
class Workspace:
    """Memory for one block at a time, allocated once and used again."""

    cases: int
    _flat: Mapping[str, Floats] = field(repr=False)
    _flags: Flags = field(repr=False)

    @classmethod
    def allocate(cls, program: Program, cases: int) -> "Workspace":
        """Take memory for the largest block of a program."""
        children, parents = program.most_children * cases, program.most_parents * cases
        sizes = {"terms": children, "weights": children, "made": parents, "totals": parents}
        flat = {name: np.empty(size) for name, size in sizes.items()}
        return cls(cases=cases, flat=flat, flags=np.empty(children, np.bool_))

    def narrowed(self, cases: int) -> "Workspace":
        """Use the same memory for fewer cases."""
        return evolve(self, cases=cases)

    def rows(self, name: str, count: int) -> Floats:
        """Lend an array of `count` rows, whose contents are whatever was there before."""
        return self._flat[name][: count * self.cases].reshape((count, self.cases))

    def flags(self, count: int) -> Flags:
        """Lend an array of `count` rows of flags."""
        return self._flags[: count * self.cases].reshape((count, self.cases))


def roll_up_blocks(program: Program, scores: Floats, task: Task, workspace: Workspace) -> None:
    """Fill in the scores of all nodes that have children.

    Args:
        program: The hierarchy, cut into blocks.
        scores: nodes x cases, changed in place. Leaves hold their scores, NaN where missing; nodes with
            children hold NaN.
        task: Policies, given scores, adjustments and limits.
        workspace: Memory, allocated for this program and this number of cases.

    Source: S = Σ w·s / Σ w over the children that have a score.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        _touch(task.touches.get(0), scores, task.coverage)
        for height in range(1, len(program.levels) + 1):
            for block in _average_compiled(program, height, scores, task):
                scores[block.parents] = _make_parents(block, scores, task, workspace)
            _touch(task.touches.get(height), scores, task.coverage)


def cover_blocks(
    program: Program, coverage: Floats, touches: Mapping[int, Touch], workspace: Workspace
) -> None:
    """Fill in the coverage of all nodes that have children: the share of planned weight that has a score.

    Args:
        program: The hierarchy, cut into blocks.
        coverage: nodes x cases, changed in place. Leaves hold 1 where they have a score, 0 where it is
            missing, NaN where they are not applicable; nodes with children hold 0. NaN comes out where all
            children are not applicable.
        touches: By height, the nodes that have a given coverage (1) or are not applicable (NaN through
            `limits`).
        workspace: Memory, allocated for this program and this number of cases.
    """
    covering = Rule()
    with np.errstate(divide="ignore", invalid="ignore"):
        _touch(touches.get(0), coverage, None)
        for height, blocks in enumerate(program.levels, start=1):
            for block in blocks:
                terms = gather(coverage, block.children, workspace.rows("terms", block.children.size))
                coverage[block.parents] = _combine(block, covering, terms, np.isnan(terms), workspace)
            _touch(touches.get(height), coverage, None)


def weigh_blocks(
    program: Program, scores: Floats, task: Task, workspace: Workspace, weights: Floats
) -> Floats:
    """Find the weight with which every child stands in its parent's score, once all scores are known.

    Args:
        program: The hierarchy, cut into blocks.
        scores: nodes x cases, as `roll_up_blocks` left them.
        task: As for `roll_up_blocks`.
        workspace: Memory, allocated for this program and this number of cases.
        weights: links x cases, holding 0; filled in place. Links to what does not count keep 0.

    Returns:
        What every node with children was made to score before anything was given, adjusted or limited: nodes
        with children x cases, NaN where nothing.
    """
    inner_made = np.full((program.inner_count, scores.shape[1]), np.nan)
    for block in (block for blocks in program.levels for block in blocks):
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            made = np.array(_make_parents(block, scores, task, workspace))
        made[np.isnan(scores[block.parents])] = np.nan
        inner_made[block.parents] = made
        terms = gather(scores, block.children, workspace.rows("terms", block.children.size))
        absent = np.isnan(terms)
        excused = None if task.not_applicable is None else task.not_applicable[block.children]
        left_out = _apply_policy(task.missing or block.rule.missing, terms, absent, excused, task.lowest)
        planned = np.repeat(block.weights[:, None], scores.shape[1], axis=1)
        if left_out is not None:
            planned[left_out] = 0
        weights[block.edges] = share(block, terms, planned, made)
    return inner_made


def gather(matrix: Floats, positions: Indices, out: Floats) -> Floats:
    """Copy the rows at some positions into `out`."""
    return np.take(matrix, positions, axis=0, out=out, mode="clip")


def _average_compiled(program: Program, height: int, scores: Floats, task: Task) -> tuple[Block, ...]:
    """Let compiled functions reckon the weighted means of a height, if they are to; give the blocks left."""
    blocks = program.levels[height - 1]
    if not task.is_compiled or task.not_applicable is not None or task.least_shares is not None:
        return blocks
    from kpicascade.calc.compiled import average_families  # noqa: PLC0415 - numba loads late

    parents, places = program.means[height - 1]
    policies = [task.missing or policy for policy in Missing]
    fills = {Missing.ZERO: 0.0, Missing.LOWEST: task.lowest}
    families = program.families
    average_families(
        scores,
        (families.firsts, families.sizes, families.children, families.weights),
        parents,
        np.array([fills.get(policy, np.nan) for policy in policies])[places],
        np.array([policy is Missing.PROPAGATE for policy in policies])[places],
    )
    return tuple(block for block in blocks if block.rule.aggregate is not Aggregate.WEIGHTED_MEAN)


def _make_parents(block: Block, scores: Floats, task: Task, workspace: Workspace) -> Floats:
    terms = gather(scores, block.children, workspace.rows("terms", block.children.size))
    absent = np.isnan(terms, out=workspace.flags(block.children.size))
    excused = None if task.not_applicable is None else task.not_applicable[block.children]
    too_few = _find_too_few(block, absent, excused, task)
    left_out = _apply_policy(task.missing or block.rule.missing, terms, absent, excused, task.lowest)
    made = _combine(block, block.rule, terms, left_out, workspace)
    if too_few is not None:
        np.copyto(made, np.nan, where=too_few)
    return made


def _apply_policy(
    policy: Missing, terms: Floats, absent: Flags, excused: Flags | None, lowest: float
) -> Flags | None:
    """Fill in what missing children count as, and say which children are left out; None where none is.

    Under `PROPAGATE` a missing child keeps its NaN, which every aggregate passes on.
    """
    if policy is Missing.LEAVE_OUT:
        return absent
    if policy is not Missing.PROPAGATE:
        counted = absent if excused is None else absent & ~excused
        np.copyto(terms, 0.0 if policy is Missing.ZERO else lowest, where=counted)
    return excused


def _find_too_few(block: Block, absent: Flags, excused: Flags | None, task: Task) -> Flags | None:
    """Say which parents have a score for too small a share of their children, each child counted once."""
    if task.least_shares is None or not task.least_shares[block.parents].any():
        return None
    shape = (block.parents.size, absent.shape[1])
    expected = np.ones(absent.shape) if excused is None else (~excused).astype(np.float64)
    total = block.put_together(np.add, expected, np.empty(shape))
    present = block.put_together(np.add, (~absent).astype(np.float64), np.empty(shape))
    too_few: Flags = present < task.least_shares[block.parents, None] * total - _OWN_SLACK
    return too_few


def _combine(block: Block, rule: Rule, terms: Floats, left_out: Flags | None, workspace: Workspace) -> Floats:
    """Make parents of the children in `terms`, which is used up, without those left out."""
    if not isinstance(rule.aggregate, Aggregate):
        return _combine_own(block, rule.aggregate, terms, left_out)
    recipe = RECIPES[rule.aggregate]
    recipe.prepare(terms, block.weights[:, None])
    totals = workspace.rows("totals", block.parents.size)
    if left_out is None:
        np.copyto(totals, block.totals[:, None])
    else:
        weights = workspace.rows("weights", block.children.size)
        _leave_out(terms, block.weights[:, None], left_out, out=weights)
        if recipe.neutral != 0:
            np.copyto(terms, recipe.neutral, where=left_out)
        block.put_together(np.add, weights, totals)
    made = block.put_together(recipe.combine, terms, workspace.rows("made", block.parents.size))
    return recipe.finish(made, totals)


def _leave_out(terms: Floats, weights: Floats, left_out: Flags, out: Floats) -> None:
    """Put 0 where children are left out: into the terms, and into a copy of the weights.

    The mask works on bits, several times as fast as a masked copy: all ones keep a float, all zeros make it
    0.0.
    """
    mask = out.view(np.int64)
    np.subtract(left_out.view(np.int8), 1, out=mask)
    bits = terms.view(np.int64)
    np.bitwise_and(bits, mask, out=bits)
    np.bitwise_and(weights.view(np.int64), mask, out=mask)


def _combine_own(block: Block, aggregate: OwnAggregate, terms: Floats, left_out: Flags | None) -> Floats:
    """Call a user's own aggregate, family by family, and hold it to its promise."""
    made = np.full((block.parents.size, terms.shape[1]), np.nan)
    for row, (start, size) in enumerate(zip(block.starts.tolist(), block.sizes.tolist(), strict=True)):
        family = slice(start, start + size)
        scores = np.array(terms[family])
        weights = np.repeat(block.weights[family, None], terms.shape[1], axis=1)
        if left_out is not None:
            scores[left_out[family]] = np.nan
            weights[left_out[family]] = 0
        counts = (weights > 0).any(axis=0) & ~(np.isnan(scores) & (weights > 0)).any(axis=0)
        if counts.any():
            made[row, counts] = call_own(aggregate, scores[:, counts], weights[:, counts])
    return made


def call_own(aggregate: OwnAggregate, scores: Floats, weights: Floats) -> Floats:
    """Call a user's own aggregate and refuse a result that breaks its laws.

    Args:
        aggregate: The user's function.
        scores: children x cases, NaN where a child is left out; at least one counts in every case.
        weights: children x cases, 0 where a child is left out.

    Raises:
        ValueError: The result has another shape, or lies outside the children's scores.
    """
    made = np.asarray(aggregate(scores, weights), np.float64)
    if made.shape != scores.shape[1:]:
        raise ValueError(f"an own aggregate gave the shape {made.shape}, expected {scores.shape[1:]}.")
    lowest, highest = np.nanmin(scores, axis=0), np.nanmax(scores, axis=0)
    slack = _OWN_SLACK * (1 + np.maximum(np.abs(lowest), np.abs(highest)))
    outside = np.flatnonzero((made < lowest - slack) | (made > highest + slack))
    if outside.size:
        case = outside[0]
        raise ValueError(
            f"an own aggregate gave {made[case]} for children from {lowest[case]} to {highest[case]}, "
            "expected a score between them."
        )
    return made


def _touch(touch: Touch | None, scores: Floats, coverage: Floats | None) -> None:
    """Withhold scores that too little stands behind, put given ones in, adjust and limit."""
    if touch is None:
        return
    if touch.least_coverage is not None and coverage is not None:
        positions, least = touch.least_coverage
        scores[positions] = np.where(coverage[positions] < least - _SLACK, np.nan, scores[positions])
    if touch.given is not None:
        positions, given = touch.given
        scores[positions] = np.where(np.isnan(given), scores[positions], given)
    if touch.excused is not None:
        positions, flags = touch.excused
        scores[positions] = np.where(flags, np.nan, scores[positions])
    if touch.adjustments is not None:
        positions, points = touch.adjustments
        scores[positions] += points
    if touch.limits is not None:
        positions, limits = touch.limits
        scores[positions] = np.maximum(np.minimum(scores[positions], limits[:, 1:]), limits[:, :1])
