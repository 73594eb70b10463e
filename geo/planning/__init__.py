"""The use cases that pages, command line and routes share."""

from geo.planning.datasets import import_customers, open_dataset, open_demo, version_changes
from geo.planning.design import design
from geo.planning.proposal import Proposal
from geo.planning.settings import AREAS, MAX_TERRITORIES, DesignSettings
from geo.planning.today import Today

__all__ = [
    "AREAS",
    "MAX_TERRITORIES",
    "DesignSettings",
    "Proposal",
    "Today",
    "design",
    "import_customers",
    "open_dataset",
    "open_demo",
    "version_changes",
]
