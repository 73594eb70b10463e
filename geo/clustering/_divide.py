"""Divide points by balanced k-means, those too heavy for any cluster apart from the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._finish import EXACT, refine
from geo.clustering._frame import frame_of
from geo.clustering._power import loads_of
from geo.clustering._solve import Listener, Solution, solve
from geo.clustering._swarm import assign, square_around
from geo.clustering._targets import Apart, set_apart

_A_LITTLE = 1e-9
_LOOKED_AT, _FAR_OFF = 4096, 300.0
"""Points that tell how far off most are, and how many times as far off a point is drawn in."""
_ORDERED = 20_000
"""Points up to which they are put in an order of their own first; sums of more hardly depend on theirs."""


def divide(
    points: FloatArray,
    weights: FloatArray,
    targets: FloatArray,
    *,
    tolerance: float,
    n_init: int,
    max_iter: int,
    rng: np.random.RandomState,
    listener: Listener,
    settle: bool = True,
) -> Solution:
    """
    Divide points into clusters of given loads; up to some thousands, whatever order they come in.

    Parameters
    ----------
    points, weights, targets
        Shapes (n, d), (n,) with a positive sum, and (k,) with the same sum, k at most n.
    tolerance, n_init, max_iter, rng, listener, settle
        As `solve` takes them.
    """
    if len(points) > _ORDERED:
        return _divide(points, weights, targets, tolerance, n_init, max_iter, rng, listener, settle=settle)
    order = np.lexsort((weights, *points.T[::-1]))
    found = _divide(points[order], weights[order], targets, tolerance, n_init, max_iter, rng, listener, settle=settle)
    labels = np.empty_like(found.labels)
    labels[order] = found.labels
    return replace(found, labels=labels)


def _divide(
    points: FloatArray,
    weights: FloatArray,
    targets: FloatArray,
    tolerance: float,
    n_init: int,
    max_iter: int,
    rng: np.random.RandomState,
    listener: Listener,
    *,
    settle: bool,
) -> Solution:
    if len(points) == len(targets):
        return _one_each(points, weights, targets)
    follow = partial(solve, tolerance=tolerance, n_init=n_init, max_iter=max_iter, rng=rng, settle=settle)
    near = _drawn_in(points)
    found = _with_heavy(near, weights, targets, tolerance, follow, listener, settle=settle)
    return found if near is points else _counted(points, found)


def _with_heavy(
    points: FloatArray,
    weights: FloatArray,
    targets: FloatArray,
    tolerance: float,
    follow: Callable[..., Solution],
    listener: Listener,
    *,
    settle: bool,
) -> Solution:
    """Divide points, those too heavy for any cluster apart from the others."""
    apart = set_apart(weights, targets, tolerance)
    if not apart.items.size:
        return follow(points, weights, targets, listener=listener)
    rest = np.setdiff1d(np.arange(len(points)), apart.items)
    others = np.setdiff1d(np.arange(len(targets)), apart.clusters)
    if not others.size:
        return _rejoin(points, apart, rest, others, None)
    left, aims = weights[rest], apart.targets[others]
    if not left.sum() > 0:
        left, aims = np.ones(len(rest)), np.full(len(others), len(rest) / len(others))
    solution = follow(points[rest], left, aims, listener=_of_all(listener, apart, targets, others))
    whole = _rejoin(points, apart, rest, others, solution)
    size = np.abs(loads_of(whole.labels, weights, len(targets)) / targets - 1)
    if not settle or whole.stopped or len(points) * len(targets) > EXACT or size.argmax() in apart.clusters:
        return whole

    # Not what was set apart stands in the way: perhaps it need not have been.
    def hear(_fraction: float, now: float) -> bool:
        return listener("points", 1.0, now)

    centers, offsets, labels = refine(
        points, weights, targets, whole.centers, whole.offsets, whole.labels, tolerance=tolerance, stop=hear
    )
    found = replace(whole, centers=centers, offsets=offsets, labels=labels, stopped=listener.stopped)
    return _counted(points, found)


def _drawn_in(points: FloatArray) -> FloatArray:
    """
    Return points with those much farther off than most drawn in towards the middle, shape (n, d).

    The square of their distance would be all that counts, and where the others go would be left to rounding. Who wins a
    point so far off is a matter of its direction alone.
    """
    some = points[:: max(1, len(points) // _LOOKED_AT)]
    middle = np.median(some, axis=0)
    reach = _FAR_OFF * float(np.median(np.linalg.norm(some - middle, axis=1)))
    low, size = square_around(points)
    if not reach > 0 or ((low + size - middle <= reach).all() and (middle - low <= reach).all()):
        return points
    away = np.linalg.norm(points - middle, axis=1)
    far = away > reach
    if not far.any():
        return points
    near = points.copy()
    near[far] = middle + (points[far] - middle) * (reach / away[far])[:, None]
    return near


def _one_each(points: FloatArray, weights: FloatArray, targets: FloatArray) -> Solution:
    """Give each cluster a point, the heaviest to the largest."""
    labels = np.empty(len(points), dtype=np.intp)
    labels[np.argsort(weights, kind="stable")] = np.argsort(targets, kind="stable")
    centers = np.empty_like(points)
    centers[labels] = points
    frame = frame_of(points, np.ones(len(points)))
    return _counted(points, Solution(centers, np.zeros(len(targets)), labels, frame, 0))


def _of_all(listener: Listener, apart: Apart, targets: FloatArray, others: IntArray) -> Listener:
    """Return a listener to the others that tells how far all are at most from what was asked for."""
    factor = apart.targets / targets
    fixed = float(np.abs(factor[apart.clusters] - 1).max())
    aims = factor[others]

    def hear(stage: str, fraction: float, deviation: float) -> bool:
        if not np.isfinite(deviation):
            return listener(stage, fraction, deviation)
        edges = np.concatenate((aims * (1 + deviation), aims * (1 - deviation)))
        return listener(stage, fraction, max(fixed, float(np.abs(edges - 1).max())))

    return Listener(hear)


def _rejoin(points: FloatArray, apart: Apart, rest: IntArray, others: IntArray, solution: Solution | None) -> Solution:
    """
    Put clusters of a single item back among the others, with the least offset that wins the item.

    A power cell cannot hold one point from inside another cell alone: it takes what lies behind that point as well.
    The labels do not, so here they differ from the cells.
    """
    k = len(apart.targets)
    labels = np.empty(len(points), dtype=np.intp)
    centers = np.empty((k, points.shape[1]))
    offsets = np.zeros(k)
    labels[apart.items] = apart.clusters
    centers[apart.clusters] = points[apart.items]
    if solution is None:
        return Solution(centers, offsets, labels, frame_of(points, np.ones(len(points))), 0)
    labels[rest] = others[solution.labels]
    centers[others] = solution.centers
    offsets[others] = solution.offsets
    spread = float(np.ptp(points, axis=0).max()) ** 2 or 1.0
    for item, cluster in zip(apart.items, apart.clusters, strict=True):
        away = ((points[item] - solution.centers) ** 2).sum(1)
        offsets[cluster] = float((solution.offsets - away).max()) + _A_LITTLE * spread
    return _counted(points, replace(solution, centers=centers, offsets=offsets, labels=labels))


def _counted(points: FloatArray, solution: Solution) -> Solution:
    """Count anew which points are not labelled as the cell they lie in."""
    cells = assign(points, solution.centers, solution.offsets, solution.frame)
    return replace(solution, split=int(np.count_nonzero(cells != solution.labels)))
