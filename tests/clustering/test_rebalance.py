"""A division that stands is evened out by changing little of it."""

import itertools
from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import block_diag, csr_array

from geo.clustering import rebalance

Grid = Callable[[int, int], tuple[np.ndarray, csr_array]]


def pieces(adjacency: csr_array, labels: np.ndarray, k: int) -> list[int]:
    graph = nx.from_scipy_sparse_array(adjacency)
    return [nx.number_connected_components(graph.subgraph(np.flatnonzero(labels == t).tolist())) for t in range(k)]


def ranked(loads: np.ndarray, targets: np.ndarray, tolerance: float) -> list[float]:
    return sorted(np.maximum(np.abs(loads / targets - 1), tolerance).round(9), reverse=True)


@pytest.mark.no_cover
@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    rows=st.integers(2, 6),
    columns=st.integers(2, 7),
    k=st.integers(2, 4),
    kind=st.sampled_from(["equal", "lognormal", "few"]),
    tolerance=st.sampled_from([0.0, 0.05, 0.3]),
    nobodys=st.booleans(),
)
def test_whatever_comes_is_never_made_worse(
    seed: int, rows: int, columns: int, k: int, kind: str, tolerance: float, nobodys: bool, grid: Grid
) -> None:
    rng = np.random.default_rng(seed)
    points, adjacency = grid(rows, columns)
    n = len(points)
    weights = {
        "equal": np.ones(n),
        "lognormal": rng.lognormal(0, 1.5, n),
        "few": (rng.random(n) < 0.4) * rng.integers(1, 20, n).astype(float),
    }[kind]
    labels = rng.permutation(np.concatenate((np.arange(k), rng.integers(-nobodys, k, n - k))))
    settled = rng.integers(0, 3, k).astype(float)
    held = rng.random(n) < 0.2
    targets = (weights.sum() + settled.sum() + 1) * rng.dirichlet(np.full(k, 20.0))
    result = rebalance(
        points, weights, adjacency, labels, targets, settled=settled, held=held, tolerance=tolerance, random_state=0
    )
    assert result.loads == pytest.approx(np.bincount(result.labels, weights, k) + settled)
    assert result.deviation == pytest.approx(np.abs(result.loads / targets - 1).max())
    assert set(result.labels) == set(range(k))
    mine = held & (labels >= 0)
    assert np.array_equal(result.labels[mine], labels[mine])
    after = pieces(adjacency, result.labels, k)
    assert all(now <= before for now, before in zip(after, pieces(adjacency, labels, k), strict=True))
    if (labels >= 0).all():
        loads = np.bincount(labels, weights, k) + settled
        assert ranked(result.loads, targets, tolerance) <= ranked(loads, targets, tolerance)
        if np.abs(loads / targets - 1).max() <= tolerance - 1e-9:
            assert np.array_equal(result.labels, labels)


@pytest.mark.parametrize("seed", range(6))
def test_a_tolerance_that_can_be_met_is_met(seed: int, grid: Grid) -> None:
    points, adjacency = grid(3, 4)
    graph = nx.from_scipy_sparse_array(adjacency)
    rng = np.random.default_rng(seed)
    weights, settled = rng.lognormal(0, 1, 12), rng.uniform(0, 1, 2)
    targets = np.array([0.4, 0.6]) * (weights.sum() + settled.sum())

    def whole(labels: np.ndarray) -> bool:
        return all(m.sum() > 0 and nx.is_connected(graph.subgraph(np.flatnonzero(m))) for m in (labels == 0, labels))

    every = [labels for labels in map(np.array, itertools.product((0, 1), repeat=12)) if whole(labels)]
    deviations = np.array([np.abs((np.bincount(e, weights, 2) + settled) / targets - 1).max() for e in every])
    least = float(deviations.min())
    start = every[rng.integers(len(every))]
    for tolerance in (least + 1e-9, least + 0.05):
        result = rebalance(
            points, weights, adjacency, start, targets, settled=settled, tolerance=tolerance, random_state=0
        )
        assert result.deviation <= tolerance + 1e-12
        assert whole(result.labels)


def test_no_more_changes_than_the_balance_asks_for(grid: Grid) -> None:
    points, adjacency = grid(1, 12)
    labels = np.repeat([0, 1], [9, 3])
    exact = rebalance(points, np.ones(12), adjacency, labels, [6, 6], tolerance=0, random_state=0)
    assert exact.labels.tolist() == [0] * 6 + [1] * 6
    roughly = rebalance(points, np.ones(12), adjacency, labels, [6, 6], tolerance=1 / 6 + 1e-9, random_state=0)
    assert roughly.labels.tolist() == [0] * 7 + [1] * 5


def test_a_division_exactly_at_the_tolerance_stays(grid: Grid) -> None:
    points, adjacency = grid(1, 8)
    labels = np.repeat([0, 1], [5, 3])
    stays = rebalance(points, np.ones(8), adjacency, labels, [4, 4], tolerance=0.25, random_state=0)
    assert stays.labels.tolist() == labels.tolist()
    assert stays.n_iter == 0
    moves = rebalance(points, np.ones(8), adjacency, labels, [4, 4], tolerance=0.2, random_state=0)
    assert moves.labels.tolist() == [0] * 4 + [1] * 4


def test_settled_weight_counts_but_never_moves(grid: Grid) -> None:
    points, adjacency = grid(1, 12)
    labels = np.repeat([0, 1], 6)
    result = rebalance(points, np.ones(12), adjacency, labels, [8, 8], settled=[4, 0], tolerance=0, random_state=0)
    assert result.labels.tolist() == [0] * 4 + [1] * 8
    assert result.loads.tolist() == [8, 8]


def test_targets_follow_capacities(grid: Grid) -> None:
    points, adjacency = grid(1, 12)
    result = rebalance(points, np.ones(12), adjacency, np.repeat([0, 1], 6), [9, 3], tolerance=0, random_state=0)
    assert result.labels.tolist() == [0] * 9 + [1] * 3


def test_a_load_passes_through_the_territory_between(grid: Grid) -> None:
    points, adjacency = grid(1, 12)
    result = rebalance(points, np.ones(12), adjacency, np.repeat([0, 1, 2], [6, 4, 2]), [4, 4, 4], tolerance=0)
    assert result.labels.tolist() == [0] * 4 + [1] * 4 + [2] * 4


def test_held_areas_stay_though_the_balance_suffers(grid: Grid) -> None:
    points, adjacency = grid(1, 8)
    labels = np.repeat([0, 1], [6, 2])
    held = np.arange(8) == 4
    result = rebalance(points, np.ones(8), adjacency, labels, [4, 4], held=held, tolerance=0, random_state=0)
    assert result.labels.tolist() == [0] * 5 + [1] * 3
    assert result.deviation == 0.25


def test_held_areas_without_weight_do_not_go_along(grid: Grid) -> None:
    points, adjacency = grid(1, 6)
    weights = np.array([1.0, 1, 1, 0, 0, 1])
    labels = np.array([0, 0, 0, 0, 1, 1])
    free = rebalance(points, weights, adjacency, labels, [2, 2], tolerance=0, random_state=0)
    assert free.labels.tolist() == [0, 0, 1, 1, 1, 1]
    held = rebalance(points, weights, adjacency, labels, [2, 2], held=np.arange(6) == 3, tolerance=0, random_state=0)
    assert held.labels.tolist() == labels.tolist()


def test_ground_of_nobody_is_shared_out_where_a_territory_reaches_it(grid: Grid) -> None:
    points, adjacency = grid(1, 10)
    apart = csr_array(block_diag([adjacency, np.zeros((1, 1))]))
    labels = np.array([0, -1, -1, -1, -1, -1, -1, 1, 1, 1, -1])
    held = labels >= 0
    result = rebalance(
        np.concatenate((points, [[9e3, 9e3]])), np.ones(11), apart, labels, [5, 5], held=held, tolerance=0
    )
    assert result.labels.tolist() == [0] * 5 + [1] * 5 + [-1]
    assert result.loads.tolist() == [5, 5]


def test_the_callback_hears_and_stops(grid: Grid) -> None:
    points, adjacency = grid(8, 8)
    weights = np.random.default_rng(0).lognormal(0, 1, 64)
    labels = np.repeat([0, 1], [56, 8])
    heard: list[tuple[float, float]] = []

    def listen(stage: str, fraction: float, deviation: float) -> bool:
        heard.append((fraction, deviation))
        return len(heard) == 2

    targets = np.full(2, weights.sum() / 2)
    result = rebalance(points, weights, adjacency, labels, targets, tolerance=0, random_state=0, callback=listen)
    assert len(heard) == 2
    assert 0 <= heard[0][0] <= heard[1][0] < 1
    assert result.deviation <= heard[1][1] <= heard[0][1]
    assert heard[0][1] == pytest.approx(np.abs(np.bincount(labels, weights) / targets - 1).max())


def test_the_same_seed_gives_the_same_division_and_input_is_left_alone(grid: Grid) -> None:
    points, adjacency = grid(6, 6)
    weights = np.random.default_rng(3).lognormal(0, 1.5, 36)
    labels = np.repeat([0, 1, 2], [20, 10, 6])
    before = labels.copy(), weights.copy(), points.copy(), adjacency.toarray()
    targets = np.full(3, weights.sum() / 3)
    one, other = (rebalance(points, weights, adjacency, labels, targets, tolerance=0, random_state=5) for _ in "ab")
    assert one.labels.tobytes() == other.labels.tobytes()
    for was, now in zip(before, (labels, weights, points, adjacency.toarray()), strict=True):
        assert np.array_equal(was, now)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"points": np.full((6, 2), np.inf)}, "points should be finite"),
        ({"weights": -np.ones(6)}, "weights should be finite and not negative"),
        ({"weights": np.ones(5)}, r"weights .* shape \(6,\)"),
        ({"settled": [1, -1]}, "settled should be finite and not negative"),
        ({"settled": [1]}, r"settled .* shape \(2,\)"),
        ({"targets": [0, 6]}, "targets should be positive"),
        ({"targets": []}, "targets should be positive"),
        ({"labels": [0, 0, 0, 0, 0, 0]}, "labels should name each of 2"),
        ({"labels": [0, 0, 0, 1, 1, 2]}, "labels should name each of 2"),
        ({"labels": [0, 0, 0, 1, 1, -2]}, "labels should name each of 2"),
        ({"labels": [0, 1]}, "labels should name each of 2"),
        ({"held": [True]}, "held should have shape"),
        ({"adjacency": csr_array((3, 3))}, r"adjacency should have shape \(6, 6\)"),
        ({"tolerance": -0.1}, "tolerance"),
    ],
)
def test_impossible_arguments_are_refused(change: dict[str, object], message: str, grid: Grid) -> None:
    points, adjacency = grid(2, 3)
    arguments: dict[str, object] = {
        "points": points,
        "weights": np.ones(6),
        "adjacency": adjacency,
        "labels": [0, 0, 0, 1, 1, 1],
        "targets": [3, 3],
    }
    arguments.update(change)
    with pytest.raises(ValueError, match=message):
        rebalance(**arguments)


def test_the_callback_hears_to_the_end_where_the_tolerance_is_out_of_reach(grid: Grid) -> None:
    points, adjacency = grid(2, 3)
    weights, settled = np.array([9.0, 1, 1, 1, 1, 1]), np.array([1.0, 4])
    labels = np.array([0, 0, 0, 1, 1, 1])
    heard: list[tuple[float, float]] = []

    def listen(stage: str, fraction: float, deviation: float) -> bool:
        heard.append((fraction, deviation))
        return False

    result = rebalance(
        points, weights, adjacency, labels, [9, 9], settled=settled, tolerance=0, random_state=0, callback=listen
    )
    fractions, deviations = map(list, zip(*heard, strict=True))
    assert fractions == sorted(fractions)
    assert fractions[0] >= 0
    assert 0.5 < fractions[-1] <= 1
    assert deviations == sorted(deviations, reverse=True)
    assert deviations[-1] == result.deviation == pytest.approx(1 / 9)


@pytest.mark.parametrize("heavy", [0, 1])
def test_either_territory_gives_no_more_than_it_must(heavy: int, grid: Grid) -> None:
    points, adjacency = grid(3, 8)
    labels = np.where(points[:, 1] < 5_500, heavy, 1 - heavy)
    result = rebalance(points, np.ones(24), adjacency, labels, [12, 12], tolerance=0, random_state=0)
    assert result.deviation == 0
    assert (result.labels != labels).sum() == 6


def test_areas_in_one_place_are_evened_out_too(grid: Grid) -> None:
    _, adjacency = grid(1, 6)
    result = rebalance(np.zeros((6, 2)), np.ones(6), adjacency, np.repeat([0, 1], [5, 1]), [3, 3], tolerance=0)
    assert result.labels.tolist() == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("heavy", [0, 1])
def test_areas_without_weight_stay_though_another_territory_is_nearer(heavy: int, grid: Grid) -> None:
    points, adjacency = grid(2, 6)
    weights = np.repeat([1.0, 0.0], 6)
    light = 1 - heavy
    labels = np.array([heavy] * 5 + [light] + [heavy] * 5 + [light])
    result = rebalance(points, weights, adjacency, labels, [3, 3], tolerance=0, random_state=0)
    assert result.labels.tolist() == [heavy] * 3 + [light] * 3 + [heavy] * 5 + [light]
