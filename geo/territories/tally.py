"""
Customers added up per area, so that an edit costs a sum over areas however many customers there are.

Loads are exact: the sum over areas of what lies in them, with every customer that an override binds taken out of its
area and put into its territory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import EditError
from geo.territories.measures import Balance, pieces
from geo.territories.plan import Plan
from geo.texts import text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Standing:
    """
    Every figure of a plan that follows from its areas and overrides.

    Parameters
    ----------
    loads
        Sum of each measure in each territory, shape (k, p).
    targets
        Share of each measure by capacity, shape (k, p).
    pieces
        Connected pieces of each territory, shape (k,).
    areas
        Number of areas of each territory, shape (k,).
    spread
        Weighted sum of squared distances to each territory's centre in the balanced measure, shape (k,).
    """

    loads: Floats
    targets: Floats
    pieces: Ints
    areas: Ints
    spread: Floats

    def balance(self, measure: int) -> Balance:
        """Return loads beside targets in one measure, by its column."""
        return Balance(self.loads[:, measure], self.targets[:, measure])


@dataclass(frozen=True, eq=False)
class Tally:
    """
    Customers of one dataset on one coverage.

    Parameters
    ----------
    area
        Area of each customer, shape (n,).
    keys
        Key of each customer, unique, shape (n,).
    measures
        Weights of the customers by name of the measure, each of shape (n,).
    balanced
        Name of the measure whose spread is kept low.
    points
        Places of the customers in metres, shape (n, 2).
    n_areas
        Number of areas m.
    """

    area: Ints
    keys: pd.Series
    measures: Mapping[str, Floats]
    balanced: str
    points: Floats
    n_areas: int

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the measures, the columns of `sums`."""
        return tuple(self.measures)

    @cached_property
    def sums(self) -> Floats:
        """Sum of each measure in each area, overrides not looked at, shape (m, p)."""
        return np.column_stack(
            [np.bincount(self.area, weights=w, minlength=self.n_areas) for w in self.measures.values()]
        ).astype(np.float64)

    def rows_of(self, keys: Iterable[str]) -> list[tuple[str, int]]:
        """Return the customers of some keys, each with its row; those the list has not are left out."""
        asked = list(keys)
        rows = self._index.get_indexer(pd.Index(asked, dtype="object")).tolist() if asked else []
        return [(key, row) for key, row in zip(asked, rows, strict=True) if row >= 0]

    def area_of(self, key: str) -> int:
        """
        Return the area of a customer.

        Raises
        ------
        EditError
            Where the list has no customer of this key.
        """
        found = self.rows_of([key])
        if not found:
            raise EditError(
                text("The list has no customer {key}.", key=key[:80]), text("Search for it by name, postcode or place.")
            )
        return int(self.area[found[0][1]])

    def bound(self, plan: Plan) -> tuple[Ints, Ints]:
        """Return the rows of the customers that overrides bind, and the positions of their territories."""
        if not plan.overrides:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        rows = self._index.get_indexer(pd.Index(list(plan.overrides)))
        found = rows >= 0  # a customer may be gone from a later version of the list
        positions = np.searchsorted(plan.ids, np.array(list(plan.overrides.values()), dtype=np.int64))
        return rows[found].astype(np.int64), positions[found]

    def free_sums(self, plan: Plan) -> Floats:
        """Return the sums per area of the customers that no override binds, shape (m, p)."""
        rows, _ = self.bound(plan)
        return self._without(self.sums, rows, self._values(rows))

    def bound_loads(self, plan: Plan) -> Floats:
        """Return what overrides bring to each territory, shape (k, p)."""
        rows, position = self.bound(plan)
        return _added(position, self._values(rows), len(plan))

    def loads(self, plan: Plan) -> Floats:
        """Return the sum of each measure in each territory, shape (k, p)."""
        rows, position = self.bound(plan)
        return self._total(plan, self.sums, rows, position, self._values(rows))

    def standing(self, plan: Plan) -> Standing:
        """Return every figure of a plan."""
        rows, position = self.bound(plan)
        loads = self._total(plan, self.sums, rows, position, self._values(rows))
        shares = plan.capacities / plan.capacities.sum()
        owned = plan.alignment[plan.alignment >= 0]
        return Standing(
            loads,
            np.outer(shares, loads.sum(axis=0)),
            pieces(plan.alignment, plan.coverage.adjacency, len(plan)),
            np.bincount(owned, minlength=len(plan)).astype(np.int64),
            _spread(self._total(plan, self._moments, rows, position, self._moments_of(rows))),
        )

    @cached_property
    def _index(self) -> pd.Index[Any]:
        index: pd.Index[Any] = pd.Index(self.keys)
        return index

    @cached_property
    def _origin(self) -> Floats:
        """A place amid the customers, so that squares of large coordinates do not drown small differences."""
        return np.asarray(self.points.mean(axis=0)) if len(self.points) else np.zeros(2)

    @cached_property
    def _moments(self) -> Floats:
        """Weight, weighted place and weighted square of the balanced measure in each area, shape (m, 4)."""
        every = self._moments_of(np.arange(len(self.area), dtype=np.int64))
        return np.column_stack([np.bincount(self.area, weights=m, minlength=self.n_areas) for m in every.T])

    def _moments_of(self, rows: Ints) -> Floats:
        weight, place = self.measures[self.balanced][rows], self.points[rows] - self._origin
        return np.column_stack([weight, weight[:, None] * place, weight * (place**2).sum(axis=1)])

    def _total(self, plan: Plan, sums: Floats, rows: Ints, position: Ints, values: Floats) -> Floats:
        """Add up sums per area in each territory, bound customers taken from their areas and put where they belong."""
        free = self._without(sums, rows, values)
        return _added(plan.alignment, free, len(plan)) + _added(position, values, len(plan))

    def _values(self, rows: Ints) -> Floats:
        values: Floats = np.column_stack([w[rows] for w in self.measures.values()]).astype(np.float64)
        return values

    def _without(self, sums: Floats, rows: Ints, values: Floats) -> Floats:
        if not len(rows):
            return sums
        left = sums.copy()
        np.subtract.at(left, self.area[rows], values)
        return left


def _spread(moments: Floats) -> Floats:
    """Return the weighted sum of squared distances to the centre, from moments of each territory, shape (k, 4)."""
    weight = np.where(moments[:, 0] > 0, moments[:, 0], 1.0)
    spread: Floats = np.maximum(moments[:, 3] - (moments[:, 1:3] ** 2).sum(axis=1) / weight, 0.0)
    return spread


def _added(position: Ints, values: Floats, n: int) -> Floats:
    """Add up rows per territory; those of nobody are left out."""
    owned = position >= 0
    return np.column_stack(
        [np.bincount(position[owned], weights=column[owned], minlength=n) for column in values.T]
    ).astype(np.float64)
