"""A file of boundaries on a page: handed in, read as long work, and what became of it."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import geopandas as gpd
import pandas as pd
import shapely
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from geo.areas import REASONS, BoundaryError, Coverage
from geo.errors import RayonError
from geo.maps import document
from geo.maps.marks import marks
from geo.planning.blocks import Added, add_own, coverage_of, hide
from geo.progress import Cancel, Progress
from geo.texts import plural, text
from ui import cache
from ui.components.map_view import map_view
from ui.components.progress import await_job
from ui.components.sketch import Fill, draw, show
from ui.components.states import error_state
from ui.components.steps import TERRITORIES
from ui.components.tables import Column, download_table, table
from ui.components.text import note, section
from ui.components.upload import name_button
from ui.imports import opened
from ui.jobs import Job
from ui.language import render, say
from ui.navigate import go
from ui.settings import first_draft
from ui.state import current

_MOST_ROWS = 8
_FILL = "#C9CFEF"


def upload_boundaries() -> UploadedFile | None:
    """Show where a file of boundaries can be chosen or dropped, and return the one that was."""
    widget = f"boundaries-{current().edition}"
    with st.container(key="upload-boundaries"):
        given = st.file_uploader(say("File of boundaries"), key=widget, label_visibility="collapsed")
    name_button("upload-boundaries", widget)
    return given


def outcome(given: UploadedFile) -> None:
    """Show what became of a file, once it is read; its columns can be told, which reads it anew."""
    content, filename = given.getvalue(), given.name
    job = _reading(content, filename)
    if not await_job(job, say("Reading boundaries")):
        return
    if job.phase == "done" and len(job.result.columns) > 1:
        first = job.result
        with st.container(horizontal=True):
            code = _column(say("Code"), first, first.code_column, f"code-{given.file_id}")
            name = _column(say("Name"), first, first.name_column or first.code_column, f"name-{given.file_id}")
        if (code, name) != (first.code_column, first.name_column or first.code_column):
            job = _reading(content, filename, code, name, first.fingerprint)
            if not await_job(job, say("Reading boundaries")):
                return
    if job.phase == "done":
        _added(job.result, filename)
    elif job.error is not None and job.phase == "failed":
        _refused(job.error, filename)
    else:
        note(say("Stopped. Nothing was kept."))


def _reading(
    content: bytes, filename: str, code: str | None = None, name: str | None = None, instead_of: str | None = None
) -> Job[Added]:
    """
    Return the work of reading a file: done already, under way, or started now.

    Parameters
    ----------
    content, filename
        The file.
    code, name
        Columns that name the areas, recognised where None.
    instead_of
        Areas that were read of the same file with other columns, no longer offered when these are there.
    """
    workspace, viewer = cache.workspace(), current().viewer
    asked = hashlib.sha256(content + f"\x1f{filename}\x1f{code}\x1f{name}\x1f{viewer!r}".encode()).hexdigest()[:16]

    def work(progress: Progress, cancelled: Cancel) -> Added:
        added = add_own(
            workspace,
            content,
            filename,
            viewer=viewer,
            code_column=code,
            name_column=name,
            progress=progress,
            cancelled=cancelled,
        )
        if instead_of is not None and instead_of != added.fingerprint:
            hide(workspace, instead_of, viewer=viewer)
        return added

    return cache.jobs().start(f"blocks{asked}", work)


def _column(label: str, added: Added, chosen: str | None, key: str) -> str | None:
    columns = list(added.columns)
    return st.selectbox(
        label,
        columns,
        index=None if chosen is None else columns.index(chosen),
        placeholder=say("Numbered"),
        key=key,
    )


def _added(added: Added, filename: str) -> None:
    section(render(plural("{count} area is ready", "{count} areas are ready", added.n)), filename)
    dataset, state = opened(), current()
    if dataset is not None and st.button(say("Make territories of these areas"), type="primary", key="use"):
        state.draft = {**(state.draft or first_draft(dataset, state.plan or state.tried)), "areas": added.fingerprint}
        state.edition += 1
        go(TERRITORIES)
    for remark in added.remarks:
        note(render(remark))
    show(_picture(coverage_of(cache.workspace(), added.fingerprint)), say("The areas of {name}", name=filename))


@lru_cache(maxsize=4)
def _picture(coverage: Coverage) -> str:
    return draw(coverage.country, [Fill(shape, _FILL) for shape in coverage.areas.geometry])


def _refused(error: RayonError, filename: str) -> None:
    error_state(error, heading=text("{name} cannot be used", name=filename), untouched=text("Nothing was changed."))
    if isinstance(error, BoundaryError) and not error.places.empty:
        _wrong_places(error.places)


def _wrong_places(places: gpd.GeoDataFrame) -> None:
    """Show wrong places on the map, the largest in words, all of them for download."""
    state = current()
    with st.container(key="framed"):
        drawn = [document(marks(places.geometry), state.viewer)]
        map_view(drawn, key="areas-map", language=state.language.code, height=420)
    middle = shapely.get_coordinates(shapely.point_on_surface(places.geometry.to_numpy()))
    reasons = [render(REASONS[reason]) for reason in places["reason"]]
    where = [f"{lat:.4f}, {lon:.4f}" for lon, lat in middle.tolist()]
    rows = list(zip(reasons, places["areas"], where, strict=True))
    heads = [Column(say("Reason")), Column(say("Areas")), Column(say("Where"), "right")]
    st.html(table(heads, rows[:_MOST_ROWS], label=say("Wrong places")))
    frame = pd.DataFrame(
        {say("Reason"): reasons, say("Areas"): places["areas"].tolist(), "lat": middle[:, 1], "lon": middle[:, 0]}
    )
    download_table(frame, say("Save all places"), "places.csv")
