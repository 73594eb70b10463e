"""Shapes and coverages given in kilometres from the middle of the Netherlands."""

import geopandas as gpd
import numpy as np
import shapely

from geo.areas import Coverage, metric_crs, to_degrees

RD = metric_crs("NL")


def rectangle(west, south, east, north):
    """Return a rectangle around the middle of the Netherlands, given in kilometres from there."""
    x, y = np.array([west, east, east, west, west]), np.array([south, south, north, north, south])
    corners = np.column_stack([155_000.0 + 1000.0 * x, 463_000.0 + 1000.0 * y])
    return shapely.set_precision(shapely.Polygon(to_degrees(corners, RD)), 1e-7, mode="pointwise")


def coverage_of(shapes, **kwargs):
    codes = [chr(ord("a") + i) for i in range(len(shapes))]
    areas = gpd.GeoDataFrame({"code": codes, "name": codes}, geometry=shapes, crs=4326)
    return Coverage(areas, **{"kind": "file", "country": "NL", "approximate": False, "source": "test", **kwargs})
