"""
Prove how even a division of indivisible items can be at most.

A bound is worth having when the tolerance is missed: it tells whether more work could have helped.
"""

from __future__ import annotations

import numpy as np

from geo.clustering._arrays import FloatArray

_SAFETY = 1e-9
"""Taken off a bound against rounding: it must never pass the truth."""


def lower_bound(weights: FloatArray, targets: FloatArray) -> float:
    r"""
    Return a deviation that no assignment of indivisible items can beat.

    The deviation of an assignment with loads :math:`L_k` is :math:`\max_k |L_k - T_k| / T_k`, where the targets
    :math:`T_k` sum to the total weight :math:`S`. The greatest of these is returned:

    Too few items
        With fewer items of positive weight than clusters some cluster has load 0, hence deviation 1.
    Crowding
        Take the :math:`q k + 1` heaviest items. Some cluster k holds at least q + 1 of them (pigeonhole), so its load
        is at least the sum M of the q + 1 lightest of these, and its deviation at least :math:`(M - T_k) / T_k`. The
        others share at most :math:`S - M` between targets that sum to :math:`S - T_k`, so if :math:`M > T_k` one of
        them has at most :math:`(S - M) / (S - T_k)` of its target: deviation at least
        :math:`(M - T_k) / (S - T_k)`. Whichever k it is, the deviation is at least the least over k of the greater
        of the two. (q = 0: the heaviest item alone.)
    Whole units
        When all weights are multiples of g (whole numbers: their greatest common divisor), loads are multiples of g
        that sum to S. A deviation δ is possible only if each interval :math:`[(1-δ) T_k, (1+δ) T_k]` holds a multiple
        of g and S lies between the sum of the least and the sum of the greatest of these. Both conditions, once met,
        stay met as δ grows, so halving finds where they begin; the bound is the last δ seen to fail.

    Parameters
    ----------
    weights
        Not negative, shape (n,).
    targets
        Positive, summing to the same as the weights, shape (k,).
    """
    positive = np.sort(weights[weights > 0])[::-1]
    if not positive.size:
        return 0.0
    k = len(targets)
    if k == 1:
        return 0.0
    bound = 1.0 if len(positive) < k else 0.0
    bound = max(bound, _crowding(positive, targets), _whole_units(positive, targets))
    return max(0.0, bound * (1 - _SAFETY) - _SAFETY)


def _crowding(heaviest: FloatArray, targets: FloatArray) -> float:
    """Return the bound that crowding gives, for items sorted from the heaviest."""
    k = len(targets)
    total = float(targets.sum())
    cumulative = np.concatenate(([0.0], np.cumsum(heaviest)))
    ends = np.arange(1, len(heaviest) + 1, k)
    together = np.arange(1, len(ends) + 1)
    load = (cumulative[ends] - cumulative[ends - together]).max()
    over = load - targets
    with np.errstate(divide="ignore"):
        worse = np.maximum(over / targets, over / (total - targets))
    return float(np.where(over > 0, worse, 0.0).min())


def _whole_units(weights: FloatArray, targets: FloatArray) -> float:
    """Return the bound that the common unit of whole weights gives, 0 for weights that are not whole."""
    if weights[0] >= 2**53 or not np.array_equal(weights, np.rint(weights)):
        return 0.0
    unit = float(np.gcd.reduce(weights.astype(np.int64)))
    wanted = targets / unit
    total = round(float(weights.sum()) / unit)
    if not total < 2**52:
        return 0.0

    def possible(deviation: float) -> bool:
        rounding = 1e-9 * (1 + wanted)
        least = np.ceil(np.maximum((1 - deviation) * wanted - rounding, 0.0))
        greatest = np.floor((1 + deviation) * wanted + rounding)
        return bool((least <= greatest).all() and least.sum() <= total <= greatest.sum())

    low, high = 0.0, 1.0
    if possible(low):
        return 0.0
    while not possible(high):
        low, high = high, 2 * high
    for _ in range(50):
        middle = (low + high) / 2
        if possible(middle):
            high = middle
        else:
            low = middle
    return low
