"""How things are today: the plan that the owner column of a customer list implies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.areas import Coverage
from geo.territories.plan import UNASSIGNED, Plan, Territory

Ints = npt.NDArray[np.int64]


def current_plan(coverage: Coverage, areas: Ints, owners: Ints, names: Sequence[str], keys: pd.Series) -> Plan:
    """
    Draw today's division from the owners of the customers.

    An area belongs to the owner of most of its customers; the others in it are overrides, so that every customer is
    where the list says. An area without an owned customer goes to the owner nearest through its neighbours. A
    customer without an owner goes with its area.

    Parameters
    ----------
    coverage
        The areas.
    areas
        Area of each customer, shape (n,).
    owners
        Owner of each customer, −1 for none, shape (n,); somebody has one.
    names
        What the owners are called, unique.
    keys
        Key of each customer, shape (n,).

    Returns
    -------
    The plan, one territory an owner.
    """
    owned = owners >= 0
    counts = csr_array(
        (np.ones(int(owned.sum())), (areas[owned], owners[owned])), shape=(len(coverage.areas), len(names))
    )
    alignment = np.full(len(coverage.areas), UNASSIGNED, dtype=np.int64)
    held = np.unique(areas[owned])
    alignment[held] = counts[held].toarray().argmax(axis=1)
    alignment = _spread_out(alignment, coverage)
    strays = owned & (alignment[areas] != owners)
    overrides = dict(zip(keys[strays], (owners[strays] + 1).tolist(), strict=True))
    return Plan(coverage, alignment, tuple(Territory(i, name) for i, name in enumerate(names, start=1)), overrides)


def _spread_out(alignment: Ints, coverage: Coverage) -> Ints:
    """Give every area without an owner to the owner nearest along the paths through its neighbours."""
    open_areas = np.flatnonzero(alignment < 0)
    if not open_areas.size:
        return alignment
    graph = coverage.adjacency.tocoo()
    centres = coverage.centres
    steps = np.hypot(*(centres[graph.row] - centres[graph.col]).T)
    lengths = csr_array((np.maximum(steps, 1.0), (graph.row, graph.col)), shape=graph.shape)
    _, _, sources = dijkstra(lengths, indices=np.flatnonzero(alignment >= 0), min_only=True, return_predecessors=True)
    filled = alignment.copy()
    reached = open_areas[sources[open_areas] >= 0]
    filled[reached] = alignment[sources[reached]]
    return filled
