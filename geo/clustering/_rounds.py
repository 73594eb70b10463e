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
from geo.clustering._swarm import Swarm

_WIDENINGS = (16.0, 256.0, 4096.0)
_NARROW = 4.0
_OWN = 0.3
"""Blur of a tile, as a part of what the difference between two centres varies by within it."""
_PATIENCE = 6
"""Rounds without a better dual value after which centres are taken to stand still."""


@dataclass(frozen=True)
class Schedule:
    """
    How the rounds go.

    Blurs are in units of the median squared distance between neighbouring centres; `shrink` is what remains of the
    blur after a round; `precision` the deviation of blurred loads to reach in each round. All is done
    when no centre moves further than `still`, in distances between neighbouring centres, or the dual value has not
    fallen by that part of itself for a while.
    """

    first_blur: float = 1.0
    last_blur: float = 0.01
    shrink: float = 0.7
    precision: float = 0.03
    rounds: int = 40
    still: float = 3e-4


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
    stop: Callable[[], bool] = lambda: False,
) -> Balance:
    """
    Balance at a blur, from a wider one down where the direct way stalls; `stop` may end it where it stands.

    Where empty country lies between groups of clusters, nothing near a border tells how far an offset must go, and
    Newton's steps creep. With a blur as wide as the gap they do not.
    """

    def climb(offsets: FloatArray, blur: float, precision: float, max_steps: int) -> Balance:
        blurs = swarm.widths(centers, offsets, blur, _OWN)
        return balance(
            swarm, targets, centers, offsets, reach, blurs=blurs, precision=precision, max_steps=max_steps, stop=stop
        )

    found = climb(offsets, blur, precision, 8)
    for widening in _WIDENINGS:
        if np.abs(found.given.loads / targets - 1).max() <= precision or stop():
            break
        wide = blur * widening
        while wide > blur and not stop():
            found = climb(found.offsets, wide, 0.05, 8)
            wide /= _NARROW
        found = climb(found.offsets, blur, precision, 16)
    return found


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
        unit = float(np.median(reach))
        found = descend(
            swarm,
            targets,
            centers,
            offsets,
            reach,
            blur=blur * unit,
            precision=schedule.precision,
            stop=partial(stop, rounds / schedule.rounds, deviation),
        )
        rounds += 1
        offsets, value, loads = found.offsets, found.value, found.given.loads
        held = loads > 0
        moved = centers.copy()
        moved[held] = found.given.moments[held] / loads[held, None]
        step = float(np.sqrt(((moved - centers) ** 2).sum(1).max() / unit))
        sharp = blur <= schedule.last_blur
        least, since = (value, 0) if not sharp or value < least * (1 - schedule.still) else (least, since + 1)
        done = sharp and (step <= schedule.still or since >= _PATIENCE)
        centers = moved
        deviation = float(np.abs(loads / targets - 1).max())
        if stop(rounds / schedule.rounds, deviation) or done:
            break
        blur = max(schedule.last_blur, blur * schedule.shrink)
    return Diagram(centers, offsets, value, rounds)
