"""Which areas touch, along how many metres, and which islands belong to which shore."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from geo.areas._metric import GRID, to_metres

Indices = npt.NDArray[np.intp]


def shared_borders(geometries: npt.NDArray[np.object_], crs: CRS) -> sparse.csr_array:
    """
    Measure the borders that areas of a coverage share.

    Neighbours in a coverage share every vertex, so an edge that occurs twice is a border; touching at a corner is not.

    Parameters
    ----------
    geometries
        Polygons of a valid coverage in EPSG:4326 on the exchanged grid, shape (n,).
    crs
        The metric plane.

    Returns
    -------
    Metres of shared border, symmetric, shape (n, n), no diagonal.
    """
    polygons, owners = shapely.get_parts(geometries, return_index=True)
    rings, ring_polygons = shapely.get_rings(polygons, return_index=True)
    degrees, ring_of = shapely.get_coordinates(rings, return_index=True)
    grid = np.round(degrees / GRID).astype(np.int64)
    _, vertex = np.unique((grid[:, 0] << 32) + grid[:, 1], return_inverse=True)
    start = np.flatnonzero(ring_of[1:] == ring_of[:-1])
    low = np.minimum(vertex[start], vertex[start + 1])
    high = np.maximum(vertex[start], vertex[start + 1])
    owner = owners[ring_polygons[ring_of[start]]]
    order = np.lexsort((high, low))
    twice = np.flatnonzero((low[order][1:] == low[order][:-1]) & (high[order][1:] == high[order][:-1]))
    one, other = order[twice], order[twice + 1]
    metres = to_metres(degrees[:, 0], degrees[:, 1], crs)
    length = np.hypot(*(metres[start[one] + 1] - metres[start[one]]).T)
    apart = owner[one] != owner[other]
    rows, columns, length = owner[one][apart], owner[other][apart], length[apart]
    n = len(geometries)
    half = sparse.coo_array((length, (rows, columns)), shape=(n, n))
    return sparse.csr_array(half + half.T)


def island_links(borders: sparse.csr_array, metric: npt.NDArray[np.object_]) -> Indices:
    """
    Join every island to the nearest area of the mainland.

    The mainland is the connected part with the most ground; each other part gets one link, over the shortest water.

    Parameters
    ----------
    borders
        Metres of shared border, shape (n, n).
    metric
        The areas in metres, shape (n,).

    Returns
    -------
    Pairs of an island's area and a mainland's area, shape (m, 2), ordered by island.
    """
    n_parts, part = connected_components(borders, directed=False)
    if n_parts == 1:
        return np.empty((0, 2), dtype=np.intp)
    mainland = int(np.bincount(part, weights=shapely.area(metric)).argmax())
    shore, islands = np.flatnonzero(part == mainland), np.flatnonzero(part != mainland)
    tree = shapely.STRtree(metric[shore])
    (island, nearest), distance = tree.query_nearest(metric[islands], all_matches=False, return_distance=True)
    order = np.lexsort((distance, part[islands[island]]))
    _, first = np.unique(part[islands[island]][order], return_index=True)
    chosen = order[first]
    return np.column_stack([islands[island[chosen]], shore[nearest[chosen]]])
