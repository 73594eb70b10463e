import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from geo.territories import balance, loose, pieces, spread


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


@pytest.mark.parametrize("seed", range(5))
def test_pieces_of_scattered_territories_are_counted_on_any_graph(seed):
    rng = np.random.default_rng(seed)
    graph = nx.gnm_random_graph(60, 80, seed=seed)
    alignment = rng.integers(-1, 5, 60)
    adjacency = csr_array(nx.to_scipy_sparse_array(graph, weight=None, dtype=float, format="csr"))
    counted = [
        nx.number_connected_components(graph.subgraph(np.flatnonzero(alignment == t).tolist())) for t in range(5)
    ]
    assert pieces(alignment, adjacency, 6).tolist() == [*counted, 0]


def test_what_lies_apart_is_all_but_the_largest_piece():
    line = csr_array(nx.to_scipy_sparse_array(nx.path_graph(8)))
    alignment = np.array([0, 1, 0, 0, 1, 0, -1, 0])
    assert loose(alignment, line, 0).tolist() == [0, 5, 7]
    assert loose(alignment, line, 1).tolist() == [4]
    assert loose(np.zeros(8, dtype=np.int64), line, 0).tolist() == []
    assert loose(alignment, line, 2).tolist() == []
