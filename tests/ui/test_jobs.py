from threading import Event

import pytest

from geo.errors import Cancelled, RayonError, SettingsError
from geo.texts import text
from ui.jobs import Jobs


@pytest.fixture
def jobs():
    return Jobs(workers=1, waiting=1, kept=2)


def held(gate):
    def work(progress, cancelled):
        progress(text("Holding"), 0.5)
        gate.wait(10)
        if cancelled():
            raise Cancelled
        return "kept"

    return work


def test_work_gives_its_result(jobs):
    job = jobs.start("a", lambda progress, cancelled: 42)
    assert job.wait(10)
    assert (job.phase, job.result) == ("done", 42)


def test_the_same_work_is_joined_while_it_goes_on_and_when_it_is_done(jobs):
    gate = Event()
    job = jobs.start("a", held(gate))
    assert jobs.start("a", held(gate)) is job
    assert job.busy
    gate.set()
    assert job.wait(10)
    assert jobs.start("a", held(gate)) is job
    assert jobs.find("a") is job


def test_work_that_leaves_something_behind_is_done_anew(jobs):
    first = jobs.start("a", lambda progress, cancelled: 1)
    assert first.wait(10)
    again = jobs.start("a", lambda progress, cancelled: 2, anew=True)
    assert again.wait(10)
    assert (first.result, again.result) == (1, 2)


def test_work_tells_how_far_it_is_and_never_goes_back(jobs):
    gate, told = Event(), Event()

    def work(progress, cancelled):
        progress(text("One"), 0.6)
        progress(text("Two"), 0.2)
        told.set()
        gate.wait(10)
        return 1

    job = jobs.start("a", work)
    assert told.wait(10)
    assert (str(job.stage), job.fraction) == ("Two", 0.6)
    assert job.seconds_left is not None
    gate.set()
    assert job.wait(10)
    assert job.phase == "done"


def test_stopped_work_has_no_result_and_can_start_again(jobs):
    gate = Event()
    job = jobs.start("a", held(gate))
    job.stop()
    gate.set()
    assert job.wait(10)
    assert job.phase == "stopped"
    with pytest.raises(ValueError, match="has no result"):
        _ = job.result
    assert jobs.start("a", held(gate)) is job, "who waits must hear that it was stopped, not start it again"
    jobs.forget(job)
    again = jobs.start("a", held(gate))
    assert again is not job
    assert again.wait(10)
    assert again.result == "kept"


def test_work_stopped_before_its_turn_is_never_done(jobs):
    gate, ran = Event(), []
    first = jobs.start("a", held(gate))
    second = jobs.start("b", lambda progress, cancelled: ran.append(1))
    second.stop()
    gate.set()
    assert first.wait(10)
    assert second.wait(10)
    assert (second.phase, ran) == ("stopped", [])


def test_stop_may_keep_what_is_there(jobs):
    gate = Event()

    def work(progress, cancelled):
        gate.wait(10)
        return "best so far" if cancelled() else "whole"

    job = jobs.start("a", work)
    job.stop()
    gate.set()
    assert job.wait(10)
    assert (job.phase, job.result) == ("done", "best so far")


def test_an_error_for_people_is_kept_and_an_unforeseen_one_is_not_shown(jobs, caplog):
    def wrong(progress, cancelled):
        raise SettingsError(text("Too many."))

    def broken(progress, cancelled):
        message = "secret of the inside"
        raise KeyError(message)

    known, unknown = jobs.start("a", wrong), jobs.start("b", broken)
    assert known.wait(10)
    assert unknown.wait(10)
    assert str(known.error) == "Too many."
    assert known.phase == unknown.phase == "failed"
    assert "secret" not in str(unknown.error)
    assert "secret of the inside" in caplog.text


def test_too_much_waiting_is_refused(jobs):
    gate = Event()
    busy = [jobs.start(name, held(gate)) for name in "ab"]
    with pytest.raises(RayonError, match="busy"):
        jobs.start("c", held(gate))
    gate.set()
    assert all(job.wait(10) for job in busy)


def test_only_the_last_finished_jobs_are_kept(jobs):
    for name in "abcd":
        assert jobs.start(name, lambda progress, cancelled: 1).wait(10)
    assert jobs.find("a") is None
    assert jobs.find("d") is not None


def test_work_says_that_it_is_being_stopped(jobs):
    gate = Event()
    job = jobs.start("a", held(gate))
    assert not job.stopping
    job.stop()
    assert job.stopping
    gate.set()
    assert job.wait(10)
    assert not job.stopping


def test_work_that_no_window_asks_after_is_stopped_and_watched_work_is_not():
    now = [0.0]
    jobs = Jobs(clock=lambda: now[0])
    gate = Event()
    left, kept = jobs.start("left", held(gate)), jobs.start("kept", held(gate))
    now[0] = 100.0
    jobs.watch(kept)
    assert not left.stopping
    now[0] = 151.0
    jobs.watch(kept)
    assert left.stopping
    assert not kept.stopping
    gate.set()
    assert kept.wait(10)
    assert left.wait(10)


def test_a_window_that_comes_back_does_not_stop_the_work_it_waits_for():
    now = [0.0]
    jobs = Jobs(clock=lambda: now[0])
    gate = Event()
    job = jobs.start("a", held(gate))
    now[0] = 1000.0
    assert jobs.start("a", held(gate)) is job
    assert not job.stopping
    gate.set()
    assert job.wait(10)
    assert job.phase == "done"
