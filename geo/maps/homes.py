"""Homes of representatives on a map: a small house with a name, where somebody may point at another place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypedDict

from geo.maps.packing import place


class HomeMark(NamedTuple):
    """Somebody's home: what it is called, where it is in degrees, and whether it stands out."""

    name: str
    lon: float
    lat: float
    chosen: bool = False


class Homes(TypedDict):
    """A document of homes."""

    kind: Literal["homes"]
    homes: list[dict[str, object]]
    asks: bool


def homes(marks: Sequence[HomeMark], *, asks: bool = False) -> Homes:
    """
    Lay out homes.

    Parameters
    ----------
    marks
        The homes; their names travel as data.
    asks
        Whether a click beside them tells the page the place: where somebody lives from now on.
    """
    return {
        "kind": "homes",
        "homes": [
            {"name": mark.name, "at": list(place(mark.lon, mark.lat)), "chosen": bool(mark.chosen)} for mark in marks
        ],
        "asks": bool(asks),
    }
