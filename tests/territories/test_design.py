import numpy as np
import pytest

from geo.areas import official
from geo.errors import SettingsError
from geo.territories import divide_areas, divide_ground


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
