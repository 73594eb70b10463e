"""Bring a customer list in, as long work that every page of a visitor waits for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from geo.errors import InputError, RayonError
from geo.planning import import_customers, open_demo
from geo.progress import Cancel, Progress
from geo.store import Dataset, Version
from geo.texts import Text, text
from ui import cache
from ui.components.progress import await_job
from ui.components.states import banner, error_state
from ui.jobs import Stopped
from ui.language import say
from ui.state import current

DEMO = "demo"


def import_file(content: bytes, filename: str) -> None:
    """Start reading a file for the visitor."""
    viewer, workspace = current().viewer, cache.workspace()
    current().file = filename

    def work(progress: Progress, cancelled: Cancel) -> object:
        return import_customers(workspace, content, filename, viewer=viewer, progress=progress, cancelled=cancelled)

    _start(hashlib.sha256(filename.encode() + b"\x00" + content).hexdigest()[:16], work)


def import_demo() -> None:
    """Start opening the demo company for the visitor."""
    viewer, workspace = current().viewer, cache.workspace()

    def work(progress: Progress, cancelled: Cancel) -> object:
        return open_demo(workspace, viewer=viewer, progress=progress, cancelled=cancelled)

    _start(DEMO, work)


def opened() -> Dataset | None:
    """Return the list that is open, None where there is none or it is gone, which is then told as a problem."""
    state = current()
    if state.dataset is None:
        return None
    try:
        return cache.dataset(state.dataset, state.viewer)
    except RayonError as error:
        state.close_dataset()
        state.problem = error
        return None


def list_name(known: Dataset | Version) -> Text:
    """Return what people call a list: its file, or the demo company."""
    if known.demo:
        return text("Demo company (invented customers)")
    return text("{name}", name=known.filename)


def show_problem() -> None:
    """Tell what went wrong last, and that what was there before is still there."""
    state = current()
    if state.problem is None:
        return
    if isinstance(state.problem, Stopped):
        banner(text("{problem} {remedy}", problem=state.problem.problem, remedy=state.problem.remedy))
        return
    of_file = isinstance(state.problem, InputError)
    heading = text("{name} cannot be used", name=state.file) if state.file else text("This file cannot be used")
    error_state(
        state.problem,
        heading=heading if of_file else None,
        untouched=text("Your previous list is unchanged.") if of_file and state.dataset else None,
    )


def _start(name: str, work: Callable[[Progress, Cancel], object]) -> None:
    state = current()
    state.imports += 1
    try:
        job = cache.jobs().start(name, work, anew=True)
    except RayonError as error:
        state.problem = error
        return
    state.job, state.problem = job.name, None
    state.wait_for(job)


def await_import() -> Dataset | None:
    """
    Wait for the import under way, showing its progress.

    Returns
    -------
    The list that came in during this run, after which it is the one that is open; None where nothing did. The state
    still names the job while it goes on, and its problem where it failed.
    """
    state = current()
    if state.job is None:
        return None
    job = state.waiting(state.job) or cache.jobs().find(state.job)
    if job is None:
        state.arrive()
        state.problem = RayonError(
            text("The program was started anew while your file was being read."),
            text("Load the file again; everything else is as it was."),
        )
        return None
    state.wait_for(job)
    if not await_job(job, say("Reading customers")):
        return None
    if job.phase == "done" and isinstance(job.result, Dataset):
        state.arrive(job.result.id)
        return job.result
    state.arrive()
    state.problem = job.error
    return None
