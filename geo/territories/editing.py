"""What every edit of a plan needs: the plan with something else in it, and a refusal where something is locked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from geo.errors import EditError
from geo.territories.plan import UNASSIGNED, Plan, Territory
from geo.texts import text

Ints = npt.NDArray[np.int64]

UNLOCK = text("Unlock the territory, or leave it as it is.")


def remade(
    plan: Plan,
    *,
    owners: Ints | None = None,
    territories: Iterable[Territory] | None = None,
    overrides: Mapping[str, int] | None = None,
) -> Plan:
    """
    Return a plan with something else in place of what it has.

    Parameters
    ----------
    plan
        The plan.
    owners
        Id of each area's territory, `UNASSIGNED` for none, shape (m,).
    territories
        The territories, in any order.
    overrides
        Customer key → id of a territory.
    """
    known = tuple(sorted(plan.territories if territories is None else territories, key=lambda t: t.id))
    ids = np.array([UNASSIGNED, *(t.id for t in known)], dtype=np.int64)
    alignment = np.searchsorted(ids, plan.owners if owners is None else owners) - 1
    return Plan(plan.coverage, alignment, known, plan.overrides if overrides is None else overrides)


def unlocked(plan: Plan, territory: int) -> Territory:
    """
    Return a territory that may be changed.

    Raises
    ------
    EditError
        Where the plan has none of this id, or it is locked.
    """
    found = plan.territories[plan.position(territory)]
    if found.locked:
        raise EditError(text("{name} is locked.", name=found.name), UNLOCK)
    return found


def free_ground(plan: Plan, areas: Iterable[int]) -> Ints:
    """
    Return the rows of areas that may change hands, each once, ascending.

    Raises
    ------
    EditError
        Where the plan has no such area, or it belongs to a territory that is locked.
    """
    rows = np.unique(np.array(list(areas), dtype=np.int64))
    m = len(plan.alignment)
    strange = rows[(rows < 0) | (rows >= m)]
    if len(strange):
        raise EditError(
            text("The plan has no area {number}.", number=str(int(strange[0]))),
            text("Load the map again and make the edit once more."),
        )
    locked = np.array([*(t.locked for t in plan.territories), False])
    kept = rows[locked[plan.alignment[rows]]]
    if len(kept):
        raise EditError(
            text(
                "{area} belongs to {name}, which is locked.",
                area=area_name(plan, int(kept[0])),
                name=plan.territories[plan.alignment[kept[0]]].name,
            ),
            UNLOCK,
        )
    return rows


def area_name(plan: Plan, area: int) -> str:
    """Return what people call an area."""
    return str(plan.coverage.areas["name"].iloc[area])
