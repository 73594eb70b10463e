"""Give every row a place, from its coordinates or its postcode, and reject those that have none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.customers._coordinates import Pairs, read_pairs
from geo.customers._ground import Ground, ground
from geo.customers._ledger import Bools, Ledger, Note
from geo.customers._numbers import NOTHING, read_numbers
from geo.customers._postcodes import Postcodes, contradicting, foreign_country, read_postcodes
from geo.customers._raw import RawTable
from geo.customers._words import read_countries

Floats = npt.NDArray[np.float64]

_DUTCH_AREA_LENGTH = 4


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
    tried = np.zeros(len(frame), dtype=bool)
    for north, east in (("lat", "lon"), ("y", "x")):
        if north in columns and east in columns:
            found, given = _coordinates(table, columns, (north, east), home, codes, ledger, ~np.isnan(lon))
            lon, lat = np.where(np.isnan(lon), found.lon, lon), np.where(np.isnan(lat), found.lat, lat)
            tried |= given
    by_postcode = np.isnan(lon) & ~np.isnan(codes.lon)
    lon, lat = np.where(by_postcode, codes.lon, lon), np.where(by_postcode, codes.lat, lat)
    _report_postcodes(columns, ledger, texts, codes, by_postcode, placed=~np.isnan(lon), tried=tried)
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
    # Only a full Dutch postcode cannot be another country's.
    full = (codes.codes.str.len() > _DUTCH_AREA_LENGTH).fillna(False).to_numpy(dtype=bool)
    open_ = ledger.alive & codes.given & ~(full if country == "NL" else np.zeros_like(full))
    if not open_.any():
        return
    pointed = foreign_country(texts[open_], None if towns is None else towns[open_], country)
    abroad = np.zeros(len(texts), dtype=bool)
    abroad[open_] = pointed.notna().to_numpy()
    address = texts if towns is None else texts + " " + towns
    shown = address + " " + pointed.reindex(texts.index).fillna("")
    ledger.reject(abroad, columns["postcode"], shown, "outside_country")


def _coordinates(
    table: RawTable,
    columns: dict[str, str],
    pair: tuple[str, str],
    home: Ground,
    codes: Postcodes,
    ledger: Ledger,
    done: Bools,
) -> tuple[Pairs, Bools]:
    """Read a pair of columns; return the places and the rows in which something was given."""
    frame = table.frame
    north, east = (columns[field] for field in pair)
    y = read_numbers(frame[north], table.typed.get(north), coordinates=True)
    x = read_numbers(frame[east], table.typed.get(east), coordinates=True)
    given = ledger.alive & ~done & (np.isfinite(y.values) | np.isfinite(x.values) | y.unread | x.unread)
    pairs = read_pairs(np.where(given, y.values, np.nan), np.where(given, x.values, np.nan), home, codes.lon, codes.lat)
    shown = frame[north].str.strip() + ", " + frame[east].str.strip()
    placed = ~np.isnan(pairs.lon)
    result = _degrees_written(pairs)
    if pairs.grid.sum() > placed.sum() / 2:
        if pairs.grid.any() and pair == ("lat", "lon"):
            ledger.note(Note("grid_column", f"{north}, {east}"))
    else:
        ledger.repair(pairs.grid, north, shown, "coordinates_grid", result)
    ledger.repair(pairs.swapped, north, shown, "coordinates_swapped", result)
    ledger.repair(pairs.scaled, north, shown, "coordinates_scaled", result)
    lost = given & ~placed
    known = ~np.isnan(codes.lon)
    ledger.repair(lost & known, north, shown, "coordinates_replaced", codes.codes.fillna(""))
    lost &= ~known
    half = np.isnan(y.values) | np.isnan(x.values)
    zero = (y.values == 0) & (x.values == 0)
    off = (np.abs(y.values) > 90) | (np.abs(x.values) > 180)
    ledger.reject(lost & half, north, shown, "coordinates_unread")
    ledger.reject(lost & zero, north, shown, "coordinates_zero")
    ledger.reject(lost & off, north, shown, "coordinates_impossible")
    ledger.reject(
        lost, north, _with_country(shown, lost & ledger.alive, home, x.values, y.values), "coordinates_outside"
    )
    return pairs, given


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


def _report_postcodes(
    columns: dict[str, str],
    ledger: Ledger,
    texts: pd.Series,
    codes: Postcodes,
    by_postcode: Bools,
    *,
    placed: Bools,
    tried: Bools,
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
