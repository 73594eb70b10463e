"""The bound on compactness is below the optimum of the linear program and next to it, whatever is given."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import eye, kron, vstack

from geo.clustering import BalancedKMeans, dual_bound
from geo.clustering._certificate import _Band


def optimum(points, weights, centers, least, most):
    """Return the least cost of any division, points cut into parts where that helps."""
    n, k = len(points), len(centers)
    cost = weights[:, None] * ((points[:, None] - centers) ** 2).sum(2)
    unit = cost.max() or 1.0
    loads = kron(weights[None, :], eye(k)).tocsr()
    found = linprog(
        cost.ravel() / unit,
        A_ub=vstack([loads, -loads]),
        b_ub=np.concatenate([most, -least]),
        A_eq=kron(eye(n), np.ones((1, k))).tocsr(),
        b_eq=np.ones(n),
        method="highs",
    )
    assert found.status == 0, found.message
    return found.fun * unit


def divided(points, weights, k, seed=0):
    """Return labels, centroids, and the targets of equal shares."""
    labels = BalancedKMeans(k, tolerance=0.05, random_state=seed).fit(points, sample_weight=weights).labels_
    return labels, centroids(points, weights, labels, k), np.full(k, weights.sum() / k)


def centroids(points, weights, labels, k):
    mass = np.bincount(labels, weights, k)
    return np.column_stack([np.bincount(labels, weights * axis, k) / mass for axis in points.T])


def inertia(points, weights, labels, centers):
    return float(weights @ ((points - centers[labels]) ** 2).sum(1))


@pytest.mark.parametrize("band", [0.0, 0.005, 0.05, 0.4, 3.0])
@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_optimum_of_the_linear_program_to_a_hair(seed, band):
    rng = np.random.default_rng(seed)
    n, k = [(12, 3), (60, 7), (300, 5), (900, 9)][seed]
    points = rng.normal(size=(n, 2)) * 4_000 + rng.uniform(0, 200_000, (6, 2))[rng.integers(0, 6, n)]
    weights = rng.lognormal(0, 1, n)
    centers = points[rng.choice(n, k, replace=False)] if seed % 2 else divided(points, weights, k)[1]
    share = weights.sum() / k * rng.uniform(0.5, 1.5, k)
    targets = share / share.sum() * weights.sum()
    limits = targets * max(0.0, 1 - band), targets * (1 + band)
    least = optimum(points, weights, centers, *limits)
    assert least * (1 - 3e-5) <= dual_bound(points, weights, centers, *limits).value <= least


@settings(max_examples=60, deadline=None)
@given(
    places=st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9), st.integers(0, 5)), min_size=1, max_size=9),
    centres=st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=4),
    labels=st.lists(st.integers(0, 3), min_size=9, max_size=9),
    band=st.sampled_from([0.0, 0.1, 1.0]),
)
def test_no_division_within_the_limits_beats_it(places, centres, labels, band):
    table = np.array(places, dtype=float) * [1000.0, 1000.0, 1.0]
    points, weights, centers = table[:, :2], table[:, 2], np.array(centres, dtype=float) * 1000
    k = len(centers)
    label = np.array(labels[: len(places)]) % k
    loads = np.bincount(label, weights, k)
    limits = loads * (1 - band), loads * (1 + band)
    bound = dual_bound(points, weights, centers, *limits).value
    assert 0 <= bound <= inertia(points, weights, label, centers)
    if weights.sum() > 0:
        least = optimum(points, weights, centers, *limits)
        assert least - 1e-4 * max(least, 1000.0) <= bound <= least + 1e-6


def test_it_proves_the_solver_right_on_towns(towns):
    weights = np.random.default_rng(1).lognormal(0, 1, len(towns))
    labels, centers, targets = divided(towns, weights, 25)
    loads = np.bincount(labels, weights, 25)
    found = dual_bound(towns, weights, centers, loads, loads)
    reached = inertia(towns, weights, labels, centers)
    assert 0.99 * reached < found.value <= reached
    least = optimum(towns, weights, centers, 0.98 * targets, 1.02 * targets)
    within = dual_bound(towns, weights, centers, 0.98 * targets, 1.02 * targets).value
    assert 0.99997 * least <= within <= least


def test_offsets_prove_the_value_by_themselves(towns):
    weights = np.ones(len(towns))
    _, centers, targets = divided(towns, weights, 8)
    least, most = 0.9 * targets, 1.1 * targets
    found = dual_bound(towns, weights, centers, least, most)
    cells = (((towns[:, None] - centers) ** 2).sum(2) - found.offsets).min(1).sum()
    knapsack = linprog(
        found.offsets / 1e6, A_eq=np.ones((1, 8)), b_eq=[weights.sum()], bounds=np.column_stack((least, most))
    )
    assert cells + 1e6 * knapsack.fun == pytest.approx(found.value, rel=1e-8)


def test_wider_limits_prove_less(towns):
    weights = np.ones(len(towns))
    _, centers, targets = divided(towns, weights, 8)
    bounds = [dual_bound(towns, weights, centers, (1 - b) * targets, (1 + b) * targets).value for b in (0, 0.1, 0.5, 1)]
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[0] > 1.001 * bounds[1] > 1.001 * bounds[2]
    nearest = ((towns[:, None] - centers) ** 2).sum(2).min(1).sum()
    free = dual_bound(towns, weights, centers, np.zeros(8), np.full(8, weights.sum())).value
    assert free == pytest.approx(nearest)


def test_it_moves_and_grows_with_the_map(towns):
    weights = np.random.default_rng(2).lognormal(0, 1, len(towns))
    _, centers, targets = divided(towns, weights, 6)
    limits = np.stack((0.95 * targets, 1.05 * targets))
    value = dual_bound(towns, weights, centers, *limits).value
    away = np.array([1e6, -3e6])
    there = dual_bound(towns + away, weights, centers + away, *limits).value
    larger = dual_bound(7 * towns, 1e5 * weights, 7 * centers, *(1e5 * limits)).value
    assert there == pytest.approx(value, rel=1e-5)
    assert larger == pytest.approx(49e5 * value, rel=1e-5)


def test_the_same_question_has_the_same_answer(towns):
    weights = np.ones(len(towns))
    _, centers, targets = divided(towns, weights, 12)
    one, other = (dual_bound(towns, weights, centers, 0.9 * targets, 1.1 * targets) for _ in range(2))
    assert one.value == other.value
    assert np.array_equal(one.offsets, other.offsets)


def test_summed_up_points_come_next_to_all_of_them():
    rng = np.random.default_rng(3)
    points = rng.normal(size=(60_000, 2)) * 3_000 + rng.uniform(0, 3e5, (90, 2))[rng.integers(0, 90, 60_000)]
    weights = rng.lognormal(0, 1, 60_000)
    labels, centers, _ = divided(points, weights, 20)
    loads = np.bincount(labels, weights, 20)
    value, reached = dual_bound(points, weights, centers, loads, loads).value, inertia(points, weights, labels, centers)
    assert 0.998 * reached < value <= reached


@pytest.mark.parametrize(
    ("points", "weights", "centers", "loads", "value"),
    [
        ([[3.0, 4.0]], [2.0], [[0.0, 0.0]], [2.0], 50.0),
        ([[5.0, 5.0]] * 4, [1.0] * 4, [[5.0, 5.0], [5.0, 6.0]], [2.0, 2.0], 2.0),
        ([[0.0, 0.0], [9.0, 0.0]], [1.0, 1.0], [[4.0, 0.0]] * 2, [1.0, 1.0], 41.0),
        ([[1.0, 1.0], [2.0, 2.0]], [0.0, 0.0], [[0.0, 0.0], [1.0, 0.0]], [0.0, 0.0], 0.0),
        ([[0.0, 0.0], [2.0, 0.0], [99.0, 0.0]], [1.0, 1.0, 0.0], [[0.0, 0.0], [2.0, 0.0]], [2.0, 0.0], 4.0),
        ([[0.0, 0.0], [2.0, 0.0]], [1e-9, 1e9], [[0.0, 0.0], [2.0, 0.0]], [1e-9, 1e9], 0.0),
    ],
    ids=["one", "one place", "centres in one place", "nothing", "an empty one", "next to nothing"],
)
def test_odd_cases(points, weights, centers, loads, value):
    found = dual_bound(points, weights, centers, loads, loads)
    assert found.value == pytest.approx(value, rel=1e-4, abs=1e-6)
    assert found.value <= value
    assert np.isfinite(found.offsets).all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"least": [3.0, 3.0]}, "sum to the weight of all points, 4"),
        ({"most": [1.0, 1.0]}, "sum to the weight of all points, 4"),
        ({"weights": [1.0, -1.0, 2.0, 2.0]}, r"weights should be finite and not negative; got -1 at \(1,\)"),
        ({"points": [[0.0, np.nan]] * 4}, "finite"),
        ({"centers": [[0.0, 0.0, 0.0]] * 2}, "shapes"),
        ({"most": [4.0]}, "shapes"),
        ({"points": [[1e160, 0.0]] * 4}, r"points should not be beyond 1e\+100.*got 1e\+160"),
        ({"centers": [[0.0, -1e160]] * 2}, r"centers should not be beyond 1e\+100.*got -1e\+160"),
        ({"weights": [1e300] * 4, "least": [2e300] * 2, "most": [2e300] * 2}, r"weights should not be beyond 1e\+100"),
        ({"weights": [1.0, 1.0, 1.0, np.nan]}, r"weights should be finite and not negative; got nan at \(3,\)"),
        ({"least": [np.nan, 1.0]}, "least should be numbers, .* got nan"),
        ({"most": [3.0, np.nan]}, "most should be numbers, .* got nan"),
        ({"most": "all"}, "most should be numbers"),
    ],
)
def test_what_makes_no_sense_is_refused(change, words):
    asked = {
        "points": [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]],
        "weights": [1.0] * 4,
        "centers": [[0.0, 0.5], [1.0, 0.5]],
        "least": [1.0, 1.0],
        "most": [3.0, 3.0],
    }
    with pytest.raises(ValueError, match=words):
        dual_bound(**(asked | change))


def test_limits_may_be_open():
    points, centers = np.array([[0.0, 0.0], [2.0, 0.0], [3.0, 0.0]]), np.array([[0.0, 0.0], [3.0, 0.0]])
    found = dual_bound(points, np.ones(3), centers, np.full(2, -np.inf), np.full(2, np.inf))
    assert found.value == pytest.approx(1)


@pytest.mark.parametrize("soft", [0.02, 0.1])
def test_what_soft_limits_cost_rises_with_an_offset_by_the_load_it_is_of(soft):
    band = _Band.between(np.array([0.1, 0.2, 0.2]), np.array([0.3, 0.5, 0.6]))
    offsets, step = np.array([0.05, -0.02, 0.01]), 1e-6
    loads, _, _ = band.leaning(offsets, soft)
    assert loads.sum() == pytest.approx(1)
    rises = [
        (band.leaning(offsets + step * one, soft)[2] - band.leaning(offsets - step * one, soft)[2]) / (2 * step)
        for one in np.eye(3)
    ]
    assert rises == pytest.approx(loads, abs=1e-6)
