"""
Keep every territory in one piece while areas change hands.

Whether a territory stays in one piece without some areas is asked thousands of times, so it is answered locally: a
search from one neighbour of these areas stops as soon as it has met the other neighbours, mostly a few steps away.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.sparse import csr_array, find
from scipy.sparse.csgraph import connected_components

from geo.clustering._arrays import FloatArray, IntArray, SparseMatrix


class Pieces:
    """
    A graph of areas with a territory for each.

    Parameters
    ----------
    adjacency
        Symmetric, shape (n, n); areas touch where an entry is positive.
    labels
        Territory of each area, shape (n,), changed in place; −1 for none.
    weights
        Shape (n,).
    """

    def __init__(self, adjacency: csr_array, labels: IntArray, weights: FloatArray) -> None:
        self.labels = labels
        self.neighbours: list[list[int]] = [
            adjacency.indices[start:end].tolist()
            for start, end in zip(adjacency.indptr[:-1], adjacency.indptr[1:], strict=True)
        ]
        self._weights: list[float] = weights.tolist()
        self._of: list[int] = labels.tolist()
        self.sizes = np.bincount(labels[labels >= 0]).tolist()

    def put(self, area: int, territory: int) -> None:
        """Set an area's territory, whatever that does to anyone's contiguity."""
        self.sizes[self._of[area]] -= 1
        self.sizes[territory] += 1
        self._of[area] = territory
        self.labels[area] = territory

    def touches(self, area: int, territory: int) -> bool:
        """Return whether an area borders on a territory."""
        return any(self._of[other] == territory for other in self.neighbours[area])

    def cut_off(self, group: Iterable[int]) -> list[int] | None:
        """
        Return areas without weight that a territory would lose along with a group of its own.

        Parameters
        ----------
        group
            Areas of one territory that leave it.

        Returns
        -------
        list of int or None
            Empty where the rest stays in one piece. None where nothing would be left, or weight would be cut off.
        """
        leaving = set(group)
        territory = self._of[next(iter(leaving))]
        of, neighbours = self._of, self.neighbours
        rim = {b for a in leaving for b in neighbours[a] if of[b] == territory and b not in leaving}
        if not rim:
            return None
        pieces: list[tuple[float, list[int]]] = []
        while rim:
            first = min(rim)
            rim.discard(first)
            seen = {first}
            waiting = [first]
            while waiting and (rim or pieces):
                for other in neighbours[waiting.pop()]:
                    if of[other] == territory and other not in seen and other not in leaving:
                        seen.add(other)
                        rim.discard(other)
                        waiting.append(other)
            if not rim and not pieces:
                return []
            pieces.append((sum(self._weights[a] for a in sorted(seen)), sorted(seen)))
        pieces.sort(key=lambda piece: (piece[0], len(piece[1]), piece[1]))
        if len(pieces) > 1 and pieces[-2][0] > 0:
            return None
        return [area for _, members in pieces[:-1] for area in members]

    def way_in(self, area: int, territory: int) -> list[int] | None:
        """
        Return areas without weight, of an area's own territory, that join it to another territory.

        Empty where it borders on that territory itself, None where no such way leads there.
        """
        if self.touches(area, territory):
            return []
        own = self._of[area]
        before = {area: -1}
        waiting = [area]
        for here in waiting:
            for other in self.neighbours[here]:
                if other in before or self._of[other] != own or self._weights[other] > 0:
                    continue
                before[other] = here
                if self.touches(other, territory):
                    way = [other]
                    while before[way[-1]] != area:
                        way.append(before[way[-1]])
                    return way
                waiting.append(other)
        return None

    def reachable(self, giver: int, border: Iterable[int]) -> list[int]:
        """Return a territory's areas with weight at a border, or with none but areas without weight in between."""
        seen = set(border)
        waiting = sorted(seen)
        found: list[int] = []
        for here in waiting:
            if self._weights[here] > 0:
                found.append(here)
                continue
            for other in self.neighbours[here]:
                if other not in seen and self._of[other] == giver:
                    seen.add(other)
                    waiting.append(other)
        return found


def piece_numbers(adjacency: csr_array, labels: IntArray) -> IntArray:
    """Return the number of the piece to which each area belongs, pieces being connected areas of one label, (n,)."""
    rows = np.repeat(np.arange(len(labels)), np.diff(adjacency.indptr))
    same = labels[rows] == labels[adjacency.indices]
    within = csr_array((np.ones(int(same.sum())), (rows[same], adjacency.indices[same])), shape=adjacency.shape)
    return np.asarray(connected_components(within, directed=False)[1], dtype=np.intp)


def is_contiguous(adjacency: csr_array, labels: IntArray) -> bool:
    """Return whether each label's areas are in one piece."""
    return len(np.unique(piece_numbers(adjacency, labels))) == len(np.unique(labels))


def touching(adjacency: SparseMatrix) -> csr_array:
    """
    Return the graph of touching areas: ones where two different areas touch, indices sorted.

    Raises
    ------
    ValueError
        If one area touches another that does not touch it.
    """
    n = adjacency.shape[0]
    rows, columns, lengths = find(adjacency)
    touch = (lengths > 0) & (rows != columns)
    rows, columns = rows[touch].astype(np.intp), columns[touch].astype(np.intp)
    if not np.array_equal(np.sort(rows * n + columns), np.sort(columns * n + rows)):
        msg = "adjacency should be symmetric."
        raise ValueError(msg)
    graph = csr_array((np.ones(len(rows)), (rows, columns)), shape=(n, n))
    graph.sort_indices()
    return graph
