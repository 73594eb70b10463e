"""
State the assignment of indivisible points to given centres as a programme, for HiGHS to solve.

Binary x says which point goes to which centre. Each point goes to one, each centre's load stays within its limits, and
either the cost or the largest deviation is the least. Searches end after a number of nodes, never after a time, so the
result is the same on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp
from scipy.sparse import coo_array, csr_array, hstack, vstack

from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._power import loads_of

BoolArray = npt.NDArray[np.bool_]

_FEASIBLE = 4e-6
"""What HiGHS may overstep a limit by, with room to spare, in parts of a target."""
_ROUNDING = 1e-12
_IMPOSSIBLE = 2
_ROOT = 8
"""Nodes that take as long as the first one."""
_EVEN = 8
"""Nodes of a search for even loads that take as long as one in search of low cost."""


@dataclass
class Effort:
    """
    What searches may still take together.

    Parameters
    ----------
    left
        Nodes times pairs of point and centre; ten thousand of these take about a second.
    """

    left: int = 60_000

    def nodes(self, pairs: int, most: int) -> int:
        """Return how many nodes a search over so many pairs may take, at most so many; 0 for no search at all."""
        return max(0, min(most, self.left // pairs - _ROOT))

    def spend(self, pairs: int, nodes: int) -> None:
        """Take off what a search took."""
        self.left -= pairs * (nodes + _ROOT)


@dataclass(frozen=True, eq=False)
class Limits:
    """Least and greatest load of each cluster, shapes (k,)."""

    least: FloatArray
    greatest: FloatArray

    @staticmethod
    def around(targets: FloatArray, deviations: FloatArray | float) -> Limits:
        """Return limits a relative deviation below and above targets."""
        return Limits(np.maximum((1 - deviations) * targets, 0.0), (1 + deviations) * targets)

    def hold(self, loads: FloatArray) -> BoolArray:
        """Return which loads are within their limits, but for rounding, shape (k,)."""
        rounding = _ROUNDING * float(loads.sum())
        return np.asarray((loads >= self.least - rounding) & (loads <= self.greatest + rounding))


@dataclass(frozen=True, eq=False)
class Relaxed:
    """
    The best assignment where points may be divided.

    Parameters
    ----------
    value
        Its cost, which no assignment within the limits is below.
    regrets
        What sending a whole point to a centre adds to that at least, shape (n, k).
    offsets
        How much further each centre reaches, per unit of weight, shape (k,).
    """

    value: float
    regrets: FloatArray
    offsets: FloatArray

    def cheapest(self, count: int) -> BoolArray:
        """Return at least so many pairs of point and centre, those of least regret, shape (n, k)."""
        if count >= self.regrets.size:
            return np.ones(self.regrets.shape, dtype=np.bool_)
        return np.asarray(self.regrets <= np.partition(self.regrets, count, axis=None)[count])


@dataclass(frozen=True, eq=False)
class Programme:
    """
    Points to be assigned.

    Parameters
    ----------
    costs
        What a unit of each point's weight costs at each centre, shape (n, k).
    weights, targets
        Positive, shapes (n,) and (k,).
    """

    costs: FloatArray
    weights: FloatArray
    targets: FloatArray

    def cost(self, labels: IntArray) -> float:
        """Return what an assignment costs."""
        return float(self.weights @ self.costs[np.arange(len(labels)), labels])

    def loads(self, labels: IntArray) -> FloatArray:
        """Return what each cluster carries, shape (k,)."""
        return loads_of(labels, self.weights, len(self.targets))

    def deviations(self, labels: IntArray) -> FloatArray:
        """Return the signed relative deviation of each cluster, shape (k,)."""
        return (self.loads(labels) - self.targets) / self.targets

    def relax(self, limits: Limits) -> Relaxed | None:
        """Divide points where that is needed; None where not even that meets the limits."""
        n, k = self.costs.shape
        once, load = self._rows(np.ones((n, k), dtype=np.bool_))
        # Sparse matrices are welcome, though the types do not say so.
        each: Any = once
        both: Any = vstack([load, -load])
        unit = self._unit
        charges = self.weights[:, None] * self.costs
        scale = float(charges.max()) or 1.0
        found = linprog(
            charges.ravel() / scale,
            A_eq=each,
            b_eq=np.ones(n),
            A_ub=both,
            b_ub=np.concatenate((limits.greatest, -limits.least)) / unit,
            method="highs-ds",
        )
        if found.x is None or found.fun is None:
            return None
        dual = scale * np.asarray(found.ineqlin.marginals)
        offsets = (dual[:k] - dual[k:]) / unit
        reduced = charges - self.weights[:, None] * offsets
        return Relaxed(scale * float(found.fun), reduced - reduced.min(axis=1, keepdims=True), offsets)

    def cheapest(self, limits: Limits, allowed: BoolArray, effort: Effort, *, most: int, gap: float) -> IntArray | None:
        """
        Find the cheapest assignment within the limits.

        Parameters
        ----------
        limits
            Of the loads.
        allowed
            Which centres each point may go to, shape (n, k).
        effort
            What the search may take, lessened by what it took.
        most
            Nodes searched at most.
        gap
            Part of the cost by which the result may miss the optimum.

        Returns
        -------
        labels
            Shape (n,), within the limits; None where none was found.
        """
        once, load = self._rows(allowed)
        point, centre = np.nonzero(allowed)
        charges = self.weights[point] * self.costs[point, centre]
        least, greatest = limits.least.copy(), limits.greatest.copy()
        for _ in range(2):
            nodes = effort.nodes(len(point), most)
            if not nodes:
                return None
            within = LinearConstraint(load, least / self._unit, greatest / self._unit)
            found = milp(
                charges / (float(charges.max()) or 1.0),
                integrality=np.ones(len(point), dtype=np.intp),
                bounds=Bounds(0, 1),
                constraints=[LinearConstraint(once, 1, 1), within],
                options={"node_limit": nodes, "mip_rel_gap": gap},
            )
            effort.spend(len(point), _searched(found, nodes))
            if found.x is None:
                return None
            labels = self._read(found.x, point, centre)
            over = ~limits.hold(self.loads(labels))
            if not over.any():
                return labels
            # HiGHS oversteps limits a little: keep away from those by as much.
            least[over] += _FEASIBLE * self.targets[over]
            greatest[over] -= _FEASIBLE * self.targets[over]
            if (least > greatest).any():
                return None
        return None

    def evenest(self, allowed: BoolArray, within: tuple[float, float], effort: Effort, *, most: int) -> IntArray | None:
        """
        Find the assignment whose largest deviation is least.

        Parameters
        ----------
        allowed
            Which centres each point may go to, shape (n, k).
        within
            Deviations between which it is known to lie; the lower one is good enough.
        effort
            What the search may take, lessened by what it took.
        most
            Nodes searched at most.
        """
        once, load = self._rows(allowed)
        point, centre = np.nonzero(allowed)
        n, k = allowed.shape
        load = csr_array(load * (self._unit / self.targets)[:, None])
        deviation = csr_array(np.ones((k, 1)))
        pairs = len(point)
        nodes = effort.nodes(pairs, most // _EVEN) * _EVEN
        if not nodes:
            return None
        found = milp(
            np.append(np.zeros(pairs), 1.0),
            integrality=np.append(np.ones(pairs, dtype=np.intp), 0),
            bounds=Bounds(np.append(np.zeros(pairs), within[0]), np.append(np.ones(pairs), within[1])),
            constraints=[
                LinearConstraint(hstack([once, csr_array((n, 1))]), 1, 1),
                LinearConstraint(hstack([load, deviation]), 1, np.inf),
                LinearConstraint(hstack([load, -deviation]), -np.inf, 1),
            ],
            options={"node_limit": nodes, "mip_rel_gap": 1e-6},
        )
        effort.spend(pairs, _searched(found, nodes) // _EVEN)
        return None if found.x is None else self._read(found.x, point, centre)

    @property
    def _unit(self) -> float:
        return float(self.targets.mean())

    def _rows(self, allowed: BoolArray) -> tuple[csr_array, csr_array]:
        """Return which pairs are of each point, and what each pair adds to each load in parts of the mean target."""
        point, centre = np.nonzero(allowed)
        pairs = np.arange(len(point))
        n, k = allowed.shape
        once = coo_array((np.ones(len(point)), (point, pairs)), shape=(n, len(point)))
        load = coo_array((self.weights[point] / self._unit, (centre, pairs)), shape=(k, len(point)))
        return once.tocsr(), load.tocsr()

    def _read(self, x: FloatArray, point: IntArray, centre: IntArray) -> IntArray:
        share = np.zeros(self.costs.shape)
        share[point, centre] = x[: len(point)]
        return np.asarray(share.argmax(axis=1))


def _searched(found: OptimizeResult, most: int) -> int:
    """Return how many nodes a search took."""
    if found.status == _IMPOSSIBLE:
        return 0
    return most if found.mip_node_count is None else int(found.mip_node_count)
