"""Two divisions of the same customers set side by side: who keeps whom, and what changes hands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_NEXT_DOOR = 0.1
"""
What a neighbour's ground costs, in territories' work: tried from 0.003 to 1 with a company of fourteen representatives.
Up to 0.03 one of them is sent 161 km; from 0.1 to 0.5 nobody further than 50 km, at a twentieth of the customers.
"""


@dataclass(frozen=True, eq=False)
class Changes:
    """
    What a proposal changes for the customers.

    Parameters
    ----------
    successor
        For each territory of the proposal, the territory of today whose representative serves it, −1 for none,
        shape (k,).
    kept
        Whether each customer stays with its representative, shape (n,).
    moved
        Whether each customer gets another representative, shape (n,). A customer of nobody today does not move.
    """

    successor: Ints
    kept: Bools
    moved: Bools

    def share(self, weights: Floats) -> float:
        """Return the share of a measure that changes hands."""
        total = float(weights.sum())
        return float(weights[self.moved].sum()) / total if total > 0 else 0.0


def remoteness(places: Floats, centres: Floats, load: float) -> Floats:
    """
    Return what it costs that somebody works far from where they are, in the unit of the work that they would keep.

    The cost grows with the square of the distance, measured in that between neighbours: a neighbour's ground costs a
    tenth of a territory's work, so that it hardly outweighs customers, and ground four times as far more than all of
    it. Without it, whoever is left when the others have kept what they can is sent across the country.

    Parameters
    ----------
    places
        Middles of the territories that are given out, in metres, shape (k, 2).
    centres
        Where each who may get one is, in metres, NaN where that is not known, shape (n, 2).
    load
        Work of one territory.

    Returns
    -------
    Shape (k, n); the same for all where it is not known where somebody is.
    """
    between = np.nan_to_num(((places[:, None] - places[None]) ** 2).sum(-1), nan=np.inf)
    np.fill_diagonal(between, np.inf)
    nearest = between.min(axis=1, initial=np.inf)
    step = float(np.median(nearest[np.isfinite(nearest)])) if np.isfinite(nearest).any() else 0.0
    if not step > 0:
        return np.zeros((len(places), len(centres)))
    away = ((places[:, None] - centres[None]) ** 2).sum(-1) / step
    return np.asarray(_NEXT_DOOR * load * np.nan_to_num(away))


def middles(points: Floats, labels: Ints, weights: Floats, n: int) -> Floats:
    """
    Return the weighted mean place of each label's points, shape (n, 2); NaN for a label without weight.

    Parameters
    ----------
    points
        Places, shape (m, 2).
    labels
        From 0 to n − 1, −1 for none, shape (m,).
    weights
        Shape (m,).
    """
    has = labels >= 0
    sums = np.stack([np.bincount(labels[has], weights[has] * points[has, axis], n) for axis in (0, 1)], axis=1)
    total = np.bincount(labels[has], weights[has], n)
    found: Floats = np.divide(sums, total[:, None], out=np.full((n, 2), np.nan), where=total[:, None] > 0)
    return found


def changes(
    today: Ints,
    proposal: Ints,
    kept: Floats,
    n_today: int,
    n_proposal: int,
    *,
    fixed: Ints | None = None,
    remote: Floats | None = None,
) -> Changes:
    """
    Match the territories of a proposal to those of today so that as much as possible stays.

    What is known is taken as it is. The others are matched one to one and exactly: the matching maximises the kept
    measure, less what distance costs (Kuhn 1955; `linear_sum_assignment`). Where the numbers of territories differ,
    those left over have no counterpart and all their customers change.

    Parameters
    ----------
    today, proposal
        Territory of each customer, −1 for none, shape (n,).
    kept
        Weight of each customer in what is to be kept, shape (n,).
    n_today, n_proposal
        Numbers of territories.
    fixed
        For each territory of the proposal the territory of today that it surely continues, −1 where that is open,
        shape (n_proposal,). Two may continue the same one; no open territory is matched to it then.
    remote
        What it costs that a representative of today gets a territory far off, in the unit of `kept`, as `remoteness`
        tells it, shape (n_proposal, n_today); nothing if None.
    """
    both = (today >= 0) & (proposal >= 0)
    common = np.bincount(
        proposal[both] * n_today + today[both], weights=kept[both], minlength=n_today * n_proposal
    ).reshape(n_proposal, n_today)
    successor = np.full(n_proposal, -1, dtype=np.int64) if fixed is None else np.array(fixed, dtype=np.int64)
    vacant = np.flatnonzero(successor < 0)
    free = np.setdiff1d(np.arange(n_today), successor)
    worth = common if remote is None else common - remote
    rows, columns = linear_sum_assignment(worth[np.ix_(vacant, free)], maximize=True)
    successor[vacant[rows]] = free[columns]
    heir = np.append(successor, -1)[proposal]
    served = today >= 0
    return Changes(successor, served & (heir == today), served & (heir != today))
