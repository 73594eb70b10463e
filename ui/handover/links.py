"""Links that show a plan to others: make one, see which there are, take one back."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from urllib.parse import urlsplit

import streamlit as st

from geo.errors import RayonError
from geo.http import links_url
from geo.planning.links import LONGEST, links_of, make_link, revoke_link
from geo.store import Link
from geo.texts import LANGUAGES, Day, Text, text
from ui import cache, script
from ui.components.copying import copyable
from ui.components.markup import html, plain
from ui.components.states import banner, error_state
from ui.components.text import note, section
from ui.handover.keeping import HandoverPage
from ui.language import render, say
from ui.state import current
from ui.workbench.moments import moment
from ui.workbench.view import View

_SEEN = """
(function show(tries) {  // of link $link
  document.querySelector(".st-key-linkmade")?.scrollIntoView({ block: "nearest" });
  if (tries) setTimeout(show, 200, tries - 1);
})(3);
"""
"""Whatever stands above it: an address that is shown once is brought to where it is seen."""
_USUAL_DAYS = 30
_SHOWN = 20


def links(page: HandoverPage, view: View) -> None:
    """Show the links of a scenario and the way to another."""
    section(say("Links"), say("for those who have no program"))
    if page.problem is not None:
        error_state(page.problem)
    _where_they_open()
    if page.made is not None:
        _shown_once(page, *page.made)
    _form(page, view)
    found = links_of(cache.workspace(), view.desk.id, viewer=current().viewer)
    for link in found[:_SHOWN]:
        _row(page, link)
    if len(found) > _SHOWN:
        note(say("and {count} more", count=len(found) - _SHOWN))


def _form(page: HandoverPage, view: View) -> None:
    reps = sorted({rep for rep in view.proposal.reps if rep})
    kinds: dict[str, str] = {"present": say("The meeting")}
    if reps:
        kinds["area"] = say("A representative")
    kind = st.segmented_control(
        say("For whom"), list(kinds), default="present", required=True, format_func=kinds.__getitem__, key="link-kind"
    )
    rep = st.selectbox(say("Representative"), reps, key="link-rep") if kind == "area" else None
    with st.container(key="linkform", horizontal=True, vertical_alignment="bottom", gap="small"):
        days = st.number_input(say("Days it lasts"), 1, LONGEST, _USUAL_DAYS, key="link-days", width=130)
        language = st.selectbox(
            say("Language"),
            LANGUAGES,
            index=LANGUAGES.index(current().language.code),
            format_func=str.upper,
            key=f"link-language-{current().language.code}",
            width=90,
        )
        st.button(
            say("Make link"),
            icon=":material/add_link:",
            key="link-make",
            on_click=_make,
            args=(page, view, kind, rep, str(language), int(days)),
        )
    if kind == "area":
        note(say("It shows this representative their own customers and nobody else's."))
    else:
        note(say("It shows figures, territories and customers as points without names."))


def _make(page: HandoverPage, view: View, kind: str, rep: str | None, language: str, days: int) -> None:
    page.made, page.problem = None, None
    try:
        link, secret = make_link(
            cache.workspace(),
            viewer=current().viewer,
            scenario=view.desk.id,
            kind="area" if kind == "area" else "present",
            rep=rep,
            language=language,
            days=days,
        )
        page.made = link, f"{_begin()}/l/{secret}"
    except RayonError as error:
        page.problem = error


def _shown_once(page: HandoverPage, link: Link, address: str) -> None:
    with st.container(key="linkmade", gap="small"):
        st.html(html('<p class="handover-once"><strong>{words}</strong></p>', words=say("Copy this address now")))
        copyable(address, "link-address")
        note(say("It is shown this once. Whoever has it sees what it shows, until {day}.", day=Day(link.expires)))

        def seen() -> None:
            page.made = None

        st.button(say("I have it"), icon=":material/check:", key="link-seen", on_click=seen)
    script.run(_SEEN, link=str(link.id))


def _row(page: HandoverPage, link: Link) -> None:
    words, open_still = _state(link)
    whose = say("The meeting") if link.rep is None else link.rep
    opened = say("never opened") if link.opened is None else say("opened {moment}", moment=moment(link.opened))
    with st.container(key=f"link-{link.id}", horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.html(
            html(
                '<div class="handover-link {tone}"><strong>{whose}</strong>'
                "<p>{state} · {opened} · {language}</p></div>",
                tone="open" if open_still else "over",
                whose=whose,
                state=render(words),
                opened=opened,
                language=link.language.upper(),
            )
        )
        if open_still:
            with st.popover(say("Take back"), type="tertiary", key=f"back-{link.id}"):
                note(
                    say(
                        "The link then shows nothing any more, for good. A page that is open stays until it is loaded "
                        "anew."
                    )
                )
                st.button(
                    say("Take it back"),
                    icon=":material/link_off:",
                    key=f"revoke-{link.id}",
                    help=plain(whose),
                    on_click=_revoke,
                    args=(page, link),
                )


def _revoke(page: HandoverPage, link: Link) -> None:
    try:
        revoke_link(cache.workspace(), link.id, viewer=current().viewer)
        page.problem = None
        if page.made is not None and page.made[0].id == link.id:
            page.made = None
    except RayonError as error:
        page.problem = error


def _state(link: Link) -> tuple[Text, bool]:
    """Say whether a link still opens, and until when."""
    if link.revoked is not None:
        return text("taken back on {day}", day=Day(link.revoked)), False
    if link.expires <= datetime.now(UTC):
        return text("ended on {day}", day=Day(link.expires)), False
    return text("valid until {day}", day=Day(link.expires)), True


def _begin() -> str:
    """Return what links begin with: as others reach them, else as this window reaches the program."""
    beyond = links_url()
    if beyond is not None:
        return beyond
    here = urlsplit(st.context.url or "")
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    root = f"{here.scheme}://{here.netloc}" if here.netloc else f"http://127.0.0.1:{st.get_option('server.port')}"
    return f"{root}/{base}" if base else root


def _where_they_open() -> None:
    """Say where links open, and how to let others in where they do not."""
    url = links_url()
    if url is None:
        banner(
            text(
                "Links open only on this machine. For others to open them, start Rayon with RAYON_LINKS_URL and "
                "RAYON_LINKS_ADDRESS set, then make the link; docs/links.md says how."
            )
        )
    elif not os.environ.get("RAYON_LINKS_ADDRESS", "").strip():
        banner(
            text(
                "Links begin with {url}, but this program answers nobody there: RAYON_LINKS_ADDRESS is not set. "
                "docs/links.md says how.",
                url=url,
            )
        )
