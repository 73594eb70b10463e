"""
The colours of territories, and who gets which.

Eight calm colours (Tol's light scheme, its olive replaced by a lilac) carry dark ink. Some pairs look alike to readers
with a colour vision deficiency, so `colour` keeps such pairs from touching: it uses the colours evenly and maximises
the smallest distance between neighbours over four kinds of vision.

Sources: P. Tol, Colour schemes, SRON/EPS/TN/09-002 (2021); G. M. Machado, M. M. Oliveira & L. A. F. Fernandes, A
physiologically-based model for simulation of color vision deficiency, IEEE TVCG 15(6), 2009, matrices of severity 1;
B. Ottosson, A perceptual color space for image processing (OKLab), 2020; contrast as in WCAG 2.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array
from scipy.sparse import kron as kron_array

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

PALETTE = ("#77AADD", "#EE8866", "#EEDD88", "#FFAABB", "#99DDFF", "#44BB99", "#BBCC33", "#C5B0DF")
INK = "#1B2330"

_CLEAR = 0.08
"""Distance from which two colours are told apart at a glance; the pairs below it look alike to some readers."""

_SEARCH_STEPS = 20
"""Placements tried per territory before a distance is given up; maps need hardly more than one."""

_NODES = 5_000
"""Branches looked into for the most wishes that can stand together; maps need hardly any."""

_VISIONS = np.array(
    [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ]
)
"""Normal, protan, deutan and tritan vision, on linear sRGB."""

_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colours: tuple[str, ...]) -> Floats:
    """Return hexadecimal sRGB colours as linear red, green and blue from 0 to 1, shape (n, 3)."""
    coded = np.array([[int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)] for c in colours], dtype=np.float64)
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    luminance = linear((one, other)) @ np.array([0.2126, 0.7152, 0.0722])
    return float((luminance.max() + 0.05) / (luminance.min() + 0.05))


@cache
def distances() -> Floats:
    """Return the OKLab distance of every two colours for the vision that tells them apart worst, shape (8, 8)."""
    seen = np.clip(linear(PALETTE) @ _VISIONS.transpose(0, 2, 1), 0.0, 1.0)
    lab = np.cbrt(seen @ _CONES.T) @ _LAB.T
    found: Floats = np.linalg.norm(lab[:, :, None] - lab[:, None, :], axis=-1).min(axis=0)
    found.setflags(write=False)
    return found


def clear(adjacency: csr_array, colours: Sequence[int]) -> bool:
    """Return whether no two neighbours have colours that look alike to some readers."""
    one, other = csr_array(adjacency).nonzero()
    given, apart = np.asarray(colours, dtype=np.int64), one != other
    return bool((distances()[given[one], given[other]][apart] >= _CLEAR).all())


def colour(adjacency: csr_array, n: int) -> list[int]:
    """
    Give each of n territories a colour so that neighbours differ as clearly as they can.

    Parameters
    ----------
    adjacency
        Neighbouring territories, those facing each other across water included; symmetric, shape (n, n), the
        diagonal is ignored.
    n
        Number of territories.

    Returns
    -------
    n indices of `PALETTE`, the same for the same graph. Two neighbours share a colour only where eight colours cannot
    suffice, which a map of connected territories does not ask for.
    """
    neighbours = _neighbour_lists(adjacency, n)
    gaps = distances()
    even = max(1, -(-n // len(PALETTE)))
    for most in (even, even + 1, 2 * even, n):
        found = _clearest(neighbours, np.unique(gaps[gaps >= _CLEAR]), most)
        if found is not None:
            return found
    return _clearest(neighbours, np.unique(gaps[(gaps > 0) & (gaps < _CLEAR)]), n) or _fewest_clashes(neighbours)


def colour_again(adjacency: csr_array, wished: Sequence[int | None]) -> list[int]:
    """
    Give as many territories as can be the colours that are wished for, and the others what keeps neighbours clear.

    The most wishes that can stand together are found exactly, as an integer programme over territories and colours.

    Parameters
    ----------
    adjacency
        As in `colour`.
    wished
        For each territory an index of `PALETTE`, None where any will do.

    Returns
    -------
    As in `colour`, whose answer it is where eight colours cannot keep all neighbours clear of each other.
    """
    n, c = len(wished), len(PALETTE)
    pairs = [(i, j) for i, around in enumerate(_neighbour_lists(adjacency, n)) for j in around]
    alike = (distances() < _CLEAR).astype(np.float64)
    choose = kron_array(eye_array(n), np.ones((1, c)))
    # Whoever takes a colour leaves its neighbours none that looks like it.
    one, other = (
        csr_array((np.ones(len(pairs)), (range(len(pairs)), end)), shape=(len(pairs), n))
        for end in ([i for i, _ in pairs], [j for _, j in pairs])
    )
    apart = kron_array(one, eye_array(c)) + kron_array(other, alike)
    gain = np.zeros((n, c))
    for node, wish in enumerate(wished):
        if wish is not None:
            gain[node, wish] = 1.0
    found = milp(
        -gain.ravel(),
        constraints=[LinearConstraint(choose, 1, 1), LinearConstraint(apart, -np.inf, 1)],
        integrality=np.ones(n * c, dtype=np.int64),
        bounds=Bounds(0, 1),
        options={"node_limit": _NODES},
    )
    return colour(adjacency, n) if found.x is None else found.x.reshape(n, c).argmax(axis=1).tolist()


def _clearest(neighbours: list[list[int]], thresholds: Floats, most: int) -> list[int] | None:
    """Bisect for the largest distance that neighbours can keep with every colour used at most `most` times."""
    best, low, high = None, 0, len(thresholds)
    while low < high:
        middle = (low + high) // 2
        found = _search(neighbours, distances() >= thresholds[middle], most)
        if found is None:
            high = middle
        else:
            best, low = found, middle + 1
    return None if best is None else best.tolist()


def _neighbour_lists(adjacency: csr_array, n: int) -> list[list[int]]:
    graph = csr_array(adjacency)
    if graph.shape != (n, n):
        message = f"adjacency has shape {graph.shape}, expected ({n}, {n})"
        raise ValueError(message)
    rows, columns = (graph + graph.T).nonzero()
    lists: list[list[int]] = [[] for _ in range(n)]
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if row != column:
            lists[row].append(column)
    return lists


def _search(neighbours: list[list[int]], clear: npt.NDArray[np.bool_], most: int) -> Ints | None:
    """
    Find colours, each used at most `most` times, in which every two neighbours are `clear` of each other.

    Depth first; the next territory is the one with the fewest colours left (Brélaz 1979), its colours are tried from
    the least used on. None where there is no such colouring, or none within the steps allowed.
    """
    n = len(neighbours)
    chosen = np.full(n, -1, dtype=np.int64)
    used = np.zeros(len(PALETTE), dtype=np.int64)
    blocked = np.zeros((n, len(PALETTE)), dtype=np.int64)
    steps_left = _SEARCH_STEPS * n + 200

    def mark(node: int, value: int, change: int) -> None:
        chosen[node] = value if change > 0 else -1
        used[value] += change
        for other in neighbours[node]:
            blocked[other] += change * ~clear[value]

    def candidates() -> tuple[int, Iterator[int]]:
        open_nodes = np.flatnonzero(chosen < 0)
        left = ((blocked[open_nodes] == 0) & (used < most)).sum(axis=1)
        degree = np.array([len(neighbours[i]) for i in open_nodes])
        node = int(open_nodes[np.lexsort((open_nodes, -degree, left))[0]])
        free = np.flatnonzero((blocked[node] == 0) & (used < most))
        return node, iter(free[np.argsort(used[free], kind="stable")].tolist())

    if n == 0:
        return chosen
    stack = [candidates()]
    while stack:
        node, options = stack[-1]
        if chosen[node] >= 0:
            mark(node, int(chosen[node]), -1)
        value = next(options, None)
        steps_left -= 1
        if value is None:
            stack.pop()
        elif steps_left < 0:
            return None
        else:
            mark(node, value, +1)
            if len(stack) == n:
                return chosen
            stack.append(candidates())
    return None


def _fewest_clashes(neighbours: list[list[int]]) -> list[int]:
    """Colour greedily from the most neighbours down, with the fewest equal neighbours and the largest distances."""
    gaps = distances()
    result = np.full(len(neighbours), -1, dtype=np.int64)
    for node in sorted(range(len(neighbours)), key=lambda i: (-len(neighbours[i]), i)):
        around = result[neighbours[node]]
        around = around[around >= 0]
        clashes = np.bincount(around, minlength=len(PALETTE))
        nearest = gaps[around].min(axis=0, initial=1.0)
        result[node] = int(np.lexsort((-nearest, clashes))[0])
    return [int(value) for value in result]
