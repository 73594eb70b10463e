"""A coverage of a file of boundaries."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from geo.areas._coverage import Coverage
from geo.areas._formats import read_features
from geo.areas._metric import DEGREES, geometries_to_metres, metric_crs
from geo.areas._repair import Shapes, on_grid, repaired
from geo.errors import GeometryError, InputError
from geo.gazetteer import area_code, land, normalise_postcodes, postcode_places, require_country
from geo.texts import Number, text

CODE_COLUMNS = (
    "code", "statcode", "pc4", "postcode4", "postcode", "pc6", "pc", "plz", "zip", "zipcode", "gmcode", "gemeentecode",
    "provinciecode", "areacode", "nutsid", "id", "fid",
)  # fmt: skip
"""Columns that name an area for programs, the best first; compared without capitals, accents and underscores."""

NAME_COLUMNS = (
    "name", "naam", "statnaam", "gmnaam", "gemeentenaam", "gemeente", "municipality", "provincienaam", "provincie",
    "province", "plaats", "place", "woonplaats", "rayon", "gebied", "label", "title",
)  # fmt: skip
"""Columns that name an area for people, the best first."""

_NEARBY = 50_000.0
"""Metres around a country's land within which boundaries may lie."""

_POSTCODES = 0.9
"""Share of codes that must be known postcodes for customers to be placed by theirs."""


def read_boundaries(content: bytes | Path, filename: str, country: str = "NL") -> Coverage:
    """
    Read areas from GeoJSON, GeoPackage, a zipped Shapefile or GeoParquet.

    Rows with one code are one area. Borders that nearly meet are joined; a file without a coordinate system is taken
    for degrees, or for the national metres (EPSG:28992) where the numbers can only be those.

    Parameters
    ----------
    content
        Of the file, or where it is.
    filename
        How the user calls it; only shown.
    country
        Where the areas lie.

    Returns
    -------
    A coverage. Where its codes are the country's postcodes, customers are placed by theirs.

    Raises
    ------
    InputError
        The file cannot be read or holds no polygons.
    GeometryError
        The areas overlap, or lie outside the country; says where.
    SettingsError
        The country does not ship.
    """
    crs = metric_crs(require_country(country))
    shown = re.split(r"[/\\]", filename)[-1][:100] or "?"
    features = read_features(content.read_bytes() if isinstance(content, Path) else content, shown)
    table, shapes = _polygons(features, shown)
    _require_nearby(shapes, country, crs)
    rows, _ = pd.factorize(table["code"])
    first = ~table["code"].duplicated()
    if not first.all():
        shapes = np.array([shapely.union_all(shapes[rows == row]) for row in range(first.sum())])
    table = table[first].reset_index(drop=True)
    shapes = shapely.normalize(repaired(shapes, list(table["name"]), crs))
    areas = gpd.GeoDataFrame(table, geometry=shapes, crs=DEGREES)
    return Coverage(areas, "file", country, approximate=False, source=shown, postcode_area=_by_postcode(areas, country))


def _polygons(features: gpd.GeoDataFrame, filename: str) -> tuple[pd.DataFrame, Shapes]:
    """Return code and name of each feature that has ground, and its shape on the exchanged grid."""
    drawn = features[features.geom_type.isin(["Polygon", "MultiPolygon"]) & ~features.geometry.is_empty]
    drawn = drawn.reset_index(drop=True)
    shapes = np.empty(0, dtype=object)
    if len(drawn):
        shapes = on_grid(np.asarray(drawn.geometry.to_numpy()), drawn.crs or _guessed(drawn, filename))
    whole = ~shapely.is_empty(shapes)
    if not whole.any():
        raise InputError(
            text("'{filename}' holds no areas.", filename=filename), text("Give a file with at least one polygon.")
        )
    return _named(drawn)[whole].reset_index(drop=True), shapes[whole]


def _named(features: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return code and name of each feature; numbers where the file has neither."""
    columns = {_plain(column): column for column in reversed(features.columns) if column != features.geometry.name}
    code = next((columns[c] for c in CODE_COLUMNS if c in columns and features[columns[c]].notna().all()), None)
    name = next((columns[c] for c in NAME_COLUMNS if c in columns and features[columns[c]].notna().all()), None)
    numbers = pd.Series(np.arange(1, len(features) + 1).astype(str), dtype="str")
    codes = numbers if code is None and name is None else _written(features[code if code is not None else name])
    names = codes if name is None else _written(features[name])
    return pd.DataFrame({"code": codes, "name": names})


def _written(values: pd.Series) -> pd.Series:
    return values.astype("str").str.replace(r"\.0$", "", regex=True).str.strip()


def _plain(column: object) -> str:
    letters = unicodedata.normalize("NFKD", str(column)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", letters.lower())


def _guessed(features: gpd.GeoDataFrame, filename: str) -> CRS:
    """Return the coordinate system that the numbers themselves show."""
    west, south, east, north = features.total_bounds
    if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
        return DEGREES
    if -50_000 <= west <= east <= 350_000 and 250_000 <= south <= north <= 700_000:
        return CRS.from_epsg(28992)
    raise GeometryError(
        text("'{filename}' does not say in which coordinate system it is.", filename=filename),
        text("Save it in WGS 84 (EPSG:4326), or with its coordinate system (for a Shapefile: the .prj file)."),
    )


def _require_nearby(shapes: Shapes, country: str, crs: CRS) -> None:
    metric = geometries_to_metres(shapes, crs)
    ground = geometries_to_metres(np.array([land(country)]), crs)[0].buffer(_NEARBY)
    far = ~shapely.intersects(metric, ground)
    if far.any():
        where = shapely.centroid(shapes[far][0])
        raise GeometryError(
            text(
                "Areas lie near {lon}° E, {lat}° N, outside {country}.",
                lon=Number(where.x, 4),
                lat=Number(where.y, 4),
                country=country,
            ),
            text("Give boundaries of the country that is planned, and the right coordinate system."),
        )


def _by_postcode(areas: gpd.GeoDataFrame, country: str) -> pd.Series | None:
    codes = area_code(normalise_postcodes(areas["code"], country), country)
    known = codes.isin(postcode_places(country).index) & ~codes.duplicated()
    if known.mean() < _POSTCODES:
        return None
    return pd.Series(np.flatnonzero(known), index=pd.Index(codes[known]), name="area")
