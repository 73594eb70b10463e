"""A division that came back: read, looked at, and made the plan in one edit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import streamlit as st

from geo.errors import RayonError
from geo.planning.reading_back import Finding, ReadBack, adopt, adopt_as_new, read_back
from geo.planning.written import few
from geo.texts import plural, text
from ui import cache
from ui.components.markup import html, joined
from ui.components.progress import await_job
from ui.components.states import banner, error_state
from ui.components.steps import TERRITORIES
from ui.components.text import note, section
from ui.components.upload import name_button
from ui.handover.keeping import Given, HandoverPage
from ui.jobs import Job, Stopped
from ui.language import render, say
from ui.navigate import go
from ui.state import current
from ui.workbench.naming import named_after
from ui.workbench.opening import desk_of, scenarios
from ui.workbench.view import View

_SHOWN = 12


def read_division_section(page: HandoverPage, view: View) -> None:
    """Ask for a division, say what it would change, and make it the plan."""
    section(say("Read a division"), say("a file that came back"))
    note(say("A workbook, areas.csv, GeoPackage or GeoJSON from here, edited elsewhere; or any table with the columns "
             "code and territory_name."))  # fmt: skip
    _upload(page)
    if page.division is not None:
        _read(page, view, page.division)


def _upload(page: HandoverPage) -> None:
    widget = f"division-file-{page.divisions}"

    def changed() -> None:
        given = st.session_state.get(widget)
        if given is not None:
            page.division, page.reading = Given(given.name, given.getvalue()), None
            page.divisions += 1

    with st.container(key="upload-division"):
        st.file_uploader(say("A division"), key=widget, on_change=changed, label_visibility="collapsed")
    name_button("upload-division", widget)


def _read(page: HandoverPage, view: View, given: Given) -> None:
    job = page.reading = _job(page.reading, view, given)
    if not await_job(job, say("Reading the division")):
        return
    if job.phase != "done":
        cache.jobs().forget(job)
        if isinstance(job.error, Stopped):
            page.division = page.reading = None
            banner(text("{problem} {remedy}", problem=job.error.problem, remedy=job.error.remedy))
        elif job.error is not None:
            error_state(job.error)
        return
    read = job.result
    with st.container(key="division", gap="small"):
        st.html(html('<p class="handover-read" role="status">{words}</p>', words=_summary(read)))
        _findings(read.findings)
        _ways(page, view, read)


def _job(waiting: Job[ReadBack] | None, view: View, given: Given) -> Job[ReadBack]:
    """Return the reading of a file: the one that is waited for already, else one that is begun or joined."""
    viewer, proposal, next_territory = current().viewer, view.proposal, view.desk.next_territory
    digest = hashlib.sha256(f"{view.desk.id}\x1f{view.version}\x1f{given.name}\x1f".encode() + given.content)
    name = f"read{digest.hexdigest()[:16]}"
    if waiting is not None and waiting.name == name:
        return waiting
    return cache.jobs().start(
        name,
        lambda progress, cancelled: read_back(
            given.content,
            given.name,
            proposal,
            viewer=viewer,
            next_territory=next_territory,
            progress=progress,
            cancelled=cancelled,
        ),
    )


def _summary(read: ReadBack) -> str:
    if read.same:
        return render(read.words)
    moved = plural("{count} area changes hands", "{count} areas change hands", read.areas)
    before, after = len(read.before), len(read.after)
    if read.added:
        return say(
            "{file}: {moved}; {before} territories become {after}, new: {names}.",
            file=read.filename,
            moved=moved,
            before=before,
            after=after,
            names=few([territory.name for territory in read.added]),
        )
    if before == after:
        return say("{file}: {moved}.", file=read.filename, moved=moved)
    return say(
        "{file}: {moved}; {before} territories become {after}.",
        file=read.filename,
        moved=moved,
        before=before,
        after=after,
    )


def _findings(findings: tuple[Finding, ...]) -> None:
    if not findings:
        return
    head = plural("{count} remark on the file", "{count} remarks on the file", len(findings))
    lines = [html("<li>{words}</li>", words=render(finding.words)) for finding in findings[:_SHOWN]]
    if len(findings) > _SHOWN:
        lines.append(html("<li>{words}</li>", words=say("and {count} more", count=len(findings) - _SHOWN)))
    st.html(
        html(
            '<div class="sheetremarks"><strong>{head}</strong><ul>{lines}</ul></div>',
            head=render(head),
            lines=joined(lines),
        )
    )


def _ways(page: HandoverPage, view: View, read: ReadBack) -> None:
    """Offer what can be done with what was read; an earlier version cannot be edited, only copied from."""
    with st.container(key="divisionways", horizontal=True, gap="small"):
        if (
            not read.same
            and not view.earlier
            and st.button(say("Make it this plan"), type="primary", icon=":material/check:", key="adopt")
        ):
            _done(page, lambda: adopt(view.desk, read, viewer=current().viewer))
        if not read.same and st.button(say("As a new proposal"), icon=":material/content_copy:", key="adopt-new"):
            _done(page, lambda: _copied(view, read))

        def away() -> None:
            page.division = page.reading = None

        st.button(say("Leave it"), type="tertiary", key="adopt-not", on_click=away)


def _copied(view: View, read: ReadBack) -> None:
    viewer = current().viewer
    name = named_after(render(view.desk.scenario.called), lambda name: say("{name} (read back)", name=name))
    made = adopt_as_new(scenarios(), view.desk, name, viewer=viewer, at=view.version)
    adopt(desk_of(made.id), read, viewer=viewer)
    current().open_scenario(made.id)


def _done(page: HandoverPage, act: Callable[[], object]) -> None:
    read = page.division
    try:
        act()
    except RayonError as error:
        error_state(error)
        return
    page.division = page.reading = None
    state = current()
    if read is not None:
        desk = desk_of(state.scenario or "")
        state.sent(desk.history(limit=1)[0].words)
    go(TERRITORIES)
