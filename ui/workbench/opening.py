"""From what was asked for, or stands in the address, to a scenario on the page."""

from __future__ import annotations

import streamlit as st

from geo.errors import RayonError, StoreError
from geo.planning import Proposal
from geo.planning.desk import Desk
from geo.planning.scenarios import desks_of, free_number, keep_proposal
from geo.store import Dataset, Scenario, Scenarios, version_of
from geo.texts import text
from ui import cache
from ui.plans import await_plan
from ui.state import current
from ui.workbench.standing import remember
from ui.workbench.view import View


def scenarios() -> Scenarios:
    """Return the scenarios of this workspace."""
    return Scenarios(cache.workspace())


def scenarios_of(dataset: Dataset, *, deleted: bool = False) -> list[Scenario]:
    """Return the scenarios of a list, the last changed first, or those of it that were deleted."""
    series = version_of(cache.workspace(), dataset.id).series
    return [one for one in scenarios().list(series, deleted=deleted) if one.dataset == dataset.id]


def keep(dataset: Dataset, proposal: Proposal) -> None:
    """Keep a proposal that was just made and turn to it."""
    state = current()
    known = [one for deleted in (False, True) for one in scenarios_of(dataset, deleted=deleted)]
    number = free_number(known)
    kept = keep_proposal(cache.workspace(), dataset, proposal, viewer=state.viewer, name=number)
    state.keep(kept.id)


def desk_of(scenario: str) -> Desk:
    """
    Return a scenario on the desk.

    Raises
    ------
    StoreError
        Where there is no such scenario, or it was deleted.
    """
    return desks_of(cache.workspace()).open(scenario, current().viewer)


def awaited_view(dataset: Dataset) -> View | None:
    """
    Wait for the plan that was asked for, showing its progress, and return what of a scenario the visitor looks at.

    Returns
    -------
    None while the plan is being made, and as `opened_view`.
    """
    made = await_plan(dataset)
    if made is not None:
        keep(dataset, made)
        st.rerun()
    return None if current().plan is not None else opened_view(dataset)


def opened_view(dataset: Dataset) -> View | None:
    """
    Return what of a scenario the visitor looks at.

    Returns
    -------
    None where no scenario is open, or it cannot be shown: the state is then without it, and its problem says why.
    """
    state = current()
    if state.scenario is None:
        return None
    try:
        desk = desk_of(state.scenario)
        if desk.scenario.deleted is not None:
            raise _deleted(desk.scenario)
        if desk.scenario.dataset != dataset.id:
            raise StoreError(
                text("The proposal '{name}' belongs to another list.", name=desk.scenario.called),
                text("Open that list to see it, or choose a proposal of this one."),
            )
    except RayonError as error:
        state.open_scenario(None)
        state.problem = error
        return None
    view = _seen(desk)
    if not view.earlier:
        remember(desk.id, view.version, view.proposal)
    return view


def _seen(desk: Desk) -> View:
    state = current()
    try:
        return View.of(desk, state.at, state.measure)
    except RayonError as error:
        state.look_at(None)
        state.problem = error
        return View.of(desk, None, state.measure)


def _deleted(scenario: Scenario) -> StoreError:
    return StoreError(
        text("The proposal '{name}' was deleted.", name=scenario.called), text("Restore it below, or choose another.")
    )
