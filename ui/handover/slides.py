"""Present a plan: which slides, in which order."""

from __future__ import annotations

import streamlit as st

from geo.planning.presenting import presentations_of
from ui import cache
from ui.components.markup import html, plain
from ui.components.text import note, section
from ui.handover import present_address
from ui.handover.keeping import HandoverPage
from ui.language import say
from ui.state import current
from ui.workbench.view import View


def slide_titles(view: View) -> dict[str, str]:
    """Return the title of each slide by its key, in the order in which they come."""
    state = current()
    shown = presentations_of(cache.workspace()).show(
        view.desk.id, viewer=state.viewer, language=state.language, at=view.version
    )
    return {slide.key: slide.title for slide in shown.deck.slides}


def present(page: HandoverPage, view: View, titles: dict[str, str]) -> None:
    """Show the slides, to be moved or left out, and the way to present them."""
    keys = list(titles)
    shown = page.shown(keys)
    section(say("Present"), say("{n} of {all} slides", n=len(shown), all=len(keys)))
    st.link_button(
        say("Start presenting"),
        _address(page, view, keys),
        type="primary" if page.division is None else "secondary",
        icon=":material/slideshow:",
        disabled=not shown,
        help=say("Opens in another tab; keys → and ← turn the slides, O shows all."),
    )
    with st.container(key="slides", height=min(340, 44 * len(keys) + 20), gap=None):
        for number, key in enumerate(page.arranged(keys), start=1):
            _slide(page, keys, key, titles[key], number)
    if page.order is not None or page.left_out:
        st.button(say("All slides as they come"), icon=":material/restart_alt:", type="tertiary", key="slides-anew",
                  on_click=_anew, args=(page,))  # fmt: skip
    note(say("The order holds for presenting, PowerPoint and PDF."))


def _slide(page: HandoverPage, keys: list[str], key: str, title: str, number: int) -> None:
    out = key in page.left_out
    with st.container(key=f"slide-{key}", horizontal=True, wrap=False, vertical_alignment="center", gap=None):
        st.html(
            html(
                '<p class="{tone}"><span>{number}</span>{title}</p>',
                tone="handover-slide out" if out else "handover-slide",
                number=number,
                title=title,
            )
        )
        for name, icon, label, by, still in (
            ("up", ":material/arrow_upward:", say("Move up"), -1, number == 1),
            ("down", ":material/arrow_downward:", say("Move down"), 1, number == len(keys)),
        ):
            st.button(
                f"{label}: {plain(title)}",
                icon=icon,
                type="tertiary",
                key=f"{name}-{key}",
                disabled=still,
                on_click=page.move,
                args=(keys, key, by),
            )
        turned = say("Take in again") if out else say("Leave out")
        st.button(
            f"{turned}: {plain(title)}",
            icon=":material/visibility_off:" if out else ":material/visibility:",
            type="tertiary",
            key=f"out-{key}",
            on_click=page.leave_out,
            args=(key, not out),
        )


def _address(page: HandoverPage, view: View, keys: list[str]) -> str:
    query = {"lang": current().language.code}
    asked = page.asked(keys)
    if asked is not None:
        query["order"] = ",".join(asked)
    if view.earlier:
        query["at"] = str(view.version)
    return present_address(view.desk.id, query)


def _anew(page: HandoverPage) -> None:
    page.order = None
    page.left_out.clear()
