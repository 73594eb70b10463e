"""Places that need a look: each a ring that is seen at any zoom, and its outline."""

from __future__ import annotations

from typing import Literal, TypedDict

import geopandas as gpd
import numpy as np
import shapely

from geo.maps.packing import Steps, lines, place

_TOLERANCE = 5e-5
"""Degrees by which an outline may be simplified: a few metres."""


class Marks(TypedDict):
    """A document of marks."""

    kind: Literal["marks"]
    points: Steps
    lines: list[Steps]


def marks(geometries: gpd.GeoSeries) -> Marks:
    """
    Lay out marks.

    Parameters
    ----------
    geometries
        Places of any type, in any coordinate system; empty ones are left out.
    """
    shapes = np.asarray(geometries.to_crs("EPSG:4326").array)
    shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    middles = shapely.get_coordinates(shapely.point_on_surface(shapes))
    points: Steps = [step for lon, lat in middles.tolist() for step in place(lon, lat)]
    drawn = shapely.simplify(shapes, _TOLERANCE)
    extended = shapely.get_parts(drawn[np.asarray(shapely.get_dimensions(drawn)) > 0])
    return {"kind": "marks", "points": points, "lines": [line for shape in extended for line in lines(shape)]}
