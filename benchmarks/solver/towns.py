"""
What the solver and its peers are measured on: towns of customers, with Zipf sizes and lognormal weights.

Needs NumPy alone, so that an environment with other packages can make the same customers.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

TOWNS = 400
LAND = (200e3, 300e3)
"""Width and height of the country, metres."""

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Problem:
    """
    Something to divide.

    Parameters
    ----------
    points, weights
        Metres, shape (n, 2), and shape (n,).
    k
        How many clusters.
    tolerance
        Relative deviation to be content with.
    sizes
        Fewest and most points of a cluster that come to the same, where all weigh 1.
    seed
        Of whatever a method draws.
    graph
        Which blocks touch, as the rows of a sparse matrix (starts, columns); of points none.
    """

    points: Floats
    weights: Floats
    k: int
    tolerance: float
    sizes: tuple[int, int] | None
    seed: int
    graph: tuple[Ints, Ints] | None = None


@dataclass(frozen=True)
class Case:
    """
    A line's worth of measuring: so many customers or blocks, clusters, weights, and the deviation allowed.

    `blocks` names a file of building blocks (`benchmarks.solver.blocks`) in place of towns.
    """

    n: int
    k: int
    weights: str = "unit"
    seed: int = 0
    tolerance: float = 0.005
    ground: str = "towns"
    blocks: str = ""

    @property
    def problem(self) -> Problem:
        """What is to be divided; the same each time."""
        if self.blocks:
            with np.load(Path(self.blocks)) as held:
                graph = (held["starts"], held["columns"])
                return Problem(held["points"], held["weights"], self.k, self.tolerance, None, self.seed, graph)
        points, weights = towns(self.n, self.seed, self.weights)
        if self.weights != "unit":
            return Problem(points, weights, self.k, self.tolerance, None, self.seed)
        sizes = bounds(self.n, self.k, self.tolerance)
        room = max(sizes[1] * self.k / self.n - 1, 1 - sizes[0] * self.k / self.n, 0.0) + _ROUNDING
        return Problem(points, weights, self.k, room, sizes, self.seed)

    @property
    def size(self) -> float:
        """Points times clusters: about what a plain pass costs."""
        return float(self.n) * self.k

    @classmethod
    def of(cls, given: dict[str, Any]) -> Case:
        """Return a case from its fields as they are stored."""
        return cls(**given)


def towns(n: int, seed: int = 0, weights: str = "lognormal") -> tuple[Floats, Floats]:
    """
    Return customers in towns, and what each weighs.

    The towns lie anywhere; the i-th largest holds 1/i of what the largest holds, and a large one is wider.

    Parameters
    ----------
    n
        How many customers.
    seed
        Of everything drawn.
    weights
        "unit", or "lognormal" with parameters 0 and 1.
    """
    rng = np.random.default_rng(seed)
    middles = rng.uniform(0, LAND, (TOWNS, 2))
    size = 1 / np.arange(1, TOWNS + 1)
    size /= size.sum()
    town = rng.choice(TOWNS, n, p=size)
    radius = 3e3 + 12e3 * np.sqrt(size[town] / size[0])
    points = middles[town] + rng.normal(size=(n, 2)) * radius[:, None] * 0.5
    return points, np.ones(n) if weights == "unit" else rng.lognormal(0, 1, n)


def bounds(n: int, k: int, tolerance: float) -> tuple[int, int]:
    """Return the fewest and the most of n points that a cluster may hold, widened to whole numbers that sum to n."""
    even = n / k
    fewest = min(ceil(even * (1 - tolerance) - _ROUNDING), floor(even))
    most = max(floor(even * (1 + tolerance) + _ROUNDING), ceil(even))
    return fewest, most


def grid(side: int = 12, k: int = 4) -> Problem:
    """Return a chessboard of blocks: small enough to warm a method up on."""
    number = np.arange(side * side).reshape(side, side)
    pairs = np.concatenate(
        [np.stack([a.ravel(), b.ravel()]) for a, b in ((number[1:], number[:-1]), (number[:, 1:], number[:, :-1]))], 1
    )
    rows, columns = np.concatenate([pairs, pairs[::-1]], 1)
    order = np.lexsort((columns, rows))
    starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=side * side))))
    points = np.stack(np.divmod(number.ravel(), side), 1).astype(np.float64)
    weights = np.ones(side * side)
    return Problem(points, weights, k, 0.1, None, 0, (starts.astype(np.intp), columns[order].astype(np.intp)))
