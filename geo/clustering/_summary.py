"""
Summarise many points by few, so that most rounds need not touch them all.

Points are packed into tiles the way Leutenegger, Lopez & Edgington (1997) pack an R-tree: slabs of equal count along
the first axis, each cut again along the next. Tiles are small where points are dense, which a regular grid is not.
"""

from __future__ import annotations

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._power import loads_of

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
    if len(points) <= 2 * tiles:
        return points, weights
    return merge(points, weights, tile_numbers(points, tiles, groups))


def tile_numbers(points: FloatArray, tiles: int, groups: IntArray | None = None) -> IntArray:
    """Return the number of the tile in which each of at least one point lies, shape (n,)."""
    axes = np.argsort(-points.var(0), kind="stable")[:_AXES]
    numbers = np.zeros(len(points), dtype=np.intp) if groups is None else groups
    cuts = max(2, round((tiles / (numbers.max() + 1)) ** (1 / len(axes))))
    order = np.arange(len(points))
    for axis in axes:
        order = order[np.lexsort((points[order, axis], numbers[order]))]
        numbers = _cut(numbers, order, cuts)
    return numbers


def merge(points: FloatArray, weights: FloatArray, numbers: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return the weighted mean and the weight of the points of each number that has weight."""
    used, numbers = np.unique(numbers, return_inverse=True)
    sums = loads_of(numbers, weights, len(used))
    held = sums > 0
    means = np.empty((int(held.sum()), points.shape[1]))
    for axis in range(points.shape[1]):
        means[:, axis] = loads_of(numbers, weights * points[:, axis], len(used))[held] / sums[held]
    return means, sums[held]


def _cut(numbers: IntArray, order: IntArray, cuts: int) -> IntArray:
    """Cut each group, whose members stand together and sorted in `order`, into `cuts` parts of equal count."""
    member = numbers[order]
    size = np.bincount(member)
    first = np.concatenate(([0], np.cumsum(size)[:-1]))
    rank = np.arange(len(order)) - first[member]
    finer = np.empty_like(numbers)
    finer[order] = member * cuts + rank * cuts // size[member]
    return finer
