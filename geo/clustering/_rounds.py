"""
Alternate balanced offsets and centroid moves, with borders that sharpen from round to round.

Wide blur first couples every cluster with every other, so Newton's method is quick and the result hardly depends on
the start; as the blur shrinks the cells become a power diagram. The offsets are kept from round to round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from geo.clustering._arrays import FloatArray
from geo.clustering._dual import Balance, balance
from geo.clustering._power import reaches
from geo.clustering._swarm import Loads, Swarm

_WIDENINGS = (16.0, 256.0, 4096.0)
_TO_WIDEN = 2
"""Points to a cluster from which wider blur can help."""
_NARROW = 4.0
_WIDE_STEPS, _BACK_STEPS = 20, 40
"""Newton steps at most at each wider blur, and back at the one wanted."""
_OWN = 0.3
"""Blur of a tile, as a part of what the difference between two centres varies by within it."""
_FURTHER = 1.4
"""How far centres go on the way to the middle of their cells: further than that, which ends as well and sooner."""
_PATIENCE = 6
"""Rounds without a better dual value after which centres are taken to stand still."""


@dataclass(frozen=True)
class Schedule:
    """
    How the rounds go.

    Blurs are in units of the squared distance between the two centres that a border lies between; `shrink` is what
    remains of the blur after a round; `precision` the deviation of blurred loads to reach in each round, in so many
    `steps`: what is misplaced, up to `stalled`, is left to the next round, whose centres will have moved. All is done
    when no centre moves further than `still`, in distances between neighbouring centres, or the dual value has not
    fallen by that part of itself for a while.
    """

    first_blur: float = 1.0
    last_blur: float = 0.01
    shrink: float = 0.7
    precision: float = 0.03
    rounds: int = 40
    still: float = 3e-4
    steps: int = 4
    stalled: float = 0.02


@dataclass(frozen=True)
class Diagram:
    """Centres (k, d), offsets (k,), the dual value they reach and the rounds it took."""

    centers: FloatArray
    offsets: FloatArray
    value: float
    rounds: int


def descend(
    swarm: Swarm,
    targets: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    reach: FloatArray,
    *,
    blur: float,
    precision: float,
    steps: int = 8,
    stalled: float = 0.0,
    stop: Callable[[], bool] = lambda: False,
) -> Balance:
    """
    Balance at a blur, from a wider one down where the direct way stalls; `stop` may end it where it stands.

    The direct way is given so many `steps`. It has stalled where it leaves a deviation above `precision`, and more than
    `stalled` of the weight misplaced.

    Where empty country lies between groups of clusters, nothing near a border tells how far an offset must go, and
    Newton's steps creep. With a blur as wide as the gap they do not.
    """
    typical = float(reach.mean())

    def climb(offsets: FloatArray, wide: float, precision: float, max_steps: int) -> Balance:
        blurs = swarm.widths(centers, offsets, reach, blur, _OWN)
        if wide > blur:
            # The same everywhere: between two towns, too, whose territories are all near each other.
            blurs = np.maximum(blurs, wide * typical)
        return balance(
            swarm, targets, centers, offsets, reach, blurs=blurs, precision=precision, max_steps=max_steps, stop=stop
        )

    found = climb(offsets, blur, precision, steps)
    # With a point or two to each cluster, what is off goes from one to the next across them all: that is not stalling.
    widenings = _WIDENINGS if len(swarm.points) >= _TO_WIDEN * len(targets) else ()
    for widening in widenings:
        off = np.abs(found.given.loads - targets)
        if (off / targets).max() <= precision or off.sum() <= 2 * stalled * targets.sum() or stop():
            break
        wide = blur * widening
        while wide > blur and not stop():
            found = climb(found.offsets, wide, 0.05, _WIDE_STEPS)
            wide /= _NARROW
        found = climb(found.offsets, blur, precision, _BACK_STEPS)
    return found


def moved(given: Loads, centers: FloatArray) -> FloatArray:
    """Return the mean place of what each centre carries, shape (k, d); one that carries nothing stays."""
    held = given.loads > 0
    result = centers.copy()
    result[held] = given.moments[held] / given.loads[held, None]
    return result


def alternate(
    swarm: Swarm,
    targets: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    schedule: Schedule,
    stop: Callable[[float, float], bool],
) -> Diagram:
    """
    Move centres to the centroids of balanced cells until they stand still.

    Parameters
    ----------
    swarm
        The points.
    targets
        Shape (k,), of the same sum as the weights.
    centers, offsets
        Where to start, shapes (k, d) and (k,).
    schedule
        How the rounds go.
    stop
        Hears the fraction done and the deviation after each round, and the same again within one; may end it.
    """
    blur = schedule.first_blur
    value, least, since = -np.inf, np.inf, 0
    rounds = 0
    deviation = np.inf
    while rounds < schedule.rounds:
        reach = reaches(centers)
        found = descend(
            swarm,
            targets,
            centers,
            offsets,
            reach,
            blur=blur,
            precision=schedule.precision,
            steps=schedule.steps,
            stalled=schedule.stalled,
            stop=partial(stop, rounds / schedule.rounds, deviation),
        )
        rounds += 1
        offsets, value, loads = found.offsets, found.value, found.given.loads
        goal = moved(found.given, centers)
        step = float(np.sqrt((((goal - centers) ** 2).sum(1) / reach).max()))
        sharp = blur <= schedule.last_blur
        least, since = (value, 0) if not sharp or value < least * (1 - schedule.still) else (least, since + 1)
        done = sharp and (step <= schedule.still or since >= _PATIENCE)
        centers = centers + _FURTHER * (goal - centers)
        deviation = float(np.abs(loads / targets - 1).max())
        if stop(rounds / schedule.rounds, deviation) or done:
            break
        blur = max(schedule.last_blur, blur * schedule.shrink)
    return Diagram(centers, offsets, value, rounds)
