"""In which measure a scenario is looked at."""

from __future__ import annotations

import streamlit as st

from ui import measures as words
from ui.language import render, say
from ui.state import current
from ui.workbench.view import View

_MOST_SEGMENTS = 4


def measure_switch(view: View) -> None:
    """Let the visitor choose the measure of the table, the map's labels and the verdicts."""
    state = current()
    balanced = view.proposal.settings.measure
    names = sorted(view.proposal.measures, key=lambda name: name != balanced)
    if len(names) < 2:
        return
    key = f"shown-{state.edition}-{state.language.code}"
    called = {name: render(words.name(name)) for name in names}

    def changed() -> None:
        chosen = str(st.session_state[key])
        state.measure = None if chosen == balanced else chosen

    if len(names) > _MOST_SEGMENTS:
        st.selectbox(
            say("Measure shown"),
            names,
            index=names.index(view.measure),
            format_func=called.__getitem__,
            key=key,
            on_change=changed,
            label_visibility="collapsed",
        )
        return
    st.segmented_control(
        say("Measure shown"),
        names,
        default=view.measure,
        required=True,
        format_func=called.__getitem__,
        key=key,
        on_change=changed,
        label_visibility="collapsed",
        width="stretch",
    )
