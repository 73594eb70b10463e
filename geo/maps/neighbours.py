"""Which territories a reader sees side by side."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from scipy.sparse import csr_array

FACING_METRES = 35_000.0
"""Water this wide still shows two territories beside each other: an estuary, a strait, the width of the IJsselmeer."""

SIMPLIFY_METRES = 300.0
"""What simplification may drop, so that the distances are quick to take."""

TOUCHING_METRES = 2 * SIMPLIFY_METRES
"""Simplified territories this near still touch, whatever of a third lies at the spot."""


def facing(territories: gpd.GeoSeries, reach: float = FACING_METRES) -> csr_array:
    """
    Return which territories touch or face each other with no third between, for `geo.palette.colour`.

    Parameters
    ----------
    territories
        One geometry a territory in a projected CRS in metres; an empty one faces nobody.
    reach
        The largest distance in metres at which two still count as side by side.

    Returns
    -------
    A symmetric matrix of ones, shape (k, k), its diagonal empty.
    """
    shapes = shapely.simplify(np.asarray(territories.array), SIMPLIFY_METRES)
    shapely.prepare(shapes)
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="dwithin", distance=reach)
    pair = one < other
    one, other = one[pair], other[pair]
    sight = shapely.shortest_line(shapes[one], shapes[other])
    line, crossed = tree.query(sight, predicate="intersects")
    third = (crossed != one[line]) & (crossed != other[line])
    touching = shapely.length(sight) <= TOUCHING_METRES
    hidden = np.zeros(len(one), dtype=np.bool_)
    hidden[line[third]] = True
    seen = touching | ~hidden
    one, other = one[seen], other[seen]
    n = len(shapes)
    ends = np.concatenate([one, other]), np.concatenate([other, one])
    return csr_array((np.ones(2 * len(one)), ends), shape=(n, n))
