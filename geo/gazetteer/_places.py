"""Postcodes and towns with their position."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from geo.errors import SettingsError
from geo.texts import text

COUNTRIES: tuple[str, ...] = ("NL", "BE", "LU", "DE", "FR")
"""ISO 3166 alpha-2 codes of the countries whose postcodes ship."""

SOURCE = "GeoNames (CC BY 4.0)"
"""Attribution of postcodes and towns, for maps and exports."""

DATA = Path(__file__).resolve().parents[2] / "data"
"""The folder that ships."""


def require_country(country: str) -> str:
    """
    Return a country's code, refusing one that does not ship.

    Raises
    ------
    SettingsError
        The country is not one of `COUNTRIES`.
    """
    if country not in COUNTRIES:
        raise SettingsError(
            text("The country '{country}' is not available.", country=country),
            text("Choose one of {countries}.", countries=", ".join(COUNTRIES)),
        )
    return country


def postcode_places(country: str) -> pd.DataFrame:
    """
    Return where a country's postcodes are.

    Returns
    -------
    One row a code (Netherlands: four digits), which is the index: `place`, `municipality` and `province` (null where
    the source names none), `lon` and `lat` in degrees, EPSG:4326.

    Raises
    ------
    SettingsError
        The country does not ship.
    """
    return _postcodes(require_country(country)).copy(deep=False)


def towns(country: str) -> pd.DataFrame:
    """
    Return a country's towns, the largest first.

    Returns
    -------
    `name` in the local language, `lon` and `lat` in degrees, `population` and `rank`: 1 is named on a map of the
    whole country, 6 only far zoomed in.

    Raises
    ------
    SettingsError
        The country does not ship.
    """
    return _towns(require_country(country)).copy(deep=False)


@cache
def _postcodes(country: str) -> pd.DataFrame:
    table = pd.read_parquet(DATA / "postcodes.parquet", filters=[("country", "==", country)])
    return table.drop(columns="country").set_index("code")


@cache
def _towns(country: str) -> pd.DataFrame:
    table = pd.read_parquet(DATA / "towns.parquet", filters=[("country", "==", country)])
    return table.drop(columns="country").reset_index(drop=True)
