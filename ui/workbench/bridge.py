"""
The bridge between map and panel: version and undo at once, and the panel again when something has changed.

The map edits by itself and tells of it on the page's window. This component hears that without any round trip; only a
new version, a stroke refused, or another territory chosen, makes the panel's fragment run.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from ui.language import say
from ui.state import current
from ui.workbench.moments import moment
from ui.workbench.view import View

KEY = "bridge"
_HERE = Path(__file__).parent
_ARROW = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg>'
_BUTTONS = "".join(
    f'<button type="button" data-do="{kind}">{_ARROW.format(path=path)}</button>'
    for kind, path in (
        ("undo", "M9 7 4 12l5 5M4 12h11a5 5 0 0 1 0 10h-3"),
        ("redo", "m15 7 5 5-5 5M20 12H9a5 5 0 0 0 0 10h3"),
    )
)

_MARK, _MOST_MARKS = re.compile("[0-9a-f]{16}"), 50

_mount = st.components.v2.component(
    "rayon_bridge",
    html=f'<div class="bridge"><span role="status"></span>{_BUTTONS}</div>',
    css=(_HERE / "bridge.css").read_text(encoding="utf-8"),
    js=(_HERE / "bridge.js").read_text(encoding="utf-8"),
)


def bridge(view: View, *, take_back: Callable[[str], None]) -> None:
    """
    Show version, saving, undo and redo, and let map and panel hear of each other.

    Parameters
    ----------
    view
        What is on the page.
    take_back
        Called with "undo" or "redo" where there is no map that does it.
    """
    state = current()

    def chosen() -> None:
        told = st.session_state[KEY].chosen
        if isinstance(told, dict):
            number = told.get("territory")
            state.choose_on_map(number if isinstance(number, int) else None)

    def renewed() -> None:
        told = st.session_state[KEY].version
        if isinstance(told, dict) and told.get("scenario") == state.scenario:
            state.windows = _marks(told.get("windows"))

    def acted() -> None:
        told = st.session_state[KEY].act
        if isinstance(told, dict) and told.get("do") in ("undo", "redo"):
            take_back(str(told["do"]))

    _mount(
        key=KEY,
        data={
            "scenario": view.desk.id,
            "version": view.version,
            "earlier": view.earlier,
            "saved": moment(view.desk.scenario.changed),
            "undo": view.undo,
            "redo": view.redo,
            "selected": state.selected,
            "choice": state.chosen_here,
            "look": {"n": state.pointings, "areas": list(state.pointed_at)},
            "windows": list(state.windows),
            "words": {
                "version": say("version {n}", n="{n}"),
                "saved": say("saved {time}", time="{time}"),
                "saving": say("saving…"),
                "away": say("not saved yet"),
                "lost": say("no longer connected"),
                "undo": say("Undo (Ctrl+Z)"),
                "redo": say("Redo (Ctrl+Y)"),
            },
        },
        on_version_change=renewed,
        on_chosen_change=chosen,
        on_act_change=acted,
    )


def _marks(told: object) -> tuple[str, ...]:
    """Return the marks of windows that a map told, those of them that are."""
    marks = told if isinstance(told, list) else []
    return tuple(mark for mark in marks if isinstance(mark, str) and _MARK.fullmatch(mark))[-_MOST_MARKS:]
