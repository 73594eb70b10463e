"""Whether the team is enough: hours asked beside hours there are, and what is assumed."""

from __future__ import annotations

import streamlit as st

from geo.sales import Enough, Team, Visits
from geo.store import Dataset
from geo.texts import Number, Text, read_number, text
from ui.components.markup import html
from ui.components.text import Figure, figures, note, section
from ui.language import render, say
from ui.state import current
from ui.team.keeping import change, page_of
from ui.team.sheet import number


def key_figures(found: Enough) -> None:
    """Show how many they are and how many the work needs, and the hours there are beside the hours it asks."""
    language = current().language
    with st.container(key="enough", horizontal=True, vertical_alignment="top", gap="large"):
        figures(
            [
                Figure(say("Representatives"), language.number(found.reps)),
                Figure(say("The work needs"), language.number(found.reps_needed), say("representatives")),
            ]
        )
        st.html(
            html(
                '<div class="workbars">{there}{asked}</div>',
                there=_bar(text("Available"), found.hours, found, wrong=found.short),
                asked=_bar(
                    text("Needed") if found.need.visits is None else text("Needed, as assumed"),
                    found.need.hours,
                    found,
                    wrong=False,
                ),
            )
        )


def work(dataset: Dataset, team: Team, found: Enough) -> None:
    """Show how the hours that are asked come about, and let be said what is assumed."""
    each = found.each
    section(say("Work and hours"), render(each) if each is not None else "")
    note(render(text("{formula}.", formula=found.need.formula)))
    if found.need.visits is not None:
        note(say("The list has no hours: how often a customer is visited and for how long is assumed. Say it here."))
        _assumed(dataset, team)


def _bar(label: Text, hours: float, found: Enough, *, wrong: bool) -> str:
    most = max(found.hours, found.need.hours, 1e-9)
    return html(
        '<div class="workbar"><span>{label}</span><strong class="{tone}">{hours}</strong>'
        '<i><b class="{tone}" style="width:{width}%"></b></i></div>',
        label=render(label),
        hours=render(text("{hours} hours a year", hours=Number(hours))),
        tone="wrong" if wrong else "",
        width=f"{100 * hours / most:.1f}",
    )


def _assumed(dataset: Dataset, team: Team) -> None:
    """Let be said how often a customer is visited and how long that takes."""
    language, edition = current().language, page_of(dataset).edition
    with st.form("visits", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        a_year = st.text_input(say("Visits a year"), number(team.visits.a_year, language), key=f"visits-{edition}")
        hours = st.text_input(say("Hours a visit"), number(team.visits.hours, language), key=f"visit-{edition}")
        sent = st.form_submit_button(say("Assume"))
    if sent:
        change(dataset, lambda: Team(team.reps, Visits(_read(a_year), _read(hours))))
        st.rerun()


def _read(written: str) -> float:
    try:
        return read_number(written)
    except ValueError:
        return float("nan")
