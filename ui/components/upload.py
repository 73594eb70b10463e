"""The place to hand in a customer file."""

from __future__ import annotations

import streamlit as st

from geo.customers import sample_file
from ui import script
from ui.imports import import_file
from ui.language import say
from ui.state import current

_NAME_BUTTON = """
(function name(tries) {  // of $widget
  const parts = document.querySelectorAll($box + " button, " + $box + " input");
  parts.forEach(part => part.setAttribute("aria-label", $name));
  if (!parts.length && tries) setTimeout(name, 20, tries - 1);
})(250);
"""
"""The style sheet hides the button's English name, so those who hear the page need ours; it appears a little later."""


def upload(key: str) -> None:
    """Show where a file can be chosen or dropped, and start reading what comes."""
    state = current()
    widget = f"{key}-{state.edition}-{state.imports}"

    def changed() -> None:
        given = st.session_state.get(widget)
        if given is not None:
            import_file(given.getvalue(), given.name)

    with st.container(key=f"upload-{key}"):
        st.file_uploader(
            say("Customer file"),
            key=widget,
            on_change=changed,
            label_visibility="collapsed",
        )
    name_button(f"upload-{key}", widget)


def name_button(box: str, widget: str) -> None:
    """Name the button of the uploader with a key, in a container with another, for those who hear the page."""
    script.run(_NAME_BUTTON, box=f".st-key-{box}", name=say("Choose a file"), widget=widget)


def download_sample() -> None:
    """Offer an example of a customer file."""
    st.download_button(
        say("Save an example file"),
        sample_file(),
        file_name="rayon-klanten.csv",
        mime="text/csv",
        icon=":material/save_alt:",
        type="tertiary",
        on_click="ignore",
        key="sample",
    )
