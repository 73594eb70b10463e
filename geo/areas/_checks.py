"""Refuse what is not a coverage."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from geo.areas._metric import geometries_to_metres
from geo.errors import GeometryError
from geo.texts import Number, text


def require_coverage(geometries: npt.NDArray[np.object_], crs: CRS) -> None:
    """
    Refuse areas that overlap or do not share their borders, in degrees or in metres.

    Raises
    ------
    GeometryError
        Names where the first fault lies.
    """
    for shapes in (geometries, geometries_to_metres(geometries, crs)):
        if not shapely.coverage_is_valid(shapes):
            fault = shapely.coverage_invalid_edges(shapes)
            where = shapely.centroid(geometries[np.flatnonzero(~shapely.is_empty(fault))[0]])
            raise GeometryError(
                text(
                    "Areas do not fit together near {lon}° E, {lat}° N.",
                    lon=Number(where.x, 4),
                    lat=Number(where.y, 4),
                ),
                text("Every point of a border must belong to both neighbours, and no areas may overlap."),
            )
