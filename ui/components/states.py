"""What a page shows when it has nothing yet, or when something went wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from geo.errors import RayonError
from geo.texts import Text, text
from ui.components.bars import data_uri
from ui.components.markup import Html, html, joined
from ui.jobs import unexpected
from ui.language import render, say

_log = logging.getLogger(__name__)

_STROKE = 'fill="none" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"'
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="26" height="26" viewBox="0 0 24 24" '
_WARNING = data_uri(
    f'{_SVG}{_STROKE} stroke="#C2410C"><circle cx="12" cy="12" r="9"/><path d="M12 7.5v5M12 16v.5"/></svg>'
)
_MAP = data_uri(f'{_SVG}{_STROKE} stroke="#667085"><path d="M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14"/></svg>')


def empty_state(words: str, about: str) -> None:
    """Say that there is nothing yet and what makes it come."""
    st.html(
        html(
            '<div class="state"><img class="icon" src="{icon}" alt=""><h2>{words}</h2><p>{about}</p></div>',
            icon=_MAP,
            words=words,
            about=about,
        )
    )


def error_state(error: RayonError, *, heading: Text | None = None, untouched: Text | None = None) -> None:
    """
    Say what went wrong, what was expected, and what stayed as it was; the caller gives the way on.

    Parameters
    ----------
    error
        What went wrong.
    heading
        What it means for the visitor, in a few words.
    untouched
        What stayed as it was.
    """
    lines = [html("<div>{line}</div>", line=render(part)) for part in (error.remedy, untouched) if part is not None]
    box = html('<div class="expected">{lines}</div>', lines=Html("".join(lines))) if lines else Html("")
    st.html(
        html(
            '<div class="state wrong" role="alert"><img class="icon" src="{icon}" alt=""><h2>{heading}</h2>'
            "<p>{problem}</p>{box}</div>",
            icon=_WARNING,
            heading=render(heading or text("That did not work")),
            problem=render(error.problem),
            box=box,
        )
    )


def banner(message: Text) -> None:
    """Say in passing what is no error."""
    st.html(html('<div class="banner" role="status">{words}</div>', words=render(message)))


@contextmanager
def shapes(rows: int) -> Iterator[None]:
    """Show grey shapes where rows will stand until what is within is done; work of a moment shows none."""
    place = st.container(key="shapes").empty()
    row = Html("<div><i></i><i></i><i></i></div>")
    place.html(
        html(
            '<div class="shapes" role="status" aria-label="{words}">{rows}</div>',
            words=say("Loading"),
            rows=joined([row] * rows),
        )
    )
    try:
        yield
    finally:
        place.empty()


@contextmanager
def error_boundary(key: str, untouched: Text | None = None) -> Iterator[None]:
    """
    Tell errors in words and never with a trace, with a way on; the trace of one that nobody foresaw goes to the log.

    Parameters
    ----------
    key
        Names the part of the page, apart from its other boundaries.
    untouched
        What stays as it was, whatever goes wrong in this part.
    """
    try:
        yield
    except RayonError as error:
        _failed(error, key, untouched)
    except Exception:
        _log.exception("a page failed")
        _failed(unexpected(), key, untouched)


def _failed(error: RayonError, key: str, untouched: Text | None) -> None:
    error_state(error, untouched=untouched)
    # A click runs the page again; within a fragment that would be the fragment alone.
    if st.button(say("Try again"), icon=":material/refresh:", key=f"again-{key}"):
        st.rerun()
