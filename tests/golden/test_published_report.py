"""The report of a published agreement, as text, against a copy that was read and found right.

The published figures in it: KPI scores 4.8000, 1.6000 and 4.0000, weighted 0.1920, 0.0480 and 0.1200, and the
group's 3.6000. Source: OPEC Annual Report 2018, page 84, evaluation committee.
"""

from html.parser import HTMLParser
from pathlib import Path

import kpicascade as kc
from kpicascade.views import render_report

REVIEWED = Path(__file__).with_name("report_opec_pa_2561.txt")
BLOCKS = {"p", "h1", "h2", "div", "dt", "dd", "li", "tr", "summary", "section", "dl", "span"}


class Text(HTMLParser):
    """Collects what a reader of the page sees, one line for each block."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self._is_style = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_style = tag == "style"
        label = dict(attrs).get("aria-label")
        if tag in BLOCKS:
            self.lines.append("")
        if label and tag == "svg":
            self.lines.append(f"[{label}]")

    def handle_data(self, data: str) -> None:
        if not self._is_style:
            self.lines[-1] += data

    @property
    def text(self) -> str:
        lines = (" ".join(line.split()) for line in self.lines)
        return "".join(f"{line}\n" for line in lines if line)


def test_the_report_of_a_published_agreement_reads_as_it_was_reviewed() -> None:
    data = kc.datasets.load("opec_pa_2561")
    card = kc.evaluate(kc.Cascade(data.plan), data.results)

    found = Text(render_report(card)).text.replace(f"kpicascade {kc.__version__}", "kpicascade VERSION")

    assert found == REVIEWED.read_text("utf-8")
