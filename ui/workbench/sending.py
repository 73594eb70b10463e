"""What every form of the workbench does when it is sent: make the edit, or say beside the form why it cannot be."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geo.errors import RayonError
from geo.planning.desk import Edit
from geo.texts import text
from ui.components.states import error_state
from ui.state import current
from ui.workbench.opening import scenarios
from ui.workbench.view import View


def edit(view: View, make: Callable[[], Edit]) -> None:
    """
    Make an edit and run the page again; where it cannot be made, say so here, the plan unchanged.

    Parameters
    ----------
    view
        What is on the page.
    make
        Reads what was written and returns the edit; may raise a `RayonError` itself.
    """
    state = current()
    before, _, _ = view.desk.current
    try:
        number = view.desk.edit(state.viewer, make())
    except RayonError as error:
        error_state(error)
        return
    (last,) = scenarios().history(view.desk.id, limit=1)
    state.sent(last.words if number > before else text("Nothing changes by this edit."))
    st.rerun()


def key(name: str) -> str:
    """Return the key of a field of a form, another one after each that was sent and for each territory chosen."""
    state = current()
    return f"{name}-{state.forms}-{state.selected}-{state.scenario}"
