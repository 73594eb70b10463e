"""The form that moves one customer: bound to a territory wherever it lies, or let go with its area again."""

from __future__ import annotations

import numpy as np
import streamlit as st

from geo.planning.desk import Edit
from geo.planning.names import customer_named
from geo.territories import bind
from ui.language import say
from ui.state import current
from ui.workbench.fields import names
from ui.workbench.sending import edit, key
from ui.workbench.view import View

_FOLLOW = 0
"""Stands for the territory of the customer's own area; ids begin at 1."""


def customer_form(view: View) -> None:
    """Move one customer."""
    called = {**names(view.proposal.plan), _FOLLOW: say("the territory of its area")}
    ids = list(called)
    first = current().selected
    with st.form("customer", border=False):
        written = st.text_input(say("Customer: name or key"), key=key("customer-which"))
        to = st.selectbox(
            say("goes to"),
            ids,
            index=ids.index(first) if first in ids else 0,
            format_func=called.__getitem__,
            key=key("customer-to"),
            help=say("The customer stays with that territory, whoever gets the area around it."),
        )
        sent = st.form_submit_button(say("Move customer"))
    if sent:
        edit(view, lambda: _bound(view, written, int(to)))


def _bound(view: View, written: str, to: int) -> Edit:
    customers = view.proposal.customers.table
    found = customer_named(customers, written)
    row = int(np.flatnonzero(customers["key"] == found)[0])
    area = int(view.proposal.area[row])
    return lambda plan: bind(plan, found, to if to != _FOLLOW else None, area=area)
