"""What a page of the manager needs before it can show anything, and the way to it."""

from __future__ import annotations

import streamlit as st

from geo.store import Dataset
from ui.components.states import empty_state
from ui.components.steps import CUSTOMERS
from ui.imports import import_demo, opened, show_problem
from ui.language import say
from ui.navigate import go
from ui.state import current


def managed_list() -> Dataset | None:
    """Return the list that is open, for who manages it; where there is none, say that one is needed first."""
    current().viewer.require_manager()
    dataset = opened()
    if dataset is None:
        needed(say("No customers yet"), say("Load a list of customers first."), say("Load customers"), CUSTOMERS)
    return dataset


def needed(words: str, about: str, label: str, way: str) -> None:
    """Say what is needed first and lead to the page where it is made."""
    with st.container(key="narrow"), st.container(key="cardown"):
        show_problem()
        empty_state(words, about)
        if st.button(label, type="primary"):
            go(way)


def customers_needed(about: str) -> None:
    """Say what customers are needed for, and lead to loading them or to the demo company."""
    with st.container(key="narrow"), st.container(key="cardown"):
        show_problem()
        empty_state(say("No customers yet"), about)
        with st.container(horizontal=True):
            if st.button(say("Load customers"), type="primary"):
                go(CUSTOMERS)
            st.button(say("Open the demo company"), on_click=import_demo)
