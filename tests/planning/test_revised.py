"""A proposal whose plan was edited: what is said of it follows the plan."""

from dataclasses import replace

import numpy as np
import pytest

from geo.planning import DesignSettings, design
from geo.planning.files import areas_csv, customers_csv
from geo.territories import bind, merge, release, rename
from geo.viewer import MANAGER


@pytest.fixture(scope="module")
def proposal(demo):
    made = design(demo, DesignSettings(4, measure="revenue", areas="province", tolerance=0.01), viewer=MANAGER)
    return replace(made, lower_bound=0.25)


def test_what_was_proved_holds_only_for_plans_like_the_one_it_was_proved_of(proposal):
    plan = proposal.plan
    key = proposal.customers.table["key"].iloc[0]
    assert proposal.revised(rename(plan, 1, "Noord")).lower_bound == 0.25
    assert proposal.revised(merge(plan, [1, 2], 1)).lower_bound == 0.0
    assert proposal.revised(bind(plan, key, 4)).lower_bound == 0.0
    assert proposal.revised(release(plan, [0])).lower_bound == 0.0


def test_ground_of_nobody_counts_nowhere_and_is_empty_in_the_files(proposal):
    gone = proposal.revised(release(proposal.plan, np.flatnonzero(proposal.plan.owners == 2)))
    row = gone.table.iloc[1]
    assert (row["load"], row["customers"], row["area_km2"], row["pieces"]) == (0, 0, 0, 0)
    assert not gone.complete
    assert gone.table["load"].sum() < proposal.table["load"].sum()
    lines = areas_csv(gone).decode().splitlines()
    assert sum(",,," in line for line in lines) == int((proposal.plan.owners == 2).sum())
    assert len(customers_csv(gone).splitlines()) == len(customers_csv(proposal).splitlines())


def test_territories_keep_their_numbers_when_one_is_gone(proposal):
    fewer = proposal.revised(merge(proposal.plan, [2, 3], 3))
    assert fewer.table["territory"].tolist() == [1, 3, 4]
    numbers = {line.split(",")[2] for line in areas_csv(fewer).decode().splitlines()[1:]}
    assert numbers == {"1", "3", "4"}


def test_of_free_borders_it_holds_for_bound_customers_too(free_plan):
    plan = free_plan.plan
    assert free_plan.lower_bound > 0
    key = free_plan.customers.table["key"].iloc[0]
    assert free_plan.revised(bind(plan, key, 9)).lower_bound == free_plan.lower_bound
    assert free_plan.revised(merge(plan, [1, 2], 1)).lower_bound == 0.0
