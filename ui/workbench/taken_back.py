"""What was taken or brought back that is not plain to see: an edit of another window, or one made long ago."""

from __future__ import annotations

import streamlit as st

from geo.planning.desk import Desk
from geo.store import Revision
from geo.texts import Text, text
from ui.components.markup import plain
from ui.language import render
from ui.state import current
from ui.workbench.moments import moment
from ui.workbench.view import View

_MOST = 20
"""Versions looked at; who has missed more reads the history."""


def tell_taken_back(view: View) -> None:
    """Say in passing what was undone or redone since the panel was drawn last, with the time and whose it was."""
    state, desk = current(), view.desk
    before, state.head = state.head, (desk.id, view.head)
    if before is None or before[0] != desk.id or view.head <= before[1]:
        return
    revisions = desk.history(before=view.head + 1, limit=min(view.head - before[1], _MOST))
    for revision in reversed(revisions):
        words = _words(desk, revision)
        if words is not None:
            st.toast(plain(render(words)), icon=":material/undo:")


def _words(desk: Desk, revision: Revision) -> Text | None:
    if revision.kind not in ("undo", "redo") or revision.of is None:
        return None
    taken = desk.history(before=revision.of + 1, limit=1)[0]
    if taken.cid is not None and taken.cid == revision.cid:
        return None
    if taken.author != revision.author:
        return text(
            "{what} (made at {time} by {author})", what=revision.words, time=moment(taken.at), author=taken.author
        )
    return text("{what} (made at {time})", what=revision.words, time=moment(taken.at))
