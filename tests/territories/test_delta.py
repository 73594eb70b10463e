"""What turns one plan into another, there and back."""

from dataclasses import replace

import numpy as np
import pytest

from geo.areas import official
from geo.errors import ConflictError
from geo.territories import Delta, Plan, Territory, apply, decode_plan, difference, encode_plan


@pytest.fixture(scope="module")
def provinces():
    return official("province", "NL")


@pytest.fixture
def plan(provinces):
    """Twelve provinces, four to each of three territories, numbered with a hole; one customer bound."""
    territories = (Territory(1, "North"), Territory(3, "Middle", 0.5), Territory(4, "South", 1.0, 2))
    return Plan(provinces, np.repeat([0, 1, 2], 4), territories, {"k": 3})


def moved(plan, areas, to):
    owners = plan.alignment.copy()
    owners[areas] = plan.position(to)
    return replace(plan, alignment=owners)


def same(one, other):
    return encode_plan(one) == encode_plan(other)


def test_a_difference_applied_gives_the_other_plan_and_its_inverse_the_first(plan):
    without = tuple(t for t in plan.territories if t.id != 3)
    after = Plan(plan.coverage, np.repeat([0, 1, 1], 4), (*without, Territory(7, "New")), {"k": 4, "m": 7})
    change = Delta.decode(difference(plan, after).encode())
    assert same(apply(plan, change), after)
    assert same(apply(after, change.inverse), plan)
    assert not same(plan, after)


def test_a_plan_survives_being_written(plan):
    read = decode_plan(encode_plan(plan), plan.coverage)
    assert read.territories == plan.territories
    assert read.alignment.tolist() == plan.alignment.tolist()
    assert read.overrides == plan.overrides


def test_a_plan_of_another_coverage_is_refused(plan):
    with pytest.raises(ValueError, match="divides the coverage"):
        decode_plan(encode_plan(plan), official("municipality", "NL"))


def test_only_what_changed_stands_in_a_difference(plan):
    change = difference(plan, moved(plan, [5, 2], 4))
    assert change.areas.tolist() == [2, 5]
    assert change.before.tolist() == [1, 3]
    assert change.after.tolist() == [4, 4]
    assert not change.territories
    assert not difference(plan, plan)


def test_ground_that_went_elsewhere_meanwhile_is_a_conflict_that_names_it(plan):
    change = difference(plan, moved(plan, [0, 5], 4))
    code = plan.coverage.areas["code"].iloc[0]
    with pytest.raises(ConflictError, match=f"{code} went to Middle meanwhile") as refused:
        apply(moved(plan, [0], 3), change)
    assert refused.value.areas == (0,)


def test_released_ground_is_a_conflict(plan):
    owners = plan.alignment.copy()
    owners[0] = -1
    with pytest.raises(ConflictError, match="was released meanwhile"):
        apply(replace(plan, alignment=owners), difference(plan, moved(plan, [0], 4)))


def test_a_territory_locked_meanwhile_keeps_its_ground(plan):
    locked = replace(plan, territories=tuple(replace(t, locked=t.id == 4) for t in plan.territories))
    with pytest.raises(ConflictError, match="South is locked"):
        apply(locked, difference(plan, moved(plan, [0], 4)))
    with pytest.raises(ConflictError, match="South is locked"):
        apply(locked, difference(plan, moved(plan, [11], 1)))


def test_a_territory_removed_meanwhile_takes_no_ground(plan):
    gone = Plan(plan.coverage, np.repeat([0, 1, 0], 4), plan.territories[:2], {"k": 3})
    with pytest.raises(ConflictError, match="was removed meanwhile"):
        apply(gone, difference(plan, moved(plan, [0], 4)))


def test_a_territory_renamed_meanwhile_is_a_conflict(plan):
    def named(name):
        return replace(plan, territories=(replace(plan.territories[0], name=name), *plan.territories[1:]))

    with pytest.raises(ConflictError, match="Top was changed meanwhile"):
        apply(named("Top"), difference(plan, named("Noord")))


def test_a_customer_bound_elsewhere_meanwhile_is_a_conflict(plan):
    change = difference(plan, replace(plan, overrides={"k": 4}))
    with pytest.raises(ConflictError, match="bound to another territory"):
        apply(replace(plan, overrides={"k": 1}), change)
