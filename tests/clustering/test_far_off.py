"""One point very far off neither slows nor spoils the division of the others."""

import numpy as np
import pytest

from geo.clustering import BalancedKMeans


@pytest.mark.parametrize("away", [1e4, 1e9])
def test_one_point_very_far_off_leaves_the_others_as_they_would_be(towns: np.ndarray, away: float) -> None:
    def around_own(points: np.ndarray) -> tuple[float, BalancedKMeans]:
        found = BalancedKMeans(12, random_state=0).fit(points)
        held = [points[1:][found.labels_[1:] == j] for j in range(12)]
        return sum(float(((one - one.mean(0)) ** 2).sum()) for one in held), found

    usual, _ = around_own(towns)
    points = towns.copy()
    points[0] = towns.mean(0) + away * towns.std()
    spread, found = around_own(points)
    assert spread <= 1.1 * usual
    assert found.deviation_ <= 0.01
    assert found.labels_[0] == found.predict(points[:1])[0]
