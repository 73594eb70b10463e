"""
Solve balanced k-means from start to finish: a summary first, all points last.

Works in units of its own (origin at the weighted mean, root mean square distance 1, weights and targets that sum to
1), so that the result does not depend on where the points lie, how far apart, or in what currency they are weighed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.clustering._arrays import Callback, FloatArray, IntArray
from geo.clustering._bisection import bisect
from geo.clustering._power import assign, centroids, loads_of, reaches, squared_distances
from geo.clustering._rounds import Diagram, Schedule, alternate, descend
from geo.clustering._summary import summarise
from geo.clustering._ties import settle_ties

_SCREENED = 6
_SCREEN = Schedule(first_blur=1.0, last_blur=0.05, shrink=0.5, precision=0.05, rounds=8)
_COSTS_HELD = 1 << 19


@dataclass(frozen=True)
class Solution:
    """Centres (k, d), offsets (k,) and labels (n,), the rounds taken, and whether the caller stopped them."""

    centers: FloatArray
    offsets: FloatArray
    labels: IntArray
    rounds: int
    stopped: bool


class Listener:
    """Passes progress on to a callback, each stage over its own stretch of the whole, and remembers a wish to stop."""

    def __init__(self, callback: Callback) -> None:
        self._callback = callback
        self.stopped = False

    def __call__(self, stage: str, fraction: float, deviation: float) -> bool:
        """Return whether to stop, once asked for good."""
        if not self.stopped:
            self.stopped = bool(self._callback(stage, min(max(fraction, 0.0), 1.0), deviation))
        return self.stopped


def solve(
    points: FloatArray,
    weights: FloatArray,
    targets: FloatArray,
    *,
    tolerance: float,
    n_init: int,
    max_iter: int,
    rng: np.random.RandomState,
    listener: Listener,
) -> Solution:
    """
    Divide points into clusters of given loads with the least weighted squared distance to their centres.

    Parameters
    ----------
    points
        Shape (n, d), n at least k.
    weights
        Not negative, of positive sum, shape (n,).
    targets
        Positive, of the same sum, shape (k,).
    tolerance
        Relative deviation wanted.
    n_init
        Starts followed to the end, each the best of several screened on a coarse summary.
    max_iter
        Rounds at most for each.
    rng
        Draws the starts.
    listener
        Hears of progress.
    """
    origin = (weights @ points) / weights.sum()
    x = points - origin
    scale = float(np.sqrt((weights / weights.sum()) @ (x * x).sum(1)))
    if not scale > 0:
        scale = float(np.abs(x).max()) or 1.0
    x /= scale
    m = weights / weights.sum()
    t = targets / targets.sum()
    if len(t) == 1:
        return Solution(origin[None, :].copy(), np.zeros(1), np.zeros(len(points), dtype=np.intp), 0, False)
    diagram = _on_summary(x, m, t, n_init, max_iter, rng, listener)
    solution = _on_points(x, m, t, diagram, tolerance, listener)
    offsets = solution.offsets - solution.offsets.mean()
    return Solution(
        solution.centers * scale + origin, offsets * scale**2, solution.labels, solution.rounds, solution.stopped
    )


def _on_summary(
    x: FloatArray,
    m: FloatArray,
    t: FloatArray,
    n_init: int,
    max_iter: int,
    rng: np.random.RandomState,
    listener: Listener,
) -> Diagram:
    """Return the best diagram found on summaries of the points."""
    k = len(t)
    coarse, coarse_m = summarise(x, m, max(512, 24 * k))
    count = _SCREENED * n_init
    screened: list[Diagram] = []
    for number in range(count):
        labels = bisect(coarse, coarse_m, t, rng if number else None)
        start = centroids(coarse, coarse_m, labels, coarse[:k])
        if listener("start", 0.3 * number / count, np.inf) and screened:
            break
        screened.append(alternate(coarse, coarse_m, t, start, np.zeros(k), _SCREEN, lambda _f, _d: listener.stopped))
    screened.sort(key=lambda diagram: diagram.value)
    fine, fine_m = summarise(x, m, max(2048, 96 * k))
    finished: list[Diagram] = []
    for number, diagram in enumerate(screened[:n_init]):

        def hear(fraction: float, deviation: float, number: int = number) -> bool:
            return listener("rounds", 0.3 + 0.4 * (number + fraction) / n_init, deviation)

        schedule = Schedule(first_blur=0.05, rounds=max_iter)
        finished.append(alternate(fine, fine_m, t, diagram.centers, diagram.offsets, schedule, hear))
        if listener.stopped:
            break
    return min(finished, key=lambda diagram: diagram.value)


def _on_points(
    x: FloatArray, m: FloatArray, t: FloatArray, diagram: Diagram, tolerance: float, listener: Listener
) -> Solution:
    """Carry a diagram of a summary over to all points."""
    k, n = len(t), len(x)
    centers, offsets = diagram.centers, diagram.offsets
    rounds = 12 if n * k <= _COSTS_HELD else 3
    done = diagram.rounds
    previous: IntArray | None = None
    for number in range(rounds):
        offsets, labels, gaps = _fit_offsets(x, m, t, centers, offsets, tolerance)
        moved = centroids(x, m, labels, centers)
        done += 1
        deviation = _deviation(labels, m, t)
        if listener("points", 0.7 + 0.25 * number / rounds, deviation):
            break
        if number == rounds - 1 or (previous is not None and np.array_equal(previous, labels)):
            break
        previous = labels
        centers = moved
    if _deviation(labels, m, t) > tolerance and not listener.stopped:
        labels, offsets = settle_ties(
            x, m, t, centers, offsets, labels, gaps, tolerance=tolerance, max_chains=20 * k + 200
        )
    return Solution(centers, offsets, labels, done, listener.stopped)


def _deviation(labels: IntArray, m: FloatArray, t: FloatArray) -> float:
    return float(np.abs(loads_of(labels, m, len(t)) / t - 1).max())


def _fit_offsets(
    x: FloatArray, m: FloatArray, t: FloatArray, centers: FloatArray, offsets: FloatArray, tolerance: float
) -> tuple[FloatArray, IntArray, FloatArray]:
    """Balance all points for fixed centres: those near a border one by one, the others by tiles of one cell."""
    k, n = len(t), len(x)
    reach = reaches(centers)
    blur = float(np.median(reach)) * max(0.002, 0.2 * float(np.sqrt(k / n)))
    labels, gaps = assign(x, centers, offsets)
    for _ in range(4):
        near = gaps <= 16 * blur
        far = ~near
        tiles, tiles_m = summarise(x[far], m[far], 64 * k, labels[far])
        found = descend(
            squared_distances(np.concatenate((x[near], tiles)), centers),
            np.concatenate((m[near], tiles_m)),
            t,
            offsets,
            reach,
            blur=blur,
            precision=0.25 * tolerance + 1e-4,
        )
        shift = float(np.ptp(found.offsets - offsets))
        offsets = found.offsets
        labels, gaps = assign(x, centers, offsets)
        if shift <= 12 * blur:
            break
    return offsets, labels, gaps
