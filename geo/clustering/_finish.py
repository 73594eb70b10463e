"""
Finish the division of few, heavy points exactly.

A power diagram divides up to k − 1 points between clusters. Where points are light, handing whole ones over near the
borders costs next to nothing. Where a cluster holds a dozen heavy ones it matters which: clusters trade until the loads
fit, and where points times clusters are few enough the assignment to the centres is solved as a mixed-integer
programme, over pairs of point and centre that the relaxed programme leaves worth considering.

Meeting the tolerance comes first. Where that is impossible the deviations are made small from the largest down, and
what is left of freedom is spent on short distances.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._bounds import lower_bound, unit_of
from geo.clustering._exchange import Exchange, ranking
from geo.clustering._power import Cells, centroids, loads_of, squared_distances
from geo.clustering._program import Effort, Limits, Programme
from geo.clustering._ties import Points, settle_ties, trade_all

EXACT = 6_000
"""Points times clusters up to which the programme is solved."""
FINE = 4_000
"""Points times clusters up to which it is worth solving where the tolerance is met without, to make use of it."""
_WIDTHS = (16, 64)
"""Pairs per cluster that are considered beside each point's best, before all are."""
_NODES, _EVEN_NODES = 60, 400
_GAP = 2e-3
_ROUNDS = 10
"""How often points are assigned at most, each time to the centroids of the time before."""
_CLOSE = 1e-7
_THOROUGH = 500_000
"""Squared points per cluster up to which all of them trade, and not only those near a border."""
_COSTS_HELD = 20_000_000
_TRIED = 160_000_000
"""Chains tried at last, times the square of the clusters: what it takes to find one."""


def finish(
    points: FloatArray,
    weights: FloatArray,
    targets: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    cells: Cells,
    *,
    tolerance: float,
    stop: Callable[[float, float], bool],
    fit: Callable[[FloatArray, FloatArray], FloatArray],
) -> tuple[FloatArray, FloatArray, IntArray]:
    """
    Give out points until each load is within the tolerance of its target, or as near as any assignment found.

    Parameters
    ----------
    points, weights, targets, centers, offsets
        The problem and the power diagram, shapes (n, d), (n,), (k,), (k, d), (k,).
    cells
        The cells of that diagram.
    tolerance
        Relative deviation wanted.
    stop
        Hears the fraction done and the deviation now before each search, and may end it.
    fit
        Takes centres and offsets; returns offsets that balance the loads for those centres.

    Returns
    -------
    centers, offsets, labels
        The division, the centres it is made for, and offsets that agree with it as well as any do.
    """
    n, k = len(points), len(targets)
    limits = Limits.around(targets, tolerance)
    labels = cells.labels
    met = bool(limits.hold(loads_of(labels, weights, k)).all())
    if not met:
        few = n * n <= _THOROUGH * k and n * k <= _COSTS_HELD
        moved, labels = trade_all(points, weights, targets, centers, offsets, cells, limits, thorough=few)
        met = bool(limits.hold(loads_of(labels, weights, k)).all())
        if not met:
            tries = int(np.clip(_TRIED // k**2, 40, 20 * k + 200))
            settled = Cells(labels, cells.gaps)
            labels, offsets = settle_ties(
                points, weights, targets, centers, offsets, settled, tolerance=tolerance, max_tries=tries
            )
            if few:
                # Chains look at what is near a border, not at what they cost: trade for that, as even as it is now.
                even = np.maximum(np.abs(loads_of(labels, weights, k) / targets - 1), tolerance)
                settled, limits = Cells(labels, cells.gaps), Limits.around(targets, even)
                closer, traded = trade_all(
                    points, weights, targets, centers, offsets, settled, limits, thorough=True, rising=False
                )
                # A price is a price: between towns a distance may be worth more than any.
                if limits.hold(loads_of(traded, weights, k)).all():
                    moved, labels = closer, traded
                met = bool(even.max() <= tolerance)
        if few and n * k > (FINE if met else EXACT):
            offsets = fit(moved, offsets)
            nothing = np.flatnonzero(weights <= 0)
            labels[nothing] = _cells(points[nothing], moved, offsets)
            return moved, offsets, labels
    if n * k > (FINE if met else EXACT):
        return centers, offsets, labels
    return refine(points, weights, targets, centers, offsets, labels, tolerance=tolerance, stop=stop)


def refine(
    points: FloatArray,
    weights: FloatArray,
    targets: FloatArray,
    centers: FloatArray,
    offsets: FloatArray,
    labels: IntArray,
    *,
    tolerance: float,
    stop: Callable[[float, float], bool],
) -> tuple[FloatArray, FloatArray, IntArray]:
    """
    Solve the assignment of a division again: no deviation counts for more, then no distance.

    Parameters
    ----------
    points, weights, targets, centers, offsets, labels
        The division, shapes (n, d), (n,), (k,), (k, d), (k,), (n,).
    tolerance, stop
        As `finish` takes them.

    Returns
    -------
    centers, offsets, labels
        As `finish` returns them. Points that weigh nothing lie in the power cell they fall into.
    """
    heavy = np.flatnonzero(weights > 0)
    x, m = points[heavy], weights[heavy]
    programme = Programme(squared_distances(x, centers), m, targets)
    if stop(0.0, _largest(programme, labels[heavy])):
        return centers, offsets, labels
    effort = Effort()
    best, limits = _first(programme, labels[heavy], offsets, tolerance, effort)
    for number in range(1, _ROUNDS):
        if stop(number / _ROUNDS, _largest(programme, best)):
            break
        centers = centroids(x, m, best, centers)
        programme = Programme(squared_distances(x, centers), m, targets)
        better = _cheapest(programme, limits, best, effort)
        if better is None or np.array_equal(better, best):
            break
        best = better
    centers = centroids(x, m, best, centers)
    relaxed = Programme(squared_distances(x, centers), m, targets).relax(limits)
    offsets = offsets if relaxed is None else relaxed.offsets
    result = _cells(points, centers, offsets)
    result[heavy] = best
    return centers, offsets, result


def _cells(points: FloatArray, centers: FloatArray, offsets: FloatArray) -> IntArray:
    """Return the power cell of each point, shape (n,)."""
    return np.asarray((squared_distances(points, centers) - offsets).argmin(axis=1))


def _first(
    programme: Programme, labels: IntArray, offsets: FloatArray, tolerance: float, effort: Effort
) -> tuple[IntArray, Limits]:
    """Return an assignment that is as even as it can be, then cheap, and the limits that say how even it is."""
    wanted = Limits.around(programme.targets, tolerance)
    met = bool(wanted.hold(programme.loads(labels)).all())
    if met or lower_bound(programme.weights, programme.targets) <= tolerance + _CLOSE:
        found = _cheapest(programme, wanted, labels if met else None, effort)
        if found is not None:
            return found, wanted
    labels = _even_out(programme, labels, offsets, tolerance, effort)
    size = np.abs(programme.deviations(labels))
    rank = ranking(size, tolerance)
    choices = [Limits.around(programme.targets, np.maximum(size, tolerance))]
    if rank[0] * programme.targets.max() < unit_of(programme.weights):
        # Loads are a unit more or less, and which are more is free.
        choices.insert(0, Limits.around(programme.targets, max(rank[0], tolerance)))
    for limits in choices:
        found = _cheapest(programme, limits, None, effort)
        if found is not None and ranking(programme.deviations(found), tolerance) <= rank:
            labels = min(found, labels, key=programme.cost)
            break
    return labels, Limits.around(programme.targets, np.maximum(np.abs(programme.deviations(labels)), tolerance))


def _cheapest(programme: Programme, limits: Limits, standing: IntArray | None, effort: Effort) -> IntArray | None:
    """Return a cheap assignment within limits, the standing one unless a cheaper one is found."""
    relaxed = programme.relax(limits)
    if relaxed is None:
        return standing
    n, k = programme.costs.shape
    # A pair whose regret is more than what there is to be gained belongs to no better assignment.
    slack = np.inf if standing is None else programme.cost(standing) - relaxed.value
    if standing is not None and slack <= _GAP * programme.cost(standing):
        return standing
    worth = relaxed.regrets <= slack
    for width in (*_WIDTHS, n):
        allowed = relaxed.cheapest(n + width * k) & worth
        found = programme.cheapest(limits, allowed, effort, most=_NODES, gap=_GAP)
        if found is not None and (standing is None or programme.cost(found) < programme.cost(standing)):
            return found
        if np.array_equal(allowed, worth):
            break
    return standing


def _even_out(
    programme: Programme, labels: IntArray, offsets: FloatArray, tolerance: float, effort: Effort
) -> IntArray:
    """Make the deviations small from the largest down."""
    k = len(programme.targets)
    now = _largest(programme, labels)
    least = max(lower_bound(programme.weights, programme.targets), tolerance)
    found: IntArray | None = None
    if now > least * (1 + _CLOSE) + _CLOSE:
        relaxed = programme.relax(Limits.around(programme.targets, now * (1 + _CLOSE)))
        if relaxed is not None:
            allowed = relaxed.cheapest(len(labels) + _WIDTHS[-1] * k)
            found = programme.evenest(allowed, (least, now), effort, most=_EVEN_NODES)
    best = labels
    for start in (labels, found):
        if start is None:
            continue
        ground = Points(programme.costs - offsets, programme.weights, start.copy())
        Exchange(ground, programme.weights, programme.targets, tolerance).run(20 * k + 200)
        if ranking(programme.deviations(ground.labels), tolerance) < ranking(programme.deviations(best), tolerance):
            best = ground.labels
    return best


def _largest(programme: Programme, labels: IntArray) -> float:
    return float(np.abs(programme.deviations(labels)).max())
