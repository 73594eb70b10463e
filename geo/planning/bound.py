"""The customers that a plan binds to a territory by name, as a map is told of them."""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from geo.maps.packing import GRID
from geo.planning.desk import Desk
from geo.territories import Plan


class BoundCustomer(TypedDict):
    """A customer that is bound: its place in whole steps of 1e-5 degrees, and the id of the territory that has it."""

    key: str
    name: str
    x: int
    y: int
    to: int


def bound_customers(desk: Desk, plan: Plan) -> list[BoundCustomer]:
    """
    Return the customers that are bound to a territory, wherever they lie, in the order of the list.

    Parameters
    ----------
    desk
        The scenario, whose customers they are.
    plan
        A plan of it. Keys that the list does not have, and competitors, are left out.
    """
    rows = sorted((row, key) for key, row in desk.tally.rows_of(plan.overrides) if desk.first.customers.ours[row])
    table = desk.first.customers.table
    at = [row for row, _ in rows]
    steps = np.rint(table[["lon", "lat"]].to_numpy()[at] * GRID).astype(np.int64).tolist()
    names = table["name"].iloc[at].tolist()
    return [
        {"key": key, "name": name if isinstance(name, str) else key, "x": x, "y": y, "to": int(plan.overrides[key])}
        for (_, key), (x, y), name in zip(rows, steps, names, strict=True)
    ]
