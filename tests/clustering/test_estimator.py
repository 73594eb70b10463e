"""Balanced k-means as its users see it."""

import warnings
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.estimator_checks import check_estimator
from threadpoolctl import threadpool_limits

from geo.clustering import BalancedKMeans

REASON = "customers are indivisible: a weight of two is one point that cannot be shared, two points are two"
WEIGHTS_AS_COPIES = {
    "check_sample_weight_equivalence_on_dense_data": REASON,
    "check_sample_weight_equivalence_on_sparse_data": REASON,
}


def quiet(model: BalancedKMeans, points: np.ndarray, weights: np.ndarray | None = None) -> BalancedKMeans:
    """Fit where the tolerance may be beyond reach."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(points, sample_weight=weights)


def cells(model: BalancedKMeans, points: np.ndarray) -> np.ndarray:
    """Recount the power diagram from its definition."""
    squared = ((points[:, None] - model.cluster_centers_[None]) ** 2).sum(2)
    return np.asarray((squared - model.cluster_offsets_).argmin(1))


@pytest.mark.no_cover
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_is_an_estimator_of_scikit_learn() -> None:
    check_estimator(BalancedKMeans(), expected_failed_checks=WEIGHTS_AS_COPIES, on_skip=None)


def test_meets_the_tolerance_and_says_what_it_carries(towns: np.ndarray) -> None:
    model = BalancedKMeans(12, tolerance=0.01, random_state=0).fit(towns)
    loads = np.bincount(model.labels_, minlength=12)
    assert model.loads_ == pytest.approx(loads)
    assert model.targets_ == pytest.approx(np.full(12, 250))
    assert np.abs(loads - 250).max() <= 2.5
    assert model.deviation_ == pytest.approx(np.abs(loads / 250 - 1).max())
    assert model.lower_bound_ <= model.deviation_
    squared = ((towns - model.cluster_centers_[model.labels_]) ** 2).sum()
    assert model.inertia_ == pytest.approx(squared)


def test_labels_are_a_power_diagram_but_for_few_points(towns: np.ndarray) -> None:
    model = BalancedKMeans(9, tolerance=0.01, random_state=0).fit(towns)
    assert np.array_equal(model.predict(towns), cells(model, towns))
    assert model.n_split_ == (model.labels_ != model.predict(towns)).sum()
    assert model.n_split_ <= 0.01 * len(towns)


def test_is_nearly_as_compact_as_blocks_that_are_balanced_by_design() -> None:
    blocks = np.array([[0, 0], [50_000, 0], [0, 50_000], [50_000, 50_000]])
    points = np.repeat(blocks, 100, axis=0) + np.random.default_rng(0).normal(0, 1_000, (400, 2))
    model = BalancedKMeans(4, tolerance=0, random_state=0).fit(points)
    assert model.deviation_ == 0
    assert all(len(set(model.labels_[i : i + 100])) == 1 for i in range(0, 400, 100))


def test_capacities_set_the_targets(towns: np.ndarray) -> None:
    model = BalancedKMeans(3, capacities=[1, 2, 3], tolerance=0.01, random_state=0).fit(towns)
    assert model.targets_ == pytest.approx([500, 1000, 1500])
    assert model.loads_ == pytest.approx(model.targets_, rel=0.01)


def test_weights_count(towns: np.ndarray) -> None:
    weights = np.random.default_rng(1).lognormal(0, 1, len(towns))
    weights[:100] = 0
    model = BalancedKMeans(7, tolerance=0.01, random_state=0).fit(towns, sample_weight=weights)
    assert model.loads_ == pytest.approx(np.full(7, weights.sum() / 7), rel=0.01)
    assert len(model.labels_) == len(towns)


def test_summaries_carry_over_to_all_points(towns: np.ndarray) -> None:
    many = np.repeat(towns, 10, axis=0) + np.random.default_rng(0).normal(0, 500, (30_000, 2))
    model = BalancedKMeans(24, tolerance=0.005, random_state=0).fit(many)
    assert model.deviation_ <= 0.005


def test_country_that_is_empty_between_groups_does_not_stall() -> None:
    rng = np.random.default_rng(0)
    groups = np.array([[0, 0], [300_000, 0], [0, 300_000]])
    points = np.concatenate(
        [rng.normal(group, 3_000, (count, 2)) for group, count in zip(groups, (700, 500, 300), strict=True)]
    )
    model = BalancedKMeans(7, tolerance=0.01, random_state=0).fit(points)
    assert model.deviation_ <= 0.01


@pytest.mark.parametrize("threads", [1, 2])
def test_result_is_the_same_for_a_seed_on_any_number_of_threads(threads: int, towns: np.ndarray) -> None:
    with threadpool_limits(threads):
        again = BalancedKMeans(8, random_state=5).fit(towns)
    model = BalancedKMeans(8, random_state=5).fit(towns)
    assert again.labels_.tobytes() == model.labels_.tobytes()
    assert again.cluster_centers_.tobytes() == model.cluster_centers_.tobytes()
    assert again.cluster_offsets_.tobytes() == model.cluster_offsets_.tobytes()


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    shift=st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000)),
    scale=st.sampled_from([0.001, 0.25, 1.0, 1024.0]),
    currency=st.sampled_from([1e-6, 1.0, 1e6]),
)
def test_place_scale_currency_and_order_do_not_matter(
    seed: int, shift: tuple[int, int], scale: float, currency: float
) -> None:
    rng = np.random.default_rng(seed)
    points, weights = rng.normal(0, 1, (150, 2)), rng.uniform(0.5, 1.5, 150)
    model = quiet(BalancedKMeans(5, tolerance=0.05, random_state=0), points, weights)
    order = rng.permutation(150)
    moved = points[order] * scale + np.array(shift) * scale
    other = quiet(BalancedKMeans(5, tolerance=0.05, random_state=0), moved, currency * weights[order])
    assert model.deviation_ <= 0.05
    assert other.deviation_ <= 0.05
    assert other.inertia_ == pytest.approx(model.inertia_ * scale**2 * currency, rel=0.05)


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    n=st.sampled_from([60, 400, 2500]),
    exponent=st.integers(-20, 20),
    currency=st.integers(-20, 20),
)
def test_order_and_units_that_round_nothing_change_no_label(seed: int, n: int, exponent: int, currency: int) -> None:
    rng = np.random.default_rng(seed)
    points, weights = rng.normal(0, 1, (n, 2)), rng.lognormal(0, 0.5, n)
    model = quiet(BalancedKMeans(4, tolerance=0.02, random_state=0), points, weights)
    order = rng.permutation(n)
    other = quiet(
        BalancedKMeans(4, tolerance=0.02, random_state=0),
        points[order] * 2.0**exponent,
        weights[order] * 2.0**currency,
    )
    assert np.array_equal(other.labels_, model.labels_[order])
    assert np.array_equal(other.cluster_centers_, model.cluster_centers_ * 2.0**exponent)


@pytest.mark.no_cover
@settings(max_examples=60, deadline=None)
@given(data=st.data(), k=st.integers(1, 3), tolerance=st.sampled_from([0.0, 0.01, 0.3]))
def test_tiny_instances_come_out_whole_and_never_beat_the_bound(
    data: st.DataObject, k: int, tolerance: float, best_deviation: Callable[[np.ndarray, np.ndarray], float]
) -> None:
    n = data.draw(st.integers(k, 6))
    axis = st.integers(0, 3).map(float)
    points = np.array(data.draw(st.lists(st.tuples(axis, axis), min_size=n, max_size=n)))
    weights = np.array(data.draw(st.lists(st.integers(0, 6).map(float), min_size=n, max_size=n)))
    weights[0] += 1
    model = quiet(BalancedKMeans(k, tolerance=tolerance, random_state=0), points, weights)
    assert np.isfinite(model.cluster_centers_).all()
    assert np.isfinite(model.cluster_offsets_).all()
    optimum = best_deviation(weights, model.targets_)
    assert model.lower_bound_ <= optimum + 1e-12
    assert model.deviation_ >= optimum - 1e-9


@pytest.mark.parametrize(
    ("points", "k"),
    [
        (np.zeros((40, 2)), 4),
        (np.zeros((1, 2)), 1),
        (np.arange(60, dtype=float)[:, None], 5),
        (np.arange(60, dtype=float)[:, None] * [1.0, 2.0], 6),
        (np.random.default_rng(0).normal(size=(9, 2)), 9),
        (np.repeat(np.random.default_rng(0).normal(size=(5, 2)), 12, axis=0), 4),
        (np.random.default_rng(0).normal(size=(60, 6)), 3),
    ],
    ids=["one spot", "one point", "one feature", "a line", "k = n", "apartment blocks", "six features"],
)
def test_odd_clouds_are_balanced_exactly(points: np.ndarray, k: int) -> None:
    model = BalancedKMeans(k, tolerance=0, random_state=0).fit(points)
    assert model.deviation_ == pytest.approx(0, abs=1e-12)


def test_each_of_n_points_centres_its_own_cluster() -> None:
    points = np.random.default_rng(3).normal(size=(12, 2))
    model = BalancedKMeans(12, tolerance=0, random_state=0).fit(points)
    assert model.cluster_centers_[model.labels_] == pytest.approx(points)
    assert model.inertia_ == pytest.approx(0)


def test_tolerance_beyond_reach_is_a_warning_with_a_bound() -> None:
    points = np.arange(20, dtype=float)[:, None]
    with pytest.warns(ConvergenceWarning, match=r"10\.00%.*No assignment"):
        model = BalancedKMeans(3, tolerance=0.01, random_state=0).fit(points)
    assert sorted(model.loads_) == [6, 7, 7]
    assert model.deviation_ == pytest.approx(0.1)
    assert model.lower_bound_ == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("tolerance", "words"),
    [
        (0.0, r"by 0\.001%, more than the tolerance of 0\.000%\..* less than 0\.001%"),
        (0.01, r"by 33\.34%, more than the tolerance of 1\.00%\..* less than 33\.34%"),
    ],
    ids=["a hair", "much"],
)
def test_a_deviation_is_told_with_as_many_digits_as_it_takes_to_tell_it_from_the_tolerance(
    tolerance: float, words: str
) -> None:
    weights = {0.0: [1.0, 1.00002], 0.01: [1.0, 2.0004]}[tolerance]
    with pytest.warns(ConvergenceWarning, match=words):
        BalancedKMeans(2, tolerance=tolerance).fit(np.array([[0.0], [9.0]]), sample_weight=weights)


def test_point_heavier_than_its_target_leaves_the_others_even() -> None:
    points = np.arange(31, dtype=float)[:, None]
    weights = np.ones(31)
    weights[4] = 100
    with pytest.warns(ConvergenceWarning):
        model = BalancedKMeans(4, tolerance=0.01, random_state=0).fit(points, sample_weight=weights)
    assert sorted(model.loads_) == [10, 10, 10, 100]
    assert model.deviation_ == pytest.approx(model.lower_bound_)
    assert model.predict(points)[4] == model.labels_[4]
    assert (model.labels_ == model.labels_[4]).sum() == 1


def test_fewer_points_with_weight_than_clusters() -> None:
    points = np.arange(6, dtype=float)[:, None]
    weights = np.array([5.0, 0, 0, 0, 0, 5.0])
    with pytest.warns(ConvergenceWarning):
        model = BalancedKMeans(3, capacities=[4, 4, 1], random_state=0).fit(points, sample_weight=weights)
    assert model.lower_bound_ == pytest.approx(1)
    assert model.labels_[0] != model.labels_[5]


def test_callback_hears_progress_and_can_stop(towns: np.ndarray) -> None:
    heard: list[tuple[str, float, float]] = []

    def listen(stage: str, fraction: float, deviation: float) -> bool:
        heard.append((stage, fraction, deviation))
        return False

    BalancedKMeans(6, random_state=0, callback=listen).fit(towns)
    fractions = [fraction for _, fraction, _ in heard]
    assert fractions == sorted(fractions)
    assert 0 <= fractions[0] <= fractions[-1] <= 1
    assert {stage for stage, _, _ in heard} == {"start", "rounds", "points"}


def test_the_deviation_heard_counts_a_point_that_outweighs_a_cluster(towns: np.ndarray) -> None:
    weights = np.ones(len(towns))
    weights[5] = 2000
    heard: list[float] = []

    def listen(stage: str, fraction: float, deviation: float) -> bool:
        heard.append(deviation)
        return False

    model = BalancedKMeans(6, random_state=0, tolerance=0.001, callback=listen)
    with pytest.warns(ConvergenceWarning):
        model.fit(towns, sample_weight=weights)
    assert model.deviation_ == pytest.approx(2000 / (4999 / 6) - 1)
    assert heard[-1] == pytest.approx(model.deviation_)


@pytest.mark.parametrize("calls", [1, 2, 3, 7, 9, 16, 25, 32])
def test_stopping_early_gives_a_whole_result_without_a_warning(calls: int, towns: np.ndarray) -> None:
    left = [calls]

    def stop(stage: str, fraction: float, deviation: float) -> bool:
        left[0] -= 1
        return left[0] <= 0

    model = BalancedKMeans(6, random_state=0, tolerance=0, callback=stop).fit(towns)
    assert model.loads_.sum() == len(towns)
    assert model.cluster_centers_.shape == (6, 2)
    assert np.isfinite(model.deviation_)
    assert left[0] == 0


def test_interrupted_fit_leaves_no_half_built_model(towns: np.ndarray) -> None:
    def fail(stage: str, fraction: float, deviation: float) -> bool:
        raise KeyboardInterrupt

    model = BalancedKMeans(6, callback=fail)
    with pytest.raises(KeyboardInterrupt):
        model.fit(towns)
    assert not [name for name in vars(model) if name.endswith("_") and name != "n_features_in_"]


@pytest.mark.parametrize(
    ("settings_", "message"),
    [
        ({"n_clusters": 5}, "n_samples=3 should be >= n_clusters=5"),
        ({"n_clusters": 2, "capacities": [1, 2, 3]}, r"capacities should have shape \(2,\)"),
        ({"n_clusters": 2, "capacities": [1, 0]}, "capacities should be positive"),
        ({"n_clusters": 2, "tolerance": -1}, "'tolerance' parameter"),
        ({"n_clusters": True}, "'n_clusters' parameter .* Got True"),
        ({"n_clusters": 2, "n_init": True}, "'n_init' parameter .* Got True"),
        ({"n_clusters": 2, "max_iter": True}, "'max_iter' parameter .* Got True"),
    ],
)
def test_impossible_settings_are_refused(settings_: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        BalancedKMeans(**settings_).fit(np.arange(3.0)[:, None])


@pytest.mark.parametrize("weights", [[1, -1, 1], [0, 0, 0]])
def test_impossible_weights_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weight"):
        BalancedKMeans(2).fit(np.arange(3.0)[:, None], sample_weight=weights)


def test_more_starts_do_not_make_it_worse(towns: np.ndarray) -> None:
    once = clone(BalancedKMeans(10, random_state=2)).fit(towns)
    thrice = BalancedKMeans(10, n_init=3, random_state=2).fit(towns)
    assert thrice.inertia_ <= 1.02 * once.inertia_


def test_the_tolerance_is_made_use_of(towns: np.ndarray) -> None:
    strict = BalancedKMeans(8, tolerance=0.001, random_state=0).fit(towns)
    free = BalancedKMeans(8, tolerance=0.08, random_state=0).fit(towns)
    assert 0.04 <= free.deviation_ <= 0.08
    assert free.inertia_ < 0.985 * strict.inertia_


@pytest.mark.parametrize("far", [100_000.0, 300_000.0, 1_000_000.0])
def test_towns_far_apart_are_as_even_as_towns_nearby(far: float) -> None:
    rng = np.random.default_rng(0)
    places = np.repeat([[0.0, 0.0], [far, 0.0], [0.0, far]], [700, 500, 300], axis=0)
    model = BalancedKMeans(7, tolerance=0.01, random_state=0).fit(places + rng.normal(0, 10, (1500, 2)))
    assert model.deviation_ <= 0.01


def test_what_is_told_of_all_points_is_their_deviation() -> None:
    heard: list[tuple[str, float]] = []

    def listen(stage: str, fraction: float, deviation: float) -> bool:
        heard.append((stage, deviation))
        return False

    points = np.random.default_rng(0).normal(size=(30_000, 2))
    BalancedKMeans(24, tolerance=0.01, random_state=0, callback=listen).fit(points)
    told = [deviation for stage, deviation in heard if stage == "points"]
    assert min(told) <= 0.01


@pytest.mark.parametrize("seed", [0, 2, 3])
def test_narrow_towns_far_apart_do_not_stall(seed: int) -> None:
    rng = np.random.default_rng(seed)
    towns, size = rng.uniform(0, 200_000, (60, 2)), 1 / np.arange(1, 61)
    town = rng.choice(60, 60_000, p=size / size.sum())
    points = towns[town] + rng.normal(0, 1500, (60_000, 2))
    model = BalancedKMeans(100, tolerance=0.01, random_state=0).fit(points, sample_weight=rng.lognormal(0, 1, 60_000))
    assert model.deviation_ <= 0.01
    assert model.n_split_ <= 1000


def test_as_many_clusters_as_points_are_one_each_at_once() -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(size=(300, 2))
    model = BalancedKMeans(300, random_state=0).fit(points)
    assert sorted(model.labels_) == list(range(300))
    assert model.deviation_ == 0
    assert np.array_equal(model.predict(points), model.labels_)


def test_the_heaviest_of_as_many_points_goes_to_the_largest_cluster() -> None:
    model = quiet(BalancedKMeans(3, capacities=[1, 3, 2]), np.array([[0.0], [1.0], [2.0]]), np.array([9.0, 1.0, 5.0]))
    assert model.labels_.tolist() == [1, 0, 2]


@pytest.mark.parametrize("scale", [1e-200, 1e-120, 1e80])
def test_labels_are_those_predicted_however_small_or_large_units_are(scale: float) -> None:
    points = np.random.default_rng(0).normal(size=(500, 2)) * scale
    model = BalancedKMeans(5, tolerance=0.05, random_state=0).fit(points)
    assert model.deviation_ <= 0.05
    assert ((model.predict(points) >= 0) & (model.predict(points) < 5)).all()


def test_numbers_that_cannot_be_squared_or_added_are_refused() -> None:
    points = np.random.default_rng(0).normal(size=(50, 2))
    with pytest.raises(ValueError, match="X should not be beyond 1e\\+100"):
        BalancedKMeans(3).fit(points * 1e160)
    with pytest.raises(ValueError, match="sample_weight should not be beyond 1e\\+100"):
        BalancedKMeans(3).fit(points, sample_weight=np.full(50, 1e307))


def test_large_capacities_are_proportions_as_small_ones_are() -> None:
    points = np.random.default_rng(0).normal(size=(200, 2))
    model = BalancedKMeans(4, capacities=[1e308] * 4, random_state=0).fit(points)
    assert model.loads_.tolist() == [50] * 4


def test_a_cluster_whose_share_is_less_than_half_a_point_has_none() -> None:
    points = np.random.default_rng(0).normal(size=(20, 2))
    with pytest.warns(ConvergenceWarning, match=r"by 100\.00%"):
        model = BalancedKMeans(3, capacities=[1, 100, 100], random_state=0).fit(points)
    assert np.bincount(model.labels_, minlength=3).tolist() == [0, 10, 10]
    assert model.loads_.tolist() == [0, 10, 10]
    assert np.isfinite(model.cluster_centers_).all()
    assert np.isfinite(model.cluster_offsets_).all()
    assert model.predict(model.cluster_centers_[:1]).shape == (1,)
