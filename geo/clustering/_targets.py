"""
Turn capacities into targets, and set apart the items that no target can hold.

Where an item outweighs the limit of every cluster no balanced division exists and offsets would run away. Such an item
takes the largest cluster to itself; what the others should carry shrinks in proportion, so they still are as even
among themselves as can be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.clustering import _checks as checks
from geo.clustering._arrays import FloatArray, IntArray


def shares(capacities: npt.ArrayLike | None, k: int) -> FloatArray:
    """
    Return what part of the whole each of k clusters should carry, shape (k,).

    Raises
    ------
    ValueError
        If there are not k capacities, or one is not a positive finite number.
    """
    if capacities is None:
        return np.full(k, 1.0 / k)
    given = checks.numbers("capacities", capacities)
    if given.shape != (k,):
        msg = f"capacities should have shape ({k},), one for each cluster; got shape {given.shape}."
        raise ValueError(msg)
    if not (np.isfinite(given).all() and (given > 0).all()):
        msg = f"capacities should be positive and finite; got {given.tolist()}."
        raise ValueError(msg)
    given = given / given.max()
    return np.asarray(given / given.sum(), dtype=np.float64)


@dataclass(frozen=True)
class Apart:
    """Items too heavy for any cluster, the clusters they take to themselves, and what the other clusters aim at."""

    items: IntArray
    clusters: IntArray
    targets: FloatArray


def set_apart(weights: FloatArray, targets: FloatArray, tolerance: float) -> Apart:
    """
    Find the items that outweigh the limit of every cluster.

    Parameters
    ----------
    weights, targets
        Shapes (n,) and (k,), of the same sum.
    tolerance
        A cluster's limit is its target times one and this.

    Returns
    -------
    Apart
        The targets have shape (k,) and the sum of the weights still: an item's own weight for a cluster that it takes,
        what remains, in proportion, for the others. At least one cluster is left for the other items, if there are any.
    """
    aims = targets.astype(np.float64).copy()
    if weights.max(initial=0.0) <= (1 + tolerance) * aims.max(initial=0.0) * (1 + 1e-12):
        nothing = np.zeros(0, dtype=np.intp)
        return Apart(nothing, nothing, aims)
    free = np.ones(len(targets), dtype=np.bool_)
    items: list[int] = []
    clusters: list[int] = []
    for item in np.argsort(-weights, kind="stable")[: len(targets)]:
        last = free.sum() == 1 and len(weights) > len(items) + 1
        if last or not free.any():
            break
        largest = int(np.where(free, aims, -np.inf).argmax())
        if weights[item] <= (1 + tolerance) * aims[largest] * (1 + 1e-12):
            break
        items.append(int(item))
        clusters.append(largest)
        free[largest] = False
        aims[largest] = weights[item]
        rest = max(float(weights.sum() - weights[items].sum()), 0.0)
        aims[free] *= rest / aims[free].sum() if free.any() else 1.0
    return Apart(np.array(items, dtype=np.intp), np.array(clusters, dtype=np.intp), aims)
