"""
Heat parts of a division again: a territory and those around it, while all others stay as they are.

What is wrong with a division of many territories is wrong in places, at a strait or a lake. To heat all of it again
would undo what is right elsewhere; a region of some territories takes a few hundredths of a second, so many can be
tried (large neighbourhood search, Shaw 1998).
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._power import squared_distances


def region(graph: csr_array, labels: IntArray, centers: FloatArray, middle: int, size: int) -> IntArray:
    """
    Return a territory and those nearest to it that hang together with it, sorted.

    Parameters
    ----------
    graph
        Symmetric, shape (n, n).
    labels, centers
        Territory of each area, shape (n,), and their places, shape (k, d).
    middle
        The territory.
    size
        How many territories at most, itself included.
    """
    k = len(centers)
    source = np.repeat(np.arange(len(labels)), np.diff(graph.indptr))
    beside = np.zeros((k, k), dtype=np.bool_)
    beside[labels[source], labels[graph.indices]] = True
    away = squared_distances(centers[middle : middle + 1], centers)[0]
    chosen = np.zeros(k, dtype=np.bool_)
    chosen[middle] = True
    for _ in range(size - 1):
        waiting = np.flatnonzero(beside[chosen].any(0) & ~chosen)
        if not waiting.size:
            break
        chosen[waiting[away[waiting].argmin()]] = True
    return np.flatnonzero(chosen)


def within(graph: csr_array, labels: IntArray, territories: IntArray) -> tuple[IntArray, csr_array, IntArray]:
    """Return the areas of some territories, their graph, and their labels counted from the first of these."""
    number = np.full(int(labels.max()) + 1, -1, dtype=np.intp)
    number[territories] = np.arange(len(territories))
    areas = np.flatnonzero(number[labels] >= 0)
    part = csr_array(graph[areas][:, areas])
    part.sort_indices()
    return areas, part, number[labels[areas]]
