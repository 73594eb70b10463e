"""Words to be taken along, with a button that copies them and is always seen."""

from __future__ import annotations

import streamlit as st

from ui import script
from ui.language import say
from ui.state import current

_NAMED = """
(function name(tries) {  // of run $run
  document.querySelectorAll($box + ' [data-testid="stElementToolbarButton"] button')
    .forEach(button => button.setAttribute("aria-label", $name));
  if (tries) setTimeout(name, 300, tries - 1);
})(10);
"""
"""Streamlit calls the button in English, so those who hear the page need our word for it."""


def copyable(words: str, key: str) -> None:
    """Show words as they are to be copied, in a container with a key."""
    with st.container(key=key):
        st.code(words, language=None, wrap_lines=True)
    script.run(_NAMED, run=str(current().run), box=f".st-key-{key}", name=say("Copy the text"))
