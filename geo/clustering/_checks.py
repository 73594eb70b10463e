"""Read the arrays and numbers that callers give, and say plainly which of them cannot be, and why."""

from __future__ import annotations

from numbers import Integral
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, issparse

from geo.clustering._arrays import FloatArray, SparseMatrix

_FURTHEST = 1e100
"""Numbers whose squares, and sums of these, are still numbers."""


def numbers(name: str, given: npt.ArrayLike) -> FloatArray:
    """Return an array of numbers, whatever its shape, or raise ValueError."""
    try:
        return np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError) as error:
        msg = f"{name} should be numbers: {error}."
        raise ValueError(msg) from error


def points(name: str, given: npt.ArrayLike) -> FloatArray:
    """Return places that can be reckoned with, shape (n, d), or raise ValueError."""
    found = numbers(name, given)
    if found.ndim != 2:
        msg = f"{name} should have shape (n, d); got shape {found.shape}."
        raise ValueError(msg)
    _refuse(name, found, ~np.isfinite(found), "should be finite")
    not_beyond(name, found)
    return found


def amounts(name: str, given: npt.ArrayLike, n: int) -> FloatArray:
    """Return amounts that can be reckoned with, finite and not negative, shape (n,), or raise ValueError."""
    found = numbers(name, given)
    if found.shape != (n,):
        msg = f"{name} should have shape ({n},); got shape {found.shape}."
        raise ValueError(msg)
    _refuse(name, found, ~(np.isfinite(found) & (found >= 0)), "should be finite and not negative")
    not_beyond(name, found)
    return found


def limits(name: str, given: npt.ArrayLike) -> FloatArray:
    """Return limits of any size, infinite ones too, or raise ValueError."""
    found = numbers(name, given)
    _refuse(name, found, np.isnan(found), "should be numbers, infinite ones at most")
    return found


def not_beyond(name: str, found: FloatArray) -> None:
    """Raise ValueError where numbers cannot be squared, or the squares not be added."""
    if found.size and max(found.max(), -found.min()) > _FURTHEST:
        beyond = np.abs(found) > _FURTHEST
        _refuse(name, found, beyond, f"should not be beyond {_FURTHEST:g}: use larger units")


def whole(name: str, given: object, least: int, most: int, meaning: str) -> None:
    """Raise ValueError where something is no whole number within limits, the upper of which means something."""
    if not isinstance(given, Integral) or isinstance(given, bool) or not least <= int(given) <= most:
        msg = f"{name} should be a whole number from {least} to {meaning}, {most}; got {given!r}."
        raise ValueError(msg)


def tolerable(given: float) -> None:
    """Raise ValueError where a tolerance is none."""
    try:
        possible = bool(given >= 0)
    except (TypeError, ValueError):
        possible = False
    if not possible:
        msg = f"tolerance should be a number, not negative; got {given!r}."
        raise ValueError(msg)


def links(name: str, given: SparseMatrix | npt.ArrayLike, n: int) -> csr_array:
    """Return which of n areas touch, shape (n, n), or raise ValueError."""
    matrix: Any = given if issparse(given) else numbers(name, given)
    if matrix.ndim != 2:
        msg = f"{name} should be a matrix, sparse or not; got {type(given).__name__}."
        raise ValueError(msg)
    found = csr_array(matrix)
    if found.shape != (n, n):
        msg = f"{name} should have shape ({n}, {n}); got {found.shape}."
        raise ValueError(msg)
    _refuse(name, found.data, np.isnan(found.data), "should be of numbers", where=False)
    return found


def _refuse(name: str, found: FloatArray, wrong: npt.NDArray[np.bool_], what: str, *, where: bool = True) -> None:
    if wrong.any():
        first = tuple(map(int, np.argwhere(wrong)[0]))
        place = f" at {first}" if where else ""
        msg = f"{name} {what}; got {found[first]:g}{place}."
        raise ValueError(msg)
