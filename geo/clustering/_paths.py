"""Cheapest paths over a handful of clusters, given the cost of each direct hop."""

from __future__ import annotations

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray


def cheapest_paths(hops: FloatArray, source: int) -> tuple[FloatArray, IntArray]:
    """
    Return the cost from a cluster to every other and each one's predecessor.

    Parameters
    ----------
    hops
        Cost of going from row to column, shape (k, k), not negative, infinite for none.
    source
        Where to start.

    Returns
    -------
    costs, before
        Shapes (k,); infinite and −1 where no path leads.
    """
    k = len(hops)
    costs = np.full(k, np.inf)
    before = np.full(k, -1, dtype=np.intp)
    costs[source] = 0.0
    done = np.zeros(k, dtype=np.bool_)
    for _ in range(k):
        here = int(np.where(done, np.inf, costs).argmin())
        if done[here] or not np.isfinite(costs[here]):
            break
        done[here] = True
        through = costs[here] + hops[here]
        better = ~done & (through < costs)
        costs[better] = through[better]
        before[better] = here
    return costs, before


def walk(before: IntArray, source: int, end: int) -> list[int]:
    """Return the clusters from a source to an end, both included."""
    path = [end]
    while path[-1] != source:
        path.append(int(before[path[-1]]))
    return path[::-1]


def potentials(hops: FloatArray) -> FloatArray | None:
    """
    Return offsets w with w_b − w_a ≤ hops[a, b] for all a, b, in the middle of what is possible.

    None where no offsets satisfy all of these, which is where a cycle of hops costs less than nothing.
    """
    k = len(hops)
    forward, backward = np.zeros(k), np.zeros(k)
    for _ in range(k + 1):
        down = np.minimum(forward, (forward[:, None] + hops).min(0))
        up = np.maximum(backward, (backward[None, :] - hops).max(1))
        if np.array_equal(down, forward) and np.array_equal(up, backward):
            return (forward + backward) / 2
        forward, backward = down, up
    return None
