"""What one visitor has chosen: one typed state, kept in the session and mirrored in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.errors import RayonError
from geo.planning import DesignSettings
from geo.texts import ENGLISH, Language, Text
from geo.viewer import MANAGER, Viewer
from ui import address
from ui.address import Address
from ui.jobs import Job
from ui.remember import complete, remember, remembered, replace

_KEY = "rayon"
_SURE = {"lang", "dataset", "job", "scenario", "show", "work", "before", "after"}
"""Parameters of an address that can always be read."""


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
    scenario
        Name of the scenario that is open.
    at
        Number of the version that is looked at, None for the last, which can be edited.
    measure
        Measure in which the scenario is shown, None for the one that it balances.
    today
        Whether map and table show how things are today instead.
    plan
        Settings of a plan that is being made.
    former
        Name of the scenario that was open before a plan was asked for, to return to.
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
        Id of the chosen territory.
    chosen_on_map
        Counts the choices on the map, after each of which the table forgets its own.
    chosen_here
        Counts the choices on the page, of each of which the map is told once.
    pointed_at
        Areas of the scenario that the map was asked last to show.
    pointings
        Counts how often it was asked to, each of which it is told once.
    work
        Name of the work on the scenario that is under way.
    windows
        Marks of the map's windows, of this scenario, in which a stroke was refused; what became of it is told here.
    before, after
        What is compared, as `ui.address` writes it; None for what is usual.
    pair
        Position of the territory of the second division that was chosen on a map of the comparison.
    deleted
        Name of the scenario that was deleted last, to be offered back.
    agreed
        Number of the agreement on the plan that was made here last, to be offered back.
    notice
        What was done last and still has to be told, in passing.
    history
        Whether the history is to be opened.
    proof
        Whether what is proved of the plan is open, whatever plan, edit or language it is shown in.
    proof_sought
        Whether it was opened just now and still has to be brought to where it is seen.
    forms
        Counts the forms that were sent, after each of which they forget what was written.
    head
        The scenario that the panel showed last, and the number of its last version then.
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
    scenario: str | None = None
    at: int | None = None
    measure: str | None = None
    today: bool = False
    plan: DesignSettings | None = None
    former: str | None = None
    tried: DesignSettings | None = None
    job: str | None = None
    file: str | None = None
    imports: int = 0
    draft: dict[str, object] = field(default_factory=dict)
    selected: int | None = None
    chosen_on_map: int = 0
    chosen_here: int = 0
    pointed_at: tuple[int, ...] = ()
    pointings: int = 0
    work: str | None = None
    windows: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None
    pair: int | None = None
    deleted: str | None = None
    agreed: int | None = None
    notice: Text | None = None
    history: bool = False
    proof: bool = False
    proof_sought: bool = False
    forms: int = 0
    head: tuple[str, int] | None = None
    problem: RayonError | None = None
    edition: int = 0
    run: int = 0
    _job: Job[Any] | None = None
    _seen: dict[str, str] = field(default_factory=dict)
    _led: dict[str, str] = field(default_factory=dict)
    _led_to: dict[str, str] = field(default_factory=dict)

    def open_dataset(self, name: str) -> None:
        """Turn to another list; a plan of the former one does not belong to it."""
        if name != self.dataset:
            self._forget_plan()
        self.dataset, self.job, self.problem = name, None, None

    def close_dataset(self) -> None:
        """Turn away from the list that is open; it stays in the workspace."""
        self.dataset, self.problem = None, None
        self._forget_plan()

    def wait_for(self, job: Job[Any] | None) -> None:
        """Take note of the long work whose end this window waits for, whoever asks for the same meanwhile."""
        self._job = job

    def waiting(self, name: str) -> Job[Any] | None:
        """Return the long work of a name that this window waits for, None where it waits for none of it."""
        return self._job if self._job is not None and self._job.name == name else None

    def settle(self) -> None:
        """Take note that the last problem was read."""
        self.problem = None

    def ask(self, plan: DesignSettings) -> None:
        """Ask for a plan."""
        if self.plan is None:
            self.former = self.scenario
        self._turn_to(None)
        self.plan, self.problem = plan, None

    def fall_back(self, problem: RayonError | None) -> None:
        """Return to the scenario that was open before a plan that could not be made, or was stopped."""
        self.tried = self.plan
        self._turn_to(self.former)
        self.plan, self.former, self.problem = None, None, problem

    def keep(self, scenario: str) -> None:
        """Turn to the scenario that the plan asked for has become; the address with its settings leads to it."""
        self._led = address.write(self.address)
        self.open_scenario(scenario)
        self._led_to = address.write(self.address)

    def arrive(self, dataset: str | None = None) -> None:
        """Turn from work that is over to the list that it brought, if any; the address that names it leads on."""
        self._led = address.write(self.address)
        self.job, self.work, self._job = None, None, None
        if dataset is not None:
            self.open_dataset(dataset)
        self._led_to = address.write(self.address)

    def open_scenario(self, scenario: str | None) -> None:
        """Turn to a scenario of the list that is open, or to none."""
        self._turn_to(scenario)
        self.plan, self.former, self.tried, self.problem = None, None, None, None
        self.draft = {}
        self.edition += 1

    def look_at(self, version: int | None) -> None:
        """Look at an earlier version of the scenario, or at the last one again."""
        self.at, self.problem = version, None

    @property
    def elsewhere(self) -> bool:
        """Whether the state has left what the address says: then all of the page is out of date."""
        return address.write(self.address) != self._seen

    def compare(self, before: str | None, after: str | None) -> None:
        """Turn to two divisions to be compared."""
        self.before, self.after, self.pair = before, after, None

    def open_history(self) -> None:
        """Open the history; the menu it was asked from closes."""
        self.history = True
        self.forms += 1

    def sent(self, notice: Text | None) -> None:
        """Take note that a form was sent and did what it says."""
        self.notice, self.problem = notice, None
        self.forms += 1

    def choose(self, territory: int | None) -> None:
        """Choose a territory on the page."""
        self.selected = territory
        self.chosen_here += 1

    def point_at(self, areas: Sequence[int]) -> None:
        """Have the map show some areas of the scenario."""
        self.pointed_at = tuple(int(area) for area in areas)
        self.pointings += 1

    def choose_on_map(self, territory: int | None) -> None:
        """Choose a territory by a click on the map."""
        self.selected = territory
        self.chosen_on_map += 1

    @property
    def address(self) -> Address:
        """The part of the state that the address holds."""
        return Address(
            language=self.language.code,
            dataset=self.dataset,
            plan=self.plan,
            job=self.job,
            scenario=self.scenario,
            at=self.at,
            measure=self.measure,
            work=self.work,
            before=self.before,
            after=self.after,
        )

    def take(self, query: dict[str, str], usual_language: str) -> None:
        """Take over what an address says."""
        self.problem = None
        try:
            said = address.read(query)
        except RayonError as error:
            said = address.read({k: v for k, v in query.items() if k in _SURE})
            self.problem = error
        self.language = Language(said.language or usual_language)
        same = said.scenario is not None and said.scenario == self.scenario
        chosen, windows = (self.selected, self.windows) if same else (None, ())
        self._forget_plan()
        self.dataset, self.plan, self.job = said.dataset, said.plan, said.job
        self.scenario, self.at, self.measure, self.selected = said.scenario, said.at, said.measure, chosen
        self.work, self.windows = said.work, windows
        self.compare(said.before, said.after)
        self._seen = query

    def _forget_plan(self) -> None:
        self._turn_to(None)
        self.plan, self.former, self.tried = None, None, None
        self.draft = {}
        self.compare(None, None)
        self.edition += 1

    def _turn_to(self, scenario: str | None) -> None:
        self.scenario, self.at, self.measure, self.selected = scenario, None, None, None
        self.today = False
        self.work, self.notice, self.deleted, self.windows = None, None, None, ()
        self.agreed = None


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
    elif query and query not in (state._seen, state._led):
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
    # What the browser replaced by itself is not known here until it asks anew.
    leads_on = shown == state._led and wanted == state._led_to
    with memory.container():
        remember(wanted)
        if not shown:
            complete(wanted, state.run)
        elif leads_on:
            replace(wanted, state.run)
    if shown and shown != wanted and not leads_on:
        st.query_params.from_dict(wanted)
    state._seen = wanted
