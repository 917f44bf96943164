"""Checks: what in a plan that fits together is probably not meant."""

from kpicascade.checks.listed import CHECKS, check

__all__ = ["CHECKS", "check"]
