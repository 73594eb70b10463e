"""Balanced k-means as a scikit-learn estimator."""

from __future__ import annotations

import warnings
from numbers import Integral, Real
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils._param_validation import Interval
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from geo.clustering import _checks as checks
from geo.clustering._arrays import Callback, FloatArray, IntArray, unheard
from geo.clustering._bounds import lower_bound
from geo.clustering._divide import divide
from geo.clustering._power import inertia, loads_of
from geo.clustering._solve import Listener, Solution
from geo.clustering._swarm import assign
from geo.clustering._targets import shares
from geo.clustering._threads import one_thread


class _Count(Interval):  # type: ignore[misc]
    """A whole number from one on; True is none."""

    def __init__(self) -> None:
        super().__init__(Integral, 1, None, closed="left")

    def is_satisfied_by(self, val: object) -> bool:
        return not isinstance(val, bool) and bool(super().is_satisfied_by(val))


class BalancedKMeans(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """
    Cluster points so that each cluster carries its share of the weight.

    The result is a power diagram: cluster k holds the points x where ``|x - c_k|² - w_k`` is least. Balanced exactly,
    it minimises the weighted squared distance to given centres (Aurenhammer, Hoffmann & Aronov 1998); centres and
    offsets ``w`` are moved in turn until they stand still.

    A cluster may come out without any point: where its share is less than half of the lightest point, where fewer
    points weigh something than there are clusters, or where a tolerance of 1 or more allows it. Its load is 0, its
    deviation 1; its centre and offset, finite, are those the search ended with.

    Parameters
    ----------
    n_clusters
        How many clusters.
    capacities
        What each cluster should carry, in proportion, shape (n_clusters,); equal shares if None.
    tolerance
        Deviation allowed: largest ``|load - target| / target``.
    n_init
        Starts followed to the end; the best result is kept.
    max_iter
        Rounds of centroid moves for each start, on a summary of the points.
    random_state
        Draws the starts. The result is the same for the same seed on any number of threads.
    callback
        Called as ``callback(stage, fraction, deviation)``, the deviation infinite before there is one; returning True
        stops with the best so far.

    Attributes
    ----------
    cluster_centers_ : ndarray of shape (n_clusters, n_features)
    cluster_offsets_ : ndarray of shape (n_clusters,)
        In squared units of the features; only their differences matter.
    labels_ : ndarray of shape (n_samples,)
        May differ from ``predict(X)`` where points of one border are divided to meet the tolerance, and around a point
        heavier than its target, which is alone in its cluster though not in its power cell.
    loads_, targets_ : ndarray of shape (n_clusters,)
        Weight that each cluster carries and should carry.
    deviation_ : float
        Largest ``|load - target| / target``.
    inertia_ : float
        Weighted sum of squared distances of points to the centre of their cluster.
    lower_bound_ : float
        Deviation that no assignment of these indivisible points can beat.
    n_iter_ : int
        Rounds of centroid moves.
    n_split_ : int
        Points whose label differs from ``predict(X)``.

    Warns
    -----
    ConvergenceWarning
        If the tolerance is missed; compare `deviation_` with `lower_bound_`.

    Examples
    --------
    >>> import numpy as np
    >>> points = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [9.0, 0.0]])
    >>> BalancedKMeans(2, random_state=0).fit(points).loads_
    array([2., 2.])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "n_clusters": [_Count()],
        "capacities": ["array-like", None],
        "tolerance": [Interval(Real, 0, None, closed="left")],
        "n_init": [_Count()],
        "max_iter": [_Count()],
        "random_state": ["random_state"],
        "callback": [callable, None],
    }

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        capacities: npt.ArrayLike | None = None,
        tolerance: float = 0.01,
        n_init: int = 1,
        max_iter: int = 60,
        random_state: int | np.random.RandomState | None = None,
        callback: Callback | None = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.capacities = capacities
        self.tolerance = tolerance
        self.n_init = n_init
        self.max_iter = max_iter
        self.random_state = random_state
        self.callback = callback

    def fit(self, X: npt.ArrayLike, y: object = None, sample_weight: npt.ArrayLike | None = None) -> Self:  # noqa: N803
        """
        Divide the points.

        Parameters
        ----------
        X
            Points, shape (n_samples, n_features), in units in which distance means something.
        y
            Ignored.
        sample_weight
            What each point weighs, not negative, shape (n_samples,); 1 each if None.

        Raises
        ------
        ValueError
            If there are fewer points than clusters, if nothing weighs anything, or if weights or capacities are not
            what they should be.
        """
        self._validate_params()
        points: FloatArray = validate_data(self, X, dtype=np.float64)
        weights: FloatArray = _check_sample_weight(sample_weight, points, dtype=np.float64, ensure_non_negative=True)
        checks.not_beyond("X", points)
        checks.not_beyond("sample_weight", weights)
        k = int(self.n_clusters)
        if len(points) < k:
            msg = f"n_samples={len(points)} should be >= n_clusters={k}."
            raise ValueError(msg)
        targets = weights.sum() * shares(self.capacities, k)
        with one_thread():
            solution = divide(
                points,
                weights,
                targets,
                tolerance=float(self.tolerance),
                n_init=int(self.n_init),
                max_iter=int(self.max_iter),
                rng=check_random_state(self.random_state),
                listener=Listener(self.callback or unheard),
            )
            self._keep(points, weights, targets, solution)
        if self.deviation_ > self.tolerance + 1e-9 and not solution.stopped:
            digits = _digits(self.deviation_, float(self.tolerance))
            warnings.warn(
                f"The loads deviate by {self.deviation_:.{digits}%}, more than the tolerance of "
                f"{self.tolerance:.{digits}%}. No assignment of these points deviates by less than "
                f"{self.lower_bound_:.{digits}%}.",
                ConvergenceWarning,
                stacklevel=2,
            )
        return self

    def predict(self, X: npt.ArrayLike) -> IntArray:  # noqa: N803
        """Return the power cell in which each point lies, shape (n_samples,)."""
        check_is_fitted(self)
        points: FloatArray = validate_data(self, X, dtype=np.float64, reset=False)
        with one_thread():
            return assign(points, self.cluster_centers_, self.cluster_offsets_, self._frame)

    def _keep(self, points: FloatArray, weights: FloatArray, targets: FloatArray, solution: Solution) -> None:
        """Set every fitted attribute, and so all of them or none."""
        loads = loads_of(solution.labels, weights, len(targets))
        self._frame = solution.frame
        self.cluster_centers_ = solution.centers
        self.cluster_offsets_ = solution.offsets
        self.labels_ = solution.labels
        self.loads_ = loads
        self.targets_ = targets
        self.deviation_ = deviation(loads, targets)
        self.inertia_ = inertia(points, weights, solution.labels, solution.centers)
        self.lower_bound_ = lower_bound(weights, targets)
        self.n_iter_ = solution.rounds
        self.n_split_ = solution.split


def deviation(loads: FloatArray, targets: FloatArray) -> float:
    """Return the largest |load − target| / target; 0 where nothing is to be carried."""
    return float((np.abs(loads - targets)[targets > 0] / targets[targets > 0]).max(initial=0.0))


def _digits(deviation: float, tolerance: float) -> int:
    """Return the digits of percentages, two or more, with which a deviation does not look like the tolerance."""
    return next((n for n in range(2, 12) if f"{deviation:.{n}%}" != f"{tolerance:.{n}%}"), 12)
