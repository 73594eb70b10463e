"""The loops are compiled when there is time for it, and a wait for them is told."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from geo.clustering import BalancedKMeans, _ready, _solve, allocate


def test_once_prepared_every_loop_is_there() -> None:
    _ready.prepare()
    assert _ready.ready()


def test_nothing_is_compiled_after_that() -> None:
    _ready.prepare()
    before = [list(loop.signatures) for loop in _ready._LOOPS]
    rng = np.random.default_rng(0)
    for d in (1, 2, 4):
        BalancedKMeans(3, random_state=0).fit(rng.normal(size=(2000, d)), sample_weight=rng.uniform(1, 2, 2000))
        BalancedKMeans(3, random_state=0).fit(np.asfortranarray(rng.normal(size=(3000, d))))
    ground = csr_array(np.eye(6, k=1) + np.eye(6, k=-1))
    allocate(rng.normal(size=(6, 2)), rng.uniform(1, 2, 6), ground, 2, random_state=0)
    assert [list(loop.signatures) for loop in _ready._LOOPS] == before


@pytest.mark.parametrize("compiled", [True, False])
def test_a_wait_for_the_loops_is_told(monkeypatch: pytest.MonkeyPatch, compiled: bool) -> None:
    monkeypatch.setattr(_solve, "ready", lambda: compiled)
    heard: list[str] = []

    def hear(stage: str, fraction: float, deviation: float) -> bool:
        heard.append(stage)
        return False

    BalancedKMeans(2, random_state=0, callback=hear).fit(np.random.default_rng(0).normal(size=(50, 2)))
    assert ("compile" in heard) is not compiled
    assert "start" in heard


def test_how_far_it_is_is_told_part_by_part() -> None:
    heard: list[float] = []
    _ready.prepare(heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert len(heard) >= 5
