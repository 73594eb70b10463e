"""Even territories out, as long work that the panel waits for while all else can go on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import streamlit as st

from geo.errors import RayonError
from geo.planning.rebalancing import Evened, around, even_out, with_ground
from geo.progress import Cancel, Enough, Progress
from geo.texts import text
from ui import cache
from ui.components.markup import plain
from ui.components.progress import await_job
from ui.components.text import note
from ui.language import say
from ui.state import current
from ui.workbench.fields import not_yet, territories_field
from ui.workbench.sending import key
from ui.workbench.view import View


def rebalance_button(view: View, *, first: bool) -> None:
    """
    Offer to even out the chosen territory with its neighbours, or all where none is chosen.

    It is the first thing to do only where a territory is beyond the tolerance, and something more even may exist.
    """
    plan, position = view.proposal.plan, view.position(current().selected)
    if position is None:
        label, chosen = say("Rebalance all"), with_ground(plan)
    else:
        territory = plan.territories[position]
        label = say("Rebalance around {name}", name=territory.name)
        chosen = [] if territory.locked else around(plan, territory.id)
    st.button(
        plain(label),
        type="primary" if first and view.proposal.outside.any() and not view.proposal.most_even else "secondary",
        icon=":material/balance:",
        key="rebalance",
        on_click=start,
        args=(view, chosen),
        disabled=len(chosen) < 2,
        help=f"{plain(label)}  \n" + say("Moves as few areas as the balance asks for; it can be undone."),
    )


def rebalance_form(view: View) -> None:
    """Even out a chosen few."""
    plan, selected = view.proposal.plan, current().selected
    near = around(plan, selected) if selected is not None and view.position(selected) is not None else []
    chosen = territories_field(plan, say("Territories"), "rebalance-which", near)
    if len(chosen) < 2:
        note(say("Choose at least two that lie beside each other."))
        not_yet(say("Rebalance these"), "rebalance-few")
    elif st.button(say("Rebalance these"), key=key("rebalance-few")):
        start(view, chosen)
        current().forms += 1
        st.rerun()


def start(view: View, territories: Sequence[int]) -> None:
    """Begin to even out territories."""
    state, desk = current(), view.desk
    viewer = state.viewer

    def work(progress: Progress, cancelled: Cancel, enough: Enough) -> Evened:
        return even_out(desk, territories, viewer=viewer, progress=progress, cancelled=cancelled, enough=enough)

    asked = f"{desk.id}\x1f{view.head}\x1f{sorted(territories)}"
    try:
        job = cache.jobs().search("balance" + hashlib.sha256(asked.encode()).hexdigest()[:16], work, anew=True)
    except RayonError as error:
        state.problem = error
        return
    state.work, state.problem = job.name, None
    state.wait_for(job)


def await_work(view: View) -> bool:
    """
    Wait for the work under way on the scenario, showing its progress, and run the page again when it is over.

    Returns
    -------
    Whether there is none.
    """
    state = current()
    if state.work is None:
        return True
    _await(view, state.work)
    return False


def _await(view: View, work: str) -> None:
    state = current()
    job = state.waiting(work) or cache.jobs().find(work)
    state.wait_for(job)
    if job is not None and not await_job(job, say("Rebalancing")):
        return
    state.arrive()
    if job is None:
        state.problem = RayonError(
            text("The program was started anew while the plan was being rebalanced."),
            text("Rebalance it again; everything else is as it was."),
        )
    elif job.phase == "done":
        came = job.result
        state.notice = came.told if isinstance(came, Evened) else None
    else:
        state.problem = job.error
    st.rerun()
