"""The eight steps of sales territory management."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from geo.texts import Text, text
from ui.components.markup import Html, html, joined
from ui.language import render, say
from ui.navigate import go, link

START, CUSTOMERS, TERRITORIES = "../pages/start.py", "../pages/customers.py", "../pages/territories.py"
TEAM = "../pages/team.py"


@dataclass(frozen=True)
class Step:
    """
    A step: its number, what it is called, what it is for, and its page where this version has one.

    Parameters
    ----------
    number
        1 to 8.
    name, purpose
        What it is called and what it is for.
    page
        Its page, None where it is not built yet.
    """

    number: int
    name: Text
    purpose: Text
    page: str | None = None


STEPS: Sequence[Step] = (
    Step(1, text("Customers"), text("who they are, where they are, what they bring"), CUSTOMERS),
    Step(2, text("Competition"), text("where others are strong and where there is room")),
    Step(3, text("Team"), text("hours, home and skills of each representative"), TEAM),
    Step(4, text("Goals"), text("revenue, contact moments and closed deals a month")),
    Step(5, text("Territories"), text("a balanced division, with the proof that it is"), TERRITORIES),
    Step(6, text("Visits"), text("how often, when and in which order")),
    Step(7, text("Assignment"), text("who fits which territory, and why")),
    Step(8, text("Monitoring"), text("results against goals, with warnings")),
)

Mark = Literal["done", "attention", "next", "open", "later"]
_SIGNS = {"done": "✓", "attention": "!"}


@dataclass(frozen=True)
class Standing:
    """Where a step stands: its mark, its key figure, a line about it, and one more where there is more to know."""

    mark: Mark
    figure: str = ""
    about: str = ""
    wrong: bool = False
    more: str = ""


def explain_steps() -> None:
    """Show the eight steps as an explanation, nothing of it to be clicked."""
    parts = joined(
        html(
            '<li><span class="number">{number}</span><div><strong>{name}</strong><p>{purpose}{later}</p></div></li>',
            number=step.number,
            name=render(step.name),
            purpose=render(step.purpose),
            later=Html("")
            if step.page
            else html(' <em class="later">{words}</em>', words=say("not in this version yet")),
        )
        for step in STEPS
    )
    st.html(
        html('<p class="caption">{words}</p><ol class="eight">{parts}</ol>', words=say("The eight steps"), parts=parts)
    )


def step_list(standings: Mapping[int, Standing]) -> None:
    """Show the eight steps with where each stands and, where it is built, the way in."""
    with st.container(key="steps", gap=None):
        for step in STEPS:
            _step(step, standings.get(step.number, Standing("later", about=say("not in this version yet"))))


def _step(step: Step, standing: Standing) -> None:
    key = f"{'stepnext' if standing.mark == 'next' else 'steprow'}-{step.number}"
    with st.container(key=key, horizontal=True, vertical_alignment="center", wrap=False):
        st.html(_row(step, standing))
        if step.page and standing.mark == "next":
            if st.button(say("Continue"), type="primary", key="continue"):
                go(step.page)
        elif step.page == TERRITORIES:
            if st.button(say("View territories"), type="primary", key="continue"):
                go(step.page)
        elif step.page:
            link(step.page, render(step.name), ":material/chevron_right:")


def _row(step: Step, standing: Standing) -> Html:
    return html(
        '<div class="step {mark}"><span class="mark">{sign}</span>'
        "<div><strong>{name}</strong><p>{purpose}</p></div>"
        '<div class="stand"><strong>{figure}</strong><p class="{tone}">{about}</p>{more}</div></div>',
        mark=standing.mark,
        sign=_SIGNS.get(standing.mark, str(step.number)),
        name=render(step.name),
        purpose=render(step.purpose),
        figure=standing.figure,
        tone="wrong" if standing.wrong else "",
        about=standing.about,
        more=html("<p>{more}</p>", more=standing.more) if standing.more else Html(""),
    )
