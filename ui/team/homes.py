"""Where the representatives live: on a small map, by a postcode or town, or by a click."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import streamlit as st

from geo.errors import EditError
from geo.maps import Document, HomeMark, document, homes
from geo.planning.placed import country_of
from geo.planning.teams import home_in_words, home_on_map, team_of, with_home
from geo.sales import Home, Team
from geo.store import Dataset
from geo.texts import plural, text
from geo.viewer import Viewer
from ui import cache
from ui.components.map_view import map_view
from ui.components.text import note, section
from ui.language import render, say
from ui.state import current
from ui.team.keeping import TeamPage, change, page_of

MAP = "team-map"


def homes_map(dataset: Dataset, team: Team) -> None:
    """Show the homes, and let one be changed."""
    page, state = page_of(dataset), current()
    without = sum(rep.lon is None for rep in team.reps)
    about = plural("{count} is not known yet", "{count} are not known yet", without) if without else None
    section(say("Homes"), render(about) if about else "")
    who = _who(page, team)

    def clicked(lon: float, lat: float) -> None:
        change(dataset, lambda: with_home(team, who, home_on_map(dataset, lon, lat)))

    _written(dataset, team, who)
    note(say("Or click on the map where {name} lives.", name=who))
    with st.container(key="framed"):
        map_view(
            [home_document(team, who, state.viewer)],
            key=MAP,
            on_place=clicked,
            language=state.language.code,
            country=country_of(dataset.customers),
            height=420,
        )


def home_documents(dataset: Dataset) -> list[Document]:
    """Return the homes of the team of a list as a layer of another map, nothing where none is known."""
    viewer = current().viewer
    if viewer.role != "manager":
        return []
    team = team_of(cache.workspace(), dataset.id, viewer=viewer).team
    return [home_document(team, None, viewer)] if any(rep.lon is not None for rep in team.reps) else []


@lru_cache(maxsize=16)
def home_document(team: Team, chosen: str | None, viewer: Viewer) -> Document:
    """Return the homes of a team as a document for one viewer; where one is chosen, a click asks for its home."""
    marks = [
        HomeMark(rep.name, rep.lon, rep.lat, rep.name == chosen)
        for rep in sorted(team.reps, key=lambda rep: rep.name == chosen)
        if rep.lon is not None and rep.lat is not None
    ]
    return document(homes(marks, asks=chosen is not None), viewer)


def _who(page: TeamPage, team: Team) -> str:
    names: Sequence[str] = team.names
    who = page.chosen
    if who is None or who not in names:
        who = page.chosen = next((rep.name for rep in team.reps if rep.lon is None), names[0])

    def chosen() -> None:
        page.chosen = st.session_state[key]

    key = f"home-of-{page.dataset}-{page.edition}"
    st.selectbox(say("Home of"), names, index=names.index(who), key=key, on_change=chosen)
    return who


def _written(dataset: Dataset, team: Team, who: str) -> None:
    rep = team.reps[team.names.index(who)]
    with st.form(f"home-{who}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        written = st.text_input(say("Postcode or town"), rep.home, key=f"home-{page_of(dataset).edition}-{who}")
        sent = st.form_submit_button(say("Set"))
    if sent:
        change(dataset, lambda: with_home(team, who, _found(dataset, written)))
        st.rerun()


def _found(dataset: Dataset, written: str) -> Home | None:
    if not written.strip():
        return None
    home = home_in_words(dataset, written)
    if home is None:
        raise EditError(
            text("“{written}” is no postcode or town that is known.", written=written.strip()[:60]),
            text("Write a postcode or a town, or click on the map."),
        )
    return home
