"""Make a coverage of areas that nearly are one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from geo.areas._checks import require_coverage
from geo.areas._metric import GRID, geometries_to_metres, to_degrees
from geo.areas._partition import merge
from geo.errors import GeometryError
from geo.texts import Number, Share, text

MOST_OVERLAP = 0.05
"""Share of an area that another may cover and still be taken for a careless border."""

GAP = 25.0
"""Metres of width up to which a gap between areas is closed; a wider one is water, or no area of the file."""

SNAP = 0.5
"""Metres within which corners and borders are taken for the same."""

Shapes = npt.NDArray[np.object_]


def on_grid(shapes: Shapes, crs: CRS) -> Shapes:
    """
    Return polygons in EPSG:4326 on the exchanged grid, given in metres of a CRS or in degrees of one.

    Only what is polygonal stays of a shape that crosses itself.
    """
    flat = shapely.force_2d(shapes)
    whole = np.array([_polygonal(shape) for shape in shapely.make_valid(flat, method="structure")])
    degrees = shapely.transform(whole, lambda xy: to_degrees(xy, crs))
    return np.asarray(shapely.set_precision(degrees, GRID, mode="pointwise"))


def repaired(degrees: Shapes, names: list[str], crs: CRS) -> Shapes:
    """
    Return areas as a valid coverage.

    What only rounding parted is joined on the grid. Slivers of overlap go to the area with the longer border, gaps up
    to `GAP` are closed.

    Parameters
    ----------
    degrees
        In EPSG:4326 on the exchanged grid, shape (n,).
    names
        What messages call the areas.
    crs
        The metric plane.

    Raises
    ------
    GeometryError
        Areas overlap too much to guess whose ground it is, or cannot be fitted together; says where.
    """
    metric = geometries_to_metres(degrees, crs)
    fits = shapely.coverage_is_valid(degrees) and shapely.coverage_is_valid(metric, gap_width=GAP)
    if fits and shapely.is_valid(degrees).all():
        return degrees
    metric = np.array([_polygonal(shape) for shape in shapely.make_valid(metric, method="structure")])
    _refuse_overlap(metric, names, crs)
    # The published type stubs end at shapely 2.1.
    cleaned = shapely.coverage_clean(metric, gap_width=GAP, snapping_distance=SNAP)  # type: ignore[attr-defined]
    fitted = _noded(np.asarray(cleaned), crs)
    require_coverage(fitted, crs)
    return fitted


def _polygonal(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of what repairing a shape made."""
    if isinstance(shape, shapely.Polygon | shapely.MultiPolygon):
        return shape
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _refuse_overlap(metric: Shapes, names: list[str], crs: CRS) -> None:
    one, other = shapely.STRtree(metric).query(metric, predicate="intersects")
    one, other = one[one < other], other[one < other]
    common = shapely.intersection(metric[one], metric[other])
    share = shapely.area(common) / np.minimum(shapely.area(metric[one]), shapely.area(metric[other]))
    if not len(share) or share.max() <= MOST_OVERLAP:
        return
    worst = int(share.argmax())
    where = to_degrees(shapely.get_coordinates(shapely.point_on_surface(common[worst])), crs)[0]
    raise GeometryError(
        text(
            "'{one}' and '{other}' overlap: {share} of the smaller one, near {lon}° E, {lat}° N.",
            one=names[one[worst]],
            other=names[other[worst]],
            share=Share(float(share[worst])),
            lon=Number(where[0], 4),
            lat=Number(where[1], 4),
        ),
        text("Give boundaries in which every piece of ground belongs to one area."),
    )


def _noded(metric: Shapes, crs: CRS) -> Shapes:
    """Node all borders together on the exchanged grid and make the areas of the faces anew."""
    degrees = shapely.transform(metric, lambda xy: to_degrees(xy, crs))
    lines = shapely.union_all(shapely.boundary(degrees), grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    area, face = shapely.STRtree(shapely.point_on_surface(faces)).query(degrees, predicate="intersects")
    face, first = np.unique(face, return_index=True)
    return merge(faces[face], area[first], len(metric))
