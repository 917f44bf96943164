"""Weighted hierarchies and their roll-up, for agreements and for any other weighted index."""

from kpicascade.hierarchy.at_once import RollUp, roll_up_results
from kpicascade.hierarchy.contributions import Contributions
from kpicascade.hierarchy.entry import roll_up
from kpicascade.hierarchy.exactly import Contribution, ExactRollUp, roll_up_exact
from kpicascade.hierarchy.link import DEFAULT_SETTINGS, Link, NodeSettings, Part
from kpicascade.hierarchy.structure import Hierarchy

__all__ = [
    "DEFAULT_SETTINGS",
    "Contribution",
    "Contributions",
    "ExactRollUp",
    "Hierarchy",
    "Link",
    "NodeSettings",
    "Part",
    "RollUp",
    "roll_up",
    "roll_up_exact",
    "roll_up_results",
]
