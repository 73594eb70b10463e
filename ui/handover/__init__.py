"""A plan for others: files, slides, links, and a division that comes back."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

import streamlit as st

from ui import address
from ui.language import say
from ui.state import current

PAGE = "../pages/handover.py"


def handover_link(label: str | None = None, *, key: str = "handoverlink") -> None:
    """
    Show the way to the page.

    Parameters
    ----------
    label
        What it is called, None for "Hand over".
    key
        Name of its place, its own on every page.
    """
    query = address.write(current().address)
    with st.container(key=key):
        st.page_link(PAGE, label=label or say("Hand over"), icon=":material/outbox:", query_params=query)


def present_link(scenario: str, *, key: str) -> None:
    """Show the way to the slides of a scenario, which open in another tab; `key` names its place."""
    with st.container(key=key):
        st.link_button(
            say("Present"),
            present_address(scenario, {"lang": current().language.code}),
            type="tertiary",
            icon=":material/slideshow:",
        )


def present_address(scenario: str, query: Mapping[str, str]) -> str:
    """Return where a scenario is presented, with what is asked of it."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{'/' + base if base else ''}/present/{quote(scenario, safe='')}?{urlencode(query)}"
