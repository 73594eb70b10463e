"""Forms that move ground: give areas, release them, make, merge and remove territories."""

from __future__ import annotations

import numpy as np
import streamlit as st

from geo.errors import RayonError
from geo.planning.area_names import areas_named
from geo.planning.desk import Edit
from geo.planning.removal import taken_away
from geo.territories import LEAST_CAPACITY, MOST_CAPACITY, UNASSIGNED, add, assign, merge, release
from geo.texts import Text, plural
from ui.components.markup import plain
from ui.components.states import error_state
from ui.components.text import note
from ui.language import render, say
from ui.workbench.fields import areas_field, names, territories_field, territory_field
from ui.workbench.sending import edit, key
from ui.workbench.view import View


def give_form(view: View) -> None:
    """Give areas to a territory."""
    plan = view.proposal.plan
    with st.form("give", border=False):
        written = areas_field("give-areas")
        to = territory_field(plan, say("go to"), "give-to")
        sent = st.form_submit_button(say("Give areas"))
    if sent:
        edit(view, lambda: _given(view, written, to))


def _given(view: View, written: str, to: int) -> Edit:
    rows = areas_named(view.proposal.plan.coverage, written)
    return lambda plan: assign(plan, rows, to)


def release_form(view: View) -> None:
    """Take areas from their territories."""
    with st.form("release", border=False):
        written = areas_field("release-areas")
        sent = st.form_submit_button(say("Take away"))
    if sent:
        edit(view, lambda: _released(view, written))


def _released(view: View, written: str) -> Edit:
    rows = areas_named(view.proposal.plan.coverage, written)
    return lambda plan: release(plan, rows)


def new_form(view: View) -> None:
    """Make a new territory."""
    with st.form("new", border=False):
        name = st.text_input(say("Name"), key=key("new-name"), max_chars=80)
        written = areas_field("new-areas", label=say("Areas, where it gets some at once"))
        capacity = st.number_input(
            say("Capacity"), LEAST_CAPACITY, MOST_CAPACITY, 1.0, step=0.1, key=key("new-capacity")
        )
        sent = st.form_submit_button(say("Make territory"))
    if sent:
        edit(view, lambda: _added(view, name, written, capacity))


def _added(view: View, name: str, written: str, capacity: float) -> Edit:
    rows = areas_named(view.proposal.plan.coverage, written).tolist() if written.strip() else []
    return lambda plan: add(plan, name, rows, id=view.desk.next_territory, capacity=capacity)


def merge_form(view: View) -> None:
    """Unite territories."""
    plan = view.proposal.plan
    with st.form("merge", border=False):
        gone = territories_field(plan, say("Unite"), "merge-gone")
        into = territory_field(plan, say("into"), "merge-into")
        sent = st.form_submit_button(say("Merge"))
    if sent:
        edit(view, lambda: lambda plan: merge(plan, gone, into))


def remove_form(view: View) -> None:
    """Remove a territory, after saying where its ground goes."""
    plan, called = view.proposal.plan, names(view.proposal.plan)
    territory = territory_field(plan, say("Territory"), "remove-which")
    try:
        after = _removed(view, territory)(plan)
    except RayonError as error:
        error_state(error)
        return
    owners = after.owners[plan.owners == territory]
    ids, counts = np.unique(owners, return_counts=True)
    for taker, count in sorted(zip(ids.tolist(), counts.tolist(), strict=True), key=lambda one: -one[1]):
        note(render(_goes(None if taker == UNASSIGNED else called[taker], count)))
    if st.button(say("Remove {name}", name=plain(called[territory])), key=key(f"remove-send-{territory}")):
        edit(view, lambda: _removed(view, territory))


def _removed(view: View, territory: int) -> Edit:
    return lambda plan: taken_away(view.desk, plan, territory)


def _goes(taker: str | None, count: int) -> Text:
    if taker is None:
        return plural("{count} area is left unassigned", "{count} areas are left unassigned", count)
    return plural("{count} area goes to {name}", "{count} areas go to {name}", count, name=taker)
