"""The few lines of JavaScript that pages need; only words and numbers of ours ever stand in them."""

from __future__ import annotations

import json
from typing import LiteralString

import streamlit as st

_UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def run(template: LiteralString, **values: str) -> None:
    """Run a literal script in the page, `$name` standing for a value as a JavaScript string."""
    script: str = template
    for name, value in values.items():
        script = script.replace(f"${name}", json.dumps(value).translate(_UNSAFE))
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
