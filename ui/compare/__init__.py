"""Today against tomorrow: what changes, for whom, and why it is fair."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ui import address
from ui.language import say
from ui.state import current

PAGE = "../pages/compare.py"


def comparison_link(scenario: str | None = None, label: str | None = None) -> None:
    """
    Show the way to the comparison, with what is usual set beside a scenario.

    Parameters
    ----------
    scenario
        The scenario, None for the one that is usual.
    label
        What the way is called, None for "Compare".
    """
    query = address.write(replace(current().address, before=None, after=scenario))
    with st.container(key="comparelink"):
        st.page_link(PAGE, label=label or say("Compare"), icon=":material/compare:", query_params=query)
