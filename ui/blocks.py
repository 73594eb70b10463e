"""Building blocks on a page: what there is, official borders that are fetched, a file that is read."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geo.areas import Level
from geo.errors import RayonError
from geo.planning import AREAS
from geo.planning.blocks import LEVELS, OFFICIAL_COUNTRIES, Added, Blocks, available, fetch_official, hide
from geo.progress import Cancel, Progress
from geo.texts import Text, plural, text
from ui import cache
from ui.components.markup import Html, html
from ui.components.progress import await_job
from ui.components.states import error_state
from ui.components.text import chip
from ui.jobs import Job
from ui.language import render, say
from ui.state import current

PAGE = "../pages/areas.py"
KINDS = {
    "auto": text("Automatic"),
    "postcode": text("Postcode areas"),
    "municipality": text("Municipalities"),
    "province": text("Provinces"),
    "hexagon": text("Hexagons"),
    "free": text("Free borders"),
}
"""What the building blocks that the program has or makes are called where they are chosen."""

_OWN = text("Areas of your own")
_LEVELS: tuple[Level, ...] = LEVELS


def choices(drafted: str) -> dict[str, str]:
    """
    Return what can be chosen as building blocks, with its name in the visitor's language.

    Parameters
    ----------
    drafted
        What is chosen now; it stays a choice also where it is no longer offered.
    """
    found = {kind: render(KINDS[kind]) for kind in ("auto", *AREAS)}
    for blocks in _offered():
        if blocks.own:
            found[blocks.id] = render(text("{name} ({n})", name=blocks.name, n=blocks.n))
    return found if drafted in found else {**found, drafted: render(_OWN)}


def rows() -> None:
    """Show what building blocks there are, with the way to official borders and out of the list."""
    busy = any(job is not None and job.busy for job in map(_fetching, _LEVELS))
    with st.container(key="blocks", gap=None):
        for blocks in _offered():
            with st.container(key=f"steprow-{blocks.id}", horizontal=True, vertical_alignment="center", wrap=False):
                st.html(_row(blocks))
                if blocks.own:
                    st.button(say("Hide"), key=f"hide-{blocks.id}", on_click=_hide, args=(blocks.id,))
                elif "NL" in OFFICIAL_COUNTRIES:
                    label = say("Fetch official") if blocks.approximate else say("Fetch again")
                    st.button(label, key=f"fetch-{blocks.id}", on_click=_fetch, args=(blocks.id,), disabled=busy)


def await_official() -> None:
    """Show how far the fetching of official borders is, or why it failed."""
    for level in _LEVELS:
        job = _fetching(level)
        if job is None:
            continue
        if not await_job(job, say("Fetching official borders")):
            return
        if job.error is not None and job.phase == "failed":
            heading = text("The official borders were not fetched: {kind}", kind=KINDS[level])
            error_state(job.error, heading=heading)
            st.button(say("Close"), key=f"close-{level}", on_click=cache.jobs().forget, args=(job,), type="tertiary")


def _offered() -> list[Blocks]:
    viewer = current().viewer
    return available(cache.workspace(), viewer) if viewer.role == "manager" else []


def _row(blocks: Blocks) -> Html:
    borders: tuple[Text, bool] = (
        (text("Your own borders"), True)
        if blocks.own
        else (text("Approximate borders"), False)
        if blocks.approximate
        else (text("Official borders"), True)
    )
    return html(
        '<div class="step"><div><strong>{name}</strong><p>{source}</p></div>'
        '<div class="stand">{chip}<p>{n}</p></div></div>',
        name=render(blocks.name),
        source="" if blocks.own else blocks.source,
        chip=chip(render(borders[0]), "neutral" if blocks.own else "good" if borders[1] else "attention"),
        n=render(plural("{count} area", "{count} areas", blocks.n)),
    )


def _fetching(level: Level) -> Job[object] | None:
    return cache.jobs().find(f"official-{level}")


def _fetch(level: Level) -> None:
    workspace, viewer = cache.workspace(), current().viewer

    def work(progress: Progress, cancelled: Cancel) -> Added:
        return fetch_official(workspace, level, viewer=viewer, progress=progress, cancelled=cancelled)

    _told(lambda: cache.jobs().start(f"official-{level}", work, anew=True))


def _hide(name: str) -> None:
    _told(lambda: hide(cache.workspace(), name, viewer=current().viewer))


def _told(wish: Callable[[], object]) -> None:
    """Do what a button asks for; what goes wrong is told by the page."""
    try:
        wish()
    except RayonError as error:
        current().problem = error
