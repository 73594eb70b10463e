"""What is wrong with boundaries, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.areas._metric import DEGREES
from geo.errors import GeometryError
from geo.texts import Number, Text, text

MOST_PLACES = 200
"""Wrong places an error carries at most; the largest are kept."""

REASONS: Final = {
    "overlap": text("Areas overlap"),
    "gap": text("Ground without an area"),
    "crossing": text("An area crosses itself"),
    "duplicate": text("One code, several areas"),
    "outside": text("Outside the country"),
    "water": text("Off the land"),
    "swapped": text("East and north are swapped"),
    "shape": text("A point or line, no area"),
}
"""What each reason of a wrong place is called."""

_REMEDIES = {
    "overlap": text("Give boundaries in which every piece of ground belongs to one area."),
    "gap": text("Draw an area for this ground, or make its neighbours meet."),
    "crossing": text("Draw the border of this area anew, so that it does not cross itself."),
    "duplicate": text("Give every area a code of its own, or tell which column holds the code."),
    "outside": text("Give boundaries of the country that is planned, and the right coordinate system."),
    "water": text("Leave out areas without land, or check the coordinate system."),
    "swapped": text("Save the file with east (longitude) before north (latitude)."),
    "shape": text("Give areas, drawn as polygons."),
}


@dataclass(frozen=True)
class Fault:
    """
    One wrong place.

    Parameters
    ----------
    reason
        Key of `REASONS`.
    names
        The areas concerned, as people call them.
    geometry
        Where, in EPSG:4326.
    sentence
        What is wrong there.
    size
        Faults of the largest size are told first.
    """

    reason: str
    names: tuple[str, ...]
    geometry: shapely.Geometry
    sentence: Text
    size: float = 0.0


class BoundaryError(GeometryError):
    """
    Boundaries cannot be made a coverage.

    Parameters
    ----------
    problem, remedy
        As of every error.
    places
        The wrong places: `reason` (a key of `REASONS`), `areas` (their names) and the geometry in EPSG:4326, the
        largest first, at most `MOST_PLACES`; empty where no place can be named.
    """

    def __init__(self, problem: Text, remedy: Text | None = None, places: gpd.GeoDataFrame | None = None) -> None:
        super().__init__(problem, remedy)
        self.places = _places([]) if places is None else places


def refusal(faults: Sequence[Fault]) -> BoundaryError:
    """Return the error that tells the largest fault in words, how many there are, and shows where."""
    ordered = sorted(faults, key=lambda fault: -fault.size)
    first = ordered[0]
    problem = first.sentence
    if len(ordered) > MOST_PLACES:  # not all may have been looked for
        problem = text("{sentence} There are more than {n} such places.", sentence=first.sentence, n=MOST_PLACES)
    elif len(ordered) > 1:
        problem = text("{sentence} There are {n} such places in all.", sentence=first.sentence, n=len(ordered))
    return BoundaryError(problem, _REMEDIES[first.reason], _places(ordered[:MOST_PLACES]))


def require_none(faults: Sequence[Fault]) -> None:
    """Raise `BoundaryError` where there are faults."""
    if faults:
        raise refusal(faults)


def middle(geometry: shapely.Geometry) -> dict[str, Number]:
    """Return a place in EPSG:4326 as the values `lon` and `lat` of a sentence."""
    point = shapely.point_on_surface(geometry)
    return {"lon": Number(point.x, 4), "lat": Number(point.y, 4)}


def ground(square_metres: float) -> Text:
    """Return a surface in square kilometres, small ones in square metres."""
    if square_metres < 100_000:
        return text("{n} m²", n=Number(max(square_metres, 1.0)))
    return text("{n} km²", n=Number(square_metres / 1e6, 1))


def _places(faults: Sequence[Fault]) -> gpd.GeoDataFrame:
    geometries = np.empty(len(faults), dtype=object)
    geometries[:] = [fault.geometry for fault in faults]
    return gpd.GeoDataFrame(
        {
            "reason": np.array([fault.reason for fault in faults], dtype="str").astype(object),
            "areas": np.array([", ".join(fault.names) for fault in faults], dtype="str").astype(object),
        },
        geometry=geometries,
        crs=DEGREES,
    )
