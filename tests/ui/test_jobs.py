from threading import Barrier, Event

import pytest

from geo.errors import Cancelled, RayonError, SettingsError
from geo.texts import Share, text
from ui.jobs import Jobs, Stopped


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


def test_work_tells_how_far_it_is_and_never_goes_back():
    now = [0.0]
    jobs = Jobs(clock=lambda: now[0])
    gate, told = Event(), Event()

    def work(progress, cancelled):
        now[0] = 6.0
        progress(text("One"), 0.6)
        progress(text("Two"), 0.2)
        told.set()
        gate.wait(10)
        return 1

    job = jobs.start("a", work)
    assert told.wait(10)
    assert (str(job.stage), job.fraction) == ("Two", 0.6)
    assert job.seconds_left == pytest.approx(4.0)
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
    assert str(job.error) == "The work was stopped. Everything is as it was."
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


def searching(told, gate):
    """Work that finds 9 %, then 4 %, and can end with that."""

    def work(progress, cancelled, enough):
        progress(text("Looking"), 0.1)
        progress(text("Moving", deviation=Share(0.09)), 0.4)
        progress(text("Moving", deviation=Share(0.04)), 0.6)
        told.set()
        gate.wait(10)
        if cancelled():
            raise Cancelled
        return "best so far" if enough() else "whole"

    return work


def test_a_search_can_end_with_what_it_has(jobs):
    told, gate = Event(), Event()
    job = jobs.search("a", searching(told, gate))
    assert told.wait(10)
    assert (job.keeps, job.began_with, job.deviation) == (True, 0.09, 0.04)
    job.keep()
    assert (job.finishing, job.stopping) == (True, False)
    gate.set()
    assert job.wait(10)
    assert (job.phase, job.result, job.finishing, job.keeps) == ("done", "best so far", False, False)


def test_what_was_to_be_kept_can_still_be_stopped(jobs):
    told, gate = Event(), Event()
    job = jobs.search("a", searching(told, gate))
    assert told.wait(10)
    job.keep()
    job.stop()
    assert (job.finishing, job.stopping) == (False, True)
    gate.set()
    assert job.wait(10)
    assert job.phase == "stopped"


def test_work_that_knows_no_early_end_offers_none(jobs):
    told, gate = Event(), Event()
    job = jobs.start("a", lambda progress, cancelled: searching(told, gate)(progress, cancelled, lambda: False))
    assert told.wait(10)
    assert (job.deviation, job.keeps) == (0.04, False)
    gate.set()
    assert job.wait(10)


def test_who_asks_for_work_that_is_being_stopped_gets_it_anew_when_that_is_over(jobs):
    gate, order = Event(), []

    def first(progress, cancelled):
        gate.wait(10)
        order.append("old")
        raise Cancelled

    def second(progress, cancelled):
        order.append("new")
        return 2

    old = jobs.start("a", first)
    old.stop()
    new = jobs.start("a", second)
    assert new is not old
    assert jobs.find("a") is new
    gate.set()
    assert new.wait(10)
    assert (old.phase, new.phase, new.result, order) == ("stopped", "done", 2, ["old", "new"])
    jobs.forget(old)
    assert jobs.find("a") is new, "the old work's end is no affair of the new one"


def test_work_asked_anew_waits_for_the_old_also_where_another_worker_is_free():
    jobs = Jobs(workers=2)
    gate, began = Event(), Event()
    old = jobs.start("a", held(gate))
    old.stop()
    new = jobs.start("a", lambda progress, cancelled: began.set())
    other = jobs.start("b", lambda progress, cancelled: 1)
    assert not began.is_set()
    gate.set()
    assert new.wait(10)
    assert other.wait(10)
    assert began.is_set()


def test_two_pieces_of_work_go_on_at_once():
    jobs = Jobs()
    meeting = Barrier(2, timeout=10)
    both = [jobs.start(name, lambda progress, cancelled: meeting.wait() >= 0) for name in "ab"]
    assert [(job.wait(10), job.phase) for job in both] == [(True, "done")] * 2


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
    assert isinstance(left.error, Stopped)
    assert "no window waited" in str(left.error)


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
