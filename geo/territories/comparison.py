"""
What passes from hand to hand between two divisions of the same customers, as sums per pair of territories.

Everything follows from the sums of each measure that lie in territory b before and in territory a after: what a
territory gains, loses and keeps, and what changes hands in all. A customer of nobody before does not change hands.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Passage:
    """
    Two divisions set side by side.

    Parameters
    ----------
    flows
        Sum of each of p measures in territory b before and a after, shape (n_before + 1, n_after + 1, p); the last
        row is of nobody before, the last column of nobody after.
    successor
        For each territory after, the one before that it continues, −1 for none, shape (n_after,). Several may continue
        the same one.
    """

    flows: Floats
    successor: Ints

    @cached_property
    def _stays(self) -> Bools:
        """Which pairs are one representative's, shape (n_before, n_after + 1)."""
        before, after = self.flows.shape[0] - 1, self.flows.shape[1] - 1
        stays = np.zeros((before, after + 1), dtype=np.bool_)
        heirs = np.flatnonzero(self.successor >= 0)
        stays[self.successor[heirs], heirs] = True
        return stays

    @cached_property
    def _moving(self) -> Floats:
        return self.flows[:-1] * ~self._stays[:, :, None]

    @property
    def kept(self) -> Floats:
        """What stays in each territory after, shape (n_after, p)."""
        found: Floats = (self.flows[:-1] * self._stays[:, :, None])[:, :-1].sum(axis=0)
        return found

    @property
    def gained(self) -> Floats:
        """What comes to each territory after from other hands, shape (n_after, p)."""
        found: Floats = self._moving[:, :-1].sum(axis=0)
        return found

    @property
    def found(self) -> Floats:
        """What each territory after has that was nobody's before, shape (n_after, p)."""
        return self.flows[-1, :-1]

    @property
    def lost(self) -> Floats:
        """What leaves each territory before for other hands or for nobody's, shape (n_before, p)."""
        found: Floats = self._moving.sum(axis=1)
        return found

    @property
    def disruption(self) -> Floats:
        """What changes hands in all, shape (p,)."""
        found: Floats = self._moving.sum(axis=(0, 1))
        return found

    @property
    def totals(self) -> Floats:
        """The whole of each measure, shape (p,)."""
        found: Floats = self.flows.sum(axis=(0, 1))
        return found


def passage(before: Ints, after: Ints, measures: Floats, n_before: int, n_after: int, successor: Ints) -> Passage:
    """
    Set two divisions of the same customers side by side.

    Parameters
    ----------
    before, after
        Territory of each customer, −1 for none, shape (n,).
    measures
        Measures of each customer, shape (n, p).
    n_before, n_after
        Numbers of territories.
    successor
        For each territory after, the one before that it continues, −1 for none, shape (n_after,).
    """
    pair = np.where(before < 0, n_before, before) * (n_after + 1) + np.where(after < 0, n_after, after)
    size = (n_before + 1) * (n_after + 1)
    sums = [np.bincount(pair, weights=measures[:, column], minlength=size) for column in range(measures.shape[1])]
    flows = np.stack(sums, axis=-1) if sums else np.zeros((size, 0))
    return Passage(flows.reshape(n_before + 1, n_after + 1, -1).astype(np.float64), successor)
