"""Sums per area give the very figures that the customers do."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.areas import official
from geo.territories import Plan, Tally, Territory, balance, pieces, spread


@pytest.fixture(scope="module")
def tally():
    rng = np.random.default_rng(7)
    n = 200
    return Tally(
        area=rng.integers(0, 12, n),
        keys=pd.Series([f"k{i}" for i in range(n)]),
        measures={"customers": np.ones(n), "revenue": rng.lognormal(10, 1, n)},
        balanced="revenue",
        points=rng.normal(100_000, 50_000, (n, 2)),
        n_areas=12,
    )


@pytest.fixture
def plan():
    territories = (Territory(2, "A"), Territory(5, "B", 0.5), Territory(9, "C"))
    alignment = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, -1])
    return Plan(official("province", "NL"), alignment, territories, {"k3": 9, "k100": 2, "gone": 5})


def test_every_figure_equals_its_recount_from_the_customers(tally, plan):
    standing = tally.standing(plan)
    territory = plan.territory_of(tally.area, tally.keys)
    for column, weights in enumerate(tally.measures.values()):
        counted = balance(territory, weights, plan.capacities)
        assert standing.balance(column).loads == pytest.approx(counted.loads, rel=1e-12)
        assert standing.balance(column).targets == pytest.approx(counted.targets, rel=1e-12)
    assert standing.spread == pytest.approx(spread(territory, tally.measures["revenue"], tally.points, 3), rel=1e-9)
    assert standing.pieces.tolist() == pieces(plan.alignment, plan.coverage.adjacency, 3).tolist()
    assert standing.areas.tolist() == [4, 4, 3]


def test_free_and_bound_customers_together_are_the_load(tally, plan):
    free = tally.free_sums(plan)
    together = tally.bound_loads(plan)
    for position in range(3):
        together[position] += free[plan.alignment == position].sum(axis=0)
    assert together == pytest.approx(tally.loads(plan), rel=1e-12)
    assert tally.bound_loads(replace(plan, overrides={})).tolist() == [[0, 0]] * 3


def test_a_bound_customer_counts_once_and_where_it_is_bound(tally, plan):
    here = tally.area[3]
    to = next(i for i in (2, 5, 9) if i != plan.owners[here])
    before, after = (tally.loads(replace(plan, overrides=o)) for o in ({}, {"k3": to}))
    gained = after - before
    value = tally.measures["revenue"][3]
    assert gained[plan.position(to)] == pytest.approx([1, value])
    assert gained.sum(axis=0) == pytest.approx([0, 0], abs=1e-6)
