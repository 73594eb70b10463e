"""
Summarise many points by few, so that most rounds need not touch them all.

Points are packed into tiles the way Leutenegger, Lopez & Edgington (1997) pack an R-tree: slabs of equal count along
the first axis, each cut again along the next. Tiles are small where points are dense, which a regular grid is not.
"""

from __future__ import annotations

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray

_AXES = 3
"""Axes cut at most; further ones hardly separate points that these leave together."""


def summarise(
    points: FloatArray, weights: FloatArray, tiles: int, groups: IntArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """
    Return the weighted means and the weights of about `tiles` tiles of neighbouring points.

    Parameters
    ----------
    points, weights
        Shapes (n, d) and (n,). Points without weight do not count.
    tiles
        How many tiles are wanted, over all groups. With fewer than two points each, the points themselves come back.
    groups
        Labels from 0 on; points of different labels never share a tile, shape (n,).
    """
    heavy = weights > 0
    if not heavy.all():
        points, weights = points[heavy], weights[heavy]
        groups = None if groups is None else groups[heavy]
    n = len(points)
    if n <= 2 * tiles:
        return points, weights
    spread = points.var(0)
    axes = np.argsort(-spread, kind="stable")[: min(_AXES, points.shape[1])]
    group = np.zeros(n, dtype=np.intp) if groups is None else groups
    cuts = max(2, round((tiles / (group.max() + 1)) ** (1 / len(axes))))
    order = np.arange(n)
    for axis in axes:
        order = order[np.lexsort((points[order, axis], group[order]))]
        group = _cut(group, order, cuts)
    order = order[np.argsort(group[order], kind="stable")]
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    sums = np.add.reduceat(weights[order], starts)
    means = np.add.reduceat(points[order] * weights[order, None], starts, axis=0) / sums[:, None]
    return means, sums


def _cut(group: IntArray, order: IntArray, cuts: int) -> IntArray:
    """Cut each group, whose members stand together and sorted in `order`, into `cuts` parts of equal count."""
    member = group[order]
    size = np.bincount(member)
    first = np.concatenate(([0], np.cumsum(size)[:-1]))
    rank = np.arange(len(order)) - first[member]
    finer = np.empty_like(group)
    finer[order] = member * cuts + rank * cuts // size[member]
    return finer
