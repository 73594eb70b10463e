"""The ground customers may lie on: a country known by the points of its postcodes."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from geo.customers._ledger import Bools
from geo.gazetteer import COUNTRIES, land, postcode_places

Floats = npt.NDArray[np.float64]

EARTH_RADIUS = 6_371_008.8
"""Mean radius of the Earth in metres."""

REACH = 25_000.0
"""Metres to the nearest postcode up to which a place belongs to a country: harbours, islands, a coarse coast."""

BORDER = 3_000.0
"""Metres within which a postcode of the country is always near enough, even if one from over the border is nearer."""

_MARGIN = 0.5  # degrees, more than REACH anywhere between 65° south and north


def on_sphere(lon: Floats, lat: Floats) -> Floats:
    """Return places as points of a sphere, in metres from its centre, shape (n, 3)."""
    east, north = np.radians(lon), np.radians(lat)
    return EARTH_RADIUS * np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def apart(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> Floats:
    """Return distances in metres, measured straight; within a country that is as good as along the ground."""
    return np.asarray(np.linalg.norm(on_sphere(lon, lat) - on_sphere(other_lon, other_lat), axis=1))


class Ground:
    """
    Tell whether places belong to a country.

    Parameters
    ----------
    country
        ISO 3166 alpha-2 code of a country whose postcodes ship.
    """

    def __init__(self, country: str) -> None:
        self.country = country
        self.places = postcode_places(country)
        lon, lat = (self.places[c].to_numpy(dtype=np.float64) for c in ("lon", "lat"))
        self.box = (lon.min() - _MARGIN, lat.min() - _MARGIN, lon.max() + _MARGIN, lat.max() + _MARGIN)
        self._tree = cKDTree(on_sphere(lon, lat))

    def holds(self, lon: Floats, lat: Floats) -> Bools:
        """
        Return for each place whether it belongs to the country, False for NaN.

        It does within 3 km of one of its postcodes, and within 25 km on its land or where no postcode of a neighbour
        is less than half as far.
        """
        west, south, east, north = self.box
        inside: Bools = np.array((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north), dtype=bool)
        if inside.any():
            points = on_sphere(lon[inside], lat[inside])
            home: Floats = np.asarray(self._tree.query(points)[0])
            good: Bools = np.asarray(home <= REACH, dtype=bool)
            doubtful = good & (home > BORDER)
            if doubtful.any():
                abroad, _ = _abroad(self.country)[0].query(points[doubtful])
                ashore = shapely.contains_xy(land(self.country), lon[inside][doubtful], lat[inside][doubtful])
                good[doubtful] = ashore | (abroad >= home[doubtful] / 2)
            inside[inside] = good
        return inside

    def country_of(self, lon: Floats, lat: Floats) -> pd.Series:
        """Return the neighbour that each place lies in, empty where it is none whose postcodes ship."""
        tree, codes = _abroad(self.country)
        distance, nearest = tree.query(on_sphere(lon, lat))
        return pd.Series(np.where(distance <= REACH, codes[nearest], ""), dtype="str")


@cache
def ground(country: str) -> Ground:
    """Return the ground of a country, made once."""
    return Ground(country)


@cache
def _abroad(country: str) -> tuple[cKDTree, npt.NDArray[np.object_]]:
    others = [(code, postcode_places(code)) for code in COUNTRIES if code != country]
    points = [on_sphere(p["lon"].to_numpy(dtype=np.float64), p["lat"].to_numpy(dtype=np.float64)) for _, p in others]
    codes = np.concatenate([np.full(len(p), code, dtype=object) for code, p in others])
    return cKDTree(np.concatenate(points)), codes
