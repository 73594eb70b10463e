"""
Very many points as the squares of a grid: summed once, and gone through once more to tell who wins each.

The squares stand for the points while the solver works, and every point is still told by its own place who wins it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.clustering import _squares as squares
from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._frame import Frame
from geo.clustering._swarm import Swarm, plane_of, square_around
from geo.clustering._threads import over_parts, parts_of

MANY = 1 << 22
"""Points from which there are several for each square, most of them."""
_LEVELS = 10
"""Times the square around all points is halved: about a million squares."""
_PARTS = 2
"""Sums are taken in so many parts, each with room for all squares."""


@dataclass(frozen=True, eq=False)
class Grid:
    """
    Points of a plane, and the squares that they lie in.

    Parameters
    ----------
    points, weights
        As they were given, shapes (n, 2) and (n,).
    frame, total
        Units of places and weights of the squares, and of the centres and loads asked for.
    low, size, levels
        Corner and side of the square around all points, as they were given, and the times it is halved.
    crowd
        The squares that weigh something.
    """

    points: FloatArray
    weights: FloatArray
    frame: Frame
    total: float
    low: FloatArray
    size: float
    levels: int
    crowd: Swarm

    def labelled(self, centers: FloatArray, offsets: FloatArray) -> tuple[IntArray, FloatArray]:
        """Return who wins each point, shape (n,), and what each wins, shape (k,)."""
        n = len(self.points)
        low, size = self.frame.inward(self.low), self.size / self.frame.scale
        owner = squares.owners(low, size, self.levels, centers, offsets)
        parts = parts_of(n)
        labels, loads = np.empty(n, np.intp), np.zeros((parts, len(centers)))

        def write(part: int, first: int, last: int) -> None:
            squares.claimed(
                self.points, self.weights, self.low, self.size, self.frame.origin, self.frame.scale, *owner,
                centers, offsets, first, last, labels, loads[part]
            )  # fmt: skip

        over_parts(write, n, parts)
        return labels, loads.sum(axis=0) / self.total


def grid(points: FloatArray, weights: FloatArray, frame: Frame, total: float, levels: int = _LEVELS) -> Grid:
    """
    Return points of a plane summed in squares.

    Parameters
    ----------
    points, weights
        Shapes (n, 2) and (n,).
    frame, total
        Units of places and of weights in which the squares are to be.
    levels
        Times the square around all points is halved.
    """
    points, weights = np.ascontiguousarray(points), np.ascontiguousarray(weights)
    low, size = square_around(points)
    sums = np.zeros((_PARTS, 1 << levels, 1 << levels, 4))

    def add(part: int, first: int, last: int) -> None:
        squares.summed(points, weights, low, size, frame.origin, frame.scale, first, last, sums[part])

    over_parts(add, len(points), _PARTS)
    means, mass, spread, start = squares.occupied(sums)
    crowd = plane_of(means, mass / total, spread, None, start, levels)
    return Grid(points, weights, frame, total, low, size, levels, crowd)
