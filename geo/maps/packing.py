"""
Geometry and text as compact JSON for the map's script.

Coordinates are whole steps of 1e-5 degrees (about a metre), each pair relative to the one before; shared borders stay
shared because every coordinate is rounded by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Floats = npt.NDArray[np.float64]
Steps = list[int]

GRID = 1e5

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_DANGEROUS = re.compile(r"[<>&{}`'$]|\\\"")


def encode(data: object) -> str:
    r"""
    Return data as JSON that is safe inside HTML, a script and a template.

    Inside strings the characters `<`, `>`, `&`, `{`, `}`, `$`, quotes, the backtick and everything that is not ASCII
    (line separators among them) are written as `\uXXXX`, so that no text can be read as markup, code or a template.
    This is the only encoder between people's words and a map.

    Raises
    ------
    ValueError
        A number is not finite.
    """
    plain = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return _STRING.sub(lambda found: '"' + _DANGEROUS.sub(_escaped, found.group()[1:-1]) + '"', plain)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()[-1]):04x}"


def polygons(geometry: BaseGeometry) -> list[list[Steps]]:
    """Return the polygons of a geometry in degrees as lists of rings; parts without an area are left out."""
    return [
        rings
        for part in shapely.get_parts(geometry)
        if part.geom_type == "Polygon" and (rings := _rings(part)) and len(rings[0]) >= 6
    ]


def lines(geometry: BaseGeometry) -> list[Steps]:
    """Return the lines of a geometry in degrees, rings of polygons included."""
    parts = shapely.get_parts(geometry)
    strings = [shapely.boundary(p) if p.geom_type == "Polygon" else p for p in parts]
    packed = (steps(shapely.get_coordinates(s)) for s in shapely.get_parts(strings))
    return [line for line in packed if len(line) >= 4]


def steps(coordinates: Floats) -> Steps:
    """Return coordinates, shape (n, 2), as one flat list of steps without repetitions."""
    whole = np.rint(coordinates * GRID).astype(np.int64)
    moved = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    kept = np.flatnonzero(moved[1:].any(axis=1)) + 1
    return [int(value) for value in moved[np.concatenate([[0], kept])].ravel()]


def place(lon: float, lat: float) -> tuple[int, int]:
    """Return one place in whole steps."""
    return round(lon * GRID), round(lat * GRID)


def _rings(polygon: BaseGeometry) -> list[Steps]:
    """Return the outer ring and the holes, the repeated last point left out."""
    packed = (_open(shapely.get_coordinates(ring)) for ring in shapely.get_rings(polygon))
    return [ring for index, ring in enumerate(packed) if index == 0 or len(ring) >= 6]


def _open(ring: Floats) -> Steps:
    return steps(ring[:-1])


def bounds(geometries: Iterable[BaseGeometry]) -> list[float]:
    """Return west, south, east and north of what geometries cover together, in degrees."""
    return [round(float(value), 5) for value in shapely.total_bounds(list(geometries))]
