"""Compile loops with Numba, and keep them on disk where that can be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(function: Callable[..., Any]) -> Any:
    """Return a function compiled when first called, which lets other threads run."""
    return _kept(function, inline="never")


def inlined(function: Callable[..., Any]) -> Any:
    """Return a function that is written out in those that call it."""
    return _kept(function, inline="always")


def _kept(function: Callable[..., Any], inline: str) -> Any:
    try:
        return njit(cache=True, nogil=True, inline=inline)(function)
    except RuntimeError:
        # Neither beside the source nor in the user's folder can anything be kept: each process compiles for itself.
        return njit(nogil=True, inline=inline)(function)
