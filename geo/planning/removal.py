"""Take a territory out of a plan, with what its customers weigh."""

from __future__ import annotations

from dataclasses import replace

from geo.planning.desk import Desk
from geo.territories import Plan, remove


def taken_away(desk: Desk, plan: Plan, territory: int) -> Plan:
    """
    Return a plan without a territory, its ground with the neighbours whom it suits best.

    Customers bound to it follow their areas again, and so weigh on whoever gets these.
    """
    left = replace(plan, overrides={key: to for key, to in plan.overrides.items() if to != territory})
    column = desk.tally.names.index(desk.tally.balanced)
    return remove(plan, territory, desk.tally.free_sums(left)[:, column])
