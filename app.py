"""
The whole program as one ASGI application: Streamlit's pages, the map's routes, and who may ask.

Run it with `streamlit run app.py`. Where the map's scripts are not there yet they are fetched before anything is
served: a page whose map stays empty would tell nobody why.
"""

from __future__ import annotations

import gc

import streamlit as st

import geo.http
from geo.errors import SettingsError
from geo.maps.assets import AssetsError, ensure_assets

base_path = st.get_option("server.baseUrlPath") or ""
links = geo.http.link_routes(base_path)

try:
    ensure_assets()
    middleware = geo.http.gate(links)
    lifespan = geo.http.links_lifespan(geo.http.links_only(links))
except (AssetsError, SettingsError) as error:
    raise SystemExit(str(error)) from error

app = st.App(
    "ui/main.py",
    routes=geo.http.routes(base_path),
    middleware=middleware,
    lifespan=lifespan,
)

# What is loaded by now stays: a search for garbage that went through all of it would hold up the hand on the map.
gc.collect()
gc.freeze()
