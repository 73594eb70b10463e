"""
Prove how compact a division can be at most, for centres and loads that are given.

The least weighted sum of squared distances to fixed centres c, each cluster's load between two limits, is a linear
program (transport of weight to centres); any offsets w bound it from below by weak duality:

    Σ_i m_i min_k (|x_i − c_k|² − w_k)  +  min { Σ_k w_k L_k : least ≤ L ≤ most, Σ_k L_k = Σ_i m_i }

The first part is the cost of a power diagram (Aurenhammer, Hoffmann & Aronov 1998), the second a fractional knapsack.
The sum is concave in w, so Newton's method climbs it on borders that are blurred and limits that are soft, both ever
less so (`_dual` says why). How good the offsets are decides how tight the bound is, never whether it holds: the value
told is that of the sum itself, nothing blurred.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve

from geo.clustering import _checks as checks
from geo.clustering._arrays import FloatArray
from geo.clustering._power import inertia, reaches
from geo.clustering._swarm import Loads, Swarm, swarm
from geo.clustering._threads import one_thread

_SAFETY, _ROUNDING = 1e-9, 1e-12
"""Taken off a bound, as a part of itself and of the largest of what is added up: it must never pass the truth."""
_MET = 1e-9
"""Part of the whole by which limits may miss it, for rounding."""
_WIDEST, _NEIGHBOURS = 0.3, 64
"""The first blur, where all points vary by 1; less among more clusters than these, or each would blur into all."""
_WIDE, _SHRINK = 0.3, 0.3
"""The last blur on coarse tiles, in squared distances between neighbouring centres; what a climb leaves of a blur."""
_SHARP, _SHARPEST = 0.003, 1e-5
"""The last blur, in the same unit: of many points, and of few, of which a single one counts."""
_SMALL = 1 << 17
"""Points times clusters up to which points are few."""
_OWN = 0.3
"""Blur of a tile, as a part of what the difference between two centres varies by within it."""
_STEPS, _LAST_STEPS, _PRECISION = 30, 8, 1e-3
"""Newton steps at most, fewer on all of many points; deviation of blurred loads that is near enough."""
_SMALLEST_GAIN = 1e-13
_LEAST_DAMPING = 1e-7


@dataclass(frozen=True, eq=False)
class DualBound:
    """
    A bound on compactness, and what proves it.

    Parameters
    ----------
    value
        No assignment within the limits has a smaller weighted sum of squared distances to the centres; weight times
        square metres, not negative.
    offsets
        The multipliers w that give it, square metres, shape (k,).
    """

    value: float
    offsets: FloatArray


def dual_bound(
    points: npt.ArrayLike,
    weights: npt.ArrayLike,
    centers: npt.ArrayLike,
    least: npt.ArrayLike,
    most: npt.ArrayLike,
) -> DualBound:
    """
    Bound from below what any division with given centres and loads costs, one that cuts points into parts included.

    Parameters
    ----------
    points
        Places in metres, shape (n, d).
    weights
        What each weighs, not negative, shape (n,).
    centers
        The centres, which stay, in metres, shape (k, d).
    least, most
        Between which the load of each cluster lies, shape (k,), infinite where there is no limit; loads sum to the
        total of the weights.

    Raises
    ------
    ValueError
        If shapes do not fit, places or weights are not finite or are beyond 1e100, a weight is negative, or no loads
        between the limits sum to the total.
    """
    x, m, c = checks.points("points", points), checks.numbers("weights", weights), checks.points("centers", centers)
    low, high = checks.limits("least", least), checks.limits("most", most)
    _check(x, m, c, low, high)
    x, m = x[m > 0], m[m > 0]
    total, k = float(m.sum()), len(c)
    if not total > 0:
        return DualBound(0.0, np.zeros(k))
    origin = (m @ x) / total
    x, c = x - origin, c - origin
    scale = float(np.sqrt(m @ (x * x).sum(1) / total)) or float(np.abs(c).max()) or 1.0
    with one_thread():
        crowd = swarm(x / scale, m / total)
        band = _Band.between(np.clip(low, 0.0, total) / total, np.clip(high, 0.0, total) / total)
        value, offsets = _highest(crowd, c / scale, band)
    return DualBound(value * scale**2 * total, offsets * scale**2)


def _check(x: FloatArray, m: FloatArray, c: FloatArray, low: FloatArray, high: FloatArray) -> None:
    fits = x.shape[1] == c.shape[1] and len(c) and m.shape == x.shape[:1]
    if not fits or not low.shape == high.shape == c.shape[:1]:
        msg = (
            "points (n, d), weights (n,), centers (k, d), least (k,) and most (k,) should fit; "
            f"got shapes {x.shape}, {m.shape}, {c.shape}, {low.shape} and {high.shape}."
        )
        raise ValueError(msg)
    checks.amounts("weights", m, len(x))
    total = float(m.sum())
    slack = _MET * total
    if not ((low <= high + slack).all() and low.sum() - slack <= total <= high.sum() + slack):
        msg = f"no loads between least and most sum to the weight of all points, {total:g}."
        raise ValueError(msg)


@dataclass(frozen=True, eq=False)
class _Band:
    """
    Limits of loads, as parts of the whole: between `middle − half` and `middle + half`, shape (k,).

    Soft ones lean from one limit to the other while an offset goes from `soft` below the level of all to `soft` above.
    """

    middle: FloatArray
    half: FloatArray

    @classmethod
    def between(cls, low: FloatArray, high: FloatArray) -> _Band:
        half = np.maximum(high - low, 0.0) / 2
        # What rounding has left out is given to all limits: wider ones only lower the bound.
        half += max(0.0, float(((low + high) / 2 - half).sum()) - 1.0, 1.0 - float(((low + high) / 2 + half).sum()))
        return cls((low + high) / 2, half)

    def cheapest(self, offsets: FloatArray) -> FloatArray:
        """Return the loads within the limits, of sum 1, whose sum with the offsets is least, shape (k,)."""
        order = np.argsort(offsets, kind="stable")
        room = 2 * self.half[order]
        left = 1.0 - float((self.middle - self.half).sum())
        before = np.concatenate(([0.0], np.cumsum(room)[:-1]))
        loads = self.middle - self.half
        loads[order] += np.clip(left - before, 0.0, room)
        return loads

    def leaning(self, offsets: FloatArray, soft: float) -> tuple[FloatArray, FloatArray, float]:
        """Return soft loads of sum 1, what each gains with the level where it is free, and their cost."""
        # The sum grows with the level, linearly between the places where a load meets a limit.
        edges = np.sort(np.concatenate((offsets - soft, offsets + soft)))
        first, last = 0, len(edges) - 1
        while last - first > 1:
            between = (first + last) // 2
            if self._at(edges[between], offsets, soft).sum() <= 1.0:
                first = between
            else:
                last = between
        low, high = self._at(edges[first], offsets, soft), self._at(edges[last], offsets, soft)
        rise = float(high.sum() - low.sum())
        part = min(max((1.0 - float(low.sum())) / rise, 0.0), 1.0) if rise > 0 else 0.0
        level = edges[first] + part * (edges[last] - edges[first])
        loads = low + part * (high - low)
        free = np.abs(level - offsets) < soft
        lean = np.clip((level - offsets) / soft, -1.0, 1.0)
        cost = float(offsets @ loads + 0.5 * soft * (self.half @ (lean * lean)))
        return loads, np.where(free, self.half / soft, 0.0), cost

    def _at(self, level: float, offsets: FloatArray, soft: float) -> FloatArray:
        return np.asarray(self.middle + self.half * np.clip((level - offsets) / soft, -1.0, 1.0))


def _highest(crowd: Swarm, centers: FloatArray, band: _Band) -> tuple[float, FloatArray]:
    """Return the greatest value found, and its offsets, in units in which the points weigh 1 and vary by 1."""
    k, n = len(centers), len(crowd.points)
    best = np.zeros(k)
    value = _worth(crowd, centers, band, best)
    if k == 1:
        return value, best
    reach = reaches(centers)
    coarse, tiles = crowd.tiles(max(512, 3 * k)), crowd.tiles(max(2048, 96 * k))
    offsets, blur = best, _WIDEST * min(1.0, _NEIGHBOURS / k)
    while blur > _WIDE * float(np.median(reach)):
        offsets = _climbed(coarse, centers, offsets, reach, band, blur, _STEPS)
        blur *= _SHRINK
    unit, few = float(np.median(reach)), n * k <= _SMALL
    while blur > unit * _SHARP:
        offsets = _climbed(tiles, centers, offsets, reach, band, blur, _STEPS)
        blur *= _SHRINK
    last = unit * (_SHARPEST if few else _SHARP)
    while True:
        blur = max(blur, last)
        offsets = _climbed(crowd, centers, offsets, reach, band, blur, _STEPS if few else _LAST_STEPS)
        found = _worth(crowd, centers, band, offsets)
        if found > value:
            value, best = found, offsets
        if blur <= last:
            break
        blur *= _SHRINK
    return value, best


def _worth(crowd: Swarm, centers: FloatArray, band: _Band, offsets: FloatArray) -> float:
    """Return the bound that offsets give, a hair less against rounding."""
    labels = crowd.winners(centers, offsets).labels
    won = float(crowd.weights @ offsets[labels])
    value = inertia(crowd.points, crowd.weights, labels, centers) - won + float(offsets @ band.cheapest(offsets))
    largest = 1.0 + float(np.abs(offsets).max()) + float((centers * centers).sum(1).max())
    return max(0.0, value * (1 - _SAFETY) - _ROUNDING * largest)


def _climbed(
    crowd: Swarm, centers: FloatArray, offsets: FloatArray, reach: FloatArray, band: _Band, blur: float, steps: int
) -> FloatArray:
    """Climb with borders of a blur and limits as soft as that, by damped Newton steps; return the offsets."""
    blurs = np.full(len(crowd.points), blur)
    if crowd.spread.any():
        blurs = crowd.widths(centers, offsets, reach, blur / float(np.median(reach)), _OWN)
    floor = np.maximum(band.middle, 1e-3 / len(centers))

    def at(offsets: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        given: Loads = crowd.loads(centers, offsets, blurs)
        loads, rise, cost = band.leaning(offsets, blur)
        hessian = given.laplacian + np.diag(rise)
        if rise.any():
            hessian -= np.outer(rise, rise) / rise.sum()
        return given.value + cost, loads - given.loads, hessian

    value, gradient, hessian = at(offsets)
    damping = 1e-3
    for _ in range(steps):
        if np.abs(gradient / floor).max() <= _PRECISION:
            break
        move, gain = _step(hessian, gradient, damping * floor / reach)
        if not gain > _SMALLEST_GAIN * (1.0 + abs(value)):
            break
        trial = at(offsets + move)
        ratio = (trial[0] - value) / gain
        if ratio > 1e-3:
            offsets = offsets + move
            value, gradient, hessian = trial
            damping = max(_LEAST_DAMPING, damping * max(0.2, 1.0 - (2.0 * min(ratio, 1.0) - 1.0) ** 3))
        else:
            damping *= 8.0
    return offsets


def _step(hessian: FloatArray, gradient: FloatArray, damping: FloatArray) -> tuple[FloatArray, float]:
    """Return the damped Newton step and the gain that the quadratic model promises."""
    matrix = hessian.copy()
    matrix[np.diag_indices_from(matrix)] += damping + 1e-12 * np.trace(hessian)
    move = cho_solve(cho_factor(matrix, check_finite=False), gradient, check_finite=False)
    return move - move.mean(), float(gradient @ move - 0.5 * move @ hessian @ move)
