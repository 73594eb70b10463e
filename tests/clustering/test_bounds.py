"""Bounds never pass the truth, and reach it where they can."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geo.clustering import _bounds
from geo.clustering._bounds import lower_bound


@settings(max_examples=150, deadline=None)
@given(
    weights=st.one_of(
        st.lists(st.integers(0, 12).map(float), min_size=1, max_size=7),
        st.lists(st.floats(0, 10), min_size=1, max_size=7),
        st.lists(st.integers(1, 4).map(lambda m: 6.0 * m), min_size=1, max_size=7),
    ),
    few=st.sampled_from([0, 14]),
    capacities=st.lists(st.floats(0.2, 5), min_size=1, max_size=3),
)
def test_no_assignment_beats_the_bound(
    weights: list[float],
    capacities: list[float],
    few: int,
    best_deviation: Callable[[np.ndarray, np.ndarray], float],
) -> None:
    carried, shares = np.array(weights), np.array(capacities)
    assume(carried.sum() > 1e-6)
    targets = shares / shares.sum() * carried.sum()
    # Also as it is for too many items to try every sum of them.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_bounds, "_FEW", few)
        bound = _bounds.lower_bound(carried, targets)
    assert bound <= best_deviation(carried, targets) + 1e-12


@pytest.mark.parametrize(
    ("weights", "targets", "bound"),
    [
        ([1.0] * 20, [20 / 3] * 3, 0.1),
        ([6.0, 1.0, 1.0], [4.0, 4.0], 0.5),
        ([9.0, 1.0], [7.5, 2.5], 0.6),
        ([3.0, 3.0, 3.0], [4.5, 4.5], 1 / 3),
        ([5.0, 5.0], [2.0, 4.0, 4.0], 1.0),
        ([5.0, 5.0, 1.0], [11 / 3] * 3, 8 / 11),
        ([4.0, 4.0, 4.0, 2.0, 2.0], [10.0, 3.0, 3.0], 1 / 3),
        ([7.1, 7.1, 7.1, 0.9, 0.9, 0.9], [16.0, 4.0, 4.0], 0.6625),
        ([2.5] * 5, [5.0, 3.75, 3.75], 1 / 3),
        ([10.0, 20.0, 30.0], [30.0, 30.0], 0.0),
        ([4.0], [4.0], 0.0),
        ([0.0, 0.0], [0.0, 0.0], 0.0),
    ],
    ids=[
        "units",
        "heaviest",
        "what is left for the other",
        "pigeonhole",
        "too few",
        "one each",
        "room for two",
        "seven in a four",
        "units of a half",
        "none",
        "one",
        "nothing",
    ],
)
def test_bound_names_what_stands_in_the_way(weights: list[float], targets: list[float], bound: float) -> None:
    assert lower_bound(np.array(weights), np.array(targets)) == pytest.approx(bound, abs=1e-6)


@pytest.mark.parametrize("unit", [0.01, 1 / 7, 1e-9, 1e8])
def test_bound_knows_units_of_any_size(unit: float) -> None:
    whole = np.array([3.0, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 17, 19, 20, 22, 23, 24])
    bound = lower_bound(whole, np.full(7, whole.sum() / 7))
    assert bound > 0.01
    assert lower_bound(whole * unit, np.full(7, (whole * unit).sum() / 7)) == pytest.approx(bound, abs=1e-7)


@pytest.mark.parametrize("n", [3, 7, 8, 12, 20])
@pytest.mark.parametrize("weight", [1.0, 0.3])
def test_of_items_alike_the_bound_is_the_best_there_is(n: int, weight: float) -> None:
    weights, shares = np.full(n, weight), np.array([0.5, 0.3, 0.2])
    targets = weights.sum() * shares
    best = min(
        max(
            abs(a * weight / targets[0] - 1),
            abs(b * weight / targets[1] - 1),
            abs((n - a - b) * weight / targets[2] - 1),
        )
        for a in range(n + 1)
        for b in range(n + 1 - a)
    )
    assert lower_bound(weights, targets) == pytest.approx(best, abs=1e-7)


@pytest.mark.parametrize("extra", [0, 1, 7])
def test_of_light_items_whole_units_alone_are_proved(extra: int) -> None:
    # The best there is: some clusters have one more than the others.
    n, k = 200_000 + extra, 10
    loads = np.full(k, n // k) + (np.arange(k) < n % k)
    best = float(np.abs(loads / (n / k) - 1).max())
    assert lower_bound(np.ones(n), np.full(k, n / k)) == pytest.approx(best, abs=3e-8)
    weights = np.random.default_rng(0).uniform(1, 2, n)
    assert lower_bound(weights, np.full(k, weights.sum() / k)) == 0
