"""Building blocks that came from outside: kept once, named by their content, checked when they are read."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.areas import Coverage
from geo.errors import StoreError
from geo.store.workspace import Workspace
from geo.texts import text

FORMAT = 1
_KIND = "coverages"


def save_coverage(workspace: Workspace, coverage: Coverage) -> str:
    """
    Keep a coverage and return its fingerprint. Doing so twice keeps it once.

    The folder holds the areas as GeoParquet in EPSG:4326, the area of each postcode as Parquet where the coverage
    knows it, and the rest in `coverage.json`; it is there whole or not at all.

    Raises
    ------
    StoreError
        Where the workspace cannot be written.
    """
    with workspace.keep(_KIND, coverage.fingerprint) as folder:
        coverage.areas.to_parquet(folder / "areas.parquet")
        about = {
            "format": FORMAT,
            "kind": coverage.kind,
            "country": coverage.country,
            "approximate": coverage.approximate,
            "source": coverage.source,
            "postcodes": None,
        }
        if coverage.postcode_area is not None:
            coverage.postcode_area.rename("area").to_frame().to_parquet(folder / "postcodes.parquet")
            about["postcodes"] = _sum(coverage.postcode_area)
        (folder / "coverage.json").write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
    return coverage.fingerprint


def load_coverage(workspace: Workspace, fingerprint: str) -> Coverage:
    """
    Read a coverage that was kept.

    Raises
    ------
    StoreError
        Where it is not in the workspace, is no longer what its name says, or a newer version of the program wrote it.
    """
    folder = workspace.path(_KIND, fingerprint)
    if not folder.is_dir():
        raise StoreError(
            text("The areas {name} are not in this workspace.", name=fingerprint),
            text("Load their file again, or choose other areas."),
        )
    try:
        coverage = _load(folder)
        whole = coverage.fingerprint == fingerprint
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(folder) from error
    if not whole:
        raise _damaged(folder)
    return coverage


def _load(folder: Path) -> Coverage:
    about: dict[str, Any] = json.loads((folder / "coverage.json").read_text(encoding="utf-8"))
    if about["format"] > FORMAT:
        raise StoreError(
            text("The areas {name} were written by a newer version of the program.", name=folder.name),
            text("Update the program, or choose other areas."),
        )
    postcodes = None
    if about["postcodes"] is not None:
        postcodes = pd.read_parquet(folder / "postcodes.parquet")["area"]
        # The coverage's own fingerprint says nothing of them.
        if _sum(postcodes) != about["postcodes"]:
            raise _damaged(folder)
    return Coverage(
        gpd.read_parquet(folder / "areas.parquet"),
        about["kind"],
        about["country"],
        approximate=about["approximate"],
        source=about["source"],
        postcode_area=postcodes,
    )


def _sum(postcodes: pd.Series) -> str:
    pairs = zip(postcodes.index.astype("str"), postcodes.to_numpy(dtype=float).tolist(), strict=True)
    return hashlib.sha256("\x1f".join(f"{code} {row:g}" for code, row in pairs).encode()).hexdigest()[:16]


def _damaged(folder: Path) -> StoreError:
    return StoreError(
        text("The areas {name} are damaged.", name=folder.name),
        text("Move the folder {folder} away and load the areas again.", folder=str(folder)),
    )
