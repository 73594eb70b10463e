"""Two hands were at the same ground: both sides, and the ways to go on with either."""

from __future__ import annotations

import streamlit as st

from geo.errors import RayonError
from geo.planning.conflicts import Conflict, Side, conflict, keep_mine, take_theirs
from geo.planning.scenarios import desks_of
from geo.texts import text
from ui import cache
from ui.components.bars import data_uri
from ui.components.markup import Html, html
from ui.components.tables import Column, table
from ui.language import render, say
from ui.state import current
from ui.workbench.moments import moment
from ui.workbench.naming import named_after
from ui.workbench.view import View

_ICON = data_uri(
    '<svg xmlns="http://www.w3.org/2000/svg" width="26" height="26" viewBox="0 0 24 24" fill="none" stroke="#8A5A12" '
    'stroke-width="2" stroke-linejoin="round" stroke-linecap="round"><path d="M4.5 9.5a8 8 0 0 1 14-2.2l2 2.2'
    'M20.5 4.5v5h-5M3.5 14.5l2 2.2a8 8 0 0 0 14-2.2M3.5 19.5v-5h5M12 8.5v4M12 15.4v.2"/></svg>'
)


def conflict_card(view: View) -> bool:
    """
    Show what was refused to this window because somebody else was first, beside what stands.

    Returns
    -------
    Whether there was anything.
    """
    found = conflict(cache.workspace(), view.desk, current().windows)
    if found is None:
        return False
    with st.container(key="conflict"):
        st.html(_words(found))
        st.html(_sides(view, found))
        with st.container(horizontal=True):
            keep = say("Keep mine as a proposal of its own")
            st.button(keep, type="primary", on_click=_keep, args=(view, found), key="keep-mine")
            st.button(say("Take version {n}", n=found.head), on_click=_take, args=(view, found), key="take-theirs")
    return True


def _words(found: Conflict) -> Html:
    return html(
        '<div class="state" role="alert"><img class="icon" src="{icon}" alt=""><h2>{heading}</h2><p>{about}</p></div>',
        icon=_ICON,
        heading=say("Somebody else made changes too"),
        about=say(
            "Version {n} was saved at {time}. What you did on the same ground is kept; nothing is lost.",
            n=found.head,
            time=moment(found.at),
        ),
    )


def _sides(view: View, found: Conflict) -> Html:
    language, tolerance = current().language, view.proposal.settings.tolerance
    sides = (found.theirs, found.mine)
    rows = [
        (say("Areas moved"), *(language.number(side.areas) for side in sides)),
        (say("Largest deviation"), *(_deviation(side, tolerance) for side in sides)),
    ]
    heads = [Column(""), Column(say("Version {n}", n=found.head), "right"), Column(say("Yours"), "right")]
    return table(heads, rows, label=say("Both sides of the change"))


def _deviation(side: Side, tolerance: float) -> Html:
    words = current().language.share(side.deviation)
    tone = "wrong" if side.deviation > tolerance + 1e-9 else ""
    return html('<span class="{tone}">{words}</span>', tone=tone, words=words)


def _keep(view: View, found: Conflict) -> None:
    state, workspace = current(), cache.workspace()
    name = named_after(render(view.desk.scenario.called), lambda name: say("{name} (mine)", name=name))
    try:
        kept = keep_mine(workspace, desks_of(workspace), found, view.desk, viewer=state.viewer, name=name)
    except RayonError as error:
        state.problem = error
        return
    state.open_scenario(kept.id)
    state.notice = text("Your changes are the proposal {name} now.", name=kept.called)


def _take(view: View, found: Conflict) -> None:
    state = current()
    try:
        take_theirs(cache.workspace(), view.desk, found, viewer=state.viewer)
    except RayonError as error:
        state.problem = error
