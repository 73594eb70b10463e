"""Make a coverage of areas that nearly are one, or say where they are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from geo.areas._checks import require_coverage
from geo.areas._faults import require_none
from geo.areas._gaps import GAP, closed, filled, gaps
from geo.areas._metric import GRID, geometries_to_metres, to_degrees
from geo.areas._overlaps import overlaps
from geo.areas._partition import merge
from geo.texts import Text

SNAP = 0.5
"""Metres within which corners and borders are taken for the same."""

Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Repaired:
    """
    A coverage and what was done to make it one.

    Parameters
    ----------
    shapes
        In EPSG:4326 on the exchanged grid, shape (n,); an area too narrow to be seen is empty.
    remarks
        What was repaired: how many places, and how large the largest.
    """

    shapes: Shapes
    remarks: tuple[Text, ...]


def on_grid(shapes: Shapes, crs: CRS) -> Shapes:
    """
    Return polygons in EPSG:4326 on the exchanged grid, given in metres of a CRS or in degrees of one.

    Only what is polygonal stays of a shape that crosses itself.
    """
    flat = shapely.force_2d(shapes)
    whole = np.array([_polygonal(shape) for shape in shapely.make_valid(flat, method="structure")], dtype=object)
    degrees = shapely.transform(whole, lambda xy: to_degrees(xy, crs))
    return np.asarray(shapely.set_precision(degrees, GRID, mode="pointwise"))


def repaired(degrees: Shapes, names: Sequence[str], country: str, crs: CRS) -> Repaired:
    """
    Return areas as a valid coverage.

    What only rounding parted is joined on the grid. Narrow overlaps go to the area with the longer border, gaps up to
    `GAP` are closed.

    Parameters
    ----------
    degrees
        In EPSG:4326 on the exchanged grid, shape (n,).
    names
        What messages call the areas.
    country
        Where they lie.
    crs
        The metric plane.

    Raises
    ------
    BoundaryError
        Areas overlap too much to guess whose ground it is, or leave lived-in ground open; shows where.
    GeometryError
        They cannot be fitted together.
    """
    metric = geometries_to_metres(degrees, crs)
    fits = shapely.coverage_is_valid(degrees) and shapely.coverage_is_valid(metric, gap_width=GAP)
    if fits and shapely.is_valid(degrees).all():
        forgotten, open_gaps = gaps(metric, names, country, crs)
        require_none(forgotten)
        return Repaired(degrees, _told(open_gaps))
    metric = np.array([_polygonal(shape) for shape in shapely.make_valid(metric, method="structure")], dtype=object)
    wrong, narrow = overlaps(metric, names, crs)
    require_none(wrong)
    claimed = shapely.union_all(metric)
    # The published type stubs end at shapely 2.1.
    cleaned = np.asarray(shapely.coverage_clean(filled(metric, claimed), gap_width=GAP, snapping_distance=SNAP))  # type: ignore[attr-defined]
    forgotten, open_gaps = gaps(cleaned, names, country, crs)
    require_none(forgotten)
    fitted = _noded(cleaned, crs)
    require_coverage(fitted, crs)
    return Repaired(fitted, _told(narrow, closed(claimed, cleaned), open_gaps))


def _told(*remarks: Text | None) -> tuple[Text, ...]:
    return tuple(remark for remark in remarks if remark is not None)


def _polygonal(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of what repairing a shape made."""
    if isinstance(shape, shapely.Polygon | shapely.MultiPolygon):
        return shape
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _noded(metric: Shapes, crs: CRS) -> Shapes:
    """Node all borders together on the exchanged grid and make the areas of the faces anew."""
    degrees = shapely.transform(metric, lambda xy: to_degrees(xy, crs))
    lines = shapely.union_all(shapely.boundary(degrees), grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    area, face = shapely.STRtree(shapely.point_on_surface(faces)).query(degrees, predicate="intersects")
    face, first = np.unique(face, return_index=True)
    return merge(faces[face], area[first], len(metric))
