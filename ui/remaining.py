"""How long work still takes, said so that it can be believed: it does not jump."""

from __future__ import annotations

import math

_LEAST_DONE = 0.05
"""Fraction from which on the pace of the work says something of the rest."""
_LEAST_SECONDS = 1.0
_SETTLING_SECONDS = 4.0
"""Time in which a new guess replaces two thirds of the old one."""


class Remaining:
    """
    A guess of when work will be over, from the pace it had so far, that new pieces of news move a little at a time.

    Parameters
    ----------
    started
        When the work began, in seconds of any clock; the same clock for all that follows.
    """

    def __init__(self, started: float) -> None:
        self._started = started
        self._heard = started
        self._end: float | None = None

    def hear(self, fraction: float, now: float) -> None:
        """Take note of the fraction that is done."""
        elapsed = now - self._started
        if not _LEAST_DONE <= fraction < 1 or elapsed < _LEAST_SECONDS:
            return
        end = self._started + elapsed / fraction
        if self._end is None:
            self._end = end
        else:
            self._end += (end - self._end) * (1 - math.exp((self._heard - now) / _SETTLING_SECONDS))
        self._heard = now

    def seconds(self, now: float) -> float | None:
        """Return the seconds that are left, at least one; None before there is a guess."""
        return None if self._end is None else max(1.0, self._end - now)


def rounded(seconds: float) -> int:
    """Return seconds as they are told: whole fives from ten on, so that the figure stands still between two looks."""
    return max(1, round(seconds)) if seconds < 10 else 5 * math.ceil(seconds / 5 - 0.5)


def minutes(seconds: float) -> int:
    """Return seconds as whole minutes."""
    return max(1, round(seconds / 60))
