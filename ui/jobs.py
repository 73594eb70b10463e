"""Long work outside the page's run: a few at a time, seen from every window, stopped when asked."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import Generic, Literal, TypeVar, cast

from geo.errors import Cancelled, RayonError
from geo.progress import Cancel, Enough, Progress
from geo.texts import Share, Text, text
from ui.remaining import Remaining

T = TypeVar("T")
Work = Callable[[Progress, Cancel], T]
Search = Callable[[Progress, Cancel, Enough], T]
"""Work that can also end early with the best that it has."""

Phase = Literal["busy", "done", "failed", "stopped"]

WORKERS = 2
MOST_WAITING = 6
MOST_KEPT = 12
"""Finished jobs that are kept with their results, the last used longest."""

ABANDONED_SECONDS = 150.0
"""Work after which no window has asked for so long is stopped; a hidden one may ask only once a minute."""

_log = logging.getLogger(__name__)


class Stopped(RayonError):  # noqa: N818 - a wish that was granted, not an error
    """Work was stopped before it had a result."""


class Job(Generic[T]):
    """
    One piece of work and how far it is.

    Parameters
    ----------
    name
        What was asked, as a fingerprint: who asks the same joins.
    clock
        Tells the time in seconds.
    keepable
        Whether it can end early with the best that it has.
    after
        Work that is being stopped and must be over before this one may begin.
    """

    def __init__(
        self, name: str, clock: Callable[[], float], *, keepable: bool = False, after: Job[object] | None = None
    ) -> None:
        self.name = name
        self.phase: Phase = "busy"
        self.stage: Text = text("Waiting for its turn")
        self.fraction = 0.0
        self.began_with: float | None = None
        self.error: RayonError | None = None
        self.watched = clock()
        self._clock = clock
        self._keepable = keepable
        self._after = after
        self._remaining: Remaining | None = None
        self._abandoned = False
        self._result: T | None = None
        self._stop = Event()
        self._enough = Event()
        self._over = Event()

    @property
    def busy(self) -> bool:
        """Whether the work goes on."""
        return self.phase == "busy"

    @property
    def result(self) -> T:
        """What the work gave; only of a job that is done."""
        if self.phase != "done" or self._result is None:
            message = f"job {self.name} is {self.phase} and has no result"
            raise ValueError(message)
        return self._result

    @property
    def seconds_left(self) -> float | None:
        """A steady guess of the time still needed, None before there is one."""
        return None if self._remaining is None else self._remaining.seconds(self._clock())

    @property
    def deviation(self) -> float | None:
        """Largest deviation of what the work has now, None where there is nothing yet or nothing to be balanced."""
        share = self.stage.values.get("deviation")
        return share.value if isinstance(share, Share) else None

    @property
    def keeps(self) -> bool:
        """Whether the work has something that it could end with now."""
        return self._keepable and self.busy and self.deviation is not None

    @property
    def stopping(self) -> bool:
        """Whether the work was asked to stop and has not yet."""
        return self.busy and self._stop.is_set()

    @property
    def finishing(self) -> bool:
        """Whether the work was asked to end with what it has and has not yet."""
        return self.busy and self._enough.is_set() and not self._stop.is_set()

    def stop(self) -> None:
        """Ask the work to stop, leaving nothing."""
        self._stop.set()

    def keep(self) -> None:
        """Ask the work to end with the best that it has."""
        self._enough.set()

    def abandon(self) -> None:
        """Stop the work because nobody waits for it."""
        self._abandoned = not self._stop.is_set()
        self.stop()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the work is over, at most so long; return whether it is."""
        return self._over.wait(seconds)

    def run(self, work: Search[T]) -> None:
        """Do the work and keep what comes of it."""
        try:
            if self._after is not None:
                self._after.wait()
                self._after = None
            self._remaining = Remaining(self._clock())
            if self._stop.is_set():
                raise Cancelled
            self._result = work(self._report, self._stop.is_set, self._enough.is_set)
            self.phase = "done"
        except Cancelled:
            self.error, self.phase = _stopped(abandoned=self._abandoned), "stopped"
        except RayonError as error:
            self.error, self.phase = error, "failed"
        except MemoryError as error:
            _log.exception("job %s ran out of memory", self.name, exc_info=error)
            self.error = RayonError(
                text("The memory of this machine is too small for this."), text("Close other programs, or use a part.")
            )
            self.phase = "failed"
        except Exception as error:
            _log.exception("job %s failed", self.name, exc_info=error)
            self.error, self.phase = unexpected(), "failed"
        finally:
            self._over.set()

    def _report(self, stage: Text, fraction: float) -> None:
        self.stage, self.fraction = stage, min(max(fraction, self.fraction), 1.0)
        if self.began_with is None:
            self.began_with = self.deviation
        if self._remaining is not None:
            self._remaining.hear(self.fraction, self._clock())


class Jobs:
    """Runs jobs and keeps the last finished ones, safe for many windows."""

    def __init__(
        self,
        workers: int = WORKERS,
        waiting: int = MOST_WAITING,
        kept: int = MOST_KEPT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="rayon")
        self._most_busy = workers + waiting
        self._kept = kept
        self._jobs: OrderedDict[str, Job[object]] = OrderedDict()
        self._lock = Lock()

    def find(self, name: str) -> Job[object] | None:
        """Return a job by its name, None where it is not known or no longer kept."""
        with self._lock:
            job = self._jobs.get(name)
            if job is not None:
                self._jobs.move_to_end(name)
            return job

    def start(self, name: str, work: Work[T], *, anew: bool = False) -> Job[T]:
        """
        Start work, or join the same; one name stands for one kind of result.

        Work that failed or was stopped is joined as well, so that everyone who asks hears so; `forget` it to try
        again. Work that is being stopped is not: who asks now gets the same work anew, which begins once the old is
        over. Who waited for that keeps its `Job`, and hears from it.

        Parameters
        ----------
        name
            What is asked, as a fingerprint.
        work
            Does it.
        anew
            Whether to do it once more where it is over, as for work that leaves something behind.

        Raises
        ------
        RayonError
            Where too much is waiting already.
        """
        return self._start(name, lambda progress, cancelled, _: work(progress, cancelled), anew=anew, keepable=False)

    def search(self, name: str, work: Search[T], *, anew: bool = False) -> Job[T]:
        """Start work that can end early with the best that it has; all else as `start` has it."""
        return self._start(name, work, anew=anew, keepable=True)

    def _start(self, name: str, work: Search[T], *, anew: bool, keepable: bool) -> Job[T]:
        with self._lock:
            if name in self._jobs:
                self._jobs[name].watched = self._clock()
        self.stop_abandoned()
        with self._lock:
            known = self._jobs.get(name)
            if known is not None and not known.stopping and (known.busy or not anew):
                self._jobs.move_to_end(name)
                return cast("Job[T]", known)
            if sum(job.busy for job in self._jobs.values()) >= self._most_busy:
                raise RayonError(
                    text("The program is busy with other work."), text("Wait a moment and try again, or stop some.")
                )
            before = known if known is not None and known.busy else None
            job: Job[T] = Job(name, self._clock, keepable=keepable, after=before)
            self._jobs[name] = cast("Job[object]", job)
            self._jobs.move_to_end(name)
            for old in [n for n, j in self._jobs.items() if not j.busy][: max(0, len(self._jobs) - self._kept)]:
                del self._jobs[old]
            self._pool.submit(job.run, work)
        return job

    def watch(self, job: Job[T]) -> None:
        """Take note that a window waits for a job, and stop those for which none does any more."""
        job.watched = self._clock()
        self.stop_abandoned()

    def stop_abandoned(self) -> None:
        """Stop work that no window has asked after for a while, so that it does not hold up others'."""
        with self._lock:
            abandoned = [j for j in self._jobs.values() if j.busy and self._clock() - j.watched > ABANDONED_SECONDS]
        for job in abandoned:
            job.abandon()

    def forget(self, job: Job[T]) -> None:
        """Forget a job, so that the same work starts anew when it is asked for again."""
        with self._lock:
            if self._jobs.get(job.name) is job:
                del self._jobs[job.name]


def _stopped(*, abandoned: bool) -> Stopped:
    if abandoned:
        return Stopped(
            text("The work was stopped because no window waited for it any more."),
            text("Ask for it again; everything else is as it was."),
        )
    return Stopped(text("The work was stopped."), text("Everything is as it was."))


def unexpected() -> RayonError:
    """Return what is said of an error that nobody foresaw; its trace is in the log."""
    return RayonError(
        text("Something went wrong that should not have."),
        text("Nothing of yours was changed. Try again; the program's log says what happened."),
    )
