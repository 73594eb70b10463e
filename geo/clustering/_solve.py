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
from geo.clustering._power import Cells, assign, centroids, loads_of, reaches, squared_distances
from geo.clustering._rounds import Diagram, Schedule, alternate, descend
from geo.clustering._summary import merge, summarise, tile_numbers
from geo.clustering._ties import settle_ties

_NEXT_TO_NOTHING = 1e-6
_SCREENED = 6
_SCREEN = Schedule(first_blur=1.0, last_blur=0.05, shrink=0.5, precision=0.05, rounds=8)
_COSTS_HELD = 1 << 19
_BLURS = (0.03, 0.01, 0.004)
_REPEATED = 3
"""How many of the last blurs are gone through again after a move of the centres."""
_LEAST_BLUR = 0.003
_SHARPEST = 0.2
"""The last blur, times √(n/k): about as wide as a few points lie apart."""
_NEAR = 16.0
"""Points whose gap is wider than this many blurs are as good as certain."""
_LOOKS = 3
"""Times to look again which points are near a border, where the offsets went far."""


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
    diagram = _on_summary(x, m, t, n_init, max_iter, rng, listener)
    solution = _on_points(x, m, t, diagram, tolerance, listener, settle=settle)
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
    listener("start", 0.0, np.inf)
    fine, fine_m = summarise(x, m, max(2048, 96 * k))
    listener("start", 0.0, np.inf)
    coarse, coarse_m = summarise(fine, fine_m, max(512, 24 * k))
    count = _SCREENED * n_init
    screened: list[Diagram] = []
    for number in range(count):
        labels = bisect(coarse, coarse_m, t, rng if number else None)
        start = centroids(coarse, coarse_m, labels, coarse[:k])

        def hear_start(fraction: float, deviation: float, number: int = number) -> bool:
            return listener("start", 0.3 * (number + fraction) / count, deviation)

        if listener.stopped and screened:
            break
        screened.append(alternate(coarse, coarse_m, t, start, np.zeros(k), _SCREEN, hear_start))
    screened.sort(key=lambda diagram: diagram.value)
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
    x: FloatArray,
    m: FloatArray,
    t: FloatArray,
    diagram: Diagram,
    tolerance: float,
    listener: Listener,
    *,
    settle: bool,
) -> Solution:
    """Carry a diagram of a summary over to all points."""
    k, n = len(t), len(x)
    centers, offsets = diagram.centers, diagram.offsets
    rounds = 12 if n * k <= _COSTS_HELD else 3
    last = max(_LEAST_BLUR, _SHARPEST * float(np.sqrt(k / n)))
    blurs = [*(blur for blur in _BLURS if blur > 1.5 * last), last]
    tiles = tile_numbers(x, max(512, 32 * k))
    previous: IntArray | None = None
    for number in range(rounds):

        def hear(fraction: float, now: float, number: int = number) -> bool:
            return listener("points", 0.7 + 0.25 * (number + fraction) / rounds, now)

        offsets, cells = _fit_offsets(x, m, t, centers, offsets, blurs, tiles, tolerance, hear)
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
    if settle and deviation > tolerance and not listener.stopped:
        labels, offsets = settle_ties(x, m, t, centers, offsets, cells, tolerance=tolerance, max_tries=20 * k + 200)
    return Solution(centers, offsets, labels, diagram.rounds + number + 1, listener.stopped)


def _deviation(labels: IntArray, m: FloatArray, t: FloatArray) -> float:
    return float(np.abs(loads_of(labels, m, len(t)) / t - 1).max())


def _fit_offsets(
    x: FloatArray,
    m: FloatArray,
    t: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    blurs: list[float],
    tiles: IntArray,
    tolerance: float,
    stop: Callable[[float, float], bool],
) -> tuple[FloatArray, Cells]:
    """
    Balance all points for fixed centres, through ever sharper borders.

    Only points near a border matter to an offset: these are looked at one by one, or in small tiles along each border
    while there are many, and all others in a few tiles a cell. `stop` hears the fraction done and the deviation every
    while, and may end it.
    """
    k = len(t)
    reach = reaches(centers)
    cells = assign(x, centers, offsets)
    deviation = _deviation(cells.labels, m, t)
    for number, blur in enumerate(float(np.median(reach)) * np.array(blurs)):
        for _ in range(_LOOKS):
            hear = partial(stop, number / len(blurs), deviation)
            if hear():
                return offsets, cells
            near = cells.gaps <= _NEAR * blur
            border = np.unique(cells.labels[near] * k + cells.runners_up[near], return_inverse=True)[1]
            along, along_m = summarise(x[near], m[near], max(4096, 200 * k), border)
            far = ~near
            inside, inside_m = merge(x[far], m[far], tiles[far] * k + cells.labels[far])
            found = descend(
                squared_distances(np.concatenate((along, inside)), centers),
                np.concatenate((along_m, inside_m)),
                t,
                offsets,
                reach,
                blur=blur,
                precision=0.25 * tolerance + 1e-4,
                stop=hear,
            )
            shift = float(np.ptp(found.offsets - offsets))
            offsets = found.offsets
            cells = assign(x, centers, offsets)
            deviation = _deviation(cells.labels, m, t)
            if shift <= 0.75 * _NEAR * blur:
                break
    return offsets, cells
