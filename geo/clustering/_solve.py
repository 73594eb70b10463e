"""
Solve balanced k-means from start to finish: a summary first, all points last.

Works in units of its own (origin at the weighted mean, root mean square distance 1, weights and targets that sum to
1), so that the result does not depend on where the points lie, how far apart, or in what currency they are weighed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from geo.clustering._arrays import Callback, FloatArray, IntArray
from geo.clustering._bisection import bisect
from geo.clustering._finish import FINE, finish
from geo.clustering._power import Cells, centroids, loads_of, reaches
from geo.clustering._ready import prepare, ready
from geo.clustering._rounds import Diagram, Schedule, alternate, descend
from geo.clustering._swarm import Swarm, swarm

_NEXT_TO_NOTHING = 1e-6
_SCREENED = 6
_SCREEN = Schedule(first_blur=1.0, last_blur=0.05, shrink=0.5, precision=0.05, rounds=8)
_SMALL = 1 << 19
"""Points times clusters up to which a round on all points costs next to nothing."""
_BLURS = (0.03, 0.01, 0.004)
_REPEATED = 3
"""How many of the last blurs are gone through again after a move of the centres."""
_LEAST_BLUR = 0.003
_SHARPEST = 0.2
"""The last blur, times √(n/k): about as wide as a few points lie apart."""


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
    settle: bool,
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
    settle
        Whether points on the borders are given out until the loads meet the tolerance.
    """
    origin = (weights @ points) / weights.sum()
    x = points - origin
    scale = float(np.sqrt((weights / weights.sum()) @ (x * x).sum(1)))
    if not scale > 0:
        scale = float(np.abs(x).max()) or 1.0
    x /= scale
    m = weights / weights.sum()
    t = targets / targets.sum()
    if np.count_nonzero(m) < len(t):
        # Every cluster needs a point to start from, if only one that weighs next to nothing.
        m = np.maximum(m, _NEXT_TO_NOTHING / len(m))
        m /= m.sum()
    if len(t) == 1:
        return Solution(origin[None, :].copy(), np.zeros(1), np.zeros(len(points), dtype=np.intp), 0, False)
    if not ready():
        listener("compile", 0.0, np.inf)
        prepare()
    crowd = swarm(x, m)
    diagram = _on_summary(crowd, t, n_init, max_iter, rng, listener)
    solution = _on_points(crowd, t, diagram, tolerance, listener, settle=settle)
    offsets = solution.offsets - solution.offsets.mean()
    return Solution(
        solution.centers * scale + origin, offsets * scale**2, solution.labels, solution.rounds, solution.stopped
    )


def _on_summary(
    crowd: Swarm,
    t: FloatArray,
    n_init: int,
    max_iter: int,
    rng: np.random.RandomState,
    listener: Listener,
) -> Diagram:
    """Return the best diagram found on tiles in place of the points."""
    k = len(t)
    listener("start", 0.0, np.inf)
    fine = crowd.tiles(max(2048, 96 * k))
    coarse = crowd.tiles(max(512, 24 * k))
    count = _SCREENED * n_init
    screened: list[Diagram] = []
    for number in range(count):
        labels = bisect(coarse.points, coarse.weights, t, rng if number else None)
        start = centroids(coarse.points, coarse.weights, labels, coarse.points[:k])

        def hear_start(fraction: float, deviation: float, number: int = number) -> bool:
            return listener("start", 0.3 * (number + fraction) / count, deviation)

        if listener.stopped and screened:
            break
        screened.append(alternate(coarse, t, start, np.zeros(k), _SCREEN, hear_start))
    screened.sort(key=lambda diagram: diagram.value)
    finished: list[Diagram] = []
    for number, diagram in enumerate(screened[:n_init]):

        def hear(fraction: float, deviation: float, number: int = number) -> bool:
            return listener("rounds", 0.3 + 0.4 * (number + fraction) / n_init, deviation)

        schedule = Schedule(first_blur=0.05, rounds=max_iter)
        finished.append(alternate(fine, t, diagram.centers, diagram.offsets, schedule, hear))
        if listener.stopped:
            break
    return min(finished, key=lambda diagram: diagram.value)


def _on_points(
    crowd: Swarm,
    t: FloatArray,
    diagram: Diagram,
    tolerance: float,
    listener: Listener,
    *,
    settle: bool,
) -> Solution:
    """Carry a diagram of tiles over to all points."""
    x, m = crowd.points, crowd.weights
    k, n = len(t), len(x)
    centers, offsets = diagram.centers, diagram.offsets
    rounds = 12 if n * k <= _SMALL else 3
    last = max(_LEAST_BLUR, _SHARPEST * float(np.sqrt(k / n)))
    blurs = [*(blur for blur in _BLURS if blur > 1.5 * last), last]
    previous: IntArray | None = None
    for number in range(rounds):

        def hear(fraction: float, now: float, number: int = number) -> bool:
            return listener("points", 0.7 + 0.25 * (number + fraction) / rounds, now)

        offsets, cells = _fit_offsets(crowd, t, centers, offsets, blurs, tolerance, hear)
        deviation = _deviation(cells.labels, m, t)
        if (
            listener.stopped
            or number == rounds - 1
            or (previous is not None and np.array_equal(previous, cells.labels))
        ):
            break
        previous = cells.labels
        centers = centroids(x, m, cells.labels, centers)
        blurs = blurs[-_REPEATED:]
    labels = cells.labels
    if settle and (deviation > tolerance or n * k <= FINE) and not listener.stopped:

        def hear_finish(fraction: float, now: float) -> bool:
            return listener("points", 0.95 + 0.05 * fraction, now)

        centers, offsets, labels = finish(x, m, t, centers, offsets, cells, tolerance=tolerance, stop=hear_finish)
    return Solution(centers, offsets, crowd.given(labels), diagram.rounds + number + 1, listener.stopped)


def _deviation(labels: IntArray, m: FloatArray, t: FloatArray) -> float:
    return float(np.abs(loads_of(labels, m, len(t)) / t - 1).max())


def _fit_offsets(
    crowd: Swarm,
    t: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    blurs: list[float],
    tolerance: float,
    stop: Callable[[float, float], bool],
) -> tuple[FloatArray, Cells]:
    """
    Balance all points for fixed centres, through ever sharper borders.

    `stop` hears the fraction done and the deviation every while, and may end it.
    """
    reach = reaches(centers)
    cells = crowd.winners(centers, offsets)
    deviation = _deviation(cells.labels, crowd.weights, t)
    for number, blur in enumerate(float(np.median(reach)) * np.array(blurs)):
        hear = partial(stop, number / len(blurs), deviation)
        if hear():
            break
        found = descend(crowd, t, centers, offsets, reach, blur=blur, precision=0.25 * tolerance + 1e-4, stop=hear)
        offsets = found.offsets
    cells = crowd.winners(centers, offsets)
    return offsets, cells
