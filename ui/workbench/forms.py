"""Every edit as a form, for who would rather write than paint."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from geo.errors import EditError
from geo.texts import Text, text
from ui.components.states import error_state
from ui.language import render, say
from ui.state import current
from ui.workbench.customer_form import customer_form
from ui.workbench.ground_forms import give_form, merge_form, new_form, release_form, remove_form
from ui.workbench.rebalance import rebalance_form
from ui.workbench.sending import key
from ui.workbench.territory_forms import capacity_form, colour_form, lock_form, rename_form, rep_form
from ui.workbench.view import View

FORMS: Mapping[str, tuple[Text, Callable[[View], None]]] = {
    "give": (text("Give areas to a territory"), give_form),
    "release": (text("Unassign areas"), release_form),
    "customer": (text("Move one customer"), customer_form),
    "rebalance": (text("Rebalance a few territories"), rebalance_form),
    "new": (text("New territory"), new_form),
    "merge": (text("Merge territories"), merge_form),
    "remove": (text("Remove a territory"), remove_form),
    "rename": (text("Rename a territory"), rename_form),
    "colour": (text("Change a colour"), colour_form),
    "capacity": (text("Change a capacity"), capacity_form),
    "rep": (text("Give a territory to a representative"), rep_form),
    "lock": (text("Lock or unlock"), lock_form),
}


_WHAT = "edit-what"
_WIDTH = 300


def open_form(name: str, **fields: str) -> None:
    """Open a form, what is known written in its fields; only within a callback, before the form is drawn."""
    st.session_state[_menu()] = True
    st.session_state[_WHAT] = name
    for field, written in fields.items():
        st.session_state[key(field)] = written


def _menu() -> str:
    return f"edit-{current().forms}"


def edit_menu(view: View) -> None:
    """Offer the forms; only the one that is open is drawn."""
    with st.popover(say("Edit"), key=_menu(), on_change="rerun") as menu:
        if menu.open:
            with st.container(width=_WIDTH):
                _form(view)


def _offered(view: View) -> list[str]:
    """Return the forms, the likeliest first: with free borders, areas have no names that people know."""
    if view.proposal.plan.coverage.kind != "free":
        return list(FORMS)
    return sorted(FORMS, key=lambda name: name in ("give", "release"))


def _form(view: View) -> None:
    called = {name: render(label) for name, (label, _) in FORMS.items()}
    chosen = st.selectbox(
        say("What to do"), _offered(view), format_func=called.__getitem__, key=_WHAT, label_visibility="collapsed"
    )
    try:
        FORMS[chosen][1](view)
    except EditError as error:
        error_state(error)
        st.button(say("Choose another"), key=key("again"))
