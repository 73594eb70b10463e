"""Two divisions of the same customers set side by side: who keeps whom, and what changes hands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


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


def changes(
    today: Ints, proposal: Ints, kept: Floats, n_today: int, n_proposal: int, *, fixed: Ints | None = None
) -> Changes:
    """
    Match the territories of a proposal to those of today so that as much as possible stays.

    What is known is taken as it is. The others are matched one to one and exactly: the matching maximises the kept
    measure (Kuhn 1955; `linear_sum_assignment`). Where the numbers of territories differ, those left over have no
    counterpart and all their customers change.

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
    """
    both = (today >= 0) & (proposal >= 0)
    common = np.bincount(
        proposal[both] * n_today + today[both], weights=kept[both], minlength=n_today * n_proposal
    ).reshape(n_proposal, n_today)
    successor = np.full(n_proposal, -1, dtype=np.int64) if fixed is None else np.array(fixed, dtype=np.int64)
    vacant = np.flatnonzero(successor < 0)
    free = np.setdiff1d(np.arange(n_today), successor)
    rows, columns = linear_sum_assignment(common[np.ix_(vacant, free)], maximize=True)
    successor[vacant[rows]] = free[columns]
    heir = np.append(successor, -1)[proposal]
    served = today >= 0
    return Changes(successor, served & (heir == today), served & (heir != today))
