"""Read results from a CSV file, a YAML file or a dataframe."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kpicascade.errors import Issue, Location
from kpicascade.io.delimited import read_delimited
from kpicascade.io.files import read_bytes
from kpicascade.io.frames import is_frame, read_frame
from kpicascade.io.kinds import binary_kind
from kpicascade.io.result_nodes import read_result_yaml
from kpicascade.io.result_rows import results_from_table
from kpicascade.io.tables import Table
from kpicascade.model.plan import Plan
from kpicascade.model.result import Results

if TYPE_CHECKING:  # loaded by the caller who has a frame
    import pandas as pd

LARGEST_FILE = 10_000_000
"""Largest file read, in bytes."""

_EXPECTED = "results as text: CSV or YAML"
_CURE = "open it and save its sheet of results as 'CSV UTF-8'."
_FORMATS = {".csv": read_delimited, ".yaml": read_result_yaml, ".yml": read_result_yaml}


def read_results(
    source: "str | os.PathLike[str] | pd.DataFrame", *, plan: Plan | None = None, file: str = ""
) -> Results:
    """Read results from a CSV file, a YAML file or a pandas dataframe.

    A table has one row for a KPI (or a section, or a whole agreement) and a period, with Thai or English
    headers; rows with nothing in them are passed over, and an empty result is missing, not zero. With a plan,
    every KPI, section and holder must be in it and takes its spelling; without one, `evaluate` looks at that.
    What was read in the one way that makes sense, such as a date of the year 2569, is listed in
    `Results.mended`.

    Args:
        source: the path of a file, or the frame.
        plan: the plan that the results must fit.
        file: the name that places are reported with, and whose ending says what the file is, for files kept
            under another name than the user's; the path unless given.

    Raises:
        InvalidResultsError: with every fault of the file or frame, each with its place.
        CannotReadError: when there is no such file, or it may not be read.
        TypeError: when the source is neither a path nor a pandas dataframe.
    """
    if is_frame(source):
        return results_from_table(read_frame(source), plan)
    if not isinstance(source, str | os.PathLike):
        raise TypeError(f"expected a path or a pandas dataframe, found {type(source).__name__}")
    return results_from_table(_read_file(source, file or os.fspath(source)), plan)


def _read_file(path: str | os.PathLike[str], name: str) -> Table:
    data = read_bytes(path, at_most=LARGEST_FILE, file=name)
    if isinstance(data, Issue):
        return Table(issues=(data,))
    if wrong := binary_kind(data, expected=_EXPECTED, cure=_CURE, file=name):
        return Table(issues=(wrong,))
    ending = Path(name).suffix or Path(path).suffix
    reader = _FORMATS.get(ending.lower())
    return reader(data, file=name) if reader else Table(issues=(_unknown_format(name, ending),))


def _unknown_format(name: str, ending: str) -> Issue:
    found = f"that ends in {ending!r}" if ending else "whose name has no ending"
    return Issue(
        code="unknown-file-type",
        message=f"found a file {found}; expected {', '.join(_FORMATS)}.",
        hint="save it as 'CSV UTF-8'.",
        where=Location(file=name),
    )
