"""A plan: which territory each area belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import Coverage
from geo.errors import SettingsError
from geo.texts import text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

UNASSIGNED = -1


@dataclass(frozen=True)
class Territory:
    """
    A set of areas under one representative.

    Parameters
    ----------
    name
        What people call it, unique in its plan.
    capacity
        Work it can carry relative to the others, positive.
    """

    name: str
    capacity: float = 1.0


@dataclass(frozen=True, eq=False)
class Plan:
    """
    A division of a coverage into territories. A plan never changes; an edit makes another.

    Parameters
    ----------
    coverage
        The areas that are divided.
    alignment
        Territory of each area, `UNASSIGNED` for none, shape (m,).
    territories
        The territories, in the order of their numbers.
    overrides
        Customer key → territory, for named customers bound to a territory wherever they lie.
    """

    coverage: Coverage
    alignment: Ints
    territories: tuple[Territory, ...]
    overrides: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse an alignment that does not fit the coverage or the territories."""
        if self.alignment.shape != (len(self.coverage.areas),):
            raise SettingsError(
                text(
                    "The alignment has {given} entries for {wanted} areas.",
                    given=self.alignment.size,
                    wanted=len(self.coverage.areas),
                )
            )
        if self.alignment.size and not (
            self.alignment.min() >= UNASSIGNED and self.alignment.max() < len(self.territories)
        ):
            raise SettingsError(text("The alignment names a territory that the plan does not have."))

    def __len__(self) -> int:
        """Return the number of territories."""
        return len(self.territories)

    @property
    def capacities(self) -> Floats:
        """Relative capacity of each territory, shape (k,)."""
        return np.array([t.capacity for t in self.territories], dtype=np.float64)

    def territory_of(self, areas: Ints, keys: pd.Series) -> Ints:
        """
        Return the territory of each customer.

        Parameters
        ----------
        areas
            Area of each customer, shape (n,).
        keys
            Key of each customer, shape (n,), to find overrides.
        """
        found = self.alignment[areas]
        if self.overrides:
            bound = keys.map(self.overrides)
            found = np.where(bound.notna(), bound.fillna(UNASSIGNED), found).astype(np.int64)
        return found
