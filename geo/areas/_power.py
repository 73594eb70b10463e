"""
Power diagrams: the plane divided by weighted centres.

The cell of centre k holds the points where `|x − c_k|² − w_k` is least; with equal offsets it is a Voronoi cell. The
diagram is the dual of the lower convex hull of the centres lifted to `(c, |c|² − w)` (Aurenhammer 1987, "Power
diagrams: properties, algorithms and applications", SIAM J. Comput. 16). Every border is made of corners that
neighbouring cells share exactly.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import ConvexHull, cKDTree

from geo.areas._metric import Coordinates

_FAR = 8.0
"""Distance of the guard centres from the middle, in halves of the larger side of the frame."""

Labels = npt.NDArray[np.intp]


def power_borders(
    centres: Coordinates, offsets: npt.NDArray[np.float64], frame: tuple[float, float, float, float]
) -> npt.NDArray[np.object_]:
    """
    Return the borders between power cells.

    Parameters
    ----------
    centres
        Shape (k, 2), metres.
    offsets
        Shape (k,), square metres.
    frame
        West, south, east, north: borders reach at least to its edge. It is widened to hold every centre.

    Returns
    -------
    Line strings of two points each, cut to a frame slightly larger than `frame`. Borders that meet share a corner.
    """
    low = np.minimum(frame[:2], centres.min(axis=0))
    high = np.maximum(frame[2:], centres.max(axis=0))
    middle, scale = (low + high) / 2, max(float((high - low).max()) / 2, 1.0)
    guards = _FAR * np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
    points = np.vstack([(centres - middle) / scale, guards])
    # The guards weigh as little as the lightest centre: nothing within the frame is nearer to them.
    weights = np.append(offsets, np.full(len(guards), offsets.min())) / scale**2
    weights = weights - weights.mean()
    lifted = np.column_stack([points, (points**2).sum(axis=1) - weights])
    hull = ConvexHull(lifted)
    lower = np.flatnonzero(hull.equations[:, 2] < 0)
    normals = hull.equations[lower]
    corners = np.full((len(hull.simplices), 2), np.nan)
    corners[lower] = normals[:, :2] / (-2.0 * normals[:, 2:3])
    ends = np.column_stack([np.repeat(np.arange(len(hull.simplices)), 3), hull.neighbors.ravel()])
    ends = ends[(ends[:, 0] < ends[:, 1]) & np.isfinite(corners[ends][:, :, 0]).all(axis=1)]
    lines = corners[ends]
    lines = lines[(np.abs(lines[:, 0] - lines[:, 1]) > 0).any(axis=1)] * scale + middle
    margin = 0.01 * scale
    edges = (*(low - margin), *(high + margin))
    cut = shapely.clip_by_rect(shapely.linestrings(lines), *edges)
    kept: npt.NDArray[np.object_] = cut[~shapely.is_empty(cut)]
    return kept


def power_labels(points: Coordinates, centres: Coordinates, offsets: npt.NDArray[np.float64]) -> Labels:
    """
    Return the cell of each point, `argmin_k |x − c_k|² − w_k`.

    Lifting `c → (c, √(max w − w))` turns it into a search of the nearest centre.
    """
    lift = np.sqrt(offsets.max() - offsets)
    tree = cKDTree(np.column_stack([centres, lift]))
    _, labels = tree.query(np.column_stack([points, np.zeros(len(points))]))
    return np.asarray(labels, dtype=np.intp)
