"""Even out a few territories of a plan among themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from scipy.sparse.csgraph import connected_components

from geo import clustering
from geo.errors import EditError
from geo.territories.editing import Ints, remade, unlocked
from geo.territories.plan import Plan
from geo.territories.tally import Tally
from geo.texts import text

Callback = Callable[[str, float, float], bool]
"""Takes the stage, the fraction done and the deviation now; returns True to stop with the best so far."""


def rebalance(
    plan: Plan, ids: Iterable[int], tally: Tally, *, tolerance: float, seed: int = 0, callback: Callback | None = None
) -> Plan:
    """
    Move areas among a few territories until each carries its share of what they hold together.

    The plan is changed as little as that asks for; one within the tolerance stays as it is. No territory falls into
    more pieces than it has. Customers that are bound to a territory count in it and stay.

    Parameters
    ----------
    plan
        The plan.
    ids
        Ids of the territories; all others, and ground of nobody, stay as they are.
    tally
        The customers; their balanced measure is evened out.
    tolerance
        Deviation that is good enough, as a fraction of a territory's share by capacity.
    seed
        Same seed, same plan.
    callback
        Hears of the progress and may stop with what was reached.

    Returns
    -------
    Where the tolerance cannot be met, the plan with the smallest deviations that were found, never larger than before.

    Raises
    ------
    EditError
        Where fewer than two territories are chosen, one is unknown, locked or without ground, or they do not touch.
    """
    chosen = np.array(sorted({int(i) for i in ids}), dtype=np.int64)
    if len(chosen) < 2:
        raise EditError(text("Fewer than two territories are chosen."), text("Choose at least two."))
    territories = [unlocked(plan, int(i)) for i in chosen]
    owners = plan.owners
    rows = np.flatnonzero(np.isin(owners, chosen))
    labels = np.searchsorted(chosen, owners[rows])
    _check_touching(plan, chosen, rows, labels)
    column = tally.names.index(tally.balanced)
    weights = tally.free_sums(plan)[rows, column]
    settled = tally.bound_loads(plan)[plan.positions(chosen), column]
    total = float(weights.sum() + settled.sum())
    if total <= 0:
        return plan
    capacities = np.array([t.capacity for t in territories])
    result = clustering.rebalance(
        plan.coverage.centres[rows],
        weights,
        plan.coverage.adjacency[rows][:, rows],
        labels,
        total * capacities / capacities.sum(),
        settled=settled,
        tolerance=tolerance,
        random_state=seed,
        callback=callback,
    )
    owners[rows] = chosen[result.labels]
    return remade(plan, owners=owners)


def _check_touching(plan: Plan, chosen: Ints, rows: Ints, labels: Ints) -> None:
    """Refuse territories that cannot hand areas to each other."""
    names = [plan.territories[p].name for p in plan.positions(chosen)]
    for position, name in enumerate(names):
        if not (labels == position).any():
            raise EditError(text("{name} has no ground yet.", name=name), text("Give it an area first."))
    graph = plan.coverage.adjacency[rows][:, rows].tocoo()
    k = len(chosen)
    beside = np.zeros((k, k))
    beside[labels[graph.row], labels[graph.col]] = 1.0
    _, group = connected_components(beside, directed=False)
    apart = [name for name, number in zip(names, group, strict=True) if number != group[0]]
    if apart:
        raise EditError(
            text("{names} and {first} do not touch.", names=", ".join(apart), first=names[0]),
            text("Choose territories that lie beside each other."),
        )
