"""
Edits of the ground: give areas, release them, add and merge territories.

An edit makes another plan of a plan, or is refused with what stands in its way. A locked territory keeps its ground,
the customers bound to it and its properties, until it is unlocked.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from geo.errors import EditError
from geo.palette import distances
from geo.territories.editing import Ints, free_ground, remade, unlocked
from geo.territories.plan import UNASSIGNED, Plan, Territory
from geo.territories.properties import checked_capacity, checked_colour, checked_name
from geo.texts import text


def assign(plan: Plan, areas: Iterable[int], to: int) -> Plan:
    """
    Give areas to a territory.

    Parameters
    ----------
    plan
        The plan.
    areas
        Rows of the areas; those that it has already stay.
    to
        Id of the territory, or `UNASSIGNED`.

    Raises
    ------
    EditError
        Where an area or the territory is unknown or locked.
    """
    if to != UNASSIGNED:
        unlocked(plan, to)
    owners = plan.owners
    owners[free_ground(plan, areas)] = to
    return remade(plan, owners=owners)


def release(plan: Plan, areas: Iterable[int]) -> Plan:
    """Take areas from their territories and give them to nobody; refused as in `assign`."""
    return assign(plan, areas, UNASSIGNED)


def add(
    plan: Plan,
    name: str,
    areas: Iterable[int] = (),
    *,
    id: int,  # noqa: A002 - the name that it has in a territory
    capacity: float = 1.0,
    colour: int | None = None,
) -> Plan:
    """
    Make a new territory, with ground of others or without.

    Parameters
    ----------
    plan
        The plan.
    name
        What people call it, unique.
    areas
        Rows of the areas that it gets.
    id
        A number that no territory of the scenario ever had.
    capacity, colour
        As in `Territory`. Without a colour, one with ground gets that least like its neighbours'.

    Raises
    ------
    EditError
        Where the number or the name is taken, a property is out of bounds, or an area is unknown or locked.
    """
    if id < 1 or id in plan.ids:
        raise EditError(
            text("A territory cannot have the number {number}.", number=str(id)),
            text("Choose a whole number from 1 that no territory has or had."),
        )
    rows = free_ground(plan, areas)
    owners = plan.owners
    owners[rows] = id
    if colour is None and len(rows):
        colour = _least_alike(plan, rows)
    made = Territory(id, checked_name(plan, name), checked_capacity(capacity), checked_colour(colour))
    return remade(plan, owners=owners, territories=(*plan.territories, made))


def merge(plan: Plan, ids: Iterable[int], into: int) -> Plan:
    """
    Unite territories: one takes over the ground and the bound customers of the others, and stays as it is otherwise.

    Parameters
    ----------
    plan
        The plan.
    ids
        Ids of the territories to unite; whether `into` is among them makes no difference.
    into
        Id of the one that remains, with its own name, capacity and colour.

    Raises
    ------
    EditError
        Where fewer than two territories are named, or one is unknown or locked.
    """
    unlocked(plan, into)
    gone = {int(i) for i in ids} - {into}
    if not gone:
        raise EditError(text("Fewer than two territories are chosen."), text("Choose at least two."))
    for territory in sorted(gone):
        unlocked(plan, territory)
    owners = plan.owners
    owners[np.isin(owners, sorted(gone))] = into
    return remade(
        plan,
        owners=owners,
        territories=[t for t in plan.territories if t.id not in gone],
        overrides={key: into if to in gone else to for key, to in plan.overrides.items()},
    )


def _least_alike(plan: Plan, rows: Ints) -> int:
    """Return the colour whose nearest among the neighbours is farthest; the least used where that leaves a choice."""
    inside = np.zeros(len(plan.alignment), dtype=np.bool_)
    inside[rows] = True
    around = np.unique(plan.coverage.adjacency[rows].indices)
    beside = np.unique(plan.alignment[around[~inside[around]]])
    colours = [c for c in (plan.territories[p].colour for p in beside if p != UNASSIGNED) if c is not None]
    used = np.bincount([t.colour for t in plan.territories if t.colour is not None], minlength=len(distances()))
    nearest = distances()[colours].min(axis=0, initial=1.0)
    return int(np.lexsort((used, -nearest))[0])
