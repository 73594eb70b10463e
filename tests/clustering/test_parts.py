"""The solver's smaller parts: starts, summaries, paths, targets."""

import itertools

import networkx as nx
import numpy as np
import pytest

from geo.clustering._bisection import bisect
from geo.clustering._paths import cheapest_paths, potentials, walk
from geo.clustering._targets import set_apart


@pytest.mark.parametrize("seed", [None, 0, 1])
def test_bisection_balances_from_the_start(seed: int | None, towns: np.ndarray) -> None:
    rng = None if seed is None else np.random.RandomState(seed)
    labels = bisect(towns, np.ones(len(towns)), np.array([1.0, 2, 3, 4, 5]), rng)
    assert np.bincount(labels, minlength=5) == pytest.approx(np.array([200, 400, 600, 800, 1000]), abs=3)


def test_bisection_gives_every_cluster_a_point() -> None:
    weights = np.array([100.0, 0, 0, 0, 0])
    labels = bisect(np.zeros((5, 2)), weights, np.full(5, 20.0), None)
    assert sorted(labels) == [0, 1, 2, 3, 4]


def test_paths_are_the_cheapest() -> None:
    hops = np.random.default_rng(0).uniform(0, 1, (12, 12))
    hops[np.random.default_rng(1).random((12, 12)) < 0.6] = np.inf
    graph = nx.DiGraph([(a, b, {"weight": hops[a, b]}) for a, b in zip(*np.nonzero(np.isfinite(hops)), strict=True)])
    costs, before = cheapest_paths(hops, 3)
    expected = nx.single_source_dijkstra_path_length(graph, 3)
    assert {b: costs[b] for b in range(12) if np.isfinite(costs[b])} == pytest.approx(expected)
    for end in expected:
        path = walk(before, 3, end)
        assert sum(hops[a, b] for a, b in itertools.pairwise(path)) == pytest.approx(costs[end])


def test_potentials_respect_every_hop_or_do_not_exist() -> None:
    hops = np.array([[0.0, 2.0, np.inf], [-1.0, 0.0, 3.0], [np.inf, -2.0, 0.0]])
    found = potentials(hops)
    assert found is not None
    assert (found[None, :] - found[:, None] <= hops + 1e-12).all()
    hops[2, 1] = -4
    assert potentials(hops) is None


def test_heavy_items_take_the_largest_clusters() -> None:
    apart = set_apart(np.array([60.0, 1, 30, 4, 5]), np.array([20.0, 40, 20, 20]), 0.01)
    assert apart.items.tolist() == [0, 2]
    assert apart.clusters.tolist() == [1, 0]
    assert apart.targets == pytest.approx([30, 60, 5, 5])


def test_nothing_is_set_apart_where_everything_fits() -> None:
    apart = set_apart(np.ones(10), np.full(3, 10 / 3), 0.0)
    assert not apart.items.size
    assert apart.targets == pytest.approx(np.full(3, 10 / 3))
