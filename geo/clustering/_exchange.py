"""
Even out loads by handing indivisible items along chains of clusters.

The cluster farthest from its target gives to (or takes from) another along the cheapest path over clusters; each hop
hands over items that match the amount of the first, or swaps two whose difference does. A chain stands only if it
brings the deviations down, the largest first, and is undone otherwise: the exchange never makes a division worse.

What may change hands is the ground's affair: customers may go anywhere, areas only where every territory stays in one
piece.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._paths import cheapest_paths, walk
from geo.clustering._power import loads_of

_ATTEMPTS = 12
"""Chains tried before a cluster counts as beyond help."""
_LOOKED_AT = 128
"""Items considered on each side of a swap."""
_MATCHES = 24
"""Swaps tried, those that match best."""
_HANDED_ON = 4096
"""Items handed over in one hop at most."""


class Ground(Protocol):
    """Holds the labels and knows which items may change hands, and at what regret per unit of weight."""

    labels: IntArray

    def regrets(self) -> FloatArray:
        """Return the least regret of handing anything from each cluster to each other, infinite for never, (k, k)."""

    def movable(self, giver: int, taker: int) -> IntArray:
        """Return items with weight of one cluster that may go to another, cheapest first."""

    def move(self, item: int, taker: int) -> bool:
        """Hand an item over where that is allowed, and say whether it was."""

    def put_back(self, item: int, giver: int) -> None:
        """Undo a hand-over."""


def ranking(deviations: FloatArray, tolerance: float) -> list[float]:
    """Return what is to be made small, compared item by item: deviations beyond the tolerance, the largest first."""
    size = np.sort(np.maximum(np.abs(deviations), tolerance))[::-1]
    return [round(float(value), 12) for value in size]


@dataclass
class Exchange:
    """
    A division being evened out.

    Parameters
    ----------
    ground
        What may move.
    weights, targets
        Shapes (n,) and (k,), the targets positive.
    tolerance
        Relative deviation at which to stop.
    settled
        Weight that each cluster holds beside the ground's items, shape (k,).
    """

    ground: Ground
    weights: FloatArray
    targets: FloatArray
    tolerance: float
    settled: FloatArray | None = None
    loads: FloatArray = field(init=False)
    tries: int = field(init=False, default=0)
    _undo: list[tuple[int, int, int]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        """Weigh the clusters as they stand."""
        self.loads = loads_of(self.ground.labels, self.weights, len(self.targets))
        if self.settled is not None:
            self.loads += self.settled

    @property
    def deviations(self) -> FloatArray:
        """Signed relative deviation of each cluster."""
        return (self.loads - self.targets) / self.targets

    def run(self, max_tries: int, stop: Callable[[float, float], bool] = lambda _fraction, _deviation: False) -> None:
        """
        Hand on until the tolerance is met, nothing helps any more or `max_tries` chains were tried in all.

        `stop` hears the fraction done and the deviation now, and may end it.
        """
        stuck: set[int] = set()
        helped_since = False
        while self.tries < max_tries:
            size = np.abs(self.deviations)
            worst = float(size.max())
            if worst <= self.tolerance or stop(self.tries / max_tries, worst):
                break
            order = np.argsort(-size, kind="stable")
            waiting = [int(c) for c in order if size[c] > self.tolerance and int(c) not in stuck]
            if not waiting:
                if not helped_since:
                    break
                # Others have changed since: what could not be helped then perhaps can be now.
                stuck.clear()
                helped_since = False
                continue
            passed = self._relieve(waiting[0])
            if passed:
                stuck.difference_update(passed)
                helped_since = bool(stuck)
            else:
                stuck.add(waiting[0])

    def _relieve(self, worst: int) -> list[int]:
        """Bring one cluster nearer to its target by the cheapest chain that does; return the clusters it passed."""
        deviations = self.deviations
        giving = deviations[worst] > 0
        edges = self.ground.regrets()
        helped = np.flatnonzero((deviations < deviations[worst]) if giving else (deviations > deviations[worst]))
        sated = (deviations >= 0) if giving else (deviations <= 0)
        for _ in range(min(2 * len(self.targets), _ATTEMPTS)):
            costs, before = cheapest_paths(edges if giving else edges.T, worst)
            ends = helped[np.isfinite(costs[helped])]
            if not ends.size:
                return []
            # Those in need of it first, the nearest of these.
            end = int(ends[np.lexsort((costs[ends], sated[ends]))[0]])
            path = walk(before, worst, end)
            path = path if giving else path[::-1]
            broken = (path[0], path[1])
            for amount in self._amounts(path[0], path[-1]):
                obstacle = self._chain(path, amount)
                if obstacle is None:
                    return path
                broken = obstacle
            edges = edges.copy()
            edges[broken] = np.inf
        return []

    def _amounts(self, start: int, end: int) -> list[float]:
        """Return amounts worth handing from one cluster to another: what both want, then what makes them equal."""
        deviations = self.deviations
        surplus, need = deviations[start] * self.targets[start], -deviations[end] * self.targets[end]
        equal = float((deviations[start] - deviations[end]) / (1 / self.targets[start] + 1 / self.targets[end]))
        both = float(min(surplus, need))
        return [both, equal] if both > 0 else [equal]

    def _chain(self, path: list[int], amount: float) -> tuple[int, int] | None:
        """Hand an amount along a path of clusters; None when that helped, else the hop that stood in the way."""
        self.tries += 1
        before = self._ranking()
        self._undo.clear()
        slack = 0.25 * self.tolerance * float(self.targets.min())
        for giver, taker in itertools.pairwise(path):
            amount = self._hop(giver, taker, amount, slack)
            if amount <= 0:
                self._roll_back()
                return giver, taker
        if not self._ranking() < before:
            self._roll_back()
            return path[0], path[1]
        return None

    def _ranking(self) -> list[float]:
        return ranking(self.deviations, self.tolerance)

    def _hop(self, giver: int, taker: int, amount: float, slack: float) -> float:
        """Hand about an amount from one cluster to a neighbour; return what was handed over, 0 for nothing."""
        left = amount
        for item in self.ground.movable(giver, taker)[:_HANDED_ON]:
            weight = self.weights[item]
            if weight <= left + slack and self._hand_over(int(item), taker):
                left -= weight
                if left <= slack:
                    return float(amount - left)
        return float(amount - left) + self._swap(giver, taker, left)

    def _swap(self, giver: int, taker: int, amount: float) -> float:
        """Hand over one item, or two against each other, whose difference comes nearest to an amount."""
        out = self.ground.movable(giver, taker)[:_LOOKED_AT]
        back = self.ground.movable(taker, giver)[:_LOOKED_AT]
        if not out.size:
            return 0.0
        nets = self.weights[out][:, None] - np.concatenate(([0.0], self.weights[back]))[None, :]
        miss = np.abs(nets - amount)
        order = np.argsort(miss, axis=None, kind="stable")[:_MATCHES]
        for place in order:
            row, column = divmod(int(place), nets.shape[1])
            # A hand-over of nothing, or of more than twice what is asked, cannot help.
            if not 0 < nets[row, column] < 2 * amount:
                continue
            if not self._hand_over(int(out[row]), taker):
                continue
            if column == 0 or self._hand_over(int(back[column - 1]), giver):
                return float(nets[row, column])
            self._take_back()
        return 0.0

    def _hand_over(self, item: int, taker: int) -> bool:
        giver = int(self.ground.labels[item])
        if not self.ground.move(item, taker):
            return False
        self._undo.append((item, giver, taker))
        self._weigh(item, giver, taker)
        return True

    def _take_back(self) -> None:
        item, giver, taker = self._undo.pop()
        self.ground.put_back(item, giver)
        self._weigh(item, taker, giver)

    def _roll_back(self) -> None:
        while self._undo:
            self._take_back()

    def _weigh(self, item: int, giver: int, taker: int) -> None:
        self.loads[giver] -= self.weights[item]
        self.loads[taker] += self.weights[item]
