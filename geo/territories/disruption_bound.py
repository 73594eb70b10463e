"""
The least that must change hands before a division is as balanced as another one: a bound that no plan goes below.

A holder is who serves customers before. Where load L is more than an upper limit, the rest must leave; where it is less
than a lower limit, the rest must come, from others or from what nobody had. What that is worth in another measure is at
least the fractional knapsack: take first what weighs the least of it for each unit of load (Dantzig 1957). Where it is
open which territory continues which holder, an assignment problem (Kuhn 1955) takes the cheapest matching, so that the
bound holds for all of them. `docs/disruption.md` has the argument.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_ROUNDING = 1e-9


def least_disruption(
    before: Ints,
    load: Floats,
    measures: Floats,
    targets: Floats,
    n_before: int,
    tolerance: float,
    *,
    fixed: Ints | None = None,
    counts: Sequence[int] = (),
) -> Floats:
    """
    Return what must change hands at least, whatever plan reaches a balance.

    It holds for every division of the customers into territories with these targets, none of which deviates by more
    than the tolerance, whatever its areas are. A customer of nobody before changes no hands.

    Parameters
    ----------
    before
        Holder of each customer, −1 for nobody, shape (n,).
    load
        The measure that is balanced, never negative, shape (n,).
    measures
        Measures in which disruption is told, never negative, shape (n, p).
    targets
        Target of each territory in the balanced measure, shape (k,).
    n_before
        Number of holders.
    tolerance
        Largest deviation, as a fraction of the target.
    fixed
        For each territory the holder that it surely continues, −1 where that is open, shape (k,); several may continue
        the same one, which is then open to no other.
    counts
        Columns of `measures` that are whole for every customer, and so for every plan.

    Returns
    -------
    The least of each measure, shape (p,).
    """
    problem = _Problem.of(before, load, targets, n_before, tolerance, fixed)
    p = measures.shape[1]
    return np.array([problem.least(measures[:, i], whole=i in counts) for i in range(p)], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class _Problem:
    """
    The holders, their loads and limits.

    Parameters
    ----------
    before, load
        As in `least_disruption`.
    loads
        Load of each holder, shape (n_before,).
    sure, free
        Holders that are known to be continued, and those of which that is open.
    above, below
        Upper and lower limits of the holders `sure`, then of the open territories.
    """

    before: Ints
    load: Floats
    loads: Floats
    sure: Ints
    free: Ints
    above: Floats
    below: Floats

    @classmethod
    def of(
        cls, before: Ints, load: Floats, targets: Floats, n_before: int, tolerance: float, fixed: Ints | None
    ) -> _Problem:
        owned = before >= 0
        loads = np.bincount(before[owned], weights=load[owned], minlength=n_before).astype(np.float64)
        known = np.full(len(targets), -1, dtype=np.int64) if fixed is None else fixed
        sure = np.unique(known[known >= 0])
        together = np.bincount(known[known >= 0], weights=targets[known >= 0], minlength=n_before)[sure]
        wanted = np.concatenate([together, targets[known < 0]])
        free = np.setdiff1d(np.arange(n_before), sure)
        return cls(before, load, loads, sure, free, wanted * (1 + tolerance), wanted * max(1 - tolerance, 0.0))

    def least(self, measure: Floats, *, whole: bool) -> float:
        """Return the least of a measure that changes hands."""
        leaving = self._leaving(measure, whole=whole)
        # The same load from all over is worth no more than from the holders that it leaves.
        return leaving if self.missing <= self.excess else max(leaving, self._coming(measure, whole=whole))

    @cached_property
    def excess(self) -> float:
        """The least load that leaves, over all matchings."""
        return self._leaving(self.load, whole=False)

    def _leaving(self, measure: Floats, *, whole: bool) -> float:
        """Return the least of a measure in what the holders have too much of, over all matchings."""
        known = len(self.sure)
        # Of more holders than territories some end, and all their customers change hands.
        ends = max(len(self.free) - (len(self.above) - known), 0)
        limit = np.full(len(self.loads), self.above[known:].min(initial=np.inf) if not ends else -1.0)
        limit[self.sure] = self.above[:known]
        over = np.append(self.loads > limit, False)
        holder = np.where(over[self.before], self.before, -1)
        worth = _Worth.of(holder, self.load, measure, len(self.loads), whole=whole)
        certain = [worth.within(h, self.loads[h : h + 1] - self.above[i])[0] for i, h in enumerate(self.sure)]
        costs = [
            np.append(worth.within(h, self.loads[h] - self.above[known:]), np.full(ends, worth.all_of[h]))
            for h in self.free
        ]
        return float(sum(certain)) + _cheapest(costs)

    @cached_property
    def missing(self) -> float:
        """The least load that comes from other hands, over all matchings."""
        known = len(self.sure)
        certain = np.maximum(self.below[:known] - self.loads[self.sure], 0.0).sum()
        begin = max(len(self.below) - known - len(self.free), 0)
        loads = np.concatenate([self.loads[self.free], np.zeros(begin)])
        missing = np.maximum(self.below[known:][None, :] - loads[:, None], 0.0)
        return float(certain) + _cheapest(missing) - float(self.load[self.before < 0].sum())

    def _coming(self, measure: Floats, *, whole: bool) -> float:
        """Return the least of a measure in what the holders have too little of."""
        everybody = np.where(self.before >= 0, 0, -1)
        worth = _Worth.of(everybody, self.load, measure, 1, whole=whole)
        return float(worth.within(0, np.array([self.missing]))[0])


@dataclass(frozen=True, eq=False)
class _Worth:
    """
    What load is worth in another measure, at least.

    Parameters
    ----------
    sums
        For each holder the sums of load and of the measure over its customers with a load, those with the least of the
        measure for each unit of load first; both begin at 0.
    all_of
        The measure of all its customers.
    whole
        Whether the measure is a whole number for every customer.
    """

    sums: Sequence[tuple[Floats, Floats]]
    all_of: Floats
    whole: bool

    @classmethod
    def of(cls, holder: Ints, load: Floats, measure: Floats, n: int, *, whole: bool) -> _Worth:
        owned = holder >= 0
        all_of = np.bincount(holder[owned], weights=measure[owned], minlength=n).astype(np.float64)
        heavy = np.flatnonzero(owned & (load > 0))
        # By the price of load, then by holder: a stable sort of few whole numbers takes no time.
        heavy = heavy[np.argsort(measure[heavy] / load[heavy])]
        small = np.int16 if n < np.iinfo(np.int16).max else np.int64
        heavy = heavy[np.argsort(holder[heavy].astype(small), kind="stable")]
        ends = np.searchsorted(holder[heavy], np.arange(n + 1))
        sums = [(_from_zero(load[heavy[a:b]]), _from_zero(measure[heavy[a:b]])) for a, b in pairwise(ends.tolist())]
        return cls(sums, all_of, whole)

    def within(self, holder: int, excess: Floats) -> Floats:
        """Return the least of the measure in amounts of a holder's load, none in what is below zero."""
        loads, amounts = self.sums[holder]
        least = np.interp(excess, loads, amounts)
        if self.whole:
            least = np.ceil(least - _ROUNDING * np.maximum(least, 1.0))
        return np.where(excess > _ROUNDING * loads[-1], least, 0.0)


def _from_zero(values: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(values)])


def _cheapest(costs: Sequence[Floats] | Floats) -> float:
    """Return the cost of the cheapest matching of rows to columns."""
    table = np.asarray(costs, dtype=np.float64)
    if table.size == 0:
        return 0.0
    rows, columns = linear_sum_assignment(table)
    return float(table[rows, columns].sum())
