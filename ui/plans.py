"""The plan that the address asks for, as long work that is joined rather than done twice."""

from __future__ import annotations

import hashlib

import streamlit as st

from geo.planning import DesignSettings, Proposal, design
from geo.planning.blocks import chosen, edition
from geo.progress import Cancel, Enough, Progress
from geo.store import Dataset
from geo.viewer import Viewer
from ui import cache
from ui.components.progress import await_job
from ui.jobs import Job
from ui.language import say
from ui.state import current


def plan_job(dataset: Dataset, settings: DesignSettings, viewer: Viewer) -> Job[Proposal]:
    """
    Return the work on a plan: done already, under way, or started now.

    The same list, settings and viewer are the same work, so a reload or a second window joins it.
    """

    def work(progress: Progress, cancelled: Cancel, enough: Enough) -> Proposal:
        return design(
            dataset.customers,
            settings,
            viewer=viewer,
            coverage=chosen(cache.workspace(), settings, dataset.customers),
            progress=progress,
            cancelled=cancelled,
            enough=enough,
        )

    return cache.jobs().search(_name(dataset, settings, viewer), work)


def await_plan(dataset: Dataset) -> Proposal | None:
    """
    Wait for the plan that the visitor asked for, showing its progress.

    Returns
    -------
    The plan, None where none was asked for or it is still being made; one that was stopped or cannot be made gives
    way to the plan before it, and why is told as the visitor's problem.
    """
    state = current()
    if state.plan is None:
        return None
    job = state.waiting(_name(dataset, state.plan, state.viewer))
    if job is None:
        job = plan_job(dataset, state.plan, state.viewer)
        state.wait_for(job)
    if not await_job(job, say("Making territories")):
        return None
    state.wait_for(None)
    if job.phase != "done":
        cache.jobs().forget(job)
        state.fall_back(job.error)
        st.rerun()
    made: Proposal = job.result
    if made.stopped:
        # Who asks again wants the whole search.
        cache.jobs().forget(job)
    return made


def _name(dataset: Dataset, settings: DesignSettings, viewer: Viewer) -> str:
    asked = f"{dataset.id}\x1f{settings!r}\x1f{viewer!r}\x1f{edition(cache.workspace(), settings.areas)}"
    return "plan" + hashlib.sha256(asked.encode()).hexdigest()[:16]
