"""What a proposal that is made of another is called."""

from __future__ import annotations

from collections.abc import Callable

from geo.store import NAME_LENGTH

_CUT = "…"


def named_after(name: str, called: Callable[[str], str]) -> str:
    """
    Return the name of a proposal made of another, the other's name cut where the whole would be too long to be kept.

    Parameters
    ----------
    name
        Name of the other.
    called
        Returns the whole, such as "Summer (copy)" for "Summer".
    """
    whole = called(name)
    beyond = len(whole) - NAME_LENGTH
    if beyond <= 0:
        return whole
    return called(name[: len(name) - beyond - len(_CUT)].rstrip() + _CUT)
