"""
Even out a division that stands, changing no more of it than the balance asks for.

To leave its territory costs an area far more than any distance within the ground, so chains with the fewest hops come
first, areas that left come back before others do, and what turns out not to be needed is given back in the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from sklearn.utils import check_random_state

from geo.clustering import _checks as checks
from geo.clustering._areas import Areas
from geo.clustering._arrays import Callback, FloatArray, IntArray, SparseMatrix, unheard
from geo.clustering._contiguity import piece_numbers, touching
from geo.clustering._estimator import deviation
from geo.clustering._exchange import Exchange
from geo.clustering._polish import straighten
from geo.clustering._power import centroids, loads_of, squared_distances
from geo.clustering._repair import grow
from geo.clustering._shake import shake
from geo.clustering._threads import one_thread

_TRIES = 200
_TRIES_PER_TERRITORY = 40
_SHAKING = 200_000
_SHAKING_TRIES = 500
_SHAKINGS = 4
_LEAVING = 1e3
"""What leaving its territory costs an area, in squared extents of the ground."""


@dataclass(frozen=True, eq=False)
class Rebalancing:
    """
    A division evened out.

    Attributes
    ----------
    labels
        Territory of each area, −1 for one that no territory reaches, shape (n,).
    loads
        What each territory carries, settled weight included, shape (k,).
    deviation
        Largest ``|load - target| / target``.
    n_iter
        Chains of transfers tried.
    """

    labels: IntArray
    loads: FloatArray
    deviation: float
    n_iter: int


def rebalance(
    points: npt.ArrayLike,
    weights: npt.ArrayLike,
    adjacency: SparseMatrix,
    labels: npt.ArrayLike,
    targets: npt.ArrayLike,
    *,
    settled: npt.ArrayLike | None = None,
    held: npt.ArrayLike | None = None,
    tolerance: float = 0.01,
    random_state: int | np.random.RandomState | None = None,
    callback: Callback | None = None,
) -> Rebalancing:
    """
    Move areas between territories until their loads are within a tolerance, starting from how they are divided.

    Deviations never grow: the largest is made small first, then the next. No territory falls into more pieces than it
    has, and none loses its last area. A division within the tolerance stays as it is.

    Parameters
    ----------
    points
        Centre of each area in metres, shape (n, d).
    weights
        What each area carries, not negative, shape (n,).
    adjacency
        Symmetric, shape (n, n), entries positive where areas touch; it need not connect all areas.
    labels
        Territory of each area, 0 … k−1, shape (n,); each has an area. Those of −1 belong to nobody: they first go to
        a territory that they touch, directly or across others.
    targets
        What each territory should carry, positive, shape (k,).
    settled
        What each territory carries beside its areas, not negative, shape (k,); nothing if None.
    held
        Areas that stay with their territory, shape (n,); none if None.
    tolerance
        Deviation to be content with.
    random_state
        Draws the ways tried where the tolerance is hard to meet.
    callback
        Called as ``callback(stage, fraction, deviation)``; returning True stops with the best so far.

    Raises
    ------
    ValueError
        If an argument has the wrong shape or values.
    """
    x, m, aims, beside, start, stay = _checked(points, weights, labels, targets, settled, held, tolerance)
    graph = touching(checks.links("adjacency", adjacency, len(x)))
    hear = callback or unheard
    with one_thread():
        now = start.copy()
        owned = start >= 0
        costs = _distances(x, m, start, len(aims))
        grow(graph, now, costs)
        costs[owned] += _LEAVING
        costs[np.flatnonzero(owned), start[owned]] -= _LEAVING
        reached = np.flatnonzero(now >= 0)
        node, first, part = _contracted(csr_array(graph[reached][:, reached]), now[reached], stay[reached])
        kept, amounts = reached[first], loads_of(node, m[reached], len(first))
        ground = Areas(part, costs[kept], amounts, now[kept], stay[kept])
        tries = _even_out(ground, amounts, aims, beside, tolerance, check_random_state(random_state), hear)
    now[reached] = ground.labels[node]
    loads = loads_of(ground.labels, amounts, len(aims)) + beside
    return Rebalancing(now, loads, deviation(loads, aims), tries)


def _contracted(
    graph: csr_array, labels: IntArray, held: npt.NDArray[np.bool_]
) -> tuple[IntArray, IntArray, csr_array]:
    """
    Take held areas of one territory that hang together for one: none of them moves, and a search passes them at once.

    Returns the node of each area, the first area of each node, and which nodes touch.
    """
    n = len(labels)
    # Every free area is a label of its own here, so that only held ones hang together.
    piece = piece_numbers(graph, np.where(held, labels, n + np.arange(n)))
    _, first, node = np.unique(piece, return_index=True, return_inverse=True)
    member = csr_array((np.ones(n), (np.arange(n), node)), shape=(n, len(first)))
    return node, first, touching(csr_array(member.T @ graph @ member))


def _even_out(
    ground: Areas,
    weights: FloatArray,
    targets: FloatArray,
    settled: FloatArray,
    tolerance: float,
    rng: np.random.RandomState,
    hear: Callback,
) -> int:
    """Exchange areas, try other ways where that was not enough, give back what was not needed; return chains tried."""
    exchange = Exchange(ground, weights, targets, tolerance, settled)
    stopped = False

    def stop(fraction: float, now: float) -> bool:
        nonlocal stopped
        stopped = stopped or bool(hear("exchange", fraction, now))
        return stopped

    exchange.run(
        _TRIES + _TRIES_PER_TERRITORY * len(targets), lambda fraction, now: stop(fraction / (_SHAKINGS + 1), now)
    )
    tries = exchange.tries
    if not tries:
        return 0
    straighten(ground, weights, targets, tolerance, settled, each=True)
    most = min(_SHAKING // (len(weights) * len(targets)), _SHAKING_TRIES)
    for number in range(_SHAKINGS):
        done = (number + 1) / (_SHAKINGS + 1)
        now = deviation(loads_of(ground.labels, weights, len(targets)) + settled, targets)
        if now <= tolerance or stop(done, now):
            break
        tries += shake(ground, weights, targets, tolerance, rng, most, settled, partial(stop, done))
    straighten(ground, weights, targets, tolerance, settled, each=True)
    return tries


def _distances(points: FloatArray, weights: FloatArray, labels: IntArray, k: int) -> FloatArray:
    """Return the squared distance of each area to each territory's centre, in squared extents of the ground."""
    owned = labels >= 0
    middle = centroids(points[owned], np.ones(int(owned.sum())), labels[owned], np.zeros((k, points.shape[1])))
    centers = centroids(points[owned], weights[owned], labels[owned], middle)
    extent = float(np.ptp(points, axis=0).max())
    return squared_distances(points, centers) / (extent**2 if extent > 0 else 1.0)


def _checked(
    points: npt.ArrayLike,
    weights: npt.ArrayLike,
    labels: npt.ArrayLike,
    targets: npt.ArrayLike,
    settled: npt.ArrayLike | None,
    held: npt.ArrayLike | None,
    tolerance: float,
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, IntArray, npt.NDArray[np.bool_]]:
    """Return the arguments as arrays, or raise for what is wrong with them."""
    x = checks.points("points", points)
    n = len(x)
    aims = checks.numbers("targets", targets)
    if aims.ndim != 1 or not len(aims) or not (np.isfinite(aims).all() and (aims > 0).all()):
        msg = f"targets should be positive and finite, of shape (k,); got {aims.tolist()}."
        raise ValueError(msg)
    checks.not_beyond("targets", aims)
    k = len(aims)
    m = checks.amounts("weights", weights, n)
    beside = np.zeros(k) if settled is None else checks.amounts("settled", settled, k)
    start = np.array(labels, dtype=np.intp)
    if start.shape != (n,) or not np.array_equal(np.union1d(start, [-1]), np.arange(-1, k)):
        msg = f"labels should name each of {k} territories, or -1, in shape ({n},); got shape {start.shape}."
        raise ValueError(msg)
    stay = np.zeros(n, dtype=np.bool_) if held is None else np.asarray(held, dtype=np.bool_)
    if stay.shape != (n,):
        msg = f"held should have shape ({n},); got shape {stay.shape}."
        raise ValueError(msg)
    checks.tolerable(tolerance)
    return x, m, aims, beside, start, stay
