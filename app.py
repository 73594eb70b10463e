"""
The whole program as one ASGI application: Streamlit's pages, the map's routes, and who may ask.

Run it with `streamlit run app.py`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from anyio import to_thread

import geo.http
from geo.maps.assets import ensure_assets


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Fetch the map's scripts where they are not there yet, before the first page is asked for."""
    await to_thread.run_sync(ensure_assets)
    yield


app = st.App(
    "ui/main.py",
    routes=geo.http.routes(st.get_option("server.baseUrlPath") or ""),
    middleware=[geo.http.trusted_hosts()],
    lifespan=lifespan,
)
