"""Read postcodes and towns: what code a row has, whether it exists, and whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.customers._columns import DUTCH_POSTCODE
from geo.customers._ground import apart
from geo.customers._ledger import Bools
from geo.customers._numbers import NOTHING
from geo.customers._patterns import matches
from geo.customers._vocabulary import normalise
from geo.gazetteer import COUNTRIES, area_code, normalise_postcodes, postcode_places

Floats = npt.NDArray[np.float64]

CONTRADICTS = 15_000.0
"""Metres between a postcode and the nearest one of the row's town from which on the two contradict each other."""

_FILLER = r"^9999(?: (?:[^X].|X[^BEGHJKL]))?$"
"""People fill in the last area for "unknown"; its handful of real codes run from 9999 XB to 9999 XL."""

_TELLING = {
    "NL": r"(?:NLD?)?[ -]?[1-9]\d{3} ?[A-Z]{2}|NLD?[ -]?\d{4}",
    "BE": r"(?:B|BEL?)[ -]?\d{4}",
    "LU": r"(?:L|LUX?)[ -]?\d{4}",
    "DE": r"(?:D|DEU?)[ -]?\d{5}",
    "FR": r"(?:F|FRA?)[ -]?\d{5}",
}
"""Postcodes that tell their country by themselves."""

_TOWN_COLUMNS = ("place", "municipality")
_EVERYDAY = {
    "den bosch": "s hertogenbosch",
    "s gravenhage": "den haag",
    "the hague": "den haag",
    "capelle ad ijssel": "capelle aan den ijssel",
    "krimpen ad ijssel": "krimpen aan den ijssel",
    "alphen ad rijn": "alphen aan den rijn",
}


@dataclass(frozen=True, eq=False)
class Postcodes:
    """
    The postcodes of a file's rows.

    Parameters
    ----------
    codes
        Normalised, null where there is none or it does not exist, shape (n,).
    lon, lat
        Place of the code in degrees, NaN where unknown.
    town
        Town of the code, null where unknown.
    given
        Rows in which something stands.
    shaped
        Rows in which a postcode of the country stands, whether it exists or not.
    tidied, found, padded
        Rows in which it was written otherwise, stood among other text, or had lost its leading zero.
    """

    codes: pd.Series
    lon: Floats
    lat: Floats
    town: pd.Series
    given: Bools
    shaped: Bools
    tidied: Bools
    found: Bools
    padded: Bools


def read_postcodes(texts: pd.Series, country: str) -> Postcodes:
    """
    Read a column of postcodes of one country.

    Parameters
    ----------
    texts
        The cells, no nulls.
    country
        ISO 3166 alpha-2 code.
    """
    rows, distinct = pd.factorize(texts)
    raw = pd.Series(distinct, dtype="str").str.strip()
    given: Bools = ~np.array(raw.str.lower().isin(NOTHING), dtype=bool)
    codes = normalise_postcodes(raw, country)
    found = np.zeros(len(raw), dtype=bool)
    if country == "NL":
        lost = (codes.isna() & given).to_numpy(dtype=bool)
        inside = raw[lost].str.extract(DUTCH_POSTCODE, expand=False)
        found[lost] = inside.notna().to_numpy()
        codes[lost] = normalise_postcodes(inside, country)
    shaped = codes.notna().to_numpy()
    padded = shaped & (matches(raw, r"^\d{4}$") & (codes.str.len() == 5).to_numpy(dtype=bool))
    tidied = shaped & ~found & ~padded & (raw != codes).to_numpy(dtype=bool)
    real = codes.where(~matches(codes, _FILLER), None) if country == "NL" else codes
    places = postcode_places(country).reindex(area_code(real, country))
    exists = places["lon"].notna().to_numpy()
    known = codes.where(pd.Series(exists), None)
    return Postcodes(
        codes=_spread(known, rows, texts.index),
        lon=places["lon"].to_numpy(dtype=np.float64)[rows],
        lat=places["lat"].to_numpy(dtype=np.float64)[rows],
        town=_spread(places["place"], rows, texts.index),
        given=given[rows],
        shaped=shaped[rows],
        tidied=_unusual(tidied[rows], given[rows]),
        found=_unusual(found[rows], given[rows]),
        padded=padded[rows],
    )


def foreign_country(texts: pd.Series, towns: pd.Series | None, country: str) -> pd.Series:
    """
    Return the country that a postcode or its town points to where that is another one, else null.

    "B-2000", "DE 52062": the letters say so. "2000" with the town Antwerpen: no such town has that code in the
    planned country, but one does in Belgium.
    """
    named = pd.Series("", index=texts.index, dtype="str") if towns is None else towns
    rows, pairs = _distinct_pairs(texts, named)
    pairs = pairs.set_axis(["code", "town"], axis=1)
    answer = pd.Series([None] * len(pairs), dtype="str")
    others = [c for c in COUNTRIES if c != country]
    for other in others:
        answer[matches(pairs["code"], rf"(?i)^\s*(?:{_TELLING[other]})\s*$")] = other
    if towns is not None:
        name = _plain(pairs["town"])
        at_home = _town_of(pairs["code"], country)
        open_ = answer.isna() & (name != "") & ~_same(name, at_home)
        for other in others:
            there = _town_of(pairs["code"][open_], other)
            answer[open_[open_].index[_same(name[open_], there)]] = other
            open_ = open_ & answer.isna()
    return pd.Series(answer.array.take(rows), index=texts.index)


def contradicting(codes: pd.Series, towns: pd.Series, country: str) -> Bools:
    """Return the rows whose town exists, but nowhere within 15 km of their postcode."""
    places = postcode_places(country)
    area = area_code(codes, country)
    rows, pairs = _distinct_pairs(area.fillna(""), towns)
    pairs = pairs.set_axis(["area", "town"], axis=1)
    pairs["name"] = _plain(pairs["town"])
    pairs = pairs[(pairs["area"] != "") & (pairs["name"] != "")]
    named = _codes_by_town(country)
    both = pairs.reset_index().merge(named, on="name")
    here, there = places.loc[both["area"]], places.loc[both["code"]]
    both["metres"] = apart(*(p[c].to_numpy(dtype=np.float64) for p in (here, there) for c in ("lon", "lat")))
    nearest = both.groupby("index")["metres"].min()
    wrong = np.zeros(int(rows.max(initial=-1)) + 1, dtype=bool)
    wrong[nearest.index[nearest > CONTRADICTS].to_numpy()] = True
    return wrong[rows]


@cache
def _codes_by_town(country: str) -> pd.DataFrame:
    """Return the codes of every place and municipality, their names plainly written."""
    places = postcode_places(country)
    named = [pd.DataFrame({"name": _plain(places[c].fillna("")), "code": places.index}) for c in _TOWN_COLUMNS]
    return pd.concat(named).drop_duplicates()


def _town_of(codes: pd.Series, country: str) -> pd.DataFrame:
    """Return place and municipality, plainly written, of codes in a country."""
    area = area_code(normalise_postcodes(codes, country), country)
    found = postcode_places(country)[list(_TOWN_COLUMNS)].reindex(area)
    return found.fillna("").apply(_plain).set_axis(codes.index)


def _same(name: pd.Series, places: pd.DataFrame) -> Bools:
    same = np.zeros(len(name), dtype=bool)
    for column in places:
        same |= ((places[column] == name) & (name != "")).to_numpy(dtype=bool)
    return same


def _plain(names: pd.Series) -> pd.Series:
    rows, distinct = pd.factorize(names)
    plain = [normalise(re.sub(r"\s*\(.*\)$", "", name)) for name in distinct]
    return pd.Series(pd.Series([_EVERYDAY.get(n, n) for n in plain], dtype="str").array.take(rows), index=names.index)


def _distinct_pairs(one: pd.Series, other: pd.Series) -> tuple[npt.NDArray[np.intp], pd.DataFrame]:
    """Return the distinct pairs of two columns and, for each row, which pair it has."""
    first, firsts = pd.factorize(one)
    second, seconds = pd.factorize(other)
    rows, pairs = pd.factorize(first * len(seconds) + second)
    distinct = {0: firsts.take(pairs // max(len(seconds), 1)), 1: seconds.take(pairs % max(len(seconds), 1))}
    return rows, pd.DataFrame({k: pd.Series(v, dtype="str") for k, v in distinct.items()})


def _spread(distinct: pd.Series, rows: npt.NDArray[np.intp], index: pd.Index) -> pd.Series:
    return pd.Series(distinct.astype("str").array.take(rows), index=index)


def _unusual(marked: Bools, given: Bools) -> Bools:
    """Return marks unless most rows have them: what most of a column does is its way of writing, not a mistake."""
    return marked if marked.sum() <= given.sum() / 2 else np.zeros_like(marked)
