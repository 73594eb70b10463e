"""How far the versions of a scenario are from its targets, for its history."""

from __future__ import annotations

from threading import Lock
from weakref import WeakKeyDictionary

from geo.planning.desk import Desk
from geo.territories import Balance, apply

_known: WeakKeyDictionary[Desk, dict[int, float]] = WeakKeyDictionary()
_lock = Lock()


def deviations(desk: Desk, first: int, last: int) -> dict[int, float]:
    """
    Return the largest deviation of each of some versions, in the measure that is balanced.

    Parameters
    ----------
    desk
        The scenario.
    first, last
        Numbers of the first and the last of them.

    Raises
    ------
    EditError
        Where there is no such version.
    """
    if last > desk.current[0]:
        desk.plan_at(last)  # which says that there is no such version
    with _lock:
        known = _known.setdefault(desk, {})
        wanted = [number for number in range(first, last + 1) if number not in known]
        if wanted:
            column = desk.tally.names.index(desk.tally.balanced)
            plan = desk.plan_at(wanted[0])
            for number in range(wanted[0], wanted[-1] + 1):
                if number > wanted[0]:
                    plan = apply(plan, desk.delta(number), locks=False)
                loads, capacities = desk.tally.loads(plan)[:, column], plan.capacities
                known[number] = Balance(loads, loads.sum() * capacities / capacities.sum()).deviation
        return {number: known[number] for number in range(first, last + 1)}
