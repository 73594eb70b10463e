"""The dual is climbed to where loads meet targets."""

import numpy as np
import pytest

from geo.clustering._dual import balance
from geo.clustering._power import reaches
from geo.clustering._rounds import descend
from geo.clustering._swarm import swarm


def test_offsets_bring_loads_to_targets() -> None:
    rng = np.random.default_rng(0)
    points, weights = rng.normal(size=(500, 2)), rng.uniform(0.5, 1.5, 500)
    centers = points[:6]
    targets = np.array([1, 1, 2, 2, 3, 3]) / 12 * weights.sum()
    found = balance(
        swarm(points, weights),
        targets,
        centers,
        np.zeros(6),
        reaches(centers),
        blurs=np.full(500, 0.05),
        precision=1e-6,
        max_steps=60,
    )
    assert found.given.loads == pytest.approx(targets, rel=1e-5)


def test_more_steps_never_lower_the_dual_value() -> None:
    rng = np.random.default_rng(1)
    points = rng.normal(size=(200, 2))
    centers = points[:5]
    values = [
        balance(
            swarm(points, np.ones(200)),
            np.full(5, 40.0),
            centers,
            np.zeros(5),
            reaches(centers),
            blurs=np.full(200, 0.01),
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
        swarm(points, np.ones(101)),
        np.full(3, 101 / 3),
        centers,
        dead,
        reaches(centers),
        blurs=np.full(101, 0.002),
        precision=0.01,
        max_steps=80,
    )
    assert found.given.loads == pytest.approx(np.full(3, 101 / 3), rel=0.02)


def test_empty_country_is_crossed_with_a_wider_blur() -> None:
    rng = np.random.default_rng(0)
    points = np.concatenate([rng.normal(size=(700, 2)), rng.normal((1000, 0), size=(300, 2))])
    centers, targets = np.array([[0.0, 0.0], [1000.0, 0.0]]), np.full(2, 500.0)
    start = np.zeros(2), reaches(centers)
    found = descend(swarm(points, np.ones(1000)), targets, centers, *start, blur=0.001, precision=0.01)
    # Nothing near the border tells how far it has to go.
    assert found.given.loads == pytest.approx(targets, rel=0.01)
