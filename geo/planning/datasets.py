"""Bring customers in: a file of one's own, the demo company, or what was imported before; and see what changed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.customers import Customers, VersionChanges, compare_versions, read_customers, shared_customers
from geo.errors import StoreError
from geo.progress import Cancel, Progress, never, unheard
from geo.store import (
    Dataset,
    Version,
    Workspace,
    kept_datasets,
    latest,
    load_dataset,
    load_identities,
    record,
    save_dataset,
    unrecorded,
    version_of,
    versions,
)
from geo.texts import text
from geo.viewer import MANAGER, Viewer

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo.csv.gz"
DEMO_SERIES = "de30" * 4
"""The demo company's own series, whatever customers a list of one's own shares with it."""

SAME_LIST = 0.5
"""Share of the customers of the smaller of two lists from which one continues the other."""


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
    Read a customer file and keep it in the workspace, as the next version of the list that it continues.

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
    return _seen_by(viewer, workspace, keep_customers(workspace, customers, filename, len(content)))


def keep_customers(workspace: Workspace, customers: Customers, filename: str, size: int) -> Dataset:
    """
    Keep a list that was read, all of it, as the next version of the list that it continues.

    Parameters
    ----------
    workspace
        Where to keep it.
    customers
        What was read.
    filename, size
        Name of the file, only to be shown, and its bytes.
    """
    return _kept(workspace, save_dataset(workspace, customers, filename, size))


def open_demo(
    workspace: Workspace, *, viewer: Viewer, progress: Progress = unheard, cancelled: Cancel = never
) -> Dataset:
    """Import the demo company that ships with the program, synthetic customers on real towns, as any other file."""
    content = DEMO.read_bytes()
    customers = read_customers(content, DEMO.name, progress=progress, cancelled=cancelled)
    progress(text("Saving the list"), 1.0)
    dataset = save_dataset(workspace, customers, DEMO.name, len(content), demo=True)
    return _seen_by(viewer, workspace, _kept(workspace, dataset))


def open_dataset(workspace: Workspace, dataset_id: str, *, viewer: Viewer) -> Dataset:
    """Read what was imported before, as far as the viewer may see it."""
    dataset = load_dataset(workspace, dataset_id, viewer)
    if unrecorded(workspace, [dataset_id]):
        _adopt(workspace)
    return dataset


def version_changes(workspace: Workspace, dataset_id: str, viewer: Viewer) -> VersionChanges | None:
    """
    Tell what a version of a list changed against the one before, as far as the viewer may see both.

    Returns
    -------
    None for the first version of a list.

    Raises
    ------
    StoreError
        Where one of the two is not in the workspace or is damaged.
    """
    version = version_of(workspace, dataset_id)
    if version.number == 1:
        return None
    before = versions(workspace, version.series)[version.number - 2]
    one, other = (load_dataset(workspace, name, viewer).customers for name in (before.dataset, dataset_id))
    return compare_versions(one, other)


def _kept(workspace: Workspace, dataset: Dataset) -> Dataset:
    """Give a dataset its place in a series, which is the last step of its import, and return it."""
    _adopt(workspace, but=dataset.id)
    if dataset.id in unrecorded(workspace, [dataset.id]):
        record(workspace, dataset, _series(workspace, dataset))
    return dataset


def _adopt(workspace: Workspace, but: str | None = None) -> None:
    """Give a place to datasets without one: cut off at the last step of the import, or older than the database."""
    moments = dict(kept_datasets(workspace))
    for name in unrecorded(workspace, [name for name in moments if name != but]):
        try:
            dataset = load_dataset(workspace, name, MANAGER)
        except StoreError:
            continue  # what cannot be read is told to whoever opens it, and hinders nobody else
        record(workspace, dataset, _series(workspace, dataset), at=moments[name])


def _series(workspace: Workspace, dataset: Dataset) -> str | None:
    """Return the series that a dataset continues: the one whose last version shares the most customers with it."""
    if dataset.demo:
        return DEMO_SERIES
    shares = {
        version.series: shared_customers(_identities(workspace, version), dataset.customers.table)
        for version in latest(workspace)
        if not version.demo
    }
    # Of equals the one that came in last, which `latest` names first.
    best = max(shares, key=lambda series: shares[series], default=None)
    return best if best is not None and shares[best] >= SAME_LIST else None


def _identities(workspace: Workspace, version: Version) -> pd.DataFrame:
    try:
        return load_identities(workspace, version.dataset)
    except StoreError:
        # A damaged list has no customers to share; it must not keep the next one out.
        return pd.DataFrame({"key": [], "name": [], "lon": [], "lat": []})


def _seen_by(viewer: Viewer, workspace: Workspace, dataset: Dataset) -> Dataset:
    return dataset if viewer.role == "manager" else load_dataset(workspace, dataset.id, viewer)
