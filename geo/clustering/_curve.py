"""
Compiled loops that put points in order: along a curve that keeps neighbours together, in squares, and back again.

The curve is Morton's: the bits of both coordinates of a cell, by turns. Squares of a quadtree are stretches of it.
"""

from __future__ import annotations

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray, SmallArray
from geo.clustering._compiled import compiled


@compiled
def gather(
    points: FloatArray,
    weights: FloatArray,
    order: SmallArray,
    origin: FloatArray,
    scale: float,
    total: float,
    first: int,
    last: int,
    to_points: FloatArray,
    to_weights: FloatArray,
) -> None:
    """Write points and weights in another order and in other units."""
    for i in range(first, last):
        j = order[i]
        to_weights[i] = weights[j] / total
        for a in range(points.shape[1]):
            to_points[i, a] = (points[j, a] - origin[a]) / scale


@compiled
def give_back(labels: IntArray, order: SmallArray, first: int, last: int, result: IntArray) -> None:
    """Write labels in the order in which points were given."""
    for i in range(first, last):
        result[order[i]] = labels[i]


@compiled
def extent(points: FloatArray, first: int, last: int, low: FloatArray, high: FloatArray) -> None:
    """Write the least and the greatest coordinates of some points."""
    for a in range(points.shape[1]):
        least = most = points[first, a]
        for i in range(first, last):
            x = points[i, a]
            if x < least:
                least = x
            elif x > most:
                most = x
        low[a], high[a] = least, most


@compiled
def morton(
    points: FloatArray, low: FloatArray, size: float, levels: int, first: int, last: int, codes: SmallArray
) -> None:
    """Write the number along a Z-order curve of the cell of some points, of 2**levels cells a side."""
    side = 1 << levels
    fine = side / size
    for i in range(first, last):
        code = 0
        for a in range(2):
            cell = min(max(int((points[i, a] - low[a]) * fine), 0), side - 1)
            cell = (cell | (cell << 8)) & 0x00FF00FF
            cell = (cell | (cell << 4)) & 0x0F0F0F0F
            cell = (cell | (cell << 2)) & 0x33333333
            cell = (cell | (cell << 1)) & 0x55555555
            code |= cell << a
        codes[i] = code


@compiled
def order_of(codes: SmallArray, cells: int) -> tuple[SmallArray, SmallArray]:
    """Return where each cell starts, shape (cells + 1,), and the points in the order of their cells (counting sort)."""
    start = np.zeros(cells + 1, np.int32)
    for code in codes:
        start[code + 1] += 1
    for c in range(cells):
        start[c + 1] += start[c]
    free, order = start[:-1].copy(), np.empty(len(codes), np.int32)
    for i in range(len(codes)):
        order[free[codes[i]]] = i
        free[codes[i]] += 1
    return start, order


@compiled
def leaves(start: SmallArray, cumulative: FloatArray, levels: int, most: float, least: int) -> IntArray:
    """
    Return where the leaves of a quadtree start among sorted points, and the end.

    A square is divided while it holds more than `least` points and, if `most` is positive, weighs more than that. Those
    of the last level are cut into as many parts of equal count.
    """
    bounds = [np.int64(0)]
    cell, depth = np.empty(4 * levels + 8, np.int64), np.empty(4 * levels + 8, np.int64)
    cell[0], depth[0], top = 0, 0, 1
    while top:
        top -= 1
        c, at = cell[top], depth[top]
        width = 1 << (2 * (levels - at))
        a, b = start[c], start[c + width]
        if a == b:
            continue
        if b - a <= least or (most > 0.0 and cumulative[b] - cumulative[a] <= most):
            bounds.append(np.int64(b))
            continue
        if at == levels:
            # Too much for one place: points that lie as close as this need no order among them.
            cuts = (b - a + least - 1) // least
            if most > 0.0:
                cuts = min(cuts, int((cumulative[b] - cumulative[a]) / most) + 1)
            for q in range(1, cuts + 1):
                bounds.append(np.int64(a + (b - a) * q // cuts))  # noqa: PERF401 (a compiled loop)
            continue
        for q in range(3, -1, -1):
            cell[top], depth[top] = c + q * (width >> 2), at + 1
            top += 1
    return np.array(bounds)


@compiled
def merged(points: FloatArray, weights: FloatArray, bounds: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the weighted mean, the weight and the root mean square half width of each group that has weight."""
    g, d = len(bounds) - 1, points.shape[1]
    means, mass, spread = np.empty((g, d)), np.empty(g), np.empty(g)
    kept = 0
    for b in range(g):
        total = 0.0
        for i in range(bounds[b], bounds[b + 1]):
            total += weights[i]
        if total <= 0.0:
            continue
        variance = 0.0
        for a in range(d):
            mean = 0.0
            for i in range(bounds[b], bounds[b + 1]):
                mean += weights[i] * points[i, a]
            mean /= total
            means[kept, a] = mean
            for i in range(bounds[b], bounds[b + 1]):
                variance += weights[i] * (points[i, a] - mean) ** 2
        mass[kept], spread[kept] = total, np.sqrt(variance / total / d)
        kept += 1
    return means[:kept], mass[:kept], spread[:kept]
