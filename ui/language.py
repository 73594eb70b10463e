"""Pages speak the visitor's language; a small switch in the header changes it."""

from __future__ import annotations

import streamlit as st

from geo.exports.tables import Dialect
from geo.texts import LANGUAGES, Language, Text
from ui.state import current


def say(template: str, **values: object) -> str:
    """Return a literal template in the visitor's language, its values filled in."""
    return current().language.say(template, **values)


def render(message: Text) -> str:
    """Return a text in the visitor's language."""
    return current().language.render(message)


def dialect() -> Dialect:
    """Return how the visitor's spreadsheet writes tables."""
    return "nl" if current().language.code == "nl" else "plain"


def switch() -> None:
    """Show the switch between languages."""
    state = current()
    key = f"language-{state.edition}"

    def changed() -> None:
        state.language = Language(str(st.session_state[key]))

    with st.container(key="language"):
        st.segmented_control(
            say("Language"),
            LANGUAGES,
            default=state.language.code,
            required=True,
            format_func=str.upper,
            key=key,
            on_change=changed,
            label_visibility="collapsed",
        )
