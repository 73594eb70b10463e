"""The history of a scenario in words: any version can be looked at, and restored."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.errors import RayonError
from geo.planning.deviations import deviations
from geo.store import Revision
from ui.components.states import error_state
from ui.components.tables import download_table
from ui.language import render, say
from ui.state import current
from ui.workbench.moments import moment
from ui.workbench.sending import words_of
from ui.workbench.view import View

_SHOWN = 500
"""Versions in the list; all of them are in the file."""
_ROW, _MOST_ROWS = 32, 12
_TINT, _WRONG = "#ECEEFB", "#A8330A"


def history_dialog(view: View) -> None:
    """Open the history over the page."""
    st.dialog(say("History"), width="medium", icon=":material/history:")(_history)(view)


def _history(view: View) -> None:
    # What others save while the history is open stays out of it: a row that was chosen must not become another's.
    revisions = view.desk.history(before=view.head + 1, limit=_SHOWN)
    chosen = _chosen(view, revisions)
    if chosen is not None:
        _ways(view, chosen)
    else:
        st.html('<p class="note">' + say("Choose a version to look at it or to restore it.") + "</p>")
    download_table(_frame(view, _all(view)), say("All versions (CSV)"), "history.csv")


def _chosen(view: View, revisions: list[Revision]) -> int | None:
    """Show the versions and return the number of the one that is chosen."""
    language, tolerance = current().language, view.proposal.settings.tolerance
    frame = _frame(view, revisions)

    def look(row: pd.Series) -> list[str]:
        shown = int(str(row["version"])) == view.version
        base = f"background-color: {_TINT}; font-weight: 600" if shown else ""
        wrong = f"{base}; color: {_WRONG}" if float(str(row["deviation"])) > tolerance + 1e-9 else base
        return [wrong if name == "deviation" else base for name in frame.columns]

    answer = st.dataframe(
        frame.style.apply(look, axis=1).format(
            {
                "version": lambda value: language.number(int(str(value))),
                "deviation": lambda value: language.share(float(str(value))),
            }
        ),
        key=f"history-{current().edition}-{view.head}",
        on_select="rerun",
        selection_mode="single-cell",
        hide_index=True,
        row_height=_ROW,
        height=_ROW * (1 + min(len(revisions), _MOST_ROWS)) + 2,
        alt=say("Versions, the last first"),
        column_config={
            "version": st.column_config.NumberColumn(say("Version"), width=60),
            "when": st.column_config.TextColumn(say("When"), width=132),
            "deviation": st.column_config.NumberColumn(
                say("Dev."), width=68, alignment="right", help=say("Largest deviation after this version")
            ),
            "what": st.column_config.TextColumn(say("What"), width=430),
        },
        column_order=["version", "when", "deviation", "what"],
    )
    cells = answer["selection"]["cells"]
    return revisions[int(cells[0][0])].number if cells and int(cells[0][0]) < len(revisions) else None


def _ways(view: View, number: int) -> None:
    state = current()
    last, _, _ = view.desk.current
    with st.container(horizontal=True, key="history-ways"):
        if st.button(say("Look at version {n}", n=number), disabled=number == last, key=f"look-{number}"):
            state.look_at(number)
            st.rerun()
        if st.button(say("Restore version {n}", n=number), disabled=number == last, key=f"restore-{number}"):
            try:
                restore(view, number)
            except RayonError as error:
                error_state(error)
            else:
                st.rerun()


def restore(view: View, number: int) -> None:
    """Make the plan what it was at a version, and look at the last one."""
    state = current()
    made = view.desk.restore(state.viewer, number)
    state.look_at(None)
    state.sent(words_of(view.desk, made))


def _all(view: View) -> list[Revision]:
    found = view.desk.history(before=view.head + 1, limit=_SHOWN)
    while found[-1].number > 1:
        found += view.desk.history(before=found[-1].number, limit=_SHOWN)
    return found


def _frame(view: View, revisions: list[Revision]) -> pd.DataFrame:
    found = deviations(view.desk, revisions[-1].number, revisions[0].number)
    return pd.DataFrame(
        {
            "version": [revision.number for revision in revisions],
            "when": [moment(revision.at) for revision in revisions],
            "at": [revision.at.isoformat(timespec="seconds") for revision in revisions],
            "deviation": [found[revision.number] for revision in revisions],
            "what": [render(revision.words) for revision in revisions],
            "author": [revision.author for revision in revisions],
        }
    )
