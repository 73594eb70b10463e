"""What is said where an earlier version is looked at, and the ways back from it."""

from __future__ import annotations

import streamlit as st

from geo.errors import RayonError
from ui.components.markup import html
from ui.language import say
from ui.state import current
from ui.workbench.history import restore
from ui.workbench.view import View


def earlier_banner(view: View) -> None:
    """Say which version is shown, where it is not the last, and offer the last one or to restore this one."""
    if not view.earlier:
        return
    with st.container(key="earlier"):
        st.html(
            html(
                '<div class="banner" role="status"><strong>{version}</strong> {about}</div>',
                version=say("Version {n} of {head}", n=view.version, head=view.head),
                about=say("This is how the plan was; it cannot be edited here."),
            )
        )
        with st.container(horizontal=True):
            st.button(say("Back to version {n}", n=view.head), on_click=current().look_at, args=(None,), key="back")
            st.button(say("Restore version {n}", n=view.version), on_click=_restore, args=(view,), key="restore-shown")


def _restore(view: View) -> None:
    try:
        restore(view, view.version)
    except RayonError as error:
        current().problem = error
