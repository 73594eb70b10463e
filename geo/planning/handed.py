"""What is handed over, and what its columns are called in every file of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geo.palette import PALETTE
from geo.planning.proposal import Proposal
from geo.texts import LANGUAGES, Language, Text, text

Words = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]

HEADS: Mapping[str, Text] = {
    "number": text("Number"),
    "territory": text("Territory"),
    "rep": text("Representative"),
    "capacity": text("Capacity"),
    "colour": text("Colour"),
    "locked": text("Locked"),
    "code": text("Code"),
    "postcode": text("Postcode"),
    "area": text("Area"),
    "key": text("Customer key"),
    "customer": text("Customer"),
    "place": text("Town"),
    "old_rep": text("Old representative"),
    "new_rep": text("New representative"),
    "moves": text("Changes hands"),
    "bound": text("Bound by name"),
    "load": text("Load"),
    "target": text("Target"),
    "deviation": text("Deviation"),
    "customers": text("Customers"),
    "ground": text("Area in km²"),
    "pieces": text("Pieces"),
    "revenue": text("Revenue"),
    "potential": text("Potential"),
    "workload": text("Workload (hours a year)"),
}
"""Column heads of a workbook, by what stands below them."""

SHEETS: Mapping[str, Text] = {
    "summary": text("Summary"),
    "territories": text("Territories"),
    "areas": text("Areas"),
    "customers": text("Customers"),
    "changes": text("Changes"),
}
YES, NO = text("yes"), text("no")
OURS = " (plan)"
"""Stands behind a head of ours where a column of the customers' own file is called like it."""

_UNWANTED = re.compile(r"[^\w .,()+&-]", re.ASCII)
_LONGEST = 60


@dataclass(frozen=True, eq=False)
class Handed:
    """
    A plan to be handed over.

    Parameters
    ----------
    proposal
        The plan with its customers.
    name, version
        What its scenario is called, and which version of it this is.
    at
        When that version was made; files that tell a moment tell this one.
    """

    proposal: Proposal
    name: str
    version: int
    at: datetime

    @cached_property
    def names(self) -> Words:
        """Name of each territory, an empty one at the end for none, shape (k + 1,)."""
        return np.array([*(t.name for t in self.proposal.plan.territories), ""], dtype=object)

    @cached_property
    def reps(self) -> Words:
        """Representative of each territory, empty for nobody, an empty one at the end, shape (k + 1,)."""
        return territory_reps(self.proposal)

    @cached_property
    def colours(self) -> list[str]:
        """Colour of each territory as #RRGGBB, the one that the map shows."""
        return [PALETTE[index] for index in self.proposal.colours]

    @property
    def chosen_colours(self) -> list[str]:
        """Colour of each territory as #RRGGBB where one was chosen, empty where the choice is the map's."""
        return ["" if t.colour is None else PALETTE[t.colour] for t in self.proposal.plan.territories]

    @cached_property
    def old_reps(self) -> Words:
        """Who serves each customer today, empty for nobody, shape (n,)."""
        today = self.proposal.today
        if today is None:
            return np.full(len(self.proposal.customers.table), "", dtype=object)
        return np.array([*today.reps, ""], dtype=object)[today.territory]

    @cached_property
    def new_reps(self) -> Words:
        """Who serves each customer by the plan, empty for nobody and for those of competitors, shape (n,)."""
        return customer_reps(self.proposal)

    @cached_property
    def moves(self) -> Flags:
        """Which customers change hands, shape (n,)."""
        today = self.proposal.today
        return np.zeros(len(self.proposal.territory), dtype=bool) if today is None else today.changes.moved

    @cached_property
    def bound(self) -> Flags:
        """Which customers are bound to a territory by name, shape (n,)."""
        keys = self.proposal.customers.table["key"]
        return np.asarray(keys.isin(list(self.proposal.plan.overrides)), dtype=bool)

    @cached_property
    def codes(self) -> Words:
        """Code of the area of each customer, shape (n,)."""
        return np.asarray(self.proposal.plan.coverage.areas["code"].to_numpy(dtype=object)[self.proposal.area])


def territory_reps(proposal: Proposal) -> Words:
    """Return the representative of each territory, empty for nobody, an empty one at the end, shape (k + 1,)."""
    return np.array([*(rep or "" for rep in proposal.reps), ""], dtype=object)


def customer_reps(proposal: Proposal) -> Words:
    """Return who serves each customer by a plan, empty for nobody and for those of competitors, shape (n,)."""
    return np.where(proposal.customers.ours, territory_reps(proposal)[proposal.territory], "")


def file_name(name: str, version: int, language: Language, ending: str) -> str:
    """Return a name for a file that any system takes, from a plan's name, which may be anything."""
    tidy = " ".join(_UNWANTED.sub(" ", _latin(name)).split())[:_LONGEST].strip(" .-+&,()") or "Rayon"
    return f"{tidy} v{version}{ending}" if language.code == "en" else f"{tidy} versie {version}{ending}"


def free_name(name: str, taken: Iterable[str], mark: str = OURS) -> str:
    """Return a head that no column of the customers' own has, whatever the case, marked as ours where one has."""
    known = {str(other).casefold() for other in taken}
    free = name
    while free.casefold() in known:
        free += mark
    return free


def said_in_any(words: Text) -> set[str]:
    """Return what a text is in every language, to be compared whatever the case."""
    return {Language(code).render(words).casefold() for code in LANGUAGES}


def _latin(name: str) -> str:
    """Return a name without accents, which old archives and mail programs still garble."""
    apart = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
