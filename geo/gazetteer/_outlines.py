"""Land and the outlines of the world."""

from __future__ import annotations

from functools import cache

import geopandas as gpd
import shapely

from geo.gazetteer._places import DATA, postcode_places, require_country

_AROUND_POSTCODES = 1.0
"""Degrees around a country's postcodes within which land is its own: no overseas parts without postcodes of it."""

_DETAILED = {"NL": "land_nl.parquet"}


def land(country: str) -> shapely.Polygon | shapely.MultiPolygon:
    """
    Return a country's land, without its wide waters where the source tells them apart (Netherlands).

    Returns
    -------
    A valid geometry in EPSG:4326. The Netherlands are detailed to 60 m; other countries are outlines that are about a
    kilometre coarse.

    Raises
    ------
    SettingsError
        The country does not ship.
    """
    return _land(require_country(country))


def land_source(country: str) -> str:
    """
    Return the attribution of a country's land, for maps and exports.

    Raises
    ------
    SettingsError
        The country does not ship.
    """
    return "© OpenStreetMap contributors (ODbL)" if require_country(country) in _DETAILED else "Natural Earth"


def world() -> gpd.GeoDataFrame:
    """
    Return the outlines of the world's countries.

    Returns
    -------
    `code` (ISO 3166 alpha-2, null where there is none), `name` in English and `geometry`, EPSG:4326. Neighbours share
    their borders but for a few far from Europe.
    """
    return _world().copy(deep=False)


@cache
def _land(country: str) -> shapely.Polygon | shapely.MultiPolygon:
    if country in _DETAILED:
        outline: shapely.MultiPolygon = gpd.read_parquet(DATA / _DETAILED[country]).geometry.iloc[0]
        return outline
    outline = world().set_index("code").geometry.loc[country]
    places = postcode_places(country)
    here = shapely.box(places["lon"].min(), places["lat"].min(), places["lon"].max(), places["lat"].max())
    parts = shapely.get_parts(outline)
    return shapely.MultiPolygon(list(parts[shapely.intersects(parts, here.buffer(_AROUND_POSTCODES))]))


@cache
def _world() -> gpd.GeoDataFrame:
    return gpd.read_parquet(DATA / "world.parquet")
