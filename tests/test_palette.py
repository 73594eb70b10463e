"""Colours: ink is readable on each, and neighbours are told apart by every kind of vision."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from geo.palette import INK, PALETTE, colour, colour_again, contrast, distances


def _matrix(n: int, edges: list[tuple[int, int]]) -> csr_array:
    dense = np.zeros((n, n))
    for a, b in edges:
        dense[a, b] = dense[b, a] = 1
    return csr_array(dense)


def _triangulated(n: int, seed: int) -> csr_array:
    """Return the neighbours of n random places: a planar graph as dense as a map can be."""
    from scipy.spatial import Delaunay

    simplices = Delaunay(np.random.default_rng(seed).random((n, 2))).simplices
    return _matrix(n, [(int(s[i]), int(s[j])) for s in simplices for i, j in ((0, 1), (1, 2), (0, 2))])


@pytest.mark.parametrize("shade", PALETTE)
def test_ink_is_readable_on_every_colour(shade: str) -> None:
    assert round(contrast(INK, shade), 1) >= 6.3


def test_contrast_of_black_and_white_is_twenty_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_the_pairs_that_look_alike_are_the_known_six() -> None:
    close = {(i + 1, j + 1) for i in range(8) for j in range(i + 1, 8) if distances()[i, j] < 0.075}
    assert close == {(1, 6), (1, 8), (4, 6), (4, 8), (7, 8), (5, 8)}


def test_twelve_territories_keep_a_clear_distance_and_use_each_colour_at_most_twice() -> None:
    provinces = [
        (0, 1), (0, 2), (1, 2), (1, 3), (2, 3), (3, 4), (3, 5), (4, 5), (4, 6), (5, 6), (5, 7), (6, 7), (6, 8),
        (7, 8), (8, 9), (8, 10), (9, 10), (7, 10), (10, 11), (9, 11), (3, 7), (1, 4),
    ]  # fmt: skip
    graph = _matrix(12, provinces)
    given_colours = colour(graph, 12)
    rows, columns = graph.nonzero()
    assert min(distances()[given_colours[a], given_colours[b]] for a, b in zip(rows, columns, strict=True)) >= 0.09
    assert max(np.bincount(given_colours)) <= 2


@pytest.mark.no_cover
@pytest.mark.parametrize("n", [1, 2, 8, 40, 150])
def test_neighbours_are_never_alike_on_a_dense_map(n: int) -> None:
    graph = _triangulated(n, seed=n) if n > 3 else _matrix(n, [(i, i + 1) for i in range(n - 1)])
    given_colours = np.array(colour(graph, n))
    rows, columns = graph.nonzero()
    assert (given_colours[rows] != given_colours[columns]).all()
    assert ((given_colours >= 0) & (given_colours < 8)).all()


def test_colours_are_used_evenly_on_a_dense_map() -> None:
    counts = np.bincount(colour(_triangulated(40, seed=5), 40), minlength=8)
    assert counts.max() <= 2 * 40 / np.count_nonzero(counts)


@pytest.mark.no_cover
@settings(max_examples=30, deadline=None)
@given(st.integers(1, 14), st.floats(0.0, 0.6), st.integers(0, 10_000))
def test_any_graph_of_few_colours_is_coloured_properly_and_again_the_same(n: int, density: float, seed: int) -> None:
    graph = nx.gnp_random_graph(n, density, seed=seed)
    edges = [(int(a), int(b)) for a, b in graph.edges]
    once, again = colour(_matrix(n, edges), n), colour(_matrix(n, edges), n)
    assert once == again
    few = max(nx.greedy_color(graph).values(), default=0) < 8
    if few:
        assert all(once[a] != once[b] for a, b in edges)


def test_nine_territories_that_all_touch_share_one_colour_once() -> None:
    graph = _matrix(9, [(a, b) for a in range(9) for b in range(a)])
    given_colours = colour(graph, 9)
    assert len(set(given_colours)) == 8


def test_no_territories_need_no_colours() -> None:
    assert colour(csr_array((0, 0)), 0) == []


def test_a_graph_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="expected"):
        colour(_matrix(2, [(0, 1)]), 3)


def test_colours_wished_for_stay_where_neighbours_are_clear_of_each_other() -> None:
    line = _matrix(4, [(0, 1), (1, 2), (2, 3)])
    assert colour_again(line, [2, 5, 2, 5]) == [2, 5, 2, 5]
    again = colour_again(line, [2, 2, 5, None])
    assert sorted(a == b for a, b in zip(again, [2, 2, 5, None], strict=True)) == [False, False, True, True]
    assert all(distances()[again[i], again[i + 1]] >= 0.08 for i in range(3))


def test_as_many_wishes_are_kept_as_can_stand_together() -> None:
    star = _matrix(6, [(0, i) for i in range(1, 6)])
    assert colour_again(star, [2] * 6)[1:] == [2] * 5
    ring = _matrix(5, [(i, (i + 1) % 5) for i in range(5)])
    kept = sum(a == 4 for a in colour_again(ring, [4] * 5))
    assert kept == 2


@pytest.mark.parametrize("n", [8, 14, 40])
def test_wishes_never_leave_neighbours_alike(n: int) -> None:
    graph = _triangulated(n, seed=n)
    given_colours = np.array(colour_again(graph, [i % 8 if i % 5 else None for i in range(n)]))
    rows, columns = graph.nonzero()
    assert (given_colours[rows] != given_colours[columns]).all()
    assert colour_again(graph, [0] * n) == colour_again(graph, [0] * n)
