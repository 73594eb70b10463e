"""Long work on a page: its stage, how far it is, and the way to stop it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui import cache
from ui.components.markup import html
from ui.components.text import Figure, figures
from ui.jobs import Job
from ui.language import render, say
from ui.remaining import minutes, rounded
from ui.state import current

PATIENCE_SECONDS = 0.4
"""Work that is over sooner never shows a card."""

_PACE_SECONDS = 0.5
_A_MOMENT_SECONDS = 2
"""Less is no figure: the last steps of a search take as long as they take."""


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
                stage=_stage(job),
                done=round(100 * job.fraction),
            )
        )
        figures(_figures(job))
        with st.container(key="progressways", horizontal=True):
            _ways(job)


def _stage(job: Job[Any]) -> str:
    if job.stopping:
        return say("Stopping…")
    return say("Finishing with what there is…") if job.finishing else render(job.stage)


def _ways(job: Job[Any]) -> None:
    """Offer to end the work: with what it has, where that is something, or without a trace."""
    keeps = job.keeps
    if keeps:
        st.button(
            say("Stop and keep this result"),
            icon=":material/stop_circle:",
            on_click=job.keep,
            disabled=job.stopping or job.finishing,
            key=f"keep-{job.name}",
            help=say("End the search with the best that was found."),
        )
    st.button(
        say("Stop"),
        icon=None if keeps else ":material/stop_circle:",
        type="tertiary" if keeps else "secondary",
        on_click=job.stop,
        disabled=job.stopping,
        key=f"stop-{job.name}",
        help=say("Stop the work; what you had stays as it is."),
    )


def _figures(job: Job[Any]) -> list[Figure]:
    language = current().language
    found = [
        Figure(label, language.share(value))
        for label, value in ((say("Deviation now"), job.deviation), (say("Began with"), job.began_with))
        if value is not None
    ]
    left = job.seconds_left
    return found if left is None else [*found, Figure(say("About left"), _time(left))]


def _time(seconds: float) -> str:
    """Return a time in words that stand still: steps of some seconds, from a minute on whole minutes."""
    told = rounded(seconds)
    if told <= _A_MOMENT_SECONDS:
        return say("a moment")
    if told < 60:
        return say("{seconds} s", seconds=told)
    return say("{minutes} min", minutes=minutes(seconds))
