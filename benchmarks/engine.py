"""
How fast the engine follows the hand: `python benchmarks/engine.py`.

A million customers on the postcode areas of the Netherlands, forty territories. What is timed is what happens between
an edit and its figures: the edited plan is made, and loads in four measures, targets, pieces, areas and spread of all
territories are computed anew. Sums per area are taken once for a list of customers and not timed again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from geo.areas import Coverage, official
from geo.territories import Plan, Tally, assign, bind, divide_areas, rebalance, remove

CUSTOMERS = 1_000_000
TERRITORIES = 40
OVERRIDES = 300
REPEATS = 101
LIMIT_STANDING, LIMIT_REBALANCE = 0.010, 1.0


def customers(coverage: Coverage, rng: np.random.Generator) -> Tally:
    """Return customers in towns and countryside, some areas a thousand times as full as others."""
    crowd = rng.lognormal(0, 1.5, len(coverage))
    area = rng.choice(len(coverage), CUSTOMERS, p=crowd / crowd.sum())
    revenue = rng.lognormal(9, 1, CUSTOMERS)
    return Tally(
        area=area,
        keys=pd.Series(np.char.add("customer ", np.arange(CUSTOMERS).astype(str))),
        measures={
            "customers": np.ones(CUSTOMERS),
            "revenue": revenue,
            "potential": revenue * rng.uniform(1, 2, CUSTOMERS),
            "workload": rng.uniform(1, 40, CUSTOMERS),
        },
        balanced="revenue",
        points=coverage.centres[area] + rng.normal(0, 500, (CUSTOMERS, 2)),
        n_areas=len(coverage),
    )


def border_areas(plan: Plan, rng: np.random.Generator) -> list[tuple[int, int]]:
    """Return areas at the border of another territory, each with the id of that territory."""
    graph = plan.coverage.adjacency.tocoo()
    across = np.flatnonzero(plan.alignment[graph.row] != plan.alignment[graph.col])
    chosen = rng.choice(across, REPEATS, replace=False)
    return [(int(graph.row[i]), int(plan.owners[graph.col[i]])) for i in chosen]


def timed(calls: list[Callable[[], object]]) -> np.ndarray:
    """Return the seconds that each call takes, shape (n,)."""
    seconds = []
    for call in calls:
        start = perf_counter()
        call()
        seconds.append(perf_counter() - start)
    return np.array(seconds)


def neighbours(plan: Plan, first: int, n: int) -> list[int]:
    """Return n territories around one, itself included."""
    graph = plan.coverage.adjacency
    found = [first]
    while len(found) < n:
        around = plan.owners[np.unique(graph[np.isin(plan.owners, found)].indices)]
        found += [int(t) for t in np.unique(around) if t not in found][: n - len(found)]
    return found


def painted(plan: Plan, ids: list[int], rng: np.random.Generator) -> Plan:
    """Return a plan in which a hand painted 30 areas for the first of a few territories."""
    centres = plan.coverage.centres
    within = np.flatnonzero(np.isin(plan.owners, ids))
    middle = centres[rng.choice(np.flatnonzero(plan.owners == ids[0]))]
    near = within[np.argsort(((centres[within] - middle) ** 2).sum(axis=1))]
    return assign(plan, near[plan.owners[near] != ids[0]][:30], ids[0])


def deviation(plan: Plan, ids: list[int], tally: Tally) -> float:
    """Return the largest deviation of a few territories from their share of what they hold together."""
    loads = tally.loads(plan)[plan.positions(ids), tally.names.index(tally.balanced)]
    return float(np.abs(loads / loads.mean() - 1).max())


def told(what: str, seconds: np.ndarray, limit: float | None) -> None:
    """Print a line of the table."""
    median, worst = np.median(seconds) * 1e3, np.quantile(seconds, 0.95) * 1e3
    verdict = "" if limit is None else f"{'ok' if np.median(seconds) <= limit else 'MISSED'}: at most {limit * 1e3:g}"
    print(f"{what:<58}{median:>10.2f}{worst:>10.2f}  {verdict}")


def table(plan: Plan, tally: Tally, suffix: str, rng: np.random.Generator) -> None:
    """Time the edits of one plan and print a line for each."""
    moves = border_areas(plan, rng)
    figures = timed([lambda a=area, t=to: tally.standing(assign(plan, [a], t)) for area, to in moves])
    told(f"one area moved, all figures{suffix}", figures, LIMIT_STANDING)
    starts = [(ids, painted(plan, ids, rng)) for ids in (neighbours(plan, int(t), 5) for t in plan.ids[::2])]
    ends: list[Plan] = []
    seconds = timed([lambda i=i, p=p: ends.append(rebalance(p, i, tally, tolerance=0.01)) for i, p in starts])
    told(f"5 territories rebalanced to 1 %{suffix}", seconds, LIMIT_REBALANCE)
    weights = tally.free_sums(plan)[:, tally.names.index(tally.balanced)]
    told(
        f"a territory removed{suffix}", timed([lambda t=t: remove(plan, int(t), weights) for t in plan.ids[::2]]), None
    )
    before = max(deviation(p, i, tally) for i, p in starts)
    after = max(deviation(p, i, tally) for (i, _), p in zip(starts, ends, strict=True))
    moved = [int((p.owners != q.owners).sum()) for (_, p), q in zip(starts, ends, strict=True)]
    print(f"    rebalanced: from {before:.1%} to {after:.2%} at worst, {np.median(moved):.0f} areas moved\n")


def main() -> None:
    """Make the instance once, then time edits with and without bound customers."""
    rng = np.random.default_rng(0)
    coverage = official("postcode", "NL")
    tally = customers(coverage, rng)
    plan = divide_areas(coverage, tally.sums[:, 1], np.ones(TERRITORIES), tolerance=0.01, seed=0).plan
    print(f"{CUSTOMERS:,} customers, {len(coverage):,} areas, {TERRITORIES} territories, {len(tally.names)} measures\n")
    print(f"{'milliseconds':<58}{'median':>10}{'95 %':>10}")
    told("first figures of a list: sums per area", timed([lambda: tally.standing(plan)]), None)
    bound = plan
    for row in rng.choice(CUSTOMERS, OVERRIDES, replace=False):
        bound = bind(bound, str(tally.keys[row]), int(rng.choice(bound.ids)))
    told("first figures with bound customers: index of keys", timed([lambda: tally.standing(bound)]), None)
    table(plan, tally, "", rng)
    table(bound, tally, f", {OVERRIDES} customers bound", rng)


if __name__ == "__main__":
    main()
