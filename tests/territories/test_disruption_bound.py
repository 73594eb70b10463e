"""The proven least against the optimum itself, found by an integer programme on small cases."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from geo.territories import balance, changes
from geo.territories.comparison import passage
from geo.territories.disruption_bound import least_disruption

CASES, EQUAL = 50, 0.7


def optimum(before, load, worth, targets, tolerance, successor):
    """Return the least that any division within the tolerance moves, for one matching; infinite where there is none."""
    n, k = len(before), len(targets)
    stays = (before[:, None] >= 0) & (successor[None, :] == before[:, None])
    price = np.where(stays, 0.0, np.where(before >= 0, worth, 0.0)[:, None]).ravel()
    once = np.kron(np.eye(n), np.ones((1, k)))
    sums = np.kron(load[None, :], np.eye(k))
    slack = 1e-7
    limits = [
        LinearConstraint(once, 1, 1),
        LinearConstraint(sums, targets * (1 - tolerance) - slack, targets * (1 + tolerance) + slack),
    ]
    found = milp(price, constraints=limits, integrality=np.ones(n * k), bounds=Bounds(0, 1))
    return found.fun if found.success else np.inf


def matchings(n_before, k, fixed):
    """Return every matching of open territories to holders, as many as there can be."""
    vacant, free = np.flatnonzero(fixed < 0), np.setdiff1d(np.arange(n_before), fixed)
    longer, shorter = (free, vacant) if len(free) >= len(vacant) else (vacant, free)
    for chosen in permutations(longer, len(shorter)):
        successor = fixed.copy()
        pairs = zip(shorter, chosen, strict=True) if longer is free else zip(chosen, shorter, strict=True)
        for territory, holder in pairs:
            successor[territory] = holder
        yield successor


def case(seed):
    """Return a small division before and after: some customers are nobody's, some matchings known, k may change."""
    rng = np.random.default_rng(seed)
    n, n_before, k = int(rng.integers(5, 10)), int(rng.integers(1, 4)), int(rng.integers(2, 4))
    before = rng.integers(-1 if seed % 3 == 0 else 0, n_before, n)
    load = rng.integers(1, 20, n).astype(float) * (rng.random(n) > 0.1) + (np.arange(n) == 0)
    money = rng.integers(1, 50, n).astype(float)
    after = rng.integers(0, k, n)
    capacities = rng.choice([1.0, 1.0, 0.5], k)
    after[:k] = np.arange(k)
    fixed = np.full(k, -1)
    if seed % 2:
        fixed[0] = rng.integers(0, n_before)
    if seed % 10 == 1:
        fixed[1] = fixed[0]
    reached = balance(after, load, capacities)
    return before, after, load, np.column_stack([np.ones(n), money, load]), reached, n_before, fixed


def test_it_is_never_above_the_optimum_and_often_is_the_optimum():
    equal = 0
    for seed in range(CASES):
        before, after, load, measures, reached, n_before, fixed = case(seed)
        least = least_disruption(
            before, load, measures, reached.targets, n_before, reached.deviation, fixed=fixed, counts=[0]
        )
        best = [
            min(
                optimum(before, load, worth, reached.targets, reached.deviation, successor)
                for successor in matchings(n_before, len(fixed), fixed)
            )
            for worth in measures.T
        ]
        assert (least <= np.array(best) + 1e-6).all(), seed
        found = changes(before, after, load, n_before, len(fixed), fixed=fixed)
        moved = passage(before, after, measures, n_before, len(fixed), found.successor).disruption
        assert (least <= moved + 1e-6).all(), seed
        equal += np.isclose(least, best).sum()
    assert equal >= EQUAL * 3 * CASES


def test_what_is_too_much_leaves_and_the_heaviest_leave_first():
    before, load = np.array([0, 0, 0, 0, 1]), np.array([4.0, 3.0, 2.0, 1.0, 2.0])
    targets = np.array([6.0, 6.0])
    money = np.array([100.0, 3.0, 2.0, 5.0, 9.0])
    measures = np.column_stack([np.ones(5), money, load])
    least = least_disruption(before, load, measures, targets, 2, 0.0, fixed=np.array([0, 1]), counts=[0])
    # Four hours leave: one customer of four, or for money that of three and half of that of two.
    assert least.tolist() == [1.0, 4.0, 4.0]


def test_a_matching_that_is_open_is_the_cheapest_one():
    before, load = np.array([0, 0, 1]), np.array([5.0, 5.0, 2.0])
    targets = np.array([2.0, 10.0])
    crossed = least_disruption(before, load, load[:, None], targets, 2, 0.0, fixed=np.array([0, 1]))
    free = least_disruption(before, load, load[:, None], targets, 2, 0.0)
    assert crossed.tolist() == [8.0]
    assert free.tolist() == [0.0]


def test_a_holder_who_ends_gives_all_away_and_one_who_begins_is_filled():
    ends = least_disruption(np.array([0, 0, 1]), np.array([3.0, 0.0, 4.0]), np.ones((3, 1)), np.array([7.0]), 2, 0.0)
    assert ends.tolist() == [1.0]
    load = np.array([3.0, 1.0])
    begins = least_disruption(np.zeros(2, dtype=int), load, load[:, None], np.array([3.0, 1.0]), 1, 0.0)
    assert begins.tolist() == [1.0]


def test_what_nobody_had_fills_without_changing_hands():
    before, load = np.array([0, -1]), np.array([5.0, 5.0])
    assert least_disruption(before, load, load[:, None], np.array([5.0, 5.0]), 2, 0.0).tolist() == [0.0]


@pytest.mark.parametrize("fixed", [None, np.array([0, 1, 2])], ids=["open", "sure"])
def test_what_is_missing_comes_even_where_nobody_has_too_much(fixed):
    before, load = np.array([0, 0, 1, 2]), np.array([3.0, 3.0, 5.0, 1.0])
    measures = np.column_stack([np.ones(4), [9.0, 3.0, 20.0, 7.0], load])
    # From 2 to 6 are allowed, 6, 5 and 1 are there: one hour must come, at 1 an hour where it is cheapest.
    least = least_disruption(before, load, measures, np.full(3, 4.0), 3, 0.5, fixed=fixed, counts=[0])
    assert least.tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("fixed", [None, np.array([0, -1, 1])], ids=["open", "sure"])
def test_one_who_begins_is_filled_even_where_nobody_has_too_much(fixed):
    before, load = np.array([0, 0, 1]), np.array([2.0, 1.0, 3.0])
    measures = np.column_stack([np.ones(3), [8.0, 6.0, 6.0], load])
    # From 1 to 3 are allowed and both have 3: an hour at 2, the cheapest, goes to the third territory.
    least = least_disruption(before, load, measures, np.full(3, 2.0), 2, 0.5, fixed=fixed, counts=[0])
    assert least.tolist() == [1.0, 2.0, 1.0]


def test_what_leaves_is_of_the_holder_that_has_too_much_though_another_has_it_cheaper():
    before, load = np.array([0, 0, 1, 1]), np.array([4.0, 4.0, 1.0, 1.0])
    measures = np.column_stack([np.ones(4), [8.0, 12.0, 1.0, 1.0], load])
    targets = np.array([5.0, 5.0])
    # Three hours at 2 an hour; the other holder's would cost 1.
    sure = least_disruption(before, load, measures, targets, 2, 0.0, fixed=np.array([0, 1]), counts=[0])
    assert sure.tolist() == [1.0, 6.0, 3.0]


def test_what_is_sure_and_what_is_open_add_up():
    before, load = np.array([0, 0, 1, 2, 2, 3]), np.array([4.0, 4.0, 2.0, 4.0, 3.0, 3.0])
    measures = np.column_stack([np.ones(6), [8.0, 12.0, 1.0, 12.0, 12.0, 3.0], load])
    # The first, surely continued, has 3 too many at 2 an hour; of the open ones the third has 2 too many at 3.
    least = least_disruption(
        before, load, measures, np.full(4, 5.0), 4, 0.0, fixed=np.array([0, 1, -1, -1]), counts=[0]
    )
    assert least.tolist() == [2.0, 12.0, 5.0]


def test_the_larger_of_what_leaves_and_what_comes_is_asked():
    before, load = np.array([0, 1, 2]), np.array([7.0, 1.0, 1.0])
    measures = np.column_stack([np.ones(3), [70.0, 1.0, 1.0], load])
    # From 2 to 6 are allowed. One hour leaves the first, at 10; two come to the others, which could cost 1 each.
    least = least_disruption(before, load, measures, np.full(3, 4.0), 3, 0.5, fixed=np.arange(3), counts=[0])
    assert least.tolist() == [1.0, 10.0, 2.0]


def test_two_territories_of_one_holder_count_together():
    before, load = np.array([0, 0, 1]), np.array([5.0, 5.0, 5.0])
    targets, fixed = np.array([5.0, 5.0, 5.0]), np.array([0, 0, 1])
    assert least_disruption(before, load, load[:, None], targets, 2, 0.0, fixed=fixed).tolist() == [0.0]


@st.composite
def divisions(draw):
    n, n_before, k = draw(st.integers(1, 30)), draw(st.integers(1, 5)), draw(st.integers(1, 5))
    whole = st.integers(0, 100)
    before = np.array(draw(st.lists(st.integers(-1, n_before - 1), min_size=n, max_size=n)))
    after = np.array(draw(st.lists(st.integers(0, k - 1), min_size=n, max_size=n)))
    load, money = (np.array(draw(st.lists(whole, min_size=n, max_size=n)), dtype=float) for _ in "ab")
    fixed = np.array(draw(st.lists(st.integers(-1, n_before - 1), min_size=k, max_size=k)))
    return before, after, load, np.column_stack([np.ones(n), money, load]), n_before, k, fixed


@given(divisions())
def test_no_division_moves_less_and_a_wider_tolerance_asks_for_less(given_):
    before, after, load, measures, n_before, k, fixed = given_
    reached = balance(after, load, np.ones(k))
    bound = [
        least_disruption(before, load, measures, reached.targets, n_before, tolerance, fixed=fixed, counts=[0])
        for tolerance in (reached.deviation, reached.deviation + 0.3)
    ]
    successor = changes(before, after, load, n_before, k, fixed=fixed).successor
    found = passage(before, after, measures, n_before, k, successor)
    assert (bound[0] <= found.disruption + 1e-6).all()
    assert (bound[1] <= bound[0] + 1e-6).all()
    assert (bound[1] >= 0).all()
    assert bound[0][0] == pytest.approx(round(bound[0][0]))
    served = before >= 0
    np.testing.assert_allclose(found.disruption, measures[served & (np.append(successor, -1)[after] != before)].sum(0))
