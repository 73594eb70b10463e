"""In which order methods are called, and which are not."""

from dataclasses import replace

import pytest

from benchmarks.solver.peers import METHODS, method
from benchmarks.solver.running import Limits, measure, reason
from benchmarks.solver.tables import MEASURED
from benchmarks.solver.towns import Case

PAIR = [method("ours"), method("sklearn")]


def quiet(what):
    pass


def test_methods_are_called_in_turn_and_again_in_turn(told, case):
    workers = told()
    rows = measure([case], PAIR, workers, Limits(repeats=3), quiet)
    assert [key for key, _ in workers.asked] == ["ours", "sklearn"] * 3
    assert [row.seconds for row in rows] == [[1.0] * 3] * 2
    assert [row.memory for row in rows] == [12.0] * 2


def test_what_takes_long_is_not_repeated_while_the_others_are(told, case):
    workers = told(lambda method, case: 50.0 if method.key == "sklearn" else 1.0)
    rows = measure([case], PAIR, workers, Limits(repeats=5, call=100, budget=60), quiet)
    assert [len(row.seconds) for row in rows] == [5, 2]


def test_a_larger_case_that_would_take_too_long_is_left_out_and_says_so(told):
    workers = told(lambda method, case: 9.0)
    rows = measure([Case(1_000, 12), Case(100_000, 12)], PAIR, workers, Limits(1, 100, 60), quiet)
    assert [row.state for row in rows] == [MEASURED] * 2 + ["not tried: about 900 s or more"] * 2
    assert len(workers.asked) == 2


def test_one_that_was_stopped_is_not_tried_on_a_larger_case(told):
    late = {"error": "no result within 100 s", "late": True}
    workers = told(errors={"sklearn": late})
    rows = measure([Case(1_000, 12), Case(1_000, 40)], PAIR, workers, Limits(2, 100, 60), quiet)
    assert [row.state for row in rows if row.method == "sklearn"] == [
        "no result within 100 s", "not tried: about 337 s or more"
    ]  # fmt: skip
    assert [key for key, _ in workers.asked].count("sklearn") == 1


def test_what_took_too_long_is_not_tried_with_other_weights(told):
    late = {"error": "no result within 100 s", "late": True}
    workers = told(errors={"ours": late})
    rows = measure([Case(1_000, 12), Case(1_000, 12, "lognormal")], PAIR[:1], workers, Limits(1, 100, 60), quiet)
    assert [row.state for row in rows] == ["no result within 100 s", "not tried: about 101 s or more"]


def test_a_peer_that_fails_has_its_line_and_the_others_go_on(told, case):
    rows = measure([case], PAIR, told(errors={"ours": {"error": "ValueError: no"}}), Limits(2), quiet)
    assert [row.state for row in rows] == ["ValueError: no", MEASURED]


def test_a_peer_that_is_not_installed_has_its_line_and_is_not_called(told, case):
    workers = told(versions=None)
    rows = measure([case], [method("ours"), method("kmc")], workers, Limits(1), quiet)
    assert [row.state for row in rows] == [MEASURED, "not installed"]
    assert [key for key, _ in workers.asked] == ["ours"]


def test_points_and_blocks_go_to_those_who_divide_them(told, case):
    blocks = replace(case, ground="postcode areas", blocks="some.npz")
    rows = measure([case, blocks], list(METHODS), told(), Limits(1), quiet)
    assert {row.method for row in rows if row.case.blocks} == {m.key for m in METHODS if m.blocks}
    assert len(rows) == len(METHODS)


@pytest.mark.parametrize(
    ("key", "given", "why"),
    [
        ("kmc", Case(1_000, 12, "lognormal"), "counts points, knows no weights"),
        ("kmc10", Case(10_000, 40), "not tried above 100,000 points × clusters"),
        ("kmc", Case(10_000, 40), ""),
        ("ours", Case(10_000_000, 400, "lognormal"), ""),
    ],
)
def test_what_a_method_cannot_do_is_told(key, given, why):
    assert reason(method(key), given, "1.0", 0.0, 100.0) == why
