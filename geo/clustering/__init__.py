"""
Divide points or areas among territories of equal load: the solver.

`BalancedKMeans` divides points that may go anywhere; `allocate` divides indivisible areas so that every territory stays
in one piece; `rebalance` evens out a division that stands, changing little of it. All know arrays only: coordinates in
a plane, weights, and a sparse matrix that says which areas touch.

The other modules are the solver's parts: `_power` (cells), `_dual` (offsets), `_rounds` (centres), `_bisection`
(starts), `_swarm` (points in order, few for many), `_kernels` (inner loops), `_ties` and `_exchange` (indivisible
items), `_bounds` (what cannot be beaten).
"""

from geo.clustering._allocate import Allocation, allocate
from geo.clustering._estimator import BalancedKMeans
from geo.clustering._rebalance import Rebalancing, rebalance

__all__ = ["Allocation", "BalancedKMeans", "Rebalancing", "allocate", "rebalance"]
