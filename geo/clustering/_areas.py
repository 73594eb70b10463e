"""The ground on which areas change hands: borders only, every territory in one piece."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._contiguity import Pieces


class Areas:
    """
    Areas held by territories, handed over only where both stay in one piece.

    Areas without weight go along where they lie between an area and the territory that takes it, or would be cut off
    by its going.

    Parameters
    ----------
    adjacency
        Symmetric, shape (n, n).
    costs
        What it costs to give an area to a territory, per unit of weight, shape (n, k).
    weights
        Shape (n,).
    labels
        Contiguous, changed in place, shape (n,).
    held
        Areas that stay where they are, shape (n,); none if None.
    """

    def __init__(
        self,
        adjacency: csr_array,
        costs: FloatArray,
        weights: FloatArray,
        labels: IntArray,
        held: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        self.labels = labels
        self.costs = costs
        self.pieces = Pieces(adjacency, labels, weights)
        self._from = np.repeat(np.arange(len(labels)), np.diff(adjacency.indptr))
        self._to = adjacency.indices
        self._held = np.zeros(len(labels), dtype=np.bool_) if held is None else held
        self._moved: list[list[int]] = []
        self._borders: tuple[IntArray, IntArray] | None = None

    def borders(self) -> tuple[IntArray, IntArray]:
        """Return free areas that touch another territory and that territory, each pair as often as they touch."""
        if self._borders is None:
            givers, takers = self.labels[self._from], self.labels[self._to]
            across = (givers != takers) & ~self._held[self._from]
            self._borders = self._from[across], takers[across]
        return self._borders

    def regrets(self) -> FloatArray:
        """Return the least regret of handing a border area from each territory to each other."""
        k = self.costs.shape[1]
        areas, takers = self.borders()
        givers = self.labels[areas]
        regret = np.maximum(self.costs[areas, takers] - self.costs[areas, givers], 0.0)
        result = np.full((k, k), np.inf)
        np.minimum.at(result, (givers, takers), regret)
        return result

    def movable(self, giver: int, taker: int) -> IntArray:
        """Return areas with weight that border on the taker, directly or across areas without, cheapest first."""
        areas, takers = self.borders()
        border = areas[(takers == taker) & (self.labels[areas] == giver)]
        found = np.array(self.pieces.reachable(giver, border.tolist()), dtype=np.intp)
        found = found[~self._held[found]]
        regrets = self.costs[found, taker] - self.costs[found, giver]
        return found[np.argsort(regrets, kind="stable")]

    def move(self, item: int, taker: int, *, alone: bool = False) -> bool:
        """Hand an area over, with areas without weight that must go along unless `alone`; say whether that could be."""
        way = self.pieces.way_in(item, taker)
        if way is None or (alone and way) or self._held[[item, *way]].any():
            return False
        lost = self.pieces.cut_off([item, *way])
        if lost is None or (alone and lost):
            return False
        group = [item, *way, *lost]
        if self._held[lost].any():
            return False
        for area in group:
            self.pieces.put(area, taker)
        self._moved.append(group)
        self._borders = None
        return True

    def put_back(self, item: int, giver: int) -> None:
        """Undo the last hand-over, which was of this area."""
        group = self._moved.pop()
        for area in group:
            self.pieces.put(area, giver)
        self._borders = None

    def restore(self, labels: IntArray) -> None:
        """Take up another division, from which no hand-over is to be undone."""
        for area in np.flatnonzero(self.labels != labels):
            self.pieces.put(int(area), int(labels[area]))
        self._moved.clear()
        self._borders = None
