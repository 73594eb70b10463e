import numpy as np
import pytest
from scipy.sparse import csr_array

from geo.territories import balance, pieces, spread


def test_balance_adds_up_and_shares_by_capacity():
    result = balance(np.array([0, 0, 1, -1]), np.array([3.0, 1.0, 2.0, 9.0]), np.array([1.0, 0.5]))
    assert result.loads.tolist() == [4.0, 2.0]
    assert result.targets.tolist() == [4.0, 2.0]
    assert result.deviation == 0.0
    assert result.misplaced_share == 0.0


def test_deviation_is_the_largest_on_either_side():
    result = balance(np.array([0, 1, 1, 1]), np.ones(4), np.ones(2))
    assert result.deviations.tolist() == [-0.5, 0.5]
    assert result.deviation == 0.5
    assert result.misplaced_share == pytest.approx(0.25)


def test_nothing_to_share_is_no_deviation():
    result = balance(np.array([0, 1]), np.zeros(2), np.ones(2))
    assert result.deviation == 0.0
    assert result.misplaced_share == 0.0


def test_spread_is_the_weighted_inertia_around_each_centre():
    points = np.array([[0.0, 0.0], [2.0, 0.0], [10.0, 0.0]])
    found = spread(np.array([0, 0, 1]), np.array([1.0, 3.0, 1.0]), points, 2)
    # Centre at 1.5: 1 · 1.5² + 3 · 0.5² = 3.
    assert found.tolist() == [3.0, 0.0]


def test_pieces_counts_along_the_graph_only():
    path = csr_array(np.array([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]]))
    assert pieces(np.array([0, 1, 0, -1]), path, 2).tolist() == [2, 1]
    assert pieces(np.array([0, 0, 1, 1]), path, 3).tolist() == [1, 1, 0]
