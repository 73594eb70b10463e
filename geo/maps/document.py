"""
What a map shows, as documents: plain data that the map's script draws, one kind a document.

A map is a stack of documents on the base map of its country: territories, areas, customers, a heading. People's words
stand in them as data and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict, cast

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geo.errors import GeometryError
from geo.maps.anchors import anchors
from geo.maps.crowd import FEW, Crowd
from geo.maps.packing import GRID, Steps, lines, polygons
from geo.palette import PALETTE
from geo.texts import text

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

DISPLAY_TOLERANCE = 6e-4
"""Side of the triangles that simplification may drop, in degrees: about 60 m, a pixel at zoom 11."""


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
    deviation
        How far from its target it is, as a share: of those that stand out, the farthest are written first.
    """

    name: str
    colour: int
    line: str = ""
    attention: bool = False
    deviation: float = 0.0


class Layer(TypedDict, total=False):
    """One document; which keys it has depends on its kind."""

    kind: Literal["territories", "areas", "blocks", "customers", "heading", "moved"]
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
    areas: list[int] | None
    bound: list[list[int]]
    kinds: list[int]
    crowd: Crowd
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
                "deviation": round(float(label.deviation), 4),
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


def customers(
    lon: Floats,
    lat: Floats,
    status: Sequence[str],
    sizes: Floats,
    *,
    owners: Ints | None = None,
    areas: Ints | None = None,
    bound: Ints | None = None,
) -> Layer:
    """
    Lay out customers and prospects, as points or, where they are many, as hexagons with points near by.

    Other statuses are not drawn.

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
    areas
        Row of the area in which each lies, shape (n,), on a map whose areas are edited: who has the area has the
        customer.
    bound
        Id of the territory that each is bound to wherever it lies, −1 where it follows its area, shape (n,).
    """
    crowd = Crowd.of(lon, lat, status, sizes, owners=owners, areas=areas, bound=bound)
    return cast("Layer", crowd.points()) if len(crowd) <= FEW else {"kind": "customers", "crowd": crowd}


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
