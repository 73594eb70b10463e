"""The methods behind their common call, those that need nothing but the program."""

import numpy as np
import pytest

from benchmarks.solver import worker
from benchmarks.solver.peers import METHODS, Method, method
from benchmarks.solver.towns import Case, Problem, grid, towns


@pytest.fixture(scope="module")
def problem():
    return Case(3_000, 12, "lognormal", tolerance=0.02).problem


def test_the_reference_is_balanced_and_names_every_cluster(problem):
    given = worker.quality(problem, method("bisection").make(problem)())
    assert given["clusters"] == 12
    assert given["deviation"] < 0.02


def test_the_solver_is_balanced_and_more_compact_than_the_reference(problem):
    ours, other = (worker.quality(problem, method(key).make(problem)()) for key in ("ours", "bisection"))
    assert ours["deviation"] <= 0.02
    assert ours["inertia"] < 0.9 * other["inertia"]


def test_the_yardstick_is_more_compact_and_not_balanced(problem):
    ours, other = (worker.quality(problem, method(key).make(problem)()) for key in ("ours", "sklearn"))
    assert other["inertia"] < ours["inertia"]
    assert other["deviation"] > 0.5


def test_blocks_are_divided_in_pieces_of_even_load():
    board = grid(12, 4)
    given = worker.quality(board, method("allocate").make(board)())
    assert given["clusters"] == 4
    assert given["deviation"] <= 0.1


def test_keys_are_said_once_and_only_what_comes_with_the_program_has_no_package():
    assert len({each.key for each in METHODS}) == len(METHODS)
    assert {each.key for each in METHODS if not each.package} == {"ours", "bisection", "allocate"}


def test_quality_is_the_largest_deviation_and_the_weighted_squares():
    points = np.array([[0.0, 0.0], [2.0, 0.0], [10.0, 1.0]])
    asked = Problem(points, np.array([1.0, 3.0, 2.0]), 2, 0.1, None, 0)
    # Middles: 1.5 along the first axis, and the third point itself; loads 4 and 2 with a share of 3.
    given = worker.quality(asked, np.array([0, 0, 1]))
    assert given == {"clusters": 2, "deviation": pytest.approx(1 / 3), "inertia": pytest.approx(2.25 + 0.75)}


def test_quality_wants_a_label_for_each_point():
    with pytest.raises(AssertionError, match="label for each"):
        worker.quality(grid(3, 2), np.zeros(8, dtype=np.intp))


def test_what_is_not_installed_has_no_version():
    assert worker.versions(["numpy", "a-package-that-nobody-has"]) == {
        "numpy": np.__version__, "a-package-that-nobody-has": None
    }  # fmt: skip


def test_an_error_is_an_answer():
    asked = {"do": "time", "method": "kmc", "case": {"n": 500, "k": 3, "weights": "lognormal"}}
    assert "Error" in worker.answer(asked, {})["error"]


@pytest.mark.skipif(not worker._FORGET.exists(), reason="this system cannot forget a peak")
def test_memory_is_what_a_call_takes_at_its_peak_above_what_was_held(monkeypatch):
    assert np.ones(40_000_000).sum() == 40_000_000, "an earlier peak, which must not count"
    held = np.ones(20_000_000)

    def call():
        return np.zeros(int(np.ones(8_000_000).sum() * 0) + 3, dtype=np.intp)

    monkeypatch.setattr(worker, "method", lambda key: Method(key, key, "", lambda problem: call))
    taken = worker.memory("any", Problem(*towns(3, 0), 1, 0.1, None, 0))["bytes"]
    assert 60e6 < taken < 90e6
    assert held.sum() == 20_000_000
