"""What the version of a list that is open changes against the one before."""

from __future__ import annotations

import hashlib

import pandas as pd

from geo.customers import VersionChanges
from geo.planning import version_changes
from geo.store import Dataset, version_of
from ui import cache
from ui import measures as words
from ui.components.progress import await_job
from ui.components.states import banner
from ui.components.tables import download_table
from ui.components.text import note, section
from ui.jobs import Job
from ui.language import render, say
from ui.state import current


def show_changes(dataset: Dataset) -> None:
    """Show who is new, gone, moved or brings something else, with all of them to be saved; nothing of a first one."""
    version = version_of(cache.workspace(), dataset.id)
    if version.number == 1:
        return
    job = _changes(dataset)
    if not await_job(job, say("Comparing with the version before")):
        return
    section(say("Version {n}", n=version.number))
    if job.phase != "done" or job.result is None:
        cache.jobs().forget(job)
        if job.error is not None:
            banner(job.error.problem)
        return
    note(render(job.result.sentence))
    frame = changes_frame(job.result)
    if len(frame):
        download_table(frame, say("Save what changed"), "changes.csv")


def changes_frame(changes: VersionChanges) -> pd.DataFrame:
    """Return a row a change, in the visitor's words: customers that are new, gone, moved, then other figures."""
    measures = changes.changed["measure"]
    parts = [
        changes.new.rename(columns={"postcode": "postcode_after"}).assign(what=say("New")),
        changes.gone.rename(columns={"postcode": "postcode_before"}).assign(what=say("Gone")),
        changes.moved.assign(what=say("Moved")),
        changes.changed.assign(what=measures.map({name: render(words.long_name(name)) for name in measures.unique()})),
    ]
    columns = {
        "what": say("What changed"),
        "key": say("Customer number"),
        "name": say("Name"),
        "postcode_before": say("Postcode before"),
        "postcode_after": say("Postcode now"),
        "before": say("Before"),
        "after": say("Now"),
    }
    rows = [part[[name for name in columns if name in part]] for part in parts if len(part)]
    table = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()
    return table.reindex(columns=list(columns)).rename(columns=columns)


def _changes(dataset: Dataset) -> Job[VersionChanges | None]:
    """Return the work of comparing, which takes a second or two for a list of a hundred thousand."""
    workspace, viewer = cache.workspace(), current().viewer
    asked = hashlib.sha256(f"{workspace.root}\x1f{dataset.id}\x1f{viewer!r}".encode()).hexdigest()[:16]
    return cache.jobs().start(
        f"changes{asked}", lambda _progress, _cancelled: version_changes(workspace, dataset.id, viewer)
    )
