"""How long work reports where it is and hears that it should stop."""

from __future__ import annotations

from typing import Protocol

from geo.errors import Cancelled
from geo.texts import Text


class Progress(Protocol):
    """
    Receives a stage in words and the fraction of the whole that is done, 0 to 1.

    A stage of work that could end now with what it has names the deviation of that as its value `deviation`, a
    `geo.texts.Share`, whether or not its words say it.
    """

    def __call__(self, stage: Text, fraction: float) -> None:
        """Take note of a stage and a fraction."""


class Cancel(Protocol):
    """Answers whether the work should stop."""

    def __call__(self) -> bool:
        """Return True when the owner has asked to stop."""


class Enough(Protocol):
    """Answers whether the work should finish with the best that it has."""

    def __call__(self) -> bool:
        """Return True when the owner is content with what there is."""


def unheard(stage: Text, fraction: float) -> None:
    """Report to nobody."""


def never() -> bool:
    """Never ask to stop, nor to be content."""
    return False


def check(cancelled: Cancel) -> None:
    """Raise `Cancelled` where the owner has asked to stop."""
    if cancelled():
        raise Cancelled
