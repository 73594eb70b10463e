"""Local answers about contiguity agree with a full recount."""

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from geo.clustering._contiguity import Pieces, is_contiguous, touching
from geo.clustering._repair import make_contiguous

Grid = Callable[[int, int], tuple[np.ndarray, csr_array]]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**16), without=st.floats(0, 0.6))
def test_cutting_off_agrees_with_a_recount(seed: int, without: float, grid: Grid) -> None:
    rng = np.random.default_rng(seed)
    _, adjacency = grid(6, 6)
    weights = (rng.random(36) >= without).astype(float)
    costs = rng.random((36, 4))
    labels = make_contiguous(adjacency, rng.integers(0, 4, 36), weights, costs)
    pieces = Pieces(adjacency, labels, weights)
    graph = nx.from_scipy_sparse_array(adjacency)
    for area in range(36):
        rest = [b for b in np.flatnonzero(labels == labels[area]) if b != area]
        parts = sorted(nx.connected_components(graph.subgraph(rest)), key=lambda part: weights[list(part)].sum())
        lost = pieces.cut_off([area])
        if not parts or (len(parts) > 1 and weights[list(parts[-2])].sum() > 0):
            assert lost is None
        else:
            assert lost is not None
            assert weights[lost].sum() == 0
            assert len(lost) < len(rest)
            assert nx.is_connected(graph.subgraph(set(rest) - set(lost)))


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**16), k=st.integers(1, 9))
def test_repair_leaves_every_territory_in_one_piece(seed: int, k: int, grid: Grid) -> None:
    rng = np.random.default_rng(seed)
    _, adjacency = grid(5, 7)
    labels = make_contiguous(
        adjacency, rng.integers(0, rng.integers(1, k + 1), 35), rng.random(35), rng.random((35, k))
    )
    graph = nx.from_scipy_sparse_array(adjacency)
    assert set(labels) == set(range(k))
    assert all(nx.is_connected(graph.subgraph(np.flatnonzero(labels == t))) for t in range(k))


def test_repair_keeps_what_is_contiguous(grid: Grid) -> None:
    _, adjacency = grid(4, 4)
    labels = np.repeat([0, 1], 8)
    assert np.array_equal(make_contiguous(adjacency, labels, np.ones(16), np.ones((16, 2))), labels)


def test_way_leads_across_areas_without_weight(grid: Grid) -> None:
    _, adjacency = grid(1, 6)
    labels = np.array([0, 0, 0, 0, 1, 1])
    pieces = Pieces(adjacency, labels, np.array([1.0, 1, 0, 0, 1, 1]))
    assert pieces.way_in(3, 1) == []
    assert pieces.way_in(1, 1) is not None
    assert sorted(pieces.way_in(1, 1) or []) == [2, 3]
    assert pieces.way_in(0, 1) is None
    assert pieces.reachable(0, [3]) == [1]


def test_contiguity_is_seen(grid: Grid) -> None:
    _, adjacency = grid(1, 4)
    assert is_contiguous(adjacency, np.array([0, 0, 1, 1]))
    assert not is_contiguous(adjacency, np.array([0, 1, 0, 1]))


def test_graph_is_cleaned_and_checked() -> None:
    graph = touching(csr_array(np.array([[5.0, 2, 0], [2, 0, 0], [0, 0, 0]])))
    assert graph.toarray().tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
    with pytest.raises(ValueError, match="symmetric"):
        touching(csr_array(np.array([[0.0, 1], [0, 0]])))
