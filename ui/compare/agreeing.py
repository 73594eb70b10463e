"""The step that a comparison leads to: the second plan becomes the plan, or is said to be it."""

from __future__ import annotations

import streamlit as st

from geo.store import Dataset, Scenarios
from geo.texts import Day
from ui import cache
from ui.agreed import make_plan, take_back, withdraw
from ui.compare.choosing import Sides, scenario_of
from ui.components.markup import Html, html, plain
from ui.language import render, say
from ui.state import current


def agreeing(dataset: Dataset, found: Sides) -> None:
    """Offer to make what stands on the right the plan; where it is so already, say since when."""
    side, (plan, number) = scenario_of(found.after), (found.agreed.plan, found.agreed.number)
    if plan is not None and side is not None and plan.is_version(*side):
        with st.container(key="isplan", horizontal=True, vertical_alignment="center", width="content", wrap=False):
            st.html(_said(say("The plan since {day}", day=Day(plan.since))))
            if not _undo(dataset, number):
                st.button(
                    say("Withdraw"), type="tertiary", key="withdraw", on_click=withdraw, args=(dataset.id, number)
                )
        return
    if plan is None and current().agreed == number:
        with st.container(key="isplan", horizontal=True, vertical_alignment="center", width="content", wrap=False):
            st.html(_said(say("No proposal is the plan any more.")))
            _undo(dataset, number)
    if side is not None:
        name, version = render(Scenarios(cache.workspace()).find(side[0]).called), side[1]
        called = name if version is None else say("{name} · version {n}", name=name, n=version)
        st.button(
            say("Make {name} the plan", name=plain(called)),
            type="primary",
            key="make-plan",
            on_click=_agree,
            args=(found, *side),
        )


def _undo(dataset: Dataset, number: int) -> bool:
    """Offer to take back what was agreed or withdrawn here last; return whether there is such a thing."""
    if current().agreed != number:
        return False
    st.button(say("Undo"), type="tertiary", key="undo-plan", on_click=take_back, args=(dataset.id, number))
    return True


def _agree(found: Sides, scenario: str, version: int | None) -> None:
    # What is usual on the left follows from what is the plan; the two that are looked at stay.
    state = current()
    state.before, state.after = found.before, found.after
    make_plan(scenario, version, found.agreed.number)


def _said(words: str) -> Html:
    return html('<p class="isplan" role="status">{words}</p>', words=words)
