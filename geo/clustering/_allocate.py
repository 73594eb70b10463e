"""Divide indivisible areas among contiguous territories of equal load."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from sklearn.utils import check_random_state

from geo.clustering import _checks as checks
from geo.clustering._areas import Areas
from geo.clustering._arrays import Callback, FloatArray, IntArray, SparseMatrix, unheard
from geo.clustering._bounds import lower_bound
from geo.clustering._contiguity import is_contiguous, touching
from geo.clustering._estimator import deviation
from geo.clustering._polish import smooth
from geo.clustering._power import centroids, inertia, loads_of, squared_distances
from geo.clustering._search import Attempt, search
from geo.clustering._targets import set_apart, shares
from geo.clustering._threads import one_thread

_SMOOTHING = 0.001
"""Part by which the inertia may grow so that borders are smooth."""
_NAMED = 5
"""Areas, and pieces, that a message names."""


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
    inertia
        Weighted sum of squared distances to the centre of the territory, weight times square metres.
    contiguous
        Whether each territory is in one piece; always so.
    apart
        Areas heavier than any territory may carry, each in one that holds nothing else with weight where its neighbours
        allow, the heaviest first; `lower_bound` is at least what the heaviest forces.
    """

    labels: IntArray
    loads: FloatArray
    targets: FloatArray
    deviation: float
    misplaced_share: float
    lower_bound: float
    centers: FloatArray
    inertia: float
    contiguous: bool
    apart: IntArray


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
    # In an order of their own, so that the result does not depend on the one in which areas come.
    order = np.lexsort((m, *x.T[::-1]))
    x, m, graph = x[order], m[order], touching(csr_array(graph[order][:, order]))
    total = float(m.sum())
    parts = shares(capacities, n_territories)
    placing = m if total > 0 else np.ones(len(m))
    with one_thread():
        best = search(
            x, placing, graph, placing.sum() * parts, tolerance, check_random_state(random_state), callback or unheard
        )
        best = _smoothed(best, x, placing, placing.sum() * parts, graph, tolerance)
    apart = order[set_apart(m, total * parts, tolerance).items] if total > 0 else np.empty(0, dtype=np.intp)
    result = _allocation(best, x, m, total * parts, graph, apart)
    labels = np.empty_like(result.labels)
    labels[order] = result.labels
    return replace(result, labels=labels)


def _smoothed(
    attempt: Attempt, x: FloatArray, weights: FloatArray, targets: FloatArray, graph: csr_array, tolerance: float
) -> Attempt:
    labels = attempt.labels.copy()
    costs = squared_distances(x, centroids(x, weights, labels, attempt.centers))
    smooth(Areas(graph, costs, weights, labels), graph, weights, targets, tolerance, _SMOOTHING)
    return replace(attempt, labels=labels)


def _allocation(
    attempt: Attempt, x: FloatArray, weights: FloatArray, targets: FloatArray, graph: csr_array, apart: IntArray
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
        inertia=inertia(x, weights, attempt.labels, centers),
        contiguous=is_contiguous(graph, attempt.labels),
        apart=apart,
    )


def _checked(
    points: npt.ArrayLike,
    weights: npt.ArrayLike,
    adjacency: SparseMatrix,
    n_territories: int,
    tolerance: float,
) -> tuple[FloatArray, FloatArray, csr_array]:
    """Return points, weights and a clean graph, or raise for what is wrong with them."""
    x = checks.points("points", points)
    n = len(x)
    if not n:
        msg = "points should be of one area at least; got none."
        raise ValueError(msg)
    m = checks.amounts("weights", weights, n)
    checks.whole("n_territories", n_territories, 1, n, "the number of areas")
    checks.tolerable(tolerance)
    graph = touching(checks.links("adjacency", adjacency, n))
    count, piece = connected_components(graph, directed=False)
    if count > 1:
        size = np.bincount(piece)
        apart = [np.flatnonzero(piece == p) for p in np.argsort(-size, kind="stable")[1:]]
        named = "; ".join(_some(areas) for areas in apart[:_NAMED]) + ("; …" if len(apart) > _NAMED else "")
        msg = (
            f"adjacency should connect all areas; got {count} pieces. Apart from the largest, of {size.max()} areas, "
            f"are: {named}. Link each of these to its nearest area."
        )
        raise ValueError(msg)
    return x, m, graph


def _some(areas: IntArray) -> str:
    """Return the numbers of some areas, as many as a message has room for."""
    return ", ".join(map(str, areas[:_NAMED])) + (f" and {len(areas) - _NAMED} more" if len(areas) > _NAMED else "")
