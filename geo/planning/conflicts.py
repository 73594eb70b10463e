"""
What somebody changed while somebody else was first: both sides told, and neither lost.

A window whose strokes were refused had its own picture of the plan: the revision it stood on, and its strokes since,
those that were taken and those that were not. That picture can be kept as a scenario of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np
from pydantic import TypeAdapter

from geo.errors import ConflictError, EditError
from geo.planning.desk import Desk
from geo.planning.scenarios import Desks
from geo.planning.strokes import Assign, Bind, Operation
from geo.store import Refusal, Revision, Scenario, Scenarios, Workspace
from geo.territories import Delta, Plan, assign, bind, difference
from geo.viewer import Viewer

_OPERATION: TypeAdapter[Operation] = TypeAdapter(Operation)


@dataclass(frozen=True)
class Side:
    """
    One of two pictures of a plan.

    Parameters
    ----------
    areas
        Areas that it gives to others than the revision both stand on.
    deviation
        Largest deviation of its territories in the measure that is balanced.
    """

    areas: int
    deviation: float


@dataclass(frozen=True)
class Conflict:
    """
    Two pictures of one plan.

    Parameters
    ----------
    base
        Number of the last revision that both have in common.
    head
        Number of the last revision.
    at
        When that was made, UTC.
    theirs, mine
        The scenario as it is, and as the window saw it whose strokes were refused.
    refusals
        The strokes that were refused.
    """

    base: int
    head: int
    at: datetime
    theirs: Side
    mine: Side
    refusals: tuple[Refusal, ...]


def conflict(workspace: Workspace, desk: Desk) -> Conflict | None:
    """
    Return what two sides disagree on, None where they do not; strokes that left no trace then count as read.

    Parameters
    ----------
    workspace
        Where the scenario is kept.
    desk
        The scenario.
    """
    store = Scenarios(workspace)
    refusals = store.refusals(desk.id)
    if not refusals:
        return None
    base = min(refusal.base for refusal in refusals)
    *_, mine = _pictures(store, desk, base, refusals)
    head, theirs, _ = desk.current
    if not difference(theirs, mine):
        store.settle(desk.id, refusals)
        return None
    common = desk.plan_at(base)
    (last,) = store.history(desk.id, limit=1)
    return Conflict(base, head, last.at, _side(desk, common, theirs), _side(desk, common, mine), tuple(refusals))


def keep_mine(
    workspace: Workspace, desks: Desks, found: Conflict, desk: Desk, *, viewer: Viewer, name: str
) -> Scenario:
    """
    Keep what a window saw as a scenario of its own; the other stays as it is, and its refusals count as read.

    Parameters
    ----------
    workspace
        Where scenarios are kept.
    desks
        Those of them that are open.
    found
        The two sides.
    desk
        The scenario on which they disagree.
    viewer
        Who asks. Only a manager plans.
    name
        What to call the new scenario.
    """
    viewer.require_manager()
    store = Scenarios(workspace)
    pictures = list(_pictures(store, desk, found.base, found.refusals))
    made = store.copy(desk.id, name, at=found.base)
    own = desks.open(made.id, viewer)
    for before, after in pairwise(pictures):
        own.commit(viewer, before, after)
    store.settle(desk.id, found.refusals)
    return store.find(made.id)


def take_theirs(workspace: Workspace, desk: Desk, found: Conflict, *, viewer: Viewer) -> None:
    """Leave the scenario as it is; the strokes that were refused count as read."""
    viewer.require_manager()
    Scenarios(workspace).settle(desk.id, found.refusals)


def _pictures(store: Scenarios, desk: Desk, base: int, refusals: list[Refusal] | tuple[Refusal, ...]) -> Iterator[Plan]:
    """Yield the plan that both sides have in common, and then what each stroke of the windows made of it."""
    plan = desk.plan_at(base)
    yield plan
    windows = {refusal.cid for refusal in refusals}
    taken = [r for r in store.since(desk.id, base) if r.cid in windows and r.kind == "edit"]
    for stroke in sorted([*taken, *refusals], key=_order):
        after = _drawn(plan, stroke)
        if difference(plan, after):
            plan = after
            yield plan


def _order(stroke: Revision | Refusal) -> tuple[float, str, int]:
    return stroke.at.timestamp() if stroke.at else 0.0, stroke.cid or "", stroke.n or 0


def _drawn(plan: Plan, stroke: Revision | Refusal) -> Plan:
    """Return what a stroke made of the plan on its own screen: as it was meant, whoever has the ground by now."""
    try:
        if isinstance(stroke, Revision):
            return _laid(plan, Delta.decode(stroke.delta))
        op = _OPERATION.validate_json(stroke.op)
        if isinstance(op, Assign):
            return assign(plan, [area for area in op.areas if area < len(plan.coverage)], op.to)
        if isinstance(op, Bind):
            return bind(plan, op.key, op.to)
    except (EditError, ConflictError):
        return plan  # its territory is not there, or locked: there is nothing of it to keep
    return plan  # to take back what others had already taken back


def _laid(plan: Plan, delta: Delta) -> Plan:
    for territory in np.unique(delta.after):
        plan = assign(plan, delta.areas[delta.after == territory], int(territory))
    for key, _, to in delta.overrides:
        plan = bind(plan, key, to)
    return plan


def _side(desk: Desk, common: Plan, plan: Plan) -> Side:
    column = desk.tally.names.index(desk.first.settings.measure)
    standing = desk.tally.standing(plan)
    return Side(len(difference(common, plan).areas), standing.balance(column).deviation)
