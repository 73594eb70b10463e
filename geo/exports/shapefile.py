"""
A plan as Shapefiles in one archive, for map programs that know nothing newer.

A Shapefile cuts the names of fields at ten characters and texts at 254 bytes; `FIELDS` says what each short name
stands for, and so does the LEGEND.txt in the archive.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import geopandas as gpd
import pandas as pd
import pyogrio

from geo.exports.gis import GEOMETRY, GisLayer, legible_frame, private_folder

FIELDS: Mapping[str, str] = {
    "territory": "terr_id",
    "territory_name": "terr_name",
    "deviation": "deviation",
    "customers": "customers",
    "area_km2": "area_km2",
    "old_rep": "old_rep",
    "new_rep": "new_rep",
    "postcode": "postcode",
    "workload": "workload",
    "potential": "potential",
}
"""Names of fields that are not their own short name; every name is at most ten characters."""

MOST_BYTES = 254
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def shapefiles(layers: Sequence[GisLayer], *, at: datetime, legend: Mapping[str, str]) -> bytes:
    """
    Return layers as Shapefiles in a ZIP archive; the same layers and day give the same bytes.

    Parameters
    ----------
    layers
        The layers; each becomes .shp, .shx, .dbf (UTF-8), .prj and .cpg.
    at
        The day that the tables say they were made.
    legend
        What each field holds, in the reader's language, by its name in the frames, or by that of the layer and its
        own with a point between.
    """
    buffer = io.BytesIO()
    with private_folder() as folder, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        lines = []
        for layer in layers:
            short = short_names([str(name) for name in layer.frame.columns.drop("geometry")])
            frame = _cut(legible_frame(layer.uniform)).rename(columns=short)
            pyogrio.write_dataframe(
                frame,
                folder / f"{layer.name}.shp",
                driver="ESRI Shapefile",
                encoding="UTF-8",
                geometry_type="Point" if GEOMETRY[layer.kind] == "Point" else "Polygon",
                layer_options={"DBF_DATE_LAST_UPDATE": at.astimezone(UTC).strftime("%Y-%m-%d")},
            )
            for part in _PARTS:
                _store(archive, f"{layer.name}{part}", (folder / f"{layer.name}{part}").read_bytes())
            lines += [
                f"{layer.name}.{there} = {legend.get(f'{layer.name}.{name}', legend.get(name, name))}"
                for name, there in short.items()
            ]
        _store(archive, "LEGEND.txt", ("\r\n".join(lines) + "\r\n").encode("utf-8-sig"))
    return buffer.getvalue()


def short_names(names: Sequence[str]) -> dict[str, str]:
    """Return a name of at most ten characters for each field, no two alike."""
    found: dict[str, str] = {}
    for name in names:
        plain = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in FIELDS.get(name, name))
        short, count = plain[:10], 1
        while short.casefold() in {other.casefold() for other in found.values()}:
            count += 1
            short = f"{plain[: 9 - len(str(count))]}_{count}"
        found[name] = short
    return found


def _cut(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a frame whose texts fit, and whose truths are numbers."""
    changed = {}
    for name in frame.columns.drop("geometry"):
        column = frame[name]
        if pd.api.types.is_bool_dtype(column):
            changed[name] = column.astype("int32")
        elif not pd.api.types.is_numeric_dtype(column):
            changed[name] = [_fitting(v) if isinstance(v, str) else v for v in column]
    return frame.assign(**changed)


def _fitting(words: str) -> str:
    coded = words.encode("utf-8")
    return words if len(coded) <= MOST_BYTES else coded[:MOST_BYTES].decode("utf-8", errors="ignore")


def _store(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
