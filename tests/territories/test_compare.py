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
