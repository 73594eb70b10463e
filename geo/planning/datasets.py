"""Bring customers in: a file of one's own, the demo company, or what was imported before."""

from __future__ import annotations

from pathlib import Path

from geo.customers import read_customers
from geo.progress import Cancel, Progress, never, unheard
from geo.store import Dataset, Workspace, load_dataset, save_dataset
from geo.texts import text
from geo.viewer import Viewer

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo.csv.gz"


def import_customers(
    workspace: Workspace,
    content: bytes,
    filename: str,
    *,
    viewer: Viewer,
    country: str = "NL",
    progress: Progress = unheard,
    cancelled: Cancel = never,
) -> Dataset:
    """
    Read a customer file and keep it in the workspace.

    Parameters
    ----------
    workspace
        Where to keep it.
    content
        The file's bytes.
    filename
        Its name, only to be shown.
    viewer
        Who asks; a rep gets their own customers only, all are kept.
    country
        The country that is planned.
    progress, cancelled
        Hear of the work and may stop it; a stopped import leaves nothing behind.

    Raises
    ------
    InputError
        Where the file cannot be read or no row can be used.
    StoreError
        Where the workspace cannot be written.
    """
    customers = read_customers(content, filename, country=country, progress=progress, cancelled=cancelled)
    progress(text("Saving the list"), 1.0)
    return _seen_by(viewer, workspace, save_dataset(workspace, customers, filename, len(content)))


def open_demo(workspace: Workspace, *, viewer: Viewer) -> Dataset:
    """Import the demo company that ships with the program: synthetic customers on real towns."""
    content = DEMO.read_bytes()
    customers = read_customers(content, DEMO.name)
    return _seen_by(viewer, workspace, save_dataset(workspace, customers, DEMO.name, len(content), demo=True))


def open_dataset(workspace: Workspace, dataset_id: str, *, viewer: Viewer) -> Dataset:
    """Read what was imported before, as far as the viewer may see it."""
    return load_dataset(workspace, dataset_id, viewer)


def _seen_by(viewer: Viewer, workspace: Workspace, dataset: Dataset) -> Dataset:
    return dataset if viewer.role == "manager" else load_dataset(workspace, dataset.id, viewer)
