"""Somebody else saved the team while it was typed in here: both sides, and the way on."""

from __future__ import annotations

import streamlit as st

from geo.store import Dataset
from geo.texts import Text, text
from ui.components.markup import html
from ui.components.tables import Column, table
from ui.language import render, say
from ui.team.keeping import keep_mine, page_of, take_theirs
from ui.workbench.moments import moment


def show_conflict(dataset: Dataset) -> None:
    """Show who saved meanwhile, both teams in figures, and offer either."""
    page = page_of(dataset)
    theirs, mine = page.theirs, page.mine
    assert theirs is not None
    assert mine is not None
    with st.container(key="conflict"):
        about = text(
            "{author} saved version {number} of the team at {time}. What you typed is kept; nothing is lost.",
            author=theirs.author,
            number=theirs.number,
            time=moment(theirs.at),
        )
        st.html(
            html(
                '<div class="state"><h2>{heading}</h2><p>{about}</p></div>{table}',
                heading=say("Somebody else changed the team too"),
                about=render(about),
                table=table(
                    [Column(""), Column(say("Theirs"), "right"), Column(say("Yours"), "right")],
                    [
                        (say("Representatives"), _written(len(theirs.team)), _written(len(mine))),
                        (say("Hours a year"), _written(theirs.team.hours.sum()), _written(mine.hours.sum())),
                    ],
                    label=say("Both teams"),
                ),
            )
        )
        with st.container(horizontal=True):
            st.button(say("Keep mine"), type="primary", on_click=keep_mine, args=(dataset,), key="team-mine")
            st.button(say("Take theirs"), on_click=take_theirs, args=(dataset,), key="team-theirs")


def _written(value: float) -> str:
    said: Text = text("{value}", value=round(float(value)))
    return render(said)
