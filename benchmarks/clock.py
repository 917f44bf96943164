"""Time, memory and memory bandwidth, measured side by side."""

import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

import numpy as np

_BLOCK = 2**15


def time_together(tasks: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Run every task once a round, after one warm-up, and give the median seconds of each.

    Taking turns lets whatever else the machine does fall on all tasks alike.
    """
    for task in tasks.values():
        task()
    spent: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            start = perf_counter()
            task()
            spent[name].append(perf_counter() - start)
    return {name: median(seconds) for name, seconds in spent.items()}


def time_once(task: Callable[[], object]) -> float:
    """Give the seconds of one run, for what takes many."""
    start = perf_counter()
    task()
    return perf_counter() - start


def peak_memory(task: Callable[[], object]) -> int:
    """Give the most memory in bytes that a task holds at once, its outcome included."""
    tracemalloc.start()
    try:
        outcome = task()
        _, peak = tracemalloc.get_traced_memory()
        del outcome
    finally:
        tracemalloc.stop()
    return peak


def bandwidth_tasks(megabytes: int = 100) -> dict[str, tuple[Callable[[], object], int]]:
    """Give a copy and a triad (a = b + s·c) of large arrays, each with the bytes that it moves."""
    count = megabytes * 2**20 // 8
    one, two, three = (np.full(count, float(number)) for number in range(3))
    scaled = np.empty(_BLOCK)

    def copy() -> None:
        np.copyto(one, two)

    def triad() -> None:
        for start in range(0, count, _BLOCK):
            part = slice(start, start + _BLOCK)
            product = scaled[: one[part].size]
            np.multiply(three[part], 3.0, out=product)
            np.add(two[part], product, out=one[part])

    return {"copy": (copy, 16 * count), "triad": (triad, 24 * count)}


def import_seconds(statement: str, rounds: int = 5) -> float:
    """Give the median seconds that an interpreter needs for a statement beyond its own start."""

    def run(text: str) -> float:
        return median(
            time_once(lambda: subprocess.run([sys.executable, "-c", text], check=True))  # noqa: S603 - our own text
            for _ in range(rounds)
        )

    return run(statement) - run("pass")
