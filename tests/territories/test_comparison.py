import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.territories.comparison import passage


def test_each_pair_of_territories_keeps_gains_and_loses():
    before, after = np.array([0, 0, 0, 1, 1, -1]), np.array([0, 0, 1, 1, -1, 0])
    measures = np.column_stack([np.ones(6), [1.0, 2.0, 4.0, 8.0, 16.0, 32.0]])
    found = passage(before, after, measures, 2, 2, np.array([0, 1]))
    assert found.kept.tolist() == [[2, 3], [1, 8]]
    assert found.gained.tolist() == [[0, 0], [1, 4]]
    assert found.lost.tolist() == [[1, 4], [1, 16]]
    assert found.found.tolist() == [[1, 32], [0, 0]]
    assert found.disruption.tolist() == [2, 20]
    assert found.totals.tolist() == [6, 63]


def test_a_territory_without_predecessor_gains_all_and_one_that_ends_loses_all():
    found = passage(np.array([0, 1, 1]), np.array([0, 1, 1]), np.ones((3, 1)), 2, 2, np.array([0, -1]))
    assert found.gained.tolist() == [[0], [2]]
    assert found.lost.tolist() == [[0], [2]]


def test_two_territories_that_continue_one_take_nothing_from_it():
    found = passage(np.zeros(4, dtype=int), np.array([0, 0, 1, 1]), np.ones((4, 1)), 1, 2, np.array([0, 0]))
    assert found.kept.tolist() == [[2], [2]]
    assert found.disruption.tolist() == [0]


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(-1, 2), st.integers(0, 9)), max_size=40))
def test_nothing_is_lost_on_the_way(rows):
    before, after, weight = (np.array([row[i] for row in rows], dtype=np.int64) for i in range(3))
    found = passage(before, after, weight[:, None].astype(float), 4, 3, np.array([2, -1, 0]))
    assert found.totals.tolist() == [weight.sum()]
    assert (found.kept + found.gained + found.found).sum() == weight[after >= 0].sum()
    assert found.lost.sum() == found.disruption.sum()
    assert found.gained.sum() == found.disruption.sum() - weight[(before >= 0) & (after < 0)].sum()
