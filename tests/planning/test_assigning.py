"""Who of the team gets which territory of a new plan."""

import numpy as np
import pytest

from geo.customers import read_customers
from geo.planning import DesignSettings, design
from geo.planning.assigning import reps_of_the_team
from geo.planning.datasets import import_customers
from geo.planning.scenarios import Desks, keep_proposal
from geo.planning.teams import save_team
from geo.sales import Rep, Team
from geo.viewer import MANAGER

HALF = {"hours_week": 20.0}


@pytest.fixture(scope="module")
def halves(listed):
    """A plan of three territories of which the first gets half the work."""
    customers = read_customers(listed, "klanten.csv")
    settings = DesignSettings(3, measure="revenue", areas="municipality", tolerance=0.05, capacities=(0.5, 1.0, 1.0))
    return design(customers, settings, viewer=MANAGER)


@pytest.mark.parametrize("part_time", ["r0", "r1", "r2"])
def test_everybody_gets_a_territory_of_their_own_capacity(halves, part_time):
    team = Team(tuple(Rep(name, **(HALF if name == part_time else {})) for name in ("r0", "r1", "r2")))
    reps = reps_of_the_team(halves, team)
    assert reps[0] == part_time
    assert sorted(reps) == ["r0", "r1", "r2"]


def test_among_alike_as_much_stays_as_can(halves, made):
    names = ["r0", "r1", "r2"]
    assert reps_of_the_team(made, Team(tuple(map(Rep, names)))) == made.reps
    revenue, owner = halves.measures["revenue"], halves.customers.table["owner"].to_numpy()
    reps = reps_of_the_team(halves, Team((Rep("R0", **HALF), Rep("r1"), Rep("r2"))))

    def kept(reps):
        return revenue[owner == np.array(["r0", *reps])[halves.territory]].sum()

    assert reps[0] == "R0"
    assert kept(reps[1:]) >= kept(reps[:0:-1])


def test_a_newcomer_gets_what_is_left(made):
    reps = reps_of_the_team(made, Team((Rep("Sietske"), Rep("r2"), Rep("r1"))))
    assert {rep for rep, was in zip(reps, made.reps, strict=True) if was == "r0"} == {"Sietske"}


@pytest.mark.parametrize(
    "team", [Team(()), Team((Rep("r0"), Rep("r1"))), Team((Rep("r0"), Rep("r1"), Rep("r2", hours_week=39)))]
)
def test_a_plan_of_another_size_was_not_made_for_the_team(made, team):
    assert reps_of_the_team(made, team) is None


def test_without_owners_everybody_still_gets_one():
    content = "\n".join(["postcode;omzet", *(f"{1011 + 97 * i} AB;{10 + i}" for i in range(90))]).encode()
    settings = DesignSettings(2, measure="revenue", areas="province", tolerance=0.3, capacities=(1.0, 0.5))
    proposal = design(read_customers(content, "k.csv"), settings, viewer=MANAGER)
    assert reps_of_the_team(proposal, Team((Rep("a", **HALF), Rep("b")))) == ["b", "a"]


def test_a_scenario_begins_with_the_team(workspace, listed, halves):
    dataset = import_customers(workspace, listed, "klanten.csv", viewer=MANAGER)
    save_team(workspace, dataset.id, 0, Team((Rep("r1"), Rep("r2"), Rep("r0", **HALF))), viewer=MANAGER)
    kept = keep_proposal(workspace, dataset, halves, viewer=MANAGER)
    _, plan, _ = Desks(workspace).open(kept.id, MANAGER).current
    assert plan.territories[0].rep == "r0"
    assert sorted(t.rep for t in plan.territories) == ["r0", "r1", "r2"]
