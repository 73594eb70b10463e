"""Points in order: sums with pruning are those without, and tiles stand for their points."""

import numpy as np
import pytest

from geo.clustering._kernels import NEAR
from geo.clustering._power import inertia
from geo.clustering._swarm import Swarm, assign, swarm

Problem = tuple[Swarm, np.ndarray, np.ndarray]


def problem(n: int, k: int, d: int, seed: int = 0, offset: float = 0.1) -> Problem:
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(30, d))
    points = centres[rng.integers(30, size=n)] + rng.normal(size=(n, d)) * rng.lognormal(-3, 1, (n, 1))
    crowd = swarm(points, rng.lognormal(0, 1, n))
    return crowd, points[rng.choice(n, k, replace=False)].copy(), rng.normal(size=k) * offset


def soft(crowd: Swarm, centers: np.ndarray, offsets: np.ndarray, blurs: np.ndarray) -> tuple[np.ndarray, ...]:
    """Loads, mass × place, Laplacian and sum of soft minima, worked out for all pairs."""
    cost = ((crowd.points[:, None] - centers[None]) ** 2).sum(2) - offsets
    least = cost.min(1)
    shares = np.exp((least[:, None] - cost) / blurs[:, None])
    value = float(crowd.weights @ (least - blurs * np.log(shares.sum(1))))
    shares /= shares.sum(1, keepdims=True)
    held = shares * crowd.weights[:, None]
    laplacian = np.diag((held / blurs[:, None]).sum(0)) - (held / blurs[:, None]).T @ shares
    return held.sum(0), held.T @ crowd.points, laplacian, value


@pytest.mark.parametrize(
    ("n", "k", "d"), [(1, 1, 2), (40, 3, 2), (3000, 17, 2), (3000, 60, 2), (500, 9, 1), (2000, 12, 5)]
)
@pytest.mark.parametrize("blur", [1.0, 0.01, 1e-4])
def test_pruned_sums_are_those_over_all_pairs(n: int, k: int, d: int, blur: float) -> None:
    crowd, centers, offsets = problem(n, k, d)
    blurs = np.full(n, blur)
    found = crowd.loads(centers, offsets, blurs)
    loads, moments, laplacian, value = soft(crowd, centers, offsets, blurs)
    total = crowd.weights.sum()
    # What the centres get together that are too far behind to count.
    cut = k * np.exp(-NEAR) * total
    assert found.loads == pytest.approx(loads, abs=cut)
    assert found.moments == pytest.approx(moments, abs=cut * np.abs(crowd.points).max())
    assert found.laplacian == pytest.approx(laplacian, abs=cut / blur)
    assert found.value == pytest.approx(value, abs=cut * max(blur, 1e-3))


def test_each_point_has_a_blur_of_its_own() -> None:
    crowd, centers, offsets = problem(800, 9, 2)
    blurs = np.random.default_rng(1).lognormal(-4, 2, 800)
    found = crowd.loads(centers, offsets, blurs)
    loads, _, _, value = soft(crowd, centers, offsets, blurs)
    cut = len(centers) * np.exp(-NEAR) * loads.sum()
    assert found.loads == pytest.approx(loads, abs=cut)
    assert found.value == pytest.approx(value, abs=cut * blurs.max())


@pytest.mark.parametrize(("n", "k", "d"), [(1, 1, 2), (4000, 30, 2), (4000, 200, 2), (700, 5, 1), (3000, 7, 6)])
def test_winners_are_those_of_the_power_diagram(n: int, k: int, d: int) -> None:
    crowd, centers, offsets = problem(n, k, d, seed=2)
    cost = ((crowd.points[:, None] - centers[None]) ** 2).sum(2) - offsets
    cells = crowd.winners(centers, offsets)
    assert np.array_equal(cells.labels, cost.argmin(1))
    if k > 1:
        behind = np.diff(np.sort(cost, axis=1)[:, :2], axis=1)[:, 0]
        assert (cells.gaps >= behind - 1e-12).all()
        assert (cells.gaps == pytest.approx(behind)) or np.isinf(cells.gaps).any()
        least = behind.argmin()
        assert cells.gaps[least] == pytest.approx(behind[least])
    assert np.array_equal(crowd.given(cells.labels), assign(crowd.points[np.argsort(crowd.order)], centers, offsets))


def test_points_come_in_another_order_and_go_back_into_theirs() -> None:
    points = np.random.default_rng(3).normal(size=(500, 2))
    crowd = swarm(points, np.ones(500))
    assert np.array_equal(points[crowd.order], crowd.points)
    assert np.array_equal(crowd.given(crowd.order), np.arange(500))
    assert crowd.bounds[0] == 0
    assert crowd.bounds[-1] == 500
    assert (np.diff(crowd.bounds) > 0).all()


@pytest.mark.parametrize("d", [1, 2, 3])
def test_tiles_keep_weight_mean_and_spread(d: int) -> None:
    crowd = problem(20_000, 2, d, seed=4)[0]
    tiles = crowd.tiles(500)
    assert 250 <= len(tiles.points) <= 1500
    assert tiles.weights.sum() == pytest.approx(crowd.weights.sum())
    assert tiles.weights @ tiles.points == pytest.approx(crowd.weights @ crowd.points)
    about = crowd.weights @ ((crowd.points - crowd.points.mean(0)) ** 2).sum(1)
    between = tiles.weights @ ((tiles.points - crowd.points.mean(0)) ** 2).sum(1)
    assert between + d * tiles.weights @ tiles.spread**2 == pytest.approx(about)


def test_no_square_of_many_customers_weighs_much() -> None:
    crowd = problem(50_000, 2, 2, seed=5)[0]
    tiles = crowd.tiles(1000)
    assert tiles.weights.max() <= 1.5 * crowd.weights.sum() / 1000 + crowd.weights.max()


def test_a_tile_is_as_blurred_as_it_is_wide_seen_from_the_border() -> None:
    crowd = swarm(np.random.default_rng(6).normal(size=(5000, 2)), np.ones(5000))
    tiles = crowd.tiles(200)
    centers, offsets, reach = np.array([[-1.0, 0.0], [1.0, 0.0]]), np.zeros(2), np.full(2, 4.0)
    blurs = tiles.widths(centers, offsets, reach, 1e-3, 0.5)
    near = np.abs(tiles.points[:, 0]) < 0.05
    assert near.any()
    assert blurs[near] == pytest.approx(np.maximum(4e-3, 0.5 * 2 * 2 * tiles.spread[near]))
    assert (crowd.widths(centers, offsets, reach, 1e-3, 0.5) == 4e-3).all()


def test_borders_are_blurred_as_far_as_the_centres_on_both_sides_are_apart() -> None:
    crowd = swarm(np.random.default_rng(7).uniform(0, 12, (3000, 2)), np.ones(3000))
    centers, offsets = np.array([[1.0, 6.0], [2.0, 6.0], [8.0, 6.0]]), np.zeros(3)
    blurs = crowd.widths(centers, offsets, np.array([1.0, 1.0, 36.0]), 0.1, 0.3)
    x = np.add.reduceat(crowd.points[:, 0], crowd.bounds[:-1]) / np.diff(crowd.bounds)
    assert blurs[np.abs(x - 1.5) < 0.1] == pytest.approx(0.1)
    assert blurs[np.abs(x - 5) < 0.1] == pytest.approx(3.6)


def test_few_points_are_their_own_tiles() -> None:
    crowd = problem(100, 2, 2)[0]
    assert crowd.tiles(60) is crowd


def test_points_in_one_place_and_on_a_line_are_no_trouble() -> None:
    for points in (np.zeros((1000, 2)), np.linspace(0, 1, 1000)[:, None] * np.array([1.0, 0.0])):
        crowd = swarm(points, np.ones(1000))
        tiles = crowd.tiles(50)
        assert tiles.weights.sum() == pytest.approx(1000)
        found = tiles.loads(np.array([[0.2, 0.0], [0.9, 0.0]]), np.zeros(2), np.full(len(tiles.points), 0.01))
        assert found.loads.sum() == pytest.approx(1000)


def test_many_points_in_several_parts_are_all_counted() -> None:
    rng = np.random.default_rng(8)
    points, weights = rng.normal(size=(400_000, 2)), rng.uniform(1, 2, 400_000)
    crowd = swarm(points, weights)
    centers, offsets = points[:7].copy(), np.zeros(7)
    labels, loads = crowd.labelled(centers, offsets)
    assert np.array_equal(labels, ((points[:, None] - centers) ** 2).sum(2).argmin(1))
    assert loads == pytest.approx(np.bincount(labels, weights, 7))
    assert np.array_equal(crowd.given(crowd.winners(centers, offsets).labels), labels)
    sharp = crowd.loads(centers, offsets, crowd.widths(centers, offsets, np.ones(7), 1e-9, 0.3))
    assert sharp.loads == pytest.approx(loads)
    assert sharp.value == pytest.approx(inertia(points, weights, labels, centers))


@pytest.mark.parametrize("away", [1e3, 1e9])
def test_one_point_far_off_leaves_the_others_in_order(away: float) -> None:
    points = np.random.default_rng(0).uniform(size=(5000, 2))
    points[0] = away
    crowd = swarm(points, np.ones(5000))
    wide = [np.ptp(crowd.points[a:b], axis=0).max() for a, b in zip(crowd.bounds[:-1], crowd.bounds[1:], strict=True)]
    assert np.median(wide) < 0.1
    centers = points[1:20]
    nearest = ((points[:, None] - centers) ** 2).sum(2).argmin(1)
    assert np.array_equal(crowd.labelled(centers, np.zeros(19))[0], nearest)
