"""A program with one page, the map, wired as the real one is."""

import streamlit as st

import geo.http

app = st.App(
    "page.py",
    routes=geo.http.routes(st.get_option("server.baseUrlPath") or ""),
    middleware=geo.http.gate(geo.http.link_routes()),
)
