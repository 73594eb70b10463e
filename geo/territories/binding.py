"""Edits of single customers: bound to a territory wherever they lie."""

from __future__ import annotations

from geo.errors import EditError
from geo.territories.editing import remade, unlocked
from geo.territories.plan import UNASSIGNED, Plan
from geo.texts import text


def bind(plan: Plan, key: str, to: int | None, *, area: int | None = None) -> Plan:
    """
    Bind a customer to a territory, or let it follow its area again.

    Parameters
    ----------
    plan
        The plan.
    key
        Key of the customer.
    to
        Id of the territory, None for that of the area in which the customer lies.
    area
        Row of that area. Where it is told, its territory is asked as well if the customer comes from or goes to it.

    Raises
    ------
    EditError
        Where a territory that would gain or lose the customer is unknown or locked, or the key is empty.
    """
    if not key:
        raise EditError(text("No customer is chosen."), text("Choose a customer on the map or in the table."))
    home = None if area is None or plan.alignment[area] == UNASSIGNED else int(plan.owners[area])
    was = plan.overrides.get(key)
    for territory in (home if was is None else was, home if to is None else to):
        if territory is not None:
            unlocked(plan, territory)
    overrides = dict(plan.overrides)
    overrides.pop(key, None)
    if to is not None:
        overrides[key] = to
    return remade(plan, overrides=overrides)
