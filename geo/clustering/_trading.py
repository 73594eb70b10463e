"""
Trade points between clusters, one for nothing or one for another, until the loads fit at the least cost.

What a load oversteps its limits by has a price. It rises from next to nothing to more than any distance is worth, so
trades that help much for little come first. Looking at the centres nearest to a point alone keeps this quick where
clusters are many.
"""

from __future__ import annotations

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._compiled import compiled


@compiled
def trade(
    points: FloatArray,
    weights: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    least: FloatArray,
    greatest: FloatArray,
    targets: FloatArray,
    near: IntArray,
    prices: FloatArray,
    sweeps: int,
    labels: IntArray,
    thorough: bool,
) -> int:
    """
    Change labels in place; return how many trades were made.

    Parameters
    ----------
    points, weights, centers, offsets
        The points and the power diagram, shapes (n, d), (n,), (k, d), (k,).
    least, greatest, targets
        Limits of the loads, and what an overstepping is measured by, shapes (k,).
    near
        Centres that each point may go to, shape (n, c).
    prices
        Of overstepping by a whole target, one after the other, shape (p,).
    sweeps
        Times all points are gone through at each price at most.
    labels
        Shape (n,).
    thorough
        Whether clusters within their limits, too, trade for shorter distances.
    """
    n, d = points.shape
    k = len(centers)
    loads = np.zeros(k)
    first, following, preceding = np.full(k, -1), np.full(n, -1), np.full(n, -1)
    for i in range(n - 1, -1, -1):
        j = labels[i]
        loads[j] += weights[i]
        following[i] = first[j]
        if first[j] >= 0:
            preceding[first[j]] = i
        first[j] = i
    rounding = 1e-9 * (prices[0] + 1e-300)
    trades = 0
    # No point of a cluster goes to another for less than this: where that is too much, none need be looked at.
    eager = np.empty((k, k))
    for number, price in enumerate(prices):
        if thorough or number == 0:
            eager[:] = np.inf
            for p in range(n):
                _offer(p, labels[p], points, weights, centers, offsets, eager)
        for _ in range(sweeps):
            before = trades
            for i in range(n):
                a, w = labels[i], weights[i]
                now_a = _over(loads[a], least[a], greatest[a], targets[a])
                here = _far(points, i, centers, a, d) - offsets[a]
                best, chosen, partner = -rounding, -1, -1
                for q in range(near.shape[1]):
                    j = near[i, q]
                    if j == a:
                        continue
                    now = now_a + _over(loads[j], least[j], greatest[j], targets[j])
                    if now == 0.0 and not thorough:
                        continue
                    away = w * (_far(points, i, centers, j, d) - offsets[j] - here)
                    then = _over(loads[a] - w, least[a], greatest[a], targets[a])
                    then += _over(loads[j] + w, least[j], greatest[j], targets[j])
                    gain = away + price * (then - now)
                    if gain < best:
                        best, chosen, partner = gain, j, -1
                    if away + eager[j, a] - price * now >= best:
                        continue
                    p = first[j]
                    while p >= 0:
                        net = w - weights[p]
                        then = _over(loads[a] - net, least[a], greatest[a], targets[a])
                        then += _over(loads[j] + net, least[j], greatest[j], targets[j])
                        gain = away + price * (then - now)
                        back = _far(points, p, centers, a, d) - offsets[a]
                        back -= _far(points, p, centers, j, d) - offsets[j]
                        gain += weights[p] * back
                        if gain < best:
                            best, chosen, partner = gain, j, p
                        p = following[p]
                if chosen >= 0:
                    trades += 1
                    _hand_over(i, a, chosen, weights, labels, loads, first, following, preceding)
                    _offer(i, chosen, points, weights, centers, offsets, eager)
                    if partner >= 0:
                        _hand_over(partner, chosen, a, weights, labels, loads, first, following, preceding)
                        _offer(partner, a, points, weights, centers, offsets, eager)
            if trades == before:
                break
    return trades


@compiled
def _offer(
    p: int,
    j: int,
    points: FloatArray,
    weights: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    eager: FloatArray,
) -> None:
    """Note for what a point of cluster j goes to each other cluster, where it is less than any does."""
    d = points.shape[1]
    here = _far(points, p, centers, j, d) - offsets[j]
    for a in range(len(centers)):
        eager[j, a] = min(eager[j, a], weights[p] * (_far(points, p, centers, a, d) - offsets[a] - here))


@compiled
def _over(load: float, least: float, greatest: float, target: float) -> float:
    """Return what a load oversteps its limits by, in parts of the target, more than doubly for twice as much."""
    over = max(load - greatest, least - load, 0.0) / target
    return over + over * over


@compiled
def _far(points: FloatArray, i: int, centers: FloatArray, j: int, d: int) -> float:
    """Return the squared distance of a point to a centre."""
    total = 0.0
    for axis in range(d):
        total += (points[i, axis] - centers[j, axis]) ** 2
    return total


@compiled
def _hand_over(
    i: int,
    giver: int,
    taker: int,
    weights: FloatArray,
    labels: IntArray,
    loads: FloatArray,
    first: IntArray,
    following: IntArray,
    preceding: IntArray,
) -> None:
    """Take a point out of one cluster's chain and put it before another's."""
    if preceding[i] >= 0:
        following[preceding[i]] = following[i]
    else:
        first[giver] = following[i]
    if following[i] >= 0:
        preceding[following[i]] = preceding[i]
    preceding[i], following[i] = -1, first[taker]
    if first[taker] >= 0:
        preceding[first[taker]] = i
    first[taker] = i
    labels[i] = taker
    loads[giver] -= weights[i]
    loads[taker] += weights[i]
