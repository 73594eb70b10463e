"""What the representatives log in the field, as it comes in."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.planning.contact_log import contacts_of
from geo.planning.contact_words import outcome_words
from geo.store import Dataset, version_of
from geo.texts import plural
from ui import cache
from ui.components.states import error_boundary
from ui.components.tables import Column, download_table, table
from ui.components.text import note, section
from ui.language import render, say
from ui.state import current
from ui.workbench.moments import moment

_PACE_SECONDS = 30
_MOST = 40


def contacts(dataset: Dataset, *, announced: bool = True) -> None:
    """
    Show what was logged about the customers of a list, the newest first; it is looked at anew now and then.

    Parameters
    ----------
    dataset
        The list.
    announced
        Whether to say what will stand there while there is nothing.
    """
    st.fragment(_logged, run_every=_PACE_SECONDS)(dataset, announced)


def _logged(dataset: Dataset, announced: bool) -> None:
    # Within, as the page around it is not run again.
    with error_boundary("contacts"):
        _shown(dataset, announced)


def _shown(dataset: Dataset, announced: bool) -> None:
    series = version_of(cache.workspace(), dataset.id).series
    found = contacts_of(cache.workspace(), viewer=current().viewer, series=series)
    if not announced and not len(found):
        return
    section(say("From the field"), render(plural("{count} entry", "{count} entries", len(found))))
    if not len(found):
        note(say("Visits and notes that representatives log on their phones appear here."))
        return
    reps = sorted(found["rep"].unique(), key=str.casefold)
    picked = st.selectbox(
        say("Representative"), reps, index=None, placeholder=say("All representatives"), key="contacts-rep"
    )
    shown = found if picked is None else found[found["rep"] == picked]
    with st.container(key="contacts"):
        st.html(
            table(
                [
                    Column(say("Moment")),
                    Column(say("Representative")),
                    Column(say("Customer")),
                    Column(say("Outcome")),
                    Column(say("Note"), "wide"),
                ],
                [_cells(row) for row in shown[:_MOST].itertuples(index=False)],
                label=say("From the field"),
            )
        )
    if len(shown) > _MOST:
        note(say("The newest {shown} of {all}; the file has all.", shown=_MOST, all=len(shown)))
    download_table(_frame(shown), say("Save what was logged"), "contacts.csv")


def _cells(row: Any) -> list[str]:
    return [moment(row.at.to_pydatetime()), row.rep, row.name, _outcome(row.outcome), row.note]


def _outcome(code: object) -> str:
    return render(outcome_words(code)) if isinstance(code, str) else "–"


def _frame(found: pd.DataFrame) -> pd.DataFrame:
    """Return what was logged as a table to be saved, moments in this machine's time."""
    return pd.DataFrame(
        {
            say("Moment"): [at.to_pydatetime().astimezone().strftime("%Y-%m-%d %H:%M") for at in found["at"]],
            say("Representative"): found["rep"],
            say("Number"): found["key"],
            say("Customer"): found["name"],
            say("Outcome"): [_outcome(code) for code in found["outcome"]],
            say("Note"): found["note"],
        }
    )
