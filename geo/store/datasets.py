"""Imported customer lists: written once, named by their content, read by those who may."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.customers import Customers
from geo.errors import StoreError
from geo.schema import CUSTOMERS
from geo.store.workspace import Workspace
from geo.texts import text
from geo.viewer import Viewer

FORMAT = 2
IDENTITIES = ("key", "name", "lon", "lat")
_FRAMES = ("own", "source", "issues", "profile")


@dataclass(frozen=True, eq=False)
class Dataset:
    """
    One imported version of a customer list.

    Parameters
    ----------
    id
        Fingerprint of content and file name, 16 hexadecimal digits.
    filename
        The file's name as it was given; only ever shown.
    size
        Bytes of the file.
    customers
        What was read of it, as far as the viewer may see.
    demo
        Whether it is the demo company that ships with the program.
    """

    id: str
    filename: str
    size: int
    customers: Customers
    demo: bool = False


def save_dataset(
    workspace: Workspace, customers: Customers, filename: str, size: int, *, demo: bool = False
) -> Dataset:
    """
    Keep a list that was read and return it as a dataset. Doing so twice keeps it once.

    The folder holds the accepted customers as GeoParquet and, as Parquet, the measures that are the file's own,
    its rows, the issues and the columns' profile; `dataset.json` has the rest.
    """
    identity = f"{FORMAT}\x1f{customers.fingerprint}\x1f{filename}\x1f{demo}"
    name = hashlib.sha256(identity.encode()).hexdigest()[:16]
    with workspace.keep("datasets", name) as folder:
        points = gpd.points_from_xy(customers.table["lon"], customers.table["lat"], crs="EPSG:4326")
        gpd.GeoDataFrame(customers.table, geometry=points).to_parquet(folder / "customers.parquet")
        for frame in _FRAMES:
            getattr(customers, frame).to_parquet(folder / f"{frame}.parquet")
        about = {
            "format": FORMAT,
            "filename": filename,
            "size": size,
            "demo": demo,
            "columns": dict(customers.columns),
            "rows_read": customers.rows_read,
        }
        (folder / "dataset.json").write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
    return Dataset(name, filename, size, customers, demo)


def load_dataset(workspace: Workspace, dataset_id: str, viewer: Viewer) -> Dataset:
    """
    Read a dataset: all of it for a manager, for a rep only the customers they own.

    Raises
    ------
    StoreError
        Where there is no such dataset, or another version of the program wrote it.
    """
    folder = workspace.path("datasets", dataset_id)
    with _told_where_damaged(dataset_id):
        return _load(folder, dataset_id, viewer)


def kept_datasets(workspace: Workspace) -> list[tuple[str, datetime]]:
    """Return the names of all datasets and when each was kept, UTC, the first one first."""
    folders = [folder for folder in (workspace.root / "datasets").glob("[!.]*") if folder.is_dir()]
    kept = [(folder.name, datetime.fromtimestamp(folder.stat().st_mtime, UTC)) for folder in folders]
    return sorted(kept, key=lambda one: (one[1], one[0]))


def load_identities(workspace: Workspace, dataset_id: str) -> pd.DataFrame:
    """
    Read only by what customers are known again: key, name, lon and lat of every one.

    This is for the program's own comparisons; what people see is read with `load_dataset`.

    Raises
    ------
    StoreError
        Where there is no such dataset, or it is damaged.
    """
    file = workspace.path("datasets", dataset_id) / "customers.parquet"
    with _told_where_damaged(dataset_id):
        return pd.read_parquet(file, columns=list(IDENTITIES))


@contextmanager
def _told_where_damaged(dataset_id: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            text("The dataset {name} is damaged.", name=dataset_id),
            text("Load the file again, or open the demo company."),
        ) from error


def _load(folder: Path, dataset_id: str, viewer: Viewer) -> Dataset:
    file = folder / "dataset.json"
    about: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {"format": 0}
    # What an earlier version kept lacks parts, and the file itself is not kept to read it anew.
    if about["format"] < FORMAT:
        raise StoreError(
            text("The dataset {name} is not in this workspace.", name=dataset_id),
            text("Load the file again, or open the demo company."),
        )
    if about["format"] > FORMAT:
        raise StoreError(
            text("The dataset {name} was written by a newer version of the program.", name=dataset_id),
            text("Update the program, or load the file again."),
        )
    return Dataset(dataset_id, about["filename"], about["size"], _customers(folder, about, viewer), about["demo"])


def _customers(folder: Path, about: dict[str, Any], viewer: Viewer) -> Customers:
    # The points are there for other programs; the table has the same places as numbers.
    table = pd.read_parquet(folder / "customers.parquet", columns=list(CUSTOMERS.columns))
    frames = {frame: pd.read_parquet(folder / f"{frame}.parquet") for frame in _FRAMES}
    profile = frames["profile"].assign(examples=frames["profile"]["examples"].map(list))  # arrays in the file
    whole = Customers(
        table=table,
        own=frames["own"].reindex(table.index),  # a file without columns forgets how many rows it had
        source=frames["source"],
        issues=frames["issues"],
        columns=about["columns"],
        profile=profile,
        rows_read=about["rows_read"],
    )
    return whole if viewer.role == "manager" else whole.served_by(viewer.rep or "")
