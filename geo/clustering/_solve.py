"""
Solve balanced k-means from start to finish: a summary first, all points last.

Works in a frame of its own, with weights and targets that sum to 1, so that the result does not depend on where the
points lie, how far apart, or in what currency they are weighed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from geo.clustering._arrays import Callback, FloatArray, IntArray
from geo.clustering._dual import Balance
from geo.clustering._finish import FINE, finish
from geo.clustering._frame import Frame, frame_of
from geo.clustering._grid import MANY, Grid, grid
from geo.clustering._power import centroids, reaches
from geo.clustering._ready import prepare, ready
from geo.clustering._rounds import Diagram, descend, moved
from geo.clustering._starts import on_summary
from geo.clustering._swarm import Swarm, swarm

_NEXT_TO_NOTHING = 1e-6
_SMALL = 1 << 19
"""Points times clusters up to which a round on all points costs next to nothing."""
_ROUNDS = 12
_SPENT = 0.75
"""Part of the tolerance made use of at most: the rest is for borders that loads are not exact at."""
_STEPS, _STALLED = 16, 0.002
"""Newton steps at most for a blur, and the part of the weight misplaced beyond which wider blur is called for."""
_BLURS = (0.03, 0.01, 0.004)
_REPEATED = 3
"""How many of the last blurs are gone through again after a move of the centres."""
_LEAST_BLUR = 0.003
_LIGHT, _ASKED = 1 / 64, 3
"""Part of a target that a square weighs at most that may stand for its points, and times they are given out by it."""
_SHARPEST = 0.2
"""The last blur, times √(n/k): about as wide as a few points lie apart."""


@dataclass(frozen=True)
class Solution:
    """
    What came of it.

    Parameters
    ----------
    centers, offsets
        Shapes (k, d) and (k,).
    labels
        Shape (n,).
    frame
        Where it is decided who wins a point.
    rounds
        Rounds taken.
    split
        Points with another label than the cell they lie in.
    stopped
        Whether the caller stopped the rounds.
    """

    centers: FloatArray
    offsets: FloatArray
    labels: IntArray
    frame: Frame
    rounds: int
    split: int = 0
    stopped: bool = False


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
    frame = frame_of(points, weights)
    t = targets / targets.sum()
    if len(t) == 1:
        return Solution(frame.origin[None, :].copy(), np.zeros(1), np.zeros(len(points), dtype=np.intp), frame, 0)
    total = float(weights.sum())
    if np.count_nonzero(weights) < len(t):
        # Every cluster needs a point to start from, if only one that weighs next to nothing.
        weights = np.maximum(weights, total * _NEXT_TO_NOTHING / len(weights))
        total = float(weights.sum())
    if not ready():
        listener("compile", 0.0, np.inf)
        prepare(lambda fraction: listener("compile", fraction, np.inf))
    summary = partial(on_summary, targets=t, n_init=n_init, max_iter=max_iter, rng=rng, listener=listener)
    diagram: Diagram | None = None
    if len(points) >= MANY and points.shape[1] == 2:
        squares = grid(points, weights, frame, total)
        if squares.crowd.weights.max() <= _LIGHT * t.min():
            diagram = summary(squares.crowd, sharpest=_LEAST_BLUR)
            found = _on_squares(squares, t, diagram, tolerance, listener, settle=settle)
            if found is not None:
                return found
    crowd = swarm(points, weights, frame, total)
    last = max(_LEAST_BLUR, _SHARPEST * float(np.sqrt(len(t) / len(points))))
    diagram = diagram or summary(crowd, sharpest=last)
    return _on_points(crowd, t, diagram, last, tolerance, frame, listener, settle=settle)


def _on_squares(
    squares: Grid, t: FloatArray, diagram: Diagram, tolerance: float, listener: Listener, *, settle: bool
) -> Solution | None:
    """
    Give out points by what their squares tell; return nothing where that does not meet the tolerance.

    Squares on a border are shared by a blur, and their points are not: what a cluster got too little of is asked for in
    addition.
    """
    crowd, frame = squares.crowd, squares.frame
    aims = _spent(t, diagram.offsets, tolerance, crowd.weights) if settle else t
    centers, offsets, rounds = _in_one_round(crowd, aims, diagram, _LEAST_BLUR, tolerance, listener)
    outside = frame.outward(centers)
    centers = frame.inward(outside)
    asked = aims
    for number in range(_ASKED):

        def hear(fraction: float, now: float, number: int = number) -> bool:
            return listener("points", 0.95 + 0.05 * (number + fraction) / _ASKED, now)

        offsets = offsets - offsets.mean()
        labels, loads = squares.labelled(centers, offsets)
        off = float(np.abs(loads / t - 1).max())
        if not settle or off <= tolerance or hear(0.0, off):
            offsets = offsets * frame.scale**2
            return Solution(outside, offsets, labels, frame, diagram.rounds + rounds, 0, listener.stopped)
        asked = np.maximum(asked + aims - loads, 0.5 * t)
        offsets = _fit_offsets(crowd, asked, centers, offsets, [_LEAST_BLUR], tolerance, hear).offsets
    return None


def _on_points(
    crowd: Swarm,
    t: FloatArray,
    diagram: Diagram,
    last: float,
    tolerance: float,
    frame: Frame,
    listener: Listener,
    *,
    settle: bool,
) -> Solution:
    """Carry a diagram of tiles over to all points."""
    k, n = len(t), len(crowd.points)
    follow = _in_many_rounds if n * k <= _SMALL else _in_one_round
    aims = _spent(t, diagram.offsets, tolerance, crowd.weights) if settle else t
    centers, offsets, rounds = follow(crowd, aims, diagram, last, tolerance, listener)
    offsets = offsets - offsets.mean()
    # Out and in again, so that who wins is decided from what the caller gets.
    outside = frame.outward(centers)
    centers = frame.inward(outside)
    labels, loads = crowd.labelled(centers, offsets)
    split = 0
    if settle and (n * k <= FINE or np.abs(loads / t - 1).max() > tolerance) and not listener.stopped:

        def hear(fraction: float, now: float) -> bool:
            return listener("points", 0.95 + 0.05 * fraction, now)

        def fit(moved: FloatArray, near: FloatArray) -> FloatArray:
            return _fit_offsets(crowd, aims, moved, near, [last], tolerance, hear).offsets

        cells = crowd.winners(centers, offsets)
        centers, offsets, found = finish(
            crowd.points, crowd.weights, t, centers, offsets, cells, tolerance=tolerance, stop=hear, fit=fit
        )
        labels, outside = crowd.given(found), frame.outward(centers)
        split = int(np.count_nonzero(crowd.labelled(frame.inward(outside), offsets)[0] != labels))
    offsets = offsets * frame.scale**2
    return Solution(outside, offsets, labels, frame, diagram.rounds + rounds, split, listener.stopped)


def _spent(t: FloatArray, offsets: FloatArray, tolerance: float, weights: FloatArray) -> FloatArray:
    """
    Return the loads within the tolerance, of the same sum, that let points lie nearest to their centres.

    An offset is what a cluster's last unit of load costs: those that reach furthest for it get less, the others more.
    The weight of one point is kept free: loads cannot be told more finely.
    """
    lump = float(weights @ weights) / float(weights.sum())
    room = np.clip(tolerance * t - lump, 0.0, min(_SPENT * tolerance, 0.5) * t)
    order = np.argsort(offsets, kind="stable")
    filled = np.cumsum(2 * room[order])
    aims = t - room
    aims[order] += np.clip(room.sum() - (filled - 2 * room[order]), 0.0, 2 * room[order])
    return aims


def _in_one_round(
    crowd: Swarm, t: FloatArray, diagram: Diagram, last: float, tolerance: float, listener: Listener
) -> tuple[FloatArray, FloatArray, int]:
    """Move the centres once: many points leave little that tiles did not know."""
    centers, offsets = diagram.centers, diagram.offsets
    for number, blur in enumerate((2 * last, last)):

        def hear(fraction: float, now: float, number: int = number) -> bool:
            return listener("points", 0.7 + 0.125 * (number + fraction), now)

        found = _fit_offsets(crowd, t, centers, offsets, [blur], tolerance, hear)
        offsets = found.offsets
        if not number:
            centers = moved(found.given, centers)
    return centers, offsets, 1


def _in_many_rounds(
    crowd: Swarm, t: FloatArray, diagram: Diagram, last: float, tolerance: float, listener: Listener
) -> tuple[FloatArray, FloatArray, int]:
    """Move the centres until no point changes hands."""
    centers, offsets = diagram.centers, diagram.offsets
    blurs = [*(blur for blur in _BLURS if blur > 1.5 * last), last]
    previous: IntArray | None = None
    for number in range(_ROUNDS):

        def hear(fraction: float, now: float, number: int = number) -> bool:
            return listener("points", 0.7 + 0.25 * (number + fraction) / _ROUNDS, now)

        offsets = _fit_offsets(crowd, t, centers, offsets, blurs, tolerance, hear).offsets
        labels = crowd.winners(centers, offsets).labels
        if listener.stopped or number == _ROUNDS - 1 or (previous is not None and np.array_equal(previous, labels)):
            break
        previous = labels
        centers = centroids(crowd.points, crowd.weights, labels, centers)
        blurs = blurs[-_REPEATED:]
    return centers, offsets, number + 1


def _fit_offsets(
    crowd: Swarm,
    t: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    blurs: list[float],
    tolerance: float,
    stop: Callable[[float, float], bool],
) -> Balance:
    """
    Balance all points for fixed centres, through ever sharper borders.

    `stop` hears the fraction done and the deviation every while, and may end it.
    """
    reach = reaches(centers)
    deviation = np.inf
    for number, blur in enumerate(blurs):
        hear = partial(stop, number / len(blurs), deviation)
        found = descend(
            crowd, t, centers, offsets, reach,
            blur=blur, precision=0.25 * tolerance + 1e-4, steps=_STEPS, stalled=_STALLED, stop=hear,
        )  # fmt: skip
        offsets = found.offsets
        deviation = float(np.abs(found.given.loads / t - 1).max())
        if stop((number + 1) / len(blurs), deviation):
            break
    return found
