"""Long work on a page: its stage, how far it is, and the way to stop it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geo.texts import Share
from ui import cache
from ui.components.markup import html
from ui.components.text import Figure, figures
from ui.jobs import Job
from ui.language import render, say
from ui.state import current

PATIENCE_SECONDS = 0.4
"""Work that is over sooner never shows a card."""

_PACE_SECONDS = 0.5


def await_job(job: Job[Any], heading: str) -> bool:
    """
    Return whether a job is over; where it is not, show its progress until it is and then run the page again.

    Parameters
    ----------
    job
        The work.
    heading
        What is being done, in a few words.
    """
    if not job.busy or job.wait(PATIENCE_SECONDS):
        return True
    st.fragment(_card, run_every=_PACE_SECONDS)(job, heading)
    return False


def _card(job: Job[Any], heading: str) -> None:
    if not job.busy:
        st.rerun()
    cache.jobs().watch(job)
    with st.container(key="progress"):
        st.html(
            html(
                '<div class="progress" role="status"><h2>{heading}</h2><p>{stage}</p>'
                '<progress max="100" value="{done}" aria-label="{heading}"></progress></div>',
                heading=heading,
                stage=say("Stopping…") if job.stopping else render(job.stage),
                done=round(100 * job.fraction),
            )
        )
        figures(_figures(job))
        st.button(
            say("Stop"),
            icon=":material/stop_circle:",
            on_click=job.stop,
            disabled=job.stopping,
            key=f"stop-{job.name}",
            help=say("Stop the work; what you had stays as it is."),
        )


def _figures(job: Job[Any]) -> list[Figure]:
    found = []
    deviation = job.stage.values.get("deviation")
    if isinstance(deviation, Share):
        found.append(Figure(say("Deviation now"), current().language.share(deviation.value)))
    if job.seconds_left is not None:
        seconds = current().language.number(max(1, round(job.seconds_left)))
        found.append(Figure(say("About left"), say("{seconds} s", seconds=seconds)))
    return found
