"""Remove a territory: its ground goes to the neighbours, as evenly as whole areas allow."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse.csgraph import connected_components

from geo import clustering
from geo.errors import EditError
from geo.territories.editing import Ints, remade, unlocked
from geo.territories.plan import UNASSIGNED, Plan
from geo.texts import text

Floats = npt.NDArray[np.float64]

_GOOD_ENOUGH = 0.002
"""Deviation above the least possible that is not worth another search."""


def remove(plan: Plan, territory: int, weights: Floats) -> Plan:
    """
    Remove a territory and share its ground out among the unlocked territories beside it.

    Each area goes to a territory that it touches, directly or across others that go there, so that the largest
    deviation in the end is small. Ground that no unlocked territory reaches becomes unassigned. Customers bound to the
    territory follow their areas again.

    Parameters
    ----------
    plan
        The plan.
    territory
        Its id.
    weights
        What each area carries in the measure that is balanced, shape (m,), not negative; where no area carries
        anything, areas are counted.

    Raises
    ------
    EditError
        Where the territory is unknown, locked or the only one.
    """
    gone = unlocked(plan, territory)
    left = [t for t in plan.territories if t.id != territory]
    if not left:
        raise EditError(
            text("{name} is the only territory.", name=gone.name), text("Add another before this one is removed.")
        )
    owners = plan.owners
    ground = np.flatnonzero(owners == territory)
    owners[ground] = UNASSIGNED
    takers = _neighbours(plan, ground)
    if len(takers):
        _share_out(plan, ground, takers, owners, weights)
    return remade(
        plan,
        owners=owners,
        territories=left,
        overrides={key: to for key, to in plan.overrides.items() if to != territory},
    )


def _neighbours(plan: Plan, ground: Ints) -> Ints:
    """Return the ids of the unlocked territories that touch some ground of one territory."""
    around = np.unique(plan.alignment[plan.coverage.adjacency[ground].indices])
    found = [plan.territories[p] for p in np.setdiff1d(around, [UNASSIGNED, *plan.alignment[ground]])]
    return np.array([t.id for t in found if not t.locked], dtype=np.int64)


def _share_out(plan: Plan, ground: Ints, takers: Ints, owners: Ints, weights: Floats) -> None:
    """Give ground to takers, in the owners of the plan without it; what none of them reaches stays with nobody."""
    rows = np.flatnonzero(np.isin(owners, takers) | np.isin(np.arange(len(owners)), ground))
    graph = plan.coverage.adjacency[rows][:, rows]
    piece = connected_components(graph, directed=False)[1]
    reached = np.isin(piece, piece[owners[rows] != UNASSIGNED])
    rows, graph = rows[reached], graph[reached][:, reached]
    held = owners[rows] != UNASSIGNED
    served = owners != UNASSIGNED
    served[rows] = True
    amounts = weights if weights[served].sum() > 0 else np.ones(len(weights))
    capacities = {t.id: t.capacity for t in plan.territories}
    left = sum(capacities.values()) - capacities[int(plan.owners[ground[0]])]
    targets = amounts[served].sum() * np.array([capacities[int(t)] for t in takers]) / left
    result = clustering.rebalance(
        plan.coverage.centres[rows],
        amounts[rows],
        graph,
        np.where(held, np.searchsorted(takers, owners[rows]), -1),
        targets,
        held=held,
        # Together the takers deviate by this much, so no sharing out can keep them all below it.
        tolerance=abs(float(amounts[rows].sum() / targets.sum()) - 1) + _GOOD_ENOUGH,
        random_state=0,
    )
    owners[rows] = takers[result.labels]
