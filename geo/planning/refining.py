"""A plan with free borders, laid on postcode areas so that it can be adjusted area by area."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from geo.areas import Coverage, official, to_degrees
from geo.clustering import lower_bound
from geo.errors import EditError
from geo.planning.desk import Desk
from geo.planning.placed import place
from geo.planning.proposal import Proposal
from geo.planning.scenarios import keep_proposal
from geo.store import Dataset, Scenario, Workspace
from geo.territories import Plan
from geo.texts import text
from geo.viewer import Viewer


def on_postcode_areas(
    workspace: Workspace, dataset: Dataset, desk: Desk, *, viewer: Viewer, name: str, coverage: Coverage | None = None
) -> Scenario:
    """
    Keep a plan with free borders as a scenario on postcode areas.

    Each area goes to the territory that its centre lies in, so borders move by less than an area; territories keep
    their ids, names, colours and capacities, and customers bound to one stay so.

    Parameters
    ----------
    workspace
        Where to keep it.
    dataset
        The list it is for.
    desk
        The scenario with free borders, which stays as it is.
    viewer
        Who asks. Only a manager plans.
    name
        What to call the new scenario.
    coverage
        The postcode areas; those that ship where none are given.

    Raises
    ------
    EditError
        Where the plan is made of areas already.
    """
    viewer.require_manager()
    free = desk.proposal
    ground = free.plan.coverage
    if ground.kind != "free":
        raise EditError(text("The plan is made of areas already."), text("Adjust it on the map."))
    blocks = coverage if coverage is not None else official("postcode", ground.country)
    degrees = to_degrees(blocks.centres, blocks.crs)
    cell, _ = ground.locate(degrees[:, 0], degrees[:, 1])
    plan = Plan(blocks, free.plan.alignment[cell.astype(np.int64)], free.plan.territories, free.plan.overrides)
    area = place(blocks, free.customers)
    laid = Proposal.of(
        replace(free.settings, areas="postcode"),
        plan,
        free.customers,
        area,
        free.points,
        free.measures,
        _proved(free, area),
        free.seconds,
    )
    return keep_proposal(workspace, dataset, laid, viewer=viewer, name=name)


def _proved(free: Proposal, area: npt.NDArray[np.int64]) -> float:
    """Return a deviation that nobody can go below: that of whole areas, or of customers where some are bound apart."""
    if free.plan.overrides or not free.complete:
        return free.lower_bound
    loads = np.bincount(area, free.weights).astype(np.float64)
    return lower_bound(loads, free.balance.targets)
