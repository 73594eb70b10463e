import numpy as np
import pandas as pd
import pytest

from geo.areas import official, to_degrees
from geo.errors import SettingsError
from geo.territories import balance, bound_to_fit, divide_areas, divide_ground


@pytest.fixture(scope="module")
def provinces():
    return official("province", "NL")


def test_territories_are_numbered_from_north_to_south(provinces):
    plan = divide_areas(provinces, np.ones(12), np.ones(4), tolerance=0.01, seed=0).plan
    north = [provinces.centres[plan.alignment == k, 1].mean() for k in range(4)]
    assert north == sorted(north, reverse=True)


def test_a_number_keeps_the_capacity_asked_for_it(provinces):
    plan = divide_areas(provinces, np.ones(12), np.array([1.0, 2.0, 1.0, 2.0]), tolerance=0.01, seed=0).plan
    assert np.bincount(plan.alignment).tolist() == [2, 4, 2, 4]
    assert plan.capacities.tolist() == [1.0, 2.0, 1.0, 2.0]
    north = [provinces.centres[plan.alignment == k, 1].mean() for k in range(4)]
    assert north[0] > north[2]
    assert north[1] > north[3]


def test_free_territories_are_numbered_alike(provinces):
    plan = divide_ground(provinces.centres, np.ones(12), np.ones(4), "NL", tolerance=0.01, seed=0).plan
    north = plan.coverage.centres[:, 1]
    assert north.tolist() == sorted(north, reverse=True)
    assert plan.alignment.tolist() == [0, 1, 2, 3]


def test_customers_on_fewer_places_than_territories_are_refused():
    with pytest.raises(SettingsError, match="3 territories cannot be made of customers in 2 places"):
        divide_ground(
            np.array([[1e5, 4e5], [2e5, 5e5], [2e5, 5e5]]), np.ones(3), np.ones(3), "NL", tolerance=0.1, seed=0
        )
    with pytest.raises(SettingsError, match=r"3 territories cannot be made of customers in 1 place\."):
        divide_ground(np.tile([1e5, 4e5], (3, 1)), np.ones(3), np.ones(3), "NL", tolerance=0.1, seed=0)


def heavy_customers():
    """Sixty customers all over the Netherlands, most of the work with a few of them."""
    rng = np.random.default_rng(4)
    return rng.uniform([80e3, 380e3], [250e3, 560e3], (60, 2)), rng.lognormal(0, 1.5, 60)


def fitted(points, weights, tolerance):
    found = divide_ground(points, weights, np.ones(5), "NL", tolerance=tolerance, seed=0)
    ground = found.plan.coverage
    cell, _ = ground.locate(*to_degrees(points, ground.crs).T)
    keys = pd.Series([f"K{i}" for i in range(len(points))])
    return found.plan, bound_to_fit(found.plan, cell, found.given, keys, weights, tolerance), cell


def test_customers_that_straight_borders_cannot_part_are_bound_the_heaviest_first():
    points, weights = heavy_customers()
    plan, bound, cell = fitted(points, weights, 0.05)
    assert balance(plan.alignment[cell], weights, np.ones(5)).deviation > 0.05
    home = bound.territory_of(cell, pd.Series([f"K{i}" for i in range(60)]))
    assert balance(home, weights, np.ones(5)).deviation <= 0.05
    moved = [int(key[1:]) for key in bound.overrides]
    assert moved == sorted(moved, key=lambda one: -weights[one])
    assert (home[moved] != plan.alignment[cell[moved]]).all()


def test_nobody_is_bound_where_straight_borders_are_even_enough():
    points, _ = heavy_customers()
    plan, bound, _ = fitted(points, np.ones(60), 0.05)
    assert bound is plan
