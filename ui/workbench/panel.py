"""The panel beside the map: a fragment, so that an edit on the map renews it and nothing else."""

from __future__ import annotations

import streamlit as st

from geo.errors import RayonError
from geo.planning.warnings import advice
from geo.store import Dataset
from geo.texts import text
from ui import verdicts
from ui.components.markup import html, plain
from ui.components.states import error_boundary
from ui.components.text import note, title
from ui.downloads import downloads
from ui.imports import show_problem
from ui.language import render, say
from ui.settings import settings_form
from ui.state import current
from ui.team.fit import team_banner
from ui.territory_table import territory_table, today_table
from ui.workbench.bridge import bridge
from ui.workbench.certificate import certificate
from ui.workbench.conflict import conflict_card
from ui.workbench.earlier import earlier_banner
from ui.workbench.forms import edit_menu
from ui.workbench.history import history_dialog
from ui.workbench.measures import measure_switch
from ui.workbench.opening import opened_view
from ui.workbench.rebalance import await_work
from ui.workbench.refine import main_action
from ui.workbench.scenario import scenario_menu
from ui.workbench.taken_back import tell_taken_back
from ui.workbench.verdict_chips import verdict_chips
from ui.workbench.view import View


@st.fragment
def panel(dataset: Dataset) -> None:
    """Show the scenario that is open."""
    view = None if current().elsewhere else opened_view(dataset)
    if view is None:
        st.rerun()
    with error_boundary("scenario", text("The scenario is as it was saved last.")):
        _panel(dataset, view)


def _panel(dataset: Dataset, view: View) -> None:
    tell_taken_back(view)
    _tell()
    with st.container(key="scenario", horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        scenario_menu(dataset, view)
        bridge(view, take_back=lambda kind: _take_back(view, kind))
    free = await_work(view)
    show_problem()
    earlier_banner(view)
    settled = view.today or not conflict_card(view)
    if view.today:
        title(render(verdicts.today_sentence(view.shown)))
        measure_switch(view)
        today_table(view.shown)
    else:
        title(render(verdicts.headline(view.shown)))
        verdict_chips(view)
        if not view.earlier:
            team_banner(dataset, view.desk)
        measure_switch(view)
        territory_table(view.shown)
    _chosen(view)
    if not view.today:
        certificate(view)
    # The last of what follows an edit: whoever waits for the tables to be up to date looks for its number.
    st.html(html('<span data-version="{version}"></span>', version=view.version))
    with st.container(key="actions", horizontal=True, wrap=False, gap="small"):
        if view.today:
            _to_proposal()
        elif free and not view.earlier:
            main_action(dataset, view, first=settled)
            edit_menu(view)
        with st.popover(say("Settings"), icon=":material/tune:", key="settings"):
            settings_form(dataset, view.proposal.settings, main=False)
        with st.popover(say("Take along"), icon=":material/save_alt:", key="take-along"):
            downloads(view)
    if current().history:
        current().history = False
        history_dialog(view)


def _tell() -> None:
    """Say in passing what was done last."""
    state = current()
    if state.notice is not None:
        st.toast(plain(render(state.notice)), icon=":material/check:")
        state.notice = None


def _chosen(view: View) -> None:
    """Show the chosen territory before and after; where none is, the plan beside today and what to know of it."""
    position = view.position(current().selected)
    if position is not None:
        st.html(verdicts.territory_heading(view.shown, position))
        st.html(verdicts.territory_comparison(view.shown, position, view.before))
        note(render(view.proposal.territory_sentences[position]))
        way_back = advice(view.proposal)
        if way_back is not None:
            note(render(way_back))
        return
    if view.proposal.today is not None:
        st.html(verdicts.plan_comparison(view.shown))
    note(say("Choose a territory in the table or on the map to see it before and after."))
    note(render(verdicts.basis(view.proposal)))
    for warning in view.proposal.warnings:
        note(render(warning))


def _to_proposal() -> None:
    """Lead back from today's division, which cannot be edited; the map beside the panel has to follow."""
    if st.button(say("To the proposal"), type="primary", icon=":material/arrow_back:", key="to-proposal"):
        current().today = False
        st.rerun()


def _take_back(view: View, kind: str) -> None:
    """Undo or redo where there is no map that does."""
    state = current()
    try:
        (view.desk.undo if kind == "undo" else view.desk.redo)(state.viewer)
        state.settle()
    except RayonError as error:
        state.problem = error
