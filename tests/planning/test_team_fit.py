"""Whether a proposal still divides the work over the team, as it was saved last."""

from datetime import timedelta

import pytest

from geo.planning.team_fit import unlike_the_team
from geo.planning.teams import save_team, team_of
from geo.sales import Rep, Team
from geo.territories import set_capacity
from geo.texts import Language
from geo.viewer import MANAGER

CHANGED = "Het team is veranderd sinds dit voorstel."
APART = "Dit voorstel is niet verdeeld over het team van {n}."


@pytest.fixture
def told(workspace, scenario, desk):
    """Save a team of these hours a week and return what is said of the proposal of three alike."""

    def said(*hours, since=timedelta(0)):
        kept = team_of(workspace, scenario.dataset, viewer=MANAGER)
        team = Team(tuple(Rep(f"r{i}", hours_week=h) for i, h in enumerate(hours)))
        state = save_team(workspace, scenario.dataset, kept.number, team, viewer=MANAGER)
        found = unlike_the_team(desk.current[1], state.at - since, state)
        return found and Language("nl").render(found)

    return said


def test_nothing_is_said_without_a_team_or_of_one_that_the_proposal_was_made_for(desk, told):
    assert unlike_the_team(desk.current[1], desk.scenario.created, None) is None
    assert told(40, 40, 40) is None
    assert told(40, 40, 40, since=timedelta(1)) is None
    assert told() is None


def test_a_team_that_changed_after_the_proposal_is_told(told):
    assert told(40, 32, 40, since=timedelta(1)) == CHANGED
    assert told(40, 40, since=timedelta(1)) == CHANGED


def test_a_proposal_made_for_another_number_is_told_as_that(told):
    assert told(40, 40) == APART.format(n=2)
    assert told(40, 40, 32) == APART.format(n=3)


def test_a_capacity_that_was_set_by_hand_counts(desk, told):
    first = desk.current[1].territories[0].id
    desk.edit(MANAGER, lambda plan: set_capacity(plan, first, 0.8))
    assert told(40, 40, 32, since=timedelta(1)) is None
    assert told(40, 40, 40) == APART.format(n=3)
