"""A plan: which territory each area belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import Coverage
from geo.errors import EditError, SettingsError
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
    id
        Whole number from 1 that stays the same through all revisions and is never given to another.
    name
        What people call it, unique in its plan.
    capacity
        Work it can carry relative to the others, positive.
    colour
        Index of its colour in `geo.palette.PALETTE`, None where none was chosen.
    locked
        Whether edits leave its ground and its customers alone.
    rep
        Name of the representative who serves it, None for nobody.
    """

    id: int
    name: str
    capacity: float = 1.0
    colour: int | None = None
    locked: bool = False
    rep: str | None = None


@dataclass(frozen=True, eq=False)
class Plan:
    """
    A division of a coverage into territories. A plan never changes; an edit makes another.

    Parameters
    ----------
    coverage
        The areas that are divided.
    alignment
        Position in `territories` of each area's territory, `UNASSIGNED` for none, shape (m,).
    territories
        The territories, in the order of their ids.
    overrides
        Customer key → id of a territory, for named customers bound to it wherever they lie.
    """

    coverage: Coverage
    alignment: Ints
    territories: tuple[Territory, ...]
    overrides: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse an alignment that does not fit the coverage or the territories, and keep what nobody can change."""
        alignment = np.array(self.alignment, dtype=np.int64)
        alignment.setflags(write=False)
        object.__setattr__(self, "alignment", alignment)
        object.__setattr__(self, "overrides", MappingProxyType(dict(self.overrides)))
        if alignment.shape != (len(self.coverage.areas),):
            raise SettingsError(
                text(
                    "The alignment has {given} entries for {wanted} areas.",
                    given=alignment.size,
                    wanted=len(self.coverage.areas),
                )
            )
        ids = [t.id for t in self.territories]
        if ids != sorted(set(ids)) or (ids and ids[0] < 1):
            raise SettingsError(text("The territories of a plan are not in the order of their numbers."))
        known = alignment.size == 0 or (alignment.min() >= UNASSIGNED and alignment.max() < len(ids))
        if not (known and set(self.overrides.values()) <= set(ids)):
            raise SettingsError(text("The alignment names a territory that the plan does not have."))

    def __len__(self) -> int:
        """Return the number of territories."""
        return len(self.territories)

    @property
    def capacities(self) -> Floats:
        """Relative capacity of each territory, shape (k,)."""
        return np.array([t.capacity for t in self.territories], dtype=np.float64)

    @cached_property
    def ids(self) -> Ints:
        """Id of each territory, ascending, shape (k,)."""
        return np.array([t.id for t in self.territories], dtype=np.int64)

    @property
    def owners(self) -> Ints:
        """Id of each area's territory, `UNASSIGNED` for none, shape (m,)."""
        return np.append(self.ids, UNASSIGNED)[self.alignment]

    def position(self, territory: int) -> int:
        """
        Return where a territory stands in `territories`.

        Raises
        ------
        EditError
            Where the plan has none of this id.
        """
        at = int(np.searchsorted(self.ids, territory))
        if at == len(self) or self.ids[at] != territory:
            raise EditError(
                text("The plan has no territory {number}.", number=str(territory)),
                text("It may have been removed; choose another."),
            )
        return at

    def positions(self, territories: Iterable[int]) -> Ints:
        """Return where territories stand, `UNASSIGNED` staying what it is; ids the plan has not raise `EditError`."""
        return np.array([UNASSIGNED if t == UNASSIGNED else self.position(int(t)) for t in territories], dtype=np.int64)

    def territory_of(self, areas: Ints, keys: pd.Series) -> Ints:
        """
        Return the position of each customer's territory.

        Parameters
        ----------
        areas
            Area of each customer, shape (n,).
        keys
            Key of each customer, shape (n,), to find overrides.
        """
        found = self.alignment[areas]
        if self.overrides:
            bound = keys.map({key: self.position(territory) for key, territory in self.overrides.items()})
            found = np.where(bound.notna(), bound.fillna(UNASSIGNED), found).astype(np.int64)
        return found
