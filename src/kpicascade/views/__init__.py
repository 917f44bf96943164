"""Views: a scorecard made into something that a person reads."""

from kpicascade.views.report import render_report, write_report
from kpicascade.views.words import Language

__all__ = ["Language", "render_report", "write_report"]
