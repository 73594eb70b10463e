"""
Give out the points on the borders, so that the loads meet the tolerance.

A power diagram leaves at most k − 1 places undecided, but a place may hold many customers (an apartment block) or a
heavy one. Nearest to a border first, points are handed on until the loads fit.
"""

from __future__ import annotations

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._exchange import Exchange
from geo.clustering._paths import potentials
from geo.clustering._power import Cells, loads_of, squared_distances

_COSTS_HELD = 1 << 20


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
    if count == len(points):
        shift = potentials(_signed_hops(costs, ground.labels))
        if shift is not None:
            return result, offsets + shift
    return result, offsets


def _nearest_border(labels: IntArray, gaps: FloatArray, count: int) -> IntArray:
    """Return up to `count` points of each cell, those nearest to its border, in ascending order."""
    order = np.lexsort((gaps, labels))
    size = np.bincount(labels)
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
