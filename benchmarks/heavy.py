"""
How the solver does on few, heavy customers: `python -m benchmarks.heavy [cases]`.

Each case, drawn from its number, has 10 to 200 customers and 2 to 12 clusters. What the solver returns is judged by
HiGHS, which solves the assignment to the centres that the solver reached as a mixed-integer programme of its own:

reachable
    An assignment within the tolerance exists whose inertia is at most 1.1 times that of the relaxed programme, which
    may divide customers. Then the solver has to be within the tolerance.
elsewhere
    The solver has to be within the tolerance, or within one lightest weight (as a part of the largest target) of a
    deviation that no assignment can beat: that of `lower_bound_`, or where that says too little, what HiGHS proves
    when it looks for the least deviation.
"""

from __future__ import annotations

import sys
import warnings
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import coo_array, csr_array, hstack
from sklearn.exceptions import ConvergenceWarning

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from geo.clustering import BalancedKMeans

KINDS = ("unit", "lognormal 1", "lognormal 1.5", "Zipf", "whole")
TOLERANCES = (0.005, 0.01, 0.02, 0.05)
DEARER = 1.1
PATIENCE = 30.0
SECONDS = 10.0
ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Case:
    """Customers to be divided."""

    seed: int
    kind: str
    places: str
    points: np.ndarray
    weights: np.ndarray
    capacities: np.ndarray
    tolerance: float

    @property
    def targets(self) -> np.ndarray:
        """What each cluster should carry."""
        return np.asarray(self.capacities / self.capacities.sum() * self.weights.sum())

    def fit(self) -> BalancedKMeans:
        """Return what the solver makes of it."""
        model = BalancedKMeans(
            len(self.capacities), capacities=self.capacities, tolerance=self.tolerance, random_state=0
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            return model.fit(self.points, sample_weight=self.weights)


def case(seed: int) -> Case:
    """Draw a case: weights, tolerance and capacities in turn, the rest by chance."""
    rng = np.random.default_rng(seed)
    clustered = rng.random() < 0.5
    n = round(10 * 20 ** rng.random())
    k = min(n, int(rng.integers(2, 13)))
    if clustered:
        towns = rng.uniform(0, 200_000, (max(2, n // 12), 2))
        points = towns[rng.integers(len(towns), size=n)] + rng.normal(0, 6_000, (n, 2))
    else:
        points = rng.uniform(0, 200_000, (n, 2))
    kind = KINDS[seed % 5]
    if kind == "unit":
        weights = np.ones(n)
    elif kind == "Zipf":
        weights = rng.permutation(1 / np.arange(1.0, n + 1))
    elif kind == "whole":
        weights = rng.integers(1, 21, n).astype(float)
    else:
        weights = rng.lognormal(0, float(kind.split()[1]), n)
    capacities = rng.uniform(0.5, 1.5, k) if seed // 20 % 2 else np.ones(k)
    places = "towns" if clustered else "even"
    return Case(seed, kind, places, points, weights, capacities, TOLERANCES[seed // 5 % 4])


def _rows(weights: np.ndarray, targets: np.ndarray) -> tuple[csr_array, csr_array]:
    """Return what says that each customer has one cluster, and what part of each target is met."""
    n, k = len(weights), len(targets)
    pairs = np.arange(n * k)
    once = coo_array((np.ones(n * k), (pairs // k, pairs)), shape=(n, n * k))
    load = coo_array(((weights[:, None] / targets).ravel(), (pairs % k, pairs)), shape=(k, n * k))
    return once.tocsr(), load.tocsr()


def cheapest(drawn: Case, centers: np.ndarray, *, whole: bool) -> OptimizeResult:
    """Return the least inertia for given centres within the tolerance, customers whole or not."""
    squared = ((drawn.points[:, None] - centers) ** 2).sum(2)
    once, load = _rows(drawn.weights, drawn.targets)
    costs = (drawn.weights[:, None] * squared).ravel()
    found = milp(
        costs / costs.max(),
        integrality=np.full(costs.size, int(whole)),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(once, 1, 1),
            LinearConstraint(load, 1 - drawn.tolerance, 1 + drawn.tolerance),
        ],
        options={"time_limit": PATIENCE},
    )
    found.fun = None if found.fun is None else found.fun * costs.max()
    return found


def least_deviation(drawn: Case) -> OptimizeResult:
    """Return the least deviation of any assignment, as far as HiGHS comes with it."""
    once, load = _rows(drawn.weights, drawn.targets)
    n, k = len(drawn.weights), len(drawn.targets)
    away = csr_array(np.ones((k, 1)))
    return milp(
        np.append(np.zeros(n * k), 1.0),
        integrality=np.append(np.ones(n * k), 0),
        bounds=Bounds(0, np.append(np.ones(n * k), np.inf)),
        constraints=[
            LinearConstraint(hstack([once, csr_array((n, 1))]), 1, 1),
            LinearConstraint(hstack([load, away]), 1, np.inf),
            LinearConstraint(hstack([load, -away]), -np.inf, 1),
        ],
        options={"time_limit": PATIENCE},
    )


@dataclass(frozen=True)
class Verdict:
    """What came of a case."""

    drawn: Case
    model: BalancedKMeans
    relaxed: float
    whole: float
    reachable: bool
    bound: float
    seconds: float

    @property
    def within(self) -> bool:
        """Whether the tolerance is met."""
        return bool(self.model.deviation_ <= self.drawn.tolerance + ROUNDING)

    @property
    def good(self) -> bool:
        """Whether the case came out as it has to."""
        lightest = float(self.drawn.weights[self.drawn.weights > 0].min() / self.drawn.targets.max())
        near = self.model.deviation_ <= self.bound + lightest + ROUNDING
        return self.within or (near and not self.reachable)

    def __str__(self) -> str:
        """Return a row of the table."""
        drawn, model = self.drawn, self.model
        targets = "equal" if np.ptp(drawn.capacities) == 0 else "uneven"
        per = self.relaxed if self.relaxed > 0 else np.nan
        outcome = "within" if self.within else "bound" if self.good else "MISSED"
        return (
            f"{drawn.seed:4} {drawn.kind:13} {drawn.places:5} {targets:6} {len(drawn.weights):4} {len(drawn.targets):3}"
            f" {drawn.tolerance:6.1%} {model.deviation_:9.3%} {model.lower_bound_:9.3%} {self.bound:9.3%}"
            f" {model.inertia_ / per:8.4f} {self.whole / per:8.4f}"
            f" {'reachable' if self.reachable else 'elsewhere'} {outcome:6} {self.seconds:6.2f}"
        )


HEAD = (
    f"{'seed':>4} {'weights':13} {'place':5} {'target':6} {'n':>4} {'k':>3} {'tol.':>6} {'deviation':>9} {'bound':>9}"
    f" {'of HiGHS':>9} {'inertia':>8} {'optimum':>8} {'':9} {'':6} {'s':>6}"
)


def judge(drawn: Case) -> Verdict:
    """Have a case solved, and HiGHS say what could be asked for."""
    start, cpu = perf_counter(), process_time()
    model = drawn.fit()
    seconds = min(perf_counter() - start, process_time() - cpu)
    relaxed = cheapest(drawn, model.cluster_centers_, whole=False)
    costs = []
    if model.lower_bound_ <= drawn.tolerance + ROUNDING:
        found = cheapest(drawn, model.cluster_centers_, whole=True)
        costs = [] if found.fun is None else [found.fun]
    if model.deviation_ <= drawn.tolerance + ROUNDING:
        costs.append(model.inertia_)
    cost = min(costs, default=np.nan)
    bound = model.lower_bound_
    if model.deviation_ > max(drawn.tolerance, bound) + ROUNDING:
        bound = max(bound, least_deviation(drawn).mip_dual_bound)
    value = np.nan if relaxed.fun is None else relaxed.fun
    return Verdict(drawn, model, value, cost, bool(cost <= DEARER * value + ROUNDING), bound, seconds)


def main(count: int) -> None:
    """Print a row for each case, and a summary."""
    case(1).fit()
    print(HEAD)
    verdicts = []
    for seed in range(count):
        verdicts.append(judge(case(seed)))
        print(verdicts[-1], flush=True)
    tally: defaultdict[tuple[str, bool], list[bool]] = defaultdict(list)
    for verdict in verdicts:
        tally[verdict.drawn.kind, verdict.reachable].append(verdict.good)
    print(f"\n{'':13} {'reachable':>10} {'elsewhere':>10}")
    for kind in (*KINDS, "all"):
        row = [
            [
                good
                for (name, where), goods in tally.items()
                if kind in (name, "all") and where == side
                for good in goods
            ]
            for side in (True, False)
        ]
        print(f"{kind:13} " + " ".join(f"{f'{sum(goods)}/{len(goods)}':>10}" for goods in row))
    possible = [verdict for verdict in verdicts if not np.isnan(verdict.whole)]
    print(
        f"within the tolerance wherever that is known to be possible: {sum(v.within for v in possible)}/{len(possible)}"
    )
    proven = sum(v.within or v.model.deviation_ <= v.model.lower_bound_ + 1e-6 for v in verdicts)
    print(f"within the tolerance or at the solver's own bound: {proven}/{len(verdicts)}")
    print(f"longest: {max(v.seconds for v in verdicts):.2f} s; asked for: {SECONDS:.0f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
