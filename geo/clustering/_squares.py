"""
Compiled loops over the squares of a grid: what the points in each weigh together, who wins it, and who wins each point.

Points stay where they are: of very many, putting them in order takes longer than all the rest. Squares are gone through
along a Z-order curve, on which those of a quadtree are stretches.
"""

from __future__ import annotations

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray, SmallArray
from geo.clustering._compiled import compiled, inlined
from geo.clustering._kernels import cheapest, rivals


@inlined
def _cell(x: float, low: float, fine: float, side: int) -> int:
    """Return the row or the column of a coordinate that is not below `low`, `fine` of them to a unit of length."""
    return min(int((x - low) * fine), side - 1)


@compiled
def summed(
    points: FloatArray,
    weights: FloatArray,
    low: FloatArray,
    size: float,
    origin: FloatArray,
    scale: float,
    first: int,
    last: int,
    sums: FloatArray,
) -> None:
    """
    Add mass, mass × place and mass × squared place of some points to those of their squares (side, side, 4).

    Places are added in units of a frame whose scale is a power of two.
    """
    side = len(sums)
    fine, smaller = side / size, 1.0 / scale
    for i in range(first, last):
        at = sums[_cell(points[i, 1], low[1], fine, side), _cell(points[i, 0], low[0], fine, side)]
        w, x, y = weights[i], (points[i, 0] - origin[0]) * smaller, (points[i, 1] - origin[1]) * smaller
        at[0] += w
        at[1] += w * x
        at[2] += w * y
        at[3] += w * (x * x + y * y)


@inlined
def _every_other(bits: int) -> int:
    """Return every other bit of a number, put together."""
    bits &= 0x5555555555555555
    bits = (bits | (bits >> 1)) & 0x3333333333333333
    bits = (bits | (bits >> 2)) & 0x0F0F0F0F0F0F0F0F
    bits = (bits | (bits >> 4)) & 0x00FF00FF00FF00FF
    return (bits | (bits >> 8)) & 0x0000FFFF0000FFFF


@compiled
def occupied(sums: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, SmallArray]:
    """
    Return the squares that weigh something, along the curve, from sums in parts (parts, side, side, 4).

    These are the weighted means (m, 2), weights (m,) and root mean square half widths (m,), and how many of them come
    before each square of the curve and before the end (side² + 1,).
    """
    parts, side = sums.shape[:2]
    start, m = np.zeros(side * side + 1, np.int32), 0
    for s in range(side * side):
        here = sums[:, _every_other(s >> 1), _every_other(s)]
        for p in range(1, parts):
            for a in range(4):
                here[0, a] += here[p, a]
        m += here[0, 0] > 0.0
        start[s + 1] = m
    means, mass, spread = np.empty((m, 2)), np.empty(m), np.empty(m)
    for s in range(side * side):
        q = start[s]
        if start[s + 1] == q:
            continue
        w, x, y, squared = sums[0, _every_other(s >> 1), _every_other(s)]
        means[q, 0], means[q, 1], mass[q] = x / w, y / w, w
        spread[q] = np.sqrt(max(0.0, (squared / w - means[q, 0] ** 2 - means[q, 1] ** 2) / 2.0))
    return means, mass, spread, start


@compiled
def owners(
    low: FloatArray, size: float, levels: int, centers: FloatArray, offsets: FloatArray
) -> tuple[SmallArray, IntArray, IntArray]:
    """
    Tell who may win something in each square, for a grid, centres and offsets in the same units.

    Returns
    -------
    owner
        Of 2**levels rows and columns: the only centre that may, or −1 − the number of a list.
    start, lists
        Where each list starts, and the end, and the centres in all of them, ascending in each.
    """
    k, side = len(centers), 1 << levels
    owner = np.empty((side, side), np.int32)
    start, lists = [np.int64(0)], [np.int64(0)]
    lists.pop()
    among, many, cost = np.empty((levels + 2, k), np.int64), np.empty(levels + 2, np.int64), np.empty(k)
    among[0], many[0] = np.arange(k), k
    waiting = np.empty((3 * levels + 4, 3), np.int64)
    waiting[0] = 0
    top = 1
    mid, half = np.empty(2), np.empty(2)
    while top:
        top -= 1
        at, x, y = waiting[top]
        width = side >> at
        edge = size / (1 << at)
        mid[0], mid[1] = low[0] + (x + 0.5) * edge, low[1] + (y + 0.5) * edge
        # Rounding may put a point at an edge into the square beside it.
        half[:] = 0.5 * edge + 1e-9 * size
        # A square's rivals are among those of the square that it is a quarter of, found just before.
        many[at + 1] = rivals(mid, half, centers, offsets, 0.0, among[at], many[at], cost, among[at + 1])
        if many[at + 1] == 1:
            owner[y * width : (y + 1) * width, x * width : (x + 1) * width] = among[at + 1, 0]
        elif at == levels:
            owner[y, x] = -len(start)
            for q in range(many[at + 1]):
                lists.append(among[at + 1, q])  # noqa: PERF401 (a compiled loop)
            start.append(np.int64(len(lists)))
        else:
            for q in range(4):
                waiting[top, 0], waiting[top, 1], waiting[top, 2] = at + 1, 2 * x + (q & 1), 2 * y + (q >> 1)
                top += 1
    return owner, np.array(start), np.array(lists)


@compiled
def claimed(
    points: FloatArray,
    weights: FloatArray,
    low: FloatArray,
    size: float,
    origin: FloatArray,
    scale: float,
    owner: SmallArray,
    start: IntArray,
    lists: IntArray,
    centers: FloatArray,
    offsets: FloatArray,
    first: int,
    last: int,
    labels: IntArray,
    loads: FloatArray,
) -> None:
    """Write who wins some points, by who may win their squares, and add to the loads."""
    side = len(owner)
    fine, smaller = side / size, 1.0 / scale
    place = np.empty(2)
    for i in range(first, last):
        winner = np.int64(owner[_cell(points[i, 1], low[1], fine, side), _cell(points[i, 0], low[0], fine, side)])
        if winner < 0:
            place[0], place[1] = (points[i, 0] - origin[0]) * smaller, (points[i, 1] - origin[1]) * smaller
            own = -winner - 1
            winner = cheapest(place, centers, offsets, lists, start[own], start[own + 1])
        labels[i] = winner
        loads[winner] += weights[i]
