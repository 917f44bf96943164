"""What examples in the documentation find around them."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

_NAMED_FILE = re.compile(r'^```\w+ title="(?P<name>[^"]+)"\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)

LayOut = Callable[[Path], None]


@pytest.fixture
def lay_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LayOut:
    """Write the files that a page shows under a name to a folder of their own, and stand in it."""

    def lay_out_page(page: Path) -> None:
        for file in _NAMED_FILE.finditer(page.read_text("utf-8")):
            (tmp_path / file["name"]).write_text(file["text"], "utf-8")
        monkeypatch.chdir(tmp_path)

    return lay_out_page


@pytest.fixture(autouse=True)
def _page_of_documentation(request: pytest.FixtureRequest) -> None:
    """Lay the files of a page out before the examples on it run."""
    if request.path.suffix == ".md":
        request.getfixturevalue("lay_out")(request.path)
