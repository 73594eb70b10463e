"""
Give out the points on the borders, so that the loads meet the tolerance.

A power diagram leaves at most k − 1 places undecided, but a place may hold many customers (an apartment block) or a
heavy one. Clusters trade with those near them first; what that leaves uneven is handed on along chains of clusters.
"""

from __future__ import annotations

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._exchange import Exchange
from geo.clustering._paths import potentials
from geo.clustering._power import Cells, centroids, loads_of, reaches, squared_distances
from geo.clustering._program import Limits
from geo.clustering._trading import trade

_COSTS_HELD = 1 << 20
_NEAR, _BORDER = 10, 64
"""Centres that a point may be traded to, and points of each cluster that are where there are many."""
_PRICES = np.geomspace(0.03, 1e6, 26)
"""Of a whole target over the limit, in targets moved across a cell."""
_SWEEPS, _LAST_SWEEPS, _MOVES = 4, 20, 3
_AROUND = 40
"""Centres near its own that are looked at to find these, where there are many."""
_EVERY = 20_000_000
"""Points times centres up to which all are."""
_SIFTED = 16
"""Times as many points as are wanted that are sorted."""
_OFFSETS_FITTED = 128
"""Clusters up to which offsets are made to agree with what was handed on."""


class Points:
    """A ground on which any point may go to any cluster."""

    def __init__(self, costs: FloatArray, weights: FloatArray, labels: IntArray) -> None:
        self.labels = labels
        self._costs = costs
        self._weights = weights
        self._regrets = np.full((costs.shape[1], costs.shape[1]), np.inf)
        self._stale = set(range(costs.shape[1]))

    def regrets(self) -> FloatArray:
        """Return the least regret from cluster to cluster; a point without weight does not count."""
        for giver in sorted(self._stale):
            members = np.flatnonzero((self.labels == giver) & (self._weights > 0))
            costs = self._costs[members]
            row = (costs - costs[:, giver, None]).min(0, initial=np.inf)
            self._regrets[giver] = np.maximum(row, 0.0)
            self._regrets[giver, giver] = np.inf
        self._stale.clear()
        return self._regrets

    def movable(self, giver: int, taker: int) -> IntArray:
        """Return the giver's points with weight, cheapest first."""
        members = np.flatnonzero((self.labels == giver) & (self._weights > 0))
        regrets = self._costs[members, taker] - self._costs[members, giver]
        return members[np.argsort(regrets, kind="stable")]

    def move(self, item: int, taker: int) -> bool:
        """Hand a point over."""
        self._stale.update((int(self.labels[item]), taker))
        self.labels[item] = taker
        return True

    def put_back(self, item: int, giver: int) -> None:
        """Undo a hand-over."""
        self.move(item, giver)


def settle_ties(
    points: FloatArray,
    weights: FloatArray,
    targets: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    cells: Cells,
    *,
    tolerance: float,
    max_tries: int,
) -> tuple[IntArray, FloatArray]:
    """
    Hand points on until each load is within the tolerance of its target, as far as that is possible.

    Parameters
    ----------
    points, weights, targets, centers, offsets
        The problem and the power diagram, shapes (n, d), (n,), (k,), (k, d), (k,).
    cells
        The cells of that diagram.

    Returns
    -------
    labels, offsets
        The division, and offsets that agree with it as well as any do.
    """
    k = len(targets)
    labels = cells.labels
    count = min(len(points), max(64 * k, _COSTS_HELD // k))
    chosen = np.arange(len(points)) if count == len(points) else _nearest_border(labels, cells.gaps, count // k)
    settled = loads_of(labels, weights, k) - loads_of(labels[chosen], weights[chosen], k)
    costs = squared_distances(points[chosen], centers) - offsets
    ground = Points(costs, weights[chosen], labels[chosen].copy())
    exchange = Exchange(ground, weights[chosen], targets, tolerance, settled)
    exchange.run(max_tries)
    result = labels.copy()
    result[chosen] = ground.labels
    if count == len(points) and k <= _OFFSETS_FITTED:
        shift = potentials(_signed_hops(costs, ground.labels))
        if shift is not None:
            return result, offsets + shift
    return result, offsets


def trade_all(
    points: FloatArray,
    weights: FloatArray,
    targets: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    cells: Cells,
    limits: Limits,
    *,
    thorough: bool,
    rising: bool = True,
) -> tuple[FloatArray, IntArray]:
    """
    Trade points between clusters near each other until the loads are within their limits, as far as that goes.

    Parameters
    ----------
    points, weights, targets, centers, offsets, cells
        As `settle_ties` takes them.
    limits
        Of the loads.
    thorough
        Whether all points are traded, for shorter distances to the centroids as well, or only those near a border.
    rising
        Whether overstepping costs little at first, or the limits are held from the start.

    Returns
    -------
    centers, labels
        The centres, moved if `thorough`, and the division.
    """
    k = len(targets)
    chosen = np.arange(len(points)) if thorough else _nearest_border(cells.labels, cells.gaps, _BORDER)
    chosen = chosen[weights[chosen] > 0]
    x, m, labels = points[chosen], weights[chosen], cells.labels[chosen].copy()
    settled = loads_of(cells.labels, weights, k) - loads_of(labels, m, k)
    least, greatest = limits.least - settled, limits.greatest - settled
    near = _nearest(x, labels, centers, offsets)
    prices = float(np.median(reaches(centers)) * targets.mean()) * _PRICES
    if rising:
        trade(x, m, centers, offsets, least, greatest, targets, near, prices, _SWEEPS, labels, thorough)
    if thorough:
        for _ in range(_MOVES):
            before = labels.copy()
            centers = centroids(x, m, labels, centers)
            last = prices[-1:]
            trade(x, m, centers, np.zeros(k), least, greatest, targets, near, last, _LAST_SWEEPS, labels, True)
            if np.array_equal(labels, before):
                break
    result = cells.labels.copy()
    result[chosen] = labels
    return centers, result


def _nearest(points: FloatArray, labels: IntArray, centers: FloatArray, offsets: FloatArray) -> IntArray:
    """Return the few centres in whose power each point lies deepest, shape (n, c), nearly so where there are many."""
    k = len(centers)
    if len(points) * k <= _EVERY:
        return np.ascontiguousarray(_fewest(squared_distances(points, centers) - offsets, min(_NEAR, k)))
    around = _fewest(squared_distances(centers, centers) - offsets, min(_AROUND, k))[labels]
    away = -offsets[around]
    for axis in range(points.shape[1]):
        away += (points[:, axis, None] - centers[around, axis]) ** 2
    return np.ascontiguousarray(np.take_along_axis(around, _fewest(away, min(_NEAR, k)), axis=1))


def _fewest(costs: FloatArray, count: int) -> IntArray:
    return np.argpartition(costs, count - 1, axis=1)[:, :count]


def _nearest_border(labels: IntArray, gaps: FloatArray, count: int) -> IntArray:
    """Return up to `count` points of each cell, those nearest to its border, in ascending order."""
    size = np.bincount(labels)
    among = np.arange(len(labels))
    most = _SIFTED * count * len(size)
    if most < len(labels):
        # Sorting all takes long where there are millions.
        sifted = np.flatnonzero(gaps <= np.partition(gaps, most)[most])
        if (np.bincount(labels[sifted], minlength=len(size)) >= np.minimum(size, count)).all():
            among = sifted
    order = among[np.lexsort((gaps[among], labels[among]))]
    size = np.bincount(labels[among], minlength=len(size))
    first = np.concatenate(([0], np.cumsum(size)[:-1]))
    rank = np.arange(len(order)) - first[labels[order]]
    return np.sort(order[rank < count])


def _signed_hops(costs: FloatArray, labels: IntArray) -> FloatArray:
    """Return the least regret from cluster to cluster, negative where a point would rather be elsewhere."""
    k = costs.shape[1]
    own = costs[np.arange(len(labels)), labels]
    hops = np.full((k, k), np.inf)
    for giver in range(k):
        members = labels == giver
        hops[giver] = (costs[members] - own[members, None]).min(0, initial=np.inf)
        hops[giver, giver] = 0.0
    return hops
