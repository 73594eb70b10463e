"""
Points in the order in which the solver goes through them: neighbours together, in groups, each with its box and sums.

A swarm of all points gives exact results, and one of tiles, each in place of the points of a small square, results that
are nearly as good for a fraction of the work. Tiles are squares of a quadtree, divided until each weighs about the
same, so they are small where customers are many.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from geo.clustering import _kernels as kernels
from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._power import Cells
from geo.clustering._threads import over_parts
from geo.clustering._tiles import tile_numbers

_LEVELS = 10
"""Times the square around all points is halved: about a million cells, a few points each where there are millions."""
_GROUP = 24
"""Points of a group, about: few enough that most groups lie inside one cell, enough to be worth a box."""
_MOST_PARTS, _HELD = 32, 1 << 22
"""Parts that a sum is divided into at most, and numbers that the Laplacians of all parts may take."""
_ALONE = 20_000
"""Points up to which one part is quickest."""


@dataclass(frozen=True, eq=False)
class Loads:
    """What centres and offsets give: loads (k,), mass × place (k, d), the Laplacian (k, k), the sum of soft minima."""

    loads: FloatArray
    moments: FloatArray
    laplacian: FloatArray
    value: float


@dataclass(frozen=True, eq=False)
class Swarm:
    """
    Sorted points.

    Parameters
    ----------
    points, weights
        Shapes (n, d) and (n,).
    bounds
        Where each group starts, and the end, shape (g + 1,).
    spread
        Root mean square half width of what each point stands for, 0 for a point itself, shape (n,).
    order
        Which of the points given each of these is, shape (n,); of tiles none.
    """

    points: FloatArray
    weights: FloatArray
    bounds: IntArray
    spread: FloatArray
    order: IntArray | None = field(default=None)

    @cached_property
    def _boxes(self) -> tuple[FloatArray, ...]:
        return tuple(kernels.boxes(self.points, self.weights, self.bounds))

    def _parts(self, k: int) -> int:
        if len(self.points) <= _ALONE:
            return 1
        return int(max(1, min(_MOST_PARTS, _HELD // (k * k), len(self.bounds) - 1)))

    def widths(self, centers: FloatArray, offsets: FloatArray, blur: float, part: float) -> FloatArray:
        """Return the blur of each point, shape (n,): `blur`, or that `part` of what a point of some width varies by."""
        if not self.spread.any():
            return np.full(len(self.points), blur)
        mid, half = self._boxes[:2]
        return np.asarray(
            kernels.widths(self.points, self.spread, self.bounds, mid, half, centers, offsets, blur, part)
        )

    def loads(self, centers: FloatArray, offsets: FloatArray, blurs: FloatArray) -> Loads:
        """Return what centres and offsets give with borders of given blurs."""
        k, d = centers.shape
        parts = self._parts(k)
        loads, moments, laplacian = np.zeros((parts, k)), np.zeros((parts, k, d)), np.zeros((parts, k, k))

        def add(part: int, first: int, last: int) -> float:
            return float(
                kernels.blurred(
                    self.points, self.weights, blurs, self.bounds, *self._boxes, centers, offsets, first, last,
                    loads[part], moments[part], laplacian[part]
                )
            )  # fmt: skip

        values = over_parts(add, len(self.bounds) - 1, parts)
        return Loads(loads.sum(0), moments.sum(0), laplacian.sum(0), sum(values))

    def winners(self, centers: FloatArray, offsets: FloatArray) -> Cells:
        """Return which centre wins each point."""
        n, (mid, half) = len(self.points), self._boxes[:2]
        labels, gaps = np.empty(n, np.intp), np.empty(n)

        def write(part: int, first: int, last: int) -> None:
            kernels.winners(self.points, self.bounds, mid, half, centers, offsets, first, last, labels, gaps)

        over_parts(write, len(self.bounds) - 1, self._parts(1))
        return Cells(labels, gaps)

    def given(self, labels: IntArray) -> IntArray:
        """Return labels in the order in which the points were given."""
        result = np.empty_like(labels)
        result[self.order] = labels
        return result

    def tiles(self, count: int) -> Swarm:
        """Return about so many tiles, or the swarm itself where that is hardly fewer."""
        if len(self.points) <= 2 * count:
            return self
        return _in_place_of(self.points, self.weights, self._groups(count))

    def _groups(self, count: int) -> IntArray:
        """Return where about so many groups of neighbours start that weigh about the same."""
        return _even(len(self.points), len(self.points) // count)


@dataclass(frozen=True, eq=False)
class _Plane(Swarm):
    """Points of a plane in the order of a Z-order curve; `start` says where each of its cells begins."""

    start: IntArray = field(default_factory=lambda: np.zeros(1, dtype=np.intp))

    def _groups(self, count: int) -> IntArray:
        # A square is divided while it weighs more than this, so most end at half of it.
        return self.squares(1.5 * float(self.weights.sum()) / count, 1)

    def squares(self, most: float, least: int) -> IntArray:
        """Return where the squares of a quadtree start that weigh `most` or hold `least` points at most."""
        cumulative = np.concatenate(([0.0], np.cumsum(self.weights)))
        return np.asarray(kernels.leaves(self.start, cumulative, _LEVELS, most, least))


def swarm(points: FloatArray, weights: FloatArray) -> Swarm:
    """Return points sorted and grouped."""
    points, weights = np.ascontiguousarray(points), np.ascontiguousarray(weights)
    n, d = points.shape
    none = np.zeros(n)
    if d != 2:
        # Any order will do that keeps neighbours together; tiles of tiles do.
        order = np.argsort(tile_numbers(points, max(2, n // _GROUP)), kind="stable")
        return Swarm(points[order], weights[order], _even(n, _GROUP), none, order)
    low = points.min(axis=0)
    size = float((points.max(axis=0) - low).max()) or 1.0
    start, order = kernels.order_of(kernels.morton(points, low, size * (1 + 1e-9), _LEVELS), 1 << (2 * _LEVELS))
    plane = _Plane(points[order], weights[order], _even(n, _GROUP), none, order, start)
    return replace(plane, bounds=plane.squares(0.0, _GROUP)) if n > _GROUP else plane


def _in_place_of(points: FloatArray, weights: FloatArray, bounds: IntArray) -> Swarm:
    means, mass, spread = kernels.merged(points, weights, bounds)
    return Swarm(means, mass, _even(len(means), _GROUP), spread)


def _even(n: int, size: int) -> IntArray:
    """Return where groups of about `size` consecutive points start, and the end."""
    return np.linspace(0, n, max(1, n // max(size, 1)) + 1).astype(np.intp)


def assign(points: FloatArray, centers: FloatArray, offsets: FloatArray) -> IntArray:
    """
    Return the centre that wins each point, shape (n,).

    Parameters
    ----------
    points
        Shape (n, d).
    centers, offsets
        Shapes (k, d) and (k,).
    """
    crowd = swarm(points, np.ones(len(points)))
    return crowd.given(crowd.winners(centers, offsets).labels)
