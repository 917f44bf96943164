"""Weighted hierarchies and their roll-up, for agreements and for any other weighted index."""

from kpicascade.hierarchy.exactly import Contribution, ExactRollUp, Part, roll_up_exact
from kpicascade.hierarchy.link import DEFAULT_SETTINGS, Link, NodeSettings, OwnAggregate
from kpicascade.hierarchy.structure import Hierarchy

__all__ = [
    "DEFAULT_SETTINGS",
    "Contribution",
    "ExactRollUp",
    "Hierarchy",
    "Link",
    "NodeSettings",
    "OwnAggregate",
    "Part",
    "roll_up_exact",
]
