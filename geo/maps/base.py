"""The base map of a country: its land and provinces, the land around it, towns."""

from __future__ import annotations

from functools import cache
from typing import TypedDict

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.areas import metric_crs, official
from geo.gazetteer import SOURCE, land, land_source, towns, world
from geo.maps.packing import Steps, bounds, lines, place, polygons

AROUND_DEGREES = 9.0
"""How far the land around the country reaches; the map cannot be moved beyond."""

_SEAM_METRES = 9_000.0
_WATER_METRES = 2_500.0
_TOLERANCE_DEGREES = 5e-4
_OUTLINES = "Natural Earth"


class Base(TypedDict):
    """What the map's script draws before anything else."""

    kind: str
    bounds: list[float]
    foreign: list[list[Steps]]
    frontiers: list[Steps]
    land: list[list[Steps]]
    provinces: list[Steps]
    towns: list[tuple[str, int, int, int]]
    sources: list[str]


@cache
def base(country: str) -> Base:
    """
    Return the base map of a shipped country.

    Raises
    ------
    SettingsError
        The country is not shipped.
    """
    provinces = official("province", country).areas.geometry
    return compose(land(country), world(), provinces, towns(country), country)


def compose(
    ground: BaseGeometry, outlines: gpd.GeoDataFrame, provinces: gpd.GeoSeries, places: pd.DataFrame, country: str
) -> Base:
    """
    Build a base map.

    Parameters
    ----------
    ground
        Land of the country in EPSG:4326.
    outlines
        The countries of the world in EPSG:4326, with column `code`, coarser than `ground`.
    provinces
        Its provinces in EPSG:4326, whose inner borders are drawn.
    places
        Towns: `name`, `lon`, `lat`, `rank` (1 the most important), `population`.
    country
        Its ISO 3166 alpha-2 code.
    """
    west, south, east, north = shapely.bounds(ground)
    frame = shapely.box(west - AROUND_DEGREES, south - AROUND_DEGREES, east + AROUND_DEGREES, north + AROUND_DEGREES)
    own = outlines["code"].eq(country)
    around = gpd.GeoSeries(shapely.intersection(np.asarray(outlines.geometry.array), frame), crs=4326)
    foreign = shapely.union_all(around[~own].array)
    seam = _seam(around[own].union_all(), foreign, ground, metric_crs(country))
    ranked = places.sort_values(["rank", "population", "name"], ascending=[True, False, True], kind="stable")
    return {
        "kind": "base",
        "bounds": bounds([ground]),
        "foreign": polygons(shapely.simplify(shapely.union(foreign, seam), _TOLERANCE_DEGREES * 2)),
        "frontiers": lines(_inner_borders(around[~own])),
        "land": polygons(shapely.simplify(ground, _TOLERANCE_DEGREES)),
        "provinces": lines(_inner_borders(provinces)),
        "towns": [
            (str(name), *place(lon, lat), int(rank))
            for name, lon, lat, rank in zip(ranked["name"], ranked["lon"], ranked["lat"], ranked["rank"], strict=True)
        ],
        "sources": list(dict.fromkeys([land_source(country), _OUTLINES, SOURCE])),
    }


def _seam(own: BaseGeometry, foreign: BaseGeometry, ground: BaseGeometry, crs: object) -> BaseGeometry:
    """
    Return the strips that would look like sea between the detailed land and its coarser neighbours.

    They are what the coarse outline calls the country's own and the detailed land does not, close to a neighbour;
    broad strips of that kind are real water, such as the IJsselmeer, and stay sea.
    """
    coarse, near, fine = gpd.GeoSeries([own, foreign, ground], crs=4326).to_crs(crs)
    reach = shapely.buffer(shapely.intersection(near, shapely.buffer(fine, 3 * _SEAM_METRES)), _SEAM_METRES)
    strips = shapely.intersection(shapely.difference(coarse, fine), reach)
    water = shapely.buffer(shapely.buffer(strips, -_WATER_METRES), _WATER_METRES * 1.2)
    seam = shapely.buffer(shapely.difference(strips, water), 120.0)
    found: BaseGeometry = gpd.GeoSeries([seam], crs=crs).to_crs(4326).iloc[0]
    return found


def _inner_borders(regions: gpd.GeoSeries) -> BaseGeometry:
    """Return the borders that two regions share, simplified for display."""
    shapes = shapely.coverage_simplify(np.asarray(regions.array), _TOLERANCE_DEGREES * 2)
    whole = shapely.union_all(shapely.boundary(shapes))
    outer = shapely.boundary(shapely.union_all(shapes))
    return shapely.line_merge(shapely.difference(whole, shapely.buffer(outer, 1e-5)))
