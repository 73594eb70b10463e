"""Work through rows that tells how far it is and hears that it should stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TypeVar

from geo.progress import Cancel, Progress, check, never, unheard
from geo.texts import Text

T = TypeVar("T")

EVERY = 5_000
"""Rows after which is told how far the work is, and asked whether to stop."""
_ASKED_SECONDS = 0.2
"""Time after which is asked whether to stop while nothing can be told."""


@dataclass(frozen=True)
class Heard:
    """
    Somebody who waits for work.

    Parameters
    ----------
    progress, cancelled
        Hear of stages; ask whether to stop.
    """

    progress: Progress = unheard
    cancelled: Cancel = never

    def stage(self, words: Text, fraction: float) -> None:
        """Tell of a stage; raise `geo.errors.Cancelled` where the work should stop."""
        check(self.cancelled)
        self.progress(words, fraction)

    def wait(self, work: Callable[[], T]) -> T:
        """
        Return what work gives that cannot be asked to stop, such as a library's reading of a whole file.

        Raises
        ------
        Cancelled
            Where it should stop: it goes on to its end by itself, and nobody waits for what it gives.
        """
        pool = ThreadPoolExecutor(1, thread_name_prefix="rayon-alone")
        found = pool.submit(work)
        pool.shutdown(wait=False)
        while not wait([found], timeout=_ASKED_SECONDS).done:
            check(self.cancelled)
        return found.result()

    def rows(self, rows: Sequence[T], words: Text, start: float, end: float) -> Iterator[T]:
        """
        Give rows in their order, telling between them how far they are.

        Parameters
        ----------
        rows
            The rows.
        words
            What is being done with them.
        start, end
            Fractions of the whole work between which this is done.

        Raises
        ------
        Cancelled
            Where the work should stop.
        """
        for first in range(0, len(rows), EVERY):
            self.stage(words, start + (end - start) * first / len(rows))
            yield from rows[first : first + EVERY]
