"""A plan for others: files, slides, links, and a division that comes back."""

from __future__ import annotations

import streamlit as st

from ui import address
from ui.language import say
from ui.state import current

PAGE = "../pages/handover.py"


def handover_link(label: str | None = None) -> None:
    """Show the way to the page; `label` is what it is called, None for "Hand over"."""
    query = address.write(current().address)
    with st.container(key="handoverlink"):
        st.page_link(PAGE, label=label or say("Hand over"), icon=":material/outbox:", query_params=query)
