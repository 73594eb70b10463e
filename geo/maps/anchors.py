"""Where a name can stand inside a territory."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.maps.packing import place

Floats = npt.NDArray[np.float64]

MOST_ANCHORS = 6

_WORDS_ARE_WIDE = 2.2
"""Names are about so many times wider than high: places are sought in a space narrowed by it."""

_GRID_CELLS = 18


def anchors(territory: BaseGeometry) -> list[tuple[int, int]]:
    """
    Return places for the middle of a name, the roomiest first, in steps of 1e-5 degrees.

    The first lies in the largest part, as near its centre as it can without giving up a tenth of the room that the
    pole of inaccessibility has, in a space where room counts as words need it; the others are places well inside that
    keep away from those before them, for a map where the first is taken.

    Parameters
    ----------
    territory
        Geometry in degrees; one that is empty has no anchors.
    """
    parts = [p for p in shapely.get_parts(territory) if p.geom_type == "Polygon" and not p.is_empty]
    if not parts:
        return []
    stretch = np.array([np.cos(np.radians(shapely.centroid(territory).y)) / _WORDS_ARE_WIDE, 1.0])
    narrowed = shapely.transform(shapely.multipolygons(parts), lambda xy: xy * stretch)
    largest = max(shapely.get_parts(narrowed), key=shapely.area)
    pole = shapely.maximum_inscribed_circle(largest, tolerance=float(np.sqrt(largest.area)) / 50)
    places = np.vstack([shapely.get_coordinates(pole)[:1], _grid(narrowed)])
    points = shapely.points(places)
    room = shapely.distance(shapely.boundary(narrowed), points)
    roomy = (room >= 0.9 * room[0]) & shapely.intersects(largest, points)
    central = np.where(roomy, shapely.distance(shapely.centroid(largest), points), np.inf)
    room[central.argmin()] = np.inf
    return [place(lon, lat) for lon, lat in places[_apart(places, room)] / stretch]


def _grid(territory: BaseGeometry) -> Floats:
    """Return the points of a regular grid that lie inside, shape (n, 2)."""
    west, south, east, north = shapely.bounds(territory)
    xs = np.linspace(west, east, _GRID_CELLS + 2)[1:-1]
    ys = np.linspace(south, north, _GRID_CELLS + 2)[1:-1]
    points = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    shapely.prepare(territory)
    return points[shapely.contains_xy(territory, points[:, 0], points[:, 1])]


def _apart(places: Floats, room: Floats) -> list[int]:
    """Choose the roomiest places, each at least a sixth of the whole extent away from those chosen before."""
    extent = float(np.ptp(places, axis=0).max())
    chosen: list[int] = []
    for index in np.argsort(-room, kind="stable").tolist():
        gaps = np.linalg.norm(places[chosen] - places[index], axis=1)
        if not chosen or gaps.min() >= extent / 6:
            chosen.append(index)
        if len(chosen) == MOST_ANCHORS:
            break
    return chosen
