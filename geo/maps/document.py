"""
What a map shows, as documents: plain data that the map's script draws, one kind a document.

A map is a stack of documents on the base map of its country: territories, areas, customers, a heading. People's words
stand in them as data and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geo.errors import GeometryError
from geo.maps.anchors import anchors
from geo.maps.packing import GRID, Steps, lines, polygons
from geo.palette import PALETTE
from geo.texts import text

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

DISPLAY_TOLERANCE = 6e-4
"""Side of the triangles that simplification may drop, in degrees: about 60 m, a pixel at zoom 11."""

_PLAIN = 0.3
_MARKED_KINDS = {"customer": 0, "prospect": 1}


@dataclass(frozen=True)
class Label:
    """
    How one territory is written on the map.

    Parameters
    ----------
    name
        What people call it.
    colour
        Index of its colour in `geo.palette.PALETTE`.
    line
        A second line, already in the reader's language, such as its deviation.
    attention
        Whether the second line stands out, as outside what was agreed.
    """

    name: str
    colour: int
    line: str = ""
    attention: bool = False


class Layer(TypedDict, total=False):
    """One document; which keys it has depends on its kind."""

    kind: Literal["territories", "areas", "blocks", "customers", "heading"]
    sources: list[str]
    approximate: bool
    territories: list[dict[str, object]]
    lines: list[Steps]
    codes: list[str]
    names: list[str]
    polygons: list[list[list[Steps]]]
    sides: list[list[int]]
    points: Steps
    owners: list[int] | None
    kinds: list[int]
    title: str
    line: str


def territories(geometries: gpd.GeoSeries, labels: Sequence[Label], *, source: str, approximate: bool = False) -> Layer:
    """
    Lay out territories to be filled, bordered, named and clicked.

    Parameters
    ----------
    geometries
        One geometry a territory in EPSG:4326, together a coverage; empty for a territory without an area.
    labels
        How each is written, in the same order.
    source
        Where the borders come from, for the line of sources; several are separated by "; ".
    approximate
        Whether the borders are only drawn approximately.

    Raises
    ------
    GeometryError
        The geometries are not in degrees, or not one for each label.
    """
    shapes = _in_degrees(geometries)
    if len(shapes) != len(labels):
        raise GeometryError(
            text("There are {labels} labels for {shapes} territories.", labels=len(labels), shapes=len(shapes))
        )
    drawn = shapely.coverage_simplify(shapes, DISPLAY_TOLERANCE)
    return {
        "kind": "territories",
        "sources": source.split("; "),
        "approximate": bool(approximate),
        "territories": [
            {
                "name": label.name,
                "line": label.line,
                "attention": bool(label.attention),
                "colour": PALETTE[label.colour],
                "size": round(float(shapely.area(shape)), 4),
                "anchors": anchors(shape),
                "polygons": polygons(shape),
            }
            for label, shape in zip(labels, drawn, strict=True)
        ],
    }


def areas(geometries: gpd.GeoSeries) -> Layer:
    """
    Lay out the mesh of the areas, each shared border once.

    Parameters
    ----------
    geometries
        The areas of a coverage in EPSG:4326.
    """
    drawn = shapely.coverage_simplify(_in_degrees(geometries), DISPLAY_TOLERANCE)
    coordinates, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(drawn)), return_index=True)
    whole = np.rint(coordinates * GRID).astype(np.int64)
    within = ring[1:] == ring[:-1]
    pairs = np.stack([whole[:-1][within], whole[1:][within]], axis=1)
    pairs = pairs[(pairs[:, 0] != pairs[:, 1]).any(axis=1)]
    turned = (pairs[:, 0] > pairs[:, 1])[:, 0] | (
        (pairs[:, 0, 0] == pairs[:, 1, 0]) & (pairs[:, 0, 1] > pairs[:, 1, 1])
    )
    pairs[turned] = pairs[turned][:, ::-1]
    segments = np.unique(pairs.reshape(-1, 4), axis=0).reshape(-1, 2, 2)
    mesh = shapely.MultiLineString([(a, b) for a, b in (segments / GRID).tolist()])
    return {"kind": "areas", "lines": lines(shapely.line_merge(mesh))}


def customers(lon: Floats, lat: Floats, status: Sequence[str], sizes: Floats, *, owners: Ints | None = None) -> Layer:
    """
    Lay out customers and prospects as points; other statuses are not drawn.

    Parameters
    ----------
    lon, lat
        Places in degrees, shape (n,).
    status
        `customer` or `prospect` for each, as in `geo.schema.STATUSES`.
    sizes
        Weight of each in the measure shown, shape (n,); the area of a point grows with it up to the 98th percentile.
        Where all weigh the same, all points are small.
    owners
        Territory of each, −1 for none, so that those of the chosen territory can stand out; None to treat all alike.
    """
    kinds = np.array([_MARKED_KINDS.get(value, -1) for value in status], dtype=np.int64)
    shown = kinds >= 0
    values = np.clip(np.nan_to_num(sizes, nan=0.0), 0.0, None)
    scale = _scaled(values, values[shown])
    order = np.flatnonzero(shown)[np.argsort(-scale[shown], kind="stable")]
    columns = np.column_stack([np.rint(lon * GRID), np.rint(lat * GRID), np.rint(scale * 100), kinds])[order]
    return {
        "kind": "customers",
        "points": columns.astype(np.int64).ravel().tolist(),
        "owners": None if owners is None else owners[order].tolist(),
        "kinds": np.unique(kinds[shown]).tolist(),
    }


def _scaled(values: Floats, shown: Floats) -> Floats:
    """Return radii from 0 to 1 whose squares grow with the values; small ones where all that are shown are equal."""
    most = float(np.quantile(shown, 0.98)) if shown.size else 0.0
    if most <= 0 or shown.min() == shown.max():
        return np.full(len(values), _PLAIN)
    return np.sqrt(np.minimum(values / most, 1.0))


def heading(title: str, line: str = "") -> Layer:
    """Lay out a title over the map, for a map that stands alone."""
    return {"kind": "heading", "title": title, "line": line}


def _in_degrees(geometries: gpd.GeoSeries) -> npt.NDArray[np.object_]:
    if geometries.crs is None or geometries.crs.to_epsg() != 4326:
        raise GeometryError(
            text("The borders for the map are in {crs}.", crs=str(geometries.crs)),
            text("Give them in EPSG:4326, degrees east and north."),
        )
    return np.asarray(geometries.array)
