"""Customer lists that were brought in before, each with the way back to it."""

from __future__ import annotations

import streamlit as st

from geo.store import Version, latest
from geo.texts import plural
from ui import cache
from ui.components.markup import Html, html
from ui.components.text import section
from ui.imports import list_name
from ui.language import render, say
from ui.state import current
from ui.workbench.moments import moment


def lists(opened: str | None) -> None:
    """
    Offer the last version of each list but the one that is open.

    Parameters
    ----------
    opened
        Name of the dataset that is open; None where none is, when the demo company has a card of its own.
    """
    found = [one for one in latest(cache.workspace()) if one.dataset != opened and not (opened is None and one.demo)]
    if not found:
        return
    with st.container(key="lists", gap=None):
        section(say("Your customer lists") if opened is None else say("Other customer lists"))
        for version in found:
            with st.container(
                key=f"steprow-{version.dataset}", horizontal=True, vertical_alignment="center", wrap=False
            ):
                st.html(_row(version))
                st.button(
                    say("Open"),
                    key=f"list-{version.dataset}",
                    on_click=current().open_dataset,
                    args=(version.dataset,),
                )


def _row(version: Version) -> Html:
    return html(
        '<div class="step"><div><strong>{name}</strong><p>{about}</p></div><div class="stand"><p>{at}</p></div></div>',
        name=render(list_name(version)),
        about=" · ".join(about(version)),
        at=moment(version.at),
    )


def about(version: Version) -> list[str]:
    """Return how many customers a list has, for who may see all of them, and how often it came in."""
    told = [render(plural("{count} customer", "{count} customers", version.rows))]
    told = told if current().viewer.role == "manager" else []
    return [*told, say("version {n}", n=version.number)] if version.number > 1 else told
