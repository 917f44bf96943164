"""The report: one HTML file that needs no network and runs no script."""

import os
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from kpicascade.io.files import write_atomic
from kpicascade.scorecard import Scorecard
from kpicascade.views.page import page_of
from kpicascade.views.words import Language

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from jinja2 import Template

_RANGES = {
    "thai": "U+0E00-0E7F",
    # What the file has glyphs for; anything else falls back to a font of the reader's.
    "latin": "U+0020-007E,U+00A0-00FF,U+2010-203A,U+2044,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215",
}
_WEIGHTS = (400, 700)


def write_report(
    card: Scorecard, path: str | os.PathLike[str], *, lang: Language | Literal["th", "en"] = Language.THAI
) -> None:
    """Write a scorecard as one HTML file, all or nothing.

    Args:
        card: the scorecard.
        path: where the file goes; a file that stands there is replaced.
        lang: the language of labels and sentences. Text of the plan stays as it is written; a name that
            has both languages is shown in this one.

    Raises:
        CannotWriteError: when the file cannot be written; what stood there before is untouched.
        ValueError: when `lang` is neither "th" nor "en".
    """
    write_atomic(path, render_report(card, lang=lang).encode("utf-8"))


def render_report(card: Scorecard, *, lang: Language | Literal["th", "en"] = Language.THAI) -> str:
    """Make a scorecard a page of HTML with its style and fonts in it.

    The page loads nothing and runs no script, and its content security policy forbids both. The same
    scorecard always makes the same page: nothing in it depends on the clock or the machine.

    Raises:
        ValueError: when `lang` is neither "th" nor "en".
    """
    style = _style()
    page = page_of(card, Language(lang))
    return _template().render(page=page, words=page.words, style=style, policy=_policy(style))


def _policy(style: str) -> str:
    """Allow this one style sheet and the fonts in it, and nothing else."""
    digest = b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    allowed = f"style-src 'sha256-{digest}'; font-src data:"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _style() -> str:
    faces = "".join(_face(script, weight) for weight in _WEIGHTS for script in _RANGES)
    return faces + _file("templates", "report.css").read_text("utf-8")


def _face(script: str, weight: int) -> str:
    font = _file("fonts", f"sarabun-{script}-{weight}-normal.woff2")
    data = b64encode(font.read_bytes()).decode("ascii")
    return (
        f'@font-face{{font-family:"Report Sarabun";font-weight:{weight};font-style:normal;'
        f"src:url(data:font/woff2;base64,{data}) format('woff2');unicode-range:{_RANGES[script]}}}\n"
    )


def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  loads when used

    environment = Environment(
        loader=PackageLoader("kpicascade.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("report.html.j2")


def _file(*names: str) -> "Traversable":
    from importlib.resources import files  # noqa: PLC0415  a fifth of the whole library's loading time

    return files("kpicascade.views").joinpath(*names)
