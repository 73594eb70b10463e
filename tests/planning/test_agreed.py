"""The plan of a list: agreed by a manager, edited since or not, the same for all versions of the list."""

import pytest

from geo.errors import NotAllowedError, StoreError
from geo.planning.agreed import AgreedVersion, agree, agreed_state, agreed_version, take_back, withdraw
from geo.planning.datasets import import_customers
from geo.store import AgreedMeanwhileError, Scenarios, version_of
from geo.territories import assign
from geo.viewer import MANAGER, Viewer


def edit(desk, area):
    """Give an area to another territory."""
    plan = desk.current[1]
    to = next(t.id for t in plan.territories if t.id != plan.ids[plan.alignment[area]])
    desk.edit(MANAGER, lambda plan: assign(plan, [area], to))


def test_a_proposal_is_agreed_replaced_and_taken_back(workspace, scenario, desk):
    dataset = scenario.dataset
    none = agreed_state(workspace, dataset, viewer=MANAGER)
    assert (none.plan, none.number) == (None, 0)
    first = agree(workspace, scenario.id, None, 0, viewer=MANAGER)
    assert (first.plan.scenario.id, first.plan.revision, first.plan.author) == (scenario.id, 1, "manager")
    assert first == agreed_state(workspace, dataset, viewer=MANAGER)
    copy = Scenarios(workspace).copy(scenario.id, "Voorstel 2")
    second = agree(workspace, copy.id, 1, first.number, viewer=MANAGER)
    assert second.plan.scenario.name == "Voorstel 2"
    back = take_back(workspace, dataset, second.number, viewer=MANAGER)
    assert back.plan == first.plan
    assert agreed_state(workspace, dataset, viewer=MANAGER).plan == first.plan
    assert withdraw(workspace, dataset, back.number, viewer=MANAGER).plan is None
    assert agreed_state(workspace, dataset, viewer=MANAGER).plan is None


def test_edits_after_it_was_agreed_are_said_until_they_are_taken_back(workspace, scenario, desk):
    edit(desk, 0)
    state = agree(workspace, scenario.id, None, 0, viewer=MANAGER)
    assert (state.plan.revision, state.plan.changed) == (2, False)

    def changed():
        return agreed_state(workspace, scenario.dataset, viewer=MANAGER).plan.changed

    edit(desk, 1)
    assert changed()
    desk.undo(MANAGER)
    assert not changed()
    desk.undo(MANAGER)
    assert changed()
    desk.redo(MANAGER)
    assert not changed()
    plan = agreed_state(workspace, scenario.dataset, viewer=MANAGER).plan
    assert plan.scenario.head > plan.revision == 2


def test_a_version_is_known_to_be_the_plan(workspace, scenario, desk):
    plan = agree(workspace, scenario.id, None, 0, viewer=MANAGER).plan
    assert plan.is_version(scenario.id, None)
    assert plan.is_version(scenario.id, 1)
    assert not plan.is_version("0" * 16, 1)
    edit(desk, 0)
    plan = agreed_state(workspace, scenario.dataset, viewer=MANAGER).plan
    assert [plan.is_version(scenario.id, n) for n in (None, 1, 2)] == [False, True, False]


def test_a_scenario_is_told_which_version_of_it_is_the_plan(workspace, scenario, desk):
    def told():
        return agreed_version(workspace, desk.scenario, viewer=MANAGER)

    assert told() is None
    edit(desk, 0)
    agree(workspace, scenario.id, None, 0, viewer=MANAGER)
    assert told() == AgreedVersion(2, changed=False)
    edit(desk, 1)
    assert told() == AgreedVersion(2, changed=True)
    desk.undo(MANAGER)
    assert told() == AgreedVersion(2, changed=False)
    other = Scenarios(workspace).copy(scenario.id, "Voorstel 2")
    assert agreed_version(workspace, other, viewer=MANAGER) is None
    withdraw(workspace, scenario.dataset, 1, viewer=MANAGER)
    assert told() is None
    with pytest.raises(NotAllowedError):
        agreed_version(workspace, scenario, viewer=Viewer("rep", "r1"))


def test_the_plan_is_that_of_every_version_of_the_list(workspace, scenario, listed):
    series = version_of(workspace, scenario.dataset).series
    rows = listed.decode().splitlines()
    later = import_customers(workspace, "\n".join(rows[:-5]).encode(), "klanten.csv", viewer=MANAGER)
    assert version_of(workspace, later.id).series == series
    agree(workspace, scenario.id, None, 0, viewer=MANAGER)
    assert agreed_state(workspace, later.id, viewer=MANAGER).plan.scenario.id == scenario.id


def test_what_somebody_else_agreed_meanwhile_is_told(workspace, scenario):
    copy = Scenarios(workspace).copy(scenario.id, "Voorstel 2")
    agree(workspace, copy.id, None, 0, viewer=MANAGER)
    with pytest.raises(AgreedMeanwhileError):
        agree(workspace, scenario.id, None, 0, viewer=MANAGER)
    with pytest.raises(StoreError):
        agree(workspace, scenario.id, 7, 1, viewer=MANAGER)


@pytest.mark.parametrize("viewer", [Viewer("rep", "r0"), Viewer("meeting")])
def test_only_a_manager_agrees_or_asks(workspace, scenario, viewer):
    for call in (
        lambda: agree(workspace, scenario.id, None, 0, viewer=viewer),
        lambda: agreed_state(workspace, scenario.dataset, viewer=viewer),
        lambda: withdraw(workspace, scenario.dataset, 0, viewer=viewer),
        lambda: take_back(workspace, scenario.dataset, 0, viewer=viewer),
    ):
        with pytest.raises(NotAllowedError):
            call()
    assert agreed_state(workspace, scenario.dataset, viewer=MANAGER).plan is None
