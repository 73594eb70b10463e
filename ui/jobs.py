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
from geo.progress import Cancel, Progress
from geo.texts import Text, text

T = TypeVar("T")
Work = Callable[[Progress, Cancel], T]
Phase = Literal["busy", "done", "failed", "stopped"]

WORKERS = 2
MOST_WAITING = 6
MOST_KEPT = 12
"""Finished jobs that are kept with their results, the last used longest."""

ABANDONED_SECONDS = 150.0
"""Work after which no window has asked for so long is stopped; a hidden one may ask only once a minute."""

_log = logging.getLogger(__name__)


class Job(Generic[T]):
    """
    One piece of work and how far it is.

    Parameters
    ----------
    name
        What was asked, as a fingerprint: who asks the same joins.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.phase: Phase = "busy"
        self.stage: Text = text("Waiting for its turn")
        self.fraction = 0.0
        self.error: RayonError | None = None
        self.started: float | None = None
        self.watched = 0.0
        self._result: T | None = None
        self._stop = Event()
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
        """A guess of the time still needed, None before there is one."""
        if self.started is None or not 0.1 <= self.fraction < 1:
            return None
        return (time.monotonic() - self.started) * (1 - self.fraction) / self.fraction

    @property
    def stopping(self) -> bool:
        """Whether the work was asked to stop and has not yet."""
        return self.busy and self._stop.is_set()

    def stop(self) -> None:
        """Ask the work to stop."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the work is over, at most so long; return whether it is."""
        return self._over.wait(seconds)

    def run(self, work: Work[T]) -> None:
        """Do the work and keep what comes of it."""
        self.started = time.monotonic()
        try:
            if self._stop.is_set():
                raise Cancelled
            self._result = work(self._report, self._stop.is_set)
            self.phase = "done"
        except Cancelled:
            self.phase = "stopped"
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

        Work that failed or was stopped is joined as well, so that everyone who waits for it hears so; `forget` it to
        try again.

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
        with self._lock:
            if name in self._jobs:
                self._jobs[name].watched = self._clock()
        self.stop_abandoned()
        with self._lock:
            known = self._jobs.get(name)
            if known is not None and (known.busy or not anew):
                self._jobs.move_to_end(name)
                return cast("Job[T]", known)
            if sum(job.busy for job in self._jobs.values()) >= self._most_busy:
                raise RayonError(
                    text("The program is busy with other work."), text("Wait a moment and try again, or stop some.")
                )
            job: Job[T] = Job(name)
            job.watched = self._clock()
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
            job.stop()

    def forget(self, job: Job[T]) -> None:
        """Forget a job, so that the same work starts anew when it is asked for again."""
        with self._lock:
            if self._jobs.get(job.name) is job:
                del self._jobs[job.name]


def unexpected() -> RayonError:
    """Return what is said of an error that nobody foresaw; its trace is in the log."""
    return RayonError(
        text("Something went wrong that should not have."),
        text("Nothing of yours was changed. Try again; the program's log says what happened."),
    )
