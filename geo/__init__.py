"""Rayon's library: from a list of customers to fair sales territories. It imports no user interface."""

__version__ = "0.1.0"
