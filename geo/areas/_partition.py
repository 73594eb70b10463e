"""
Cut land along lines into a coverage.

All lines, the coast among them, are noded together, shaped to the curve of the Earth and rounded to the exchanged grid
before any polygon is made. So neighbours cannot but share every point of their border, in degrees as in metres.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from geo.areas._metric import GRID, Coordinates, geometries_to_metres, to_degrees, to_metres

LONGEST = 1000.0
"""Metres of a straight line on the map that is still straight to a centimetre in degrees."""

_METRE_GRID = 0.01
"""Metres to which lines are noded: finer than the exchanged grid shows."""


def faces(
    land: shapely.Geometry, borders: npt.NDArray[np.object_], crs: CRS
) -> tuple[npt.NDArray[np.object_], Coordinates]:
    """
    Divide land along borders.

    Parameters
    ----------
    land
        In EPSG:4326.
    borders
        Lines in metres of `crs`; what lies outside the land does not matter.
    crs
        The metric plane in which the borders are straight.

    Returns
    -------
    The faces, in EPSG:4326 on the exchanged grid, and a point inside each of them, in metres, shape (n, 2).
    """
    coast = geometries_to_metres(np.array([shapely.boundary(land)]), crs)
    noded = shapely.union_all([*coast, *borders], grid_size=_METRE_GRID)
    pieces = shapely.segmentize(shapely.get_parts(noded), LONGEST)
    bent = shapely.transform(pieces, lambda xy: to_degrees(xy, crs))
    lines = shapely.union_all(bent, grid_size=GRID)
    found = shapely.get_parts(shapely.polygonize([lines]))
    inside = shapely.point_on_surface(found)
    shapely.prepare(land)
    on_land = shapely.covers(land, inside)
    lon, lat = shapely.get_coordinates(inside[on_land]).T
    return found[on_land], to_metres(lon, lat, crs)


def merge(parts: npt.NDArray[np.object_], labels: npt.NDArray[np.intp], n: int) -> npt.NDArray[np.object_]:
    """Unite the parts of a coverage that have one label; a label without parts gives an empty polygon."""
    order = np.argsort(labels, kind="stable")
    groups = np.split(parts[order], np.searchsorted(labels[order], np.arange(1, n)))
    return np.array([shapely.coverage_union_all(group) if len(group) else shapely.Polygon() for group in groups])
