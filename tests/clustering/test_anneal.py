"""Divisions are annealed along borders: always whole, never worse where nothing is left to chance."""

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from geo.clustering._anneal import CALM, SHAPING, Schedule, anneal
from geo.clustering._frontier import _stays_whole, jostle
from geo.clustering._power import centroids, inertia, loads_of

Grid = Callable[[int, int], tuple[np.ndarray, csr_array]]


def graph_of(adjacency: csr_array) -> csr_array:
    graph = csr_array(adjacency)
    graph.sort_indices()
    return graph


def strips(rows: int, columns: int, k: int) -> np.ndarray:
    """Territories of whole rows, as even as can be, with the row-major order of the grid."""
    return np.repeat(np.arange(rows) * k // rows, columns)


def energy(points: np.ndarray, weights: np.ndarray, labels: np.ndarray, k: int, hardness: float) -> float:
    centers = centroids(points, weights, labels, np.zeros((k, 2)))
    deviations = loads_of(labels, weights, k) / (weights.sum() / k) - 1
    return inertia(points, weights, labels, centers) + hardness * float((deviations**2).sum())


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**16))
def test_an_area_goes_only_where_the_rest_stays_in_one_piece(seed: int, grid: Grid) -> None:
    rng = np.random.default_rng(seed)
    _, adjacency = grid(7, 7)
    graph = graph_of(adjacency)
    labels = rng.integers(0, 3, 49)
    seen, queue = np.zeros(50, dtype=np.int64), np.empty(49, dtype=np.int64)
    whole = nx.from_scipy_sparse_array(adjacency)
    for area in range(49):
        own = nx.node_connected_component(whole.subgraph(np.flatnonzero(labels == labels[area])), area)
        rest = whole.subgraph(own - {area})
        expected = bool(rest) and nx.is_connected(rest)
        start, neighbours = graph.indptr.astype(np.int64), graph.indices.astype(np.int64)
        assert _stays_whole(area, labels, start, neighbours, seen, queue) == expected


@pytest.mark.parametrize("hardness", [0.0, 1e9])
def test_without_heat_the_energy_falls(hardness: float, grid: Grid) -> None:
    points, adjacency = grid(12, 12)
    weights = np.random.default_rng(0).uniform(0.5, 2.0, 144)
    graph, labels, k = graph_of(adjacency), strips(12, 12, 4), 4
    targets = np.full(k, weights.sum() / k)
    before = energy(points, weights, labels, k, hardness)
    stood = jostle(
        graph.indptr.astype(np.int64),
        graph.indices.astype(np.int64),
        labels,
        weights,
        weights[:, None] * points,
        weights,
        targets,
        np.ones(k),
        0.0,
        1.0,
        np.zeros(1),
        np.full(1, hardness),
        20_000,
        1,
    )
    assert stood > 0
    assert energy(points, weights, labels, k, hardness) < before
    whole = nx.from_scipy_sparse_array(adjacency)
    assert all(nx.is_connected(whole.subgraph(np.flatnonzero(labels == t))) for t in range(k))


def test_strips_become_blocks_of_even_load(grid: Grid) -> None:
    points, adjacency = grid(12, 12)
    weights, targets = np.ones(144), np.full(6, 24.0)
    first, second = strips(12, 12, 6), strips(12, 12, 6)
    anneal(
        graph_of(adjacency),
        [first, second],
        points,
        weights,
        targets,
        targets,
        0.0,
        [SHAPING] * 2,
        np.random.RandomState(0),
    )
    for labels in (first, second):
        assert np.bincount(labels).tolist() == [24] * 6
        # Blocks of 4 by 6 are the best there is, strips three times as bad.
        assert energy(points, weights, labels, 6, 0.0) <= 1.1 * 6 * 24 * (15 + 35) / 12 * 1e6
    assert first.tolist() != second.tolist()


def test_annealing_can_be_stopped_and_leaves_what_there_is(grid: Grid) -> None:
    points, adjacency = grid(6, 6)
    labels, targets = strips(6, 6, 3), np.full(3, 12.0)
    heard: list[float] = []

    def stop(fraction: float) -> bool:
        heard.append(fraction)
        return True

    schedule = Schedule(1.0, 0.01, 1.0, 100.0, 10, 1000)
    graph = graph_of(adjacency)
    anneal(graph, [labels], points, np.ones(36), targets, targets, 0.0, [schedule], np.random.RandomState(0), stop)
    assert heard == [0.0]
    assert labels.tolist() == strips(6, 6, 3).tolist()


@pytest.mark.parametrize(("over", "moved"), [(0.0500001, True), (0.0494, False)], ids=["a hair beyond", "within"])
def test_balance_is_sought_a_little_within_the_tolerance_and_no_further(over: float, moved: bool, grid: Grid) -> None:
    points, adjacency = grid(2, 10)
    weights = np.ones(20)
    # A light area on either side of the border costs little to hand over.
    weights[[4, 5]] = 0.03
    left = np.tile(np.arange(10) < 5, 2)
    weights[left] *= 10 * (1 + over) / weights[left].sum()
    weights[~left] *= 10 * (1 - over) / weights[~left].sum()
    labels, targets = np.where(left, 0, 1), np.full(2, 10.0)
    anneal(graph_of(adjacency), [labels], points, weights, targets, targets, 0.05, [CALM], np.random.RandomState(0))
    deviation = np.abs(np.bincount(labels, weights) / targets - 1).max()
    assert deviation <= 0.05
    assert bool(labels[4]) is moved
    assert (labels != np.where(left, 0, 1)).sum() == moved
