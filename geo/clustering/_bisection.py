"""
Start from a balanced recursive bisection.

The points are cut by a line in two parts whose weights stand as the capacities of two halves of the clusters, and so
on. Every cell then starts non-empty and with about its target, which is what the dual needs not to stall.
"""

from __future__ import annotations

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray


def bisect(points: FloatArray, weights: FloatArray, targets: FloatArray, rng: np.random.RandomState | None) -> IntArray:
    """
    Divide points among clusters by recursive straight cuts.

    Parameters
    ----------
    points, weights
        Shapes (n, d) and (n,), with n at least the number of clusters.
    targets
        What each cluster should weigh, shape (k,).
    rng
        Draws the direction of each cut, along the spread of the points; None cuts across the longest axis.

    Returns
    -------
    labels
        Shape (n,); every cluster has a point.
    """
    labels = np.zeros(len(points), dtype=np.intp)
    clusters = np.arange(len(targets)) if rng is None else rng.permutation(len(targets))
    waiting = [(np.arange(len(points)), clusters)]
    while waiting:
        members, names = waiting.pop()
        if len(names) == 1:
            labels[members] = names[0]
            continue
        half = len(names) // 2
        share = float(targets[names[:half]].sum() / targets[names].sum())
        order = members[np.argsort(_along(points[members], weights[members], rng), kind="stable")]
        cut = _cut(weights[order], share)
        cut = min(max(cut, half), len(order) - (len(names) - half))
        waiting.append((order[cut:], names[half:]))
        waiting.append((order[:cut], names[:half]))
    return labels


def _along(points: FloatArray, weights: FloatArray, rng: np.random.RandomState | None) -> FloatArray:
    """Return the positions of points along the direction to cut across."""
    weights = weights if weights.sum() > 0 else np.ones(len(points))
    centred = points - (weights @ points) / weights.sum()
    covariance = (centred * weights[:, None]).T @ centred
    if rng is not None:
        # A draw with the covariance of the points: any angle for round clouds, lengthwise for long ones.
        noise = rng.standard_normal(points.shape[1])
        direction = covariance @ noise if points.shape[1] > 1 else np.ones(1)
    else:
        direction = np.linalg.eigh(covariance)[1][:, -1]
        direction = direction * np.where(direction[np.abs(direction).argmax()] < 0, -1.0, 1.0)
    return np.asarray(centred @ direction, dtype=np.float64)


def _cut(weights: FloatArray, share: float) -> int:
    """Return how many of the sorted points come nearest to a share of the weight."""
    total = np.cumsum(weights)
    if not total[-1] > 0:
        return round(share * len(weights))
    wanted = share * total[-1]
    above = int(np.searchsorted(total, wanted))
    below = total[above - 1] if above > 0 else 0.0
    return above + 1 if total[min(above, len(total) - 1)] - wanted < wanted - below else above
