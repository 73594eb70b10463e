"""Representatives of territories, from today's owners on: kept by edits, followed by name, given by word and form."""

import numpy as np
import pytest

from geo.errors import EditError
from geo.planning.commands import perform
from geo.planning.reps import known_reps
from geo.planning.teams import save_team
from geo.sales import Rep, Team
from geo.territories import merge, rename, set_rep
from geo.viewer import MANAGER


def do(desk, *commands):
    return [str(perform(desk, MANAGER, command)) for command in commands]


def reps(desk):
    return [t.rep for t in desk.current[1].territories]


@pytest.fixture
def called(desk):
    """Three territories called Noord, Midden and Zuid."""
    for number, name in enumerate(("Noord", "Midden", "Zuid"), start=1):
        desk.edit(MANAGER, lambda plan, number=number, name=name: rename(plan, number, name))
    return desk


def test_a_scenario_begins_with_the_representatives_whose_work_its_territories_continue(desk, made):
    assert sorted(reps(desk)) == ["r0", "r1", "r2"]
    assert reps(desk) == made.reps
    assert [t.rep for t in made.plan.territories] == [None] * 3


def test_a_merge_changes_nobody_elses_territory(desk, made):
    for gone in (1, 2, 3):
        for into in {1, 2, 3} - {gone}:
            left = {t.id: t.rep for t in desk.current[1].territories if t.id != gone}
            merged = made.revised(merge(desk.current[1], [gone, into], into))
            assert dict(zip(merged.plan.ids.tolist(), merged.reps, strict=True)) == left


def test_customers_change_hands_by_the_name_of_their_representative(desk):
    first, owner = desk.proposal, desk.first.customers.table["owner"].to_numpy()
    assert first.today.changes.moved.tolist() == (owner != np.array(first.reps)[first.territory]).tolist()
    one, two = first.reps[:2]
    desk.edit(MANAGER, lambda plan: set_rep(set_rep(plan, 1, two), 2, one))
    swapped = desk.proposal
    assert swapped.reps == [two, one, first.reps[2]]
    assert swapped.today.changes.moved.tolist() == (owner != np.array(swapped.reps)[swapped.territory]).tolist()
    before = first.table["customers_today"].tolist()
    assert swapped.table["customers_today"].tolist() == [before[1], before[0], before[2]]


def test_one_with_two_territories_keeps_the_customers_of_both(desk):
    name = reps(desk)[0]
    desk.edit(MANAGER, lambda plan: set_rep(plan, 2, name))
    after = desk.proposal
    owner = after.customers.table["owner"].to_numpy()
    assert after.today.changes.successor.tolist()[:2] == [after.today.reps.index(name)] * 2
    gone = (owner == name) & (after.territory == 2)
    assert after.table["lost"].tolist()[:2] == [gone.sum()] * 2


def test_a_newcomer_keeps_nobodys_customers(desk):
    desk.edit(MANAGER, lambda plan: set_rep(plan, 1, "Sietske Hoekstra"))
    after = desk.proposal
    assert after.today.changes.successor[0] == -1
    assert after.today.changes.moved[after.territory == 0].all()
    assert after.table["load_today"].iloc[0] == 0
    assert after.table["lost"].iloc[0] == 0


def test_a_territory_of_nobody_continues_who_is_left_over(desk):
    name = reps(desk)[0]
    desk.edit(MANAGER, lambda plan: set_rep(plan, 1, None))
    assert desk.proposal.reps[0] is None
    assert desk.proposal.today.changes.successor[0] == desk.proposal.today.reps.index(name)


def test_names_that_differ_in_case_are_one(desk):
    desk.edit(MANAGER, lambda plan: set_rep(plan, 1, "R1"))
    assert desk.proposal.today.changes.successor[0] == 1


@pytest.mark.parametrize(
    "command", ["give Noord to r2", "geef noord aan R2", "wijs Noord toe aan r2", "rep Noord to r2", "rep #1 naar r2"]
)
def test_a_territory_is_given_by_word(called, command):
    assert do(called, command) in (["Noord goes to r2"], [f"'{command}': no change"])
    assert reps(called)[0] == "r2"


def test_a_newcomer_is_given_a_territory_by_the_word_for_it_alone(called):
    with pytest.raises(EditError, match="There is no territory Sietske Hoekstra"):
        do(called, "give Noord to Sietske Hoekstra")
    assert do(called, "vertegenwoordiger Noord naar Sietske Hoekstra", "undo", "rep Noord to -") == [
        "Noord goes to Sietske Hoekstra",
        "Undone: Noord goes to Sietske Hoekstra",
        "Noord has no representative now",
    ]


def test_whom_the_plan_names_is_known_from_then_on(called):
    assert known_reps(called, called.current[1]) == ("r0", "r1", "r2")
    do(called, "rep Zuid to Åke Visser")
    assert known_reps(called, called.current[1]) == ("r0", "r1", "r2", "Åke Visser")
    assert do(called, "give Midden to åke visser") == ["Midden goes to Åke Visser"]


def test_the_team_is_known(called, workspace, scenario):
    team = Team((Rep("Sietske Hoekstra"),))
    save_team(workspace, scenario.dataset, 0, team, viewer=MANAGER)
    assert known_reps(called, called.current[1]) == ("r0", "r1", "r2", "Sietske Hoekstra")
    assert do(called, "give Noord to sietske hoekstra") == ["Noord goes to Sietske Hoekstra"]


def test_ground_goes_to_a_territory_that_is_called_like_a_representative(called):
    do(called, "rename Zuid to r1")
    before = reps(called)
    with pytest.raises(EditError, match="There is no area Noord"):
        do(called, "give Noord to r1")
    assert reps(called) == before
