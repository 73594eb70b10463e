"""What is made once and shown often, keyed by our own fingerprints; nothing kept here is ever changed."""

from __future__ import annotations

import os

import streamlit as st

from geo.planning import open_dataset
from geo.store import Dataset, Workspace
from geo.viewer import Role, Viewer
from ui.jobs import Jobs


def workspace() -> Workspace:
    """Return the workspace of this process."""
    return _workspace(os.environ.get("TERRITORY_HOME"))


@st.cache_resource(show_spinner=False)
def _workspace(home: str | None) -> Workspace:
    return Workspace.default()


@st.cache_resource(show_spinner=False)
def jobs() -> Jobs:
    """Return the long work of this process, shared by all windows."""
    return Jobs()


def dataset(name: str, viewer: Viewer) -> Dataset:
    """
    Return an imported list.

    Raises
    ------
    StoreError
        Where it is not in the workspace.
    """
    return _dataset(str(workspace().root), name, viewer.role, viewer.rep)


@st.cache_resource(show_spinner=False, max_entries=6)
def _dataset(root: str, name: str, role: Role, rep: str | None) -> Dataset:
    return open_dataset(workspace(), name, viewer=Viewer(role, rep))
