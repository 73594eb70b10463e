"""
Read the formats in which boundaries come, by content and not by the name of the file.

A file is only ever opened in memory or under a name of our own in a private folder: a name that a user chose could mean
an archive, a network address or a driver's command to the reading library.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pyproj
import pyproj.exceptions
from pyarrow import ArrowException
from shapely.errors import ShapelyError

from geo.errors import InputError
from geo.texts import text

MOST_BYTES = 500_000_000
"""Unpacked size beyond which a file is refused."""

_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_BROKEN = (
    pyproj.exceptions.ProjError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RecursionError,
    OSError,
    ShapelyError,
)


def read_features(content: bytes, filename: str) -> gpd.GeoDataFrame:
    """
    Read GeoJSON, GeoPackage, zipped Shapefile or GeoParquet.

    Parameters
    ----------
    content
        Of the file.
    filename
        How the user calls it; only shown.

    Returns
    -------
    Its features as they come; the CRS is missing where the file names none.

    Raises
    ------
    InputError
        The content is none of these formats, is damaged or is too large.
    """
    if len(content) > MOST_BYTES:
        raise _too_large(filename)
    readers = {b"PAR1": _geoparquet, b"SQLite format 3\x00": _geopackage, b"PK\x03\x04": _zipped_shapefile}
    reader = next((reader for magic, reader in readers.items() if content.startswith(magic)), _geojson)
    try:
        return reader(content, filename)
    except InputError:
        raise
    except (*_BROKEN, ArrowException, pyogrio.errors.DataSourceError, zipfile.BadZipFile) as problem:
        raise InputError(
            text("'{filename}' cannot be read as boundaries.", filename=filename),
            text("Give GeoJSON, GeoPackage, a zipped Shapefile or GeoParquet with polygons."),
        ) from problem


def _geojson(content: bytes, filename: str) -> gpd.GeoDataFrame:
    document: dict[str, Any] = json.loads(content.decode("utf-8-sig"))
    features = document["features"] if document["type"] == "FeatureCollection" else [document]
    if not features:
        raise InputError(
            text("'{filename}' holds no areas.", filename=filename), text("Give a file with at least one polygon.")
        )
    named = document.get("crs")
    crs = pyproj.CRS.from_user_input(named["properties"]["name"]) if named else None
    return gpd.GeoDataFrame.from_features([{"properties": {}, **feature} for feature in features], crs=crs)


def _geoparquet(content: bytes, filename: str) -> gpd.GeoDataFrame:
    return gpd.read_parquet(io.BytesIO(content))


def _geopackage(content: bytes, filename: str) -> gpd.GeoDataFrame:
    with tempfile.TemporaryDirectory(prefix="rayon-") as folder:
        path = Path(folder) / "boundaries.gpkg"
        path.write_bytes(content)
        layers = pyogrio.list_layers(path)
        drawn = [name for name, kind in layers if kind]
        return pyogrio.read_dataframe(path, layer=drawn[0])


def _zipped_shapefile(content: bytes, filename: str) -> gpd.GeoDataFrame:
    with zipfile.ZipFile(io.BytesIO(content)) as archive, tempfile.TemporaryDirectory(prefix="rayon-") as folder:
        members = [m for m in archive.infolist() if not m.filename.startswith("__MACOSX")]
        shapes = [m for m in members if m.filename.lower().endswith(".shp")]
        if len(shapes) != 1:
            raise InputError(
                text("'{filename}' holds {n} Shapefiles.", filename=filename, n=len(shapes)),
                text("Give a ZIP file with one Shapefile: .shp, .shx, .dbf and .prj."),
            )
        stem = shapes[0].filename[: -len(".shp")].lower()
        parts = [m for m in members if m.filename.lower() in {stem + part for part in _SHAPEFILE_PARTS}]
        if sum(m.file_size for m in parts) > MOST_BYTES:
            raise _too_large(filename)
        for member in parts:
            target = Path(folder) / ("boundaries" + Path(member.filename).suffix.lower())
            target.write_bytes(archive.read(member))
        return pyogrio.read_dataframe(Path(folder) / "boundaries.shp")


def _too_large(filename: str) -> InputError:
    return InputError(
        text("'{filename}' is too large.", filename=filename),
        text("Give boundaries of at most {size} MB, simplified if need be.", size=MOST_BYTES // 1_000_000),
    )
