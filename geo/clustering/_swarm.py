"""
Points in the order in which the solver goes through them: neighbours together, in groups, each with its box and sums.

A swarm of all points gives exact results, and one of tiles, each in place of the points of a small square, results that
are nearly as good for a fraction of the work. Tiles are squares of a quadtree, divided until each weighs about the
same, so they are small where customers are many.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from geo.clustering import _curve as curve
from geo.clustering import _kernels as kernels
from geo.clustering._arrays import FloatArray, IntArray, SmallArray
from geo.clustering._frame import Frame
from geo.clustering._power import Cells
from geo.clustering._threads import over_parts, parts_of
from geo.clustering._tiles import tile_numbers

_LEVELS = 11
"""Times the square around all points is halved at most: about four million cells."""
_GROUP, _BLOCK = 24, 16
"""Points of a group and groups of a block, about: few, so that most lie inside one cell, but worth a box."""
_LOOKED_AT, _FAR_OFF = 4096, 0.005
"""Points that tell where most are, and the part of them, on either side, that may lie far off."""
_HELD = 1 << 22
"""Numbers that the Laplacians of all parts hold at most."""


_NONE = np.zeros(0)


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
        Root mean square half width of what each tile stands for, shape (n,); of points none, shape (0,).
    order
        Which of the points given each of these is, shape (n,); of tiles none.
    """

    points: FloatArray
    weights: FloatArray
    bounds: IntArray
    spread: FloatArray
    order: SmallArray | None = field(default=None)

    @cached_property
    def _groups(self) -> kernels.Boxes:
        return kernels.Boxes(self.bounds, *kernels.boxes(self.points, self.weights, self.bounds))

    @cached_property
    def _blocks(self) -> kernels.Boxes:
        bounds = self._gathered()
        return kernels.Boxes(bounds, *kernels.boxed(self._groups, bounds))

    def _gathered(self) -> IntArray:
        """Return at which of the groups each block starts, and the end."""
        return _even(len(self.bounds) - 1, _BLOCK)

    def _parts(self, k: int) -> int:
        return max(1, min(parts_of(len(self.points)), _HELD // (k * k), len(self._blocks.mass)))

    def widths(
        self, centers: FloatArray, offsets: FloatArray, reach: FloatArray, blur: float, part: float
    ) -> FloatArray:
        """
        Return the blur of each tile, shape (n,), or of each group of points, shape (g,).

        It is `blur` times the squared distance between the two centres that it lies between, or between the nearest
        two; of a tile, that `part` of what it varies by, if that is more.
        """
        result = np.empty(len(self.spread) or len(self.bounds) - 1)

        def write(_: int, first: int, last: int) -> None:
            kernels.widths(
                self.points, self.spread, self._groups, self._blocks, centers, offsets, reach, blur, part, first, last,
                result
            )  # fmt: skip

        over_parts(write, len(self._blocks.mass), self._parts(1))
        return result

    def loads(self, centers: FloatArray, offsets: FloatArray, blurs: FloatArray) -> Loads:
        """Return what centres and offsets give with borders of given blurs, of points or of groups."""
        k, d = centers.shape
        parts = self._parts(k)
        loads, moments, laplacian = np.zeros((parts, k)), np.zeros((parts, k, d)), np.zeros((parts, k, k))

        def add(part: int, first: int, last: int) -> float:
            return float(
                kernels.blurred(
                    self.points, self.weights, blurs, self._groups, self._blocks, centers, offsets, first, last,
                    loads[part], moments[part], laplacian[part]
                )
            )  # fmt: skip

        values = over_parts(add, len(self._blocks.mass), parts)
        half = laplacian.sum(0) if parts > 1 else laplacian[0]
        kernels.mirror(half)
        return Loads(loads.sum(0), moments.sum(0), half, sum(values))

    def winners(self, centers: FloatArray, offsets: FloatArray) -> Cells:
        """Return which centre wins each point."""
        n = len(self.points)
        labels, gaps = np.empty(n, np.intp), np.empty(n)

        def write(part: int, first: int, last: int) -> None:
            kernels.winners(
                self.points, self._groups, self._blocks, centers, offsets, first, last, labels, gaps
            )  # fmt: skip

        over_parts(write, len(self._blocks.mass), self._parts(1))
        return Cells(labels, gaps)

    def labelled(self, centers: FloatArray, offsets: FloatArray) -> tuple[IntArray, FloatArray]:
        """Return who wins each point, in the order in which they were given, and what each wins, shape (k,)."""
        parts = self._parts(1)
        labels, loads = np.empty(len(self.points), np.intp), np.zeros((parts, len(centers)))

        def write(part: int, first: int, last: int) -> None:
            kernels.labelled(
                self.points, self.weights, self.order, self._groups, self._blocks, centers, offsets, first, last,
                labels, loads[part]
            )  # fmt: skip

        over_parts(write, len(self._blocks.mass), parts)
        return labels, loads.sum(axis=0)

    def given(self, labels: IntArray) -> IntArray:
        """Return labels in the order in which the points were given."""
        result = np.empty_like(labels)

        def write(_: int, first: int, last: int) -> None:
            curve.give_back(labels, self.order, first, last, result)

        over_parts(write, len(labels), parts_of(len(labels)))
        return result

    def tiles(self, count: int) -> Swarm:
        """Return about so many tiles, or the swarm itself where that is hardly fewer."""
        if len(self.points) <= 2 * count:
            return self
        return _in_place_of(self.points, self.weights, self._shared(count))

    def _shared(self, count: int) -> IntArray:
        """Return where about so many groups of neighbours start that weigh about the same."""
        return _even(len(self.points), len(self.points) // count)


@dataclass(frozen=True, eq=False)
class _Plane(Swarm):
    """
    Points of a plane in the order of a Z-order curve.

    Parameters
    ----------
    start
        Where each cell of that curve begins, and the end.
    levels
        Times the square around all points was halved to make them.
    """

    start: SmallArray = field(default_factory=lambda: np.zeros(1, dtype=np.int32))
    levels: int = 0

    def _gathered(self) -> IntArray:
        # Squares of the same quadtree, so most are a whole number of groups.
        return np.unique(np.searchsorted(self.bounds, self.squares(0.0, _GROUP * _BLOCK))).astype(np.intp)

    def _shared(self, count: int) -> IntArray:
        # A square is divided while it weighs more than this, so most end at half of it.
        return self.squares(1.5 * float(self.weights.sum()) / count, 1)

    def squares(self, most: float, least: int) -> IntArray:
        """Return where the squares of a quadtree start that weigh `most` or hold `least` points at most."""
        return np.asarray(curve.leaves(self.start, self._cumulative if most else _NONE, self.levels, most, least))

    @cached_property
    def _cumulative(self) -> FloatArray:
        return np.concatenate(([0.0], np.cumsum(self.weights)))


def swarm(points: FloatArray, weights: FloatArray, frame: Frame | None = None, total: float = 1.0) -> Swarm:
    """
    Return points sorted and grouped.

    Parameters
    ----------
    points, weights
        Shapes (n, d) and (n,).
    frame, total
        Units of places and of weights in which the swarm is to be; those given if None.
    """
    points, weights = np.ascontiguousarray(points), np.ascontiguousarray(weights)
    n, d = points.shape
    frame = Frame(np.zeros(d), 1.0) if frame is None else frame
    parts = parts_of(n)
    to_points, to_weights = np.empty_like(points), np.empty_like(weights)

    def put_in(order: SmallArray) -> None:
        def write(_: int, first: int, last: int) -> None:
            curve.gather(points, weights, order, frame.origin, frame.scale, total, first, last, to_points, to_weights)

        over_parts(write, n, parts)

    if d != 2:
        # Any order will do that keeps neighbours together; tiles of tiles do.
        order = np.argsort(tile_numbers(points, max(2, n // _GROUP)), kind="stable").astype(np.int32)
        put_in(order)
        return Swarm(to_points, to_weights, _even(n, _GROUP), _NONE, order)
    low, size = _square_of_most(points)
    levels = min(_LEVELS, max(2, math.ceil(math.log2(n) / 2)))
    codes = np.empty(n, np.int32)

    def number(_: int, first: int, last: int) -> None:
        curve.morton(points, low, size, levels, first, last, codes)

    over_parts(number, n, parts)
    start, order = curve.order_of(codes, 1 << (2 * levels))
    put_in(order)
    return plane_of(to_points, to_weights, _NONE, order, start, levels)


def plane_of(
    points: FloatArray,
    weights: FloatArray,
    spread: FloatArray,
    order: SmallArray | None,
    start: SmallArray,
    levels: int,
) -> Swarm:
    """Return points or tiles that stand in the order of a Z-order curve, grouped; all as `_Plane` takes them."""
    plane = _Plane(points, weights, _even(len(points), _GROUP), spread, order, start, levels)
    return replace(plane, bounds=plane.squares(0.0, _GROUP))


def _square_of_most(points: FloatArray) -> tuple[FloatArray, float]:
    """
    Return the lower corner and the side of a square around most points, those far off apart.

    One customer across the ocean would leave all others in one cell, and so without an order.
    """
    low, size = square_around(points)
    some = points[:: max(1, len(points) // _LOOKED_AT)]
    first, last = np.quantile(some, [_FAR_OFF, 1 - _FAR_OFF], axis=0)
    wide = float((last - first).max())
    corner = np.maximum(low, first - wide)
    side = float((np.minimum(low + size, last + wide) - corner).max())
    return (corner, side) if 0 < side < size else (low, size)


def square_around(points: FloatArray) -> tuple[FloatArray, float]:
    """Return the lower corner, shape (d,), and the side, a little more than needed, of a square around all points."""
    parts = parts_of(len(points))
    low, high = np.empty((parts, points.shape[1])), np.empty((parts, points.shape[1]))
    over_parts(lambda part, first, last: curve.extent(points, first, last, low[part], high[part]), len(points), parts)
    corner = low.min(axis=0)
    size = float((high.max(axis=0) - corner).max()) or 1.0
    return corner, size * (1 + 1e-9)


def _in_place_of(points: FloatArray, weights: FloatArray, bounds: IntArray) -> Swarm:
    means, mass, spread = curve.merged(points, weights, bounds)
    return Swarm(means, mass, _even(len(means), _GROUP), spread)


def _even(n: int, size: int) -> IntArray:
    """Return where groups of about `size` consecutive points start, and the end."""
    return np.linspace(0, n, max(1, n // max(size, 1)) + 1).astype(np.intp)


def assign(points: FloatArray, centers: FloatArray, offsets: FloatArray, frame: Frame | None = None) -> IntArray:
    """
    Return the centre that wins each point, shape (n,).

    Parameters
    ----------
    points
        Shape (n, d).
    centers, offsets
        Shapes (k, d) and (k,).
    frame
        Where it is decided; where points are if None.
    """
    crowd = swarm(points, np.ones(len(points)), frame)
    if frame is not None:
        centers, offsets = frame.inward(centers), offsets / frame.scale**2
    return crowd.labelled(centers, offsets)[0]
