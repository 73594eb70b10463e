"""What a manager chooses before asking for a plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from geo.errors import SettingsError
from geo.territories import LEAST_CAPACITY, MOST_CAPACITY
from geo.texts import plural, text

AREAS: Final = ("postcode", "municipality", "province", "hexagon", "free")
"""Kinds of building blocks the program makes by itself; "auto" chooses between the first and the last."""

MAX_TERRITORIES: Final = 1000
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class DesignSettings:
    """
    Settings of a proposal, checked when made.

    Parameters
    ----------
    n_territories
        Number of territories, 1 to 1000.
    measure
        What is balanced: "customers", "revenue", "potential", "workload" or a numeric column of the file.
    areas
        Building blocks: one of `AREAS`, "auto", the fingerprint of areas that are kept in the workspace, or "file"
        where the caller brings a coverage that is not kept.
    capacities
        Relative capacity of each territory, None for all alike.
    tolerance
        Deviation that is good enough, as a fraction, 0 to 0.5.
    seed
        Same seed, same plan.

    Raises
    ------
    SettingsError
        Where a setting is outside its bounds, naming it.
    """

    n_territories: int
    measure: str = "customers"
    areas: str = "auto"
    capacities: tuple[float, ...] | None = None
    tolerance: float = 0.01
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the bounds."""
        if not 1 <= self.n_territories <= MAX_TERRITORIES:
            raise SettingsError(
                text("{n} territories cannot be made.", n=self.n_territories),
                text("Ask for 1 to {most}.", most=MAX_TERRITORIES),
            )
        if not 0 <= self.tolerance <= 0.5:
            raise SettingsError(
                text("A tolerance of {tolerance} is out of bounds.", tolerance=f"{self.tolerance:g}"),
                text("Choose a fraction from 0 to 0.5; 0.05 allows five per cent."),
            )
        if self.areas not in (*AREAS, "auto", "file") and not self.own_areas:
            raise SettingsError(
                text("There are no areas of the kind {kind}.", kind=self.areas[:80]),
                text("Choose one of {kinds}.", kinds=", ".join(AREAS)),
            )
        if not 0 <= self.seed < 2**32:
            raise SettingsError(
                text("The seed {seed} is out of bounds.", seed=str(self.seed)),
                text("Choose a whole number from 0 to 4294967295."),
            )
        self._check_capacities()

    @property
    def own_areas(self) -> bool:
        """Whether the building blocks are areas of one's own, kept in the workspace under `areas`."""
        return _FINGERPRINT.fullmatch(self.areas) is not None

    def _check_capacities(self) -> None:
        if self.capacities is None:
            return
        if len(self.capacities) != self.n_territories:
            raise SettingsError(
                plural(
                    "{count} capacity is given, not {wanted}.",
                    "{count} capacities are given, not {wanted}.",
                    len(self.capacities),
                    wanted=self.n_territories,
                ),
                text("Give one number a territory, such as 1, 1, 0.6."),
            )
        for position, value in enumerate(self.capacities, start=1):
            if not LEAST_CAPACITY <= value <= MOST_CAPACITY:
                raise SettingsError(
                    text("Capacity {position} is {value}.", position=position, value=str(value)),
                    text("A capacity is a number from 0.01 to 100; 1 is a full-time representative."),
                )
