"""The form that moves one customer: bound to a territory wherever it lies, or let go with its area again."""

from __future__ import annotations

import numpy as np
import streamlit as st

from geo.errors import EditError
from geo.planning import Proposal
from geo.planning.desk import Edit
from geo.planning.lookup import find_customers
from geo.planning.names import customer_named
from geo.territories import bind
from ui.components.text import note
from ui.language import say
from ui.state import current
from ui.workbench.fields import names, not_yet
from ui.workbench.sending import edit, key
from ui.workbench.view import View

_FOLLOW = 0
"""Stands for the territory of the customer's own area; ids begin at 1."""
_HITS = 32
"""Customers that are suggested at most."""


def customer_form(view: View) -> None:
    """Move one customer, chosen from those whose name or key begins as what was written."""
    called = {**names(view.proposal.plan), _FOLLOW: say("the territory of its area")}
    ids = list(called)
    first = current().selected
    written = st.text_input(say("Customer: name or key"), key=key("customer-which"))
    found = _suggested(view.proposal, written)
    field = key(f"customer-hit-{written}")
    shown = field in st.session_state
    picked = None
    if found:
        picked = st.selectbox(
            say("Which one"),
            list(found),
            index=_first(view.proposal, written, list(found)),
            format_func=found.__getitem__,
            key=field,
            placeholder=say("Choose a customer"),
        )
    elif written.strip():
        note(say("No customer is called so."))
    to = st.selectbox(
        say("goes to"),
        ids,
        index=ids.index(first) if first in ids else None,
        format_func=called.__getitem__,
        key=key("customer-to"),
        placeholder=say("Choose a territory"),
        help=say("The customer stays with that territory, whoever gets the area around it."),
    )
    if to is None:
        not_yet(say("Move customer"), "customer")
    elif st.button(say("Move customer"), key=key("customer-send")):
        # A suggestion that was not on the page yet was nobody's choice.
        edit(view, lambda: _bound(view, picked if shown else None, written, int(to)))


def _suggested(proposal: Proposal, written: str) -> dict[str, str]:
    """Return the customers that may be meant, by key, the best first; called so that namesakes are told apart."""
    if not written.strip():
        return {}
    hits = find_customers(proposal, written, limit=_HITS).hits
    parts = {str(hit.key): dict.fromkeys((hit.name, hit.key, hit.about)) for hit in hits}
    return {customer: " · ".join(part for part in each if part) for customer, each in parts.items()}


def _first(proposal: Proposal, written: str, found: list[str]) -> int | None:
    """Return which suggestion is chosen at first: the one that is called exactly so, or the only one."""
    try:
        meant = customer_named(proposal.customers.table, written)
    except EditError:
        return 0 if len(found) == 1 else None
    return found.index(meant) if meant in found else None


def _bound(view: View, picked: str | None, written: str, to: int) -> Edit:
    customers = view.proposal.customers.table
    found = picked if picked is not None else customer_named(customers, written)
    row = int(np.flatnonzero(customers["key"] == found)[0])
    area = int(view.proposal.area[row])
    return lambda plan: bind(plan, found, to if to != _FOLLOW else None, area=area)
