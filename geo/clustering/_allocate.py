"""Divide indivisible areas among contiguous territories of equal load."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from sklearn.utils import check_random_state

from geo.clustering._areas import Areas
from geo.clustering._arrays import Callback, FloatArray, IntArray, SparseMatrix, unheard
from geo.clustering._bounds import lower_bound
from geo.clustering._contiguity import is_contiguous, touching
from geo.clustering._divide import divide
from geo.clustering._estimator import deviation
from geo.clustering._exchange import Exchange, ranking
from geo.clustering._polish import straighten
from geo.clustering._power import centroids, inertia, loads_of, squared_distances
from geo.clustering._repair import make_contiguous
from geo.clustering._shake import shake
from geo.clustering._solve import Listener
from geo.clustering._targets import set_apart, shares
from geo.clustering._threads import one_thread

_TRIES = 200
_TRIES_PER_TERRITORY = 40
_SHAKING = 1_000_000
_SHAKING_TRIES = 2000
_DIVIDING = 0.7
"""Part of the work that is done once the power diagram stands."""
_FEW = 1000
"""Areas up to which several starts are cheap enough to choose among."""

_STARTS = 4

_RETRIES = 4
"""Starts tried among many areas until one meets the tolerance."""

_UNLIKELY = 0.5
"""Part of the way that is left to further starts while one is under way."""


@dataclass(frozen=True, eq=False)
class Allocation:
    """
    Areas divided among territories.

    Attributes
    ----------
    labels
        Territory of each area, shape (n,).
    loads, targets
        What each territory carries and should carry, shape (k,).
    deviation
        Largest ``|load - target| / target``; 0 where nothing is to be carried.
    misplaced_share
        Part of the weight that would have to change hands for exact balance.
    lower_bound
        Deviation that no assignment of these areas can beat, contiguous or not.
    centers
        Weighted mean of each territory's area centres, metres, shape (k, d).
    offsets
        Offsets of the power diagram that the territories follow, square metres, shape (k,).
    inertia
        Weighted sum of squared distances to the centre of the territory, weight times square metres.
    contiguous
        Whether each territory is in one piece; always so.
    n_iter
        Chains of transfers tried.
    """

    labels: IntArray
    loads: FloatArray
    targets: FloatArray
    deviation: float
    misplaced_share: float
    lower_bound: float
    centers: FloatArray
    offsets: FloatArray
    inertia: float
    contiguous: bool
    n_iter: int


@dataclass(frozen=True)
class _Attempt:
    """One division: labels (n,), centres and offsets it came from, chains tried."""

    labels: IntArray
    centers: FloatArray
    offsets: FloatArray
    tries: int


def allocate(
    points: npt.ArrayLike,
    weights: npt.ArrayLike,
    adjacency: SparseMatrix,
    n_territories: int,
    *,
    capacities: npt.ArrayLike | None = None,
    tolerance: float = 0.01,
    random_state: int | np.random.RandomState | None = None,
    callback: Callback | None = None,
) -> Allocation:
    """
    Divide areas so that every territory is in one piece and carries its share, as compactly as that allows.

    Parameters
    ----------
    points
        Centre of each area in metres, shape (n, d).
    weights
        What each area carries, not negative, shape (n,). Where nothing carries anything, areas are counted.
    adjacency
        Symmetric, shape (n, n), entries positive where areas touch. All areas must be connected: link islands first.
    n_territories
        How many territories, at most n.
    capacities
        What each territory should carry, in proportion, shape (n_territories,); equal shares if None.
    tolerance
        Deviation to be content with.
    random_state
        Draws the starts. The result is the same for the same seed on any number of threads.
    callback
        Called as ``callback(stage, fraction, deviation)``, the deviation that of the best start so far and infinite
        before there is one; returning True stops with the best so far.

    Returns
    -------
    Allocation
        Where the tolerance is missed, deviations are made small from the largest down; compare `deviation` with
        `lower_bound`.

    Raises
    ------
    ValueError
        If there are more territories than areas, if the areas are not connected, or if an argument has the wrong shape
        or values.
    """
    x, m, graph = _checked(points, weights, adjacency, n_territories, tolerance)
    total = float(m.sum())
    placing = m if total > 0 else np.ones(len(m))
    parts = shares(capacities, n_territories)
    hear = callback or unheard
    rng = check_random_state(random_state)
    few = len(x) <= _FEW
    starts = 1 if n_territories in (1, len(x)) else _STARTS if few else _RETRIES
    enough = max(tolerance, lower_bound(placing, placing.sum() * parts)) + 1e-9
    tried: list[tuple[tuple[list[float], float], int, _Attempt]] = []
    stopped = False
    best = np.inf
    for number in range(starts):

        def listen(stage: str, fraction: float, deviation: float, number: int = number, best: float = best) -> bool:
            nonlocal stopped
            done = (number + fraction) / starts if few else _done(number, fraction)
            stopped = stopped or bool(hear(stage, done, min(deviation, best)))
            return stopped

        with one_thread():
            attempt = _attempt(x, placing, graph, placing.sum() * parts, tolerance, rng.randint(2**31 - 1), listen)
        merit = _merit(attempt, x, placing, placing.sum() * parts, tolerance)
        tried.append((merit, number, attempt))
        best = min(merit for merit, _, _ in tried)[0][0]
        if stopped or (not few and merit[0][0] <= enough):
            break
    return _allocation(min(tried)[2], x, m, total * parts, graph)


def _done(number: int, fraction: float) -> float:
    """Return how much is done in a start that is the last where it meets the tolerance, as most do."""
    return float(1 - _UNLIKELY**number * (1 - (1 - _UNLIKELY) * fraction))


def _attempt(
    x: FloatArray,
    weights: FloatArray,
    graph: csr_array,
    targets: FloatArray,
    tolerance: float,
    seed: int,
    listen: Callback,
) -> _Attempt:
    """Divide once: by the power diagram, made contiguous, evened out, straightened."""
    k = len(targets)
    start = divide(
        x,
        weights,
        targets,
        tolerance=tolerance,
        n_init=1,
        max_iter=60,
        rng=np.random.RandomState(seed),
        # What comes of this is in many pieces: its deviation says nothing of what it will be in one piece each.
        listener=Listener(lambda stage, fraction, _: listen(stage, _DIVIDING * fraction, np.inf)),
        settle=False,
    )
    centers, offsets = start.centers, start.offsets
    costs = squared_distances(x, centers) - offsets
    labels = make_contiguous(graph, start.labels, weights, costs)
    aims = np.maximum(set_apart(weights, targets, tolerance).targets, 1e-9 * targets.min())
    ground = Areas(graph, costs, weights, labels)
    exchange = Exchange(ground, weights, aims, tolerance)

    def hear(fraction: float) -> bool:
        # Told of what was asked for: an area set apart is far from that, however well the others meet their aims.
        now = deviation(loads_of(labels, weights, k), targets)
        return listen("exchange", _DIVIDING + (1 - _DIVIDING) * fraction, now)

    exchange.run(_TRIES + _TRIES_PER_TERRITORY * k, lambda fraction, _: hear(fraction))
    tries = exchange.tries
    straighten(ground, weights, aims, tolerance)
    if not hear(1.0):
        most = min(_SHAKING // (len(x) * k), _SHAKING_TRIES)
        rng = np.random.RandomState(seed)
        tries += shake(ground, weights, aims, tolerance, rng, most, stop=lambda _: hear(1.0))
    return _Attempt(labels, centers, offsets, tries)


def _merit(
    attempt: _Attempt, x: FloatArray, weights: FloatArray, targets: FloatArray, tolerance: float
) -> tuple[list[float], float]:
    """Return what is least for the best attempt: deviations beyond the tolerance, largest first, then inertia."""
    deviations = np.abs(loads_of(attempt.labels, weights, len(targets)) / targets - 1)
    centers = centroids(x, weights, attempt.labels, attempt.centers)
    return ranking(deviations, tolerance), inertia(x, weights, attempt.labels, centers)


def _allocation(
    attempt: _Attempt, x: FloatArray, weights: FloatArray, targets: FloatArray, graph: csr_array
) -> Allocation:
    loads = loads_of(attempt.labels, weights, len(targets))
    centers = centroids(x, weights, attempt.labels, attempt.centers)
    total = float(targets.sum())
    return Allocation(
        labels=attempt.labels,
        loads=loads,
        targets=targets,
        deviation=deviation(loads, targets),
        misplaced_share=float(np.abs(loads - targets).sum() / (2 * total)) if total > 0 else 0.0,
        lower_bound=lower_bound(weights, targets),
        centers=centers,
        offsets=attempt.offsets,
        inertia=inertia(x, weights, attempt.labels, centers),
        contiguous=is_contiguous(graph, attempt.labels),
        n_iter=attempt.tries,
    )


def _checked(
    points: npt.ArrayLike,
    weights: npt.ArrayLike,
    adjacency: SparseMatrix,
    n_territories: int,
    tolerance: float,
) -> tuple[FloatArray, FloatArray, csr_array]:
    """Return points, weights and a clean graph, or raise for what is wrong with them."""
    x = np.asarray(points, dtype=np.float64)
    m = np.asarray(weights, dtype=np.float64)
    if x.ndim != 2 or not len(x) or not np.isfinite(x).all():
        msg = f"points should be finite, of shape (n, 2) with n at least 1; got shape {x.shape}."
        raise ValueError(msg)
    n = len(x)
    if m.shape != (n,) or not np.isfinite(m).all() or (m < 0).any():
        msg = f"weights should be finite and not negative, of shape ({n},); got shape {m.shape}."
        raise ValueError(msg)
    if not 1 <= n_territories <= n:
        msg = f"n_territories should be from 1 to the number of areas, {n}; got {n_territories}."
        raise ValueError(msg)
    if not tolerance >= 0:
        msg = f"tolerance should not be negative; got {tolerance}."
        raise ValueError(msg)
    if adjacency.shape != (n, n):
        msg = f"adjacency should have shape ({n}, {n}); got {adjacency.shape}."
        raise ValueError(msg)
    graph = touching(adjacency)
    pieces = int(connected_components(graph, directed=False)[0])
    if pieces > 1:
        msg = f"adjacency should connect all areas; got {pieces} pieces. Link each island to its nearest area."
        raise ValueError(msg)
    return x, m, graph
