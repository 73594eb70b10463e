"""
Who divides: the solver and its peers, each behind the same call.

A peer's package is imported when it is called, so this module needs NumPy alone and runs in any environment; what is
not installed is told as such (`benchmarks.solver.worker`).
"""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from math import inf
from typing import Any

import numpy as np

from benchmarks.solver.towns import Ints, Problem

Call = Callable[[], Ints]
"""What is timed: divides, and returns the cluster of each point or block."""


@dataclass(frozen=True)
class Method:
    """
    A way of dividing.

    Parameters
    ----------
    key, name
        For commands and for people.
    package
        The distribution it comes in; of what comes with the program none.
    make
        Turns a problem into what is timed; whatever a peer wants its input to be is made here, not timed.
    home
        Whether it is measured in the solver's own process, not among the other peers.
    blocks
        Whether it divides building blocks rather than points.
    unit_only
        Whether it counts points and knows no weights.
    most
        Points times clusters up to which it is tried.
    """

    key: str
    name: str
    package: str
    make: Callable[[Problem], Call]
    home: bool = False
    blocks: bool = False
    unit_only: bool = False
    most: float = inf


def _ours(problem: Problem) -> Call:
    from geo.clustering import BalancedKMeans

    model = BalancedKMeans(problem.k, tolerance=problem.tolerance, random_state=problem.seed)
    return lambda: np.asarray(model.fit(problem.points, sample_weight=problem.weights).labels_)


def _scikit_learn(problem: Problem) -> Call:
    from sklearn.cluster import KMeans

    model = KMeans(problem.k, n_init=1, random_state=problem.seed)
    return lambda: np.asarray(model.fit(problem.points, sample_weight=problem.weights).labels_)


def _bisection(problem: Problem) -> Call:
    from geo.clustering._bisection import bisect

    targets = np.full(problem.k, problem.weights.sum() / problem.k)
    return lambda: bisect(problem.points, problem.weights, targets, None)


def _constrained(starts: int) -> Callable[[Problem], Call]:
    def make(problem: Problem) -> Call:
        assert problem.sizes, "counts points"
        fewest, most = problem.sizes
        model = _from("k_means_constrained", "KMeansConstrained")(
            problem.k, size_min=fewest, size_max=most, n_init=starts, random_state=problem.seed
        )  # fmt: skip
        return lambda: np.asarray(model.fit(problem.points).labels_)

    return make


def _allocate(problem: Problem) -> Call:
    from scipy.sparse import csr_array

    from geo.clustering import allocate

    starts, columns = _graph(problem)
    touching = csr_array((np.ones(len(columns)), columns, starts), shape=(len(problem.points),) * 2)
    return lambda: (
        allocate(
            problem.points, problem.weights, touching, problem.k, tolerance=problem.tolerance, random_state=problem.seed
        ).labels
    )


def _tree(problem: Problem) -> Call:
    """Cut spanning trees where the parts weigh the same."""
    import networkx

    recursive_tree_part = _from("gerrychain.tree", "recursive_tree_part")
    graph = _from("gerrychain", "Graph").from_networkx(networkx.from_edgelist(_pairs(problem)))
    for node in graph.node_indices:
        graph.node_data(node)["load"] = float(problem.weights[node])
    share = float(problem.weights.sum()) / problem.k

    def call() -> Ints:
        rng = random.Random(problem.seed)
        parts = recursive_tree_part(graph, range(problem.k), share, "load", problem.tolerance, rng=rng)
        return np.array([parts[node] for node in range(len(problem.points))])

    return call


def _region_k_means(problem: Problem) -> Call:
    """Grow regions, then hand over blocks nearer to another's middle: in one piece, but of any load."""
    model = _from("spopt.region", "RegionKMeansHeuristic")
    return _solved(model(problem.points, problem.k, _weights_object(problem), seed=problem.seed))


def _ward(problem: Problem) -> Call:
    """Merge neighbours while that costs least: in one piece, but of any load."""
    model = _from("spopt.region", "WardSpatial")
    return _solved(model(_table(problem), _weights_object(problem), ["x", "y"], problem.k))


def _max_p(problem: Problem) -> Call:
    """Make as many regions as reach nine tenths of a share: a floor, but no ceiling."""
    floor = 0.9 * float(problem.weights.sum()) / problem.k
    model = _from("spopt.region", "MaxPHeuristic")(
        _table(problem), _weights_object(problem), ["x", "y"], "load", floor, 2, max_iterations_construction=5,
        max_iterations_sa=1,
    )  # fmt: skip
    return _solved(model)


METHODS = (
    Method("ours", "BalancedKMeans", "", _ours, home=True),
    Method("sklearn", "KMeans, unbalanced", "scikit-learn", _scikit_learn, home=True),
    Method("bisection", "recursive bisection", "", _bisection, home=True),
    Method("kmc", "k-means-constrained", "k-means-constrained", _constrained(1), unit_only=True, most=5e6),
    Method("kmc10", "k-means-constrained ×10", "k-means-constrained", _constrained(10), unit_only=True, most=1e5),
    Method("allocate", "allocate", "", _allocate, home=True, blocks=True),
    Method("tree", "GerryChain trees", "gerrychain", _tree, blocks=True),
    Method("region", "spopt region k-means", "spopt", _region_k_means, blocks=True),
    Method("ward", "spopt Ward", "spopt", _ward, blocks=True),
    Method("maxp", "spopt max-p", "spopt", _max_p, blocks=True),
)
"""Those measured, the yardstick second; a key names one."""


def method(key: str) -> Method:
    """Return the method of a key."""
    return next(each for each in METHODS if each.key == key)


def _from(module: str, name: str) -> Any:
    """Return what a peer's module has, of whose types nothing is known where it is not installed."""
    return getattr(import_module(module), name)


def _graph(problem: Problem) -> tuple[Ints, Ints]:
    assert problem.graph is not None, "divides blocks"
    return problem.graph


def _pairs(problem: Problem) -> list[tuple[int, int]]:
    """Return the pairs of blocks that touch, each once, as plain numbers in order."""
    starts, columns = _graph(problem)
    rows = np.repeat(np.arange(len(problem.points)), np.diff(starts))
    return [(int(a), int(b)) for a, b in zip(rows, columns, strict=True) if a < b]


def _weights_object(problem: Problem) -> object:
    """Return the neighbours of each block as spopt wants them."""
    starts, columns = _graph(problem)
    return _from("libpysal.weights", "W")(
        {block: columns[starts[block] : starts[block + 1]].tolist() for block in range(len(problem.points))},
        silence_warnings=True,
    )


def _table(problem: Problem) -> object:
    """Return the blocks as a table, as spopt wants them."""
    import geopandas

    x, y = problem.points.T
    columns = {"x": x, "y": y, "load": problem.weights}
    return geopandas.GeoDataFrame(columns, geometry=geopandas.points_from_xy(x, y))


def _solved(model: Any) -> Call:
    """Return a call that solves one of spopt's models."""

    def call() -> Ints:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            np.random.seed(0)  # noqa: NPY002  what spopt draws from
            model.solve()
        labels: Ints = np.unique(np.asarray(model.labels_, dtype=np.intp), return_inverse=True)[1]
        return labels

    return call
