"""A proposal or a list as a map: what is drawn of it, made once and shown often."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from geo.maps import Document, document
from geo.palette import PALETTE
from geo.planning import Proposal
from geo.planning.drawing import customer_layers, plan_layers, today_layers
from geo.store import Dataset
from geo.texts import Language
from geo.viewer import Viewer
from ui.components.sketch import Fill, draw

_KEPT = 6


@lru_cache(maxsize=_KEPT)
def picture(proposal: Proposal) -> str:
    """Return a small picture of a proposal."""
    fills = [Fill(shape, PALETTE[colour]) for shape, colour in zip(proposal.shapes, proposal.colours, strict=True)]
    return draw(proposal.plan.coverage.country, fills)


@lru_cache(maxsize=2 * _KEPT)
def plan_documents(proposal: Proposal, language: Language, viewer: Viewer) -> Sequence[Document]:
    """Return the layers of a proposal's map as documents for one viewer."""
    return [document(layer, viewer) for layer in plan_layers(proposal, language)]


@lru_cache(maxsize=2 * _KEPT)
def today_documents(proposal: Proposal, language: Language, viewer: Viewer) -> Sequence[Document]:
    """Return the layers of a map of today's division as documents for one viewer."""
    return [document(layer, viewer) for layer in today_layers(proposal, language)]


@lru_cache(maxsize=_KEPT)
def customer_documents(dataset: Dataset, viewer: Viewer) -> Sequence[Document]:
    """Return the layers of a map of customers alone as documents for one viewer."""
    return [document(layer, viewer) for layer in customer_layers(dataset.customers)]
