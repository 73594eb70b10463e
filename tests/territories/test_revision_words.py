"""What was done is told from the plans before and after alone."""

import numpy as np
import pytest

from geo.territories import (
    UNASSIGNED,
    add,
    assign,
    bind,
    difference,
    edit_words,
    lock,
    merge,
    recolour,
    release,
    remove,
    rename,
    restored_words,
    set_capacity,
)
from geo.texts import Language

WEST, MIDDLE, EAST = 1, 3, 4


def all_locked(plan, locked):
    for number in (WEST, EAST):
        plan = lock(plan, number, locked)
    return plan


def swapped(plan):
    return assign(assign(plan, [2], WEST), [1], MIDDLE)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda p: p, "No change"),
        (lambda p: assign(p, [2], WEST), "1 area to West"),
        (lambda p: assign(p, [2, 3, 4], WEST), "3 areas to West"),
        (lambda p: release(p, [2]), "1 area unassigned"),
        (lambda p: release(p, [2, 3]), "2 areas unassigned"),
        (lambda p: add(p, "New", id=9), "Added New"),
        (lambda p: add(p, "New", [3], id=9), "Added New with 1 area"),
        (lambda p: add(p, "New", [3, 4], id=9), "Added New with 2 areas"),
        (lambda p: add(add(p, "New", id=9), "Newer", id=10), "0 areas, 2 territories changed"),
        (lambda p: assign(add(p, "New", [3], id=9), [0], EAST), "2 areas, 4 territories changed"),
        (lambda p: merge(p, [EAST], MIDDLE), "Merged East into Middle"),
        (lambda p: merge(p, [EAST, WEST], MIDDLE), "Merged 2 territories into Middle"),
        (lambda p: remove(p, MIDDLE, np.ones(30)), "Removed Middle"),
        (lambda p: remove(p, WEST, np.ones(30)), "Merged West into Middle"),
        (lambda p: remove(p, EAST, np.ones(30)), "Removed East"),
        (lambda p: remove(lock(p, MIDDLE, True), WEST, np.ones(30)), "10 areas, 2 territories changed"),
        (lambda p: assign(merge(p, [EAST], MIDDLE), [0], MIDDLE), "11 areas, 3 territories changed"),
        (lambda p: rename(p, WEST, "Coast"), "Renamed West to Coast"),
        (lambda p: set_capacity(p, WEST, 0.5), "Capacity of West is 0.50 now"),
        (lambda p: recolour(p, WEST, 5), "Another colour for West"),
        (lambda p: recolour(rename(p, WEST, "Coast"), WEST, 5), "Changed Coast"),
        (lambda p: lock(p, WEST, True), "Locked West"),
        (lambda p: all_locked(p, True), "Locked 2 territories"),
        (lambda p: rename(rename(p, WEST, "Coast"), EAST, "Hills"), "0 areas, 2 territories changed"),
        (lambda p: rename(assign(p, [2], WEST), WEST, "Coast"), "1 area, 2 territories changed"),
        (lambda p: bind(p, "k5", WEST), "Customer k5 to West"),
        (lambda p: bind(p, "k0", None), "Customer k0 with its area again"),
        (lambda p: bind(bind(p, "k5", WEST), "k0", WEST), "2 customers to West"),
        (lambda p: bind(bind(p, "k1", None), "k0", None), "2 customers with their areas again"),
        (lambda p: bind(bind(p, "k5", WEST), "k0", EAST), "0 areas, 3 territories changed"),
        (lambda p: bind(assign(p, [2], WEST), "k5", EAST), "1 area, 3 territories changed"),
        (swapped, "Rebalanced 2 territories"),
        (lambda p: assign(swapped(p), [3], EAST), "Rebalanced 3 territories"),
        (lambda p: assign(assign(p, [0], MIDDLE), [6], EAST), "2 areas, 3 territories changed"),
        (lambda p: assign(release(p, [0, 2]), [4], WEST), "3 areas, 3 territories changed"),
    ],
)
def test_every_edit_has_its_words(farms, edit, words):
    assert str(edit_words(farms, edit(farms))) == words


def test_unlocking_is_told(farms):
    locked = all_locked(farms, True)
    assert str(edit_words(locked, farms)) == "Unlocked 2 territories"
    assert str(edit_words(locked, lock(locked, EAST, False))) == "Unlocked East"
    mixed = lock(locked, EAST, False), lock(locked, WEST, False)
    assert str(edit_words(*mixed)) == "0 areas, 2 territories changed"


def test_ground_of_nobody_given_back_in_several_ways_is_counted(farms):
    empty = release(farms, [0, 29])
    assert empty.owners[0] == UNASSIGNED
    assert str(edit_words(empty, farms)) == "2 areas, 2 territories changed"


def test_a_removed_territory_whose_customers_go_another_way_is_removed(farms):
    heirs = bind(merge(farms, [EAST], MIDDLE), "k1", WEST)
    assert str(edit_words(farms, heirs)) == "Removed East"


def test_customers_are_called_what_people_call_them(farms):
    assert str(edit_words(farms, bind(farms, "k5", WEST), {"k5": "Bakery"})) == "Customer Bakery to West"


def test_the_history_speaks_dutch(farms):
    dutch = Language("nl")
    assert dutch.render(edit_words(farms, merge(farms, [EAST], MIDDLE))) == "East samengevoegd met Middle"
    assert dutch.render(edit_words(farms, assign(farms, [2, 3], WEST))) == "2 gebieden naar West"


def test_a_restored_version_is_named_and_so_is_what_it_unlocks(farms):
    locked = lock(farms, EAST, True)
    after = assign(farms, [2], WEST)
    what = edit_words(locked, after)
    said = str(restored_words(3, what, difference(locked, after)))
    assert said == f"Restored version 3: {what}; no longer locked: East"
    assert str(restored_words(3, what, difference(farms, after))) == f"Restored version 3: {what}"
    assert str(restored_words(3, what, difference(after, locked))) == f"Restored version 3: {what}"
