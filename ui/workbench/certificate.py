"""What is proved of the plan and what is not, quietly below its figures; the title says the most of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geo.planning.certifying import Certified, at_once, certify
from geo.planning.handing_over import FORMATS
from geo.texts import Text, text
from ui import measures
from ui.components.markup import Html, html, joined, plain
from ui.components.states import error_boundary
from ui.downloads import offer
from ui.handover.keeping import handed_of
from ui.language import render, say
from ui.state import current
from ui.workbench.view import View


def certificate(view: View) -> None:
    """Show what is proved of a plan; of many customers it is worked out once it is asked for."""
    viewer = current().viewer
    label = render(certify(view.proposal, viewer=viewer).title) if at_once(view.proposal) else say("What is proved")
    with st.expander(plain(label), key="certificate", on_change="rerun") as part:
        if not part.open:
            return
        with error_boundary("certificate", text("The plan is as it was.")):
            _content(view, certify(view.proposal, viewer=viewer))


def _content(view: View, certified: Certified) -> None:
    parts = [_listed(certified.proved)]
    balanced = view.proposal.settings.measure
    if view.measure != balanced:
        about = say("This is about {measure}, which the plan balances.", measure=measures.name(balanced))
        parts.insert(0, html('<p class="note">{about}</p>', about=about))
    if certified.not_proved:
        parts += [html("<h3>{words}</h3>", words=say("Not proved")), _listed(certified.not_proved)]
    st.html(html('<div class="certificate">{parts}</div>', parts=joined(parts)))
    offer(handed_of(view), FORMATS["certificate.json"], say("Save as JSON"))


def _listed(sentences: Sequence[Text]) -> Html:
    return html("<ul>{items}</ul>", items=joined(html("<li>{words}</li>", words=render(one)) for one in sentences))
