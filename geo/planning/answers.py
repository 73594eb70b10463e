"""What a map is told of a scenario: its whole state once, and after that what changed, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict

import numpy as np
import numpy.typing as npt

from geo.palette import PALETTE
from geo.planning.bound import bound_customers
from geo.planning.desk import Desk
from geo.planning.proposal import Proposal
from geo.planning.receiving import Received
from geo.territories import Delta, Plan
from geo.texts import Language

Ints = npt.NDArray[np.int64]

MOST_STEPS = 60
_STATE_NUMBERS, _ANSWER_NUMBERS = 12_000, 1_000
"""Numbers that steps may take up in a state and in an answer, which is to stay small."""
_WHOLE_FROM = 2_000
"""Revisions behind from which a window is told every area's territory."""
_DECIMALS = 3


class Step(TypedDict):
    """An edit that can be taken or brought back: the areas it changed, and whether it changed nothing else."""

    v: int
    areas: list[int]
    before: list[int]
    after: list[int]
    whole: bool


def state(desk: Desk, at: int | None = None) -> dict[str, object]:
    """
    Return all that a map needs to show a scenario and to add up what is under the hand.

    Parameters
    ----------
    desk
        The scenario.
    at
        Revision to be shown, which then cannot be edited; None for the last.
    """
    version, plan, trail = desk.current
    if at is not None and at != version:
        version, plan = at, desk.plan_at(at)
    else:
        at = None
    proposal = desk.proposal_of(version, plan)
    settings = desk.first.settings
    return {
        "scenario": desk.id,
        "version": version,
        "readonly": at is not None,
        "measures": list(desk.tally.names),
        "balanced": desk.tally.names.index(settings.measure),
        "tolerance": settings.tolerance,
        "territories": _territories(proposal),
        "owner": plan.owners.tolist(),
        "origin": desk.first.plan.owners.tolist(),
        "weights": [column.tolist() for column in np.round(desk.tally.free_sums(plan), _DECIMALS).T],
        "bound": _by_id(plan, desk.tally.bound_loads(plan)),
        "accounts": bound_customers(desk, plan),
        "undo": [] if at is not None else _steps(desk, trail.done, _STATE_NUMBERS),
        "redo": [] if at is not None else _steps(desk, trail.undone, _STATE_NUMBERS),
    }


def answer(desk: Desk, base: int, received: Received, cid: str, language: Language) -> dict[str, object]:
    """
    Return what changed since a revision, and what became of a window's operations.

    Parameters
    ----------
    desk
        The scenario.
    base
        The revision that the window's screen stands on.
    received
        What became of its operations.
    cid
        The window.
    language
        Language of the reasons.
    """
    version, plan, trail = desk.current
    since = _since(desk, base, version)
    refused = [area for _, areas, _ in received.refused for area in areas]
    changed = np.unique([*_changed(since, len(plan.coverage)), *refused]).astype(np.int64)
    changed = changed[changed < len(plan.coverage)]
    owners = plan.owners
    renamed = since is None or any(delta.territories for delta in since)
    rebound = since is None or any(delta.overrides for delta in since)
    return {
        "cid": cid,
        "upto": received.upto,
        "version": version,
        "now": np.column_stack([changed, owners[changed]]).tolist(),
        "rejected": [[n, list(areas), language.render(why)] for n, areas, why in received.refused],
        "sums": _by_id(plan, desk.tally.loads(plan)),
        "territories": _territories(desk.proposal_of(version, plan)) if renamed else None,
        "bound": _by_id(plan, desk.tally.bound_loads(plan)) if rebound else None,
        "accounts": bound_customers(desk, plan) if rebound else None,
        "weights": _rebound(desk, plan, since) if rebound else None,
        "undo": _steps(desk, trail.done, _ANSWER_NUMBERS),
        "redo": _steps(desk, trail.undone, _ANSWER_NUMBERS),
        "saved": desk.scenario.changed.astimezone().strftime("%H:%M"),
    }


def _since(desk: Desk, base: int, version: int) -> list[Delta] | None:
    """Return what the revisions after one changed, None where they are too many to look at one by one."""
    if version - base > _WHOLE_FROM:
        return None
    return [desk.delta(number) for number in range(base + 1, version + 1)]


def _changed(since: Sequence[Delta] | None, n_areas: int) -> Iterable[int]:
    if since is None:
        return range(n_areas)
    return (int(area) for delta in since for area in delta.areas)


def _rebound(desk: Desk, plan: Plan, since: Sequence[Delta] | None) -> list[list[object]]:
    """Return the sums of the areas whose customers were bound or let go: row, and a value per measure."""
    keys = None if since is None else {key for delta in since for key, _, _ in delta.overrides}
    rows = np.unique(desk.tally.area if keys is None else desk.tally.area[desk.tally.keys.isin(keys)])
    sums = np.round(desk.tally.free_sums(plan)[rows], _DECIMALS)
    return [[int(row), values.tolist()] for row, values in zip(rows, sums, strict=True)]


def _territories(proposal: Proposal) -> list[dict[str, object]]:
    return [
        {
            "id": t.id,
            "name": t.name,
            "colour": PALETTE[colour],
            "locked": t.locked,
            "capacity": t.capacity,
            "rep": rep or "",
        }
        for t, colour, rep in zip(proposal.plan.territories, proposal.colours, proposal.reps, strict=True)
    ]


def _by_id(plan: Plan, values: npt.NDArray[np.float64]) -> dict[str, list[float]]:
    rounded = np.round(values, _DECIMALS)
    return {str(t.id): row.tolist() for t, row in zip(plan.territories, rounded, strict=True)}


def _steps(desk: Desk, numbers: Sequence[int], most: int) -> list[Step]:
    """Return the last steps of a trail, as many as fit into so many numbers; always the very last."""
    steps: list[Step] = []
    left = most
    for number in reversed(numbers[-MOST_STEPS:]):
        delta = desk.delta(number)
        size = 3 * len(delta.areas)
        if steps and size > left:
            break
        shown = size <= left
        left -= size if shown else 0
        areas, before, after = (a.tolist() if shown else [] for a in (delta.areas, delta.before, delta.after))
        whole = shown and not (delta.territories or delta.overrides)
        steps.append({"v": number, "areas": areas, "before": before, "after": after, "whole": whole})
    return steps[::-1]
