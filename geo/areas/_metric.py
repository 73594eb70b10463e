"""One place that decides in which plane a country is measured."""

from __future__ import annotations

from functools import cache, lru_cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer

from geo.gazetteer import land

DEGREES = CRS.from_epsg(4326)
GRID = 1e-7
"""Degrees to which exchanged coordinates are rounded: about a centimetre."""

_NATIONAL = {"NL": CRS.from_epsg(28992)}

Coordinates = npt.NDArray[np.float64]


def metric_crs(where: str | shapely.Geometry) -> CRS:
    """
    Return the coordinate system in which lengths and areas are measured.

    Parameters
    ----------
    where
        A country that ships, or a geometry in EPSG:4326 elsewhere.

    Returns
    -------
    EPSG:28992 (RD New) for the Netherlands, else the UTM zone of the middle; both in metres.
    """
    if not isinstance(where, str):
        crs: CRS = gpd.GeoSeries([where], crs=DEGREES).estimate_utm_crs()
        return crs
    return _of_country(where)


@cache
def _of_country(country: str) -> CRS:
    return _NATIONAL.get(country) or metric_crs(land(country))


@lru_cache(maxsize=16)
def _transformer(source: CRS, target: CRS) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_metres(lon: npt.ArrayLike, lat: npt.ArrayLike, crs: CRS) -> Coordinates:
    """Project degrees, EPSG:4326, to metres, shape (n, 2)."""
    x, y = _transformer(DEGREES, crs).transform(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
    return np.column_stack([x, y])


def to_degrees(metres: Coordinates, crs: CRS) -> Coordinates:
    """Project metres, shape (n, 2), to degrees, EPSG:4326, shape (n, 2)."""
    lon, lat = _transformer(crs, DEGREES).transform(metres[:, 0], metres[:, 1])
    return np.column_stack([lon, lat])


def geometries_to_metres(geometries: npt.NDArray[np.object_], crs: CRS) -> npt.NDArray[np.object_]:
    """Project geometries from EPSG:4326 to metres."""
    return shapely.transform(geometries, lambda xy: to_metres(xy[:, 0], xy[:, 1], crs))
