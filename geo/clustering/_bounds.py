"""
Prove how even a division of indivisible items can be at most.

A bound is worth having when the tolerance is missed: it tells whether more work could have helped.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray

_SAFETY = 1e-9
"""Taken off a bound against rounding: it must never pass the truth."""
_PRECISION, _COARSE = 1e-11, 1e-6
"""Parts of the total to which weights are multiples of a unit, and below which a unit says nothing."""
_CLOSE = 1e-12
"""What halving leaves open."""
_COUNTED = 20_000
"""Pairs of a number of heaviest items and a cluster that are looked at."""
_LIGHT = 1e-3
"""Part of the least target up to which items are light."""
_FEW = 14
"""Items up to which every subset's sum is."""


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
    Counting
        With a deviation δ each load lies between :math:`L_k = T_k - δ R_k` and :math:`U_k = T_k + δ R_k`, where
        :math:`R_k = \min(T_k, S - T_k)`: the others, too, are within δ of their targets, so what they carry together is
        within δ of :math:`S - T_k`. Where sums of items can only be certain numbers (multiples of g if all weights are;
        any subset's sum if there are few items) the limits move inwards to the next of these, and S has to lie between
        the sums of both. Cluster k needs at least as many items as the heaviest that reach :math:`L_k` together; these
        counts sum to n at most, so it holds no more than :math:`h_k`, what the others leave. Of the m heaviest items,
        for each m, cluster k holds at most as many as the lightest of them that stay below :math:`U_k`, and
        :math:`h_k`: these numbers have to sum to m at least. It needs at least as many of them as, filled up to
        :math:`h_k` with the heaviest of the other items, reach :math:`L_k`: these numbers have to sum to m at most.
        Each condition, once met, stays met as δ grows, so halving finds where the last is met; the bound is the last δ
        seen to fail.

    Where all items weigh the same, limits of sums tell all; where the heaviest is a thousandth of the least target or
    less, only they are looked at. There is then next to nothing else to prove: given one after the other to the cluster
    that lacks most, such items leave no deviation above that thousandth.

    Parameters
    ----------
    weights
        Not negative, shape (n,).
    targets
        Positive, summing to the same as the weights, shape (k,).
    """
    k = len(targets)
    heaviest = float(weights.max(initial=0.0))
    if k == 1 or not heaviest > 0:
        return 0.0
    alike = len(weights) >= k and float(weights.min()) == heaviest
    if alike or heaviest <= _LIGHT * float(targets.min()):
        counting = _Counting(weights, targets, by_number=False)
        return max(0.0, _last_failing(counting.summable, 0.0) * (1 - _SAFETY) - _SAFETY)
    positive = np.sort(weights[weights > 0])[::-1]
    bound = 1.0 if len(positive) < k else 0.0
    bound = max(bound, _crowding(positive, targets))
    bound = max(bound, _counting(positive, targets, bound))
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


def _counting(heaviest: FloatArray, targets: FloatArray, low: float) -> float:
    """Return the bound that counting gives, at least `low`, for items sorted from the heaviest."""
    counting = _Counting(heaviest, targets)
    # What limits of sums rule out takes no time, and is mostly all that is ruled out.
    return _last_failing(counting.possible, _last_failing(counting.summable, low))


def _last_failing(possible: Callable[[float], bool], low: float) -> float:
    """Return the greatest deviation seen to be impossible, or `low` where that is possible or nearly so."""
    if possible(low * (1 + _CLOSE) + _CLOSE):
        return low
    high = max(1.0, 2 * low)
    while not possible(high):
        low, high = high, 2 * high
    for _ in range(50):
        middle = (low + high) / 2
        if possible(middle):
            high = middle
        else:
            low = middle
    return low


class _Counting:
    """
    Tells for a deviation whether counting rules it out, for items sorted from the heaviest.

    Unsorted ones will do for `summable`, `by_number` being false.
    """

    def __init__(self, heaviest: FloatArray, targets: FloatArray, *, by_number: bool = True) -> None:
        self._targets = targets
        self._n = len(heaviest)
        self._sums = np.concatenate(([0.0], np.cumsum(heaviest) if by_number else [heaviest.sum()]))
        self._total = float(self._sums[-1])
        self._reach = np.minimum(targets, np.maximum(self._total - targets, 0.0))
        self._slack = _SAFETY * self._total
        self._top = np.arange(1, 1 + min(self._n, max(1, _COUNTED // len(targets))))[:, None]
        self._unit = unit_of(heaviest)
        self._subsets = _subset_sums(heaviest) if self._n <= _FEW else None

    def possible(self, deviation: float) -> bool:
        """Return False only where no assignment has so small a deviation."""
        least, greatest = self._limits(deviation)
        if not self._fit(least, greatest):
            return False
        least, greatest = least - self._slack, greatest + self._slack
        fewest = np.searchsorted(self._sums, least)
        most = self._n - (fewest.sum() - fewest)
        if (fewest > most).any():
            return False
        return self._room(greatest, most) and self._need(least, most)

    def summable(self, deviation: float) -> bool:
        """Return False only where no sums of items lie within the limits, or none that sum to the whole."""
        return self._fit(*self._limits(deviation))

    def _limits(self, deviation: float) -> tuple[FloatArray, FloatArray]:
        least = np.maximum(self._targets - deviation * self._reach, 0.0)
        greatest = np.minimum(self._targets + deviation * self._reach, self._total)
        return self._inwards(least - self._slack, greatest + self._slack)

    def _fit(self, least: FloatArray, greatest: FloatArray) -> bool:
        if (least > greatest + self._slack).any():
            return False
        return bool(least.sum() <= self._total + self._slack and greatest.sum() >= self._total - self._slack)

    def _inwards(self, least: FloatArray, greatest: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Move limits to the next loads that a sum of items can be."""
        if self._subsets is not None:
            up = np.minimum(np.searchsorted(self._subsets, least), len(self._subsets) - 1)
            down = np.maximum(np.searchsorted(self._subsets, greatest, side="right") - 1, 0)
            return self._subsets[up], self._subsets[down]
        if self._unit > 0:
            return np.ceil(least / self._unit) * self._unit, np.floor(greatest / self._unit) * self._unit
        return least, greatest

    def _room(self, greatest: FloatArray, most: IntArray) -> bool:
        """Return whether there is room for each number of heaviest items."""
        left_out = np.searchsorted(self._sums, self._sums[self._top] - greatest)
        held = np.minimum(self._top - left_out, np.minimum(most, self._top))
        return bool((held.sum(1) >= self._top[:, 0]).all())

    def _need(self, least: FloatArray, most: IntArray) -> bool:
        """Return whether there are enough heaviest items, for each number of them."""
        low = np.zeros((len(self._top), len(least)), dtype=np.intp)
        high = np.minimum(self._top, most)
        for _ in range(int(self._n).bit_length() + 1):
            middle = (low + high) // 2
            others = self._sums[np.minimum(self._top + most - middle, self._n)] - self._sums[self._top]
            enough = self._sums[middle] + others >= least
            high = np.where(enough, middle, high)
            low = np.where(enough, low, np.minimum(middle + 1, high))
        return bool((high.sum(1) <= self._top[:, 0]).all())


def unit_of(weights: FloatArray) -> float:
    """Return what all weights are multiples of, but for rounding, such as a cent; 0 where that is next to nothing."""
    if weights.min() == weights.max():
        return float(weights[0])
    total = float(weights.sum())
    # A few first: most that are not whole are so from the start.
    if total < 2**52 and all(np.array_equal(part, np.rint(part)) for part in (weights[:_FEW], weights)):
        return float(np.gcd.reduce(weights.astype(np.int64)))
    if len(weights) > _COUNTED:
        return 0.0
    unit = float(weights[0])
    for weight in np.unique(weights):
        rest = float(weight)
        while rest > _PRECISION * total:
            unit, rest = rest, abs(unit - round(unit / rest) * rest)
        if unit < _COARSE * total:
            return 0.0
    times = np.rint(weights / unit)
    unit = total / float(times.sum())
    exact = float(np.abs(weights - times * unit).sum()) < _PRECISION * total
    return unit if exact else 0.0


def _subset_sums(weights: FloatArray) -> FloatArray:
    """Return the sum of every subset, in ascending order."""
    sums = np.zeros(1)
    for weight in weights:
        sums = np.concatenate((sums, sums + weight))
    return np.sort(sums)
