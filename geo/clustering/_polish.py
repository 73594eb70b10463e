"""Make a balanced division more compact without unbalancing it."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from geo.clustering._areas import Areas
from geo.clustering._arrays import FloatArray
from geo.clustering._power import loads_of

_SWEEPS = 20


def straighten(
    ground: Areas,
    weights: FloatArray,
    targets: FloatArray,
    tolerance: float,
    settled: FloatArray | None = None,
    *,
    each: bool = False,
) -> None:
    """
    Hand border areas to the territory they lie nearer to, in the sense of the power diagram.

    Areas without weight go freely; others only where both loads stay within the tolerance, or within what the
    division deviates by as it is.

    Parameters
    ----------
    ground
        The division, changed in place.
    weights, targets
        Shapes (n,) and (k,).
    tolerance
        Relative deviation to keep.
    settled
        Weight that each territory holds beside the areas, shape (k,).
    each
        Whether every territory keeps within what it deviates by itself, and not within what the worst does.
    """
    loads = loads_of(ground.labels, weights, len(targets)) + (0.0 if settled is None else settled)
    deviations = np.abs(loads / targets - 1)
    allowed = np.maximum(tolerance, deviations if each else np.full(len(targets), deviations.max()))
    for _ in range(_SWEEPS):
        areas, takers = ground.borders()
        regrets = ground.costs[areas, takers] - ground.costs[areas, ground.labels[areas]]
        wanting = np.flatnonzero(regrets < -1e-9 * np.abs(ground.costs[areas, takers]))
        moved = 0
        for place in wanting[np.argsort(regrets[wanting], kind="stable")]:
            area, taker = int(areas[place]), int(takers[place])
            giver = int(ground.labels[area])
            if ground.costs[area, taker] >= ground.costs[area, giver]:
                continue
            after_giver = (loads[giver] - weights[area]) / targets[giver] - 1
            after_taker = (loads[taker] + weights[area]) / targets[taker] - 1
            if weights[area] > 0 and (abs(after_giver) > allowed[giver] or abs(after_taker) > allowed[taker]):
                continue
            if ground.move(area, taker, alone=True):
                loads[giver] -= weights[area]
                loads[taker] += weights[area]
                moved += 1
        if not moved:
            break


def smooth(
    ground: Areas, adjacency: csr_array, weights: FloatArray, targets: FloatArray, tolerance: float, spend: float
) -> None:
    """
    Give areas that jut out into another territory to that one, so that borders are as short as costs next to nothing.

    An area juts out where it has more neighbours in one other territory than in its own. Those without weight go
    freely, others only where both loads stay within the tolerance and while the inertia grows by next to nothing.

    Parameters
    ----------
    ground
        The division, changed in place, its costs squared distances to the centres.
    adjacency
        Symmetric, shape (n, n).
    weights, targets
        Shapes (n,) and (k,).
    tolerance
        Relative deviation to keep; where the division deviates by more, only areas without weight go.
    spend
        Part by which the inertia may grow in all.
    """
    k = len(targets)
    loads = loads_of(ground.labels, weights, k)
    even = bool(np.abs(loads / targets - 1).max() <= tolerance)
    left = spend * float(weights @ ground.costs[np.arange(len(weights)), ground.labels])
    around = np.diff(adjacency.indptr)
    for _ in range(_SWEEPS):
        areas, takers = ground.borders()
        pairs, touching = np.unique(areas * k + takers, return_counts=True)
        areas, takers = pairs // k, pairs % k
        own = around - np.bincount(areas, touching, len(weights))
        gains = touching - own[areas]
        prices = weights[areas] * (ground.costs[areas, takers] - ground.costs[areas, ground.labels[areas]])
        wanting = np.flatnonzero((gains > 0) & ((weights[areas] == 0) | even))
        moved = 0
        for place in wanting[np.lexsort((prices[wanting], -gains[wanting]))]:
            area, taker = int(areas[place]), int(takers[place])
            giver, price, weight = int(ground.labels[area]), float(prices[place]), float(weights[area])
            beside = ground.labels[adjacency.indices[adjacency.indptr[area] : adjacency.indptr[area + 1]]]
            if np.count_nonzero(beside == taker) <= np.count_nonzero(beside == giver) or price > left:
                continue
            if (
                weight > 0
                and max(
                    abs((loads[giver] - weight) / targets[giver] - 1), abs((loads[taker] + weight) / targets[taker] - 1)
                )
                > tolerance
            ):
                continue
            if ground.move(area, taker, alone=True):
                loads[giver] -= weight
                loads[taker] += weight
                left -= max(price, 0.0)
                moved += 1
        if not moved:
            break
