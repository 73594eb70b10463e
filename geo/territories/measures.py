"""
What a division of customers among territories is worth, in numbers.

All functions take arrays: the territory of each customer (−1 for none) and a weight per customer, the measure that is
to be balanced. They serve any plan, whatever its areas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Balance:
    """
    Loads of territories beside their targets.

    Parameters
    ----------
    loads
        Sum of the measure in each territory, shape (k,).
    targets
        Share of the total that each territory's capacity asks for, shape (k,), same unit as the loads.
    """

    loads: Floats
    targets: Floats

    @property
    def deviations(self) -> Floats:
        """Signed deviation of each territory from its target, as a fraction of it, shape (k,)."""
        safe = np.where(self.targets > 0, self.targets, 1.0)
        return np.where(self.targets > 0, (self.loads - self.targets) / safe, 0.0)

    @property
    def deviation(self) -> float:
        """The largest deviation, `max_k |load_k − target_k| / target_k`."""
        return float(np.abs(self.deviations).max(initial=0.0))

    def outside(self, tolerance: float) -> npt.NDArray[np.bool_]:
        """Return which territories deviate by more than a tolerance; what rounding adds does not count."""
        return np.abs(self.deviations) > tolerance + 1e-9

    @property
    def misplaced_share(self) -> float:
        """The share of the total that lies in the wrong territory, `Σ|load − target| / (2 Σ target)`."""
        total = float(self.targets.sum())
        return float(np.abs(self.loads - self.targets).sum() / (2 * total)) if total > 0 else 0.0


def balance(territory: Ints, weights: Floats, capacities: Floats) -> Balance:
    """
    Add up a measure per territory and set it beside the targets.

    Parameters
    ----------
    territory
        Territory of each customer, −1 for none, shape (n,).
    weights
        Measure of each customer, shape (n,).
    capacities
        Relative capacity of each territory, shape (k,), positive.
    """
    served = territory >= 0
    loads = np.bincount(territory[served], weights=weights[served], minlength=len(capacities)).astype(np.float64)
    return Balance(loads, float(loads.sum()) * capacities / float(capacities.sum()))


def spread(territory: Ints, weights: Floats, points: Floats, n_territories: int) -> Floats:
    """
    Return the weighted sum of squared distances to the centre of each territory, shape (k,).

    The sum over territories is the inertia of k-means; divided by the total weight it is the compactness.

    Parameters
    ----------
    territory, weights
        As in `balance`.
    points
        Places of the customers in metres, shape (n, 2).
    n_territories
        Number of territories k.
    """
    served = territory >= 0
    labels, mass, places = territory[served], weights[served], points[served]
    total = np.bincount(labels, weights=mass, minlength=n_territories)
    safe = np.where(total > 0, total, 1.0)
    centre = np.column_stack(
        [np.bincount(labels, weights=mass * places[:, axis], minlength=n_territories) / safe for axis in (0, 1)]
    )
    squared = ((places - centre[labels]) ** 2).sum(axis=1)
    return np.bincount(labels, weights=mass * squared, minlength=n_territories).astype(np.float64)


def pieces(alignment: Ints, adjacency: csr_array, n_territories: int) -> Ints:
    """
    Count the connected pieces of each territory on the graph of its areas, shape (k,).

    Parameters
    ----------
    alignment
        Territory of each area, −1 for none, shape (m,).
    adjacency
        Neighbouring areas, islands linked to the mainland included, symmetric, shape (m, m).
    n_territories
        Number of territories k.
    """
    rows = np.repeat(np.arange(len(alignment)), np.diff(adjacency.indptr))
    within = alignment[rows] == alignment[adjacency.indices]
    starts = np.concatenate(([0], np.cumsum(within)))[adjacency.indptr]
    kept = csr_array((np.ones(int(starts[-1])), adjacency.indices[within], starts), shape=adjacency.shape)
    # Neighbours are so both ways: what is strongly connected is connected, and found without turning the graph round.
    n_pieces, piece = connected_components(kept, directed=True, connection="strong")
    owner = np.empty(n_pieces, dtype=np.int64)
    owner[piece] = alignment
    return np.bincount(owner[owner >= 0], minlength=n_territories).astype(np.int64)


def loose(alignment: Ints, adjacency: csr_array, territory: int) -> Ints:
    """
    Return the areas of a territory outside its largest piece, the one of most areas, ascending.

    Parameters
    ----------
    alignment, adjacency
        As in `pieces`.
    territory
        Position of the territory.
    """
    rows = np.flatnonzero(alignment == territory)
    if not len(rows):
        return rows
    _, piece = connected_components(adjacency[rows][:, rows], directed=False)
    found: Ints = rows[piece != np.bincount(piece).argmax()]
    return found
