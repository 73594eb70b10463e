"""The table of the team, typed in where it stands."""

from __future__ import annotations

import streamlit as st

from geo.planning.placed import country_of
from geo.sales import Problem, Rep, Team
from geo.store import Dataset
from geo.texts import Text, text
from ui.components.markup import html, joined
from ui.language import render, say
from ui.state import current
from ui.team.keeping import change, page_of, typed_in
from ui.team.sheet import EDITED, Edits, cells, typed

_ROW, _HEAD, _MOST_ROWS = 32, 32, 16


def team_table(dataset: Dataset, team: Team) -> None:
    """Show the team; what is typed is saved at once, and what cannot be is told below and not saved."""
    page, language = page_of(dataset), current().language
    key = f"team-{dataset.id}-{page.edition}-{language.code}"
    country = country_of(dataset.customers)

    def changed() -> None:
        typed_in(dataset, typed(team, _edits(key), country)[0])

    st.data_editor(
        cells(team, language),
        key=key,
        on_change=changed,
        hide_index=True,
        num_rows="fixed",
        row_height=_ROW,
        height=_HEAD + _ROW * min(len(team), _MOST_ROWS) + 2,
        alt=say("The team"),
        column_config={
            "name": st.column_config.TextColumn(say("Name"), width=148, max_chars=80),
            "home": st.column_config.TextColumn(say("Home"), width=108, help=say("A postcode or a town.")),
            "hours_week": st.column_config.TextColumn(say("Hours/week"), width=102, alignment="right"),
            "weeks_year": st.column_config.TextColumn(say("Weeks/year"), width=108, alignment="right"),
            "field_share": st.column_config.TextColumn(
                say("% field"), width=84, alignment="right", help=say("Share of the time in the field.")
            ),
            "hours": st.column_config.TextColumn(
                say("Hours/year"),
                width=82,
                disabled=True,
                help=say("In the field; follows from the columns before it."),
                alignment="right",
            ),
            "capacity": st.column_config.TextColumn(
                say("Capacity"),
                width=76,
                disabled=True,
                help=say("1 is a usual full-time representative."),
                alignment="right",
            ),
            "territory": st.column_config.TextColumn(
                say("Territory today"), width=136, max_chars=80, help=say("The one that is served today.")
            ),
        },
    )
    _problems(typed(team, _edits(key), country)[1], team)


def rows_line(dataset: Dataset, team: Team) -> None:
    """Offer a row more, and a row less."""
    with st.container(key="teamrows", horizontal=True, vertical_alignment="center"):
        st.button(say("Add a representative"), icon=":material/person_add:", on_click=_add, args=(dataset, team))
        with st.popover(say("Remove a representative"), type="tertiary"):
            gone = st.multiselect(
                say("Who is no longer in the team"), team.names, key=f"gone-{page_of(dataset).edition}", placeholder=""
            )
            st.button(say("Remove"), disabled=not gone, on_click=_remove, args=(dataset, team, gone), key="remove-reps")


def _add(dataset: Dataset, team: Team) -> None:
    known = set(team.names)
    number = next(n for n in range(1, len(known) + 2) if say("Representative {n}", n=n) not in known)
    change(dataset, lambda: Team((*team.reps, Rep(say("Representative {n}", n=number))), team.visits))


def _remove(dataset: Dataset, team: Team, gone: list[str]) -> None:
    change(dataset, lambda: Team(tuple(rep for rep in team.reps if rep.name not in gone), team.visits))


def _edits(key: str) -> Edits:
    """Return what was typed in a table since it was drawn first; columns that cannot be typed in are left out."""
    rows = (st.session_state.get(key) or {}).get("edited_rows", {})
    return {int(row): {c: v for c, v in changes.items() if c in EDITED} for row, changes in rows.items()}


def _problems(problems: list[Problem], team: Team) -> None:
    """Say under the table what of it is not saved, and what stands instead."""
    if not problems:
        return
    lines = joined(html("<li>{words}</li>", words=render(_told(problem, team))) for problem in problems)
    st.html(
        html(
            '<div class="sheetproblems" role="alert"><strong>{head}</strong><ul>{lines}</ul></div>',
            head=say("Not saved yet"),
            lines=lines,
        )
    )


def _told(problem: Problem, team: Team) -> Text:
    name = team.reps[problem.row - 1].name
    return text("{name}: {words}", name=name, words=problem.words)
