"""
Units in which the solver works: the origin near the middle of the points, distances about 1.

So no result depends on where the points lie or how far apart. The scale is a power of two, which scales without
rounding; who wins a point is always decided within the frame, and so the same each time it is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.clustering import _kernels as kernels
from geo.clustering._arrays import FloatArray
from geo.clustering._threads import over_parts, parts_of

_FINEST = 400
"""Powers of two that can still be squared, and squared again."""
_FAR_OFF = 1e-6
"""Part of the squared distance to the first point that the others must vary by to be seen from there."""


@dataclass(frozen=True, eq=False)
class Frame:
    """The place given as origin, shape (d,), and the distance given as 1."""

    origin: FloatArray
    scale: float

    def inward(self, points: FloatArray) -> FloatArray:
        """Return places in units of the frame, shape (n, d)."""
        moved = points - self.origin
        moved /= self.scale
        return np.asarray(moved)

    def outward(self, points: FloatArray) -> FloatArray:
        """Return places as they were given, shape (n, d)."""
        return np.asarray(points * self.scale + self.origin)


def frame_of(points: FloatArray, weights: FloatArray) -> Frame:
    """Return the frame around points (n, d) of given weights (n,), of positive sum."""
    points = np.ascontiguousarray(points)
    n, d = points.shape
    parts = parts_of(n)

    def around(origin: FloatArray) -> FloatArray:
        sums = np.zeros((parts, d + 2))
        over_parts(lambda part, first, last: kernels.about(points, weights, origin, first, last, sums[part]), n, parts)
        return np.asarray(sums.sum(axis=0))

    sums = around(points[0].copy())
    shift, squared = sums[1 : 1 + d] / sums[0], float(sums[1 + d] / sums[0])
    origin = points[0] + shift
    varies = squared - float(shift @ shift)
    if not varies > _FAR_OFF * squared:
        # The first point lies so far off that rounding hides how far apart the others are.
        sums = around(origin)
        varies = float(sums[1 + d] / sums[0])
    scale = float(np.sqrt(varies))
    if not scale > 0:
        # All that weighs lies in one place: what does not still tells how far apart things are.
        scale = float(np.abs(points - origin).max()) or 1.0
    return Frame(origin, float(2.0 ** np.clip(np.round(np.log2(scale)), -_FINEST, _FINEST)))
