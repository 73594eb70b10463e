"""
Choose where to start, on tiles in place of the points.

Balanced recursive bisections at drawn angles are each followed for a few rounds on coarse tiles, and the best by their
dual value to the end on finer ones. The value tells which is best long before loads are even; inertia would not, for it
is low wherever balance is bad.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from geo.clustering._arrays import FloatArray
from geo.clustering._bisection import bisect
from geo.clustering._power import centroids
from geo.clustering._rounds import Diagram, Schedule, alternate
from geo.clustering._swarm import Swarm
from geo.clustering._threads import in_turn

_SCREENED = 4
_SCREEN = Schedule(first_blur=0.3, last_blur=0.05, shrink=0.5, precision=0.05, rounds=8)
_SMALL = 1 << 14
"""Tiles times clusters up to which one start is screened after the other."""
_SCREENING, _FOLLOWING = 0.3, 0.4
"""Parts of all the work that are done on tiles."""


class Hears(Protocol):
    """Hears of progress as (stage, fraction, deviation), returns whether to stop, and remembers it as `stopped`."""

    stopped: bool

    def __call__(self, stage: str, fraction: float, deviation: float) -> bool: ...


def on_summary(
    crowd: Swarm,
    targets: FloatArray,
    n_init: int,
    max_iter: int,
    sharpest: float,
    rng: np.random.RandomState,
    listener: Hears,
) -> Diagram:
    """
    Return the best diagram found on tiles.

    Parameters
    ----------
    crowd
        The points.
    targets
        Shape (k,), of the same sum as the weights.
    n_init
        Starts followed to the end, each the best of several screened.
    max_iter
        Rounds at most for each.
    sharpest
        Blur below which single points show.
    rng
        Draws the starts.
    listener
        Hears of progress, always on the calling thread.
    """
    k = len(targets)
    listener("start", 0.0, np.inf)
    fine = crowd.tiles(max(2048, 96 * k))
    coarse = crowd.tiles(max(512, 24 * k))
    count = _SCREENED * n_init
    seeds = [None, *rng.randint(2**31 - 1, size=count - 1).tolist()]

    def screen(seed: int | None) -> Diagram | None:
        if listener.stopped and seed is not None:
            return None
        draws = None if seed is None else np.random.RandomState(seed)
        labels = bisect(coarse.points, coarse.weights, targets, draws)
        start = centroids(coarse.points, coarse.weights, labels, coarse.points[:k])
        return alternate(coarse, targets, start, np.zeros(k), _SCREEN, lambda _fraction, _now: listener.stopped)

    def heard(done: int) -> None:
        listener("start", _SCREENING * done / count, np.inf)

    small = len(coarse.points) * k <= _SMALL
    screened = [found for found in in_turn(screen, seeds, heard, small=small) if found is not None]
    screened.sort(key=lambda diagram: diagram.value)
    finished: list[Diagram] = []
    for number, diagram in enumerate(screened[:n_init]):

        def hear(fraction: float, deviation: float, number: int = number) -> bool:
            return listener("rounds", _SCREENING + _FOLLOWING * (number + fraction) / n_init, deviation)

        schedule = Schedule(first_blur=max(0.05, sharpest), last_blur=max(0.01, sharpest), rounds=max_iter)
        finished.append(alternate(fine, targets, diagram.centers, diagram.offsets, schedule, hear))
        if listener.stopped:
            break
    return min(finished, key=lambda diagram: diagram.value)
