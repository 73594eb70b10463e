"""
Keep linear algebra on one thread.

The small systems of the dual are solved ten times slower by several threads, and the last digits of sums would depend
on how many there are.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, ExitStack
from functools import cache
from itertools import pairwise
from typing import TypeVar

from threadpoolctl import ThreadpoolController

S = TypeVar("S")
T = TypeVar("T")

_here = threading.local()

_PART, _MOST_PARTS = 1 << 17, 32
"""Points that are worth a thread, and parts that anything is divided into at most."""
_NOW_AND_THEN = 0.1
"""Seconds after which those who wait are told so."""


class _OneThread:
    """Limits of the whole process: the first who asks sets them, and the last who is done takes them away."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held = 0
        self._limits = ExitStack()

    def __enter__(self) -> None:
        with self._lock:
            if not self._held:
                self._limits.enter_context(_controller().limit(limits=1, user_api="blas"))
            self._held += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._held -= 1
            if not self._held:
                self._limits.close()


@cache
def _controller() -> ThreadpoolController:
    # Looked for once: NumPy and SciPy have loaded their linear algebra by now, and the search takes milliseconds.
    return ThreadpoolController()


_ONE_THREAD = _OneThread()


def one_thread() -> AbstractContextManager[object]:
    """Return a context in which linear algebra runs on one thread."""
    return _ONE_THREAD


def parts_of(length: int) -> int:
    """Return in how many parts to go through so many points: it depends on nothing else, so that sums do not."""
    return max(1, min(length // _PART, _MOST_PARTS))


def over_parts(work: Callable[[int, int, int], T], length: int, parts: int) -> list[T]:
    """
    Do work on equal parts of a length, on as many threads as there are processors; return what comes of it in order.

    Parameters
    ----------
    work
        Called as ``work(part, first, last)``; should let other threads run.
    length
        How much there is to be done.
    parts
        How many parts; how many threads there are makes no difference to any of them.
    """
    edges = [part * length // parts for part in range(parts + 1)]
    if parts == 1 or getattr(_here, "in_pool", False):
        # Who waits for others in the pool from within may wait for ever.
        return [work(part, first, last) for part, (first, last) in enumerate(pairwise(edges))]
    return list(_pool().map(work, range(parts), edges[:-1], edges[1:]))


def in_turn(
    work: Callable[[S], T], items: Sequence[S], heard: Callable[[int], None], *, small: bool = False
) -> list[T]:
    """
    Do work on items, on as many threads as there are processors; return what comes of it in their order.

    Parameters
    ----------
    work
        Called with each item; should let other threads run, and not use the pool itself.
    heard
        Called on this thread with the number of items done, after each of them and every now and then in between.
    small
        Whether the work is over before threads have taken turns: it is then done on this one.
    """
    if small:
        results = []
        for item in items:
            results.append(work(item))
            heard(len(results))
        return results
    left = {_pool().submit(work, item): place for place, item in enumerate(items)}
    futures = list(left)
    try:
        while left:
            done, _ = wait(left, timeout=_NOW_AND_THEN, return_when=FIRST_COMPLETED)
            for future in done:
                del left[future]
            heard(len(items) - len(left))
    finally:
        for future in left:
            future.cancel()
    return [future.result() for future in futures]


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(
        max_workers=os.cpu_count(),
        thread_name_prefix="clustering",
        initializer=setattr,
        initargs=(_here, "in_pool", True),
    )


if hasattr(os, "register_at_fork"):
    # A forked process has the pool, but none of its threads.
    os.register_at_fork(after_in_child=_pool.cache_clear)
