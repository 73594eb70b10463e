"""A proposal drawn: the shapes and colours of its territories, and the layers of its map."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import geopandas as gpd

from geo.maps import Document, Label, areas, customers, document, territories
from geo.maps.neighbours import facing
from geo.palette import PALETTE, colour
from geo.planning import Proposal
from geo.texts import Language
from geo.viewer import Viewer
from ui.components.sketch import Fill, draw

_KEPT = 6


class Drawing(NamedTuple):
    """
    Territories as they are drawn.

    Parameters
    ----------
    shapes
        One geometry a territory, EPSG:4326.
    colours
        Index of each one's colour in `geo.palette.PALETTE`.
    """

    shapes: gpd.GeoSeries
    colours: list[int]


@lru_cache(maxsize=_KEPT)
def drawing(proposal: Proposal) -> Drawing:
    """Return the shapes and colours of a proposal's territories."""
    plan = proposal.plan
    shapes = plan.coverage.dissolve(plan.alignment, len(plan))
    return Drawing(shapes, colour(facing(shapes.to_crs(plan.coverage.crs)), len(plan)))


@lru_cache(maxsize=_KEPT)
def picture(proposal: Proposal) -> str:
    """Return a small picture of a proposal."""
    shapes, colours = drawing(proposal)
    fills = [Fill(shape, PALETTE[c]) for shape, c in zip(shapes, colours, strict=True)]
    return draw(proposal.settings.country, fills)


@lru_cache(maxsize=2 * _KEPT)
def layers(proposal: Proposal, language: Language, viewer: Viewer) -> Sequence[Document]:
    """Return the layers of a proposal's map: the territories, the mesh of their areas, the customers."""
    coverage, table = proposal.plan.coverage, proposal.customers.table
    shapes, colours = drawing(proposal)
    tolerance = proposal.settings.tolerance
    labels = [
        Label(territory.name, c, language.share(deviation, signed=True), bool(abs(deviation) > tolerance + 1e-9))
        for territory, c, deviation in zip(proposal.plan.territories, colours, proposal.balance.deviations, strict=True)
    ]
    drawn = [
        territories(shapes, labels, source=coverage.source, approximate=coverage.approximate),
        *([areas(coverage.areas.geometry)] if coverage.kind != "free" else []),
        customers(
            table["lon"].to_numpy(),
            table["lat"].to_numpy(),
            table["status"].tolist(),
            proposal.weights,
            owners=proposal.territory,
        ),
    ]
    return [document(layer, viewer) for layer in drawn]
