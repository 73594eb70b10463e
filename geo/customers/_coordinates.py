"""Turn pairs of coordinates as files have them into places, mending what can be mended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pyproj import Transformer

from geo.customers._ground import REACH, Ground, apart
from geo.customers._ledger import Bools

Floats = npt.NDArray[np.float64]

GRID_EAST = (0.0, 300_000.0)
GRID_NORTH = (300_000.0, 625_000.0)
"""Range of the Dutch grid (RD, EPSG:28992) in metres."""

_SCALES = 10.0 ** np.arange(1, 16)


@dataclass(frozen=True, eq=False)
class Pairs:
    """
    Places found from pairs of numbers.

    Parameters
    ----------
    lon, lat
        Degrees, NaN where no place was found, shape (n,).
    swapped, grid, scaled
        Rows in which the two were the wrong way round, were metres of the Dutch grid, or had lost their decimal sign.
    """

    lon: Floats
    lat: Floats
    swapped: Bools
    grid: Bools
    scaled: Bools


def read_pairs(north: Floats, east: Floats, home: Ground, code_lon: Floats, code_lat: Floats) -> Pairs:
    """
    Find the place that each pair of numbers means.

    The first reading is taken that lands near the row's postcode, or, where it has none, in the country: as it
    stands, the other way round, as metres of the Dutch grid (the Netherlands only), the grid the other way round,
    and with the decimal sign put back where just one position of it fits.

    Parameters
    ----------
    north, east
        Latitude or northing, and longitude or easting, NaN where there is none, shape (n,).
    home
        The country.
    code_lon, code_lat
        Place of the row's postcode, NaN where it has none that is known, shape (n,).
    """
    n = len(north)
    lon, lat = np.full(n, np.nan), np.full(n, np.nan)
    swapped, grid, scaled = (np.zeros(n, dtype=bool) for _ in range(3))
    open_: Bools = np.isfinite(north) & np.isfinite(east) & ~((north == 0) & (east == 0))

    def take(where: Bools, x: Floats, y: Floats) -> Bools:
        """Settle the rows of `where` whose reading lands well; return which."""
        hit = np.zeros(n, dtype=bool)
        hit[where] = _lands(x[where], y[where], home, code_lon[where], code_lat[where])
        lon[hit], lat[hit] = x[hit], y[hit]
        open_[hit] = False
        return hit

    take(open_ & (np.abs(north) <= 90) & (np.abs(east) <= 180), east, north)
    if open_.any():
        swapped |= take(open_ & (np.abs(east) <= 90) & (np.abs(north) <= 180), north, east)
    if home.country == "NL":
        for x, y, other_way in ((east, north, False), (north, east, True)):
            where = open_ & _within(x, GRID_EAST) & _within(y, GRID_NORTH)
            if where.any():
                hit = take(where, *_degrees(x, y, where))
                grid |= hit
                if other_way:
                    swapped |= hit
    where = open_ & ((np.abs(north) > 90) | (np.abs(east) > 180))
    if where.any():
        west, south, right, top = home.box
        scaled |= take(where, _rescale(east, west, right), _rescale(north, south, top))
    return Pairs(lon, lat, swapped, grid, scaled)


def _lands(x: Floats, y: Floats, home: Ground, code_lon: Floats, code_lat: Floats) -> Bools:
    known = np.isfinite(code_lon)
    near = np.zeros(len(x), dtype=bool)
    near[known] = apart(x[known], y[known], code_lon[known], code_lat[known]) <= REACH
    near[~known] = home.holds(x[~known], y[~known])
    return near


def _within(values: Floats, limits: tuple[float, float]) -> Bools:
    return (values >= limits[0]) & (values <= limits[1])


def _degrees(x: Floats, y: Floats, where: Bools) -> tuple[Floats, Floats]:
    lon, lat = np.full(len(x), np.nan), np.full(len(x), np.nan)
    lon[where], lat[where] = Transformer.from_crs(28992, 4326, always_xy=True).transform(x[where], y[where])
    return lon, lat


def _rescale(values: Floats, low: float, high: float) -> Floats:
    """Divide by the one power of ten that brings a value between bounds; NaN where none or several do."""
    as_they_are = (values >= low) & (values <= high)
    tried = values[:, None] / _SCALES
    fits = (tried >= low) & (tried <= high)
    once = fits.sum(axis=1) == 1
    scaled = np.where(once, tried[np.arange(len(values)), fits.argmax(axis=1)], np.nan)
    return np.where(as_they_are, values, scaled)
