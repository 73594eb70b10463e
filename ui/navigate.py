"""Ways from page to page that keep the address, so that Back works step by step."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from ui import address
from ui.state import current


def go(page: str) -> NoReturn:
    """Turn to another page."""
    st.switch_page(page, query_params=address.write(current().address))


def link(page: str, label: str, icon: str) -> None:
    """Show a way to another page."""
    st.page_link(page, label=label, icon=icon, query_params=address.write(current().address))
