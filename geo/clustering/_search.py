"""
Search for a contiguous division: starts, annealing, chains of transfers.

Every start is annealed into shape. Where the tolerance is met by then the most compact one is taken; where it is not,
chains even out the best, and it is heated again with balance before all, in the hope of another arrangement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from geo.clustering._anneal import (
    CALM,
    COOLING,
    EVENING,
    MENDING,
    REHEATING,
    SCOUTING,
    SHAPING,
    Schedule,
    anneal,
    proposals,
)
from geo.clustering._areas import Areas
from geo.clustering._arrays import Callback, FloatArray, IntArray
from geo.clustering._bounds import lower_bound
from geo.clustering._divide import divide
from geo.clustering._estimator import deviation
from geo.clustering._exchange import Exchange, ranking
from geo.clustering._power import centroids, inertia, loads_of, squared_distances
from geo.clustering._regions import region, within
from geo.clustering._repair import make_contiguous
from geo.clustering._sketches import sketches
from geo.clustering._solve import Listener
from geo.clustering._targets import Apart, set_apart

_TRIES, _TRIES_EACH = 200, 40
_SKETCHES = 6
_FIRST = 0.6
"""Part of the work that is done once the first of two searches ends."""
_FEW = 1000
"""Areas up to which other starts than the best diagram are cheap enough to be followed."""
_COSTLY = 1.01
"""Growth by contiguity from which one start is followed in many ways: what comes of it is a matter of luck then."""
_SCOUTS, _FOLLOWED = 12, 2
"""Ways in which the one start among many areas is followed then while it is hot, and how many of them to the end."""
_SCHEDULES = (CALM, SHAPING, CALM)
"""How it is followed where territories are too few for some of them to be a region of their own, or areas too heavy."""
_LUMPY = 4.0
"""Tolerances that a typical area weighs from which evenness, and not water, is what is hard."""
_REGION, _REGIONS, _REGIONAL = 8, 24, 24
"""Territories that are heated again together, how often that is tried, and of how many, where contiguity costs much."""
_ANYWHERE = 0.01
"""Least chance of a region to be heated again, as if so much of its inertia were lost."""
_FAR = 10.0
"""Distance from the middle, in that of half of the areas, beyond which an area counts as no farther."""
_UNEVEN = 0.1
"""What mending a squared deviation costs, in mean areas of one territory and mean spreads, about."""
_REHEATED, _REHEATINGS, _PROPOSALS = 2, 24, 14_000_000
"""Divisions that are heated again where the tolerance is missed; among few areas, how often each and for how long."""
_REST = 0.05
"""Precision wanted of the others where an area is set apart, in what it forces on them."""
_STIFF = 100.0
"""What a deviation of an area set apart costs more than another: it should be alone where that can be."""
_STARTED, _SCOUTED, _SHAPED, _EVENED, _MENDED = 0.35, 0.5, 0.65, 0.75, 0.8
"""Parts of the work that are done after each stage."""


@dataclass(frozen=True)
class Attempt:
    """One division: labels (n,), and centres (k, d) of the diagram it came from."""

    labels: IntArray
    centers: FloatArray


def search(
    points: FloatArray,
    weights: FloatArray,
    graph: csr_array,
    targets: FloatArray,
    tolerance: float,
    rng: np.random.RandomState,
    callback: Callback,
) -> Attempt:
    """
    Return the best contiguous division that is found.

    Parameters
    ----------
    points, weights, graph, targets
        Shapes (n, d), (n,) with a positive sum, (n, n) connected, and (k,) with the same sum, k at most n.
    tolerance
        Deviation to be content with.
    rng
        Draws starts and proposals.
    callback
        As `allocate` takes it.
    """
    points = drawn_in(points)
    first = _Search(points, weights, graph, targets, tolerance, rng, callback)
    if not first.depends_on_luck:
        return first.run()

    def half(stage: str, fraction: float, now: float) -> bool:
        return callback(stage, _FIRST * fraction, now)

    def rest(stage: str, fraction: float, now: float) -> bool:
        return callback(stage, _FIRST + (1 - _FIRST) * fraction, min(now, max(first.best, tolerance)))

    first.callback = half
    found = first.run()
    if first.stopped or first.enough(found):
        return found
    # Of heavy areas only some arrangements fit, and one start in five leads to none of them: so another is tried.
    second = _Search(points, weights, graph, targets, tolerance, rng, rest)
    return min(found, second.run(), key=second.merit)


def drawn_in(points: FloatArray) -> FloatArray:
    """
    Return points of which those far from all others are brought nearer, shape (n, d).

    One place far away outweighs the distances of all others together, and would leave them in disorder.
    """
    middle = np.median(points, axis=0)
    away = np.sqrt(((points - middle) ** 2).sum(1))
    far = away > _FAR * np.median(away)
    if not far.any() or not np.median(away) > 0:
        return points
    result = points.copy()
    result[far] = middle + (points[far] - middle) * (_FAR * np.median(away) / away[far])[:, None]
    return result


@dataclass
class _Search:
    points: FloatArray
    weights: FloatArray
    graph: csr_array
    targets: FloatArray
    tolerance: float
    rng: np.random.RandomState
    callback: Callback
    stopped: bool = False
    best: float = np.inf
    ideal: FloatArray | None = None
    """What each area adds to the inertia of the diagram, shape (n,), where contiguity costs much."""

    def run(self) -> Attempt:
        """Go through all stages, until one of them is good enough or the caller stops."""
        found = self._shaped(self._starts())
        best = found[0]
        if self._few and not self.stopped and not self.enough(best):
            # No more than a few chains: where they are not enough, another arrangement is worth more than all of them.
            best = min(best, self._evened(best, _SHAPED, _EVENED, 0), key=self.merit)
        self._keep(best)
        if not self.stopped:
            best = min(best, *self._mended(best, _EVENED, _MENDED), key=self.merit)
        if self.ideal is not None and not self.stopped:
            best = self._relieved(best, self.ideal)
        if not self.stopped and not self.enough(best) and len(self.targets) > 1:
            best = self._reheated([best, *found[1:_REHEATED]])
        return best

    @cached_property
    def apart(self) -> Apart:
        """Areas too heavy for any territory, and what the others aim at."""
        return set_apart(self.weights, self.targets, self.tolerance)

    @cached_property
    def precision(self) -> float:
        """
        Deviation from the aims to be content with.

        Where an area is set apart, what that forces on the others alone may be beyond the tolerance; then they should
        at least be even.
        """
        if not self.apart.items.size:
            return self.tolerance
        others = np.delete(self.apart.targets / self.targets, self.apart.clusters)
        forced = float(np.abs(others - 1).max(initial=0.0))
        return max(self.tolerance - forced, min(self.tolerance, _REST * forced))

    @cached_property
    def aims(self) -> FloatArray:
        """What each territory should come to, never zero, shape (k,); beside an area set apart all is too much."""
        aims: FloatArray = np.maximum(self.apart.targets, 1e-9 * self.targets.min())
        aims[self.apart.clusters] /= 1 + self.precision
        return aims

    @cached_property
    def _stiffness(self) -> FloatArray:
        stiffness = self.aims.copy()
        stiffness[self.apart.clusters] *= _STIFF
        return stiffness

    @cached_property
    def _possible(self) -> float:
        possible = lower_bound(self.weights, np.maximum(self.apart.targets, 1e-9 * self.targets.min()))
        return max(self.precision, possible + 1e-9 if possible > 0 else 0.0)

    @property
    def depends_on_luck(self) -> bool:
        """Whether it is a matter of the start if a tolerance is missed that nothing rules out."""
        ruled_out = self.apart.items.size > 0 or self._possible > self.precision or not self.tolerance > 0
        return self._few and 1 < len(self.targets) < len(self.points) and not ruled_out

    @property
    def _lump(self) -> float:
        """What a typical area weighs, in targets of a typical territory."""
        return len(self.targets) * float(self.weights @ self.weights) / float(self.weights.sum()) ** 2

    @property
    def _few(self) -> bool:
        return len(self.points) <= _FEW

    def _loads(self, attempt: Attempt) -> FloatArray:
        return loads_of(attempt.labels, self.weights, len(self.targets))

    def _deviation(self, attempt: Attempt) -> float:
        # Told of what was asked for: an area set apart is far from that, however well the others meet their aims.
        return deviation(self._loads(attempt), self.targets)

    def enough(self, attempt: Attempt) -> bool:
        """Return whether a division is as even as is asked for, or can be."""
        return bool(np.abs(self._loads(attempt) / self.aims - 1).max() <= self._possible)

    def _spread(self, labels: IntArray) -> FloatArray:
        """Return what each area adds to the inertia of a division, shape (n,)."""
        none = np.zeros((len(self.targets), self.points.shape[1]))
        away = self.points - centroids(self.points, self.weights, labels, none)[labels]
        return np.asarray(self.weights * (away * away).sum(1))

    def _inertia(self, labels: IntArray) -> float:
        none = np.zeros((len(self.targets), self.points.shape[1]))
        return inertia(self.points, self.weights, labels, centroids(self.points, self.weights, labels, none))

    def merit(self, attempt: Attempt) -> tuple[list[float], float]:
        """Return what is least for the best: deviations beyond the tolerance, largest first, then inertia."""
        return ranking(self._loads(attempt) / self.targets - 1, self.tolerance), self._inertia(attempt.labels)

    def _keep(self, attempt: Attempt) -> None:
        self.best = min(self.best, self._deviation(attempt))

    def _hear(self, stage: str, fraction: float, now: float = np.inf) -> bool:
        # Within the tolerance a more compact division counts for more than an evener one, so no less is promised.
        self.stopped = self.stopped or bool(self.callback(stage, fraction, max(min(now, self.best), self.tolerance)))
        return self.stopped

    def _starts(self) -> list[Attempt]:
        """Return contiguous divisions to start from, the most promising first."""
        diagram = divide(
            self.points,
            self.weights,
            self.targets,
            tolerance=self.tolerance,
            n_init=1,
            max_iter=60,
            rng=self.rng,
            # What comes of this is in many pieces: its deviation says nothing of what it will be in one piece each.
            listener=Listener(lambda stage, fraction, _: self._hear(stage, _STARTED * fraction)),
            settle=False,
        )
        first = self._whole(diagram.labels, diagram.centers, diagram.offsets)
        if self.stopped or len(self.targets) in (1, len(self.points)):
            return [first]
        if not self._few:
            if self._promise(first.labels) <= _COSTLY * self._promise(diagram.labels):
                return [first]
            if len(self.targets) < _REGIONAL or self._lump > _LUMPY * self.tolerance:
                return [first] * len(_SCHEDULES)
            self.ideal = self._spread(diagram.labels)
            return [first]
        others = [
            self._whole(sketch.labels, sketch.centers, sketch.offsets)
            for sketch in sketches(self.points, self.weights, self.apart, _SKETCHES, self.rng)
        ]
        return [first, *others]

    def _whole(self, labels: IntArray, centers: FloatArray, offsets: FloatArray) -> Attempt:
        costs = squared_distances(self.points, centers) - offsets
        return Attempt(make_contiguous(self.graph, labels, self.weights, costs), centers)

    def _promise(self, labels: IntArray) -> float:
        """Return the inertia of a division, enlarged by about what it takes to even it out."""
        uneven = float(np.mean((loads_of(labels, self.weights, len(self.targets)) / self.aims - 1) ** 2))
        areas = float(np.median(self.aims) / self.weights[self.weights > 0].mean())
        return self._inertia(labels) * (1 + _UNEVEN * areas * uneven)

    def _annealed(
        self, attempts: list[Attempt], schedules: Sequence[Schedule], begin: float, end: float, now: float = np.inf
    ) -> list[Attempt]:
        divisions = [attempt.labels.copy() for attempt in attempts]
        anneal(
            self.graph,
            divisions,
            self.points,
            self.weights,
            self.aims,
            self._stiffness,
            self.precision,
            schedules,
            self.rng,
            lambda fraction: self._hear("exchange", begin + (end - begin) * fraction, now),
        )
        return [replace(attempt, labels=labels) for attempt, labels in zip(attempts, divisions, strict=True)]

    def _shaped(self, starts: list[Attempt]) -> list[Attempt]:
        """Return annealed starts, the best first, all of them mended where areas are many and so chains are quick."""
        if self._few:
            found = self._annealed(starts, [SHAPING] * len(starts), _STARTED, _SHAPED)
        elif self.ideal is None:
            found = self._annealed(starts, _SCHEDULES[: len(starts)], _STARTED, _SHAPED)
        else:
            scouts = self._annealed(starts * _SCOUTS, [SCOUTING] * _SCOUTS, _STARTED, _SCOUTED)
            scouts = sorted(scouts, key=lambda scout: self._promise(scout.labels))[:_FOLLOWED]
            found = self._annealed(scouts, [COOLING] * _FOLLOWED, _SCOUTED, _SHAPED)
        if not self._few:
            for number, shaped in enumerate(found):
                if not self.stopped and not self.enough(shaped):
                    evened = self._evened(shaped, _SHAPED, _SHAPED)
                    found[number] = min(shaped, evened, *self._mended(evened, _SHAPED, _SHAPED), key=self.merit)
        return sorted(found, key=self.merit)

    def _evened(self, attempt: Attempt, begin: float, end: float, tries_each: int = _TRIES_EACH) -> Attempt:
        """Return a division evened out by chains of transfers."""
        labels, k = attempt.labels.copy(), len(self.targets)
        centers = centroids(self.points, self.weights, labels, attempt.centers)
        ground = Areas(self.graph, squared_distances(self.points, centers), self.weights, labels)
        exchange = Exchange(ground, self.weights, self.aims, self.precision)

        def hear(fraction: float, _deviation: float) -> bool:
            now = deviation(loads_of(labels, self.weights, k), self.targets)
            return self._hear("exchange", begin + (end - begin) * fraction, now)

        exchange.run(_TRIES + tries_each * k, hear)
        return replace(attempt, labels=labels)

    def _mended(self, attempt: Attempt, begin: float, end: float) -> list[Attempt]:
        return self._annealed([attempt], [MENDING], begin, end, self._deviation(attempt))

    def _relieved(self, best: Attempt, ideal: FloatArray) -> Attempt:
        """Return the best that comes of heating regions again, mostly where much is lost to the diagram."""
        k = len(self.targets)
        for number in range(_REGIONS):
            if self._hear("exchange", _MENDED + (1 - _MENDED) * number / _REGIONS, self._deviation(best)):
                break
            labels = best.labels.copy()
            lost = np.bincount(labels, self._spread(labels) - ideal, k)
            chance = np.maximum(lost, _ANYWHERE * ideal.sum() / k)
            centers = centroids(self.points, self.weights, labels, best.centers)
            middle = self.rng.choice(k, p=chance / chance.sum())
            chosen = region(self.graph, labels, centers, middle, _REGION)
            areas, part, numbers = within(self.graph, labels, chosen)
            weights = self.weights[areas]
            if not weights.any():
                continue
            aims, stiffness = self.aims[chosen], self._stiffness[chosen]
            anneal(part, [numbers], self.points[areas], weights, aims, stiffness, self.precision, [REHEATING], self.rng)
            labels[areas] = chosen[numbers]
            best = min(best, replace(best, labels=labels), key=self.merit)
        self._keep(best)
        return best

    def _reheated(self, found: list[Attempt]) -> Attempt:
        """Return the best that comes of heating some divisions again and again, each from where it stands."""
        times = 1
        if self._few:
            each = proposals(self.graph, found[0].labels, EVENING) * len(found)
            times = max(1, min(_REHEATINGS, _PROPOSALS // max(each, 1)))
        step = (1 - _MENDED) / (times + 1)
        self._hear("start", _MENDED)
        for number in range(times):
            begin = _MENDED + step * number
            trials = self._annealed(found, [EVENING] * len(found), begin, begin + step, self.best)
            found = [min(pair, key=self.merit) for pair in zip(found, trials, strict=True)]
            best = min(found, key=self.merit)
            self._keep(best)
            if self.stopped or self.enough(best):
                return best
        best = min(best, self._evened(best, 1 - step, 1.0), key=self.merit)
        self._keep(best)
        return best
