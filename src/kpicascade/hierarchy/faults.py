"""What is wrong with links, weights and settings, as issues."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from kpicascade.calc.exact import Number
from kpicascade.calc.layout import Indices
from kpicascade.errors import Issue, Location, Severity
from kpicascade.hierarchy.link import NodeSettings

_MOST_NAMES_TO_COMPARE = 10_000


Names = Sequence[object] | NDArray[np.object_]


def suggest(name: object, known: Collection[str]) -> str:
    """Name the nearest known name as a hint; empty where nothing comes near."""
    if not isinstance(name, str) or len(known) > _MOST_NAMES_TO_COMPARE:
        return ""
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean {near[0]!r}?" if near else ""


def _are_all_text(names: Names) -> bool:
    """Tell in one pass whether every name is text that is not blank."""
    try:
        return all(map(str.strip, names))
    except TypeError:  # what is no text cannot be stripped
        return False


def check_names(names: Names, place: Callable[[int], str]) -> Iterator[Issue]:
    """Report names that are not text or are blank; `place` says where the n-th name first stands."""
    if _are_all_text(names):
        return
    for number, name in enumerate(names):
        if not isinstance(name, str) or not name.strip():
            yield Issue(
                code="unusable-node-name",
                message=f"found {name!r} as the name of a node, expected text that is not blank.",
                hint="write names as text; a root needs no link of its own.",
                where=Location(path=place(number)),
            )


def check_weights(
    written: Sequence[Number] | NDArray[np.float64], source: str
) -> tuple[NDArray[np.float64], list[Issue]]:
    """Turn weights into floats and report those that are negative or no finite number.

    Returns:
        One float a weight, 0 where it cannot be used, and the issues.
    """
    if isinstance(written, np.ndarray) and written.dtype.kind in "fiu":
        weights = written.astype(np.float64)
    else:
        weights = np.array([_weight_or_nan(weight) for weight in written], np.float64)
    faulty = np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))
    issues = [
        _weight_issue(written[row], float(weights[row]), f"{source}[{row}].weight") for row in faulty.tolist()
    ]
    weights[faulty] = 0
    return weights, issues


def check_duplicates(parents: Indices, children: Indices, names: Names, source: str) -> Iterator[Issue]:
    """Report links that stand there more than once."""
    keys = parents.astype(np.int64) * len(names) + children
    order = np.argsort(keys, kind="stable")
    repeated = np.flatnonzero(np.diff(keys[order]) == 0) + 1
    for row in np.sort(order[repeated]).tolist():
        parent, child = names[int(parents[row])], names[int(children[row])]
        yield Issue(
            code="duplicate-link",
            message=f"found the link from {parent!r} to {child!r} once more, expected it once.",
            hint="keep one of them, or add their weights.",
            where=Location(path=f"{source}[{row}]"),
        )


def check_circles(circles: Sequence[tuple[int, ...]], names: Names) -> Iterator[Issue]:
    """Report circles, each with its route."""
    for circle in circles:
        route = " > ".join(str(names[node]) for node in (*circle, circle[0]))
        yield Issue(
            code="hierarchy-circle",
            message=f"found a circle, {route}, expected every way down to end in a leaf.",
            hint="take one of these links out.",
        )


def check_settings(settings: Mapping[str, NodeSettings], known: Collection[str]) -> Iterator[Issue]:
    """Report settings of nodes that are not there and settings that contradict themselves."""
    for node, setting in settings.items():
        if node not in known:
            yield Issue(
                code="unknown-node",
                message=f"found settings for {node!r}, expected a node of the hierarchy.",
                hint=suggest(node, known),
            )
        yield from _check_one(node, setting)


def warn_of_empty_totals(totals: NDArray[np.float64], nodes: Sequence[str]) -> Iterator[Issue]:
    """Warn of nodes whose children weigh nothing together."""
    for position in np.flatnonzero(totals == 0).tolist():
        yield Issue(
            code="zero-total-weight",
            message=f"the weights below {nodes[position]!r} add up to 0, so it never has a score of its own.",
            hint="give at least one child a weight, or give the node a score.",
            severity=Severity.WARNING,
        )


def _check_one(node: str, setting: NodeSettings) -> Iterator[Issue]:
    for name, share in (("min_coverage", setting.min_coverage), ("min_share", setting.min_share)):
        if not 0 <= share <= 1:
            yield Issue(
                code="share-out-of-range",
                message=f"found {name} {share!r} for {node!r}, expected a share from 0 to 1.",
                hint="write 75 % as 0.75.",
            )
    if any(limit is not None and not isfinite(limit) for limit in (setting.cap, setting.floor)):
        yield Issue(
            code="unusable-limit",
            message=f"found cap {setting.cap!r} and floor {setting.floor!r} for {node!r}, expected numbers.",
            hint="leave a limit out where there is none.",
        )
    elif setting.cap is not None and setting.floor is not None and setting.cap < setting.floor:
        yield Issue(
            code="cap-below-floor",
            message=f"found cap {setting.cap!r} below floor {setting.floor!r} for {node!r}.",
            hint="write the lower one as the floor.",
        )


def _weight_or_nan(weight: object) -> float:
    """Give the float of a number; NaN for what is none or vanishes as a float."""
    if isinstance(weight, bool | np.bool_) or not isinstance(
        weight, Fraction | Decimal | int | float | np.number
    ):
        return np.nan
    try:
        number = float(weight)
    except (OverflowError, ValueError):
        return np.nan
    return np.nan if number == 0 and weight != 0 else number


def _weight_issue(found: object, weight: float, place: str) -> Issue:
    if weight < 0 and isfinite(weight):
        return Issue(
            code="negative-weight",
            message=f"found the weight {found!r}, expected 0 or more.",
            hint="a child that counts against its parent needs a falling target scale.",
            where=Location(path=place),
        )
    return Issue(
        code="unusable-weight",
        message=f"found the weight {found!r}, expected a finite number.",
        hint="write 0 for a child that does not count.",
        where=Location(path=place),
    )
