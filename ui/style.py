"""The look of all pages: one style sheet, and the words of Streamlit's own that it replaces."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.language import say

SHEET = Path(__file__).with_name("style.css")


def load() -> None:
    """Put the style sheet on the page, with the visitor's words for Streamlit's English ones."""
    st.html(SHEET)
    words = {"--word-choose": say("Choose a file"), "--word-drop": say("or drop it here")}
    st.html("<style>:root{" + "".join(f"{name}:{_quoted(word)};" for name, word in words.items()) + "}</style>")


def _quoted(word: str) -> str:
    """Return a word of ours as a CSS string."""
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in word) + '"'
