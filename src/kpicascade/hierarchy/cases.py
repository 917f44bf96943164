"""The cases of a roll-up: scores of leaves, and what is given, added or not applicable, all checked."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from attrs import field, frozen
from numpy.typing import ArrayLike, NDArray

from kpicascade.calc.aggregate import Missing
from kpicascade.calc.engine import Engine
from kpicascade.calc.exact import Number
from kpicascade.calc.rollup import Touch
from kpicascade.hierarchy.structure import Hierarchy

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Figures = Mapping[str, ArrayLike]
"""Figures by node: one for all cases, or one a case."""

_FIGURES_AT_A_TIME = 2**18
_Entry = TypeVar("_Entry", np.float64, np.bool_)

NO_FIGURES: Figures = MappingProxyType({})


@frozen(kw_only=True, eq=False)
class Cases:
    """Everything that a roll-up starts from.

    Attributes:
        leaves: Scores, cases x leaves, NaN where missing or not applicable.
        given: Scores of nodes with children (one a case, NaN where not given), by position.
        adjustments: Points to add (one a case), by position.
        excused: Where a node is not applicable (one a case), by position.
        bounds: The lowest and the highest score of the scale.
        engine: Who does the arithmetic.
    """

    leaves: Floats = field(repr=False)
    given: Mapping[int, Floats] = field(repr=False)
    adjustments: Mapping[int, Floats] = field(repr=False)
    excused: Mapping[int, Flags] = field(repr=False)
    bounds: tuple[float, float] | None
    engine: Engine

    @property
    def count(self) -> int:
        """How many cases there are."""
        return int(self.leaves.shape[0])

    def some(self, part: slice) -> "Cases":
        """Take some of the cases."""
        return Cases(
            leaves=self.leaves[part],
            given={position: column[part] for position, column in self.given.items()},
            adjustments={position: column[part] for position, column in self.adjustments.items()},
            excused={position: column[part] for position, column in self.excused.items()},
            bounds=self.bounds,
            engine=self.engine,
        )


def _as_engine(engine: Engine | str) -> Engine:
    return Engine(engine)


@frozen(kw_only=True, eq=False)
class Options:
    """What stands beside the scores of a roll-up, as the caller spelt it."""

    bounds: tuple[Number, Number] | None = None
    given: Figures = NO_FIGURES
    adjustments: Figures = NO_FIGURES
    not_applicable: Collection[str] | Figures = ()
    sentinels: Collection[float] = ()
    engine: Engine = field(default=Engine.AUTO, converter=_as_engine)


def read_cases(
    hierarchy: Hierarchy, leaves: ArrayLike, options: Options, *, is_checked: bool = False
) -> Cases:
    """Check the scores of an array, unless they are checked already, and what stands beside them.

    Raises:
        UnknownNameError: A node is named that is not in the hierarchy.
        ValueError: An array has another shape than expected or holds what is neither finite nor NaN; bounds
            are needed or upside down; a leaf's score is given beside the array; a node that is not
            applicable has a score.
    """
    scores = _as_figures("scores", leaves)
    if scores.ndim != 2 or scores.shape[1] != hierarchy.leaf_count:
        raise ValueError(
            f"found scores of shape {scores.shape}, expected (cases, {hierarchy.leaf_count} leaves)."
        )
    if not is_checked:
        scores = blank_sentinels(check_finite("scores", scores), options.sentinels)
    count = scores.shape[0]
    given = {
        position: blank_sentinels(figures, options.sentinels)
        for position, figures in _by_position(hierarchy, "given", options.given, count).items()
    }
    for position in given:
        if position >= hierarchy.layout.inner_count:
            raise ValueError(f"{hierarchy.nodes[position]!r} is a leaf: expected its score among the scores.")
    cases = Cases(
        leaves=scores,
        given=given,
        adjustments=_without_gaps(
            "adjustments", _by_position(hierarchy, "adjustments", options.adjustments, count)
        ),
        excused=_read_excused(hierarchy, options.not_applicable, count),
        bounds=read_bounds(hierarchy, options.bounds),
        engine=options.engine,
    )
    _refuse_scores_of_excused(hierarchy, cases)
    return cases


def read_bounds(hierarchy: Hierarchy, bounds: tuple[Number, Number] | None) -> tuple[float, float] | None:
    """Check the ends of the scale.

    Raises:
        ValueError: They are not finite, upside down, or needed and not stated.
    """
    if bounds is None:
        if any(setting.missing is Missing.LOWEST for setting in hierarchy.settings.values()):
            raise ValueError("a missing child counts as the lowest score: pass bounds=(lowest, highest).")
        return None
    lowest, highest = float(bounds[0]), float(bounds[1])
    if not (np.isfinite([lowest, highest]).all() and lowest <= highest):
        raise ValueError(f"found bounds {bounds!r}, expected two finite numbers, the lowest first.")
    return lowest, highest


def touches_of(hierarchy: Hierarchy, cases: Cases, part: slice) -> dict[int, Touch]:
    """Collect by height what is done to scores after they are made, for some of the cases."""
    limits = {
        hierarchy.positions[node]: (_number(setting.floor, -np.inf), _number(setting.cap, np.inf))
        for node, setting in hierarchy.settings.items()
        if setting.floor is not None or setting.cap is not None
    }
    least = {
        position: (float(setting.min_coverage),)
        for position, setting in hierarchy.inner_settings
        if setting.min_coverage
    }
    by_height = _group(hierarchy, {*cases.given, *cases.excused, *cases.adjustments, *limits, *least})
    return {
        height: Touch(
            given=_stack(positions, cases.given, part),
            excused=_stack(positions, cases.excused, part),
            adjustments=_stack(positions, cases.adjustments, part),
            least_coverage=_columns(positions, least),
            limits=_columns(positions, limits),
        )
        for height, positions in by_height.items()
    }


def coverage_touches_of(hierarchy: Hierarchy, cases: Cases, part: slice) -> dict[int, Touch]:
    """Collect by height whose coverage is not made of the children's, for some of the cases."""
    whole = {position: np.where(np.isnan(given), np.nan, 1.0) for position, given in cases.given.items()}
    return {
        height: Touch(given=_stack(positions, whole, part), excused=_stack(positions, cases.excused, part))
        for height, positions in _group(hierarchy, {*whole, *cases.excused}).items()
    }


def _group(hierarchy: Hierarchy, positions: Collection[int]) -> dict[int, list[int]]:
    by_height: dict[int, list[int]] = {}
    for position in sorted(positions):
        by_height.setdefault(int(hierarchy.layout.heights[position]), []).append(position)
    return by_height


def _number(limit: Number | None, absent: float) -> float:
    return absent if limit is None else float(limit)


def _stack(
    positions: list[int], figures: Mapping[int, NDArray[_Entry]], part: slice
) -> tuple[NDArray[np.intp], NDArray[_Entry]] | None:
    present = [position for position in positions if position in figures]
    if not present:
        return None
    return np.array(present), np.stack([figures[position][part] for position in present])


def _columns(
    positions: list[int], figures: Mapping[int, tuple[float, ...]]
) -> tuple[NDArray[np.intp], Floats] | None:
    present = [position for position in positions if position in figures]
    return (np.array(present), np.array([figures[position] for position in present])) if present else None


def check_finite(name: str, figures: Floats) -> Floats:
    """Refuse infinities, part by part along memory to spare it.

    Raises:
        ValueError: There is an infinite number.
    """
    flat = figures.ravel(order="K")
    for start in range(0, flat.size, _FIGURES_AT_A_TIME):
        if np.isinf(flat[start : start + _FIGURES_AT_A_TIME]).any():
            row = int(np.argwhere(np.isinf(np.atleast_1d(figures)))[0, 0])
            raise ValueError(
                f"found an infinite number in row {row} of {name}: expected finite ones, or NaN."
            )
    return figures


def _as_figures(name: str, figures: ArrayLike, *, flags: bool = False) -> Floats:
    """Take an array of numbers as floats: None and what is masked are missing, `True` and text no scores.

    Raises:
        ValueError: There is something else than numbers.
    """
    array = np.asarray(figures)
    is_mixed = array.dtype == object and any(isinstance(cell, bool | str | np.bool_) for cell in array.flat)
    if array.dtype.kind not in ("iufbO" if flags else "iufO") or is_mixed:
        raise ValueError(f"found {name} of the type {array.dtype}, expected numbers.")
    known = np.asarray(array, np.float64)
    masked = np.ma.getmaskarray(figures) if isinstance(figures, np.ma.MaskedArray) else None
    return known if masked is None else np.where(masked, np.nan, known)


def _without_gaps(name: str, figures: dict[int, Floats]) -> dict[int, Floats]:
    """Refuse NaN where it would silently take a score away, or stand for true.

    Raises:
        ValueError: There is one.
    """
    if any(np.isnan(column).any() for column in figures.values()):
        raise ValueError(f"found NaN among {name}: expected a number for every case, 0 for none.")
    return figures


def blank_sentinels(figures: Floats, sentinels: Collection[float]) -> Floats:
    """Put NaN where a figure stands for "missing"."""
    if not sentinels:
        return figures
    return np.where(np.isin(figures, [float(sentinel) for sentinel in sentinels]), np.nan, figures)


def _by_position(hierarchy: Hierarchy, name: str, figures: Figures, count: int) -> dict[int, Floats]:
    by_position = {}
    for node, cells in figures.items():
        column = check_finite(name, _as_figures(name, cells, flags=name == "not_applicable"))
        if column.shape not in {(), (count,)}:
            raise ValueError(f"found {name} of shape {column.shape} for {node!r}, expected one or {count}.")
        by_position[hierarchy.position(node)] = np.broadcast_to(column, (count,))
    return by_position


def _read_excused(
    hierarchy: Hierarchy, not_applicable: Collection[str] | Figures, count: int
) -> dict[int, Flags]:
    if isinstance(not_applicable, str):
        raise TypeError(f"found not_applicable={not_applicable!r}, expected a collection of names.")
    flags = not_applicable if isinstance(not_applicable, Mapping) else dict.fromkeys(not_applicable, 1)
    excused = _without_gaps("not_applicable", _by_position(hierarchy, "not_applicable", flags, count))
    return {position: column != 0 for position, column in excused.items()}


def _refuse_scores_of_excused(hierarchy: Hierarchy, cases: Cases) -> None:
    inner_count = hierarchy.layout.inner_count
    for position, excused in cases.excused.items():
        scores = (
            cases.leaves[:, position - inner_count] if position >= inner_count else cases.given.get(position)
        )
        if scores is not None and (excused & ~np.isnan(scores)).any():
            node = hierarchy.nodes[position]
            raise ValueError(
                f"{node!r} has a score but is said to be not applicable: expected one or the other."
            )
