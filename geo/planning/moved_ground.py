"""The ground that changes hands between two divisions, on the same areas or on others."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geo.planning.divisions import Division

Ints = npt.NDArray[np.int64]

NARROW_METRES = 100.0
"""Strips narrower than this are two drawings of one border and no ground that moves."""


def moved_ground(before: Division, after: Division, holder: Ints, successor: Ints) -> gpd.GeoSeries:
    """
    Return the ground of each territory that another holder had before.

    Where both divide the same areas these are whole areas; else it is what the shapes differ in, without strips
    narrower than `NARROW_METRES`. Ground that was nobody's does not change hands.

    Parameters
    ----------
    before, after
        The divisions.
    holder
        Holder of each territory before, shape (n_before,).
    successor
        Holder that each territory after continues, −1 for none, shape (k,).

    Returns
    -------
    k geometries in EPSG:4326, empty where nothing came.
    """
    if before.plan.coverage.fingerprint == after.plan.coverage.fingerprint:
        return _areas(before, after, holder, successor)
    return _shapes(before, after, holder, successor)


def _areas(before: Division, after: Division, holder: Ints, successor: Ints) -> gpd.GeoSeries:
    was, now = np.append(holder, -1)[before.plan.alignment], after.plan.alignment
    moved = (was >= 0) & (now >= 0) & (np.append(successor, -1)[now] != was)
    return after.plan.coverage.dissolve(np.where(moved, now, -1), len(after.plan))


def _shapes(before: Division, after: Division, holder: Ints, successor: Ints) -> gpd.GeoSeries:
    crs = after.plan.coverage.crs
    old = np.asarray(before.shapes.to_crs(crs).array)
    new = np.asarray(after.shapes.to_crs(crs).array)
    ground = shapely.union_all(old)
    gone = []
    for position, shape in enumerate(new):
        own = old[holder == successor[position]] if successor[position] >= 0 else old[:0]
        other = shapely.difference(shapely.intersection(shape, ground), shapely.union_all(own))
        opened = shapely.buffer(shapely.buffer(other, -NARROW_METRES / 2, join_style="mitre"), NARROW_METRES / 2)
        gone.append(shapely.intersection(opened, other))
    return gpd.GeoSeries(gone, crs=crs).to_crs(after.shapes.crs)
