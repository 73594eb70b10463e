"""The three verdicts as chips; one that finds fault leads to where it is."""

from __future__ import annotations

import streamlit as st

from ui.components.text import chip
from ui.language import render, say
from ui.state import current
from ui.verdicts import Verdict, verdicts
from ui.workbench.view import View


def verdict_chips(view: View) -> None:
    """Show the verdicts on a scenario."""
    with st.container(key="verdicts", horizontal=True, gap="small"):
        for verdict in verdicts(view.shown):
            if verdict.territories:
                st.button(
                    render(verdict.words),
                    key=f"verdict-{verdict.kind}",
                    on_click=_next,
                    args=(verdict,),
                    help=say("Show which"),
                )
            else:
                st.html(chip(render(verdict.words), verdict.tone))


def _next(verdict: Verdict) -> None:
    """Choose the first territory that a verdict is about; the one after it where one of them is chosen already."""
    state, found = current(), verdict.territories
    at = found.index(state.selected) + 1 if state.selected in found else 0
    state.choose(found[at % len(found)])
