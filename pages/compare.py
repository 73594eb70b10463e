"""Today against tomorrow: two divisions side by side, what changes hands, and how little of it could be avoided."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo.planning.comparing import Comparison
from geo.planning.comparison_words import headline
from geo.store import Dataset
from geo.texts import Share
from ui.compare.actions import accounts_line, actions
from ui.compare.choosing import Sides, compared, sides
from ui.compare.figures import disruption_bar, large_figures
from ui.compare.maps import colours_after, map_after, map_before
from ui.compare.table import about_table, change_table
from ui.components.markup import html
from ui.components.states import error_boundary
from ui.components.steps import TERRITORIES
from ui.components.text import chip, section, title
from ui.imports import show_problem
from ui.language import render, say
from ui.needed import managed_list, needed
from ui.state import current

_SHEET = Path(__file__).resolve().parents[1] / "ui" / "compare" / "compare.css"


def page() -> None:
    """Compare two divisions of the list that is open."""
    st.html(_SHEET)
    dataset = managed_list()
    if dataset is None:
        return
    found = sides(dataset)
    if found is None:
        _too_few(dataset)
        return
    with st.container(key="comparepage"), error_boundary("compare"):
        _compared(dataset, compared(found), found)


def _compared(dataset: Dataset, told: Comparison, found: Sides) -> None:
    with st.container(key="comparehead", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="comparetitle", width="stretch"):
            title(say("Compare"), render(headline(told)))
        with st.container(key="compareactions", horizontal=True, width="content", gap="small"):
            actions(dataset, told, found)
    show_problem()
    st.html(
        html('<div class="compare-figures">{large}{bar}</div>', large=large_figures(told), bar=disruption_bar(told))
    )
    with st.container(key="compared", horizontal=True, gap="medium"):
        with st.container(key="sidebefore", width="stretch"):
            _choice(found, "before", told)
            map_before(told)
        with st.container(key="sideafter", width="stretch"):
            _choice(found, "after", told)
            map_after(told)
        with st.container(key="sidetable", width=496):
            section(say("Per territory"), render(about_table(told)))
            st.html(change_table(told, colours_after(told), current().pair))
            accounts_line(told)


def _choice(found: Sides, side: str, told: Comparison) -> None:
    """Ask which division stands on a side, and say how far it is from its targets."""
    state = current()
    called = {option: render(name) for option, name in found.options.items()}
    key = f"side-{side}-{state.edition}"

    def changed() -> None:
        chosen = st.session_state[key]
        state.settle()
        state.compare(*(chosen if side == s else getattr(found, s) for s in ("before", "after")))

    st.session_state[key] = getattr(found, side)
    with st.container(key=f"choice{side}", horizontal=True, vertical_alignment="center", wrap=False, gap="small"):
        st.selectbox(
            say("Before") if side == "before" else say("After"),
            list(called),
            format_func=called.__getitem__,
            key=key,
            on_change=changed,
            label_visibility="collapsed",
            width=260,
        )
        at = ("before", "after").index(side)
        balance = (told.balance_before, told.balance_after)[at]
        fair = not balance.outside(told.tolerances[at]).any()
        words = say("deviation {share}", share=Share(balance.deviation))
        st.html(html('<div class="chips">{chip}</div>', chip=chip(words, "good" if fair else "wrong")))


def _too_few(dataset: Dataset) -> None:
    if dataset.customers.owners:
        about = say("Make a proposal first; it is then set beside how things are today.")
    else:
        about = say(
            "The list does not say who serves whom today. Load it with a column of representatives, or make two "
            "proposals to compare with each other."
        )
    needed(say("Nothing to compare yet"), about, say("To the territories"), TERRITORIES)


page()
