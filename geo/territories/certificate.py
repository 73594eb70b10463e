"""
Say of any plan what is proved about it: how even, how compact, in how many pieces.

Each figure stands beside what no other division can beat, whoever draws it: the deviation beside the bound that
indivisible things set, the mean squared distance to the centres beside the bound for these centres
(`geo.clustering.dual_bound`). `geo.territories.certificate_words` says it for people, and what it does not prove.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from geo.clustering import dual_bound, lower_bound
from geo.territories.measures import Balance, balance, pieces
from geo.territories.plan import Plan
from geo.territories.sentences import as_even, at_most

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

Things = Literal["areas", "customers"]


@dataclass(frozen=True, eq=False)
class Certificate:
    """
    What is proved of a plan. Customers of no territory are not part of it.

    Parameters
    ----------
    names
        What the territories are called, length k.
    balance
        Their loads and targets.
    tolerance
        The deviation that was agreed, as a fraction.
    things
        What is not divided: the areas of the plan and each bound customer, or in free territories the customers.
    n_things
        How many of these carry something.
    least_deviation
        A deviation that no division of these things can go below, as a fraction.
    spread
        Weighted mean squared distance to the centre of the territory, square metres.
    spread_bound
        No division among the same centres within `limit` of the targets has less, square metres; more than `spread`
        where evenness costs compactness. None where a territory has no centre, so that there is none such.
    limit
        The deviation that such a division may have, as it is written, which is rounded up: the tolerance or, where it
        is proved that none keeps within that, the least that is proved.
    centres
        Weighted mean place of each territory, metres, NaN where it has no load, shape (k, 2).
    offsets
        The multipliers that prove `spread_bound`, square metres, NaN where nothing is proved, shape (k,).
    pieces
        Connected pieces of each territory, shape (k,).
    n_areas_left, n_customers_left
        Areas that no territory has, and customers with something to carry that are in none.
    """

    names: tuple[str, ...]
    balance: Balance
    tolerance: float
    things: Things
    n_things: int
    least_deviation: float
    spread: float
    spread_bound: float | None
    limit: float
    centres: Floats
    offsets: Floats
    pieces: Ints
    n_areas_left: int
    n_customers_left: int

    @property
    def deviation(self) -> float:
        """The deviation that the plan reaches, as a fraction."""
        return self.balance.deviation

    @property
    def gap(self) -> float | None:
        """
        By what part of itself the spread could be less at most in a division within `limit` of the targets.

        At most 1, negative where all such divisions have more, by at least that part; None where nothing is proved.
        """
        if self.spread_bound is None:
            return None
        return min(1.0 - self.spread_bound / self.spread, 1.0) if self.spread > 0 else 0.0

    @property
    def best(self) -> bool:
        """Whether no division is more even, by more than is written."""
        return as_even(self.deviation, self.least_deviation)

    @property
    def divided(self) -> bool:
        """Whether any territory carries anything."""
        return bool(self.balance.loads.sum() > 0)

    @cached_property
    def outside(self) -> tuple[str, ...]:
        """The territories that deviate by more than was agreed, by name."""
        return self._named(self.balance.outside(self.tolerance))

    @cached_property
    def broken(self) -> tuple[tuple[str, int], ...]:
        """The territories that are not in one piece, each with the number of its pieces."""
        return tuple((name, int(n)) for name, n in zip(self.names, self.pieces, strict=True) if n > 1)

    @cached_property
    def empty(self) -> tuple[str, ...]:
        """The territories that carry nothing, and so have no centre, by name."""
        return self._named(self.balance.loads <= 0)

    def _named(self, which: npt.NDArray[np.bool_]) -> tuple[str, ...]:
        return tuple(name for name, one in zip(self.names, which, strict=True) if one)


def certify(plan: Plan, area: Ints, territory: Ints, weights: Floats, points: Floats, tolerance: float) -> Certificate:
    """
    Prove what can be proved of a plan.

    Parameters
    ----------
    plan
        The plan.
    area, territory
        Area of each customer, and position of its territory, −1 for none, shape (n,).
    weights
        What each customer carries in the measure that is balanced, not negative, shape (n,).
    points
        Places of the customers in metres, shape (n, 2).
    tolerance
        The deviation that was agreed, as a fraction.
    """
    k = len(plan)
    carrying = weights > 0
    served = np.flatnonzero(carrying & (territory >= 0))
    label, mass, place = territory[served], weights[served], points[served]
    reached = balance(label, mass, plan.capacities)
    free = plan.coverage.kind == "free"
    things = _apart(label, mass, place) if free else _together(plan, area[served], label, mass, place)
    least = min(_least(things.mass, mass, reached.targets), reached.deviation)
    limit = max(tolerance, reached.deviation if as_even(reached.deviation, least) else least)
    limit = max(limit, at_most(limit).value)
    centres = _centres(things, k)
    offsets = np.full(k, np.nan)
    inertia, bound = 0.0, 0.0 if not len(served) else None
    if len(served):
        inertia = things.scatter + float(things.mass @ ((things.place - centres[things.label]) ** 2).sum(axis=1))
    if len(served) and (reached.loads > 0).all():
        targets = reached.targets
        found = dual_bound(things.place, things.mass, centres, (1 - limit) * targets, (1 + limit) * targets)
        bound, offsets = things.scatter + found.value, found.offsets
        if reached.deviation <= limit:
            # The plan is such a division itself.
            bound = min(bound, inertia)
    total = float(mass.sum()) or 1.0
    return Certificate(
        names=tuple(t.name for t in plan.territories),
        balance=reached,
        tolerance=tolerance,
        things="customers" if free else "areas",
        n_things=len(things.mass),
        least_deviation=least,
        spread=inertia / total,
        spread_bound=None if bound is None else bound / total,
        limit=limit,
        centres=centres,
        offsets=offsets,
        pieces=pieces(plan.alignment, plan.coverage.adjacency, k),
        n_areas_left=int((plan.alignment < 0).sum()),
        n_customers_left=int((carrying & (territory < 0)).sum()),
    )


@dataclass(frozen=True, eq=False)
class _Things:
    """What is not divided: territory, mass and place of each, and the weighted squared distances within them."""

    label: Ints
    mass: Floats
    place: Floats
    scatter: float


def _apart(label: Ints, mass: Floats, place: Floats) -> _Things:
    return _Things(label, mass, place, 0.0)


def _together(plan: Plan, area: Ints, label: Ints, mass: Floats, place: Floats) -> _Things:
    """
    Return the customers of an area as one thing, those that are bound to another territory each by itself.

    Such a thing of mass M has a sum of squared distances to any place of M times that of its mean, plus its scatter.
    """
    m = len(plan.coverage.areas)
    bound = plan.alignment[area] != label
    own = np.flatnonzero(bound)
    number = area.copy()
    number[own] = m + np.arange(len(own))
    together: Floats = np.bincount(number, weights=mass, minlength=m).astype(np.float64)
    held = together > 0
    sums = [np.bincount(number, weights=mass * axis, minlength=m) for axis in place.T]
    mean = np.column_stack([one[held] / together[held] for one in sums])
    at = np.cumsum(held) - 1
    scatter = float(mass @ ((place - mean[at[number]]) ** 2).sum(axis=1))
    owner = np.concatenate([plan.alignment, label[own]])
    return _Things(owner[held], together[held], mean, scatter)


def _least(things: Floats, customers: Floats, targets: Floats) -> float:
    """Return a deviation that neither things nor the customers in them can beat; both bounds hold, so the greater."""
    if not customers.size or len(targets) < 2:
        return 0.0
    return max(lower_bound(things, targets), lower_bound(customers, targets))


def _centres(things: _Things, k: int) -> Floats:
    """Return the weighted mean place of each territory, NaN where it carries nothing, shape (k, 2)."""
    total = np.bincount(things.label, weights=things.mass, minlength=k)
    sums = [np.bincount(things.label, weights=things.mass * axis, minlength=k) for axis in things.place.T]
    safe = np.where(total > 0, total, np.nan)
    return np.column_stack([one / safe for one in sums])
