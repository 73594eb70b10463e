"""Coverages that ship, or are made at once from what ships."""

from __future__ import annotations

from functools import cache
from typing import Literal, get_args

import geopandas as gpd
import pandas as pd

from geo.areas._coverage import Coverage
from geo.areas._voronoi import postcode_areas, united
from geo.errors import SettingsError
from geo.gazetteer import DATA, SOURCE, land, land_source, postcode_places, require_country
from geo.texts import text

Level = Literal["postcode", "municipality", "province"]
SHIPPED = ("NL",)


def official(kind: Level, country: str) -> Coverage:
    """
    Return the coverage of a country's postcode areas, municipalities or provinces.

    Those of the Netherlands ship. Elsewhere they are made of the postcodes' positions and the country's outline, which
    takes a few seconds the first time. All have approximate borders; which area a postcode belongs to is exact.

    Raises
    ------
    SettingsError
        The country does not ship, the kind is another one, or the country's municipalities are not known.
    """
    require_country(country)
    if kind not in get_args(Level):
        raise SettingsError(
            text("Areas of the kind '{kind}' are not known.", kind=kind),
            text("Choose one of {kinds}.", kinds=", ".join(get_args(Level))),
        )
    if kind == "municipality" and postcode_places(country)["municipality"].isna().any():
        raise SettingsError(
            text("The municipalities of {country} are not known.", country=country),
            text("Choose postcode areas or provinces, or load a file of boundaries."),
        )
    return _official(kind, country)


@cache
def _official(kind: Level, country: str) -> Coverage:
    areas, rows = _shipped(kind, country) if country in SHIPPED else _made(kind, country)
    source = f"{SOURCE}; {land_source(country)}"
    return Coverage(areas, kind, country, approximate=True, source=source, postcode_area=rows)


def _shipped(kind: Level, country: str) -> tuple[gpd.GeoDataFrame, pd.Series]:
    areas = gpd.read_parquet(DATA / f"areas_{country.lower()}_{kind}.parquet")
    places = postcode_places(country)
    names = pd.Series(places.index, index=places.index) if kind == "postcode" else places[kind]
    rows = pd.Series(range(len(areas)), index=areas["code"])
    return areas, names.map(rows).rename("area")


def _made(kind: Level, country: str) -> tuple[gpd.GeoDataFrame, pd.Series]:
    if kind == "postcode":
        return postcode_areas(postcode_places(country), land(country), country)
    below = _official("postcode", country)
    larger, row_of_area = united(below.areas, kind)
    return larger, pd.Series(below.postcode_area).map(row_of_area)
