"""Processes that measure, real ones."""

from contextlib import closing

import pytest

from benchmarks.solver.peers import method
from benchmarks.solver.towns import Case
from benchmarks.solver.workers import Worker, Workers


def test_a_process_answers_again_and_again_and_another_takes_its_place_when_it_was_stopped():
    case = {"n": 300, "k": 3}
    with closing(Worker()) as worker:
        first, again = (worker.ask({"do": "time", "method": "bisection", "case": case}, 60) for _ in range(2))
        worker.stop()
        found = worker.ask({"do": "versions", "packages": ["a-package-that-nobody-has"]}, 60)
    assert first["clusters"] == 3
    assert (first["deviation"], first["inertia"]) == (again["deviation"], again["inertia"])
    assert found["versions"] == {"a-package-that-nobody-has": None}


def test_a_process_that_takes_too_long_is_ended():
    with closing(Worker()) as worker:
        with pytest.raises(TimeoutError):
            worker.ask({"do": "versions", "packages": []}, 0.0)
        assert worker._process is None


def test_an_interpreter_that_ends_at_once_is_an_error_not_silence(tmp_path):
    ends = tmp_path / "python"
    ends.write_text("#!/bin/sh\nexit 1\n")
    ends.chmod(0o755)
    with closing(Workers(str(ends))) as workers:
        assert "ended" in workers.time(method("kmc"), Case(300, 3), 5)["error"]
        assert workers.installed(["k-means-constrained"]) == {"k-means-constrained": None}
