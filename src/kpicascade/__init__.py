"""Cascade KPIs and targets from an organisation to its units and people, and score them back up."""

__version__ = "0.1.0"
