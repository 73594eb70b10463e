"""
What a mixed-integer programme makes of areas: an opponent for `benchmarks.areas`.

HiGHS, through `scipy.optimize.milp`, minimises the largest relative deviation of the territories, those apart that an
area outweighs (each such area is given one to itself, which is the least that its deviation can be), and among equals
the sum of all. Two programmes are tried, on the same areas, weights and targets:

- `free`: no contiguity at all. It is a relaxation, so an opponent that need not heed what the solver must.
- `flow`: every territory is in one piece. A root is fixed for each, the area nearest to the centre of the balanced
  k-means clusters; from there a flow of one unit for each area runs through areas of that territory only (Shirabe
  2009). An area may go to the territories of its eight nearest roots.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array
from sklearn.exceptions import ConvergenceWarning

from geo.clustering import BalancedKMeans
from geo.clustering._targets import set_apart

Contiguity = Literal["free", "flow"]

NEAREST = 8
SUM = 1e-3
"""What the mean deviation counts for beside the largest."""


@dataclass(frozen=True)
class Found:
    """Labels (n,), None where none were found, and the bound that HiGHS proves on the largest deviation."""

    labels: np.ndarray | None
    bound: float


class Programme:
    """Rows of a linear programme, gathered one family at a time."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self._parts: list[csr_array] = []
        self._low: list[np.ndarray] = []
        self._high: list[np.ndarray] = []

    def rows(
        self, row: np.ndarray, column: np.ndarray, value: np.ndarray, count: int, low: np.ndarray, high: np.ndarray
    ) -> None:
        """Add rows given as triplets."""
        self._parts.append(coo_array((value, (row, column)), shape=(count, self.columns)).tocsr())
        self._low.append(np.broadcast_to(low, count))
        self._high.append(np.broadcast_to(high, count))

    def constraints(self) -> list[LinearConstraint]:
        """Return what was added."""
        return [LinearConstraint(*three) for three in zip(self._parts, self._low, self._high, strict=True)]


def solve(
    points: np.ndarray,
    weights: np.ndarray,
    adjacency: csr_array,
    k: int,
    contiguity: Contiguity,
    seconds: float,
) -> Found:
    """
    Divide areas among k territories of equal targets.

    Parameters
    ----------
    points, weights, adjacency
        As `geo.clustering.allocate` takes them, every area of positive weight.
    contiguity
        Which programme.
    seconds
        How long HiGHS may take.
    """
    n = len(weights)
    targets = np.full(k, weights.sum() / k)
    apart = set_apart(weights, targets, 0.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = BalancedKMeans(k, random_state=0).fit(points, sample_weight=weights)
    heavy = {int(model.labels_[item]): int(item) for item in apart.items}
    away = ((points[:, None] - model.cluster_centers_[None]) ** 2).sum(2)
    own = np.where(model.labels_[:, None] == np.arange(k), away, np.inf)
    roots = np.array([heavy.get(t, int(own[:, t].argmin())) for t in range(k)])
    allowed = np.ones((n, k), dtype=bool)
    if contiguity == "flow":
        reach = ((points[:, None] - points[roots][None]) ** 2).sum(2)
        allowed = reach <= np.partition(reach, min(NEAREST, k) - 1, axis=1)[:, [min(NEAREST, k) - 1]]
        allowed[roots] = np.arange(k) == np.arange(k)[:, None]
    for territory, item in heavy.items():
        allowed[:, territory] = False
        allowed[item] = np.arange(k) == territory
    area, territory = np.nonzero(allowed)
    m = len(area)
    column = np.full((n, k), -1)
    column[area, territory] = np.arange(m)
    rows, arcs = np.repeat(np.arange(n), np.diff(adjacency.indptr)), adjacency.indices
    f_from, f_to, f_of = (np.empty(0, dtype=int),) * 3
    if contiguity == "flow":
        pair, f_of = np.nonzero(allowed[rows] & allowed[arcs])
        f_from, f_to = rows[pair], arcs[pair]
    # Columns: who gets what (m), the deviation of each territory (k), the largest (1), flows.
    d, z, flows = m, m + k, m + k + 1 + np.arange(len(f_of))
    programme = Programme(m + k + 1 + len(f_of))
    programme.rows(area, np.arange(m), np.ones(m), n, np.ones(n), np.ones(n))
    for sign in (1, -1):
        programme.rows(
            np.concatenate([territory, np.arange(k)]),
            np.concatenate([np.arange(m), d + np.arange(k)]),
            np.concatenate([sign * weights[area] / targets[territory], -np.ones(k)]),
            k,
            np.full(k, -np.inf),
            np.full(k, float(sign)),
        )
    light = np.array([t for t in range(k) if t not in heavy])
    programme.rows(
        np.tile(np.arange(len(light)), 2),
        np.concatenate([d + light, np.full(len(light), z)]),
        np.repeat([1.0, -1.0], len(light)),
        len(light),
        np.full(len(light), -np.inf),
        np.zeros(len(light)),
    )
    if contiguity == "flow":
        # Into an area flows one more than out of it where it is of the territory; nothing flows into a root.
        inner = np.flatnonzero(area != roots[territory])
        place = np.full(m, -1)
        place[inner] = np.arange(len(inner))
        into, out = place[column[f_to, f_of]], place[column[f_from, f_of]]
        programme.rows(
            np.concatenate([into[into >= 0], out[out >= 0], np.arange(len(inner))]),
            np.concatenate([flows[into >= 0], flows[out >= 0], inner]),
            np.concatenate([np.ones((into >= 0).sum()), -np.ones((out >= 0).sum()), -np.ones(len(inner))]),
            len(inner),
            np.zeros(len(inner)),
            np.zeros(len(inner)),
        )
        # All that flows into an area is nothing where it is not of the territory.
        programme.rows(
            np.concatenate([into[into >= 0], np.arange(len(inner))]),
            np.concatenate([flows[into >= 0], inner]),
            np.concatenate([np.ones((into >= 0).sum()), np.full(len(inner), -float(n))]),
            len(inner),
            np.full(len(inner), -np.inf),
            np.zeros(len(inner)),
        )
    cost = np.zeros(programme.columns)
    cost[z] = 1.0
    cost[d : d + k] = SUM / k
    high = np.full(programme.columns, np.inf)
    high[:m] = 1.0
    if contiguity == "flow":
        high[flows[f_to == roots[f_of]]] = 0.0
    whole = np.zeros(programme.columns)
    whole[:m] = 1
    answer = milp(
        cost,
        integrality=whole,
        bounds=Bounds(np.zeros(programme.columns), high),
        constraints=programme.constraints(),
        options={"time_limit": seconds},
    )
    if answer.x is None:
        return Found(None, float(answer.mip_dual_bound or 0.0))
    labels = np.empty(n, dtype=int)
    chosen = answer.x[:m] > 0.5
    labels[area[chosen]] = territory[chosen]
    return Found(labels, float(answer.mip_dual_bound or 0.0))
