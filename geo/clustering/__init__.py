"""
Divide points or areas among territories of equal load: the solver.

`BalancedKMeans` divides points that may go anywhere; `allocate` divides indivisible areas so that every territory stays
in one piece; `rebalance` evens out a division that stands, changing little of it. `lower_bound` and `dual_bound` prove
what no division can beat. All know arrays only: coordinates in a plane, weights, and a sparse matrix that says which
areas touch.

The other modules are the solver's parts: `_power` (cells), `_dual` (offsets), `_rounds` (centres), `_bisection`
(starts), `_swarm` (points in order, few for many), `_kernels` (inner loops), `_ties`, `_trading` and `_exchange`
(indivisible items), `_search`, `_sketches`, `_anneal` and `_frontier` (areas), `_finish` and `_program` (few, heavy
ones), `_checks` (arguments), `_bounds` (how even) and `_certificate` (how compact a division can be at most).
"""

from geo.clustering._allocate import Allocation, allocate
from geo.clustering._bounds import lower_bound
from geo.clustering._certificate import DualBound, dual_bound
from geo.clustering._estimator import BalancedKMeans
from geo.clustering._rebalance import Rebalancing, rebalance

__all__ = [
    "Allocation",
    "BalancedKMeans",
    "DualBound",
    "Rebalancing",
    "allocate",
    "dual_bound",
    "lower_bound",
    "rebalance",
]
