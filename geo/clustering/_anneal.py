"""
Make a contiguous division compact and even at once, by simulated annealing (Kirkpatrick, Gelatt & Vecchi 1983).

Repairing contiguity and balance one hop at a time bends borders: on 4,000 postcode areas and 100 territories the
spread grew by 3 to 12 %. Proposals that are weighed by the true spread, around each territory's own mean, and by the
balance together make both good, and a compiled loop makes a million of them in a quarter of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from geo.clustering._arrays import FloatArray, IntArray
from geo.clustering._frontier import jostle
from geo.clustering._power import centroids, inertia
from geo.clustering._threads import over_parts

_CHUNKS, _ROUNDS = 25, 4
_LEAST_MASS = 1e-3
"""What an area without weight counts for in the shape of its territory, in mean areas."""
_PLANAR = 6
"""Edges for each area, both ways, that a map has at most; proposals for more would only take longer."""
_WITHIN = 0.99
"""Part of the tolerance to keep within, so that rounding never oversteps it."""


@dataclass(frozen=True)
class Schedule:
    """
    How heat falls and balance hardens.

    Heats, from `hot` to `cold`, are in mean spreads of the division for each unit of weight that goes, up to that of a
    mean area: so areas without weight are not left in disorder. A deviation by one mean area beyond the tolerance costs
    `soft` to `hard` of these. `moves` proposals are made for each edge that crosses a border, `most` in all at most.
    """

    hot: float
    cold: float
    soft: float
    hard: float
    moves: int
    most: int


SHAPING = Schedule(2.0, 0.003, 2.0, 1e4, 1000, 8_000_000)
"""From a power diagram to a division: soft enough at first that loads can flow across several territories."""
CALM = Schedule(0.2, 0.003, 5.0, 1e4, 1000, 8_000_000)
"""The same where the diagram suits the ground already: it comes out a little more compact."""
SCOUTING = Schedule(1.0, 0.4, 2.0, 5.0, 60, 500_000)
"""The hot beginning alone, after which it shows what an arrangement will come to where water is in the way."""
COOLING = Schedule(0.4, 0.003, 5.0, 1e4, 400, 3_500_000)
"""What follows it."""
REHEATING = Schedule(0.5, 0.003, 5.0, 1e4, 1000, 1_000_000)
"""Looks for another arrangement of a few territories."""
MENDING = Schedule(0.1, 0.003, 1e4, 1e5, 100, 500_000)
"""Straightens borders that the exchange has bent, at kept balance."""
EVENING = Schedule(3.0, 0.01, 30.0, 1e6, 1000, 4_000_000)
"""Looks for another arrangement, balance before all."""


def proposals(graph: csr_array, labels: IntArray, schedule: Schedule) -> int:
    """Return about how many proposals are made to a division."""
    source = np.repeat(np.arange(len(labels)), np.diff(graph.indptr))
    crossing = int((labels[source] != labels[graph.indices]).sum())
    return min(schedule.moves * min(crossing, _PLANAR * len(labels)), schedule.most)


def anneal(
    graph: csr_array,
    divisions: Sequence[IntArray],
    points: FloatArray,
    weights: FloatArray,
    targets: FloatArray,
    stiffness: FloatArray,
    tolerance: float,
    schedules: Sequence[Schedule],
    rng: np.random.RandomState,
    stop: Callable[[float], bool] = lambda _fraction: False,
) -> None:
    """
    Hand areas over along borders until divisions are cold, several at a time.

    Parameters
    ----------
    graph
        Symmetric, indices sorted, shape (n, n).
    divisions
        Labels with every territory in one piece, changed in place, shape (n,) each.
    points, weights, targets
        Shapes (n, d), (n,) and (k,), something weighing something.
    stiffness
        What the deviation of each territory counts for, in units of target, shape (k,).
    tolerance
        Relative deviation that is good enough.
    schedules
        How each division cools.
    rng
        Draws the proposals.
    stop
        Hears the fraction done and may end it, with whatever there is then.
    """
    typical = float(weights[weights > 0].mean())
    masses = np.maximum(weights, _LEAST_MASS * typical)
    centred = points - points.mean(axis=0)
    moments = masses[:, None] * centred
    rows, columns = graph.indptr.astype(np.int64), graph.indices.astype(np.int64)
    way = np.linspace(0.0, 1.0, _CHUNKS * _ROUNDS)
    scale = float(np.median(targets)) / typical
    heats = [s.hot * (s.cold / s.hot) ** way for s in schedules]
    hardnesses = [scale * s.soft * (s.hard / s.soft) ** way for s in schedules]
    none = np.zeros((len(targets), points.shape[1]))
    spreads = [
        inertia(centred, masses, labels, centroids(centred, masses, labels, none)) / float(masses.sum())
        for labels in divisions
    ]
    moves = [
        proposals(graph, labels, schedule) // len(way) + 1
        for labels, schedule in zip(divisions, schedules, strict=True)
    ]
    if not min(spreads) > 0:
        return
    for chunk in range(_CHUNKS):
        if stop(chunk / _CHUNKS):
            break
        rounds = slice(chunk * _ROUNDS, (chunk + 1) * _ROUNDS)
        seeds = rng.randint(1, 2**31 - 1, len(divisions))

        def cool(number: int, _first: int, _last: int, rounds: slice = rounds, seeds: IntArray = seeds) -> None:
            jostle(
                rows,
                columns,
                divisions[number],
                masses,
                moments,
                weights,
                targets,
                stiffness,
                _WITHIN * tolerance,
                typical,
                spreads[number] * heats[number][rounds],
                spreads[number] * hardnesses[number][rounds],
                moves[number],
                seeds[number],
            )

        over_parts(cool, len(divisions), len(divisions))
