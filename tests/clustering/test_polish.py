"""Borders are smoothed where that costs next to nothing, and never at the price of balance or of one piece."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.sparse import csr_array

from geo.clustering._areas import Areas
from geo.clustering._contiguity import is_contiguous
from geo.clustering._polish import smooth
from geo.clustering._power import centroids, inertia, loads_of, squared_distances

Grid = Callable[[int, int], tuple[np.ndarray, csr_array]]


def smoothed(
    points: np.ndarray,
    graph: csr_array,
    weights: np.ndarray,
    labels: np.ndarray,
    *,
    tolerance: float = 0.1,
    spend: float = 0.05,
) -> np.ndarray:
    k = int(labels.max()) + 1
    found = labels.copy()
    ground = Areas(graph, squared_distances(points, centroids(points, weights, found, points[:k])), weights, found)
    smooth(ground, graph, weights, np.full(k, weights.sum() / k), tolerance, spend)
    return found


def cut(graph: csr_array, labels: np.ndarray) -> int:
    """How often areas of two territories touch."""
    pairs = graph.tocoo()
    return int((labels[pairs.row] != labels[pairs.col]).sum()) // 2


@pytest.fixture
def halves(grid: Grid) -> tuple[np.ndarray, csr_array, np.ndarray]:
    """Two halves of a map of ten by ten areas, and one area of the left that juts out into the right."""
    points, graph = grid(10, 10)
    labels = (points[:, 1] >= 5000).astype(np.intp)
    labels[45] = 0
    return points, graph, labels


def test_an_area_that_juts_out_goes_to_those_around_it(halves: tuple[np.ndarray, csr_array, np.ndarray]) -> None:
    points, graph, labels = halves
    straight = (points[:, 1] >= 5000).astype(np.intp)
    assert np.array_equal(smoothed(points, graph, np.ones(100), labels), straight)


def test_it_stays_where_loads_would_leave_the_tolerance(halves: tuple[np.ndarray, csr_array, np.ndarray]) -> None:
    points, graph, labels = halves
    weights = np.ones(100)
    weights[labels == 1] = 51 / 49
    assert np.array_equal(smoothed(points, graph, weights, labels, tolerance=0.001), labels)


def test_where_the_tolerance_is_missed_only_areas_without_weight_go(
    halves: tuple[np.ndarray, csr_array, np.ndarray],
) -> None:
    points, graph, labels = halves
    weights = np.where(labels == 0, 2.0, 1.0)
    assert np.array_equal(smoothed(points, graph, weights, labels), labels)
    weights[45] = 0.0
    assert smoothed(points, graph, weights, labels)[45] == 1


def test_it_stays_where_it_would_cost_more_than_next_to_nothing(
    halves: tuple[np.ndarray, csr_array, np.ndarray],
) -> None:
    points, graph, labels = halves
    points = points.copy()
    # Far on the left by its place, whatever it touches.
    points[45] = [5000.0, -9000.0]
    assert smoothed(points, graph, np.ones(100), labels, spend=0.001)[45] == 0


@pytest.mark.parametrize("seed", range(4))
def test_borders_get_shorter_and_all_else_is_kept(grid: Grid, seed: int) -> None:
    points, graph = grid(20, 20)
    rng = np.random.default_rng(seed)
    weights = np.where(rng.random(400) < 0.4, 0.0, rng.lognormal(0, 0.5, 400))
    labels = (points[:, 1] >= 10_000).astype(np.intp) + 2 * (points[:, 0] >= 10_000)
    ragged = labels.copy()
    for area in rng.permutation(400)[:150]:
        near = labels[graph.indices[graph.indptr[area] : graph.indptr[area + 1]]]
        before = ragged[area]
        ragged[area] = rng.choice(near)
        if not is_contiguous(graph, ragged):
            ragged[area] = before
    targets = np.full(4, weights.sum() / 4)
    deviation = float(np.abs(loads_of(ragged, weights, 4) / targets - 1).max())
    found = smoothed(points, graph, weights, ragged, tolerance=deviation, spend=0.01)
    assert cut(graph, found) < cut(graph, ragged)
    assert is_contiguous(graph, found)
    assert np.abs(loads_of(found, weights, 4) / targets - 1).max() <= deviation
    was, now = (inertia(points, weights, one, centroids(points, weights, one, points[:4])) for one in (ragged, found))
    assert now <= 1.01 * was
