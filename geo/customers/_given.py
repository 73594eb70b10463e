"""Read the columns of coordinates and report what was mended and what cannot be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.customers._coordinates import Pairs, read_pairs
from geo.customers._ground import Ground
from geo.customers._ledger import Bools, Ledger, Note
from geo.customers._numbers import read_numbers
from geo.customers._postcodes import Postcodes
from geo.customers._raw import RawTable

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Given:
    """Pairs of numbers as the file gives them: values, where something stands, its texts and column, is it the grid."""

    north: Floats
    east: Floats
    some: Bools
    shown: pd.Series
    column: str
    grid: Bools


def given_coordinates(table: RawTable, columns: dict[str, str]) -> Given | None:
    """Read the columns of degrees; rows without take those of grid metres. None where there are no such columns."""
    given: Given | None = None
    for fields in (("lat", "lon"), ("y", "x")):
        if not set(fields) <= set(columns):
            continue
        north, east = (columns[field] for field in fields)
        y, x = (read_numbers(table.frame[c], table.typed.get(c), coordinates=True) for c in (north, east))
        some = np.isfinite(y.values) | np.isfinite(x.values) | y.unread | x.unread
        shown = table.frame[north].str.strip() + ", " + table.frame[east].str.strip()
        grid = np.full(len(some), fields == ("y", "x"))
        if given is None:
            given = Given(y.values, x.values, some, shown, north, grid)
        else:
            use = some & ~given.some
            given = Given(
                north=np.where(use, y.values, given.north),
                east=np.where(use, x.values, given.east),
                some=given.some | some,
                shown=given.shown.where(~use, shown),
                column=given.column,
                grid=use,
            )
    return given


def place_coordinates(given: Given, home: Ground, codes: Postcodes, ledger: Ledger) -> Pairs:
    """Find the places that pairs of numbers mean and report what was mended and what cannot be."""
    some, shown, column = given.some & ledger.alive, given.shown, given.column
    north, east = np.where(some, given.north, np.nan), np.where(some, given.east, np.nan)
    pairs = read_pairs(north, east, home, codes.lon, codes.lat)
    placed = ~np.isnan(pairs.lon)
    result = _degrees_written(pairs)
    unexpected = pairs.grid & ~given.grid
    if unexpected.sum() > placed.sum() / 2:
        ledger.note(Note("grid_column", column))
    else:
        ledger.repair(unexpected, column, shown, "coordinates_grid", result)
    ledger.repair(pairs.swapped, column, shown, "coordinates_swapped", result)
    ledger.repair(pairs.scaled, column, shown, "coordinates_scaled", result)
    lost = some & ~placed
    known = ~np.isnan(codes.lon)
    ledger.repair(lost & known, column, shown, "coordinates_replaced", codes.codes.fillna(""))
    lost &= ~known
    ledger.reject(lost & (np.isnan(north) | np.isnan(east)), column, shown, "coordinates_unread")
    ledger.reject(lost & (north == 0) & (east == 0), column, shown, "coordinates_zero")
    ledger.reject(lost & ((np.abs(north) > 90) | (np.abs(east) > 180)), column, shown, "coordinates_impossible")
    abroad = _with_country(shown, lost & ledger.alive, home, east, north)
    ledger.reject(lost, column, abroad, "coordinates_outside")
    return pairs


def _with_country(shown: pd.Series, where: Bools, home: Ground, lon: Floats, lat: Floats) -> pd.Series:
    """Put the neighbour that coordinates lie in behind them."""
    country = np.full(len(shown), "", dtype=object)
    country[where] = home.country_of(lon[where], lat[where])
    return (shown + " " + pd.Series(country, index=shown.index, dtype="str")).str.strip()


def _degrees_written(pairs: Pairs) -> pd.Series:
    changed = pairs.swapped | pairs.grid | pairs.scaled
    written = np.full(len(changed), "", dtype=object)
    written[changed] = [f"{a:.5f}, {b:.5f}" for a, b in zip(pairs.lat[changed], pairs.lon[changed], strict=True)]
    return pd.Series(written, dtype="str")
