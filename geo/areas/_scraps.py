"""Give ground that water cut off from its area to the area it touches."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from geo.areas._borders import shared_borders
from geo.areas._metric import Coordinates, geometries_to_metres

Labels = npt.NDArray[np.intp]


def settle_scraps(
    geometries: npt.NDArray[np.object_], sites: Coordinates, crs: CRS
) -> tuple[npt.NDArray[np.object_], Labels]:
    """
    Decide for every part of every area where it belongs.

    An area's home is the part with its site, else its largest part. Any other part is a scrap and goes to the
    neighbour with the longest common border. Where only scraps touch (an island without a site), the largest stays
    with its area and draws the others to it; a scrap that touches nothing stays with its area.

    Parameters
    ----------
    geometries
        Areas of a coverage in EPSG:4326, shape (n,).
    sites
        The point in degrees that each area is about, shape (n, 2).
    crs
        The metric plane.

    Returns
    -------
    The parts of all areas and the area each belongs to.
    """
    parts, owner = shapely.get_parts(geometries, return_index=True)
    size = shapely.area(geometries_to_metres(parts, crs))
    holds_site = shapely.intersects_xy(parts, *sites[owner].T)
    preference = np.lexsort((size, holds_site, owner))
    home = preference[np.append(owner[preference][1:] != owner[preference][:-1], True)]
    settled = np.zeros(len(parts), dtype=bool)
    settled[home] = True
    borders = shared_borders(parts, crs)
    label = owner.copy()
    while not settled.all():
        open_parts = np.flatnonzero(~settled)
        reachable = borders[open_parts][:, np.flatnonzero(settled)]
        touching = np.diff(reachable.indptr) > 0
        if not touching.any():
            settled[open_parts[np.argmax(size[open_parts])]] = True
            continue
        best = np.flatnonzero(settled)[reachable[touching].toarray().argmax(axis=1)]
        label[open_parts[touching]] = label[best]
        settled[open_parts[touching]] = True
    return parts, label
