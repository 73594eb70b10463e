"""What every form of the workbench does when it is sent: make the edit, or say beside the form why it cannot be."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geo.errors import RayonError
from geo.planning.desk import Desk, Edit
from geo.territories import Plan, difference
from geo.texts import Text, text
from ui.components.states import error_state
from ui.state import current
from ui.workbench.view import View


def edit(view: View, make: Callable[[], Edit], beside: Callable[[Plan], Text | None] = lambda _: None) -> None:
    """
    Make an edit and run the page again; where it cannot be made, say so here, the plan unchanged.

    Parameters
    ----------
    view
        What is on the page.
    make
        Reads what was written and returns the edit; may raise a `RayonError` itself.
    beside
        Returns what is to be told with what was done, from the plan that it was done to; None for nothing.
    """
    state = current()
    try:
        change = make()
        idle, more = False, None

        def tried(plan: Plan) -> Plan:
            nonlocal idle, more
            after = change(plan)
            idle, more = not difference(plan, after), beside(plan)
            return after

        number = view.desk.edit(state.viewer, tried)
    except RayonError as error:
        error_state(error)
        return
    done = text("Nothing changes by this edit.") if idle else words_of(view.desk, number)
    state.sent(done if more is None else text("{done} · {more}", done=done, more=more))
    st.rerun()


def words_of(desk: Desk, number: int) -> Text:
    """Say what a version did, whatever others have made of the plan since."""
    return desk.history(before=number + 1, limit=1)[0].words


def key(name: str) -> str:
    """Return the key of a field of a form, another one after each that was sent and for each territory chosen."""
    state = current()
    return f"{name}-{state.forms}-{state.selected}-{state.scenario}"
