"""Hand over: a plan for the CRM, for map programs, for the meeting, and back."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.components.states import error_boundary
from ui.components.steps import TERRITORIES
from ui.components.text import title
from ui.handover.files import files
from ui.handover.keeping import handed_of, page_of
from ui.handover.links import links
from ui.handover.reading import read_division_section
from ui.handover.slides import present, slide_titles
from ui.imports import show_problem
from ui.language import render, say
from ui.navigate import link
from ui.needed import managed_list, needed
from ui.workbench.opening import opened_view
from ui.workbench.view import View

_SHEET = Path(__file__).resolve().parents[1] / "ui" / "handover" / "handover.css"


def page() -> None:
    """Hand over the scenario that is open, or say what is needed first."""
    st.html(_SHEET)
    dataset = managed_list()
    if dataset is None:
        return
    view = opened_view(dataset)
    if view is None:
        needed(
            say("Nothing to hand over yet"),
            say("Make a proposal, or open one, and hand it over from there."),
            say("To the territories"),
            TERRITORIES,
        )
        return
    with error_boundary("handover"):
        _page(view)


def _page(view: View) -> None:
    name = view.desk.scenario.called
    with st.container(key="handoverhead", horizontal=True, vertical_alignment="bottom", gap="small"):
        with st.container(width="stretch"):
            title(say("Hand over {name}, version {n}", name=name, n=str(view.version)), render(view.proposal.sentence))
        link(TERRITORIES, say("Back to the map"), ":material/arrow_back:")
    show_problem()
    here = page_of(view.desk.id)
    titles = slide_titles(view)
    left, right = st.columns([7, 5], gap="large")
    with left, error_boundary("files"):
        files(here, handed_of(view), here.asked(list(titles)))
    with right:
        with st.container(key="handoverpresent"), error_boundary("present"):
            present(here, view, titles)
        with st.container(key="handoverlinks"), error_boundary("links"):
            links(here, view)
        with st.container(key="handoverread"), error_boundary("read"):
            read_division_section(here, view)


page()
