"""What `import kpicascade` offers, and what it does not load."""

import subprocess
import sys

import pytest

import kpicascade as kc


def test_the_public_names_are_there_each_once_and_in_order() -> None:
    assert len(set(kc.__all__)) == len(kc.__all__)
    assert all(hasattr(kc, name) for name in kc.__all__)


def test_nothing_public_is_left_out_of_the_list() -> None:
    rooms = {
        "bulk",
        "calc",
        "cascade",
        "checks",
        "classification",
        "cli",
        "errors",
        "hierarchy",
        "io",
        "lenses",
    }
    rooms |= {"markup", "model", "osmatrix", "scorecard", "scoring", "version"}
    found = {name for name in vars(kc) if not name.startswith("_")}

    assert found - rooms == set(kc.__all__) - {"__version__"}


@pytest.mark.parametrize(
    "heavy", ["pandas", "networkx", "openpyxl", "jinja2", "click", "narwhals", "polars", "dask", "numba"]
)
def test_importing_loads_nothing_heavy(heavy: str) -> None:
    program = f"import sys, kpicascade; sys.exit({heavy!r} in sys.modules)"

    ended = subprocess.run([sys.executable, "-c", program], check=False)  # noqa: S603  our own interpreter

    assert ended.returncode == 0
