import numpy as np

from geo.territories import changes


def test_the_matching_keeps_as_much_as_possible():
    today = np.array([0, 0, 0, 1, 1])
    proposal = np.array([1, 1, 0, 0, 0])
    result = changes(today, proposal, np.ones(5), 2, 2)
    assert result.successor.tolist() == [1, 0]
    assert result.moved.tolist() == [False, False, True, False, False]
    assert result.share(np.ones(5)) == 0.2


def test_the_matching_follows_the_measure_that_is_to_be_kept():
    today = np.array([0, 0, 1, 1])
    proposal = np.array([0, 1, 0, 1])
    result = changes(today, proposal, np.array([1.0, 5.0, 5.0, 1.0]), 2, 2)
    assert result.successor.tolist() == [1, 0]
    assert result.moved.tolist() == [True, False, False, True]


def test_a_territory_without_counterpart_changes_whole():
    today = np.array([0, 0, 0, 0])
    proposal = np.array([0, 0, 0, 1])
    result = changes(today, proposal, np.ones(4), 1, 2)
    assert result.successor.tolist() == [0, -1]
    assert result.moved.tolist() == [False, False, False, True]


def test_customers_of_nobody_do_not_move():
    result = changes(np.array([-1, 0]), np.array([0, 0]), np.ones(2), 1, 1)
    assert result.moved.tolist() == [False, False]


def test_what_is_known_to_continue_is_not_matched_anew():
    today = np.array([0, 0, 0, 1, 1, 2])
    proposal = np.array([0, 0, 0, 1, 1, 2])
    result = changes(today, proposal, np.ones(6), 3, 3, fixed=np.array([1, -1, -1]))
    # Of those left over, the third keeps its one customer rather than none.
    assert result.successor.tolist() == [1, 0, 2]
    assert result.moved.tolist() == [True, True, True, True, True, False]


def test_two_territories_may_continue_the_same_one():
    today = np.array([0, 0, 1])
    proposal = np.array([0, 1, 2])
    fixed = np.array([0, 0, -1])
    result = changes(today, proposal, np.ones(3), 2, 3, fixed=fixed)
    assert result.successor.tolist() == [0, 0, 1]
    assert not result.moved.any()
    assert fixed.tolist() == [0, 0, -1]


def test_a_plan_without_ground_of_its_own_matches_nothing():
    result = changes(np.array([0]), np.array([-1]), np.ones(1), 1, 0)
    assert result.successor.tolist() == []
    assert result.moved.tolist() == [True]
