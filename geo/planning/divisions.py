"""The divisions that can be compared: how things are today, or a version of a scenario."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from geo.customers import Customers
from geo.errors import SettingsError
from geo.planning.proposal import Proposal
from geo.planning.scenarios import Desks
from geo.territories import Balance, Plan, balance
from geo.texts import Text, text
from geo.viewer import Viewer

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Now:
    """
    How things are today, by the owners in the list of a scenario, drawn on its areas.

    Parameters
    ----------
    scenario
        Name of the scenario.
    """

    scenario: str


@dataclass(frozen=True)
class Made:
    """
    A version of a scenario.

    Parameters
    ----------
    scenario
        Name of the scenario.
    version
        Number of the version, None for the last.
    """

    scenario: str
    version: int | None = None


Chosen: TypeAlias = Now | Made


@dataclass(frozen=True, eq=False)
class Division:
    """
    Customers divided among territories.

    Parameters
    ----------
    proposal
        The plan; for today's division any plan of the list, which knows its owners.
    name
        What people call it, in a few words.
    today
        Whether it is today's division, one territory an owner.
    scenario
        Name of the scenario it is a version of: two of one scenario know their territories by their ids.
    dataset
        Name of the list, where it is known: two of one name are the same list.
    """

    proposal: Proposal
    name: Text
    today: bool = False
    scenario: str | None = None
    dataset: str | None = None

    @classmethod
    def now(cls, proposal: Proposal, *, dataset: str | None = None) -> Division:
        """
        Return today's division of the customers of a plan.

        Raises
        ------
        SettingsError
            Where no customer has an owner.
        """
        if proposal.today is None:
            raise SettingsError(
                text("The list says of no customer who serves it today."),
                text("Load a list with a column of representatives to compare with today."),
            )
        return cls(proposal, text("Today"), today=True, dataset=dataset)

    @property
    def within(self) -> Text:
        """What it is called within a sentence."""
        return text("today") if self.today else self.name

    @property
    def customers(self) -> Customers:
        """The customers."""
        return self.proposal.customers

    @property
    def territory(self) -> Ints:
        """Territory of each customer, −1 for none, shape (n,)."""
        today = self.proposal.today
        return today.territory if self.today and today is not None else self.proposal.territory

    @cached_property
    def plan(self) -> Plan:
        """The areas as they are divided; today's go to the owner of most of their customers."""
        return self.proposal.current_plan if self.today else self.proposal.plan

    @property
    def names(self) -> tuple[str, ...]:
        """What the territories are called."""
        today = self.proposal.today
        if self.today and today is not None:
            return today.reps
        return tuple(t.name for t in self.proposal.plan.territories)

    @property
    def reps(self) -> tuple[str | None, ...]:
        """The representative of each territory, None for nobody."""
        return self.names if self.today else tuple(self.proposal.reps)

    @property
    def named(self) -> bool:
        """Whether it says by itself who its representatives are; else they are those whose work it continues."""
        return self.today or any(t.rep is not None for t in self.proposal.plan.territories)

    @property
    def measure(self) -> str:
        """The measure that it balances."""
        return self.proposal.settings.measure

    def balance(self, measure: str) -> Balance:
        """Return loads and targets in one of its measures; the capacities of today's owners are not known, so equal."""
        capacities = np.ones(len(self.names)) if self.today else self.proposal.plan.capacities
        return balance(self.territory, self.proposal.measures[measure], capacities)

    @cached_property
    def shapes(self) -> gpd.GeoSeries:
        """The ground of each territory in EPSG:4326."""
        if self.today:
            return self.plan.coverage.dissolve(self.plan.alignment, len(self.plan))
        return self.proposal.shapes


def division(desks: Desks, chosen: Chosen, *, viewer: Viewer) -> Division:
    """
    Return a division that was chosen.

    Raises
    ------
    SettingsError
        Where no customer has an owner and today's division is asked for.
    StoreError, EditError
        Where there is no such scenario or version.
    NotAllowedError
        Where a rep asks.
    """
    desk = desks.open(chosen.scenario, viewer)
    dataset = desk.scenario.dataset
    if isinstance(chosen, Now):
        return Division.now(desk.first, dataset=dataset)
    head, _, _ = desk.current
    version = head if chosen.version is None else chosen.version
    name = text("{name} · version {n}", name=desk.scenario.called, n=version)
    return Division(desk.proposal_at(version), name, scenario=desk.id, dataset=dataset)
