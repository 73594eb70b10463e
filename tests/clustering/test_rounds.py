"""Balance at a blur sees further where it stalls, but not where there is hardly a point to each cluster."""

import numpy as np
import pytest

from geo.clustering import _rounds
from geo.clustering._power import reaches
from geo.clustering._rounds import descend
from geo.clustering._swarm import swarm


@pytest.fixture
def blurs(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Blurs that loads are balanced at, in units of the squared distance between neighbouring centres."""
    seen: list[float] = []

    def balance(*args: np.ndarray, blurs: np.ndarray, **kwargs: float) -> object:
        seen.append(float(blurs.max() / args[4].mean()))
        return untouched(*args, blurs=blurs, **kwargs)

    untouched = _rounds.balance
    monkeypatch.setattr(_rounds, "balance", balance)
    return seen


def test_across_empty_country_blur_widens_until_the_loads_are_right(blurs: list[float]) -> None:
    rng = np.random.default_rng(0)
    # Two towns far apart: of 600 and 200 customers, with two and two of the territories.
    points = np.concatenate((rng.normal(size=(600, 2)), rng.normal([4000.0, 0.0], size=(200, 2)))) / 2000
    centers = np.array([[-0.5, 0.0], [0.5, 0.0], [3999.5, 0.0], [4000.5, 0.0]]) / 2000
    crowd = swarm(points, np.full(800, 1 / 800))
    t = np.full(4, 0.25)
    found = descend(crowd, t, centers, np.zeros(4), reaches(centers), blur=0.05, precision=0.01, steps=16)
    assert max(blurs) > 100 * 0.05
    assert found.given.loads == pytest.approx(t, rel=0.01)


def test_with_a_point_or_two_to_each_cluster_it_does_not(blurs: list[float]) -> None:
    points = np.random.default_rng(0).normal(size=(40, 2))
    crowd = swarm(points, np.full(40, 1 / 40))
    centers = crowd.points[:38] + 1e-3
    descend(crowd, np.full(38, 1 / 38), centers, np.zeros(38), reaches(centers), blur=0.2, precision=1e-3)
    assert len(blurs) == 1
