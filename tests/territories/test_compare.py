import numpy as np
import pytest

from geo.territories import changes, middles, remoteness


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


@pytest.fixture
def row():
    """
    Four territories in a row. Three are between theirs and the next, of which they keep 14 of 20 and 6 of 20.

    The last is beside the first, of which they keep 6, and nobody has the fourth: were it only for what is kept, they
    would be sent there.
    """
    places = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]) * 50_000
    centres = np.array([[0.4, 0.0], [1.4, 0.0], [2.4, 0.0], [-0.4, 0.0]]) * 50_000
    today = np.concatenate([np.repeat(pair, (6, 14)) for pair in ((3, 0), (0, 1), (1, 2), (2, -1))])
    return places, centres, today, np.repeat(np.arange(4), 20)


def test_nobody_is_sent_across_the_country_to_let_others_keep_a_little_more(row):
    places, centres, today, proposal = row
    kept = np.ones(80)
    assert changes(today, proposal, kept, 4, 4).successor.tolist() == [0, 1, 2, 3]
    remote = remoteness(places, centres, 20.0)
    assert changes(today, proposal, kept, 4, 4, remote=remote).successor.tolist() == [3, 0, 1, 2]


def test_distance_counts_in_steps_between_neighbours_whatever_the_unit():
    places = np.array([[0.0, 0.0], [2.0, 0.0], [4.0, 0.0]])
    centres = np.array([[0.0, 0.0], [np.nan, np.nan]])
    expected = np.array([[0.0, 0.0], [0.1, 0.0], [0.4, 0.0]]) * 7
    np.testing.assert_allclose(remoteness(places, centres, 7.0), expected)
    np.testing.assert_allclose(remoteness(places * 1e3, centres * 1e3, 7.0), expected)


def test_where_all_are_in_one_place_distance_counts_nothing():
    places = np.zeros((3, 2))
    assert not remoteness(places, np.ones((2, 2)), 5.0).any()
    assert not remoteness(places[:1], np.ones((2, 2)), 5.0).any()


def test_middles_are_weighted_and_unknown_without_weight():
    points = np.array([[0.0, 0.0], [4.0, 8.0], [1.0, 1.0], [9.0, 9.0]])
    found = middles(points, np.array([0, 0, 1, -1]), np.array([3.0, 1.0, 0.0, 5.0]), 3)
    np.testing.assert_array_equal(found, [[1.0, 2.0], [np.nan, np.nan], [np.nan, np.nan]])
