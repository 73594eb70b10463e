"""
What somebody changed while somebody else was first: both sides told, and neither lost.

A window whose strokes were refused had its own picture of the plan: the revision it stood on, and its strokes since,
those that were taken and those that were not. That picture can be kept as a scenario of its own. It is that window's to
decide; what was refused to a window that is gone comes to whoever opens the plan next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from geo.errors import ConflictError, EditError, RayonError
from geo.planning.desk import Desk
from geo.planning.scenarios import Desks
from geo.planning.strokes import Assign, Bind, areas_of, read_operation
from geo.store import Refusal, Revision, Scenario, Scenarios, Workspace
from geo.territories import Delta, Plan, assign, bind, difference
from geo.viewer import Viewer


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


def conflict(workspace: Workspace, desk: Desk, windows: Collection[str] = ()) -> Conflict | None:
    """
    Return what two sides disagree on, None where they do not; strokes that left no trace then count as read.

    Only what was refused to somebody's own windows is told, and to windows that are gone (`geo.planning.presence`).

    They disagree where what a refused stroke wanted is not so now; what either changed elsewhere is no quarrel.

    Parameters
    ----------
    workspace
        Where the scenario is kept.
    desk
        The scenario.
    windows
        Marks of the windows of whoever asks.
    """
    store = Scenarios(workspace)
    refusals = tuple(_own(desk, store.refusals(desk.id), windows))
    if not refusals:
        return None
    head, _, _ = desk.current
    found = _found(desk, workspace.root, head, tuple((r.cid, r.n) for r in refusals))
    if found is None:
        store.settle(desk.id, refusals)
    return found


def _own(desk: Desk, refusals: Sequence[Refusal], windows: Collection[str]) -> Iterator[Refusal]:
    """Yield what was refused to windows, and to those that nobody looks at any more."""
    known = {r.cid: r.at for r in refusals if r.at is not None}  # oldest first: the last is what remains
    gone = {cid for cid, at in known.items() if desk.presence.silent(cid, at)}
    return (refusal for refusal in refusals if refusal.cid in gone or refusal.cid in windows)


@lru_cache(maxsize=8)
def _found(desk: Desk, root: Path, head: int, numbers: tuple[tuple[str, int], ...]) -> Conflict | None:
    """Lay both pictures beside each other, once for a revision and the strokes refused until then."""
    store = Scenarios(Workspace(root))
    refusals = tuple(r for r in store.refusals(desk.id) if (r.cid, r.n) in numbers)
    base = min(refusal.base for refusal in refusals)
    *_, mine = _pictures(store, desk, base, refusals)
    theirs = desk.plan_at(head)
    if not _quarrel(theirs, mine, refusals):
        return None
    common = desk.plan_at(base)
    (last,) = store.history(desk.id, before=head + 1, limit=1)
    return Conflict(base, head, last.at, _side(desk, common, theirs), _side(desk, common, mine), refusals)


def _quarrel(theirs: Plan, mine: Plan, refusals: Sequence[Refusal]) -> bool:
    """Whether the ground or the customers of refused strokes are another's on one side than on the other."""
    operations = [read_operation(refusal.op) for refusal in refusals]
    areas = [area for op in operations for area in areas_of(op) if area < len(theirs.coverage)]
    keys = [op.key for op in operations if isinstance(op, Bind)]
    return bool((theirs.owners[areas] != mine.owners[areas]).any()) or any(
        theirs.overrides.get(key) != mine.overrides.get(key) for key in keys
    )


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
    try:
        own = desks.open(made.id, viewer)
        for before, after in pairwise(pictures):
            own.commit(viewer, before, after)
    except RayonError:
        store.delete(made.id)  # half of a picture is nobody's
        raise
    store.settle(desk.id, found.refusals)
    return store.find(made.id)


def take_theirs(workspace: Workspace, desk: Desk, found: Conflict, *, viewer: Viewer) -> None:
    """Leave the scenario as it is; the strokes that were refused count as read."""
    viewer.require_manager()
    Scenarios(workspace).settle(desk.id, found.refusals)


def _pictures(store: Scenarios, desk: Desk, base: int, refusals: Sequence[Refusal]) -> Iterator[Plan]:
    """Yield the plan that both sides have in common, and then what each stroke of the windows made of it."""
    plan = desk.plan_at(base)
    yield plan
    windows = {refusal.cid for refusal in refusals}
    taken = [r for r in store.since(desk.id, base) if r.cid in windows]
    strokes: list[Revision | Refusal] = [*taken, *refusals]
    for stroke in sorted(strokes, key=_order):
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
        op = read_operation(stroke.op)
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
