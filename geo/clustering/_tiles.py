"""
Number points so that neighbours come together, in any number of dimensions.

Points are packed into tiles the way Leutenegger, Lopez & Edgington (1997) pack an R-tree: slabs of equal count along
the first axis, each cut again along the next. Tiles are small where points are dense, which a regular grid is not.
"""

from __future__ import annotations

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray

_AXES = 3
"""Axes cut at most; further ones hardly separate points that these leave together."""


def tile_numbers(points: FloatArray, tiles: int) -> IntArray:
    """Return the number of the tile in which each of at least one point lies, of about so many, shape (n,)."""
    axes = np.argsort(-points.var(0), kind="stable")[:_AXES]
    numbers = np.zeros(len(points), dtype=np.intp)
    cuts = max(2, round(tiles ** (1 / len(axes))))
    order = np.arange(len(points))
    for axis in axes:
        order = order[np.lexsort((points[order, axis], numbers[order]))]
        numbers = _cut(numbers, order, cuts)
    return numbers


def _cut(numbers: IntArray, order: IntArray, cuts: int) -> IntArray:
    """Cut each group, whose members stand together and sorted in `order`, into `cuts` parts of equal count."""
    member = numbers[order]
    size = np.bincount(member)
    first = np.concatenate(([0], np.cumsum(size)[:-1]))
    rank = np.arange(len(order)) - first[member]
    finer = np.empty_like(numbers)
    finer[order] = member * cuts + rank * cuts // size[member]
    return finer
