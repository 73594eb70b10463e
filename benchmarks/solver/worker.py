"""
Measures one method at a time, on behalf of another process: `python -m benchmarks.solver.worker`.

Reads a JSON object a line and answers with one, so that peers whose versions clash with the program's run in an
environment of their own. What peers print goes to the error stream.

Time is that of the call alone, on the second call at the earliest: a small one comes first, so imports and compiled
loops are there. Memory is the peak of the process above what it held just before the call, with the input made and the
same small call done; Linux forgets an earlier peak when asked (`/proc/self/clear_refs`), elsewhere an earlier one can
hide part of it.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.solver.peers import method
from benchmarks.solver.towns import Case, Ints, Problem, bounds, grid, towns

_STATUS, _FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_HELD = 2
"""Problems kept at a time, so that a repeat does not make its input anew."""


def versions(packages: list[str]) -> dict[str, str | None]:
    """Return the version of each distribution, None where it is not installed."""
    found: dict[str, str | None] = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = None
    return found


def timed(key: str, problem: Problem) -> dict[str, Any]:
    """Return the seconds of one call and what came of it."""
    call = method(key).make(problem)
    start = perf_counter()
    labels = call()
    return {"seconds": perf_counter() - start, "room": problem.tolerance, **quality(problem, labels)}


def memory(key: str, problem: Problem) -> dict[str, Any]:
    """Return the bytes that a call takes at its peak, in a process that has made no other; None where unknown."""
    call = method(key).make(problem)
    _forget()
    before = _peak()
    call()
    after = _peak()
    return {"bytes": None if before is None or after is None else after - before}


def quality(problem: Problem, labels: Ints) -> dict[str, float]:
    """
    Return how even and how compact a division is, by the same measure whoever made it.

    Deviation is the largest ``|load - share| / share``; inertia the weighted sum of squared distances to the weighted
    mean of each cluster, square metres.
    """
    assert len(labels) == len(problem.points), "a label for each point"
    k = int(labels.max()) + 1
    loads = np.bincount(labels, problem.weights, k)
    share = problem.weights.sum() / k
    inertia = 0.0
    for place in problem.points.T:
        middle = np.bincount(labels, problem.weights * place, k) / np.where(loads > 0, loads, 1.0)
        inertia += float((problem.weights * (place - middle[labels]) ** 2).sum())
    return {"clusters": k, "deviation": float(np.abs(loads / share - 1).max()), "inertia": inertia}


def blas() -> str:
    """Return which kernels linear algebra runs on, which an environment's variables may slow down."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return "unknown"
    kinds = {str(each.get("architecture", each.get("internal_api"))) for each in threadpool_info()}
    return ", ".join(sorted(kinds))


@cache
def _warm(key: str) -> None:
    if method(key).blocks:
        method(key).make(grid())()
        return
    points, _ = towns(2000, 1, "unit")
    method(key).make(Problem(points, np.ones(2000), 4, 0.05, bounds(2000, 4, 0.05), 0))()


def _forget() -> None:
    """Hand back what is free, and have the peak start at what is held now."""
    gc.collect()
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
    if _FORGET.exists():
        _FORGET.write_text("5")


def _peak() -> int | None:
    if _STATUS.exists():
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def answer(request: dict[str, Any], held: dict[Case, Problem]) -> dict[str, Any]:
    """Return what was asked for, or what went wrong."""
    try:
        if request["do"] == "versions":
            return {"versions": versions(request["packages"]), "python": sys.version.split()[0], "blas": blas()}
        case = Case.of(request["case"])
        if case not in held:
            while len(held) >= _HELD:
                held.pop(next(iter(held)))
            held[case] = case.problem
        _warm(request["method"])
        if request["do"] == "ready":
            return {}
        return {"time": timed, "memory": memory}[request["do"]](request["method"], held[case])
    except Exception as error:
        # A peer may fail in any way; that it did is a line of the table.
        return {"error": f"{type(error).__name__}: {error}".splitlines()[0][:200]}


def main() -> None:
    """Answer until there are no more requests."""
    spoken = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    held: dict[Case, Problem] = {}
    for line in sys.stdin:
        spoken.write(json.dumps(answer(json.loads(line), held)) + "\n")
        spoken.flush()


if __name__ == "__main__":
    main()
