"""The files of a plan: what each is for, and the way to have it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import cast

import streamlit as st

from geo.errors import RayonError
from geo.planning.handed import Handed
from geo.planning.handing_over import FORMATS, File, Format, Options, hand_over, named
from geo.progress import Cancel, Progress
from geo.texts import Text, text
from ui import cache, script
from ui.components.markup import html, plain
from ui.components.progress import PATIENCE_SECONDS
from ui.components.states import error_state
from ui.components.text import note, section
from ui.components.upload import name_button
from ui.handover.keeping import Given, HandoverPage
from ui.jobs import Job
from ui.language import dialect, render, say
from ui.state import current

GROUPS: Mapping[str, Text] = {
    "lists": text("For the CRM and other systems"),
    "maps": text("For map programs"),
    "told": text("For people"),
}
_PACE_SECONDS = 0.5
_NAMED = """
(function name(tries) {  // of run $run
  const rows = document.querySelectorAll('[class*="st-key-form-"]');
  rows.forEach(row => {
    const what = row.querySelector('.handover-form strong');
    row.querySelectorAll('button').forEach(button => {
      const does = button.querySelector('p');
      if (what && does) button.setAttribute('aria-label', does.textContent + ': ' + what.textContent);
    });
  });
  if (tries) setTimeout(name, 300, tries - 1);
})(10);
"""
"""Buttons that are all called alike say for those who hear the page what each is about."""
_FETCH = """
(function fetch(tries) {  // of $work
  const button = document.querySelector($box + " button");
  if (button) button.click(); else if (tries) setTimeout(fetch, 40, tries - 1);
})(100);
"""
"""A file that was asked for is handed over once it is made, without a second click."""


def files(page: HandoverPage, handed: Handed, order: list[str] | None) -> None:
    """Show every form of a plan with the way to have it."""
    section(say("Files"), say("as the plan is now"))
    for group, name in GROUPS.items():
        with st.container(key=f"group-{group}", gap=None):
            st.html(html('<p class="caption handover-group">{words}</p>', words=render(name)))
            for form in FORMATS.values():
                if form.group == group:
                    _row(page, handed, form, order)
    script.run(_NAMED, run=str(current().run))


def _row(page: HandoverPage, handed: Handed, form: Format, order: list[str] | None) -> None:
    with st.container(key=f"form-{_id(form)}", horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.html(
            html(
                '<div class="handover-form"><strong>{label}</strong><p>{purpose}</p></div>',
                label=render(form.label),
                purpose=render(form.purpose),
            )
        )
        with st.container(key=f"ways-{_id(form)}", horizontal=True, wrap=False, width="content", gap="small"):
            if form.key == "pptx":
                _template(page)
            if form.slow:
                _made(page, handed, form, order)
            else:
                _at_once(handed, form)


def _at_once(handed: Handed, form: Format) -> None:
    """Offer a file that is made when it is asked for."""
    viewer, language, options = current().viewer, current().language, Options(dialect=dialect())

    def content() -> bytes:
        return hand_over(form.key, handed, viewer=viewer, language=language, options=options).content

    _button(form, named(form, handed, language), content)


def _made(page: HandoverPage, handed: Handed, form: Format, order: list[str] | None) -> None:
    """Offer a file that takes a while: made on request, its progress shown in its row."""
    name = _name(page, handed, form, order)
    job = cast("Job[File] | None", cache.jobs().find(name))
    if page.making.get(form.key) != name or job is None:
        st.button(
            say("Save"),
            icon=":material/save_alt:",
            key=f"make-{_id(form)}",
            on_click=_begin,
            args=(page, handed, form, order),
        )
        return
    if job.busy and not job.wait(PATIENCE_SECONDS):
        st.fragment(_busy, run_every=_PACE_SECONDS)(job)
    elif job.phase == "done":
        _button(form, job.result.name, job.result.content)
        if name not in page.fetched:
            page.fetched.add(name)
            script.run(_FETCH, work=name, box=f".st-key-save-{_id(form)}")
    else:
        _failed(page, form, job)


def _busy(job: Job[File]) -> None:
    if not job.busy:
        st.rerun()
    cache.jobs().watch(job)
    st.html(html('<p class="handover-busy" role="status"><i></i>{words}</p>', words=say("Making it…")))


def _failed(page: HandoverPage, form: Format, job: Job[File]) -> None:
    with st.popover(say("Did not work"), icon=":material/error:", key=f"failed-{_id(form)}"):
        if job.error is not None:
            error_state(job.error)

        def again() -> None:
            cache.jobs().forget(job)
            page.making.pop(form.key, None)

        st.button(say("Try again"), icon=":material/refresh:", key=f"again-{_id(form)}", on_click=again)


def _begin(page: HandoverPage, handed: Handed, form: Format, order: list[str] | None) -> None:
    state = current()
    viewer, language = state.viewer, state.language
    options = Options(dialect(), page.template.content if page.template else None, order)
    name = _name(page, handed, form, order)

    def work(_progress: Progress, _cancelled: Cancel) -> File:
        return hand_over(form.key, handed, viewer=viewer, language=language, options=options)

    try:
        cache.jobs().start(name, work)
    except RayonError as error:
        state.problem = error
        return
    page.making[form.key] = name
    page.fetched.discard(name)


def _button(form: Format, name: str, content: object) -> None:
    st.download_button(
        say("Save"),
        content,  # type: ignore[arg-type]
        file_name=name,
        mime=form.mime,
        icon=":material/save_alt:",
        on_click="ignore",
        key=f"save-{_id(form)}",
    )


def _template(page: HandoverPage) -> None:
    """Ask for a company's own presentation, kept for the session."""
    label = say("Template") if page.template is None else plain(page.template.name[:24])
    with st.popover(label, icon=":material/palette:", key=f"template-{page.templates}", type="tertiary"):
        note(
            say("Slides take the layouts, fonts and colours of your own presentation (.pptx or .potx) until you close "
                "this window.")
        )  # fmt: skip
        widget = f"template-file-{page.templates}"

        def changed() -> None:
            given = st.session_state.get(widget)
            if given is not None:
                page.template = Given(given.name, given.getvalue())
                page.templates += 1

        with st.container(key="upload-template"):
            st.file_uploader(
                say("Your presentation"), ["pptx", "potx"], key=widget, on_change=changed, label_visibility="collapsed"
            )
        name_button("upload-template", widget)
        if page.template is not None:

            def without() -> None:
                page.template = None
                page.templates += 1

            st.button(say("Without template"), icon=":material/close:", key="no-template", on_click=without)


def _name(page: HandoverPage, handed: Handed, form: Format, order: list[str] | None) -> str:
    """Return a name for the work: the same file is the same work."""
    told = form.key in ("pptx", "pdf")
    asked = [page.scenario, handed.name, handed.version, form.key, current().language.code, order if told else None]
    digest = hashlib.sha256("\x1f".join(map(str, asked)).encode())
    if form.key == "pptx" and page.template is not None:
        digest.update(page.template.content)
    return f"file{digest.hexdigest()[:16]}"


def _id(form: Format) -> str:
    return form.key.replace(".", "-")
