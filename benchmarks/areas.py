"""
Areas divided among contiguous territories: `python -m benchmarks.areas`.

Two questions, on the population of the Netherlands, several seeds each, medians and worst.

- About 4,000 postcode areas, official and as shipped: is every territory in one piece and within the tolerance, how
  compact is the division, and how long does it take? Compactness is the weighted inertia to the territories' own
  centroids, set against `BalancedKMeans` on the same points, weights, tolerance and seed, which need not heed
  contiguity; beside it, against the best of these over all seeds.
- 342 municipalities among 12 and 40 territories, tolerance 0; of 40 Amsterdam alone is twice a target. How large are
  the largest deviations, sorted, and the misplaced share, set against a mixed-integer programme (`--milp`, five minutes
  each; `benchmarks.area_milp` says which)?

Holes are counted in all of them: parts of the country that only one territory separates from the outside.

Seconds are those of the processor and, in brackets, of the clock. Starts are followed on two threads, so the clock is
the smaller where the machine has nothing else to do, and the smaller of the two is judged. Open water costs what it
costs: on the areas that ship, Zeeuws-Vlaanderen and Schouwen-Duiveland hang on one link each to another shore, and most
of what a hundred territories lack to the unconstrained diagram is lost there.
Official borders are looked for in `RAYON_DATA`.
"""

from __future__ import annotations

import argparse
import os
import warnings
from pathlib import Path
from time import perf_counter, process_time

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components
from sklearn.exceptions import ConvergenceWarning

from benchmarks.area_milp import solve
from geo.areas import official
from geo.clustering import Allocation, BalancedKMeans, allocate

DATA = Path(os.environ.get("RAYON_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
CASES = [(12, 0.001), (40, 0.005), (100, 0.02)]
COARSE = (12, 40)
LARGEST = 5
COMPACT, SECONDS, SLACK = 1.02, 3.0, 1.1

Ground = tuple[np.ndarray, np.ndarray, csr_array, np.ndarray]
"""Centres, population, adjacency, and which areas lie at the outside of the country."""


def ground(shapes: np.ndarray, population: np.ndarray) -> Ground:
    """Return areas whose islands are each linked to the nearest area."""
    centres = shapely.get_coordinates(shapely.centroid(shapes))
    first, second = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=20)
    pairs = [*zip(first[first != second], second[first != second], strict=True)]
    n = len(shapes)
    while True:
        rows, columns = np.array(pairs).T
        graph = coo_array((np.ones(len(rows)), (rows, columns)), shape=(n, n)).tocsr()
        count, piece = connected_components(graph)
        if count == 1:
            return centres, population, csr_array(graph), outside(shapes)
        island = np.flatnonzero(piece == np.bincount(piece).argmin())
        others = np.flatnonzero(piece != piece[island[0]])
        away = ((centres[island, None] - centres[None, others]) ** 2).sum(2)
        a, b = np.unravel_index(away.argmin(), away.shape)
        pairs += [(island[a], others[b]), (others[b], island[a])]


def outside(shapes: np.ndarray) -> np.ndarray:
    """Return which areas lie at the coast or the border of the country."""
    land = shapely.union_all(shapely.buffer(shapes, 30))
    rim = shapely.union_all(shapely.get_exterior_ring(shapely.get_parts(land)))
    return np.asarray(shapely.dwithin(shapes, rim, 40))


def grounds() -> dict[str, Ground]:
    """Return the postcode areas that ship and, where they are at hand, official areas."""
    coverage = official("postcode", "NL")
    people = DATA / "nl_pc4_centroids.csv"
    if not people.is_file():
        msg = f"Official Dutch data, with the population, is not at {DATA}; set RAYON_DATA to its folder."
        raise SystemExit(msg)
    table = pd.read_csv(people, dtype={"pc4": str}).set_index("pc4")["population_2021"]
    population = table.reindex(coverage.areas["code"].astype(str)).fillna(0).to_numpy(float)
    shapes = coverage.metric.to_numpy()
    found = {"postcode areas, shipped": (coverage.centres, population, coverage.adjacency, outside(shapes))}
    for name, file in {
        "postcode areas, official": f"/vsigzip/{DATA / 'nl_pc4_simplified50m.geojson.gz'}",
        "municipalities": str(DATA / "nl_municipalities.geojson"),
    }.items():
        frame = gpd.read_file(file).to_crs(28992)
        people_of = frame["population_2021"].fillna(0).to_numpy(float)
        found[name] = ground(shapely.make_valid(frame.geometry.to_numpy()), people_of)
    return found


def holes(adjacency: csr_array, labels: np.ndarray, rim: np.ndarray) -> int:
    """Count the parts of the rest of the country that one territory alone separates from the outside."""
    found = 0
    for territory in np.unique(labels):
        rest = np.flatnonzero(labels != territory)
        if len(rest):
            count, piece = connected_components(adjacency[rest][:, rest], directed=False)
            found += count - len(np.unique(piece[rim[rest]]))
    return found


def timed(place: Ground, k: int, tolerance: float, seed: int) -> tuple[Allocation, float, float]:
    """Return a division with the seconds of the processor and of the clock that it took."""
    processor, clock = process_time(), perf_counter()
    result = allocate(*place[:3], k, tolerance=tolerance, random_state=seed)
    return result, process_time() - processor, perf_counter() - clock


def verdict(*good: bool) -> str:
    """Return what a line of the table ends with."""
    return "ok" if all(good) else "MISSED"


def compact(name: str, place: Ground, k: int, tolerance: float, seeds: int) -> None:
    """Print a line on postcode areas."""
    free = []
    for seed in range(seeds):
        model = BalancedKMeans(k, tolerance=tolerance, random_state=seed).fit(place[0], sample_weight=place[1])
        free.append(float(model.inertia_))
    runs = [timed(place, k, tolerance, seed) for seed in range(seeds)]
    ratio = np.array([run[0].inertia / alone for run, alone in zip(runs, free, strict=True)])
    against_best = np.median([run[0].inertia for run in runs]) / min(free)
    deviation = max(run[0].deviation for run in runs)
    processor, clock = (np.array([run[i] for run in runs]) for i in (1, 2))
    whole = all(run[0].contiguous for run in runs)
    pierced = sum(holes(place[2], run[0].labels, place[3]) for run in runs)
    good = (
        whole,
        deviation <= tolerance + 1e-12,
        ratio.max() <= COMPACT,
        np.median(np.minimum(processor, clock)) <= SECONDS,
    )
    print(
        f"{name:<26}{k:>4}{tolerance:>8.1%}{'yes' if whole else 'NO':>6}{deviation:>11.3%}"
        f"{np.median(ratio):>10.3f}{ratio.max():>8.3f}{against_best:>8.3f}{pierced:>7}"
        f"{np.median(processor):>8.2f} ({np.median(clock):.2f}){processor.max():>7.2f} ({clock.max():.2f})"
        f"  {verdict(*good)}",
        flush=True,
    )


def figures(loads: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the largest deviations from equal targets, sorted, and the misplaced share."""
    target = loads.sum() / len(loads)
    return np.sort(np.abs(loads / target - 1))[::-1][:LARGEST], float(np.abs(loads - target).sum() / 2 / loads.sum())


def told(name: str, deviations: np.ndarray, misplaced: float, rest: str) -> None:
    """Print a line on municipalities."""
    print(f"    {name:<24}" + "".join(f"{d:>10.3%}" for d in deviations) + f"{misplaced:>10.3%}  {rest}", flush=True)


def even(place: Ground, k: int, seeds: int, minutes: float) -> None:
    """Print what comes of municipalities, and of the programmes where there is time for them."""
    runs = [timed(place, k, 0.0, seed) for seed in range(seeds)]
    ours = [figures(run[0].loads) for run in runs]
    print(f"\n{k} territories of 342 municipalities")
    for seed, (run, (deviations, misplaced)) in enumerate(zip(runs, ours, strict=True)):
        pierced = holes(place[2], run[0].labels, place[3])
        spent = f"{run[1]:.2f} ({run[2]:.2f}) s, {pierced} holes{'' if run[0].contiguous else ', NOT IN ONE PIECE'}"
        told(f"seed {seed}", deviations, misplaced, spent)
    if not minutes:
        return
    graph = csr_array(place[2])
    graph.sort_indices()
    for contiguity in ("flow", "free"):
        found = solve(*place[:2], graph, k, contiguity, 60 * minutes)
        if found.labels is None:
            print(f"    programme, {contiguity}: nothing found in {minutes:g} minutes")
            continue
        deviations, misplaced = figures(np.bincount(found.labels, place[1], k))
        worst = [max(float((d / np.maximum(deviations, 1e-12)).max()), m / max(misplaced, 1e-12)) for d, m in ours]
        median = float(np.median(worst))
        told(
            f"programme, {contiguity}", deviations, misplaced, f"ours at most {median:.2f} × {verdict(median <= SLACK)}"
        )


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--milp", type=float, default=0.0, metavar="MINUTES", help="minutes for each programme; none")
    given = parser.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)
    places = grounds()
    coarse = places.pop("municipalities")
    allocate(*coarse[:3], 3)
    print(
        f"{'':<26}{'k':>4}{'asked':>8}{'whole':>6}{'deviation':>11}{'inertia ×':>10}{'worst':>8}{'best':>8}"
        f"{'holes':>7}{'seconds':>15}{'worst':>14}"
    )
    for name, place in places.items():
        for k, tolerance in CASES:
            compact(name, place, k, tolerance, given.seeds)
    print(f"\n{'':<28}{'largest deviations':<50}{'misplaced':>10}")
    for k in COARSE:
        even(coarse, k, given.seeds, given.milp)


if __name__ == "__main__":
    main()
