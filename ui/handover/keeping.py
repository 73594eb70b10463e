"""What one window shows of a hand-over, beside what stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from geo.errors import RayonError
from geo.planning.handed import Handed
from geo.planning.reading_back import ReadBack
from geo.store import Link
from ui.jobs import Job
from ui.language import render
from ui.state import current
from ui.workbench.view import View

_KEY = "handover-page"


@dataclass(frozen=True)
class Given:
    """A file that was given: its name and its content."""

    name: str
    content: bytes


@dataclass
class HandoverPage:
    """
    What one window shows of the hand-over of a scenario.

    Parameters
    ----------
    scenario
        Name of the scenario it is about.
    run
        Number of the run in which it was shown last.
    making
        Keys of the files that were asked for here, each with the name of its work.
    fetched
        Names of work whose file was handed to the browser.
    template
        A company's own presentation.
    templates
        Counts the templates that were given, after each of which the uploader forgets its file.
    order
        Keys of the slides in the order that was chosen, None for the one they come in.
    left_out
        Keys of the slides that are left out.
    made
        The link that was made last, with its address, which is shown this once.
    problem
        What could not be done with links.
    division
        A division that was given to be read.
    divisions
        Counts them, after each of which the uploader forgets its file.
    reading
        The reading of it that this window waits for, whoever asks for the same meanwhile.
    """

    scenario: str = ""
    run: int = 0
    making: dict[str, str] = field(default_factory=dict)
    fetched: set[str] = field(default_factory=set)
    template: Given | None = None
    templates: int = 0
    order: tuple[str, ...] | None = None
    left_out: set[str] = field(default_factory=set)
    made: tuple[Link, str] | None = None
    problem: RayonError | None = None
    division: Given | None = None
    reading: Job[ReadBack] | None = None
    divisions: int = 0

    def arranged(self, keys: Sequence[str]) -> list[str]:
        """Return the slides there are in the order that was chosen, new ones at the end."""
        chosen = [key for key in self.order or () if key in keys]
        return [*chosen, *(key for key in keys if key not in chosen)]

    def shown(self, keys: Sequence[str]) -> list[str]:
        """Return the slides that are shown, in their order."""
        return [key for key in self.arranged(keys) if key not in self.left_out]

    def asked(self, keys: Sequence[str]) -> list[str] | None:
        """Return the slides that are to be asked for, None where they are all as they come."""
        shown = self.shown(keys)
        return None if shown == list(keys) else shown

    def move(self, keys: Sequence[str], key: str, by: int) -> None:
        """Move a slide up or down."""
        order = self.arranged(keys)
        at = order.index(key)
        to = min(max(at + by, 0), len(order) - 1)
        order.insert(to, order.pop(at))
        self.order = tuple(order)

    def leave_out(self, key: str, out: bool) -> None:
        """Leave a slide out, or take it in again."""
        (self.left_out.add if out else self.left_out.discard)(key)


def page_of(scenario: str) -> HandoverPage:
    """Return what this window shows of the hand-over of a scenario; a company's template stays for all of them."""
    page = st.session_state.get(_KEY)
    run = current().run
    if not isinstance(page, HandoverPage) or page.scenario != scenario:
        kept = page.template if isinstance(page, HandoverPage) else None
        page = HandoverPage(scenario, template=kept)
        st.session_state[_KEY] = page
    if run > page.run + 1:
        # Another page was looked at meanwhile: what was to be seen once has been seen.
        page.made, page.problem = None, None
    page.run = run
    return page


def handed_of(view: View) -> Handed:
    """Return the plan on the page to be handed over."""
    (revision,) = view.desk.history(before=view.version + 1, limit=1)
    return Handed(view.proposal, render(view.desk.scenario.called), view.version, revision.at)
