"""A proposal, or customers alone, as layers of a map."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from geo.customers import Customers
from geo.maps import Label, Layer, areas, customers, territories
from geo.maps.neighbours import facing
from geo.palette import colour
from geo.planning.proposal import Proposal
from geo.texts import Language


@lru_cache(maxsize=8)
def colours(proposal: Proposal) -> tuple[int, ...]:
    """Return a colour of `geo.palette.PALETTE` for each territory, neighbours never alike, those across water too."""
    shapes = proposal.shapes.to_crs(proposal.plan.coverage.crs)
    return tuple(colour(facing(shapes), len(proposal.plan)))


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
    coverage = proposal.plan.coverage
    labels = [
        Label(
            name=territory.name,
            colour=index,
            line=language.share(float(deviation), signed=True),
            attention=abs(float(deviation)) > proposal.settings.tolerance + 1e-9,
        )
        for territory, index, deviation in zip(
            proposal.plan.territories, colours(proposal), proposal.balance.deviations, strict=True
        )
    ]
    layers = [territories(proposal.shapes, labels, source=coverage.source, approximate=coverage.approximate)]
    if coverage.kind != "free":
        layers.append(areas(coverage.areas.geometry))
    table = proposal.customers.table
    layers.append(
        customers(
            table["lon"].to_numpy(),
            table["lat"].to_numpy(),
            table["status"].tolist(),
            proposal.weights,
            owners=proposal.territory,
        )
    )
    return layers


def customer_layers(listed: Customers) -> list[Layer]:
    """Return the layers of a map of customers alone, sized by revenue where it is known."""
    table = listed.table
    revenue = table["revenue"].fillna(0).to_numpy(dtype=np.float64)
    sizes = revenue if revenue.sum() > 0 else np.ones(len(table))
    return [customers(table["lon"].to_numpy(), table["lat"].to_numpy(), table["status"].tolist(), sizes)]
