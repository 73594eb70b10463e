"""Today's division, read from the owners in a list, and what a plan changes against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from geo.customers import Customers
from geo.planning.placed import owners
from geo.territories import Balance, Changes, Plan, balance, changes, middles, remoteness
from geo.texts import spoken

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Today:
    """
    How things are, read from the owners in the list.

    Parameters
    ----------
    reps
        Names of the owners, in alphabetical order.
    territory
        Owner of each customer, −1 for none, shape (n,).
    balance
        Loads of the owners in the measure that the proposal balances; equal targets, as capacities are not known.
    changes
        What the proposal changes against it.
    """

    reps: tuple[str, ...]
    territory: Ints
    balance: Balance
    changes: Changes


def disruption_measure(measures: Mapping[str, Floats]) -> str:
    """Return the measure in which disruption is kept low and told: revenue where there is any, else customers."""
    return "revenue" if "revenue" in measures and measures["revenue"].sum() > 0 else "customers"


def today_of(
    customers: Customers, plan: Plan, territory: Ints, points: Floats, measures: Mapping[str, Floats], measure: str
) -> Today | None:
    """Read today's division account by account."""
    owner, names = owners(customers, measures["customers"])
    if not names:
        return None
    return Today(
        names,
        owner,
        balance(owner, measures[measure], np.ones(len(names))),
        _changes(plan, owner, names, territory, points, measures[disruption_measure(measures)]),
    )


def _changes(plan: Plan, owner: Ints, names: tuple[str, ...], territory: Ints, points: Floats, kept: Floats) -> Changes:
    """
    Say who keeps whom, following the representatives by name.

    A territory whose representative is an owner of today continues that one's work, one whose representative is not
    continues nobody's: all its customers get another. Territories that name nobody are matched to the owners left over,
    by what these keep and by where their customers are.
    """
    known = {name: number for number, name in enumerate(names)}
    alike = {spoken(name): number for name, number in reversed(known.items())}
    n = len(names)
    fixed = np.full(len(plan), -1, dtype=np.int64)
    for position, rep in enumerate(t.rep for t in plan.territories):
        if rep is not None:
            # Newcomers stand behind the owners of today and own nothing.
            fixed[position] = known.get(rep, alike.get(spoken(rep), n + position))
    k = len(plan)
    places, centres = middles(points, territory, kept, k), middles(points, owner, kept, n)
    remote = remoteness(places, centres, float(kept.sum()) / max(k, 1))
    # A newcomer is no way to spare an owner of today a long way.
    strangers = np.full((k, k), float(kept.sum() + remote.max(initial=0.0)) + 1.0)
    found = changes(owner, territory, kept, n + k, k, fixed=fixed, remote=np.hstack([remote, strangers]))
    newcomer = found.successor >= n
    return replace(found, successor=np.where(newcomer, -1, found.successor))
