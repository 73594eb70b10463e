"""Very many points as squares of a grid: these weigh what their points weigh, and who wins is told point by point."""

import numpy as np
import pytest

from geo.clustering import BalancedKMeans, _solve
from geo.clustering._frame import Frame, frame_of
from geo.clustering._grid import Grid, grid
from geo.clustering._swarm import assign


def towns(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return points in towns of which a few are large, in metres, and what each weighs."""
    rng = np.random.default_rng(seed)
    middles = rng.uniform(0, [200e3, 300e3], (60, 2))
    size = 1 / np.arange(1, 61)
    town = rng.choice(60, n, p=size / size.sum())
    return middles[town] + rng.normal(size=(n, 2)) * 6e3, rng.uniform(1, 2, n)


def gridded(points: np.ndarray, weights: np.ndarray, levels: int = 6) -> tuple[Grid, Frame]:
    frame = frame_of(points, weights)
    return grid(points, weights, frame, float(weights.sum()), levels), frame


SHAPES = {
    "towns": towns(5000)[0],
    "far from the origin": towns(5000)[0] + 1e7,
    "one place": np.full((50, 2), 3.0),
    "a line": np.column_stack((np.arange(900.0), np.arange(900.0))),
    "a row along the edge of every square": np.column_stack((np.arange(1025) / 1024, np.full(1025, 0.5))),
    "a grid of places, several on each": np.indices((20, 20)).reshape(2, -1).T[np.arange(1600) % 400] * 1.0,
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("levels", [1, 6])
def test_who_wins_a_point_is_who_wins_it_without_squares(shape: str, levels: int) -> None:
    points = SHAPES[shape]
    rng = np.random.default_rng(1)
    weights = rng.lognormal(0, 1, len(points))
    squares, frame = gridded(points, weights, levels)
    for k in (1, 7, 30):
        centers, offsets = points[rng.integers(len(points), size=k)].copy(), rng.normal(size=k) * 0.05
        labels, loads = squares.labelled(frame.inward(centers), offsets)
        assert np.array_equal(labels, assign(points, centers, offsets * frame.scale**2, frame))
        assert loads == pytest.approx(np.bincount(labels, weights, k) / weights.sum())


def test_squares_stand_for_their_points() -> None:
    points, weights = towns(4000)
    weights[::7] = 0.0
    squares, frame = gridded(points, weights, 4)
    low, side = points.min(0), float(np.ptp(points, axis=0).max()) / 16
    square = np.minimum(((points - low) / side).astype(int), 15) @ [1, 16]
    places, share = frame.inward(points), weights / weights.sum()
    wanted = []
    for here in np.unique(square[weights > 0]):
        held = square == here
        mean = share[held] @ places[held] / share[held].sum()
        varies = share[held] @ ((places[held] - mean) ** 2).sum(1) / share[held].sum()
        wanted.append((*mean, share[held].sum(), np.sqrt(varies / 2)))
    crowd = squares.crowd
    found = np.column_stack((crowd.points, crowd.weights, crowd.spread))
    assert found[np.lexsort(found.T[:2])] == pytest.approx(
        np.array(wanted)[np.lexsort(np.array(wanted).T[:2])], abs=1e-7
    )


def test_squares_are_grouped_with_their_neighbours() -> None:
    crowd = gridded(*towns(5000))[0].crowd
    assert (np.diff(crowd.bounds) <= 24).all()
    wide = [np.ptp(crowd.points[a:b], axis=0).max() for a, b in zip(crowd.bounds[:-1], crowd.bounds[1:], strict=True)]
    assert np.mean(wide) < 0.2 * np.ptp(crowd.points, axis=0).max()


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take some thousands of points for very many."""
    monkeypatch.setattr(_solve, "MANY", 30_000)


def kept_to_squares(monkeypatch: pytest.MonkeyPatch) -> None:
    def given_up(*_: object) -> None:
        pytest.fail("the points were put in order")

    monkeypatch.setattr(_solve, "swarm", given_up)


@pytest.mark.parametrize("capacities", [None, np.arange(6.0, 18.0)])
@pytest.mark.usefixtures("many")
def test_very_many_points_are_divided_as_well_by_squares(
    capacities: np.ndarray | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    points, weights = towns(100_000)
    solver = BalancedKMeans(12, capacities=capacities, tolerance=0.005, random_state=0)
    with monkeypatch.context() as without:
        kept_to_squares(without)
        found = solver.fit(points, sample_weight=weights)
    assert found.deviation_ <= 0.005
    assert found.n_split_ == 0
    assert np.array_equal(found.predict(points), found.labels_)
    reached = found.inertia_
    monkeypatch.setattr(_solve, "MANY", np.inf)
    assert reached <= 1.01 * solver.fit(points, sample_weight=weights).inertia_


@pytest.mark.usefixtures("many")
def test_squares_too_heavy_to_stand_for_their_points_do_not() -> None:
    points, weights = towns(100_000)
    points[0] = 1e9
    found = BalancedKMeans(12, tolerance=0.005, random_state=0).fit(points, sample_weight=weights)
    assert found.deviation_ <= 0.005


@pytest.mark.usefixtures("many")
def test_a_tolerance_that_squares_cannot_meet_is_met_by_points(monkeypatch: pytest.MonkeyPatch) -> None:
    points, weights = towns(100_000)
    monkeypatch.setattr(_solve, "_ASKED", 1)
    found = BalancedKMeans(12, tolerance=1e-4, random_state=0).fit(points, sample_weight=weights)
    assert found.deviation_ <= 1e-4


@pytest.mark.usefixtures("many")
def test_more_is_asked_for_where_squares_gave_too_little(monkeypatch: pytest.MonkeyPatch) -> None:
    points, weights = towns(100_000)
    kept_to_squares(monkeypatch)
    found = BalancedKMeans(12, tolerance=0.0015, random_state=0).fit(points, sample_weight=weights)
    assert found.deviation_ <= 0.0015


@pytest.mark.usefixtures("many")
def test_who_listens_may_stop_squares_too() -> None:
    points, weights = towns(100_000)
    stages: list[str] = []

    def stop(stage: str, _fraction: float, _deviation: float) -> bool:
        stages.append(stage)
        return stage == "points"

    found = BalancedKMeans(12, tolerance=1e-4, random_state=0, callback=stop).fit(points, sample_weight=weights)
    assert stages[-1] == "points"
    assert len(np.unique(found.labels_)) == 12
