"""Representatives by name, whoever knows of them."""

from __future__ import annotations

from geo.planning.desk import Desk
from geo.territories import Plan


def known_reps(desk: Desk, plan: Plan) -> tuple[str, ...]:
    """
    Return the names of the representatives, in alphabetical order, each once.

    Parameters
    ----------
    desk
        The scenario: who owns its customers today, and the team of its list.
    plan
        A plan of it: whom its territories name.
    """
    today = desk.first.today
    named = (t.rep for t in plan.territories if t.rep is not None)
    return tuple(sorted({*named, *desk.team, *(() if today is None else today.reps)}, key=str.casefold))
