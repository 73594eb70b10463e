"""Team: who visits the customers, what each can carry, and whether they are enough."""

from __future__ import annotations

import streamlit as st

from geo.planning.desk import Desk
from geo.planning.team_fit import OtherTeam
from geo.planning.teams import owners_team, team_against_work
from geo.sales import Enough, Rep, Team
from geo.store import Dataset
from geo.texts import plural
from ui.components.states import banner, empty_state, error_boundary, error_state
from ui.components.steps import TERRITORIES
from ui.components.text import note, title
from ui.contacts import contacts
from ui.imports import await_import, opened
from ui.language import render, say
from ui.navigate import go
from ui.needed import customers_needed
from ui.state import current
from ui.team.conflict import show_conflict
from ui.team.files import download_sample_team, download_team, show_remarks, upload_team
from ui.team.fit import divide_anew, open_desk, other_than
from ui.team.homes import homes_map
from ui.team.keeping import change, go_back, kept_team, page_of
from ui.team.table import rows_line, team_table
from ui.team.work import key_figures, work


def page() -> None:
    """Show the team of the list that is open, or ask for one."""
    state = current()
    state.viewer.require_manager()
    with st.container(key="arriving"):
        await_import()
    if state.job is not None:
        return
    dataset = opened()
    if dataset is None:
        customers_needed(say("A team visits customers; load a list, or open the demo company."))
        return
    kept = kept_team(dataset)
    if len(kept.team) == 0:
        _ask_for_a_team(dataset)
        contacts(dataset, announced=False)
        return
    found = team_against_work(dataset, kept.team, viewer=state.viewer)
    _head(dataset, kept.team, found, kept.earlier, kept.later)
    _told(dataset)
    left, right = st.columns([2, 1], gap="medium")
    with left:
        key_figures(found)
        team_table(dataset, kept.team)
        note(_formula(kept.team))
        rows_line(dataset, kept.team)
        work(dataset, kept.team, found)
    with right, error_boundary("homes"):
        homes_map(dataset, kept.team)
    contacts(dataset)


def _head(dataset: Dataset, team: Team, found: Enough, earlier: int | None, later: int | None) -> None:
    head, actions = st.columns([3, 2], vertical_alignment="bottom")
    with head:
        title(render(found.heading), render(found.arithmetic))
    with actions, st.container(key="headactions", horizontal=True, horizontal_alignment="right"):
        with st.container(key="teamtools", horizontal=True, wrap=False, width="content"):
            for name, label, icon, number in (
                ("undo", say("Undo"), ":material/undo:", earlier),
                ("redo", say("Redo"), ":material/redo:", later),
            ):
                st.button(
                    label,
                    icon=icon,
                    key=f"team-{name}",
                    disabled=number is None,
                    on_click=go_back,
                    args=(dataset, number),
                )
            with st.popover(say("File")):
                download_team(team)
                download_sample_team()
                note(say("Another file takes the place of this team; undo brings it back."))
                upload_team(dataset)
        desk = open_desk(dataset)
        other = None if desk is None else other_than(desk)
        _divide(dataset, desk, other)
    if other is not None:
        banner(other.words)


def _divide(dataset: Dataset, desk: Desk | None, other: OtherTeam | None) -> None:
    """Lead to a new proposal for the team, or to the one that is open where that divides the work over it."""
    stands = current().plan is not None or (desk is not None and other is None)
    label = say("View territories") if stands else say("Divide the work")
    begin = None if stands else divide_anew
    if st.button(
        label, type="primary", icon=":material/view_quilt:", key="divide", on_click=begin, args=(dataset, desk)
    ):
        go(TERRITORIES)


def _told(dataset: Dataset) -> None:
    """Say what went wrong last, who was first, and what was mended in a file."""
    here = page_of(dataset)
    if here.theirs is not None:
        show_conflict(dataset)
    if here.problem is not None:
        error_state(here.problem)
    show_remarks(here.remarks)


def _formula(team: Team) -> str:
    """Return how the hours of the first come about; of all alike, of everybody."""
    first = team.reps[0]
    if len({(rep.hours_week, rep.weeks_year, rep.field_share) for rep in team.reps}) == 1:
        return say("Each: {formula}.", formula=first.formula)
    return say("{name}: {formula}.", name=first.name, formula=first.formula)


def _ask_for_a_team(dataset: Dataset) -> None:
    here, viewer = page_of(dataset), current().viewer
    owners = len(dataset.customers.owners)
    with st.container(key="narrow"), st.container(key="cardown"):
        _told(dataset)
        empty_state(
            say("No team yet"),
            say("Say who visits your customers and how many hours each has for it: the work is divided accordingly."),
        )
        if owners:
            begin = plural(
                "Begin with {count} representative in the list",
                "Begin with {count} representatives in the list",
                owners,
            )
            st.button(
                render(begin),
                type="primary",
                icon=":material/group:",
                on_click=change,
                args=(dataset, lambda: owners_team(dataset, viewer=viewer)),
                key="team-owners",
            )
            note(say("40 hours a week, 44 weeks a year and 60 % in the field, until you say otherwise."))
        upload_team(dataset)
        with st.container(horizontal=True):
            download_sample_team()
            st.button(
                say("Add a representative"),
                type="tertiary",
                on_click=change,
                args=(dataset, lambda: Team((Rep(say("Representative {n}", n=1)),))),
                key="team-first",
            )
            if here.number and here.problem is None:
                kept = kept_team(dataset)
                if kept.earlier is not None:
                    st.button(
                        say("Undo"), type="tertiary", on_click=go_back, args=(dataset, kept.earlier), key="team-undo"
                    )


page()
