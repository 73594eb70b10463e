"""Make a division contiguous: keep the main piece of each territory and let the others grow into the rest."""

from __future__ import annotations

import heapq

import numpy as np
from scipy.sparse import csr_array

from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._contiguity import Pieces, piece_numbers


def make_contiguous(adjacency: csr_array, labels: IntArray, weights: FloatArray, costs: FloatArray) -> IntArray:
    """
    Return a division like another in which every territory is in one piece and has an area.

    Parameters
    ----------
    adjacency
        Connected, symmetric, shape (n, n).
    labels
        Shape (n,).
    weights
        Decide which piece of a territory is its main one, shape (n,).
    costs
        What it costs to give an area to a territory, per unit of weight, shape (n, k), n at least k.
    """
    k = costs.shape[1]
    result = np.full(len(labels), -1, dtype=np.intp)
    pieces = piece_numbers(adjacency, labels)
    mass = np.bincount(pieces, weights)
    size = np.bincount(pieces)
    _, first = np.unique(pieces, return_index=True)
    for territory in range(k):
        own = np.flatnonzero(labels[first] == territory)
        if own.size:
            main = own[np.lexsort((-size[own], -mass[own]))[0]]
            result[pieces == main] = territory
    grow(adjacency, result, costs)
    _seed_empty(adjacency, result, weights, costs)
    return result


def grow(adjacency: csr_array, labels: IntArray, costs: FloatArray) -> None:
    """Give areas without a territory to one that they touch, the cheapest first; those that touch none stay without."""
    least = costs.min(1)
    waiting: list[tuple[float, int, int]] = []

    def offer(area: int, territory: int) -> None:
        for other in adjacency.indices[adjacency.indptr[area] : adjacency.indptr[area + 1]]:
            if labels[other] < 0:
                heapq.heappush(waiting, (float(costs[other, territory] - least[other]), int(other), territory))

    for settled in np.flatnonzero(labels >= 0):
        offer(int(settled), int(labels[settled]))
    while waiting:
        _, area, territory = heapq.heappop(waiting)
        if labels[area] < 0:
            labels[area] = territory
            offer(area, territory)


def _seed_empty(adjacency: csr_array, labels: IntArray, weights: FloatArray, costs: FloatArray) -> None:
    """Give each territory without an area one that another can spare."""
    k = costs.shape[1]
    pieces = Pieces(adjacency, labels, np.ones(len(labels)))
    pieces.sizes += [0] * (k - len(pieces.sizes))
    for territory in range(k):
        if pieces.sizes[territory]:
            continue
        own = costs[np.arange(len(labels)), labels]
        order = np.lexsort((costs[:, territory] - own, weights <= 0))
        for area in order:
            if pieces.cut_off([int(area)]) == []:
                pieces.put(int(area), territory)
                break
