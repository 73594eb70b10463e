"""Forms that move ground: give areas, release them, make, merge and remove territories."""

from __future__ import annotations

import numpy as np
import streamlit as st

from geo.errors import RayonError
from geo.planning.area_names import areas_named, code_words, missing_between
from geo.planning.desk import Edit
from geo.planning.removal import taken_away
from geo.territories import UNASSIGNED, Plan, add, assign, merge, read_capacity, release
from geo.texts import Text, plural, text
from ui.components.markup import plain
from ui.components.states import error_state
from ui.components.text import note
from ui.language import render, say
from ui.workbench.fields import (
    areas_field,
    capacity_field,
    names,
    not_yet,
    territories_field,
    territory_field,
)
from ui.workbench.sending import edit, key
from ui.workbench.view import View


def give_form(view: View) -> None:
    """Give areas to a territory."""
    to = territory_field(view.proposal.plan, say("Territory that gets them"), "give-to")
    with st.form("give", border=False):
        written = areas_field(view.proposal.plan.coverage, "give-areas")
        sent = st.form_submit_button(say("Give areas"), disabled=to is None)
    if sent and to is not None:
        edit(view, lambda: _given(view, written, to), lambda plan: _not_given(plan, written, to))


def _given(view: View, written: str, to: int) -> Edit:
    rows = areas_named(view.proposal.plan.coverage, written)
    return lambda plan: assign(plan, rows, to)


def _not_given(plan: Plan, written: str, to: int) -> Text | None:
    """Say which of the areas that were written were the territory's already, and which do not exist."""
    rows = areas_named(plan.coverage, written)
    held = plan.coverage.areas["code"].iloc[rows[plan.owners[rows] == to]].tolist()
    missing = missing_between(plan.coverage, written)
    there = plural(
        "{count} was there already: {codes}", "{count} were there already: {codes}", len(held), codes=code_words(held)
    )
    unknown = plural(
        "{count} does not exist: {codes}", "{count} do not exist: {codes}", len(missing), codes=code_words(missing)
    )
    if held and missing:
        return text("{one}; {other}", one=there, other=unknown)
    return there if held else unknown if missing else None


def release_form(view: View) -> None:
    """Take areas from their territories."""
    with st.form("release", border=False):
        written = areas_field(view.proposal.plan.coverage, "release-areas")
        sent = st.form_submit_button(say("Unassign areas"))
    if sent:
        edit(view, lambda: _released(view, written))


def _released(view: View, written: str) -> Edit:
    rows = areas_named(view.proposal.plan.coverage, written)
    return lambda plan: release(plan, rows)


def new_form(view: View) -> None:
    """Make a new territory."""
    with st.form("new", border=False):
        name = st.text_input(say("Name"), key=key("new-name"), max_chars=80)
        written = areas_field(view.proposal.plan.coverage, "new-areas", label=say("Areas, where it gets some at once"))
        capacity = capacity_field("new-capacity", 1.0)
        sent = st.form_submit_button(say("Make territory"))
    if sent:
        edit(view, lambda: _added(view, name, written, capacity))


def _added(view: View, name: str, written: str, capacity: str) -> Edit:
    rows = areas_named(view.proposal.plan.coverage, written).tolist() if written.strip() else []
    carries = read_capacity(capacity)
    return lambda plan: add(plan, name, rows, id=view.desk.next_territory, capacity=carries)


def merge_form(view: View) -> None:
    """Unite territories."""
    plan = view.proposal.plan
    gone = territories_field(plan, say("Unite"), "merge-gone")
    into = territory_field(plan, say("into"), "merge-into")
    if into is None or not {*gone} - {into}:
        not_yet(say("Merge"), "merge")
    elif st.button(say("Merge"), key=key("merge-send")):
        edit(view, lambda: lambda plan: merge(plan, gone, into))


def remove_form(view: View) -> None:
    """Remove a territory, after saying where its ground goes."""
    plan, called = view.proposal.plan, names(view.proposal.plan)
    territory = territory_field(plan, say("Territory"), "remove-which")
    if territory is None:
        not_yet(say("Remove"), "remove")
        return
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
