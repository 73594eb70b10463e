"""How long work reports where it is and hears that it should stop."""

from __future__ import annotations

from typing import Protocol

from geo.errors import Cancelled
from geo.texts import Text


class Progress(Protocol):
    """Receives a stage in words and the fraction of the whole that is done, 0 to 1."""

    def __call__(self, stage: Text, fraction: float) -> None:
        """Take note of a stage and a fraction."""


class Cancel(Protocol):
    """Answers whether the work should stop."""

    def __call__(self) -> bool:
        """Return True when the owner has asked to stop."""


def unheard(stage: Text, fraction: float) -> None:
    """Report to nobody."""


def never() -> bool:
    """Never ask to stop."""
    return False


def check(cancelled: Cancel) -> None:
    """Raise `Cancelled` where the owner has asked to stop."""
    if cancelled():
        raise Cancelled
