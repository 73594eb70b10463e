"""
Inner loops, compiled by Numba when first called and kept on disk from then on.

Points come sorted, neighbours together, in groups with a box each, and groups in blocks. A centre k can beat another j
nowhere in a box with middle y and half sides h unless ``f_k(y) − f_j(y) ≤ 2 Σ |c_k − c_j| h``, for
``f_k(x) = |x − c_k|² − w_k``: where one centre is left the sums of the block or group are added, and no point of it is
looked at; elsewhere only the centres that are left are. All sums run in one order, over parts whose number depends on
the problem alone, so that no result depends on the number of threads.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray, SmallArray
from geo.clustering._compiled import compiled, inlined

NEAR = 8.0
"""A centre further behind than this many blurs gets nothing that counts: exp(−8) is 3e-4."""

_ROUNDING = 1e-12
"""Part of a cost by which rounding may differ: who wins must not depend on which points share a box."""


class Boxes(NamedTuple):
    """
    Stretches of consecutive items, their boxes and sums.

    Parameters
    ----------
    bounds
        Where each stretch starts, and the end, shape (b + 1,).
    mid, half
        Middles and half sides, shape (b, d).
    mass, sums, squares
        Mass, mass × place and mass × squared place, shapes (b,), (b, d) and (b,).
    """

    bounds: IntArray
    mid: FloatArray
    half: FloatArray
    mass: FloatArray
    sums: FloatArray
    squares: FloatArray


@inlined
def cost_at(place: FloatArray, centers: FloatArray, offsets: FloatArray, j: int) -> float:
    """Return how far a place is from centre j, squared, less what that centre may reach further."""
    u = place[0] - centers[j, 0]
    squared = u * u
    for a in range(1, centers.shape[1]):
        u = place[a] - centers[j, a]
        squared += u * u
    return float(squared - offsets[j])


@inlined
def cheapest(
    place: FloatArray, centers: FloatArray, offsets: FloatArray, among: IntArray, first: int, last: int
) -> int:
    """Return the centre that wins a place among some of a list, ascending: of equals the first."""
    best, winner = np.inf, among[first]
    for q in range(first, last):
        f = cost_at(place, centers, offsets, among[q])
        if f < best:
            best, winner = f, among[q]
    return int(winner)


@compiled
def rivals(
    mid: FloatArray,
    half: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    slack: float,
    among: IntArray,
    many: int,
    cost: FloatArray,
    found: IntArray,
) -> int:
    """Write which of `many` centres may win something in a box to `found`, in their order; return how many."""
    d = centers.shape[1]
    best, winner = np.inf, among[0]
    for q in range(many):
        f = cost_at(mid, centers, offsets, among[q])
        cost[q] = f
        if f < best:
            best, winner = f, among[q]
    limit = best + slack + _ROUNDING * (abs(best) + 2.0 * abs(offsets[winner]))
    count = 0
    for q in range(many):
        j = among[q]
        reach = limit
        for a in range(d):
            reach += 2.0 * abs(centers[j, a] - centers[winner, a]) * half[a]
        if cost[q] <= reach:
            found[count] = j
            count += 1
    if count == 0:
        # Numbers that cannot be compared must not leave nobody.
        found[0], count = winner, 1
    return count


@compiled
def boxes(points: FloatArray, weights: FloatArray, bounds: IntArray) -> tuple[FloatArray, ...]:
    """Return what `Boxes` holds of each stretch of points beside its bounds."""
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


@compiled
def boxed(groups: Boxes, bounds: IntArray) -> tuple[FloatArray, ...]:
    """Return what `Boxes` holds of each stretch of groups beside its bounds."""
    g, d = len(bounds) - 1, groups.mid.shape[1]
    mid, half = np.empty((g, d)), np.empty((g, d))
    mass, sums, squares = np.zeros(g), np.zeros((g, d)), np.zeros(g)
    for b in range(g):
        for a in range(d):
            low, high = np.inf, -np.inf
            for i in range(bounds[b], bounds[b + 1]):
                low = min(low, groups.mid[i, a] - groups.half[i, a])
                high = max(high, groups.mid[i, a] + groups.half[i, a])
                sums[b, a] += groups.sums[i, a]
            mid[b, a], half[b, a] = 0.5 * (low + high), 0.5 * (high - low)
        for i in range(bounds[b], bounds[b + 1]):
            mass[b] += groups.mass[i]
            squares[b] += groups.squares[i]
    return mid, half, mass, sums, squares


@compiled
def _apart(
    place: FloatArray, centers: FloatArray, offsets: FloatArray, reach: FloatArray, among: IntArray, many: int
) -> float:
    """Return the squared distance of the two centres nearest to a place, or the `reach` of the nearest if more."""
    best, second, j0, j1 = np.inf, np.inf, among[0], among[0]
    for q in range(many):
        j = among[q]
        f = cost_at(place, centers, offsets, j)
        if f < best:
            second, j1, best, j0 = best, j0, f, j
        elif f < second:
            second, j1 = f, j
    apart = 0.0
    for a in range(centers.shape[1]):
        u = centers[j0, a] - centers[j1, a]
        apart += u * u
    return float(max(apart, reach[j0]))


@compiled
def widths(
    points: FloatArray,
    spread: FloatArray,
    groups: Boxes,
    blocks: Boxes,
    centers: FloatArray,
    offsets: FloatArray,
    reach: FloatArray,
    blur: float,
    part: float,
    first: int,
    last: int,
    result: FloatArray,
) -> None:
    """
    Write the blur of some blocks: `blur` times the squared distance of the two centres a point or group lies between.

    More where the point stands for many that a border would divide: one of root mean square half width s lets the
    difference between two centres vary by ``2 |c_j − c_k| s``, of which it gets that `part`.
    """
    k = len(centers)
    everyone, cost = np.arange(k), np.empty(k)
    some, few = np.empty(k, np.int64), np.empty(k, np.int64)
    single = len(spread) > 0
    for b in range(first, last):
        # Twice the box: the runner-up is wanted although it wins nothing here.
        many = rivals(blocks.mid[b], 2.0 * blocks.half[b], centers, offsets, 0.0, everyone, k, cost, some)
        for g in range(blocks.bounds[b], blocks.bounds[b + 1]):
            count = rivals(groups.mid[g], 2.0 * groups.half[g], centers, offsets, 0.0, some, many, cost, few)
            if not single:
                result[g] = blur * _apart(groups.mid[g], centers, offsets, reach, few, count)
                continue
            for i in range(groups.bounds[g], groups.bounds[g + 1]):
                apart = _apart(points[i], centers, offsets, reach, few, count)
                result[i] = max(blur * apart, part * 2.0 * np.sqrt(apart) * spread[i])


@inlined
def _whole(
    box: Boxes,
    b: int,
    j: int,
    centers: FloatArray,
    offsets: FloatArray,
    loads: FloatArray,
    moments: FloatArray,
) -> float:
    """Give all of a box to one centre; return its part of the dual value."""
    loads[j] += box.mass[b]
    value = box.squares[b] - offsets[j] * box.mass[b]
    for a in range(centers.shape[1]):
        moments[j, a] += box.sums[b, a]
        value += centers[j, a] * (centers[j, a] * box.mass[b] - 2.0 * box.sums[b, a])
    return float(value)


@compiled
def blurred(
    points: FloatArray,
    weights: FloatArray,
    blurs: FloatArray,
    groups: Boxes,
    blocks: Boxes,
    centers: FloatArray,
    offsets: FloatArray,
    first: int,
    last: int,
    loads: FloatArray,
    moments: FloatArray,
    laplacian: FloatArray,
) -> float:
    """
    Add what the blocks from `first` to `last` give; return their part of the dual value.

    `blurs` holds one for each point, or one for each group.
    """
    k, d = centers.shape
    everyone, cost = np.arange(k), np.empty(k)
    some, few = np.empty(k, np.int64), np.empty(k, np.int64)
    f, near, share = np.empty(k), np.empty(k, np.int64), np.empty(k)
    value, single = 0.0, len(blurs) == len(points)
    for b in range(first, last):
        start, end = blocks.bounds[b], blocks.bounds[b + 1]
        widest = blurs[groups.bounds[start] : groups.bounds[end]].max() if single else blurs[start:end].max()
        many = rivals(blocks.mid[b], blocks.half[b], centers, offsets, NEAR * widest, everyone, k, cost, some)
        if many == 1:
            value += _whole(blocks, b, some[0], centers, offsets, loads, moments)
            continue
        for g in range(blocks.bounds[b], blocks.bounds[b + 1]):
            start, end = groups.bounds[g], groups.bounds[g + 1]
            widest = blurs[start:end].max() if single else blurs[g]
            count = rivals(groups.mid[g], groups.half[g], centers, offsets, NEAR * widest, some, many, cost, few)
            if count == 1:
                value += _whole(groups, g, few[0], centers, offsets, loads, moments)
                continue
            for i in range(start, end):
                best, blur = np.inf, blurs[i] if single else widest
                for q in range(count):
                    f[q] = cost_at(points[i], centers, offsets, few[q])
                    best = min(best, f[q])
                limit, close = best + NEAR * blur, 0
                for q in range(count):
                    if f[q] <= limit:
                        near[close] = q
                        close += 1
                w = weights[i]
                if close == 1:
                    j = few[near[0]]
                    loads[j] += w
                    value += w * best
                    for a in range(d):
                        moments[j, a] += w * points[i, a]
                    continue
                sharp, total = 1.0 / blur, 0.0
                for q in range(close):
                    share[q] = np.exp((best - f[near[q]]) * sharp)
                    total += share[q]
                value += w * (best - blur * np.log(total))
                for q in range(close):
                    share[q] /= total
                    j, s = few[near[q]], w * share[q]
                    near[q] = j
                    loads[j] += s
                    for a in range(d):
                        moments[j, a] += s * points[i, a]
                    rate = s * sharp
                    laplacian[j, j] += rate * (1.0 - share[q])
                    # Centres ascend, so this is the half below the diagonal.
                    for r in range(q):
                        laplacian[j, near[r]] -= rate * share[r]
    return value


@compiled
def mirror(matrix: FloatArray) -> None:
    """Copy the half below the diagonal to the half above."""
    for j in range(len(matrix)):
        for r in range(j):
            matrix[r, j] = matrix[j, r]


@compiled
def winners(
    points: FloatArray,
    groups: Boxes,
    blocks: Boxes,
    centers: FloatArray,
    offsets: FloatArray,
    first: int,
    last: int,
    labels: IntArray,
    gaps: FloatArray,
) -> None:
    """Write for each point of some blocks who wins it, and by how much the next rival loses: infinite where none is."""
    k = len(centers)
    everyone, cost = np.arange(k), np.empty(k)
    some, few = np.empty(k, np.int64), np.empty(k, np.int64)
    for b in range(first, last):
        many = rivals(blocks.mid[b], blocks.half[b], centers, offsets, 0.0, everyone, k, cost, some)
        for g in range(blocks.bounds[b], blocks.bounds[b + 1]):
            start, end = groups.bounds[g], groups.bounds[g + 1]
            count = rivals(groups.mid[g], groups.half[g], centers, offsets, 0.0, some, many, cost, few)
            for i in range(start, end):
                best, after, winner = np.inf, np.inf, few[0]
                for q in range(count):
                    f = cost_at(points[i], centers, offsets, few[q])
                    # Centres ascend: of equals the first wins.
                    if f < best:
                        after, best, winner = best, f, few[q]
                    elif f < after:
                        after = f
                labels[i], gaps[i] = winner, after - best


@compiled
def labelled(
    points: FloatArray,
    weights: FloatArray,
    order: SmallArray,
    groups: Boxes,
    blocks: Boxes,
    centers: FloatArray,
    offsets: FloatArray,
    first: int,
    last: int,
    labels: IntArray,
    loads: FloatArray,
) -> None:
    """Write who wins the points of some blocks, in the order in which they were given, and add to the loads."""
    k = len(centers)
    everyone, cost = np.arange(k), np.empty(k)
    some, few = np.empty(k, np.int64), np.empty(k, np.int64)
    for b in range(first, last):
        many = rivals(blocks.mid[b], blocks.half[b], centers, offsets, 0.0, everyone, k, cost, some)
        for g in range(blocks.bounds[b], blocks.bounds[b + 1]):
            count = rivals(groups.mid[g], groups.half[g], centers, offsets, 0.0, some, many, cost, few)
            for i in range(groups.bounds[g], groups.bounds[g + 1]):
                winner = few[0] if count == 1 else cheapest(points[i], centers, offsets, few, 0, count)
                labels[order[i]] = winner
                loads[winner] += weights[i]


@compiled
def about(points: FloatArray, weights: FloatArray, origin: FloatArray, first: int, last: int, sums: FloatArray) -> None:
    """Add the mass of some points, their mass × place and their mass × squared distance, seen from an origin."""
    d = points.shape[1]
    for i in range(first, last):
        sums[0] += weights[i]
        for a in range(d):
            u = points[i, a] - origin[a]
            sums[1 + a] += weights[i] * u
            sums[1 + d] += weights[i] * u * u


@compiled
def inertia(
    points: FloatArray, weights: FloatArray, labels: IntArray, centers: FloatArray, first: int, last: int
) -> float:
    """Return the weighted sum of squared distances of some points to the centre of their label."""
    total = 0.0
    for i in range(first, last):
        squared = 0.0
        for a in range(points.shape[1]):
            u = points[i, a] - centers[labels[i], a]
            squared += u * u
        total += weights[i] * squared
    return total
