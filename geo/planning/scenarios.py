"""Keep a proposal as a scenario, and put a scenario back on the desk."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

from geo.areas import Coverage
from geo.errors import StoreError
from geo.planning.assigning import reps_of_the_team
from geo.planning.datasets import open_dataset
from geo.planning.desk import Desk
from geo.planning.placed import own_measures, place, points
from geo.planning.proposal import Proposal
from geo.planning.settings import DesignSettings
from geo.sales import Team
from geo.store import Dataset, Scenario, Scenarios, Teams, Workspace, load_coverage, numbered, save_coverage, version_of
from geo.territories import Plan, decode_plan, encode_plan
from geo.texts import LANGUAGES, Language, Text, plural, text
from geo.viewer import Viewer

_OPEN = 8
"""Scenarios that are kept on the desk at a time, in a process."""


def keep_proposal(
    workspace: Workspace, dataset: Dataset, proposal: Proposal, *, viewer: Viewer, name: str | int | None = None
) -> Scenario:
    """
    Keep a proposal as a scenario that can be edited; the same proposal that nobody has touched yet is kept once.

    Parameters
    ----------
    workspace
        Where to keep it.
    dataset
        The list it was made for.
    proposal
        The plan as it was made.
    viewer
        Who asks. Only a manager plans.
    name
        What to call it, as somebody typed it; else a number, which each reader reads as "Proposal 1", "Voorstel 1";
        without one, the first that is free in its list.
    """
    viewer.require_manager()
    scenarios = Scenarios(workspace)
    version = version_of(workspace, dataset.id)
    origin = _origin(dataset, proposal)
    alike = scenarios.list(version.series)
    for known in alike:
        if known.head == 1 and known.about.get("origin") == origin:
            return known
    save_coverage(workspace, proposal.plan.coverage)
    team = Teams(workspace).latest(version.series)
    plan = _written_down(proposal, None if team is None else team.team)
    if name is None:
        name = free_number([*alike, *scenarios.list(version.series, deleted=True)])
    number = {"number": name} if isinstance(name, int) else {}
    return scenarios.create(
        series=version.series,
        dataset=dataset.id,
        coverage=plan.coverage.fingerprint,
        name=str(numbered(name)) if isinstance(name, int) else name,
        about={
            "origin": origin,
            "settings": asdict(proposal.settings),
            "lower_bound": proposal.lower_bound,
            "seconds": dict(proposal.seconds),
            "stopped": proposal.stopped,
            **number,
        },
        state=encode_plan(plan),
        words=made_words(plan),
        author=viewer.rep or viewer.role,
        next_territory=max((t.id for t in plan.territories), default=0) + 1,
    )


def free_number(known: Sequence[Scenario]) -> int:
    """Return the first number by which no scenario is called yet, in any language."""
    taken = {scenario.name for scenario in known}
    return next(
        n
        for n in range(1, len(LANGUAGES) * len(known) + 2)
        if taken.isdisjoint(Language(code).render(numbered(n)) for code in LANGUAGES)
    )


def made_words(plan: Plan) -> Text:
    """Say what a scenario began with."""
    return plural("Made {count} territory", "Made {count} territories", len(plan))


class Desks:
    """
    The scenarios of this process that are open, shared by its pages and routes; safe for many threads.

    Parameters
    ----------
    workspace
        Where they are kept.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._open: OrderedDict[str, Desk] = OrderedDict()
        self._coverages: OrderedDict[str, Coverage] = OrderedDict()
        self._laying: dict[str, Lock] = {}
        self._lock = Lock()

    def open(self, scenario_id: str, viewer: Viewer) -> Desk:
        """
        Return a scenario on the desk.

        Raises
        ------
        StoreError
            Where there is no such scenario, it was deleted, or what it stands on is damaged.
        NotAllowedError
            Where a rep asks.
        """
        viewer.require_manager()
        with self._lock:
            laying = self._laying.setdefault(scenario_id, Lock())
        # One at a time lays a scenario out, while all others are to be had.
        with laying:
            with self._lock:
                desk = self._open.get(scenario_id)
            try:
                if desk is None:
                    desk = self._laid_out(scenario_id, viewer)
                else:
                    _require_kept(desk.scenario)
            finally:
                with self._lock:
                    self._laying.pop(scenario_id, None)
        with self._lock:
            desk = self._open.setdefault(scenario_id, desk)
            self._open.move_to_end(scenario_id)
            while len(self._open) > _OPEN:
                self._open.popitem(last=False)
        return desk

    def _laid_out(self, scenario_id: str, viewer: Viewer) -> Desk:
        scenarios = Scenarios(self._workspace)
        scenario = scenarios.find(scenario_id)
        _require_kept(scenario)
        dataset = open_dataset(self._workspace, scenario.dataset, viewer=viewer)
        coverage = self._coverage(scenario.coverage)
        state, _ = scenarios.stored(scenario_id, 1)
        about = cast("dict[str, Any]", scenario.about)
        settings = _settings(about["settings"])
        customers = dataset.customers
        first = Proposal.of(
            settings,
            decode_plan(state, coverage),
            customers,
            place(coverage, customers),
            points(customers),
            own_measures(customers, settings.measure),
            float(about["lower_bound"]),
            about["seconds"],
            stopped=bool(about.get("stopped", False)),
        )
        return Desk(scenarios, scenario, first)

    def _coverage(self, fingerprint: str) -> Coverage:
        """Return a coverage, the same object for all scenarios that stand on it."""
        with self._lock:
            found = self._coverages.get(fingerprint)
        if found is None:
            found = load_coverage(self._workspace, fingerprint)
        with self._lock:
            found = self._coverages.setdefault(fingerprint, found)
            self._coverages.move_to_end(fingerprint)
            while len(self._coverages) > _OPEN:
                self._coverages.popitem(last=False)
        return found


def desks_of(workspace: Workspace) -> Desks:
    """Return the open scenarios of a workspace in this process."""
    return _desks(workspace.root.absolute())


@cache
def _desks(root: Path) -> Desks:
    return Desks(Workspace(root))


def _require_kept(scenario: Scenario) -> None:
    if scenario.deleted is not None:
        raise StoreError(
            text("The scenario '{name}' was deleted.", name=scenario.called), text("Restore it to work on it.")
        )


def _written_down(proposal: Proposal, team: Team | None) -> Plan:
    """
    Return the plan with its colours and representatives written down, so that an edit changes none by itself.

    A plan that was made for the team has its representatives, by capacity; else those whose work territories continue.
    """
    reps = (reps_of_the_team(proposal, team) if team is not None else None) or proposal.reps
    territories = tuple(
        replace(t, colour=colour, rep=rep)
        for t, colour, rep in zip(proposal.plan.territories, proposal.colours, reps, strict=True)
    )
    return replace(proposal.plan, territories=territories)


def _origin(dataset: Dataset, proposal: Proposal) -> str:
    asked = f"{dataset.id}\x1f{proposal.settings!r}\x1f"
    return hashlib.sha256(asked.encode() + encode_plan(proposal.plan)).hexdigest()[:16]


def _settings(kept: dict[str, Any]) -> DesignSettings:
    capacities = kept["capacities"]
    return DesignSettings(**{**kept, "capacities": None if capacities is None else tuple(capacities)})
