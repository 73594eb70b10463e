"""Territories as GeoJSON (RFC 7946), for any map program."""

from __future__ import annotations

import json

import geopandas as gpd
import shapely


def geojson_bytes(frame: gpd.GeoDataFrame) -> bytes:
    """
    Return a frame in EPSG:4326 as a GeoJSON feature collection, outer rings counter-clockwise.

    Coordinates are written as they are, on the grid of 1e-7 degrees that coverages lie on.
    """
    features = []
    told = frame.drop(columns="geometry").astype(object)
    rows = told.where(told.notna(), None).to_dict("records")  # NaN is no JSON
    for row, geometry in zip(rows, frame.geometry, strict=True):
        shape = json.loads(shapely.to_geojson(shapely.orient_polygons(geometry, exterior_cw=False)))
        features.append({"type": "Feature", "properties": row, "geometry": shape})
    return json.dumps(
        {"type": "FeatureCollection", "features": features}, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    ).encode("utf-8")
