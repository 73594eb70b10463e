"""A proposal, today's division, or customers alone, as layers of a map."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from geo.customers import Customers
from geo.maps import Label, Layer, areas, customers, facing, territories
from geo.palette import colour_again
from geo.planning.proposal import Proposal
from geo.territories import Balance, Plan
from geo.texts import Language

Ints = npt.NDArray[np.int64]


def plan_layers(proposal: Proposal, language: Language) -> list[Layer]:
    """
    Return the layers of a plan's map: territories with their deviation, the areas they are made of, the customers.

    Parameters
    ----------
    proposal
        The plan.
    language
        Language of the figures in the labels.
    """
    return _layers(
        proposal, proposal.plan, proposal.shapes, proposal.colours, proposal.balance, proposal.territory, language
    )


def today_layers(proposal: Proposal, language: Language) -> list[Layer]:
    """
    Return the layers of a map of today's division, to look at beside the proposal's.

    An area is drawn for the owner of most of its customers; each customer still counts for its own.

    Parameters
    ----------
    proposal
        A plan of customers who have owners.
    language
        Language of the figures in the labels.

    Raises
    ------
    ValueError
        Where no customer has an owner.
    """
    assert proposal.today is not None
    plan, (shapes, colours) = proposal.current_plan, _ground_today(proposal)
    return _layers(proposal, plan, shapes, colours, proposal.today.balance, proposal.today.territory, language)


def today_colours(proposal: Proposal) -> tuple[int, ...]:
    """
    Return a colour of `geo.palette.PALETTE` for each representative of today, the one on the map of today.

    Where neighbours stay clear of each other it is the colour of the territory that continues their work.

    Raises
    ------
    ValueError
        Where no customer has an owner.
    """
    return _ground_today(proposal)[1]


@lru_cache(maxsize=8)
def _ground_today(proposal: Proposal) -> tuple[gpd.GeoSeries, tuple[int, ...]]:
    """Return the ground of each representative of today, and its colour."""
    plan = proposal.current_plan
    assert proposal.today is not None
    shapes = plan.coverage.dissolve(plan.alignment, len(plan))
    wished: list[int | None] = [None] * len(plan)
    for chosen, heir in zip(proposal.colours, proposal.today.changes.successor, strict=True):
        if heir >= 0:
            wished[heir] = chosen
    return shapes, tuple(colour_again(facing(shapes.to_crs(plan.coverage.crs)), wished))


def customer_layers(listed: Customers) -> list[Layer]:
    """Return the layers of a map of customers alone, sized by revenue where it is known."""
    table = listed.table
    revenue = table["revenue"].fillna(0).to_numpy(dtype=np.float64)
    sizes = revenue if revenue.sum() > 0 else np.ones(len(table))
    return [customers(table["lon"].to_numpy(), table["lat"].to_numpy(), table["status"].tolist(), sizes)]


def _layers(
    proposal: Proposal,
    plan: Plan,
    shapes: gpd.GeoSeries,
    colours: Sequence[int],
    balance: Balance,
    owners: Ints,
    language: Language,
) -> list[Layer]:
    coverage = plan.coverage
    outside = balance.outside(proposal.settings.tolerance)
    labels = [
        Label(territory.name, index, language.share(float(deviation), signed=True), bool(beyond), float(deviation))
        for territory, index, deviation, beyond in zip(
            plan.territories, colours, balance.deviations, outside, strict=True
        )
    ]
    layers = [territories(shapes, labels, source=coverage.source, approximate=coverage.approximate)]
    if coverage.kind != "free":
        layers.append(areas(coverage.areas.geometry))
    table = proposal.customers.table
    layers.append(
        customers(
            table["lon"].to_numpy(), table["lat"].to_numpy(), table["status"].tolist(), proposal.weights, owners=owners
        )
    )
    return layers
