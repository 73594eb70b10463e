"""Read the columns of coordinates of any list of places in a country, with an account of what was mended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.customers._given import given_coordinates, place_coordinates
from geo.customers._ground import ground
from geo.customers._ledger import Bools, Ledger
from geo.customers._postcodes import read_postcodes
from geo.customers._raw import RawTable

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Points:
    """
    The coordinates of a table's rows.

    Parameters
    ----------
    lon, lat
        Degrees, NaN where there are none or they cannot be used, shape (n,).
    abroad
        Rows that lie in a neighbouring country; the account tells them as rejected, whoever asks decides.
    issues
        What was mended and what cannot be: a table of `geo.schema.ISSUES`.
    """

    lon: Floats
    lat: Floats
    abroad: Bools
    issues: pd.DataFrame


def read_points(table: RawTable, columns: dict[str, str], country: str, postcodes: pd.Series) -> Points:
    """
    Read pairs of degrees or of metres of the Dutch grid as a list of customers has them.

    Parameters
    ----------
    table
        The file.
    columns
        Its columns by field: lat and lon, y and x; others are left alone.
    country
        The country that is planned, ISO 3166 alpha-2.
    postcodes
        What stands in each row as a postcode, no nulls: coordinates far from a known one cannot be right.
    """
    n = len(table.rows)
    ledger, home = Ledger(table.rows, table.header_row), ground(country)
    given = given_coordinates(table, columns)
    if given is None:
        nowhere = np.full(n, np.nan)
        return Points(nowhere, nowhere, np.zeros(n, dtype=bool), ledger.issues())
    codes = read_postcodes(postcodes, country)
    found = place_coordinates(given, home, codes, ledger)
    lon, lat, abroad = found.lon.copy(), found.lat.copy(), np.zeros(n, dtype=bool)
    on_earth = (np.abs(given.north) <= 90) & (np.abs(given.east) <= 180)
    lost = np.isnan(lon) & np.isnan(codes.lon) & on_earth
    abroad[lost] = (home.country_of(given.east[lost], given.north[lost]) != "").to_numpy()
    lon[abroad], lat[abroad] = given.east[abroad], given.north[abroad]
    return Points(lon, lat, abroad, ledger.issues())
