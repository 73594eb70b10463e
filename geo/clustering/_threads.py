"""
Keep linear algebra on one thread.

The small systems of the dual are solved ten times slower by several threads, and the last digits of sums would depend
on how many there are.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import cache
from typing import TypeVar

from threadpoolctl import threadpool_limits

T = TypeVar("T")


def one_thread() -> AbstractContextManager[object]:
    """Return a context in which linear algebra runs on one thread."""
    limits: AbstractContextManager[object] = threadpool_limits(limits=1, user_api="blas")
    return limits


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
    if parts == 1:
        return [work(0, 0, length)]
    return list(_pool().map(work, range(parts), edges[:-1], edges[1:]))


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=os.cpu_count(), thread_name_prefix="clustering")
