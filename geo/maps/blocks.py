"""
The areas of a coverage as a map document that can be painted: each area by itself, each shared border once.

Unlike `geo.maps.document.territories` it says nothing of who has which area: the map's script colours it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geo.areas import Coverage
from geo.maps.document import DISPLAY_TOLERANCE, Layer
from geo.maps.packing import GRID, polygons, steps

Ints = npt.NDArray[np.int64]
Geometries = npt.NDArray[np.object_]

OUTSIDE = -1
"""What lies beyond a border at the edge of the coverage."""


def blocks(coverage: Coverage) -> Layer:
    """
    Lay out the areas of a coverage to be coloured and painted one by one.

    Borders are simplified once for all areas, so that neighbours share every vertex as drawn.

    Parameters
    ----------
    coverage
        The building blocks; row i is area i of the document.

    Returns
    -------
    A document of kind `blocks`: `codes` and `names` of the areas, their `polygons` in steps of 1e-5 degrees, and
    `lines`, each a border with the two areas beside it in `sides` (the smaller row first, −1 last for none).
    """
    shapes = shapely.coverage_simplify(np.asarray(coverage.areas.geometry.array), DISPLAY_TOLERANCE)
    lines, sides = borders(shapes)
    return {
        "kind": "blocks",
        "sources": coverage.source.split("; "),
        "approximate": bool(coverage.approximate),
        "codes": coverage.areas["code"].tolist(),
        "names": coverage.areas["name"].tolist(),
        "polygons": [polygons(shape) for shape in shapes],
        "lines": [steps(shapely.get_coordinates(line)) for line in lines],
        "sides": sides.tolist(),
    }


def borders(shapes: Geometries) -> tuple[Geometries, Ints]:
    """
    Return every border of a coverage once, with the areas beside it.

    Parameters
    ----------
    shapes
        Areas in degrees that share their vertices, shape (n,).

    Returns
    -------
    Lines in degrees, shape (m,), and the rows of the two areas beside each, shape (m, 2); the second is −1 at the edge.
    """
    segments, sides = _segments(shapes)
    pairs, pair = np.unique(sides, axis=0, return_inverse=True)
    order = np.argsort(pair.ravel(), kind="stable")
    ends = np.asarray(shapely.linestrings(segments[order] / GRID))
    joined = shapely.line_merge(shapely.multilinestrings(ends, indices=pair.ravel()[order]))
    lines, of = shapely.get_parts(joined, return_index=True)
    return lines, pairs[of]


def _segments(shapes: Geometries) -> tuple[Ints, Ints]:
    """
    Return the straight pieces of all borders in whole steps, shape (m, 2, 2), and the areas beside each, shape (m, 2).

    A piece that only one area has lies at the edge; one that an area has twice, where rounding folded it, is none.
    """
    parts, area = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    whole = np.rint(coordinates * GRID).astype(np.int64)
    within = (ring[1:] == ring[:-1]) & (whole[1:] != whole[:-1]).any(axis=1)
    start, end, owner = whole[:-1][within], whole[1:][within], area[part[ring[:-1][within]]]
    turned = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    start[turned], end[turned] = end[turned], start[turned].copy()
    ends, which = np.unique(np.column_stack([start, end]), axis=0, return_inverse=True)
    beside, times = np.unique(np.column_stack([which.ravel(), owner]), axis=0, return_counts=True)
    piece, area_beside = beside[times % 2 == 1].T
    pieces, first, count = np.unique(piece, return_index=True, return_counts=True)
    second = np.where(count > 1, area_beside[np.minimum(first + 1, len(piece) - 1)], OUTSIDE)
    return ends[pieces].reshape(-1, 2, 2), np.column_stack([area_beside[first], second])
