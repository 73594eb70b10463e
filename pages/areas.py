"""Building blocks: the areas that territories are made of, official ones and those of one's own."""

from __future__ import annotations

import streamlit as st

from ui import blocks
from ui.boundaries import outcome, upload_boundaries
from ui.components.steps import TERRITORIES
from ui.components.text import note, section, title
from ui.imports import show_problem
from ui.language import say
from ui.navigate import link
from ui.state import current


def page() -> None:
    """Show the building blocks there are, and bring others in."""
    state = current()
    state.viewer.require_manager()
    link(TERRITORIES, say("Back to the territories"), ":material/arrow_back:")
    title(say("Building blocks"), say("Territories are made of whole areas: those that are here, or your own."))
    left, right = st.columns([3, 2], gap="large")
    with left:
        show_problem()
        state.settle()
        blocks.await_official()
        blocks.rows()
        note(
            say("Official borders come from Statistics Netherlands, by way of PDOK. Plans made before keep their own.")
        )
    with right:
        section(say("Areas of your own"))
        note(
            say(
                "GeoJSON, GeoPackage, a zipped Shapefile or GeoParquet with polygons that meet and do not overlap. "
                "Small faults are mended."
            )
        )
        given = upload_boundaries()
        if given is not None:
            outcome(given)


page()
