"""What a design returns: the plan, its numbers, and how it stands against today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from geo.customers import Customers
from geo.maps import facing
from geo.palette import clear, colour
from geo.planning.settings import DesignSettings
from geo.planning.today import Today, disruption_measure, today_of
from geo.planning.warnings import told
from geo.territories import (
    Balance,
    Plan,
    as_even,
    balance,
    current_plan,
    pieces,
    plan_sentence,
    spread,
    territory_sentence,
)
from geo.texts import Text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Proposal:
    """
    A plan for one dataset, with everything that is said about it.

    Parameters
    ----------
    settings
        What was asked; `areas` is the kind that was used, never "auto".
    plan
        The plan.
    customers
        The customers it was made for.
    area, territory
        Area of each customer, and position of its territory, −1 for none, shape (n,).
    points
        Places of the customers in metres, shape (n, 2).
    measures
        Every measure of the customers, a weight each, shape (n,); competitors weigh nothing.
    lower_bound
        A deviation that no plan with these parts can go below.
    today
        The current plan, None where no customer has an owner.
    seconds
        Time each stage took.
    stopped
        Whether the search was stopped before its end, content with what there was.
    edited
        Whether areas, capacities or customers were changed since the plan was made.
    """

    settings: DesignSettings
    plan: Plan
    customers: Customers
    area: Ints
    territory: Ints
    points: Floats
    measures: Mapping[str, Floats]
    lower_bound: float
    today: Today | None
    seconds: Mapping[str, float]
    stopped: bool = False
    edited: bool = False

    @classmethod
    def of(
        cls,
        settings: DesignSettings,
        plan: Plan,
        customers: Customers,
        area: Ints,
        points: Floats,
        measures: Mapping[str, Floats],
        lower_bound: float,
        seconds: Mapping[str, float],
        *,
        stopped: bool = False,
    ) -> Proposal:
        """Return a plan with the customers it is for, set beside today."""
        territory = plan.territory_of(area, customers.table["key"])
        today = today_of(customers, plan, territory, points, measures, settings.measure)
        return cls(
            settings,
            plan,
            customers,
            area,
            territory,
            points,
            measures,
            lower_bound,
            today,
            MappingProxyType({**seconds}),
            stopped,
        )

    def revised(self, plan: Plan) -> Proposal:
        """
        Return another plan of the same coverage for the same customers.

        What was proved of the deviation holds for the same capacities, all ground and, of areas, no customer bound
        apart; of another plan nothing is claimed. Nor is it the search's any more once its areas are divided otherwise.
        """
        alike = sorted(plan.capacities) == sorted(self.plan.capacities)
        whole = plan.coverage.kind == "free" or not plan.overrides
        holds = alike and whole and bool((plan.alignment >= 0).all())
        found = np.array_equal(plan.owners, self.plan.owners)
        made = Proposal.of(
            self.settings,
            plan,
            self.customers,
            self.area,
            self.points,
            self.measures,
            self.lower_bound if holds else 0.0,
            self.seconds,
            stopped=self.stopped and found,
        )
        same = alike and found and plan.overrides == self.plan.overrides
        return replace(made, edited=self.edited or not same)

    def timed(self, stage: str, seconds: float) -> Proposal:
        """Return the proposal with the time of one more stage, that came before the others."""
        return replace(self, seconds={stage: seconds, **self.seconds})

    @property
    def weights(self) -> Floats:
        """Weight of each customer in the measure that is balanced, shape (n,)."""
        return self.measures[self.settings.measure]

    @cached_property
    def balance(self) -> Balance:
        """Loads and targets of the territories."""
        return balance(self.territory, self.weights, self.plan.capacities)

    @cached_property
    def shapes(self) -> gpd.GeoSeries:
        """The ground of each territory in EPSG:4326, as it is drawn and exported; length k."""
        return self.plan.coverage.dissolve(self.plan.alignment, len(self.plan))

    @cached_property
    def pieces(self) -> Ints:
        """Connected pieces of each territory, shape (k,)."""
        return pieces(self.plan.alignment, self.plan.coverage.adjacency, len(self.plan))

    @property
    def contiguous(self) -> bool:
        """Whether every territory is one piece, islands counted with their nearest mainland."""
        return bool((self.pieces <= 1).all())

    @property
    def complete(self) -> bool:
        """Whether every area has a territory."""
        return bool((self.plan.alignment >= 0).all())

    @cached_property
    def inertia(self) -> float:
        """Weighted sum of squared distances of the customers to their territory's centre, square metres."""
        return float(spread(self.territory, self.weights, self.points, len(self.plan)).sum())

    @property
    def compactness(self) -> float:
        """Weighted mean squared distance of the customers to their territory's centre, square metres."""
        served = float(self.weights[self.territory >= 0].sum())
        return self.inertia / served if served > 0 else 0.0

    @property
    def within_tolerance(self) -> bool:
        """Whether the deviation asked for was reached."""
        return not self.outside.any()

    @property
    def most_even(self) -> bool:
        """Whether the deviation asked was not reached, and it is proved that nobody could come nearer."""
        return not self.within_tolerance and as_even(self.balance.deviation, self.lower_bound)

    @cached_property
    def outside(self) -> npt.NDArray[np.bool_]:
        """Which territories deviate by more than was asked, shape (k,)."""
        return self.balance.outside(self.settings.tolerance)

    @cached_property
    def colours(self) -> tuple[int, ...]:
        """
        A colour of `geo.palette.PALETTE` for each territory.

        Those the plan names; where it names none, neighbours are never alike, those across water included. Neighbours
        of today count as well as far as eight colours reach, so that a representative has one colour now and later.
        """
        chosen = tuple(t.colour for t in self.plan.territories if t.colour is not None)
        if len(chosen) == len(self.plan):
            return chosen
        beside = facing(self.shapes.to_crs(self.plan.coverage.crs))
        if self.today is not None:
            both = self._beside_ever(beside)
            found = colour(both, both.shape[0])
            if clear(both, found):
                return tuple(found[: len(self.plan)])
        return tuple(colour(beside, len(self.plan)))

    def _beside_ever(self, beside: csr_array) -> csr_array:
        """
        Return which territories are neighbours, or continue the work of representatives who are neighbours today.

        Representatives whose work none continues come after the territories.
        """
        assert self.today is not None
        plan, successor = self.current_plan, self.today.changes.successor
        now = facing(plan.coverage.dissolve(plan.alignment, len(plan)).to_crs(plan.coverage.crs))
        k, heirs = len(self.plan), np.flatnonzero(successor >= 0)
        without = np.setdiff1d(np.arange(len(plan)), successor)
        rows = np.concatenate([heirs, k + np.arange(len(without))])
        holders = np.concatenate([successor[heirs], without])
        n = k + len(without)
        heir = csr_array((np.ones(len(rows), dtype=np.int8), (rows, holders)), shape=(n, len(plan)))
        later = beside.tocoo()
        return csr_array(csr_array((later.data, (later.row, later.col)), shape=(n, n)) + heir @ now @ heir.T)

    @cached_property
    def current_plan(self) -> Plan:
        """
        The areas as they are divided today, for a map of it.

        Raises
        ------
        ValueError
            Where no customer has an owner: see `today`.
        """
        if self.today is None:
            msg = "no customer has an owner, so there is no plan of today"
            raise ValueError(msg)
        keys = self.customers.table["key"]
        return current_plan(self.plan.coverage, self.area, self.today.territory, self.today.reps, keys)

    @property
    def moved_measure(self) -> str:
        """The measure in which disruption is told."""
        return disruption_measure(self.measures)

    @cached_property
    def sentence(self) -> Text:
        """The plan in one sentence."""
        if self.today is None:
            return plan_sentence(self.balance, None, None, self.settings.tolerance)
        moved = (self.moved_measure, self.today.changes.share(self.measures[self.moved_measure]))
        return plan_sentence(self.balance, self.today.balance, moved, self.settings.tolerance)

    @cached_property
    def warnings(self) -> tuple[Text, ...]:
        """What a manager should know before trusting the plan."""
        return told(self)

    @cached_property
    def reps(self) -> list[str | None]:
        """
        For each territory, its representative, None for nobody.

        Where the plan names none at all, those of today whose work the territories continue.
        """
        named = [t.rep for t in self.plan.territories]
        if self.today is None or any(named):
            return named
        return [self.today.reps[s] if s >= 0 else None for s in self.today.changes.successor]

    @cached_property
    def table(self) -> pd.DataFrame:
        """
        One row a territory.

        Columns: territory (its id), name, rep, capacity, load, target, deviation, customers, area_km2, pieces, a
        column for every other measure, and, where today is known, load_today, deviation_today, customers_today,
        gained and lost (customers).
        """
        k = len(self.plan)
        counts = balance(self.territory, self.measures["customers"], self.plan.capacities).loads
        owned = self.plan.alignment >= 0
        area_km2 = np.bincount(self.plan.alignment[owned], weights=self.plan.coverage.area_km2[owned], minlength=k)
        frame = pd.DataFrame(
            {
                "territory": self.plan.ids,
                "name": [t.name for t in self.plan.territories],
                "rep": pd.Series(self.reps, dtype="str"),
                "capacity": self.plan.capacities,
                "load": self.balance.loads,
                "target": self.balance.targets,
                "deviation": self.balance.deviations,
                "customers": counts.astype(np.int64),
                "area_km2": area_km2,
                "pieces": self.pieces,
            }
        )
        for name, weights in self.measures.items():
            if name != "customers" and name not in frame:
                frame[name] = balance(self.territory, weights, self.plan.capacities).loads
        return frame if self.today is None else frame.assign(**self._against_today(self.today))

    def _against_today(self, today: Today) -> dict[str, Floats | Ints]:
        k, successor = len(self.plan), today.changes.successor
        heir, owned = successor >= 0, today.territory >= 0
        counts = np.bincount(
            today.territory[owned], weights=self.measures["customers"][owned], minlength=len(today.reps)
        )
        ours = self.measures["customers"] > 0
        live = ours & (self.territory >= 0)
        inside = np.bincount(self.territory[live & today.changes.kept], minlength=k)
        now = np.bincount(self.territory[live], minlength=k)
        before = np.where(heir, counts[successor], 0).astype(np.int64)
        # One who has several territories loses only what goes to others.
        left = np.bincount(today.territory[owned & ours & ~today.changes.kept], minlength=len(today.reps))
        return {
            "load_today": np.where(heir, today.balance.loads[successor], 0.0),
            "deviation_today": np.where(heir, today.balance.deviations[successor], np.nan),
            "customers_today": before,
            "gained": now - inside,
            "lost": np.where(heir, left[successor], 0).astype(np.int64),
        }

    @cached_property
    def territory_sentences(self) -> tuple[Text, ...]:
        """Each territory in one sentence."""
        k = len(self.plan)
        kept: list[float | None] = [None] * k
        if self.today is not None:
            stays = self.today.changes.kept & (self.territory >= 0)
            load = np.bincount(self.territory[stays], weights=self.weights[stays], minlength=k)
            total = self.balance.loads
            kept = [float(a / t) if t > 0 else None for a, t in zip(load, total, strict=True)]
        table = self.table
        rows = zip(table["name"], self.balance.deviations, table["customers"], self.reps, kept, strict=True)
        return tuple(territory_sentence(n, float(d), int(c), rep, share) for n, d, c, rep, share in rows)
