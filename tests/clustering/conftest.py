"""Small named instances on which the solver is tried."""

import itertools
from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array


@pytest.fixture(scope="session")
def best_deviation() -> Callable[[np.ndarray, np.ndarray], float]:
    """Return a function that finds the least possible deviation by trying every assignment."""

    def search(weights: np.ndarray, targets: np.ndarray) -> float:
        return min(
            float(np.abs(np.bincount(labels, weights, len(targets)) / targets - 1).max())
            for labels in map(list, itertools.product(range(len(targets)), repeat=len(weights)))
        )

    return search


@pytest.fixture(scope="session")
def towns() -> np.ndarray:
    """3,000 places in a few dense towns and an empty countryside, in metres."""
    rng = np.random.default_rng(7)
    centres = rng.uniform(0, 200_000, (25, 2))
    size = rng.lognormal(0, 1, 25)
    town = rng.choice(25, 3000, p=size / size.sum())
    return centres[town] + rng.normal(0, 4_000, (3000, 2))


@pytest.fixture(scope="session")
def grid() -> Callable[[int, int], tuple[np.ndarray, csr_array]]:
    """Return a function that makes the square areas of a grid, 1 km wide, and their adjacency by sides."""

    def make(rows: int, columns: int) -> tuple[np.ndarray, csr_array]:
        adjacency = nx.to_scipy_sparse_array(nx.grid_2d_graph(rows, columns), dtype=float, format="csr")
        points = np.array(list(itertools.product(range(rows), range(columns))), dtype=float) * 1000
        return points, csr_array(adjacency)

    return make
