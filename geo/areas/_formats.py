"""
Read the formats in which boundaries come, by content and not by the name of the file.

A file is only ever opened in memory or under a name of our own in a private folder: a name that a user chose could mean
an archive, a network address or a driver's command to the reading library. Archives are unpacked here, within limits.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import pyproj
import pyproj.exceptions
from pyarrow import ArrowException
from pyarrow.parquet import ParquetFile
from shapely.errors import ShapelyError

from geo.areas import _limits
from geo.areas._containers import geopackage_layer, shapefile_parts
from geo.errors import InputError
from geo.texts import text

_NAMED_CRS = re.compile(r"(?i)(?:urn:ogc:def:crs:|https?://www\.opengis\.net/def/crs/)?[a-z]{3,5}[:/][\w.:/-]{0,40}")
"""How GeoJSON names a coordinate system: by its number, never by a definition that could lead to a file."""

_BROKEN = (
    pyproj.exceptions.ProjError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RuntimeError,
    OSError,
    EOFError,
    zlib.error,
    zipfile.BadZipFile,
    ShapelyError,
    ArrowException,
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.GeometryError,
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
    if len(content) > _limits.MOST_BYTES:
        raise _limits.too_large(filename)
    readers = {b"PAR1": _geoparquet, b"SQLite format 3\x00": _geopackage, b"PK\x03\x04": _zipped_shapefile}
    reader = next((reader for magic, reader in readers.items() if content.startswith(magic)), _geojson)
    try:
        return reader(content, filename)
    except InputError:
        raise
    except _BROKEN as problem:
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
    crs = _crs(named["properties"]["name"]) if named else None
    with np.errstate(invalid="ignore"):  # what is no number is refused, with better words, where areas are checked
        return gpd.GeoDataFrame.from_features([{"properties": {}, **feature} for feature in features], crs=crs)


def _crs(name: str) -> pyproj.CRS:
    if not _NAMED_CRS.fullmatch(name):
        message = f"no coordinate system is named like this: {name[:80]!r}"
        raise ValueError(message)
    return pyproj.CRS.from_user_input(name)


def _geoparquet(content: bytes, filename: str) -> gpd.GeoDataFrame:
    # A few repeated values may stand for gigabytes: count what comes out, so little at a time that it is bearable.
    packed = ParquetFile(io.BytesIO(content))
    groups = packed.metadata
    written = sum(groups.row_group(number).total_byte_size for number in range(groups.num_row_groups))
    if written > _limits.MOST_BYTES:
        raise _limits.too_large(filename)
    size = 0
    for batch in packed.iter_batches(batch_size=max(1, min(2_000, _limits.MOST_BYTES // max(written, 1)))):
        size += batch.nbytes
        if size > _limits.MOST_BYTES:
            raise _limits.too_large(filename)
    return gpd.read_parquet(io.BytesIO(content))


def _geopackage(content: bytes, filename: str) -> gpd.GeoDataFrame:
    with tempfile.TemporaryDirectory(prefix="rayon-") as folder:
        path = Path(folder) / "boundaries.gpkg"
        path.write_bytes(content)
        return pyogrio.read_dataframe(path, layer=geopackage_layer(path))


def _zipped_shapefile(content: bytes, filename: str) -> gpd.GeoDataFrame:
    with tempfile.TemporaryDirectory(prefix="rayon-") as folder:
        for suffix, part in shapefile_parts(content, filename).items():
            (Path(folder) / f"boundaries{suffix}").write_bytes(part)
        return pyogrio.read_dataframe(Path(folder) / "boundaries.shp")
