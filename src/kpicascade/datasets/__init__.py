"""Bundled plans and results, each saying what in it is real and what is illustrative."""

from kpicascade.datasets.catalogue import Dataset, load, names

__all__ = ["Dataset", "load", "names"]
