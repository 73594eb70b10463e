"""Work through rows that tells how far it is and hears that it should stop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from geo.progress import Cancel, Progress, check, never, unheard
from geo.texts import Text

T = TypeVar("T")

EVERY = 5_000
"""Rows after which is told how far the work is, and asked whether to stop."""


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
