"""The customers that the solver and its peers are measured on."""

import numpy as np
import pytest

from benchmarks.solver.blocks import block_cases
from benchmarks.solver.towns import TOWNS, Case, bounds, grid, towns


def test_towns_are_the_same_each_time_and_others_for_another_seed():
    first, again, other = towns(500, 3), towns(500, 3), towns(500, 4)
    assert np.array_equal(first[0], again[0])
    assert np.array_equal(first[1], again[1])
    assert not np.isclose(first[0], other[0]).any()


def test_weights_change_nothing_of_where_customers_are():
    points, weights = towns(500, 3, "unit")
    assert (weights == 1).all()
    assert np.array_equal(points, towns(500, 3, "lognormal")[0])
    assert np.isclose(np.log(towns(20_000, 0)[1]).std(), 1, atol=0.03)


def test_the_largest_town_holds_what_zipf_says_and_is_wide():
    rng = np.random.default_rng(0)
    middle = rng.uniform(0, (200e3, 300e3), (TOWNS, 2))[0]
    points, _ = towns(100_000, 0)
    away = np.linalg.norm(points - middle, axis=1)
    near = away[away < 25e3]
    assert len(near) > len(points) / (1 / np.arange(1, TOWNS + 1)).sum()
    assert 8e3 < np.median(near) < 10e3


@pytest.mark.parametrize(
    ("n", "k", "expected"),
    [(1000, 12, (83, 84)), (1000, 100, (10, 10)), (5000, 12, (413, 420)), (5000, 40, (124, 126)), (1000, 400, (2, 3))],
)
def test_bounds_of_a_hundredth_are_widened_only_where_whole_numbers_ask_for_it(n, k, expected):
    assert bounds(n, k, 0.01) == expected
    assert expected[0] * k <= n <= expected[1] * k


@pytest.mark.parametrize(("n", "k"), [(1000, 12), (1000, 100), (5000, 12), (1000, 400)])
def test_the_tolerance_that_goes_with_bounds_allows_just_these_sizes(n, k):
    problem = Case(n, k, tolerance=0.01).problem
    allowed = [size for size in range(n) if abs(size * k / n - 1) <= problem.tolerance]
    assert (problem.sizes[0], problem.sizes[1]) == (allowed[0], allowed[-1])


def test_a_chessboard_has_its_neighbours_on_both_sides():
    starts, columns = grid(3, 2).graph
    neighbours = {block: set(columns[starts[block] : starts[block + 1]].tolist()) for block in range(9)}
    assert neighbours[4] == {1, 3, 5, 7}
    assert neighbours[0] == {1, 3}
    assert all(block in neighbours[other] for block, others in neighbours.items() for other in others)


def test_blocks_are_read_as_they_were_written(tmp_path):
    (case,) = block_cases([12, 40], tmp_path, 1_000)
    problem = case.problem
    starts, columns = problem.graph
    assert (case.n, case.k, case.ground) == (342, 12, "municipalities")
    assert len(problem.points) == len(problem.weights) == len(starts) - 1 == 342
    assert starts[-1] == len(columns)
    assert problem.weights.max() < problem.weights.sum() / 12
