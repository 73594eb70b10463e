"""The panel where no proposal is open: those there are, those that were deleted, and the settings of a new one."""

from __future__ import annotations

import streamlit as st

from geo.errors import RayonError
from geo.store import Dataset
from geo.texts import plural, text
from ui.agreed import agreed_of
from ui.components.markup import html
from ui.components.states import empty_state
from ui.components.text import section
from ui.imports import show_problem
from ui.language import render, say
from ui.settings import settings_form
from ui.state import current
from ui.workbench.opening import scenarios, scenarios_of
from ui.workbench.scenario import deleted_rows, restore, scenario_row


def chooser(dataset: Dataset) -> None:
    """Show the proposals of a list and the settings of a new one."""
    known = scenarios_of(dataset)
    _just_deleted()
    if current().problem is not None:
        show_problem()
    elif not known:
        _nothing_yet(dataset)
    if known:
        section(say("Proposals of this list"))
        plan = agreed_of(dataset).plan
        for scenario in known:
            scenario_row(scenario, plan)
        section(say("New proposal"))
    settings_form(dataset)
    deleted_rows(dataset)


def _just_deleted() -> None:
    """Say which proposal was just deleted, and offer it back."""
    state = current()
    if state.deleted is None:
        return
    try:
        gone = scenarios().find(state.deleted)
    except RayonError:
        state.deleted = None
        return
    if gone.deleted is None:
        state.deleted = None
        return
    with st.container(key="earlier", horizontal=True, vertical_alignment="center"):
        st.html(
            html(
                '<div class="banner" role="status">{words}</div>',
                words=say("The proposal '{name}' was deleted.", name=gone.called),
            )
        )
        st.button(say("Undo"), key="undelete", on_click=restore, args=(gone.id,))


def _nothing_yet(dataset: Dataset) -> None:
    owners = len(dataset.customers.owners)
    customers = plural("{count} customer", "{count} customers", dataset.customers.n_ours)
    about = (
        text(
            "There are {customers} and {reps}. Choose what should be about equal in each territory.",
            customers=customers,
            reps=plural("{count} representative", "{count} representatives", owners),
        )
        if owners
        else text("There are {customers}. Choose what should be about equal in each territory.", customers=customers)
    )
    empty_state(say("No territories yet"), render(about))
