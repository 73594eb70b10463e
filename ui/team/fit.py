"""A proposal beside the team that there is: whether it divides the work over it, and the way to one that does."""

from __future__ import annotations

import streamlit as st

from geo.errors import RayonError
from geo.planning.desk import Desk
from geo.planning.scenarios import desks_of
from geo.planning.team_fit import OtherTeam, other_team
from geo.store import Dataset
from geo.texts import plural
from ui import cache
from ui.components.states import banner
from ui.language import render
from ui.settings import begin_for_the_team
from ui.state import current


def open_desk(dataset: Dataset) -> Desk | None:
    """Return the proposal of a list that is open, None where there is none or it cannot be shown."""
    state = current()
    if state.scenario is None:
        return None
    try:
        desk = desks_of(cache.workspace()).open(state.scenario, state.viewer)
        return desk if desk.scenario.dataset == dataset.id else None
    except RayonError:
        return None


def other_than(desk: Desk) -> OtherTeam | None:
    """Return the team where a proposal does not divide the work over it; for whoever is no manager there is none."""
    viewer = current().viewer
    return other_team(cache.workspace(), desk, viewer=viewer) if viewer.role == "manager" else None


def team_banner(dataset: Dataset, desk: Desk) -> None:
    """Say in the workbench that a proposal does not divide the work over the team, with the way to one that does."""
    other = other_than(desk)
    if other is None:
        return
    with st.container(key="otherteam", gap="small"):
        banner(other.words)
        st.button(
            render(plural("Divide among the team of {count}", "Divide among the team of {count}", other.count)),
            type="tertiary",
            icon=":material/group:",
            on_click=divide_anew,
            args=(dataset, desk),
            key="divide-anew",
        )


def divide_anew(dataset: Dataset, desk: Desk | None) -> None:
    """Turn to a new proposal for the team, in all else with the settings of one that there is."""
    begin_for_the_team(dataset, None if desk is None else desk.first.settings)
