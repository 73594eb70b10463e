"""The plan of a customer list: which version of which proposal was agreed, for who plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from geo.planning.trail import Trail
from geo.store import Agreed, Agreement, Scenario, Scenarios, Workspace, version_of
from geo.viewer import Viewer


@dataclass(frozen=True)
class AgreedPlan:
    """
    What is the plan of a list.

    Parameters
    ----------
    scenario
        The scenario, as it is now.
    revision
        Number of the version of it that was agreed.
    since
        Since when it is the plan, UTC.
    author
        Who agreed.
    changed
        Whether edits stand that were made after that version, or some that it had were taken back.
    """

    scenario: Scenario
    revision: int
    since: datetime
    author: str
    changed: bool

    def is_version(self, scenario: str, revision: int | None) -> bool:
        """Return whether a version of a scenario is the plan, None for the last one as it stands."""
        if scenario != self.scenario.id:
            return False
        return not self.changed if revision is None else revision == self.revision


@dataclass(frozen=True)
class AgreedVersion:
    """
    Which version of a scenario is the plan.

    Parameters
    ----------
    revision
        Its number.
    changed
        Whether edits stand that were made after it, or some that it had were taken back.
    """

    revision: int
    changed: bool


@dataclass(frozen=True)
class AgreedState:
    """
    How it stands with the plan of a list.

    Parameters
    ----------
    plan
        The plan, None where there is none.
    number
        Number of the last agreement, which the next one starts from; 0 for none.
    """

    plan: AgreedPlan | None
    number: int


def agreed_state(workspace: Workspace, dataset_id: str, *, viewer: Viewer) -> AgreedState:
    """
    Return how it stands with the plan of a list, the same for all its versions.

    Raises
    ------
    NotAllowedError
        Where anyone but a manager asks.
    """
    viewer.require_manager()
    return _state(workspace, Agreed(workspace).latest(_series(workspace, dataset_id)))


def agreed_version(workspace: Workspace, scenario: Scenario, *, viewer: Viewer) -> AgreedVersion | None:
    """
    Return which version of a scenario is the plan, None where it is not the plan of its list.

    Asked anew after every edit, it reads one row where the scenario is not the plan, or its last version is.

    Raises
    ------
    NotAllowedError
        Where anyone but a manager asks.
    """
    viewer.require_manager()
    last = Agreed(workspace).latest(scenario.series)
    if last is None or last.scenario != scenario.id or last.revision is None:
        return None
    if last.revision == scenario.head:
        return AgreedVersion(last.revision, changed=False)
    return AgreedVersion(last.revision, _changed(Scenarios(workspace).trail(scenario.id), last.revision))


def agree(workspace: Workspace, scenario: str, revision: int | None, base: int, *, viewer: Viewer) -> AgreedState:
    """
    Make a version of a scenario the plan of its list.

    Parameters
    ----------
    workspace
        Where it is kept.
    scenario, revision
        The scenario, and the number of its version, None for the last.
    base
        Number of the last agreement that the viewer knows, 0 for none.
    viewer
        Who agrees. Only a manager may.

    Raises
    ------
    AgreedMeanwhileError
        Where another one was agreed or withdrawn since.
    StoreError
        Where there is no such scenario or version, or it was deleted.
    NotAllowedError
        Where anyone but a manager asks.
    """
    viewer.require_manager()
    number = Scenarios(workspace).find(scenario).head if revision is None else revision
    return _state(workspace, Agreed(workspace).agree(scenario, number, base, author=_author(viewer)))


def withdraw(workspace: Workspace, dataset_id: str, base: int, *, viewer: Viewer) -> AgreedState:
    """Say that a list has no plan any more; raise `StoreError` where it has none, else as `agree`."""
    viewer.require_manager()
    made = Agreed(workspace).withdraw(_series(workspace, dataset_id), base, author=_author(viewer))
    return _state(workspace, made)


def take_back(workspace: Workspace, dataset_id: str, base: int, *, viewer: Viewer) -> AgreedState:
    """Bring back what was the plan of a list before the last agreement, if anything; errors as in `agree`."""
    viewer.require_manager()
    made = Agreed(workspace).take_back(_series(workspace, dataset_id), base, author=_author(viewer))
    return _state(workspace, made)


def _state(workspace: Workspace, last: Agreement | None) -> AgreedState:
    if last is None:
        return AgreedState(None, 0)
    if last.scenario is None or last.revision is None:
        return AgreedState(None, last.number)
    scenarios = Scenarios(workspace)
    changed = _changed(scenarios.trail(last.scenario), last.revision)
    plan = AgreedPlan(scenarios.find(last.scenario), last.revision, last.at, last.author, changed)
    return AgreedState(plan, last.number)


def _changed(steps: Sequence[tuple[int, str, int | None]], revision: int) -> bool:
    """Return whether other edits stand now than did at a revision."""
    return Trail.of(step for step in steps if step[0] <= revision).done != Trail.of(steps).done


def _author(viewer: Viewer) -> str:
    return viewer.rep or viewer.role


def _series(workspace: Workspace, dataset_id: str) -> str:
    return version_of(workspace, dataset_id).series
