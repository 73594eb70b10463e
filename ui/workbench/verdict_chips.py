"""The three verdicts as chips; one that finds fault leads to where it is."""

from __future__ import annotations

import streamlit as st

from geo.territories import UNASSIGNED, loose
from ui.agreed import version_chip
from ui.components.markup import plain
from ui.components.text import chip
from ui.language import render, say
from ui.state import current
from ui.verdicts import Verdict, verdicts
from ui.workbench.forms import open_form
from ui.workbench.view import View


def verdict_chips(view: View) -> None:
    """Show the verdicts on a scenario, and whether it is the plan."""
    with st.container(key="verdicts", horizontal=True, gap="small"):
        for verdict in verdicts(view.shown):
            words, key = plain(render(verdict.words)), f"verdict-{verdict.kind}"
            if verdict.territories:
                st.button(words, key=key, on_click=_next, args=(view, verdict), help=say("Show which"))
            elif verdict.tone == "wrong" and not view.earlier:
                st.button(words, key=key, on_click=_give, args=(view,), help=say("Give them to a territory"))
            else:
                st.html(chip(render(verdict.words), verdict.tone))
        mark = version_chip(view.desk.scenario, view.version if view.earlier else None)
        if mark:
            st.html(mark)


def _give(view: View) -> None:
    """Open the form that gives areas away, with those that nobody has."""
    plan = view.proposal.plan
    codes = plan.coverage.areas["code"][plan.alignment == UNASSIGNED]
    open_form("give", **{"give-areas": ", ".join(f'"{code}"' if "," in code else code for code in codes)})


def _next(view: View, verdict: Verdict) -> None:
    """
    Choose the first territory that a verdict is about; the one after it where one of them is chosen already.

    Where it is in pieces, the map shows those that lie apart.
    """
    state, found = current(), verdict.territories
    at = found.index(state.selected) + 1 if state.selected in found else 0
    chosen = found[at % len(found)]
    state.choose(chosen)
    if verdict.kind == "pieces":
        plan = view.proposal.plan
        state.point_at(loose(plan.alignment, plan.coverage.adjacency, plan.position(chosen)).tolist())
