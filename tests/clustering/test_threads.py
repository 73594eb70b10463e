"""Work in a pool: the same from within it, and in a forked process."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from geo.clustering import BalancedKMeans, _threads
from geo.clustering._threads import in_turn, one_thread, over_parts


def halves(length: int) -> list[int]:
    return over_parts(lambda _, first, last: last - first, length, 2)


def in_child(answer: multiprocessing.SimpleQueue) -> None:
    answer.put(halves(10))


def test_parts_come_in_order() -> None:
    assert over_parts(lambda part, first, last: (part, first, last), 7, 3) == [(0, 0, 2), (1, 2, 4), (2, 4, 7)]


def test_work_in_the_pool_may_come_in_parts_itself() -> None:
    # More at once than there are threads, each waiting for parts: none of these may need another thread.
    heard: list[int] = []
    wanted = [[n // 2, n - n // 2] for n in range(64)]
    assert in_turn(halves, list(range(64)), heard.append) == wanted
    told: list[int] = []
    assert in_turn(halves, list(range(64)), told.append, small=True) == wanted
    assert told == list(range(1, 65))
    assert heard[-1] == 64


def test_a_forked_process_has_threads_of_its_own() -> None:
    assert halves(4) == [2, 2]
    context = multiprocessing.get_context("fork")
    answer = context.SimpleQueue()
    child = context.Process(target=in_child, args=(answer,))
    child.start()
    child.join(20)
    assert child.exitcode == 0
    assert answer.get() == [5, 5]


def test_limits_end_with_the_last_who_asked_for_them() -> None:
    def threads() -> set[int]:
        return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}

    before = threads()
    first, second = one_thread(), one_thread()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert threads() == {1}
    second.__exit__(None, None, None)
    assert threads() == before


def test_many_points_get_the_same_labels_from_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    points = np.random.default_rng(0).normal(size=(300_000, 2))
    model = BalancedKMeans(9, tolerance=0.005, random_state=1).fit(points)
    with ThreadPoolExecutor(1) as pool:
        monkeypatch.setattr(_threads, "_pool", lambda: pool)
        again = BalancedKMeans(9, tolerance=0.005, random_state=1).fit(points)
    assert again.labels_.tobytes() == model.labels_.tobytes()
    assert again.cluster_offsets_.tobytes() == model.cluster_offsets_.tobytes()
