"""What lies below every picture of a country: the same land, neighbours and borders as on the map on screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from geo.areas import metric_crs, to_metres
from geo.exports.view import View
from geo.gazetteer import COUNTRIES, towns
from geo.maps import base
from geo.maps.packing import GRID, Steps

Floats = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Backdrop:
    """
    The base map of a country in metres.

    Parameters
    ----------
    crs
        Its plane.
    land, foreign
        Polygons of the country and of the land around it.
    provinces, frontiers
        Lines between the provinces, and between the countries around it.
    towns
        `name`, `population`, `x`, `y`: those of all countries that ship, the largest first.
    sources
        Whom the map is owed to.
    """

    crs: CRS
    land: Shapes
    foreign: Shapes
    provinces: Shapes
    frontiers: Shapes
    towns: pd.DataFrame
    sources: tuple[str, ...]

    def seen(self, shapes: Shapes, view: View) -> Shapes:
        """Return what of the base map lies in a view, in pixels, without detail finer than they are."""
        around = shapely.buffer(shapely.box(*view.ground), 20 * view.metres)
        cut = shapely.intersection(shapely.simplify(shapes, view.metres / 2), around)
        return view.drawn(np.asarray(cut[~shapely.is_empty(cut)], dtype=object))


@cache
def backdrop(country: str) -> Backdrop:
    """
    Return the base map of a shipped country.

    Raises
    ------
    SettingsError
        The country is not shipped.
    """
    packed, crs = base(country), metric_crs(country)

    def ring(steps: Steps) -> Floats:
        degrees = np.cumsum(np.array(steps, dtype=np.float64).reshape(-1, 2), axis=0) / GRID
        return to_metres(degrees[:, 0], degrees[:, 1], crs)

    def polygons(parts: Iterable[list[Steps]]) -> Shapes:
        made = [shapely.Polygon(ring(rings[0]), [ring(hole) for hole in rings[1:]]) for rings in parts]
        return np.asarray(shapely.make_valid(np.array(made, dtype=object)), dtype=object)

    def lines(parts: Iterable[Steps]) -> Shapes:
        return np.array([shapely.LineString(ring(part)) for part in parts], dtype=object)

    return Backdrop(
        crs,
        polygons(packed["land"]),
        polygons(packed["foreign"]),
        lines(packed["provinces"]),
        lines(packed["frontiers"]),
        _towns(country, crs),
        tuple(packed["sources"]),
    )


def in_metres(shapes: Shapes, crs: CRS) -> Shapes:
    """Project geometries from EPSG:4326 to a plane in metres."""
    return np.asarray(shapely.transform(shapes, lambda xy: to_metres(xy[:, 0], xy[:, 1], crs)), dtype=object)


def _towns(country: str, crs: CRS) -> pd.DataFrame:
    """Return the towns of all countries, the largest first, those of this one first among equals."""
    found = pd.concat([towns(code) for code in (country, *(c for c in COUNTRIES if c != country))], ignore_index=True)
    places = to_metres(found["lon"], found["lat"], crs)
    found = found.assign(x=places[:, 0], y=places[:, 1])
    return found.sort_values("population", ascending=False, kind="stable", ignore_index=True)
