"""Each edit does what it says, refuses what it must and leaves the plan it started from alone."""

from dataclasses import replace

import numpy as np
import pytest

from geo.errors import EditError
from geo.palette import distances
from geo.territories import (
    UNASSIGNED,
    Plan,
    Territory,
    add,
    assign,
    bind,
    difference,
    encode_plan,
    lock,
    merge,
    pieces,
    recolour,
    release,
    remove,
    rename,
    set_capacity,
)

WEST, MIDDLE, EAST = 1, 3, 4


def territory(plan, number):
    return plan.territories[plan.position(number)]


def areas_of(plan, number):
    return np.flatnonzero(plan.owners == number).tolist()


def test_areas_go_to_a_territory_and_nothing_else_changes(farms):
    was = encode_plan(farms)
    after = assign(farms, [2, 4, 4, 0], WEST)
    change = difference(farms, after)
    assert change.areas.tolist() == [2, 4]
    assert change.before.tolist() == [MIDDLE, EAST]
    assert change.after.tolist() == [WEST, WEST]
    assert not change.territories
    assert not change.overrides
    assert encode_plan(farms) == was


def test_released_areas_belong_to_nobody_until_they_are_given(farms):
    after = release(farms, [0, 29])
    assert after.owners[[0, 29]].tolist() == [UNASSIGNED, UNASSIGNED]
    assert difference(farms, after).areas.tolist() == [0, 29]
    assert assign(after, [0], EAST).owners[[0, 29]].tolist() == [EAST, UNASSIGNED]


@pytest.mark.parametrize("area", [-1, 30])
def test_an_area_that_is_not_there_is_refused(farms, area):
    with pytest.raises(EditError, match=rf"The plan has no area {area}\. Load the map again"):
        assign(farms, [0, area], WEST)


def test_the_last_area_is_an_area(farms):
    assert assign(farms, [29], WEST).owners[29] == WEST


@pytest.mark.parametrize(
    "edit",
    [
        lambda plan: assign(plan, [0], 2),
        lambda plan: merge(plan, [2], WEST),
        lambda plan: merge(plan, [WEST], 2),
        lambda plan: remove(plan, 2, np.ones(30)),
        lambda plan: rename(plan, 2, "New"),
        lambda plan: recolour(plan, 2, 1),
        lambda plan: set_capacity(plan, 2, 1),
        lambda plan: lock(plan, 2, True),
        lambda plan: bind(plan, "k5", 2),
    ],
)
def test_a_territory_that_is_not_there_is_refused(farms, edit):
    with pytest.raises(EditError, match="The plan has no territory 2"):
        edit(farms)


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (lambda plan: assign(plan, [0], MIDDLE), "Middle is locked"),
        (lambda plan: assign(plan, [0, 2], WEST), "Meadow C1 belongs to Middle, which is locked"),
        (lambda plan: release(plan, [0, 3]), "Meadow D1 belongs to Middle, which is locked"),
        (lambda plan: add(plan, "New", [2], id=9), "Meadow C1 belongs to Middle, which is locked"),
        (lambda plan: merge(plan, [MIDDLE], WEST), "Middle is locked"),
        (lambda plan: merge(plan, [WEST], MIDDLE), "Middle is locked"),
        (lambda plan: remove(plan, MIDDLE, np.ones(30)), "Middle is locked"),
        (lambda plan: rename(plan, MIDDLE, "Centre"), "Middle is locked"),
        (lambda plan: recolour(plan, MIDDLE, 5), "Middle is locked"),
        (lambda plan: set_capacity(plan, MIDDLE, 2.0), "Middle is locked"),
        (lambda plan: bind(plan, "k5", MIDDLE), "Middle is locked"),
        (lambda plan: bind(plan, "k0", WEST), "Middle is locked"),
        (lambda plan: bind(plan, "k0", None), "Middle is locked"),
        (lambda plan: bind(plan, "k5", WEST, area=2), "Middle is locked"),
        (lambda plan: bind(plan, "k1", None, area=2), "Middle is locked"),
    ],
)
def test_a_locked_territory_keeps_what_it_has(farms, edit, problem):
    edit(farms)
    with pytest.raises(EditError, match=f"{problem}. Unlock the territory"):
        edit(lock(farms, MIDDLE, True))


def test_a_lock_hinders_no_other_territory(farms):
    locked = lock(farms, MIDDLE, True)
    assert territory(locked, MIDDLE) == replace(territory(farms, MIDDLE), locked=True)
    assert assign(locked, [0], EAST).owners[0] == EAST
    assert bind(locked, "k1", WEST, area=0).overrides["k1"] == WEST
    assert bind(release(locked, [0]), "k5", WEST, area=0).overrides["k5"] == WEST
    assert encode_plan(lock(locked, MIDDLE, False)) == encode_plan(farms)


def test_a_new_territory_takes_ground_and_the_clearest_colour(farms):
    after = add(farms, "  New\n one ", [1, 7], id=9, capacity=0.5)
    assert areas_of(after, 9) == [1, 7]
    new = territory(after, 9)
    assert (new.name, new.capacity, new.locked) == ("New one", 0.5, False)
    beside = [0, 1]  # West and Middle touch it, East does not
    clearness = distances()[beside].min(axis=0)
    assert clearness[new.colour] == clearness.max()
    assert new.colour not in beside


def test_what_a_new_territory_covers_is_no_neighbour_of_it(farms):
    whole = add(farms, "New", areas_of(farms, WEST), id=9)
    assert distances()[1, territory(whole, 9).colour] == distances()[1].max()


def test_a_new_territory_may_wait_for_its_ground_with_a_number_between(farms):
    after = add(farms, "New", id=2, colour=7)
    assert [t.id for t in after.territories] == [1, 2, 3, 4]
    assert territory(after, 2) == Territory(2, "New", 1.0, 7)
    assert after.owners.tolist() == farms.owners.tolist()
    assert territory(add(farms, "New", id=2), 2).colour is None


def test_alone_on_its_ground_a_new_territory_gets_the_least_used_colour(farms):
    empty = release(farms, range(30))
    assert territory(add(empty, "New", [0], id=9), 9).colour == 3


def test_the_least_number_is_one(farms):
    assert areas_of(add(merge(farms, [WEST], MIDDLE), "New", [0], id=1), 1) == [0]


@pytest.mark.parametrize("number", [0, -1, 1, 4])
def test_a_number_that_is_taken_or_no_number_is_refused(farms, number):
    with pytest.raises(EditError, match=f"cannot have the number {number}"):
        add(farms, "New", id=number)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "The name is empty"),
        (" \t\n", "The name is empty"),
        ("\u200b\u202e\x00", "The name is empty"),
        ("x" * 81, "The name has 81 characters. Choose one of at most 80"),
        ("East", "There is a territory East already"),
        (" eAsT ", "There is a territory East already"),
        ("Ｅast", "There is a territory East already"),
    ],
)
def test_a_name_that_cannot_be_is_refused(farms, name, problem):
    for edit in (lambda: rename(farms, WEST, name), lambda: add(farms, name, id=9)):
        with pytest.raises(EditError, match=problem):
            edit()


def test_a_territory_is_renamed(farms):
    assert territory(rename(farms, WEST, f"  {'x' * 80} "), WEST).name == "x" * 80
    after = rename(farms, WEST, "WEST")
    assert territory(after, WEST) == replace(territory(farms, WEST), name="WEST")
    assert [len(difference(farms, after).areas), len(difference(farms, after).territories)] == [0, 1]


def test_colour_and_capacity_keep_within_bounds(farms):
    assert territory(recolour(farms, WEST, 7), WEST).colour == 7
    assert territory(recolour(farms, WEST, 0), WEST).colour == 0
    assert territory(recolour(farms, WEST, None), WEST).colour is None
    for colour in (-1, 8):
        with pytest.raises(EditError, match=f"There is no colour {colour}. Choose a number from 0 to 7"):
            recolour(farms, WEST, colour)
    assert territory(set_capacity(farms, EAST, 0.01), EAST) == replace(territory(farms, EAST), capacity=0.01)
    assert territory(set_capacity(farms, EAST, 100), EAST).capacity == 100
    for capacity in (0.0, 0.0099, 100.1, float("nan"), float("inf"), -1.0):
        with pytest.raises(EditError, match="is out of bounds"):
            set_capacity(farms, EAST, capacity)
        with pytest.raises(EditError, match="is out of bounds"):
            add(farms, "New", id=9, capacity=capacity)


def test_one_territory_takes_over_from_others(farms):
    after = merge(farms, [WEST, MIDDLE], WEST)
    assert [t.id for t in after.territories] == [WEST, EAST]
    assert territory(after, WEST) == territory(farms, WEST)
    assert areas_of(after, WEST) == sorted(areas_of(farms, WEST) + areas_of(farms, MIDDLE))
    assert areas_of(after, EAST) == areas_of(farms, EAST)
    assert dict(after.overrides) == {"k0": WEST, "k1": EAST}
    assert encode_plan(merge(farms, [MIDDLE], WEST)) == encode_plan(after)


@pytest.mark.parametrize("ids", [[], [WEST], [WEST, WEST]])
def test_one_territory_cannot_be_merged(farms, ids):
    with pytest.raises(EditError, match="Fewer than two territories are chosen"):
        merge(farms, ids, WEST)


def test_a_customer_is_bound_and_set_free(farms):
    bound = bind(farms, "k5", WEST)
    assert dict(bound.overrides) == {"k0": MIDDLE, "k1": EAST, "k5": WEST}
    assert dict(bind(bound, "k5", EAST).overrides) == {"k0": MIDDLE, "k1": EAST, "k5": EAST}
    assert encode_plan(bind(bound, "k5", None)) == encode_plan(farms)
    assert encode_plan(bind(farms, "k5", None)) == encode_plan(farms)
    with pytest.raises(EditError, match="No customer is chosen"):
        bind(farms, "", WEST)


def test_the_ground_of_a_removed_territory_goes_to_its_neighbours_evenly(farms):
    after = remove(farms, MIDDLE, np.ones(30))
    assert [t.id for t in after.territories] == [WEST, EAST]
    assert dict(after.overrides) == {"k1": EAST}
    # Capacities 1 and a half: 20 and 10 of 30 areas.
    assert np.bincount(after.alignment).tolist() == [20, 10]
    assert pieces(after.alignment, after.coverage.adjacency, 2).tolist() == [1, 1]
    kept = farms.owners != MIDDLE
    assert after.owners[kept].tolist() == farms.owners[kept].tolist()


def test_weights_and_not_areas_are_shared_out(farms):
    weights = np.zeros(30)
    weights[[2, 8, 14, 20, 26]] = 10.0  # column C, beside West
    weights[5] = 10.0
    after = remove(set_capacity(farms, EAST, 1.0), MIDDLE, weights)
    assert weights[after.owners == EAST].sum() == 30
    assert weights[after.owners == WEST].sum() == 30


@pytest.mark.parametrize("seed", range(5))
def test_no_other_way_to_share_out_three_areas_is_more_even(farms, seed):
    plan = add(farms, "New", [8, 9, 14], id=9)
    weights = np.random.default_rng(seed).lognormal(0, 1, 30)
    after = remove(plan, 9, weights)
    shares = np.array([1.0, 1.0, 0.5]) / 2.5 * weights.sum()

    def deviation(owners):
        return np.abs(np.array([weights[owners == t].sum() for t in (WEST, MIDDLE, EAST)]) / shares - 1).max()

    # Squares B2 and B3 of West lie beside C2 and C3, square E2 of East beside D2, those of Middle beside all three.
    every = []
    for left, right, below in np.ndindex(3, 3, 3):
        owners = plan.owners.copy()
        owners[[8, 9, 14]] = np.array([WEST, MIDDLE, EAST])[[left, right, below]]
        reach = {8: {7, 2, 9, 14}, 9: {3, 10, 15, 8}, 14: {13, 20, 15, 8}}
        joined = {a for a in reach if any(b not in reach and owners[b] == owners[a] for b in reach[a])}
        while grown := {
            a for a in set(reach) - joined if any(b in joined and owners[b] == owners[a] for b in reach[a])
        }:
            joined |= grown
        if len(joined) == 3:
            every.append(deviation(owners))
    assert deviation(after.owners) <= min(every) + 0.002


def test_ground_without_customers_is_counted(farms):
    after = remove(farms, MIDDLE, np.zeros(30))
    assert np.bincount(after.alignment).tolist() == [20, 10]


def test_ground_that_carries_nothing_where_others_do_goes_to_the_nearest(farms):
    elsewhere = np.eye(30)[29]
    after = remove(add(farms, "New", [29], id=9), MIDDLE, elsewhere)
    assert areas_of(after, WEST) == sorted([*areas_of(farms, WEST), 2, 8, 14, 20, 26])


def test_locked_neighbours_take_no_ground(farms):
    after = remove(lock(farms, EAST, True), MIDDLE, np.ones(30))
    assert np.bincount(after.alignment).tolist() == [20, 10]
    assert areas_of(after, EAST) == areas_of(farms, EAST)


def test_ground_that_no_unlocked_neighbour_reaches_is_nobodys(farms):
    alone = remove(lock(farms, MIDDLE, True), WEST, np.ones(30))
    assert areas_of(alone, UNASSIGNED) == areas_of(farms, WEST)
    # F5 lies apart from the rest of West, amid East.
    apart = assign(farms, [29], WEST)
    after = remove(lock(apart, EAST, True), WEST, np.ones(30))
    assert areas_of(after, UNASSIGNED) == [29]
    assert areas_of(after, MIDDLE) == sorted(areas_of(farms, WEST) + areas_of(farms, MIDDLE))


def test_a_territory_without_ground_leaves_without_a_trace(farms):
    after = remove(add(farms, "New", id=9), 9, np.ones(30))
    assert encode_plan(after) == encode_plan(farms)


def test_the_only_territory_stays(meadows):
    plan = Plan(meadows, np.zeros(30, dtype=np.int64), (Territory(1, "All"),))
    with pytest.raises(EditError, match="All is the only territory"):
        remove(plan, 1, np.ones(30))
