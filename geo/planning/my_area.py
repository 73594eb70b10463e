"""One representative's own customers, carried in the field: who they are, where, how to reach them, who is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.customers import reach
from geo.errors import NotAllowedError
from geo.planning.due import CONTACTS, Basis, account_classes, due, in_order
from geo.planning.my_ground import Ground, ground_of
from geo.planning.proposal import Proposal
from geo.planning.scenarios import desks_of
from geo.store import Contacts, Workspace
from geo.store.records import utc_now
from geo.texts import spoken, text
from geo.viewer import MANAGER, Viewer

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class MyArea:
    """
    What one representative is shown of a scenario, and nothing of anybody else.

    Parameters
    ----------
    rep
        Whose it is.
    series
        The dataset series of the customers.
    version
        The revision it was read from.
    territories
        Names of the representative's territories; none where the plan gives them none.
    ground
        Their ground, and the land around it.
    customers
        A row a customer or prospect, in the order in which they are to be visited: key, name, place, lon, lat
        (degrees), status, size_class ("A", "B", "C" or empty), value (euros a year, null where unknown), phone, dial,
        mail, address (empty where the list says nothing), last (when they were spoken to last, UTC, null for never),
        due (UTC, null for at once), before (who serves them by the list, where that is somebody else, else empty).
    basis
        What the classes were made of.
    at
        When it was read, UTC.
    """

    rep: str
    series: str
    version: int
    territories: tuple[str, ...]
    ground: Ground
    customers: pd.DataFrame
    basis: Basis
    at: datetime

    @property
    def n_due(self) -> int:
        """How many are due now."""
        return int((self.customers["due"].isna() | (self.customers["due"] <= pd.Timestamp(self.at))).sum())

    @property
    def n_new(self) -> int:
        """How many come to them from somebody else with this plan."""
        return int((self.customers["before"] != "").sum())

    @property
    def logged(self) -> bool:
        """Whether a visit to any of them was ever logged: until then nobody is later than anybody else."""
        return bool(self.customers["due"].notna().any())


def my_area(workspace: Workspace, *, viewer: Viewer, scenario: str, clock: Callable[[], datetime] = utc_now) -> MyArea:
    """
    Return what a representative is shown of a scenario as its last revision has it.

    Parameters
    ----------
    workspace
        Where the scenario is kept.
    viewer
        Who asks: a representative who was given a link to this scenario.
    scenario
        Id of the scenario.
    clock
        Tells the present moment, UTC.

    Raises
    ------
    NotAllowedError
        Where anybody else asks.
    StoreError
        Where there is no such scenario, or it was deleted.
    """
    rep = require_rep(viewer, scenario)
    # The desk holds the customers of all; what leaves this function are those of one.
    desk = desks_of(workspace).open(scenario, MANAGER)
    version, plan, _ = desk.current
    proposal, series, now = desk.proposal_of(version, plan), desk.scenario.series, clock()
    mine = positions_of(proposal, rep)
    classes, basis = account_classes(proposal.customers)
    own = own_rows(proposal, mine)
    table = proposal.customers.table[own]
    contacts = Contacts(workspace)
    last = _moments(table["key"], contacts.last(series, CONTACTS))
    missed = _moments(table["key"], contacts.last(series, ("not_there",)))
    known = table[["key", "name", "place", "lon", "lat", "status"]].assign(
        size_class=classes[own],
        value=table["revenue"],
        last=last,
        due=due(classes[own], last, missed),
        before=table["owner"].fillna("").map(lambda owner: "" if spoken(owner) == spoken(rep) else owner),
    )
    customers = known.join(reach(proposal.customers, own))
    return MyArea(
        rep=rep,
        series=series,
        version=version,
        territories=tuple(plan.territories[k].name for k in np.flatnonzero(mine)),
        ground=ground_of(proposal, mine),
        customers=customers.iloc[in_order(customers, pd.Timestamp(now))].reset_index(drop=True),
        basis=basis,
        at=now,
    )


def require_rep(viewer: Viewer, scenario: str) -> str:
    """Return the representative who asks for their own of a scenario; raise `NotAllowedError` for anybody else."""
    viewer.require_scenario(scenario)
    if viewer.role != "rep" or not viewer.rep:
        raise NotAllowedError(
            text("An area is shown to the representative whose it is."),
            text("Ask your manager for a link of your own."),
        )
    return viewer.rep


def positions_of(proposal: Proposal, rep: str) -> Bools:
    """Return which territories of a plan are a representative's, shape (k,)."""
    return np.array([one is not None and spoken(one) == spoken(rep) for one in proposal.reps], dtype=bool)


def own_rows(proposal: Proposal, mine: Bools) -> Bools:
    """Return which customers lie in some territories or are bound to them, competitors never, shape (n,)."""
    inside: Bools = np.append(mine, False)[proposal.territory]
    return inside & proposal.customers.ours


def _moments(keys: pd.Series, found: dict[str, datetime]) -> pd.Series:
    """Return the moment of each key, null where there is none."""
    return pd.to_datetime(keys.map(found), utc=True).astype("datetime64[us, UTC]")
