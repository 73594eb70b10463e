"""The map on a page: documents in, a chosen territory out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from geo.maps import REGISTRY, Desk, Document, base_map, show


@dataclass(frozen=True)
class MapEvent:
    """
    A click on the map.

    Parameters
    ----------
    territory
        Number of the territory clicked, None for a click beside all of them.
    n
        Number of the click since the map was loaded.
    place
        Degrees east and north of the place clicked, on a map that asks for one; else None.
    """

    territory: int | None
    n: int
    place: tuple[float, float] | None = None


def map_view(
    documents: Sequence[Document],
    *,
    key: str,
    selected: int | None = None,
    on_select: Callable[[int | None], None] | None = None,
    on_place: Callable[[float, float], None] | None = None,
    language: str = "nl",
    country: str = "NL",
    height: int = 640,
    desk: Desk | None = None,
) -> MapEvent | None:
    """
    Draw a map that fills its container, keeps its place over reruns, and tells which territory was clicked.

    Parameters
    ----------
    documents
        Layers from the lowest up, of `geo.maps.document`; each is sent to the browser once.
    key
        Names this map among those of the app; the same at every run.
    selected
        Territory shown as chosen.
    on_select
        Called with a clicked territory, or None, before the script runs again: the place to take note of it.
    on_place
        The same with degrees east and north of a place, where a document of homes asks for one.
    language
        Language of the map's own words.
    country
        Whose base map lies below.
    height
        Height in pixels until the page's style sheet stretches the frame.
    desk
        Scenario that is edited on the map, whose documents are then those of its areas: the map itself tells the page
        of edits and choices, and never makes it run.

    Returns
    -------
    The last click, None before the first. It stays the same over reruns that another widget caused.
    """
    clicked = _event(st.session_state.get(key))

    def changed() -> None:
        event = _event(st.session_state.get(key))
        if event is None:
            return
        if event.place is not None and on_place is not None:
            on_place(*event.place)
        elif event.place is None and on_select is not None:
            on_select(event.territory)

    names = [REGISTRY.publish(document) for document in documents]
    answer = st_folium(
        base_map(country),
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"] if desk is None else [],
        feature_group_to_add=show(
            names, selected=selected, language=language, answered=0 if clicked is None else clicked.n, desk=desk
        ),
        on_change=changed,
    )
    return _event(answer) if desk is None else None


def _event(answer: dict[str, Any] | None) -> MapEvent | None:
    """Read the envelope of the map's script; what is not one is no event."""
    match (answer or {}).get("last_active_drawing"):
        case {"op": "select", "territory": int() | None as territory, "n": int(n)}:
            return MapEvent(territory, n)
        case {"op": "place", "lon": int() | float() as lon, "lat": int() | float() as lat, "n": int(n)}:
            return MapEvent(None, n, (float(lon), float(lat)))
        case _:
            return None
