"""Where a representative lives: from a postcode, a town, or a place that was pointed at."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.customers import normalise, read_postcodes
from geo.errors import EditError
from geo.gazetteer import postcode_places, towns
from geo.texts import text

_LEADING = re.compile(r"(\d{4,5})\b")
_KM_A_DEGREE, _FARTHEST_KM = 111.2, 8.0
_DEGREES = 6
"""Decimals of a place: a tenth of a metre."""


class Home(NamedTuple):
    """A place to live: its words, and where it is in degrees."""

    postcode: str
    place: str
    lon: float
    lat: float


def home_written(written: str, country: str = "NL") -> Home | None:
    """
    Return the home that somebody wrote down: a postcode, a town, or both; None where neither is known.

    Parameters
    ----------
    written
        Such as "3511 AB", "3511ab Utrecht" or "Utrecht".
    country
        ISO 3166 alpha-2 code.
    """
    tidy = " ".join(written.split())
    found = _LEADING.match(tidy)
    for part in (tidy, *((found[1],) if found else ())):
        codes = read_postcodes(pd.Series([part], dtype="str"), country)
        if codes.codes.notna().iloc[0]:
            town = codes.town.fillna("").iloc[0]
            lon, lat = (round(float(degrees[0]), _DEGREES) for degrees in (codes.lon, codes.lat))
            return Home(str(codes.codes.iloc[0]), str(town), lon, lat)
    known = _towns(country).get(normalise(tidy)) if tidy else None
    return None if known is None else Home("", *known)


def home_at(lon: float, lat: float, country: str = "NL") -> Home:
    """
    Return a place that was pointed at, in degrees, with the words of the postcode nearest to it.

    Raises
    ------
    EditError
        Where no postcode is near: at sea or abroad.
    """
    codes, places = _ground(country)
    east, north = (codes[:, 0] - lon) * np.cos(np.radians(lat)), codes[:, 1] - lat
    away = np.hypot(east, north) * _KM_A_DEGREE
    nearest = int(away.argmin())
    if not away[nearest] <= _FARTHEST_KM:
        raise EditError(
            text("Nobody lives there: no postcode is near."), text("Click on land, near a town or village.")
        )
    postcode, town = places[nearest]
    return Home(postcode, town, round(lon, _DEGREES), round(lat, _DEGREES))


@cache
def _ground(country: str) -> tuple[npt.NDArray[np.float64], list[tuple[str, str]]]:
    table = postcode_places(country)
    names = [(str(code), str(place)) for code, place in zip(table.index, table["place"].fillna(""), strict=True)]
    return table[["lon", "lat"]].to_numpy(dtype=np.float64), names


@cache
def _towns(country: str) -> dict[str, tuple[str, float, float]]:
    """Return town, longitude and latitude by the plain name; of namesakes the largest."""
    codes = postcode_places(country).dropna(subset=["place"]).groupby("place")[["lon", "lat"]].median()
    large = towns(country)[::-1]
    names = [*codes.index, *large["name"]]
    places = np.vstack([codes.to_numpy(), large[["lon", "lat"]].to_numpy()]).round(_DEGREES).tolist()
    return {normalise(str(name)): (str(name), lon, lat) for name, (lon, lat) in zip(names, places, strict=True)}
