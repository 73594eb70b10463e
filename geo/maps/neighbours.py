"""Which territories a reader sees side by side."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from scipy.sparse import csr_array

FACING_METRES = 12_000.0
"""Water this wide still shows two territories beside each other: an estuary, a strait, the tip of a lake."""


def facing(territories: gpd.GeoSeries, reach: float = FACING_METRES) -> csr_array:
    """
    Return which territories touch or face each other across little, for `geo.palette.colour`.

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
    shapes = shapely.simplify(np.asarray(territories.array), reach / 40)
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="dwithin", distance=reach)
    apart = one != other
    n = len(shapes)
    return csr_array((np.ones(int(apart.sum())), (one[apart], other[apart])), shape=(n, n))
