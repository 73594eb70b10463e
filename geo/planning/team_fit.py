"""Whether a proposal still divides the work over the team that there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from geo.planning.assigning import as_the_team
from geo.planning.desk import Desk
from geo.store import Teams, TeamState, Workspace
from geo.territories import Plan
from geo.texts import Text, plural, text
from geo.viewer import Viewer


@dataclass(frozen=True)
class OtherTeam:
    """
    A team that a proposal does not divide the work over.

    Parameters
    ----------
    words
        What is to be said of it.
    count
        Number of its representatives.
    """

    words: Text
    count: int


def other_team(workspace: Workspace, desk: Desk, *, viewer: Viewer) -> OtherTeam | None:
    """
    Return the team of a proposal's list where the proposal, as it is now, does not divide the work over it.

    Raises
    ------
    NotAllowedError
        Where anyone but a manager asks.
    """
    viewer.require_manager()
    scenario, plan = desk.scenario, desk.current[1]
    team = Teams(workspace).latest(scenario.series)
    words = unlike_the_team(plan, scenario.created, team)
    return None if words is None or team is None else OtherTeam(words, len(team.team))


def unlike_the_team(plan: Plan, made: datetime, team: TeamState | None) -> Text | None:
    """
    Say that a proposal does not divide the work over the team: other capacities, or another number of them.

    Parameters
    ----------
    plan
        The proposal as it is now.
    made
        When it was made, UTC.
    team
        The team as it was saved last, None where none was.

    Returns
    -------
    None where it does, or there is no team.
    """
    if team is None or not len(team.team) or as_the_team(plan, team.team):
        return None
    if team.at > made:
        return text("The team has changed since this proposal.")
    return plural(
        "This proposal is not divided among the team of {count}.",
        "This proposal is not divided among the team of {count}.",
        len(team.team),
    )
