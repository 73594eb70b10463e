"""Give every row a place, from its coordinates or its postcode, and reject those that have none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.customers._given import given_coordinates, place_coordinates
from geo.customers._ground import ground
from geo.customers._ledger import Bools, Ledger
from geo.customers._numbers import NOTHING
from geo.customers._postcodes import Postcodes, contradicting, foreign_country, read_postcodes
from geo.customers._raw import RawTable
from geo.customers._words import read_countries
from geo.gazetteer import area_code

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Located:
    """
    Where the rows are; what is said of rejected rows means nothing.

    Parameters
    ----------
    lon, lat
        Degrees, EPSG:4326, shape (n,).
    by_postcode
        Rows placed by their postcode; the others by their coordinates.
    postcodes
        Normalised postcodes that exist, null where there is none.
    towns
        The town as the file says it, or that of the postcode where the file is silent or contradicts it.
    """

    lon: Floats
    lat: Floats
    by_postcode: Bools
    postcodes: pd.Series
    towns: pd.Series


def locate(table: RawTable, columns: dict[str, str], country: str, ledger: Ledger) -> Located:
    """
    Place the rows of a table and write down what was repaired and rejected.

    Coordinates come first where they land in the country and within 25 km of the row's postcode; the postcode places
    the rest. Rows outside the country are rejected, also where a neighbour's postcodes ship.
    """
    frame = table.frame
    home = ground(country)
    nothing = pd.Series("", index=frame.index, dtype="str")
    texts = frame[columns["postcode"]] if "postcode" in columns else nothing
    towns = frame[columns["place"]].str.strip() if "place" in columns else None
    _reject_abroad(table, columns, country, ledger, texts, towns)
    codes = read_postcodes(texts, country)
    _reject_abroad_by_town(columns, country, ledger, texts, towns, codes)
    lon, lat = np.full(len(frame), np.nan), np.full(len(frame), np.nan)
    if given := given_coordinates(table, columns):
        found = place_coordinates(given, home, codes, ledger)
        lon, lat = found.lon, found.lat
    by_postcode = np.isnan(lon) & ~np.isnan(codes.lon)
    lon, lat = np.where(by_postcode, codes.lon, lon), np.where(by_postcode, codes.lat, lat)
    _report_postcodes(columns, ledger, texts, codes, placed=~np.isnan(lon))
    return Located(lon, lat, by_postcode, codes.codes, _towns(columns, country, ledger, towns, codes))


def _reject_abroad(
    table: RawTable, columns: dict[str, str], country: str, ledger: Ledger, texts: pd.Series, towns: pd.Series | None
) -> None:
    """Reject rows whose own country column names another country."""
    if "country" not in columns:
        return
    stated = table.frame[columns["country"]]
    read = read_countries(stated)
    silent = stated.str.strip().str.lower().isin(NOTHING)
    unread = (read.isna() & ~silent).to_numpy(dtype=bool)
    address = texts if towns is None else texts + " " + towns
    abroad = (read.notna() & (read != country)).to_numpy(dtype=bool)
    ledger.reject(abroad, columns["country"], (address + " " + stated).str.strip(), "outside_country")
    ledger.repair(unread, columns["country"], stated, "country_unread", country)


def _reject_abroad_by_town(
    columns: dict[str, str],
    country: str,
    ledger: Ledger,
    texts: pd.Series,
    towns: pd.Series | None,
    codes: Postcodes,
) -> None:
    """Reject rows whose postcode, or postcode and town together, are another country's."""
    # Only a postcode that says more than its area, a full Dutch one, cannot be another country's.
    full = (codes.codes.notna() & (codes.codes != area_code(codes.codes, country))).to_numpy(dtype=bool)
    open_ = ledger.alive & codes.given & ~full
    if not open_.any():
        return
    pointed = foreign_country(texts[open_], None if towns is None else towns[open_], country)
    abroad = np.zeros(len(texts), dtype=bool)
    abroad[open_] = pointed.notna().to_numpy()
    address = texts if towns is None else texts + " " + towns
    shown = address + " " + pointed.reindex(texts.index).fillna("")
    ledger.reject(abroad, columns["postcode"], shown, "outside_country")


def _report_postcodes(
    columns: dict[str, str], ledger: Ledger, texts: pd.Series, codes: Postcodes, *, placed: Bools
) -> None:
    name = columns.get("postcode", "")
    shown = texts.str.strip()
    result = codes.codes.fillna("")
    known = ~np.isnan(codes.lon)
    ledger.repair(known & codes.found, name, shown, "postcode_found", result)
    ledger.repair(known & codes.padded, name, shown, "postcode_zero", result)
    ledger.repair(known & codes.tidied, name, shown, "postcode_tidied", result)
    ledger.repair(placed & codes.given & ~known, name, shown, "postcode_unusable", "")
    ledger.reject(~placed & codes.shaped, name, shown, "postcode_unknown")
    ledger.reject(~placed & codes.given, name, shown, "postcode_malformed")
    ledger.reject(~placed, name, shown, "no_place")


def _towns(
    columns: dict[str, str], country: str, ledger: Ledger, towns: pd.Series | None, codes: Postcodes
) -> pd.Series:
    if towns is None:
        return codes.town
    wrong = contradicting(codes.codes, towns, country) & ledger.alive
    ledger.repair(wrong, columns["place"], towns, "place_contradicts", codes.town.fillna(""))
    silent = (towns == "").to_numpy(dtype=bool) | wrong
    return towns.where(~silent, codes.town)
