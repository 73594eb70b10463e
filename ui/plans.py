"""The plan that the address asks for, as long work that is joined rather than done twice."""

from __future__ import annotations

import hashlib

from geo.planning import DesignSettings, Proposal, design
from geo.progress import Cancel, Progress
from geo.store import Dataset
from geo.viewer import Viewer
from ui import cache
from ui.jobs import Job


def plan_job(dataset: Dataset, settings: DesignSettings, viewer: Viewer) -> Job[object]:
    """
    Return the work on a plan: done already, under way, or started now.

    The same list, settings and viewer are the same work, so a reload or a second window joins it.
    """
    asked = f"{dataset.id}\x1f{settings!r}\x1f{viewer!r}"

    def work(progress: Progress, cancelled: Cancel) -> object:
        return design(dataset.customers, settings, viewer=viewer, progress=progress, cancelled=cancelled)

    return cache.jobs().start("plan" + hashlib.sha256(asked.encode()).hexdigest()[:16], work)


def finished_plan(job: Job[object]) -> Proposal | None:
    """Return the proposal of work that is done, None of work that is not."""
    if job.phase == "done" and isinstance(job.result, Proposal):
        return job.result
    return None
