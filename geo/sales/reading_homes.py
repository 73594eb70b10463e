"""Read where the representatives of a file live: coordinates before the postcode, the postcode before the town."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from geo.customers import REASONS, Points, RawTable, read_points
from geo.sales.homes import Home, homes_written
from geo.texts import Text, text

_WORDS = ("postcode", "home", "place")
"""Fields that say in words where somebody lives, what is looked at first first."""


class Lives(NamedTuple):
    """Where a representative lives, in words and in degrees, as far as it is known."""

    postcode: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None


class Told(NamedTuple):
    """What was mended or stays open: row as a spreadsheet numbers it, column as the file names it, value, words."""

    row: int
    column: str
    value: str
    words: Text


def read_homes(
    table: RawTable, columns: Mapping[str, str], country: str, written: Mapping[str, Sequence[str]]
) -> tuple[list[Lives], list[Told]]:
    """
    Return where the representative of each row lives, and what was mended or stays open.

    Parameters
    ----------
    table
        The file.
    columns
        Its columns by field of `geo.sales.words`.
    country
        Where the homes are, ISO 3166 alpha-2.
    written
        What the rows say as "postcode", "home" and "place", tidied, empty for nothing.
    """
    said = [next(((name, w) for name in _WORDS if (w := written[name][i])), ("", "")) for i in range(len(table.rows))]
    homes = homes_written([words for _, words in said], country)
    towns = homes_written(written["place"], country)
    postcodes = pd.Series(list(written["postcode"]), dtype="str")
    points = read_points(table, dict(columns), country, postcodes)
    lives: list[Lives] = []
    told: list[Told] = []
    for i, (field, words) in enumerate(said):
        row, column, place = int(table.rows[i]), columns.get(field, ""), written["place"][i]
        if homes[i] is None and towns[i] is not None:
            homes[i] = towns[i]
            told.append(Told(row, column, words, text("Unknown; the town was used.")))
        home = homes[i]
        if np.isfinite(points.lon[i]):
            code, town = (written["postcode"][i], "") if home is None else (home.postcode, home.place)
            lives.append(Lives(code, place or town, float(points.lon[i]), float(points.lat[i])))
        elif home is not None:
            lives.append(Lives(home.postcode, place or home.place, home.lon, home.lat))
        else:
            lives.append(Lives())
            if words:
                told.append(Told(row, column, words, text("No such postcode or town is known; the home stays open.")))
    return lives, told + _coordinates(table, points, homes)


def _coordinates(table: RawTable, points: Points, homes: Sequence[Home | None]) -> list[Told]:
    """Tell what was mended of coordinates, and what was done where they cannot be used."""
    at = {int(row): i for i, row in enumerate(table.rows)}
    told: list[Told] = []
    issues = points.issues[["row", "column", "value", "outcome", "reason", "result"]]
    for row, column, value, outcome, reason, result in issues.itertuples(index=False, name=None):
        i, words = at.get(row), REASONS[reason]
        if outcome == "rejected" and i is not None:
            if points.abroad[i]:
                words = text("{why} They were kept.", why=words)
            elif homes[i] is not None:
                words = text("{why} The town was used.", why=words)
            else:
                remedy = text("Write a postcode or a town, or click on the map.")
                words = text("{problem} {remedy}", problem=words, remedy=remedy)
        elif result and reason != "coordinates_replaced":
            words = text("{why} {value} was used.", why=words, value=result)
        told.append(Told(row, column, value.strip(" ,"), words))
    return told
