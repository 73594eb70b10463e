"""The Streamlit script: what is around every page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui import blocks, compare, handover, language, state, style
from ui.components.states import error_boundary
from ui.components.steps import START, STEPS
from ui.language import render, say

_HERE = Path(__file__).parent


def main() -> None:
    """Draw the shell, then the page that the address names."""
    st.set_page_config(page_title="Rayon", page_icon=_HERE / "icon.svg", layout="wide")
    state.begin()
    style.load()
    page = st.navigation(_pages(), position="top")
    st.logo((_HERE / "logo.svg").read_text(encoding="utf-8"), size="medium")
    language.switch()
    memory = st.container(key="memory").empty()
    state.mirror(memory)
    with error_boundary("page"):
        page.run()
    state.mirror(memory)


def _pages() -> list[st.Page]:
    steps = [st.Page(step.page, title=f"{step.number} {render(step.name)}") for step in STEPS if step.page is not None]
    hidden = [
        st.Page(blocks.PAGE, title=say("Building blocks"), visibility="hidden"),
        st.Page(compare.PAGE, title=say("Compare"), visibility="hidden"),
        st.Page(handover.PAGE, title=say("Hand over"), visibility="hidden"),
    ]
    return [st.Page(START, title=say("Start"), default=True), *steps, *hidden]


main()
