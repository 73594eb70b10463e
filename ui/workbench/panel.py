"""The panel beside the map: a fragment, so that an edit on the map renews it and nothing else."""

from __future__ import annotations

import streamlit as st

from geo.errors import RayonError
from geo.store import Dataset
from ui import verdicts
from ui.components.markup import html
from ui.components.states import error_boundary
from ui.components.text import note, title
from ui.downloads import downloads
from ui.imports import show_problem
from ui.language import render, say
from ui.settings import settings_form
from ui.state import current
from ui.territory_table import territory_table
from ui.workbench.bridge import bridge
from ui.workbench.measures import measure_switch
from ui.workbench.opening import opened_view
from ui.workbench.verdict_chips import verdict_chips
from ui.workbench.view import View


@st.fragment
def panel(dataset: Dataset) -> None:
    """Show the scenario that is open."""
    view = None if current().elsewhere else opened_view(dataset)
    if view is None:
        st.rerun()
    with error_boundary():
        _panel(dataset, view)


def _panel(dataset: Dataset, view: View) -> None:
    with st.container(key="scenario", horizontal=True, wrap=False, vertical_alignment="center"):
        bridge(view, take_back=lambda kind: _take_back(view, kind))
    show_problem()
    title(render(view.proposal.sentence))
    verdict_chips(view)
    measure_switch(view)
    territory_table(view.shown)
    _chosen(view)
    # The last of what follows an edit: whoever waits for the tables to be up to date looks for its number.
    st.html(html('<span data-version="{version}"></span>', version=view.version))
    with st.container(key="actions", horizontal=True):
        with st.popover(say("Settings"), icon=":material/tune:", key="settings"):
            settings_form(dataset)
        with st.popover(say("Take along"), icon=":material/save_alt:", key="take-along"):
            downloads(view.proposal)


def _chosen(view: View) -> None:
    """Show the chosen territory before and after; where none is, the plan beside today and what to know of it."""
    position = view.position(current().selected)
    if position is not None:
        st.html(verdicts.territory_heading(view.shown, position))
        st.html(verdicts.territory_comparison(view.shown, position, view.before))
        note(render(view.proposal.territory_sentences[position]))
        return
    if view.proposal.today is not None:
        st.html(verdicts.plan_comparison(view.proposal))
    note(say("Choose a territory in the table or on the map to see it before and after."))
    note(render(verdicts.basis(view.proposal)))
    for warning in view.proposal.warnings:
        note(render(warning))


def _take_back(view: View, kind: str) -> None:
    """Undo or redo where there is no map that does."""
    state = current()
    try:
        (view.desk.undo if kind == "undo" else view.desk.redo)(state.viewer)
        state.settle()
    except RayonError as error:
        state.problem = error
