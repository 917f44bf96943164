"""Faults that say the same row after row, told in full at first and then counted."""

from collections import Counter
from collections.abc import Iterable

from attrs import evolve

from kpicascade.errors import Issue

TOLD_IN_FULL = 20
"""How many faults of one kind are told one by one; whoever has seen so many knows what to mend."""


def without_repeats(faults: Iterable[Issue]) -> tuple[Issue, ...]:
    """Keep the first faults of each code and message; the next one says how many more there are.

    Faults that say different things are all kept, however many.
    """
    faults = tuple(faults)
    total = Counter(map(_kind, faults))
    seen: Counter[tuple[str, str]] = Counter()
    kept: list[Issue] = []
    for fault in faults:
        kind = _kind(fault)
        seen[kind] += 1
        if seen[kind] <= TOLD_IN_FULL:
            kept.append(fault)
        elif seen[kind] == TOLD_IN_FULL + 1:
            kept.append(_counted(fault, total[kind] - seen[kind]))
    return tuple(kept)


def _kind(fault: Issue) -> tuple[str, str]:
    return fault.code, fault.message


def _counted(fault: Issue, more: int) -> Issue:
    if not more:
        return fault
    rows = "row" if more == 1 else "rows"
    return evolve(fault, message=f"{fault.message.removesuffix('.')}; and {more:,} more {rows} like this.")
