"""Forms about a territory itself: its name, colour, capacity, representative and lock."""

from __future__ import annotations

import streamlit as st

from geo.palette import PALETTE
from geo.planning.reps import known_reps
from geo.territories import LEAST_CAPACITY, MOST_CAPACITY, lock, recolour, rename, set_capacity, set_rep
from geo.texts import Text, text
from ui.components.bars import swatch
from ui.components.markup import plain
from ui.components.text import note
from ui.language import render, say
from ui.workbench.fields import names, territory_field
from ui.workbench.sending import edit, key
from ui.workbench.view import View

COLOURS: tuple[Text, ...] = (
    text("Blue"),
    text("Orange"),
    text("Yellow"),
    text("Pink"),
    text("Sky"),
    text("Green"),
    text("Lime"),
    text("Lilac"),
)
"""What the colours of `geo.palette.PALETTE` are called."""


def rename_form(view: View) -> None:
    """Call a territory by another name."""
    plan = view.proposal.plan
    territory = territory_field(plan, say("Territory"), "rename-which")
    with st.form("rename", border=False):
        name = st.text_input(say("New name"), names(plan)[territory], key=key(f"rename-to-{territory}"), max_chars=80)
        sent = st.form_submit_button(say("Rename"))
    if sent:
        edit(view, lambda: lambda plan: rename(plan, territory, name))


def colour_form(view: View) -> None:
    """Give a territory another colour."""
    plan = view.proposal.plan
    territory = territory_field(plan, say("Territory"), "colour-which")
    shown = view.proposal.colours[plan.position(territory)]
    called = [f"![]({swatch(colour)}) {render(name)}" for colour, name in zip(PALETTE, COLOURS, strict=True)]
    with st.form("colour", border=False):
        picked = st.radio(
            say("Colour"),
            range(len(PALETTE)),
            index=shown,
            format_func=called.__getitem__,
            horizontal=True,
            key=key(f"colour-to-{territory}"),
        )
        sent = st.form_submit_button(say("Use this colour"))
    if sent:
        edit(view, lambda: lambda plan: recolour(plan, territory, int(picked)))


def capacity_form(view: View) -> None:
    """Say how much work a territory can carry."""
    plan = view.proposal.plan
    territory = territory_field(plan, say("Territory"), "capacity-which")
    with st.form("capacity", border=False):
        capacity = st.number_input(
            say("Capacity"),
            LEAST_CAPACITY,
            MOST_CAPACITY,
            float(plan.capacities[plan.position(territory)]),
            step=0.1,
            key=key(f"capacity-to-{territory}"),
            help=say("1 is a full-time representative; 0.6 gets three fifths of that work."),
        )
        sent = st.form_submit_button(say("Set capacity"))
    if sent:
        edit(view, lambda: lambda plan: set_capacity(plan, territory, capacity))


def rep_form(view: View) -> None:
    """Give a territory to a representative, of those who are known or another."""
    plan = view.proposal.plan
    territory = territory_field(plan, say("Territory"), "rep-which")
    position = plan.position(territory)
    now = view.proposal.reps[position]
    known = [*known_reps(view.desk, plan)]
    with st.form("rep", border=False):
        rep = st.selectbox(
            say("Representative"),
            known,
            index=known.index(now) if now in known else None,
            key=key(f"rep-to-{territory}"),
            placeholder=say("nobody"),
            accept_new_options=True,
        )
        sent = st.form_submit_button(say("Give the territory"))
    if sent:
        edit(view, lambda: lambda plan: set_rep(plan, territory, rep))


def lock_form(view: View) -> None:
    """Lock a territory, or unlock it."""
    plan = view.proposal.plan
    territory = territory_field(plan, say("Territory"), "lock-which")
    found = plan.territories[plan.position(territory)]
    note(say("A locked territory keeps its areas, its customers and its properties, whatever is edited around it."))
    name = plain(found.name)
    label = say("Unlock {name}", name=name) if found.locked else say("Lock {name}", name=name)
    if st.button(label, key=key(f"lock-send-{territory}")):
        edit(view, lambda: lambda plan: lock(plan, territory, not found.locked))
