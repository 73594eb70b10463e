"""Whether a team can cover the ground: the hours that the work asks, beside those that there are."""

from __future__ import annotations

import math
from dataclasses import dataclass

from geo.customers import Customers, measures
from geo.sales.rep import FULL_TIME_HOURS, plain
from geo.sales.team import Team
from geo.sales.visits import Visits
from geo.texts import Number, Text, plural, text

LEAST_LEFT = 0.1
"""
Part of the hours in the field that has to be left for the way, before a team is said to be enough.

Travel is not counted, and an hour of ten is little: with visits of an hour and a half it is ten minutes of driving for
each. Below it the sum of visits fits on paper alone.
"""


@dataclass(frozen=True)
class Need:
    """
    What the customers ask.

    Parameters
    ----------
    hours
        Hours a year with customers; travel is not counted.
    customers
        Accounts that are ours to serve or to win.
    visits
        What was assumed to come to the hours; None where the list itself says them.
    km2
        Ground that is to be covered, square kilometres, 0 where it is not told.
    """

    hours: float
    customers: int
    visits: Visits | None = None
    km2: float = 0.0

    @property
    def formula(self) -> Text:
        """How the hours come about, with their numbers."""
        if self.visits is None:
            return text(
                "{customers} ask {hours} hours a year, as the list says; travel is not counted",
                customers=plural("{count} customer", "{count} customers", self.customers),
                hours=Number(self.hours),
            )
        return text(
            "{customers} × {visits} visits a year × {each} hours a visit = {hours} hours a year; travel is not counted",
            customers=plural("{count} customer", "{count} customers", self.customers),
            visits=plain(self.visits.a_year),
            each=plain(self.visits.hours),
            hours=Number(self.hours),
        )


def need(customers: Customers, visits: Visits, *, km2: float = 0.0) -> Need:
    """
    Return what customers ask: the workload in the list where it has one, else visits by assumption.

    Parameters
    ----------
    customers
        The list; competitors ask nothing.
    visits
        What is assumed where the list does not say it.
    km2
        Ground that is to be covered.
    """
    told = float((measures(customers)["workload"] * customers.ours).sum()) if "workload" in customers.columns else 0.0
    if told > 0:
        return Need(told, customers.n_ours, km2=km2)
    return Need(customers.n_ours * visits.a_year * visits.hours, customers.n_ours, visits, km2)


@dataclass(frozen=True)
class Enough:
    """
    A team beside the work.

    Parameters
    ----------
    need
        The work.
    reps
        Representatives that there are.
    hours
        Hours a year that they have in the field.
    """

    need: Need
    reps: int
    hours: float

    @property
    def short(self) -> bool:
        """Whether the work asks more than there is."""
        return self.need.hours > self.hours + 1e-6

    @property
    def reps_needed(self) -> int:
        """Representatives like these that the work needs; like a usual full-time one where there are none."""
        each = self.hours / self.reps if self.reps else FULL_TIME_HOURS
        return math.ceil(self.need.hours / each - 1e-9)

    @property
    def left_each(self) -> float:
        """Hours a year that a representative has left for the way, on average; 0 where there are none."""
        return max(self.hours - self.need.hours, 0.0) / self.reps if self.reps else 0.0

    @property
    def tight(self) -> bool:
        """Whether the hours are enough but leave less than `LEAST_LEFT` of them for the way."""
        return not self.short and self.hours - self.need.hours < LEAST_LEFT * self.hours - 1e-6

    @property
    def heading(self) -> Text:
        """The verdict."""
        if self.short:
            return plural("{count} representative is not enough", "{count} representatives are not enough", self.reps)
        if self.tight:
            return plural(
                "{count} representative has hardly any time left for travel",
                "{count} representatives have hardly any time left for travel",
                self.reps,
            )
        return plural("{count} representative can do it", "{count} representatives can do it", self.reps)

    @property
    def arithmetic(self) -> Text:
        """The verdict's numbers: asked, and by whom; there, and what the work needs or what is left a head."""
        if not self.short:
            return text(
                "{asks}; the team has {there}. That leaves {each} hours a year a representative for all travel, "
                "which is not counted yet.",
                asks=self._asks,
                there=Number(self.hours),
                each=Number(self.left_each),
            )
        return text(
            "{asks}; the team has {there}. At {each} each that takes {needed}.",
            asks=self._asks,
            there=Number(self.hours),
            each=Number(self.hours / self.reps if self.reps else FULL_TIME_HOURS),
            needed=plural("{count} representative", "{count} representatives", self.reps_needed),
        )

    @property
    def _asks(self) -> Text:
        visits, asked = self.need.visits, Number(self.need.hours)
        if visits is None:
            return text("The work asks {asked} hours a year", asked=asked)
        return text(
            "The work asks {asked} hours a year if each customer gets {visits} visits of {hours} hours, "
            "which is assumed",
            asked=asked,
            visits=plain(visits.a_year),
            hours=plain(visits.hours),
        )

    @property
    def each(self) -> Text | None:
        """What each would have to cover, None where nothing is known of the ground."""
        if not self.reps or self.need.km2 <= 0:
            return None
        return text(
            "Each would get {km2} km² and {customers}.",
            km2=Number(self.need.km2 / self.reps),
            customers=plural("{count} customer", "{count} customers", round(self.need.customers / self.reps)),
        )


def enough(team: Team, needed: Need) -> Enough:
    """Set a team beside the work that is asked of it."""
    return Enough(needed, len(team), float(team.hours.sum()))
