"""Measure every size and write the table: `python -m benchmarks [--quick]`."""

import sys

from benchmarks.clock import import_seconds
from benchmarks.measure import measure
from benchmarks.report import render, write_page

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS = {10_000: 31, 100_000: 15, 1_000_000: 7}
IMPORTED = ("numpy", "kpicascade", "kpicascade.hierarchy", "numba")


def main() -> None:
    """Measure; with `--quick` only the smaller sizes, printed and not written."""
    is_quick = "--quick" in sys.argv[1:]
    measured = [measure(size, ROUNDS[size]) for size in (SIZES[:2] if is_quick else SIZES)]
    imports = {name: import_seconds(f"import {name}") for name in IMPORTED}
    if not is_quick:
        write_page(measured, imports)
    sys.stdout.write(render(measured, imports) + "\n")


if __name__ == "__main__":
    main()
