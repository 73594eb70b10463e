"""The best of several starts is followed, and the best of those followed kept."""

import numpy as np
import pytest

from geo.clustering import _starts
from geo.clustering._rounds import Diagram, alternate
from geo.clustering._solve import Listener
from geo.clustering._swarm import swarm


def test_the_best_starts_are_followed_and_the_best_end_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = swarm(np.random.default_rng(0).normal(size=(20_000, 2)), np.full(20_000, 1 / 20_000))
    screened: list[Diagram] = []
    finished: list[Diagram] = []
    followed: list[float] = []

    def watch(summary, targets, centers, offsets, schedule, stop):  # type: ignore[no-untyped-def]
        found = alternate(summary, targets, centers, offsets, schedule, stop)
        if schedule is _starts._SCREEN:
            screened.append(found)
        else:
            followed.append(next(one.value for one in screened if one.centers is centers))
            finished.append(found)
        return found

    monkeypatch.setattr(_starts, "alternate", watch)
    listener = Listener(lambda _stage, _fraction, _deviation: False)
    best = _starts.on_summary(crowd, np.full(6, 1 / 6), 2, 30, 0.01, np.random.RandomState(0), listener)
    values = sorted(one.value for one in screened)
    assert len(values) == 8
    assert followed == values[:2]
    assert best.value == min(one.value for one in finished)
