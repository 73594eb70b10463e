"""
Draw power diagrams quickly, for a choice of starts where ground is in the way.

The best diagram knows no water: a cell on both shores falls in pieces, and what it costs to mend that may be more than
another diagram would have cost. Which one suits the ground shows once it is mended, so there should be several.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._bisection import bisect
from geo.clustering._power import centroids, reaches
from geo.clustering._rounds import descend
from geo.clustering._swarm import swarm
from geo.clustering._targets import Apart

_BLURS = (0.3, 0.15, 0.07, 0.03, 0.03, 0.03)
_PRECISION = 0.05
_TILES = 24


@dataclass(frozen=True)
class Sketch:
    """Labels (n,), centres (k, d) and offsets (k,)."""

    labels: IntArray
    centers: FloatArray
    offsets: FloatArray


def sketches(
    points: FloatArray, weights: FloatArray, apart: Apart, count: int, rng: np.random.RandomState
) -> list[Sketch]:
    """
    Return diagrams from bisections at random angles, a few rounds each.

    Parameters
    ----------
    points, weights
        Shapes (n, d) and (n,).
    apart
        Items that have a territory to themselves, and the targets.
    count
        How many.
    rng
        Draws the angles.
    """
    k = len(apart.targets)
    rest = np.setdiff1d(np.arange(len(points)), apart.items)
    others = np.setdiff1d(np.arange(k), apart.clusters)
    left = weights[rest]
    if len(others) < 2 or np.count_nonzero(left) < len(others):
        return []
    origin = (left @ points[rest]) / left.sum()
    x = points[rest] - origin
    scale = float(np.sqrt((left @ (x * x).sum(1)) / left.sum()))
    if not scale > 0:
        return []
    crowd = swarm(x / scale, left / left.sum())
    coarse = crowd.tiles(max(512, _TILES * len(others)))
    targets = apart.targets[others] / apart.targets[others].sum()
    found = []
    for _ in range(count):
        labels = bisect(coarse.points, coarse.weights, targets, rng)
        centers = centroids(coarse.points, coarse.weights, labels, coarse.points[: len(others)])
        offsets = np.zeros(len(others))
        for blur in _BLURS:
            reach = reaches(centers)
            balance = descend(coarse, targets, centers, offsets, reach, blur=blur, precision=_PRECISION)
            offsets = balance.offsets
            loads = balance.given.loads[:, None]
            centers = np.where(loads > 0, balance.given.moments / np.where(loads > 0, loads, 1.0), centers)
        won = crowd.given(crowd.winners(centers, offsets).labels)
        all_labels, all_centers, all_offsets = np.empty(len(points), np.intp), np.empty((k, x.shape[1])), np.zeros(k)
        all_labels[rest], all_labels[apart.items] = others[won], apart.clusters
        all_centers[others], all_centers[apart.clusters] = centers * scale + origin, points[apart.items]
        all_offsets[others] = offsets * scale**2
        found.append(Sketch(all_labels, all_centers, all_offsets))
    return found
