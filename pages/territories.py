"""Territories: the map, and beside it what was asked, what came, and what it changes."""

from __future__ import annotations

import streamlit as st

from geo.planning import Proposal
from geo.store import Dataset
from geo.texts import plural, text
from ui import verdicts
from ui.components.map_view import map_view
from ui.components.states import empty_state, error_boundary
from ui.components.steps import CUSTOMERS
from ui.components.text import chips, note, title
from ui.downloads import downloads
from ui.imports import await_import, import_demo, opened, show_problem
from ui.language import render, say
from ui.navigate import go
from ui.plan_map import customer_documents, plan_documents, today_documents
from ui.plans import await_plan
from ui.settings import settings_form
from ui.state import current
from ui.territory_table import territory_table


def page() -> None:
    """Show the territories of the list that is open."""
    state = current()
    with st.container(key="arriving"):
        await_import()
    if state.job is not None:
        return
    dataset = opened()
    if dataset is None:
        _ask_for_customers()
        return
    with st.container(key="workbench", horizontal=True, wrap=False, gap=None):
        ground = st.container(key="ground", width="stretch")
        proposal = None
        with st.container(key="panel", width=440), error_boundary():
            proposal = _plan(dataset)
        with ground:
            _map(dataset, proposal)


def _ask_for_customers() -> None:
    with st.container(key="narrow"), st.container(key="cardown"):
        show_problem()
        empty_state(
            say("No customers yet"), say("Territories divide customers; load a list, or open the demo company.")
        )
        with st.container(horizontal=True):
            if st.button(say("Load customers"), type="primary"):
                go(CUSTOMERS)
            st.button(say("Open the demo company"), on_click=import_demo)


def _map(dataset: Dataset, proposal: Proposal | None) -> None:
    state = current()
    drawn, selected = customer_documents(dataset, state.viewer), None
    heirs: list[int] | None = None
    if proposal is not None:
        drawn, selected = plan_documents(proposal, state.language, state.viewer), state.selected
        if proposal.today is not None and _shows_today():
            drawn = today_documents(proposal, state.language, state.viewer)
            heirs = proposal.today.changes.successor.tolist()
            selected = heirs[selected] if selected is not None and heirs[selected] >= 0 else None

    def chosen(number: int | None) -> None:
        """Choose a territory of the proposal; on the map of today, the one its representative gets."""
        if heirs is not None and number is not None:
            number = heirs.index(number) if number in heirs else None
        state.choose_on_map(number)

    map_view(
        drawn,
        key="territories-map",
        selected=selected,
        on_select=chosen,
        language=state.language.code,
        height=800,
    )


def _shows_today() -> bool:
    """Ask which of the two divisions the map shows; the proposal until told otherwise."""
    called = {"proposal": say("Proposal"), "today": say("Today")}
    with st.container(key="mapswitch"):
        shown = st.segmented_control(
            say("The map shows"),
            list(called),
            default="proposal",
            required=True,
            format_func=called.__getitem__,
            label_visibility="collapsed",
            key="map-shows",
        )
    return shown == "today"


def _plan(dataset: Dataset) -> Proposal | None:
    """Show the panel; return the plan it is about, None where there is none yet."""
    proposal = await_plan(dataset)
    if proposal is not None:
        _proposal(dataset, proposal)
    elif current().plan is None:
        if current().problem is not None:
            show_problem()
        else:
            _nothing_yet(dataset)
        settings_form(dataset)
    return proposal


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


def _proposal(dataset: Dataset, proposal: Proposal) -> None:
    state = current()
    show_problem()
    title(render(proposal.sentence))
    chips(verdicts.verdicts(proposal))
    note(render(verdicts.basis(proposal)))
    territory_table(proposal)
    if state.selected is not None and state.selected < len(proposal.plan):
        st.html(verdicts.territory_heading(proposal, state.selected))
        st.html(verdicts.territory_comparison(proposal, state.selected))
        note(render(proposal.territory_sentences[state.selected]))
    else:
        if proposal.today is not None:
            st.html(verdicts.plan_comparison(proposal))
        note(say("Choose a territory in the table or on the map to see it before and after."))
    for warning in proposal.warnings:
        note(render(warning))
    with st.container(key="actions", horizontal=True):
        with st.popover(say("Settings"), icon=":material/tune:", key=f"settings-{hash(proposal.settings)}"):
            settings_form(dataset)
        with st.popover(say("Take along"), icon=":material/save_alt:"):
            downloads(proposal)


page()
