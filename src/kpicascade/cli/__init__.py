"""The command line: plans and results in, scorecards, kinds, matrices and reports out."""

from kpicascade.cli.program import main

__all__ = ["main"]
