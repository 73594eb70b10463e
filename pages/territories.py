"""Territories: the map, and beside it the scenario that is worked on, or what is needed for the first one."""

from __future__ import annotations

import streamlit as st

from geo.maps import Desk
from geo.store import Dataset
from geo.texts import text
from ui.components.map_view import map_view
from ui.components.states import error_boundary
from ui.imports import await_import, opened
from ui.language import say
from ui.needed import customers_needed
from ui.plan_map import customer_documents, edited_documents, today_documents
from ui.state import current
from ui.team.homes import home_documents
from ui.workbench.chooser import chooser
from ui.workbench.opening import awaited_view
from ui.workbench.panel import panel
from ui.workbench.view import View

MAP, MAP_SHOWS = "territories-map", "map-shows"
_SAVED = text("What you saved is unchanged.")


def page() -> None:
    """Show the territories of the list that is open."""
    state = current()
    with st.container(key="arriving"):
        await_import()
    if state.job is not None:
        return
    dataset = opened()
    if dataset is None:
        customers_needed(say("Territories divide customers; load a list, or open the demo company."))
        return
    with st.container(key="workbench", horizontal=True, wrap=False, gap=None):
        ground = st.container(key="ground", width="stretch")
        view = None
        with st.container(key="panel", width=440), error_boundary("panel", _SAVED):
            view = _panel(dataset)
        with ground, error_boundary("map", _SAVED):
            _map(dataset, view)


def _panel(dataset: Dataset) -> View | None:
    """Show the panel; return the scenario that it is about, None where there is none yet."""
    view = awaited_view(dataset)
    if view is not None:
        panel(dataset)
    elif current().plan is None:
        chooser(dataset)
    return view


def _map(dataset: Dataset, view: View | None) -> None:
    state = current()
    if view is None:
        map_view(customer_documents(dataset, state.viewer), key=MAP, language=state.language.code, height=800)
        return
    if view.proposal.today is not None:
        _map_switch()
    if view.today:
        _map_of_today(dataset, view)
    else:
        map_view(
            [
                *edited_documents(view.desk.first, view.proposal.plan, view.measure, state.viewer),
                *home_documents(dataset),
            ],
            key=MAP,
            selected=state.selected,
            language=state.language.code,
            height=800,
            desk=Desk(
                view.desk.id,
                view.version if view.earlier else None,
                list(view.proposal.measures).index(view.measure),
            ),
        )


def _map_of_today(dataset: Dataset, view: View) -> None:
    """Show today's division; a choice on it is the territory that its representative gets."""
    state, proposal = current(), view.shown
    assert proposal.today is not None
    heirs, ids = proposal.today.changes.successor.tolist(), proposal.plan.ids.tolist()
    position = view.position(state.selected)

    def chosen(number: int | None) -> None:
        state.choose_on_map(ids[heirs.index(number)] if number in heirs else None)

    map_view(
        [*today_documents(proposal, state.language, state.viewer), *home_documents(dataset)],
        key=MAP,
        selected=heirs[position] if position is not None and heirs[position] >= 0 else None,
        on_select=chosen,
        language=state.language.code,
        height=800,
    )


def _map_switch() -> None:
    """Ask which of the two divisions map and table show; the proposal until told otherwise."""
    state, called = current(), {"proposal": say("Proposal"), "today": say("Today")}

    def changed() -> None:
        state.today = st.session_state[MAP_SHOWS] == "today"

    st.session_state[MAP_SHOWS] = "today" if state.today else "proposal"
    with st.container(key="mapswitch"):
        st.segmented_control(
            say("The map shows"),
            list(called),
            required=True,
            format_func=called.__getitem__,
            label_visibility="collapsed",
            key=MAP_SHOWS,
            on_change=changed,
        )


page()
