"""A proposal or a list as a map: what is drawn of it, made once and shown often."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import streamlit as st

from geo.areas import Coverage
from geo.maps import Document, blocks, customers, document
from geo.palette import PALETTE
from geo.planning import Proposal
from geo.planning.drawing import customer_layers, today_layers
from geo.store import Dataset
from geo.territories import UNASSIGNED, Plan
from geo.texts import Language
from geo.viewer import Viewer
from ui.components.sketch import Fill, draw

_KEPT = 6


@lru_cache(maxsize=_KEPT)
def picture(proposal: Proposal) -> str:
    """Return a small picture of a proposal."""
    fills = [Fill(shape, PALETTE[colour]) for shape, colour in zip(proposal.shapes, proposal.colours, strict=True)]
    return draw(proposal.plan.coverage.country, fills)


def edited_documents(first: Proposal, plan: Plan, measure: str, viewer: Viewer) -> Sequence[Document]:
    """
    Return the areas of a scenario to be painted, and its customers sized by a measure, as documents for one viewer.

    Both stay the same through edits of areas, so that the browser keeps what it has.

    Parameters
    ----------
    first
        The scenario's plan as it was made, which has its customers.
    plan
        The plan that is shown, which may bind some of them.
    measure
        Name of the measure.
    viewer
        Who may see them.
    """
    return [_ground(first.plan.coverage, viewer), _sized(first, measure, tuple(sorted(plan.overrides.items())), viewer)]


@st.cache_resource(
    show_spinner=False,
    max_entries=_KEPT,
    hash_funcs={Coverage: lambda coverage: coverage.fingerprint, Viewer: lambda viewer: (viewer.role, viewer.rep)},
)
def _ground(coverage: Coverage, viewer: Viewer) -> Document:
    """Return the areas of a coverage, laid out once: that takes about a second for a whole country of postcodes."""
    return document(blocks(coverage), viewer)


@lru_cache(maxsize=_KEPT)
def _sized(first: Proposal, measure: str, bound: tuple[tuple[str, int], ...], viewer: Viewer) -> Document:
    table = first.customers.table
    to = table["key"].map(dict(bound)).fillna(UNASSIGNED).to_numpy().astype(np.int64) if bound else None
    layer = customers(
        table["lon"].to_numpy(),
        table["lat"].to_numpy(),
        table["status"].tolist(),
        first.measures[measure],
        areas=first.area,
        bound=to,
    )
    return document(layer, viewer)


@lru_cache(maxsize=2 * _KEPT)
def today_documents(proposal: Proposal, language: Language, viewer: Viewer) -> Sequence[Document]:
    """Return the layers of a map of today's division as documents for one viewer."""
    return [document(layer, viewer) for layer in today_layers(proposal, language)]


@lru_cache(maxsize=_KEPT)
def customer_documents(dataset: Dataset, viewer: Viewer) -> Sequence[Document]:
    """Return the layers of a map of customers alone as documents for one viewer."""
    return [document(layer, viewer) for layer in customer_layers(dataset.customers)]
