"""A few territories are evened out among themselves; all others stay."""

from dataclasses import replace

import numpy as np
import pytest

from geo.errors import EditError
from geo.territories import (
    UNASSIGNED,
    add,
    assign,
    bind,
    difference,
    encode_plan,
    lock,
    merge,
    pieces,
    rebalance,
    release,
    set_capacity,
)

WEST, MIDDLE, EAST = 1, 3, 4


def deviations(plan, tally, ids):
    """Return deviations from the shares by capacity of what territories hold together."""
    positions = plan.positions(ids)
    loads = tally.loads(plan)[positions, tally.names.index(tally.balanced)]
    capacities = plan.capacities[positions]
    return np.abs(loads / (loads.sum() * capacities / capacities.sum()) - 1)


@pytest.fixture
def uneven(farms):
    """Column C has gone from Middle to West, and A1 to nobody."""
    return release(assign(farms, [2, 8, 14, 20, 26], WEST), [0])


def test_deviations_come_within_the_tolerance_and_nothing_else_changes(uneven, herd):
    assert deviations(uneven, herd, [WEST, MIDDLE]).max() > 0.3
    after = rebalance(uneven, [MIDDLE, WEST, WEST], herd, tolerance=0.05)
    assert deviations(after, herd, [WEST, MIDDLE]).max() <= 0.05
    change = difference(uneven, after)
    assert not change.territories
    assert not change.overrides
    assert {*change.before.tolist(), *change.after.tolist()} == {WEST, MIDDLE}
    assert after.owners[0] == UNASSIGNED
    assert pieces(after.alignment, after.coverage.adjacency, 3).tolist() == [1, 1, 1]


def test_shares_follow_capacity_within_what_is_held_together(uneven, herd):
    plan = set_capacity(uneven, EAST, 2.0)
    after = rebalance(plan, [WEST, MIDDLE, EAST], herd, tolerance=0.06)
    assert deviations(after, herd, [WEST, MIDDLE, EAST]).max() <= 0.06
    loads = herd.loads(after)[:, 1]
    assert loads[2] / loads[0] == pytest.approx(2, rel=0.13)


def test_one_within_the_tolerance_stays_as_it_is(farms, herd):
    limit = deviations(farms, herd, [WEST, MIDDLE]).max()
    assert limit > 0
    assert encode_plan(rebalance(farms, [WEST, MIDDLE], herd, tolerance=limit + 1e-9)) == encode_plan(farms)
    assert encode_plan(rebalance(farms, [WEST, MIDDLE], herd, tolerance=0.9 * limit)) != encode_plan(farms)


def test_bound_customers_count_where_they_are_bound_and_stay(farms, herd):
    plan = farms
    for key in herd.keys[(herd.measures["revenue"] > 45) & (farms.owners[herd.area] != MIDDLE)]:
        plan = bind(plan, key, MIDDLE)
    after = rebalance(plan, [WEST, MIDDLE], herd, tolerance=0.05)
    assert deviations(after, herd, [WEST, MIDDLE]).max() <= 0.05
    assert after.overrides == plan.overrides
    assert difference(plan, after).before.tolist() == [MIDDLE] * len(difference(plan, after).areas)


def test_the_balanced_measure_is_evened_out(uneven, herd):
    by_count = replace(herd, balanced="customers")
    after = rebalance(uneven, [WEST, MIDDLE], by_count, tolerance=0.05)
    assert deviations(after, by_count, [WEST, MIDDLE]).max() <= 0.05
    assert encode_plan(after) != encode_plan(rebalance(uneven, [WEST, MIDDLE], herd, tolerance=0.05))


def test_customers_that_weigh_nothing_move_nothing(uneven, herd):
    weightless = replace(herd, measures={"revenue": np.zeros(150)})
    assert encode_plan(rebalance(uneven, [WEST, MIDDLE], weightless, tolerance=0)) == encode_plan(uneven)


def test_a_plan_is_never_made_less_even_where_the_tolerance_is_out_of_reach(uneven, herd):
    heavy = herd.measures["revenue"].copy()
    heavy[herd.area == 3] += 50_000
    skewed = replace(herd, measures={"revenue": heavy})
    after = rebalance(uneven, [WEST, MIDDLE], skewed, tolerance=0.01)
    assert deviations(after, skewed, [WEST, MIDDLE]).max() <= deviations(uneven, skewed, [WEST, MIDDLE]).max()
    assert np.bincount(after.owners[after.owners > 0]).min(initial=99, where=[False, True, False, True, True]) > 0


def test_a_caller_hears_and_may_stop(uneven, herd):
    heard = []

    def listen(stage, fraction, deviation):
        heard.append(deviation)
        return True

    after = rebalance(uneven, [WEST, MIDDLE], herd, tolerance=0.01, callback=listen)
    assert encode_plan(after) == encode_plan(uneven)
    assert heard == [pytest.approx(deviations(uneven, herd, [WEST, MIDDLE]).max())]


@pytest.mark.parametrize(
    ("change", "ids", "problem"),
    [
        (None, [], "Fewer than two territories are chosen"),
        (None, [WEST, WEST], "Fewer than two territories are chosen"),
        (None, [WEST, 2], "The plan has no territory 2"),
        (lambda plan: lock(plan, EAST, True), [MIDDLE, EAST], "East is locked"),
        (None, [WEST, EAST], "East and West do not touch"),
        (lambda plan: add(plan, "New", id=9), [WEST, 9], "New has no ground yet"),
        (lambda plan: add(plan, "New", [29], id=9), [WEST, MIDDLE, EAST, 9], None),
        (lambda plan: add(plan, "New", [29], id=9), [WEST, MIDDLE, 9], "New and West do not touch"),
        (lambda plan: add(merge(plan, [MIDDLE], WEST), "New", [29], id=9), [WEST, 9], "New and West do not touch"),
    ],
)
def test_territories_that_cannot_hand_over_areas_are_refused(farms, herd, change, ids, problem):
    plan = farms if change is None else change(farms)
    if problem is None:
        after = rebalance(plan, ids, herd, tolerance=0.3)
        assert deviations(after, herd, ids).max() <= deviations(plan, herd, ids).max()
        return
    with pytest.raises(EditError, match=problem):
        rebalance(plan, ids, herd, tolerance=0.05)
