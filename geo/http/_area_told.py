"""A representative's area as data for the page that shows it: the first screen, then all the rest."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pandas as pd

from geo.http._area_words import area_words, class_words
from geo.maps.packing import place, polygons
from geo.planning.due import AGAIN, CONTACTS, INTERVALS, UNCLASSED
from geo.planning.my_area import MyArea
from geo.planning.my_ground import Ground
from geo.texts import Language, text

FIRST = 40
"""Customers that the first screen has; the rest comes after it."""

_DEGREES = 5
_COLUMNS = ("key", "name", "place", "status", "phone", "dial", "mail", "address", "before")


def first_told(area: MyArea, language: Language, *, store: str, worker: bool) -> dict[str, object]:
    """
    Return what the first screen needs.

    Parameters
    ----------
    area
        What is shown.
    language
        Language of the page's own words.
    store
        A name under which the page keeps on the phone what waits for the line; no secret.
    worker
        Whether the page may be kept on the phone, to be opened without a line.
    """
    borders = [] if not area.ground.approximate else [text("Borders are approximate.")]
    sources = text("Sources: {sources}.", sources="; ".join(area.ground.sources))
    return {
        "language": language.code,
        "words": area_words(language),
        "store": store,
        "worker": worker,
        "title": " + ".join(area.territories),
        "rep": area.rep,
        "now": _seconds(area.at),
        "total": len(area.customers),
        "due": area.n_due,
        "fresh": area.n_new,
        "logged": area.logged,
        "days": {**{name: interval.days for name, interval in INTERVALS.items()}, "": UNCLASSED.days},
        "again": AGAIN.days,
        "contacts": list(CONTACTS),
        "notes": [class_words(area.basis, language), *(language.render(one) for one in (*borders, sources))],
        "map": _map(area.ground),
        "customers": _customers(area.customers[:FIRST]),
        "rest": len(area.customers) > FIRST,
    }


def rest_told(area: MyArea) -> dict[str, object]:
    """Return all customers."""
    return {"now": _seconds(area.at), "due": area.n_due, "fresh": area.n_new, "customers": _customers(area.customers)}


def _customers(table: pd.DataFrame) -> dict[str, list[object]]:
    """Return columns of customers, as long as each other; moments in seconds since 1970, null for none."""
    told: dict[str, list[object]] = {name: table[name].fillna("").tolist() for name in _COLUMNS}
    told["name"] = table["name"].fillna(table["key"]).tolist()
    for name in ("lon", "lat"):
        told[name] = table[name].round(_DEGREES).tolist()
    told["class"] = table["size_class"].tolist()
    told["value"] = [None if np.isnan(value) else round(value) for value in table["value"]]
    for name in ("last", "due"):
        told[name] = [None if pd.isna(moment) else _seconds(moment) for moment in table[name]]
    return told


def _map(ground: Ground) -> dict[str, object]:
    return {
        "bounds": [round(value, _DEGREES) for value in ground.bounds],
        "own": [
            {"colour": colour, "polygons": polygons(shape)}
            for shape, colour in zip(ground.own, ground.colours, strict=True)
        ],
        "around": [polygons(shape) for shape in ground.around],
        "foreign": polygons(ground.foreign),
        "towns": [
            [str(name), *place(lon, lat)]
            for name, lon, lat in zip(ground.towns["name"], ground.towns["lon"], ground.towns["lat"], strict=True)
        ],
    }


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
