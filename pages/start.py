"""Start: the choice between demo and own customers, or where the work stands."""

from __future__ import annotations

import streamlit as st

from geo.planning.teams import team_of
from geo.sales import Team
from geo.store import Dataset
from ui import cache
from ui.agreed import agreed_of
from ui.compare import comparison_link
from ui.components.sketch import show
from ui.components.states import error_boundary, shapes
from ui.components.steps import CUSTOMERS, STEPS, explain_steps, step_list
from ui.components.text import card_words, figures, title
from ui.components.upload import download_sample, upload
from ui.handover import handover_link, present_link
from ui.imports import DEMO, await_import, import_demo, opened, show_problem
from ui.language import render, say
from ui.lists import lists
from ui.navigate import go
from ui.overview import Overview, demo_picture, overview
from ui.state import current
from ui.workbench.opening import awaited_view, scenarios_of


def page() -> None:
    """Show the start."""
    state = current()
    asked = state.job
    with st.container(key="arriving"):
        arrived = await_import()
    if state.job is not None:
        return
    if arrived is not None and asked != DEMO:
        go(CUSTOMERS)
    now = None
    if state.dataset is not None:
        with shapes(len(STEPS)):
            now = _found()
    if state.dataset is None:
        _empty()
    elif now is not None:
        _standing(now)


def _found() -> Overview | None:
    """Return where the work on the list that is open stands; None where it is gone, or a plan of it is being made."""
    dataset = opened()
    if dataset is None:
        return None
    with st.container(key="narrow"):
        view = awaited_view(dataset)
        show_problem()
    if view is None and current().plan is not None:
        return None
    proposal = None if view is None else view.proposal
    kept = len(scenarios_of(dataset)) if current().viewer.role == "manager" else 0
    return overview(dataset, proposal, _team(dataset), agreed_of(dataset).plan, kept)


def _team(dataset: Dataset) -> Team | None:
    """Return the team of a list, for who may see it."""
    viewer = current().viewer
    return team_of(cache.workspace(), dataset.id, viewer=viewer).team if viewer.role == "manager" else None


def _empty() -> None:
    with st.container(key="choice"):
        with st.container(key="hero"):
            title(
                say("From a list of customers to fair territories"),
                say("Load your customers, divide the Netherlands among your team, and show why the division is fair."),
            )
        demo, own = st.columns(2, gap="medium")
        with demo, st.container(key="carddemo", horizontal=True, wrap=False):
            with st.container(key="demowords"):
                card_words(
                    say("See it with a demo company"),
                    say("5,000 invented customers and 14 representatives. A plan takes a few seconds."),
                )
                st.button(
                    say("Open the demo company"), type="primary", icon=":material/play_arrow:", on_click=import_demo
                )
            with st.container(key="demomap", width=180):
                show(demo_picture(), say("The Netherlands divided into areas"))
        with own, st.container(key="cardown"):
            if current().problem is not None:
                show_problem()
            else:
                card_words(
                    say("Load your own customers"),
                    say("Excel or CSV. A postcode or coordinates are enough; columns are recognised."),
                )
            upload("start")
            download_sample()
        with error_boundary("lists"):
            lists(None)
        explain_steps()


def _standing(now: Overview) -> None:
    head, other = st.columns([3, 1], vertical_alignment="bottom")
    with head:
        title(render(now.title), render(now.about))
    with other, st.container(horizontal=True, horizontal_alignment="right"):
        st.button(say("Another customer list"), icon=":material/note_add:", on_click=current().close_dataset)
    steps, picture = st.columns([2, 1], gap="large")
    with steps:
        step_list(now.standings)
    with picture:
        show(now.picture, render(now.title))
        figures(now.figures)
        scenario = current().scenario
        if scenario is not None:
            with st.container(key="planways", horizontal=True):
                comparison_link(scenario)
                handover_link(key="wayto-handover")
                present_link(scenario, key="wayto-present")
    with error_boundary("lists"):
        lists(current().dataset)


page()
