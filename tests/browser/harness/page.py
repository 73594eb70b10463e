"""A map whose every text is hostile; the texts come as JSON in the environment."""

import json
import os

import geopandas as gpd
import numpy as np
import shapely
import streamlit as st

from geo.maps import Label, areas, customers, document, heading, territories
from geo.viewer import MANAGER
from ui.components.map_view import map_view

NAMES = json.loads(os.environ["RAYON_TEST_NAMES"])
ALL = " ".join(NAMES)
SOURCES = "; ".join(NAMES)

st.set_page_config(layout="wide")


def chosen(territory: int | None) -> None:
    """Take note of a click."""
    st.session_state["chosen"] = territory
    st.session_state["calls"] = st.session_state.get("calls", 0) + 1


squares = gpd.GeoSeries(
    [shapely.box(x, y, x + 0.5, y + 0.5) for y in (51.8, 52.3) for x in np.arange(4.5, 6.8, 0.5)], crs=4326
)
labels = [Label(NAMES[i % len(NAMES)], i % 8, NAMES[-1 - i % len(NAMES)], attention=i % 2 == 0) for i in range(10)]
layers = [
    territories(squares, labels, source=SOURCES, approximate=True),
    areas(squares),
    customers(
        np.array([4.7, 5.2, 5.7]),
        np.array([52.0, 52.1, 52.5]),
        ["customer", "prospect", "customer"],
        np.array([1.0, 2.0, 3.0]),
    ),
    heading(ALL, ALL),
]
st.button("Again")
event = map_view(
    [document(layer, MANAGER) for layer in layers],
    key="map",
    selected=st.session_state.get("chosen"),
    on_select=chosen,
    language=st.query_params.get("lang", "nl"),
    height=700,
)
st.text(f"chosen {st.session_state.get('chosen')} after {st.session_state.get('calls', 0)}; event {event}")
