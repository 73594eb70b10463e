"""Areas become contiguous territories of equal load."""

import itertools
from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import block_diag, csr_array
from threadpoolctl import threadpool_limits

from geo.clustering import Allocation, allocate

Grid = Callable[[int, int], tuple[np.ndarray, csr_array]]


def check(result: Allocation, adjacency: csr_array, weights: np.ndarray, k: int) -> None:
    """Recount everything that is promised whatever the input."""
    graph = nx.from_scipy_sparse_array(adjacency)
    assert result.contiguous
    assert set(result.labels) == set(range(k))
    assert all(nx.is_connected(graph.subgraph(np.flatnonzero(result.labels == t))) for t in range(k))
    assert result.loads == pytest.approx(np.bincount(result.labels, weights, k))
    assert result.targets.sum() == pytest.approx(weights.sum())
    if weights.sum() > 0:
        assert result.deviation == pytest.approx(np.abs(result.loads / result.targets - 1).max())
        wrong = np.abs(result.loads - result.targets).sum() / (2 * weights.sum())
        assert result.misplaced_share == pytest.approx(wrong)
    assert result.lower_bound <= result.deviation + 1e-12


@pytest.mark.no_cover
@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    rows=st.integers(1, 6),
    columns=st.integers(1, 7),
    k=st.integers(1, 6),
    kind=st.sampled_from(["equal", "lognormal", "few", "none"]),
    tolerance=st.sampled_from([0.0, 0.02, 0.2]),
)
def test_whatever_comes_territories_are_whole(
    seed: int, rows: int, columns: int, k: int, kind: str, tolerance: float, grid: Grid
) -> None:
    rng = np.random.default_rng(seed)
    points, adjacency = grid(rows, columns)
    n = len(points)
    k = min(k, n)
    weights = {
        "equal": np.ones(n),
        "lognormal": rng.lognormal(0, 1.5, n),
        "few": (rng.random(n) < 0.3) * rng.integers(1, 20, n).astype(float),
        "none": np.zeros(n),
    }[kind]
    result = allocate(points, weights, adjacency, k, tolerance=tolerance, random_state=0)
    check(result, adjacency, weights, k)


def test_even_ground_is_divided_evenly(grid: Grid) -> None:
    points, adjacency = grid(12, 12)
    result = allocate(points, np.ones(144), adjacency, 6, tolerance=0, random_state=0)
    check(result, adjacency, np.ones(144), 6)
    assert result.deviation == 0
    # No division in six blocks of 24 squares is more compact than 4 by 6.
    assert result.inertia <= 1.25 * 6 * 24 * (15 + 35) / 12 * 1e6


def test_capacities_set_the_targets(grid: Grid) -> None:
    points, adjacency = grid(20, 20)
    weights = np.random.default_rng(0).uniform(0.5, 1.5, 400)
    result = allocate(points, weights, adjacency, 3, capacities=[1, 2, 2], tolerance=0.01, random_state=0)
    check(result, adjacency, weights, 3)
    assert result.targets == pytest.approx(weights.sum() * np.array([0.2, 0.4, 0.4]))
    assert result.deviation <= 0.01


@pytest.mark.no_cover
def test_few_customers_on_many_areas(grid: Grid) -> None:
    points, adjacency = grid(30, 30)
    rng = np.random.default_rng(4)
    towns = rng.integers(0, 900, 60)
    weights = np.bincount(rng.choice(towns, 1200), minlength=900).astype(float)
    result = allocate(points, weights, adjacency, 8, tolerance=0.01, random_state=0)
    check(result, adjacency, weights, 8)
    assert result.deviation <= 0.01


def test_block_heavier_than_its_target_leaves_the_others_even(grid: Grid) -> None:
    points, adjacency = grid(9, 9)
    weights = np.ones(81)
    weights[40] = 200
    result = allocate(points, weights, adjacency, 5, tolerance=0.01, random_state=0)
    check(result, adjacency, weights, 5)
    assert result.deviation == pytest.approx(result.lower_bound)
    assert sorted(result.loads) == [20, 20, 20, 20, 200]
    assert result.apart.tolist() == [40]


def test_two_heavy_blocks_are_named_the_heavier_first_and_the_rest_stays_even(grid: Grid) -> None:
    points, adjacency = grid(10, 10)
    weights = np.ones(100)
    weights[[22, 77]] = 150, 90
    result = allocate(points, weights, adjacency, 8, tolerance=0.01, random_state=0)
    check(result, adjacency, weights, 8)
    assert result.apart.tolist() == [22, 77]
    # 98 areas for six territories: none of whole areas is nearer than 16 and 17.
    assert sorted(result.loads) == [16, 16, 16, 16, 17, 17, 90, 150]


def test_the_order_of_areas_makes_no_difference(grid: Grid) -> None:
    points, adjacency = grid(11, 11)
    rng = np.random.default_rng(0)
    weights = rng.lognormal(0, 1, 121)
    order = rng.permutation(121)
    result = allocate(points, weights, adjacency, 6, random_state=0)
    other = allocate(points[order], weights[order], csr_array(adjacency[order][:, order]), 6, random_state=0)
    assert other.labels.tolist() == result.labels[order].tolist()


@pytest.mark.no_cover
def test_small_instance_is_solved_to_its_optimum(grid: Grid) -> None:
    points, adjacency = grid(3, 3)
    weights = np.array([5.0, 1, 4, 2, 7, 3, 1, 6, 2])
    graph = nx.from_scipy_sparse_array(adjacency)

    def deviation(labels: tuple[int, ...]) -> float:
        members = [[a for a in range(9) if labels[a] == t] for t in range(3)]
        if not all(part and nx.is_connected(graph.subgraph(part)) for part in members):
            return np.inf
        return float(np.abs(np.bincount(labels, weights, 3) / (weights.sum() / 3) - 1).max())

    optimum = min(map(deviation, itertools.product(range(3), repeat=9)))
    result = allocate(points, weights, adjacency, 3, tolerance=0, random_state=0)
    assert result.deviation == pytest.approx(optimum)


@pytest.mark.parametrize("threads", [1, 2])
def test_result_is_the_same_for_a_seed_on_any_number_of_threads(threads: int, grid: Grid) -> None:
    points, adjacency = grid(15, 15)
    weights = np.random.default_rng(0).lognormal(0, 1, 225)
    with threadpool_limits(threads):
        again = allocate(points, weights, adjacency, 7, random_state=1)
    result = allocate(points, weights, adjacency, 7, random_state=1)
    assert again.labels.tobytes() == result.labels.tobytes()
    assert again.centers.tobytes() == result.centers.tobytes()


@pytest.mark.parametrize("calls", [1, 12, 60, 150, 240])
def test_callback_hears_progress_and_can_stop(grid: Grid, calls: int) -> None:
    points, adjacency = grid(10, 10)
    weights = np.random.default_rng(0).lognormal(0, 1, 100)
    heard: list[tuple[float, float]] = []

    def listen(stage: str, fraction: float, deviation: float) -> bool:
        heard.append((fraction, deviation))
        return len(heard) >= calls

    result = allocate(points, weights, adjacency, 5, tolerance=0, random_state=0, callback=listen)
    check(result, adjacency, weights, 5)
    fractions = [fraction for fraction, _ in heard]
    assert fractions == sorted(fractions)
    assert fractions[-1] <= 1
    assert len(heard) == calls
    assert result.deviation <= heard[-1][1] + 1e-9


@pytest.mark.no_cover
def test_the_deviation_heard_is_that_from_what_was_asked_for_where_an_area_outweighs_a_territory(grid: Grid) -> None:
    points, adjacency = grid(10, 10)
    weights = np.ones(100)
    weights[37] = 60
    heard: list[float] = []

    def listen(stage: str, fraction: float, deviation: float) -> bool:
        heard.append(deviation)
        return False

    result = allocate(points, weights, adjacency, 5, tolerance=0, random_state=0, callback=listen)
    assert result.deviation == pytest.approx(60 / (159 / 5) - 1)
    assert heard[-1] == pytest.approx(result.deviation)
    assert min(heard) >= result.deviation - 1e-9


@pytest.mark.no_cover
def test_the_deviation_heard_is_never_above_that_of_an_earlier_start(grid: Grid) -> None:
    points, adjacency = grid(10, 10)
    weights = np.random.default_rng(0).lognormal(0, 1, 100)
    heard: list[tuple[str, float]] = []

    def listen(stage: str, fraction: float, deviation: float) -> bool:
        heard.append((stage, deviation))
        return False

    result = allocate(points, weights, adjacency, 5, tolerance=0, random_state=0, callback=listen)
    first = next(i for i, (stage, _) in enumerate(heard) if stage == "exchange")
    second = next(i for i, (stage, _) in enumerate(heard) if stage == "start" and i > first)
    assert {deviation for _, deviation in heard[:first]} == {np.inf}
    assert max(deviation for _, deviation in heard[second:]) <= heard[second - 1][1] + 1e-9
    silent = allocate(points, weights, adjacency, 5, tolerance=0, random_state=0)
    assert silent.labels.tolist() == result.labels.tolist()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n_territories": 17}, "from 1 to the number of areas, 16; got 17"),
        ({"n_territories": 0}, "n_territories"),
        ({"weights": -np.ones(16)}, "weights should be finite and not negative"),
        ({"weights": np.ones(3)}, r"weights .* shape \(16,\)"),
        ({"points": np.full((16, 2), np.nan)}, "points should be finite"),
        ({"adjacency": csr_array((3, 3))}, r"adjacency should have shape \(16, 16\)"),
        ({"tolerance": -0.1}, "tolerance"),
        ({"capacities": [1]}, "capacities"),
        ({"n_territories": 2.5}, r"n_territories should be a whole number .* got 2\.5"),
        ({"n_territories": True}, "n_territories should be a whole number .* got True"),
        ({"n_territories": "3"}, "n_territories should be a whole number .* got '3'"),
        ({"tolerance": None}, "tolerance should be a number, not negative; got None"),
        ({"tolerance": np.nan}, "tolerance should be a number, not negative; got nan"),
        ({"adjacency": None}, "adjacency should be a matrix, sparse or not; got NoneType"),
        ({"adjacency": csr_array(np.full((16, 16), np.nan))}, "adjacency should be of numbers; got nan"),
        ({"points": None}, r"points should have shape \(n, d\)"),
        ({"points": np.full((16, 2), 1e203)}, r"points should not be beyond 1e\+100.*got 1e\+203"),
        ({"weights": np.full(16, 1e300)}, r"weights should not be beyond 1e\+100.*got 1e\+300"),
        (
            {"weights": [1.0] * 3 + [np.nan] + [1.0] * 12},
            r"weights should be finite and not negative; got nan at \(3,\)",
        ),
        ({"weights": ["a"] * 16}, "weights should be numbers"),
        ({"capacities": [1, np.nan, 1]}, "capacities should be positive and finite; got .*nan"),
        ({"capacities": "equal"}, "capacities should be numbers"),
    ],
)
def test_impossible_arguments_are_refused(change: dict[str, object], message: str, grid: Grid) -> None:
    points, adjacency = grid(4, 4)
    arguments: dict[str, object] = {
        "points": points,
        "weights": np.ones(16),
        "adjacency": adjacency,
        "n_territories": 3,
        "tolerance": 0.1,
    }
    arguments.update(change)
    with pytest.raises(ValueError, match=message):
        allocate(**arguments)


def test_islands_without_a_link_are_refused(grid: Grid) -> None:
    points, adjacency = grid(3, 3)
    apart = csr_array(block_diag([adjacency, adjacency]))
    with pytest.raises(ValueError, match="connect all areas; got 2 pieces"):
        allocate(np.concatenate([points, points + 1e5]), np.ones(18), apart, 3)


def test_areas_that_nothing_links_are_named(grid: Grid) -> None:
    points, adjacency = grid(4, 4)
    cut = adjacency.toarray()
    cut[[3, 12]] = cut[:, [3, 12]] = 0
    with pytest.raises(ValueError, match=r"got 3 pieces. Apart from the largest, of 14 areas, are: 3; 12. Link each"):
        allocate(points, np.ones(16), csr_array(cut), 3)
    cut = adjacency.toarray()
    cut[7, 11] = cut[11, 7] = cut[4, 8] = cut[8, 4] = cut[5, 9] = cut[9, 5] = cut[6, 10] = cut[10, 6] = 0
    with pytest.raises(ValueError, match=r"are: 8, 9, 10, 11, 12 and 3 more\. Link"):
        allocate(points, np.ones(16), csr_array(cut), 3)


def test_input_is_left_alone(grid: Grid) -> None:
    points, adjacency = grid(5, 5)
    weights = np.ones(25)
    before = points.copy(), weights.copy(), adjacency.toarray()
    allocate(points, weights, adjacency, 4, random_state=0)
    assert np.array_equal(points, before[0])
    assert np.array_equal(weights, before[1])
    assert np.array_equal(adjacency.toarray(), before[2])
