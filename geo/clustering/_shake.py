"""
Get out of a division that no single chain improves.

A few border areas change hands at random and the exchange mends the damage, mostly in another way; what comes out
better is kept (iterated local search, Lourenço, Martin & Stützle 2003). Worth its time where areas are few and heavy.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from geo.clustering._areas import Areas
from geo.clustering._arrays import FloatArray
from geo.clustering._bounds import lower_bound
from geo.clustering._exchange import Exchange, ranking
from geo.clustering._polish import straighten
from geo.clustering._power import loads_of

_KICKS = 60
_LARGEST_KICK = 5


def shake(
    ground: Areas,
    weights: FloatArray,
    targets: FloatArray,
    tolerance: float,
    rng: np.random.RandomState,
    max_tries: int,
    settled: FloatArray | None = None,
    stop: Callable[[float], bool] = lambda _deviation: False,
) -> int:
    """
    Try to bring a division within the tolerance, or what is possible, by kicks; return the chains tried.

    Parameters
    ----------
    ground
        The division, changed in place; never for the worse.
    weights, targets
        Shapes (n,) and (k,).
    tolerance
        Relative deviation at which to stop.
    rng
        Draws the kicks.
    max_tries
        Chains to try at most.
    settled
        Weight that each territory holds beside the areas, shape (k,).
    stop
        Hears the deviation, or the tolerance where that is larger, before each kick, and may end it.
    """
    beside = np.zeros(len(targets)) if settled is None else settled
    best = ground.labels.copy()
    merit = _merit(ground, weights, targets, tolerance, beside)
    tries = 0
    # Settled weight that were free to go anywhere could only lower what is possible.
    best_possible = max(tolerance, lower_bound(np.concatenate((weights, beside)), targets)) + 1e-6
    for _ in range(_KICKS):
        if merit[0][0] <= best_possible or tries >= max_tries or stop(merit[0][0]):
            break
        _kick(ground, weights, targets, rng, beside)
        exchange = Exchange(ground, weights, targets, tolerance, beside)
        exchange.run(max_tries - tries)
        tries += exchange.tries
        straighten(ground, weights, targets, tolerance, beside)
        now = _merit(ground, weights, targets, tolerance, beside)
        if now < merit:
            best, merit = ground.labels.copy(), now
        else:
            ground.restore(best)
    return tries


def _kick(
    ground: Areas, weights: FloatArray, targets: FloatArray, rng: np.random.RandomState, settled: FloatArray
) -> None:
    """Hand over a few border areas, the first of them to or from the territory farthest from its target."""
    loads = loads_of(ground.labels, weights, len(targets)) + settled
    worst = int(np.abs(loads / targets - 1).argmax())
    for number in range(rng.randint(1, _LARGEST_KICK + 1)):
        areas, takers = ground.borders()
        if not number:
            close = np.flatnonzero((takers == worst) | (ground.labels[areas] == worst))
            areas, takers = (areas[close], takers[close]) if close.size else (areas, takers)
        if areas.size:
            place = rng.randint(len(areas))
            ground.move(int(areas[place]), int(takers[place]))


def _merit(
    ground: Areas, weights: FloatArray, targets: FloatArray, tolerance: float, settled: FloatArray
) -> tuple[list[float], float]:
    """Return what is least for the best division: the ranking of its deviations, then its cost."""
    deviations = (loads_of(ground.labels, weights, len(targets)) + settled) / targets - 1
    cost = float((weights * ground.costs[np.arange(len(weights)), ground.labels]).sum())
    return ranking(deviations, tolerance), cost
