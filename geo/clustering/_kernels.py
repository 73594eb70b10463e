"""
Inner loops, compiled by Numba when first called and kept on disk from then on.

Points come sorted, neighbours together, in groups with a box each. A centre k can beat another j nowhere in a box with
middle y and half sides h unless ``f_k(y) − f_j(y) ≤ 2 Σ |c_k − c_j| h``, for ``f_k(x) = |x − c_k|² − w_k``: where one
centre is left the sums of the group are added, and no point of it is looked at. All sums run in one order, over parts
whose number depends on the problem alone, so that no result depends on the number of threads.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from geo.clustering._arrays import FloatArray, IntArray

NEAR = 18.0
"""A centre further behind than this many blurs gets nothing that counts: exp(−18) is 1.5e-8."""


@njit(cache=True, nogil=True, inline="always")
def _cost(place: FloatArray, centers: FloatArray, offsets: FloatArray, j: int) -> float:
    """Return how far a place is from centre j, squared, less what that centre may reach further."""
    squared = 0.0
    for a in range(centers.shape[1]):
        u = place[a] - centers[j, a]
        squared += u * u
    return float(squared - offsets[j])


@njit(cache=True, nogil=True, inline="always")
def _rivals(
    mid: FloatArray,
    half: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    slack: float,
    cost: FloatArray,
    found: IntArray,
) -> int:
    """Write the centres that may win something in a box to `found`, the winner at its middle first; return how many."""
    k, d = centers.shape
    best, winner = np.inf, 0
    for j in range(k):
        f = _cost(mid, centers, offsets, j)
        cost[j] = f
        if f < best:
            best, winner = f, j
    found[0] = winner
    count = 1
    for j in range(k):
        if j == winner:
            continue
        reach = slack
        for a in range(d):
            reach += 2.0 * abs(centers[j, a] - centers[winner, a]) * half[a]
        if cost[j] - best <= reach:
            found[count] = j
            count += 1
    return count


@njit(cache=True, nogil=True)
def boxes(
    points: FloatArray, weights: FloatArray, bounds: IntArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return for each group its box (middles, half sides) and its sums: mass, mass × place, mass × squared place."""
    g, d = len(bounds) - 1, points.shape[1]
    mid, half = np.empty((g, d)), np.empty((g, d))
    mass, sums, squares = np.zeros(g), np.zeros((g, d)), np.zeros(g)
    for b in range(g):
        for a in range(d):
            low, high = np.inf, -np.inf
            for i in range(bounds[b], bounds[b + 1]):
                x = points[i, a]
                low, high = min(low, x), max(high, x)
                sums[b, a] += weights[i] * x
                squares[b] += weights[i] * x * x
            mid[b, a], half[b, a] = 0.5 * (low + high), 0.5 * (high - low)
        for i in range(bounds[b], bounds[b + 1]):
            mass[b] += weights[i]
    return mid, half, mass, sums, squares


@njit(cache=True, nogil=True)
def widths(
    points: FloatArray,
    spread: FloatArray,
    bounds: IntArray,
    mid: FloatArray,
    half: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    blur: float,
    part: float,
) -> FloatArray:
    """
    Return the blur of each point: `blur`, or more where the point stands for many that a border would divide.

    Such a point of root mean square half width s lets the difference between two centres vary by ``2 |c_j − c_k| s``.
    """
    n, (k, d) = len(points), centers.shape
    result = np.full(n, blur)
    cost, found = np.empty(k), np.empty(k, np.int64)
    for b in range(len(bounds) - 1):
        widest = 0.0
        for i in range(bounds[b], bounds[b + 1]):
            widest = max(widest, spread[i])
        if widest == 0.0:
            continue
        # Twice the box: the runner-up is wanted although it wins nothing here.
        count = _rivals(mid[b], 2.0 * half[b], centers, offsets, NEAR * blur, cost, found)
        if count == 1:
            continue
        for i in range(bounds[b], bounds[b + 1]):
            best, second, j0, j1 = np.inf, np.inf, 0, 0
            for q in range(count):
                j = found[q]
                f = _cost(points[i], centers, offsets, j)
                if f < best:
                    second, j1, best, j0 = best, j0, f, j
                elif f < second:
                    second, j1 = f, j
            apart = 0.0
            for a in range(d):
                u = centers[j0, a] - centers[j1, a]
                apart += u * u
            result[i] = max(blur, part * 2.0 * np.sqrt(apart) * spread[i])
    return result


@njit(cache=True, nogil=True)
def blurred(
    points: FloatArray,
    weights: FloatArray,
    blurs: FloatArray,
    bounds: IntArray,
    mid: FloatArray,
    half: FloatArray,
    mass: FloatArray,
    sums: FloatArray,
    squares: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    first: int,
    last: int,
    loads: FloatArray,
    moments: FloatArray,
    laplacian: FloatArray,
) -> float:
    """Add what the groups from `first` to `last` give; return their part of the dual value."""
    k, d = centers.shape
    cost, found = np.empty(k), np.empty(k, np.int64)
    f, near, share = np.empty(k), np.empty(k, np.int64), np.empty(k)
    value = 0.0
    for b in range(first, last):
        widest = 0.0
        for i in range(bounds[b], bounds[b + 1]):
            widest = max(widest, blurs[i])
        count = _rivals(mid[b], half[b], centers, offsets, NEAR * widest, cost, found)
        if count == 1:
            j = found[0]
            loads[j] += mass[b]
            part = squares[b] - offsets[j] * mass[b]
            for a in range(d):
                moments[j, a] += sums[b, a]
                part += centers[j, a] * (centers[j, a] * mass[b] - 2.0 * sums[b, a])
            value += part
            continue
        for i in range(bounds[b], bounds[b + 1]):
            best = np.inf
            for q in range(count):
                j = found[q]
                g = _cost(points[i], centers, offsets, j)
                f[q] = g
                best = min(best, g)
            limit, close = best + NEAR * blurs[i], 0
            for q in range(count):
                if f[q] <= limit:
                    near[close] = q
                    close += 1
            w = weights[i]
            if close == 1:
                j = found[near[0]]
                loads[j] += w
                value += w * best
                for a in range(d):
                    moments[j, a] += w * points[i, a]
                continue
            sharp, total = 1.0 / blurs[i], 0.0
            for q in range(close):
                share[q] = np.exp((best - f[near[q]]) * sharp)
                total += share[q]
            value += w * (best - blurs[i] * np.log(total))
            for q in range(close):
                share[q] /= total
                j, s = found[near[q]], w * share[q]
                loads[j] += s
                for a in range(d):
                    moments[j, a] += s * points[i, a]
                rate = s * sharp
                laplacian[j, j] += rate * (1.0 - share[q])
                for r in range(q):
                    h, other = rate * share[r], found[near[r]]
                    laplacian[j, other] -= h
                    laplacian[other, j] -= h
    return value


@njit(cache=True, nogil=True)
def winners(
    points: FloatArray,
    bounds: IntArray,
    mid: FloatArray,
    half: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    first: int,
    last: int,
    labels: IntArray,
    gaps: FloatArray,
) -> None:
    """Write for each point of some groups who wins it, and by how much the next rival loses: infinite where none is."""
    k = len(centers)
    cost, found = np.empty(k), np.empty(k, np.int64)
    for b in range(first, last):
        count = _rivals(mid[b], half[b], centers, offsets, 0.0, cost, found)
        for i in range(bounds[b], bounds[b + 1]):
            if count == 1:
                labels[i], gaps[i] = found[0], np.inf
                continue
            best, after, winner = np.inf, np.inf, k
            for q in range(count):
                j = found[q]
                f = _cost(points[i], centers, offsets, j)
                if f < best or (f == best and j < winner):
                    after, best, winner = best, f, j
                elif f < after:
                    after = f
            labels[i], gaps[i] = winner, after - best


@njit(cache=True, nogil=True)
def morton(points: FloatArray, low: FloatArray, size: float, levels: int) -> IntArray:
    """Return the number along a Z-order curve of the cell of each point, of 2**levels cells a side, shape (n,)."""
    n, side = len(points), 1 << levels
    codes = np.empty(n, np.int64)
    for i in range(n):
        code = 0
        for a in range(2):
            cell = min(max(int((points[i, a] - low[a]) / size * side), 0), side - 1)
            cell = (cell | (cell << 8)) & 0x00FF00FF
            cell = (cell | (cell << 4)) & 0x0F0F0F0F
            cell = (cell | (cell << 2)) & 0x33333333
            cell = (cell | (cell << 1)) & 0x55555555
            code |= cell << a
        codes[i] = code
    return codes


@njit(cache=True, nogil=True)
def order_of(codes: IntArray, cells: int) -> tuple[IntArray, IntArray]:
    """Return where each cell starts, shape (cells + 1,), and the points in the order of their cells (counting sort)."""
    start = np.zeros(cells + 1, np.int64)
    for code in codes:
        start[code + 1] += 1
    for c in range(cells):
        start[c + 1] += start[c]
    free, order = start[:-1].copy(), np.empty(len(codes), np.int64)
    for i in range(len(codes)):
        order[free[codes[i]]] = i
        free[codes[i]] += 1
    return start, order


@njit(cache=True, nogil=True)
def leaves(start: IntArray, cumulative: FloatArray, levels: int, most: float, least: int) -> IntArray:
    """
    Return where the leaves of a quadtree start among sorted points, and the end.

    A square is divided while it weighs more than `most` and holds more than `least` points.
    """
    bounds = [0]
    cell, depth = np.empty(4 * levels + 8, np.int64), np.empty(4 * levels + 8, np.int64)
    cell[0], depth[0], top = 0, 0, 1
    while top:
        top -= 1
        c, at = cell[top], depth[top]
        width = 1 << (2 * (levels - at))
        a, b = start[c], start[c + width]
        if a == b:
            continue
        if at == levels or b - a <= least or cumulative[b] - cumulative[a] <= most:
            bounds.append(b)
            continue
        for q in range(3, -1, -1):
            cell[top], depth[top] = c + q * (width >> 2), at + 1
            top += 1
    return np.array(bounds)


@njit(cache=True, nogil=True)
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
