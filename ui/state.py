"""What one visitor has chosen: one typed state, kept in the session and mirrored in the address."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.errors import RayonError
from geo.planning import DesignSettings
from geo.texts import ENGLISH, Language
from geo.viewer import MANAGER, Viewer
from ui import address
from ui.address import Address
from ui.remember import complete, remember, remembered

_KEY = "rayon"


@dataclass
class AppState:
    """
    State of one visitor's window.

    Parameters
    ----------
    language
        Language of the pages.
    viewer
        Who looks; on one's own machine the manager.
    dataset
        Name of the imported list that is open.
    plan
        Settings of the plan that was asked for.
    former
        Settings of the plan before, to return to.
    tried
        Settings of a plan that could not be made, to be mended.
    job
        Name of the import that is under way.
    file
        Name of the file that was given last, to be named where it cannot be used.
    imports
        Counts the imports, after each of which the uploader forgets its file.
    draft
        Settings under the hand that were not asked for yet, by name; kept from page to page.
    selected
        Number of the chosen territory, from 0.
    chosen_on_map
        Counts the choices on the map, after each of which the table forgets its own.
    problem
        What went wrong last and still has to be told.
    edition
        Rises when the state is taken from an address, so that widgets forget what they showed.
    run
        Counts the runs of the script.
    """

    language: Language = ENGLISH
    viewer: Viewer = MANAGER
    dataset: str | None = None
    plan: DesignSettings | None = None
    former: DesignSettings | None = None
    tried: DesignSettings | None = None
    job: str | None = None
    file: str | None = None
    imports: int = 0
    draft: dict[str, object] = field(default_factory=dict)
    selected: int | None = None
    chosen_on_map: int = 0
    problem: RayonError | None = None
    edition: int = 0
    run: int = 0
    _seen: dict[str, str] = field(default_factory=dict)

    def open_dataset(self, name: str) -> None:
        """Turn to another list; a plan of the former one does not belong to it."""
        if name != self.dataset:
            self._forget_plan()
        self.dataset, self.job, self.problem = name, None, None

    def close_dataset(self) -> None:
        """Turn away from the list that is open; it stays in the workspace."""
        self.dataset, self.problem = None, None
        self._forget_plan()

    def settle(self) -> None:
        """Take note that the last problem was read."""
        self.problem = None

    def ask(self, plan: DesignSettings) -> None:
        """Ask for a plan."""
        if plan != self.plan:
            self.selected, self.former = None, self.plan
        self.plan, self.problem = plan, None

    def fall_back(self, problem: RayonError | None) -> None:
        """Return to the plan before the one that could not be made, or was stopped."""
        self.tried = self.plan
        self.plan, self.former, self.problem = self.former, None, problem

    def choose_on_map(self, territory: int | None) -> None:
        """Choose a territory by a click on the map."""
        self.selected = territory
        self.chosen_on_map += 1

    @property
    def address(self) -> Address:
        """The part of the state that the address holds."""
        return Address(self.language.code, self.dataset, self.plan, self.job)

    def take(self, query: dict[str, str], usual_language: str) -> None:
        """Take over what an address says."""
        self.problem = None
        try:
            said = address.read(query)
        except RayonError as error:
            said = address.read({k: v for k, v in query.items() if k in {"lang", "dataset", "job"}})
            self.problem = error
        self.language = Language(said.language or usual_language)
        self._forget_plan()
        self.dataset, self.plan, self.job = said.dataset, said.plan, said.job
        self._seen = query

    def _forget_plan(self) -> None:
        self.plan, self.former, self.tried = None, None, None
        self.draft, self.selected = {}, None
        self.edition += 1


def begin() -> AppState:
    """
    Return the state at the start of a run.

    An address that the visitor changed (opened, edited, gone back to) wins over the session; one without parameters
    does not, and in a new window stands for what the browser remembers.
    """
    query = st.query_params.to_dict()
    state = st.session_state.get(_KEY)
    if not isinstance(state, AppState):
        state = AppState()
        state.take(query or remembered(), "nl" if (st.context.locale or "").lower().startswith("nl") else "en")
        st.session_state[_KEY] = state
    elif query and query != state._seen:
        state.take(query, state.language.code)
    state.run += 1
    return state


def current() -> AppState:
    """Return the state within a run."""
    state = st.session_state[_KEY]
    assert isinstance(state, AppState)
    return state


def mirror(memory: DeltaGenerator) -> None:
    """
    Write the state into the address and the browser's memory where they say something else.

    Parameters
    ----------
    memory
        A place on the page, not to be seen, for the script that makes the browser remember.
    """
    state = current()
    wanted, shown = address.write(state.address), st.query_params.to_dict()
    with memory.container():
        remember(wanted)
        if not shown:
            complete(wanted, state.run)
    if shown and shown != wanted:
        st.query_params.from_dict(wanted)
    state._seen = wanted
