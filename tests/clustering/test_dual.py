"""The dual is climbed to where loads meet targets."""

import numpy as np
import pytest

from geo.clustering._dual import balance
from geo.clustering._power import assign, reaches, squared_distances


def test_offsets_bring_loads_to_targets() -> None:
    rng = np.random.default_rng(0)
    points, weights = rng.normal(size=(500, 2)), rng.uniform(0.5, 1.5, 500)
    centers = points[:6]
    targets = np.array([1, 1, 2, 2, 3, 3]) / 12 * weights.sum()
    found = balance(
        squared_distances(points, centers),
        weights,
        targets,
        np.zeros(6),
        reaches(centers),
        blur=0.05,
        precision=1e-6,
        max_steps=60,
    )
    assert found.loads == pytest.approx(targets, rel=1e-5)
    assert found.shares.sum(1) == pytest.approx(np.ones(500))


def test_more_steps_never_lower_the_dual_value() -> None:
    rng = np.random.default_rng(1)
    points = rng.normal(size=(200, 2))
    centers = points[:5]
    values = [
        balance(
            squared_distances(points, centers),
            np.ones(200),
            np.full(5, 40.0),
            np.zeros(5),
            reaches(centers),
            blur=0.01,
            precision=0.0,
            max_steps=steps,
        ).value
        for steps in range(12)
    ]
    assert values == sorted(values)
    assert values[-1] > values[0]


def test_empty_cell_comes_to_life() -> None:
    points = np.linspace(0, 1, 101)[:, None]
    centers = np.array([[0.3], [0.7], [0.5]])
    dead = np.array([0.0, 0.0, -1.0])
    found = balance(
        squared_distances(points, centers),
        np.ones(101),
        np.full(3, 101 / 3),
        dead,
        reaches(centers),
        blur=0.002,
        precision=0.01,
        max_steps=80,
    )
    assert found.loads == pytest.approx(np.full(3, 101 / 3), rel=0.02)


def test_cells_are_those_of_the_power_diagram() -> None:
    rng = np.random.default_rng(2)
    points, centers, offsets = rng.normal(size=(300, 6)), rng.normal(size=(7, 6)), rng.normal(size=7)
    cost = ((points[:, None] - centers[None]) ** 2).sum(2) - offsets
    cells = assign(points, centers, offsets)
    order = np.argsort(cost, axis=1)
    assert np.array_equal(cells.labels, order[:, 0])
    assert np.array_equal(cells.runners_up, order[:, 1])
    sorted_cost = np.sort(cost, axis=1)
    assert cells.gaps == pytest.approx(sorted_cost[:, 1] - sorted_cost[:, 0])
