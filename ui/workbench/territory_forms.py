"""Forms about a territory itself: its name, colour, capacity, representative and lock."""

from __future__ import annotations

import streamlit as st

from geo.palette import PALETTE
from geo.planning.desk import Edit
from geo.planning.reps import known_reps
from geo.territories import lock, read_capacity, recolour, rename, set_capacity, set_rep
from geo.texts import Text, text
from ui.components.bars import swatch
from ui.components.markup import plain
from ui.components.text import note
from ui.language import render, say
from ui.workbench.fields import capacity_field, names, not_yet, territory_field
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
    if territory is None:
        not_yet(say("Rename"), "rename")
        return
    with st.form("rename", border=False):
        name = st.text_input(say("New name"), names(plan)[territory], key=key(f"rename-to-{territory}"), max_chars=80)
        sent = st.form_submit_button(say("Rename"))
    if sent:
        edit(view, lambda: lambda plan: rename(plan, territory, name))


def colour_form(view: View) -> None:
    """Give a territory another colour."""
    plan = view.proposal.plan
    territory = territory_field(plan, say("Territory"), "colour-which")
    if territory is None:
        not_yet(say("Use this colour"), "colour")
        return
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
    if territory is None:
        not_yet(say("Set capacity"), "capacity")
        return
    with st.form("capacity", border=False):
        written = capacity_field(f"capacity-to-{territory}", float(plan.capacities[plan.position(territory)]))
        sent = st.form_submit_button(say("Set capacity"))
    if sent:
        edit(view, lambda: _carrying(territory, written))


def rep_form(view: View) -> None:
    """Give a territory to a representative, of those who are known or another."""
    plan = view.proposal.plan
    territory = territory_field(plan, say("Territory"), "rep-which")
    if territory is None:
        not_yet(say("Give the territory"), "rep")
        return
    now = view.proposal.reps[plan.position(territory)]
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


def _carrying(territory: int, written: str) -> Edit:
    capacity = read_capacity(written)
    return lambda plan: set_capacity(plan, territory, capacity)


def lock_form(view: View) -> None:
    """Lock a territory, or unlock it."""
    plan = view.proposal.plan
    territory = territory_field(plan, say("Territory"), "lock-which")
    note(say("A locked territory keeps its areas, its customers and its properties, whatever is edited around it."))
    if territory is None:
        not_yet(say("Lock"), "lock")
        return
    found = plan.territories[plan.position(territory)]
    name = plain(found.name)
    label = say("Unlock {name}", name=name) if found.locked else say("Lock {name}", name=name)
    if st.button(label, key=key(f"lock-send-{territory}")):
        edit(view, lambda: lambda plan: lock(plan, territory, not found.locked))
