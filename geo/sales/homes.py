"""Where a representative lives: from a postcode, a town, or a place that was pointed at."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    return homes_written([written], country)[0]


def homes_written(written: Sequence[str], country: str = "NL") -> list[Home | None]:
    """Return the homes that were written down, all at once, each as `home_written` finds it."""
    tidy = [" ".join(one.split()) for one in written]
    leading = [found[1] if (found := _LEADING.match(one)) else "" for one in tidy]
    read = read_postcodes(pd.Series([*tidy, *leading], dtype="str"), country)
    known = read.codes.notna().to_numpy()
    places = np.round(np.column_stack([read.lon, read.lat]), _DEGREES)
    by_name, homes = _towns(country), list[Home | None]()
    for i, one in enumerate(tidy):
        at = next((at for at in (i, i + len(tidy)) if known[at]), None)
        if at is not None:
            lon, lat = places[at].tolist()
            homes.append(Home(str(read.codes[at]), str(read.town.fillna("")[at]), lon, lat))
        else:
            town = by_name.get(normalise(one)) if one else None
            homes.append(None if town is None else Home("", *town))
    return homes


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
