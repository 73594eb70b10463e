"""A plan and the names of its territories."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.areas import official
from geo.errors import SettingsError
from geo.territories import Plan
from geo.territories.naming import town_names
from geo.territories.plan import UNASSIGNED, Territory

TWO = (Territory(1, "North"), Territory(2, "South", 0.5))


@pytest.fixture(scope="module")
def provinces():
    return official("province", "NL")


def only(coverage, *names):
    """The coverage without its other areas."""
    areas = coverage.areas
    return replace(coverage, areas=areas[areas["name"].isin(names)].reset_index(drop=True))


def test_every_number_from_unassigned_to_the_last_territory_is_taken(provinces):
    plan = Plan(provinces, np.array([UNASSIGNED, 0, 1] * 4), TWO)
    assert len(plan) == 2
    assert plan.capacities.tolist() == [1.0, 0.5]


@pytest.mark.parametrize("wrong", [2, -2])
def test_a_territory_that_the_plan_does_not_have_is_refused(provinces, wrong):
    with pytest.raises(SettingsError, match="does not have"):
        Plan(provinces, np.array([wrong] + [0] * 11), TWO)


@pytest.mark.parametrize("n", [0, 11, 13])
def test_an_alignment_of_another_length_is_refused(provinces, n):
    with pytest.raises(SettingsError, match=f"{n} entries for 12 areas"):
        Plan(provinces, np.zeros(n, dtype=np.int64), TWO)


def test_named_customers_are_bound_wherever_they_lie(provinces):
    plan = Plan(provinces, np.array([0, 1] * 6), TWO, overrides={"b": 1, "c": 2})
    assert plan.territory_of(np.array([0, 1, 2, 3]), pd.Series(list("abcd"))).tolist() == [0, 0, 1, 1]


def test_a_town_outside_the_land_names_no_territory(provinces):
    assert town_names(only(provinces, "Flevoland"), np.array([0]), 1) == ["Almere"]


def test_a_territory_is_named_after_its_largest_town(provinces):
    land = only(provinces, "Noord-Holland", "Utrecht", "Zuid-Holland")
    assert land.areas["name"].tolist() == ["Noord-Holland", "Utrecht", "Zuid-Holland"]
    assert town_names(land, np.array([1, 0, 0]), 2) == ["Rotterdam", "Amsterdam"]


def test_an_area_of_nobody_names_nobody(provinces):
    land = only(provinces, "Noord-Holland", "Utrecht")
    assert town_names(land, np.array([UNASSIGNED, 0]), 1) == ["Utrecht"]


def test_a_territory_without_ground_is_named_after_the_country_with_a_number(provinces):
    assert town_names(only(provinces, "Flevoland"), np.array([0]), 3) == ["Almere", "NL 2", "NL 3"]
