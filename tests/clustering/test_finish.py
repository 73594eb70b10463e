"""Few, heavy points: as even as any assignment, and then as compact."""

import itertools
import warnings
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.exceptions import ConvergenceWarning

from benchmarks.heavy import case, cheapest
from geo.clustering import BalancedKMeans
from geo.clustering._finish import refine
from geo.clustering._power import inertia, squared_distances
from geo.clustering._program import Effort, Limits, Programme
from geo.clustering._trading import trade


def assignments(n: int, k: int) -> np.ndarray:
    """Return every assignment, one a row."""
    return np.array(list(itertools.product(range(k), repeat=n)))


def unheard(fraction: float, deviation: float) -> bool:
    return False


@pytest.mark.parametrize("seed", [7, 9, 23, 36, 39, 47, 73, 77])
def test_heavy_customers_are_within_the_tolerance_wherever_that_is_possible(seed: int) -> None:
    drawn = case(seed)
    model = drawn.fit()
    assert model.deviation_ <= drawn.tolerance + 1e-9
    optimum = cheapest(drawn, model.cluster_centers_, whole=True)
    assert model.inertia_ <= 1.01 * optimum.fun


@pytest.mark.parametrize("seed", [0, 17, 24, 35, 56, 72, 79, 98])
def test_where_the_tolerance_is_impossible_nothing_is_more_even(seed: int) -> None:
    drawn = case(seed)
    model = drawn.fit()
    assert model.deviation_ > drawn.tolerance
    assert model.deviation_ == pytest.approx(model.lower_bound_, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    k=st.integers(2, 3),
    kind=st.sampled_from(["whole", "lognormal", "unit"]),
    tolerance=st.sampled_from([0.0, 0.05, 0.3]),
    even=st.booleans(),
)
def test_tiny_divisions_are_as_even_as_any(
    seed: int,
    k: int,
    kind: str,
    tolerance: float,
    even: bool,
    best_deviation: Callable[[np.ndarray, np.ndarray], float],
) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(k, 8))
    points = rng.integers(0, 4, (n, 2)).astype(float)
    weights = {"whole": rng.integers(0, 7, n).astype(float), "lognormal": rng.lognormal(0, 1.5, n), "unit": np.ones(n)}
    carried = weights[kind] + (np.arange(n) == 0)
    capacities = None if even else rng.uniform(0.3, 2, k)
    model = BalancedKMeans(k, capacities=capacities, tolerance=tolerance, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(points, sample_weight=carried)
    assert model.deviation_ <= max(tolerance, best_deviation(carried, model.targets_)) + 1e-9


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**16), k=st.integers(2, 3), tolerance=st.sampled_from([0.05, 0.2, 0.5]))
def test_tiny_divisions_are_as_compact_as_any_within_the_tolerance(seed: int, k: int, tolerance: float) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(k, 8))
    points, weights, centers = rng.normal(size=(n, 2)), rng.lognormal(0, 1, n), rng.normal(size=(k, 2))
    targets = np.full(k, weights.sum() / k)
    tried = assignments(n, k)
    loads = np.stack([(weights * (tried == j)).sum(1) for j in range(k)], axis=1)
    within = tried[(np.abs(loads / targets - 1) <= tolerance).all(1)]
    start = rng.integers(0, k, n)
    found, _, labels = refine(points, weights, targets, centers, np.zeros(k), start, tolerance=tolerance, stop=unheard)
    if len(within):
        least = min(inertia(points, weights, chosen, centers) for chosen in within)
        assert np.abs(np.bincount(labels, weights, k) / targets - 1).max() <= tolerance + 1e-9
        assert inertia(points, weights, labels, found) <= 1.003 * least


def test_relaxed_costs_are_below_every_assignment_and_regrets_say_by_how_much() -> None:
    rng = np.random.default_rng(2)
    n, k = 7, 3
    weights = rng.uniform(0.5, 1.5, n)
    programme = Programme(rng.uniform(0, 10, (n, k)), weights, np.full(k, weights.sum() / k))
    limits = Limits.around(programme.targets, 0.25)
    relaxed = programme.relax(limits)
    assert relaxed is not None
    tried = [row for row in assignments(n, k) if limits.hold(programme.loads(row)).all()]
    assert len(tried) > 50
    for row in tried:
        assert programme.cost(row) >= relaxed.value + relaxed.regrets[np.arange(n), row].sum() - 1e-9
    best = programme.cheapest(limits, np.ones((n, k), dtype=bool), Effort(), most=100, gap=0)
    assert best is not None
    assert programme.cost(best) == pytest.approx(min(map(programme.cost, tried)))


def test_relaxation_that_is_impossible_says_so() -> None:
    programme = Programme(np.zeros((2, 2)), np.ones(2), np.array([1.5, 0.5]))
    assert programme.relax(Limits(np.array([1.5, 0.6]), np.array([2.0, 0.6]))) is None
    assert programme.relax(Limits(np.array([0.0, 0.0]), np.array([1.5, 0.4]))) is None


def test_evenest_assignment_is_that_of_all() -> None:
    rng = np.random.default_rng(4)
    weights, targets = rng.lognormal(0, 1, 8), np.array([1.0, 2.0, 3.0])
    targets *= weights.sum() / targets.sum()
    programme = Programme(np.zeros((8, 3)), weights, targets)
    least = min(np.abs(programme.deviations(row)).max() for row in assignments(8, 3))
    found = programme.evenest(np.ones((8, 3), dtype=bool), (0.0, 10.0), Effort(), most=4000)
    assert found is not None
    assert np.abs(programme.deviations(found)).max() == pytest.approx(least)


def test_effort_is_what_ends_a_search() -> None:
    effort = Effort(left=100)
    programme = Programme(np.zeros((20, 2)), np.ones(20), np.full(2, 10.0))
    every = np.ones((20, 2), dtype=bool)
    limits = Limits.around(programme.targets, 0.0)
    assert programme.cheapest(limits, every, effort, most=60, gap=0) is None
    assert programme.evenest(every, (0.0, 1.0), effort, most=60) is None
    plenty = Effort()
    assert programme.cheapest(limits, every, plenty, most=60, gap=0) is not None
    assert 0 < plenty.left < Effort().left


def test_points_without_weight_lie_in_the_cell_they_fall_into() -> None:
    drawn = case(21)
    weights = drawn.weights.copy()
    weights[::3] = 0
    model = BalancedKMeans(5, tolerance=0.02, random_state=0).fit(drawn.points, sample_weight=weights)
    assert model.deviation_ <= 0.02
    assert np.array_equal(model.labels_[::3], model.predict(drawn.points[::3]))


def test_offsets_agree_with_all_but_few_labels() -> None:
    model = case(84).fit()
    assert model.deviation_ <= 0.005
    assert 0 < model.n_split_ <= 3 * model.n_clusters


def test_what_was_set_apart_is_divided_anew_where_that_is_more_even(
    best_deviation: Callable[[np.ndarray, np.ndarray], float],
) -> None:
    points = np.array([[1.0, 0.0], [2.0, 2.0], [0.0, 1.0], [1.0, 2.0], [0.0, 0.0], [2.0, 1.0]])
    weights = np.array([5.25, 1.23, 0.22, 5.46, 1.56, 0.73])
    model = BalancedKMeans(4, tolerance=0.3, random_state=0)
    with pytest.warns(ConvergenceWarning):
        model.fit(points, sample_weight=weights)
    assert model.deviation_ == pytest.approx(best_deviation(weights, model.targets_))


def test_search_can_be_stopped_before_it_begins() -> None:
    drawn = case(23)
    k = len(drawn.capacities)
    labels = np.arange(len(drawn.points)) % k
    centers = drawn.points[:k]
    heard: list[tuple[float, float]] = []

    def stop(fraction: float, deviation: float) -> bool:
        heard.append((fraction, deviation))
        return True

    offsets = np.zeros(k)
    result = refine(drawn.points, drawn.weights, drawn.targets, centers, offsets, labels, tolerance=0.01, stop=stop)
    assert result[2] is labels
    assert heard == [(0.0, pytest.approx(np.abs(np.bincount(labels, drawn.weights) / drawn.targets - 1).max()))]


def test_many_points_are_traded_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = case(23)
    weights = drawn.weights.copy()
    weights[::7] = 0
    for name in ("EXACT", "FINE"):
        monkeypatch.setattr(f"geo.clustering._finish.{name}", 0)
    monkeypatch.setattr(Programme, "relax", lambda *_: pytest.fail("solved as a programme"))
    model = BalancedKMeans(4, tolerance=0.03, random_state=0).fit(drawn.points, sample_weight=weights)
    assert model.deviation_ <= 0.03
    assert np.array_equal(model.labels_[::7], model.predict(drawn.points[::7]))


def test_twenty_heavy_customers_a_cluster_cost_little_more_than_divided_ones() -> None:
    rng = np.random.default_rng(1)
    points, weights = rng.uniform(0, 1, (1000, 2)), rng.lognormal(0, 1, 1000)
    model = BalancedKMeans(50, tolerance=0.01, random_state=0).fit(points, sample_weight=weights)
    assert model.deviation_ <= 0.01
    reach = squared_distances(points, model.cluster_centers_) - model.cluster_offsets_
    dual = weights @ reach.min(axis=1) + model.cluster_offsets_ @ model.loads_
    assert model.inertia_ <= 1.06 * dual


def test_full_apartment_blocks_are_shared_at_the_border_alone() -> None:
    rng = np.random.default_rng(0)
    points = np.repeat(rng.uniform(0, 1, (61, 2)), 100, axis=0)
    model = BalancedKMeans(4, tolerance=0, random_state=0).fit(points)
    assert model.deviation_ == pytest.approx(0, abs=1e-12)
    shared = [len(set(model.labels_[block : block + 100])) > 1 for block in range(0, 6100, 100)]
    assert 0 < sum(shared) <= 6


def traded(places: list[float], weights: list[float], labels: list[int], price: float) -> list[int]:
    """Trade points of a line between centres at 0 and 10 that should carry half each."""
    points, carried = np.array(places)[:, None], np.array(weights)
    centers, targets = np.array([[0.0], [10.0]]), np.full(2, carried.sum() / 2)
    result = np.array(labels)
    near = np.tile(np.arange(2), (len(carried), 1))
    trade(points, carried, centers, np.zeros(2), targets, targets, targets, near, np.array([price]), 9, result, True)
    return result.tolist()


def test_clusters_give_or_swap_what_costs_least() -> None:
    assert traded([0, 1, 4, 9], [1, 1, 1, 1], [0, 0, 0, 1], 1e4) == [0, 0, 1, 1]
    assert traded([0, 1, 4, 9], [3, 2, 4, 3], [0, 0, 1, 1], 1e4) == [1, 0, 0, 1]
    assert traded([0, 1, 4, 9], [3, 2, 4, 3], [0, 0, 1, 1], 0) == [0, 0, 0, 1]


def test_who_has_come_by_a_swap_may_leave_by_another() -> None:
    places, weights = np.array([4.0, 15, 18, 6]), np.array([4.0, 4, 3, 1])
    centers, targets, price = np.array([0.0, 10, 20]), np.full(3, 4.0), 1e4

    def cost(labels: list[int]) -> float:
        over = np.abs(np.bincount(labels, weights, 3) - targets) / targets
        return float(weights @ (places - centers[labels]) ** 2 + price * (over + over**2).sum())

    labels, near = np.array([1, 0, 2, 0]), np.tile(np.arange(3), (4, 1))
    given = places[:, None], weights, centers[:, None], np.zeros(3), targets, targets, targets, near
    trade(*given, np.array([price]), 9, labels, True)
    found = labels.tolist()
    # Nobody going alone, and no two changing places, make it any better.
    others = [[*found[:i], j, *found[i + 1 :]] for i in range(4) for j in range(3)]
    for i, j in itertools.combinations(range(4), 2):
        others.append([found[{i: j, j: i}.get(at, at)] for at in range(4)])
    assert cost(found) <= min(map(cost, others))
