"""What is proved of the plan and what is not, below its figures: a sentence at once, and the rest once it is opened."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geo.planning.certifying import Certified, at_once, certify
from geo.planning.handing_over import FORMATS
from geo.texts import Text, text
from ui import script
from ui.components.markup import Html, html, joined, plain
from ui.components.states import error_boundary
from ui.downloads import offer
from ui.handover.keeping import handed_of
from ui.language import render, say
from ui.state import current
from ui.workbench.view import View

KEY = "certificate-open"
_SEEN = """
(function show(tries) {
  document.querySelector(".st-key-certificate")?.scrollIntoView({ block: "nearest" });
  if (tries) setTimeout(show, 120, tries - 1);
})(3);
"""
"""Below many territories it would open out of sight; it takes a moment to unfold."""


def certificate(view: View) -> None:
    """Show what is proved of a plan; of many customers it is worked out once it is asked for."""
    state = current()
    with st.container(key="certificate", gap="xsmall"):
        if at_once(view.proposal):
            _sentence(certify(view.proposal, viewer=state.viewer))
        # A label in another language makes it another widget, which is to be as the former was.
        st.session_state[KEY] = state.proof
        with st.expander(plain(say("What is proved")), key=KEY, on_change=_turned) as part:
            if not part.open:
                return
            with error_boundary("certificate", text("The plan is as it was.")):
                _content(view, certify(view.proposal, viewer=state.viewer))
    if state.proof_sought:
        state.proof_sought = False
        script.run(_SEEN)


def _turned() -> None:
    state = current()
    state.proof = state.proof_sought = bool(st.session_state[KEY])


def _sentence(certified: Certified) -> None:
    outside = bool(certified.certificate.outside)
    tone, mark = ("wrong", "!") if certified.faulty else ("attention", "!") if outside else ("", "")
    st.html(
        html(
            '<p class="certified {tone}"><span aria-hidden="true">{mark}</span>{words}</p>',
            tone=tone,
            mark=mark,
            words=render(certified.title),
        )
    )


def _content(view: View, certified: Certified) -> None:
    parts = [_listed(certified.proved)]
    if view.measure != view.proposal.settings.measure:
        about = say("This is about {measure}, which the plan balances.", measure=certified.measure)
        parts.insert(0, html('<p class="note">{about}</p>', about=about))
    if certified.not_proved:
        parts += [html("<h3>{words}</h3>", words=say("Not proved")), _listed(certified.not_proved)]
    st.html(html('<div class="certificate">{parts}</div>', parts=joined(parts)))
    handed = handed_of(view)
    with st.container(key="certificate-files", horizontal=True, gap="medium"):
        offer(handed, FORMATS["certificate.txt"], say("Save as text"))
        offer(handed, FORMATS["certificate.json"], say("Save as JSON"))


def _listed(sentences: Sequence[Text]) -> Html:
    return html("<ul>{items}</ul>", items=joined(html("<li>{words}</li>", words=render(one)) for one in sentences))
