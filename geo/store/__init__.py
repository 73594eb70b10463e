"""
What the workspace keeps: immutable folders of what was imported, and a database of what people make of it.

Whatever a function here returned from is on the disk, whole, and stays.
"""

from geo.store.agreed import Agreed, AgreedMeanwhileError, Agreement
from geo.store.contacts import GRACE, Contact, Contacts
from geo.store.copying import copy_workspace
from geo.store.coverages import load_coverage, save_coverage
from geo.store.database import Database
from geo.store.datasets import Dataset, kept_datasets, load_dataset, load_identities, save_dataset
from geo.store.history import Entry, Revision, RevisionKind
from geo.store.links import Link, LinkKind, Links
from geo.store.scenario import NAME_LENGTH, Json, Outdated, Scenario, numbered
from geo.store.scenarios import Scenarios
from geo.store.series import Version, latest, record, unrecorded, version_of, versions
from geo.store.teams import TeamChangedError, Teams, TeamState
from geo.store.windows import Refusal
from geo.store.workspace import Workspace

__all__ = [
    "GRACE",
    "NAME_LENGTH",
    "Agreed",
    "AgreedMeanwhileError",
    "Agreement",
    "Contact",
    "Contacts",
    "Database",
    "Dataset",
    "Entry",
    "Json",
    "Link",
    "LinkKind",
    "Links",
    "Outdated",
    "Refusal",
    "Revision",
    "RevisionKind",
    "Scenario",
    "Scenarios",
    "TeamChangedError",
    "TeamState",
    "Teams",
    "Version",
    "Workspace",
    "copy_workspace",
    "kept_datasets",
    "latest",
    "load_coverage",
    "load_dataset",
    "load_identities",
    "numbered",
    "record",
    "save_coverage",
    "save_dataset",
    "unrecorded",
    "version_of",
    "versions",
]
