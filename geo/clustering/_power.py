"""
Power diagrams: which centre wins a point once each centre may reach `offset` further.

The cell of centre k holds the points x where |x − c_k|² − w_k is least (Aurenhammer 1987).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.clustering import _kernels as kernels
from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._threads import over_parts, parts_of

_ONE_PLACE = 1e-10


def squared_distances(points: FloatArray, centers: FloatArray) -> FloatArray:
    """
    Return squared distances from points (n, d) to centres (k, d), shape (n, k).

    Never negative; exact to rounding because differences, not expanded squares, are taken in few dimensions.
    """
    if points.shape[1] <= 4:
        result = np.zeros((len(points), len(centers)))
        for axis in range(points.shape[1]):
            difference = points[:, axis, None] - centers[None, :, axis]
            result += difference * difference
        return result
    expanded: FloatArray = (points * points).sum(1)[:, None] - 2.0 * points @ centers.T + (centers * centers).sum(1)
    return np.maximum(expanded, 0.0, out=expanded)


def loads_of(labels: IntArray, weights: FloatArray, k: int) -> FloatArray:
    """Return the weight under each of k labels, shape (k,)."""
    return np.bincount(labels, weights, k).astype(np.float64, copy=False)


@dataclass(frozen=True)
class Cells:
    """
    Who wins what.

    Parameters
    ----------
    labels
        Centre that wins each point, shape (n,).
    gaps
        By how much the next of those loses that win something nearby, in squared length; infinite where none does,
        shape (n,).
    """

    labels: IntArray
    gaps: FloatArray


def reaches(centers: FloatArray) -> FloatArray:
    """
    Return each centre's squared distance to the nearest other one, never zero.

    The natural unit of its offset: a change of that size moves a border across a cell. Centres should lie about 1
    apart as a whole; closer than 1e-5 counts as one place.
    """
    if len(centers) == 1:
        return np.ones(1)
    between = squared_distances(centers, centers)
    np.fill_diagonal(between, np.inf)
    nearest = between.min(1)
    apart = nearest[nearest > _ONE_PLACE]
    least = float(np.median(apart)) if apart.size else 1.0
    return np.asarray(np.maximum(nearest, 1e-3 * least))


def centroids(points: FloatArray, weights: FloatArray, labels: IntArray, centers: FloatArray) -> FloatArray:
    """Return the weighted mean of each label's points, shape (k, d); a label without weight keeps its centre."""
    k = len(centers)
    loads = loads_of(labels, weights, k)
    held = loads > 0
    moved = centers.copy()
    for axis in range(points.shape[1]):
        sums = np.bincount(labels, weights * points[:, axis], k)
        moved[held, axis] = sums[held] / loads[held]
    return moved


def inertia(points: FloatArray, weights: FloatArray, labels: IntArray, centers: FloatArray) -> float:
    """Return the weighted sum of squared distances to the centre of each point's label."""
    points, weights = np.ascontiguousarray(points, dtype=np.float64), np.ascontiguousarray(weights, dtype=np.float64)
    labels, centers = np.ascontiguousarray(labels, dtype=np.intp), np.ascontiguousarray(centers)
    parts = over_parts(
        lambda _, first, last: float(kernels.inertia(points, weights, labels, centers, first, last)),
        len(points),
        parts_of(len(points)),
    )
    return sum(parts)
