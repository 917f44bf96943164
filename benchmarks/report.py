"""Figures to the table of the documentation."""

import platform
from math import log10
from pathlib import Path

import numpy as np

from benchmarks.measure import CASES, Figures

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def write_page(measured: list[Figures], imports: dict[str, float]) -> None:
    """Put the tables between the markers of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{render(measured, imports)}\n\n{END}{after}", encoding="utf-8")


def render(measured: list[Figures], imports: dict[str, float]) -> str:
    """Write the tables as Markdown."""
    largest = measured[-1]
    where = f"Python {platform.python_version()}, numpy {np.__version__}, {platform.machine()}"
    bandwidth = max(largest.bandwidth.values()) / 1e9
    lines = [
        f"{where}. {CASES} cases, 12 % missing, medians of runs that took turns.",
        f"Memory bandwidth in the same run: {bandwidth:.1f} GB/s.",
        "",
        *_times(measured),
        "",
        *_ratios(measured),
        "",
        *_imports(imports),
    ]
    return "\n".join(lines)


def growth(measured: list[Figures], name: str) -> float:
    """Give the exponent with which a time grows from the smallest tree to the largest."""
    first, last = measured[0], measured[-1]
    return log10(last.seconds[name] / first.seconds[name]) / log10(last.nodes / first.nodes)


def _times(measured: list[Figures]) -> list[str]:
    heads = " | ".join(f"{figures.leaves:,} leaves" for figures in measured)
    rows = [f"| milliseconds | {heads} | growth |", "|---|" + "---:|" * (len(measured) + 1)]
    limits = " | ".join(f"{figures.limit * 1e3:,.2f}" for figures in measured)
    rows.append(f"| *limit: every byte moved once* | {limits} | |")
    for name in measured[0].seconds:
        cells = " | ".join(f"{figures.seconds[name] * 1e3:,.1f}" for figures in measured)
        rows.append(f"| {name} | {cells} | {growth(measured, name):.2f} |")
    return rows


def _ratios(measured: list[Figures]) -> list[str]:
    heads = " | ".join(f"{figures.leaves:,} leaves" for figures in measured)
    rows = [f"| ratio | {heads} |", "|---|" + "---:|" * len(measured)]
    table = [_ratios_of(figures) for figures in measured]
    for name in table[0]:
        cells = " | ".join(f"{ratios[name]:.2f}" for ratios in table)
        rows.append(f"| {name} | {cells} |")
    return rows


def _ratios_of(figures: Figures) -> dict[str, float]:
    seconds = figures.seconds
    both = [name for name in seconds if name.startswith("both")]
    ours = seconds["roll-up, numpy"]
    return {
        **{f"{name}, times the limit": seconds[name] / figures.limit for name in both},
        "a shared graph over a tree": seconds["roll-up of a shared graph, numpy"] / ours,
        "networkx walk over ours": seconds["networkx walk"] / ours,
        "pandas group-by over ours": seconds["pandas group-by"] / ours,
        "Polars group-by over ours": seconds["Polars group-by"] / ours,
        "hierarchy from a frame, in factorisations": seconds["hierarchy from a frame"]
        / seconds["one pandas factorisation"],
        "memory beside the outcome, in score matrices": (figures.peak - figures.output)
        / figures.score_matrix,
    }


def _imports(imports: dict[str, float]) -> list[str]:
    rows = ["| import | milliseconds |", "|---|---:|"]
    return rows + [f"| `{name}` | {seconds * 1e3:.0f} |" for name, seconds in imports.items()]
