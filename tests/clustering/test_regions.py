"""Parts of a division are taken out whole, and heated again where contiguity costs much."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.sparse import csr_array

from geo.clustering import _search as searching
from geo.clustering import allocate
from geo.clustering._anneal import SHAPING, proposals
from geo.clustering._regions import region, within

Grid = Callable[[int, int], tuple[np.ndarray, csr_array]]


def test_a_region_hangs_together_however_near_others_are(grid: Grid) -> None:
    points, adjacency = grid(1, 8)
    labels = np.arange(8) // 2
    centers = np.array([[0.0, 0.0], [10.0, 0.0], [0.1, 0.0], [0.2, 0.0]])
    # Territories 2 and 3 lie nearer, but only 1 touches 0.
    assert region(csr_array(adjacency), labels, centers, 0, 2).tolist() == [0, 1]
    assert region(csr_array(adjacency), labels, centers, 0, 3).tolist() == [0, 1, 2]
    assert region(csr_array(adjacency), labels, centers, 0, 9).tolist() == [0, 1, 2, 3]
    assert len(points) == 8


def test_a_part_has_the_areas_edges_and_numbers_of_its_territories(grid: Grid) -> None:
    _, adjacency = grid(1, 8)
    areas, part, numbers = within(csr_array(adjacency), np.arange(8) // 2, np.array([1, 2]))
    assert areas.tolist() == [2, 3, 4, 5]
    assert numbers.tolist() == [0, 0, 1, 1]
    assert part.toarray().tolist() == np.asarray(adjacency.toarray())[2:6, 2:6].tolist()


def test_a_division_across_water_gains_by_regions(grid: Grid, monkeypatch: pytest.MonkeyPatch) -> None:
    points, adjacency = grid(34, 34)
    # A long inlet, crossed at its closed end only, and diagrams that know nothing of it.
    rows, columns = csr_array(adjacency).tocoo().coords
    crosses = ((rows // 34 < 17) != (columns // 34 < 17)) & (rows % 34 > 1)
    graph = csr_array((np.ones((~crosses).sum()), (rows[~crosses], columns[~crosses])), shape=adjacency.shape)
    weights = np.random.default_rng(3).lognormal(0.0, 0.5, len(points))

    def inertia() -> float:
        found = allocate(points, weights, graph, 24, tolerance=0.02, random_state=0)
        assert found.contiguous
        assert found.deviation <= 0.02
        return found.inertia

    with_regions = inertia()
    monkeypatch.setattr(searching, "_REGIONS", 0)
    assert with_regions < inertia()


def test_an_area_far_away_leaves_the_others_in_order(grid: Grid) -> None:
    points, adjacency = grid(12, 12)
    weights = np.random.default_rng(1).lognormal(0.0, 0.5, 144)
    others = np.arange(144) != 0

    def inertia(places: np.ndarray) -> float:
        labels = allocate(places, weights, adjacency, 6, tolerance=0.02, random_state=0).labels[others]
        mass = np.bincount(labels, weights[others], 6)
        centers = np.stack([np.bincount(labels, weights[others] * axis, 6) / mass for axis in points[others].T], axis=1)
        return float((weights[others] * ((points[others] - centers[labels]) ** 2).sum(1)).sum())

    outlying = points.copy()
    outlying[0] -= 1e5 * np.ptp(points)
    assert inertia(outlying) < 1.3 * inertia(points)


def test_a_graph_with_every_edge_is_given_no_more_time_than_a_map() -> None:
    graph = csr_array(np.ones((50, 50)) - np.eye(50))
    assert proposals(graph, np.arange(50) % 5, SHAPING) == SHAPING.moves * 6 * 50
