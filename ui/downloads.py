"""A proposal as files to take along, from the menu beside the map: those that are there at once."""

from __future__ import annotations

import streamlit as st

from geo.planning.handed import Handed
from geo.planning.handing_over import FORMATS, Format, Options, hand_over, named
from ui.handover import handover_link
from ui.handover.keeping import handed_of
from ui.language import dialect, render, say
from ui.state import current
from ui.workbench.view import View

QUICK = ("territories.csv", "geojson", "areas.csv", "customers.csv", "report.csv", "html")


def downloads(view: View) -> None:
    """Show the way to all forms of a plan, to slides and links, and offer some; each is made when it is asked for."""
    handover_link(say("Hand over: Excel, QGIS, slides, links …"))
    handed = handed_of(view)
    for key in QUICK:
        offer(handed, FORMATS[key])


def offer(handed: Handed, form: Format, label: str | None = None) -> None:
    """Show a button that makes a file and hands it over, called as the form is where nothing else is said."""
    state = current()
    viewer, language, options = state.viewer, state.language, Options(dialect())

    def content() -> bytes:
        return hand_over(form.key, handed, viewer=viewer, language=language, options=options).content

    st.download_button(
        label or render(form.label),
        content,
        file_name=named(form, handed, language),
        mime=form.mime,
        type="tertiary",
        icon=None if label is None else ":material/save_alt:",
        on_click="ignore",
        key=f"file-{form.key}",
    )
