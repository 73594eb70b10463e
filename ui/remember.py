"""
A browser remembers where its visitor was, for an address without parameters.

A link of the navigation opened in a new tab, or the program's bare address the next morning, then shows what was open.
The cookie holds what the address held and nothing else.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import streamlit as st

from ui import script

_COOKIE = "rayon"
_DAYS = 180


def remember(query: dict[str, str]) -> None:
    """Let the browser keep an address."""
    kept = f"{_COOKIE}={urlencode(query).replace('&', '|')}; path=/; SameSite=Strict; max-age={_DAYS * 86400}"
    script.run("document.cookie = $kept;", kept=kept)


def complete(query: dict[str, str], run: int) -> None:
    """
    Give the address in the browser its parameters without a new step in its history.

    The navigation turns to pages without any. Written by `st.query_params`, the full address would be a second step
    after the bare one, and Back would seem to do nothing.

    Parameters
    ----------
    query
        The parameters.
    run
        Number of the run: an equal script would not be run again.
    """
    script.run(
        "/* $run */ if (!location.search) history.replaceState(history.state, '', location.pathname + '?' + $query);",
        run=str(run),
        query=urlencode(query),
    )


def replace(query: dict[str, str], run: int) -> None:
    """
    Give the address in the browser other parameters without a new step in its history.

    An address that only leads on to another would otherwise stand before it, and Back would lead forth again.

    Parameters
    ----------
    query, run
        As in `complete`.
    """
    script.run(
        "/* $run */ history.replaceState(history.state, '', location.pathname + '?' + $query);",
        run=str(run),
        query=urlencode(query),
    )


def remembered() -> dict[str, str]:
    """Return the address that the browser kept, empty where it kept none."""
    return dict(parse_qsl(st.context.cookies.get(_COOKIE, "").replace("|", "&")))
