"""Hexagons of one size, cut to land."""

from __future__ import annotations

import geopandas as gpd
import h3
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS
from scipy.spatial import cKDTree

from geo.areas._borders import shared_borders
from geo.areas._checks import require_coverage
from geo.areas._coverage import Coverage
from geo.areas._metric import DEGREES, geometries_to_metres, metric_crs, to_metres
from geo.areas._partition import faces, merge
from geo.errors import SettingsError
from geo.gazetteer import land, land_source, postcode_places
from geo.texts import text

MOST = 20_000
"""Hexagons beyond which a country is cut too fine to plan with."""

_SNAP = 1.0
"""Metres to which corners are rounded, since the edges of neighbouring cells do not quite meet."""

_CRUMB = 0.02
"""Share of the usual size under which a hexagon that the coast cuts goes to its neighbour."""


def hexagon_resolution(country: str, n: int) -> int:
    """
    Return the H3 resolution at which a country has about `n` hexagons; each step is a factor of seven.

    Raises
    ------
    SettingsError
        The country does not ship, or `n` is not between 1 and `MOST`.
    """
    size = _land_km2(country)
    if not 1 <= n <= MOST:
        raise SettingsError(
            text("{n} hexagons cannot be made.", n=n), text("Choose a number from 1 to {most}.", most=MOST)
        )
    steps = np.array([h3.average_hexagon_area(r, unit="km^2") for r in range(16)])
    return int(np.abs(np.log(size / steps / n)).argmin())


def hexagons(country: str, resolution: int) -> Coverage:
    """
    Divide a country's land into hexagons of one size.

    Parameters
    ----------
    country
        Whose land is divided.
    resolution
        Of the H3 grid: in the Netherlands 5 gives about 190 hexagons of 250 km², 6 about 1,150 of 36 km².

    Returns
    -------
    A coverage; codes are H3's indices, names those of the nearest postcode's town. Crumbs that the coast leaves of a
    hexagon belong to the neighbour with the longest border.

    Raises
    ------
    SettingsError
        The country does not ship, or the hexagons would be too many.
    """
    size = _land_km2(country)
    if not 0 <= resolution <= 15 or size / h3.average_hexagon_area(resolution, unit="km^2") > MOST:
        raise SettingsError(
            text("Hexagons of resolution {resolution} are too small to plan with.", resolution=resolution),
            text("Choose a resolution with at most {most} hexagons.", most=MOST),
        )
    crs = metric_crs(country)
    cells = sorted(_covering(land(country), resolution))
    shapes = _snapped(cells, crs)
    found, inside = faces(land(country), shapely.boundary(shapes), crs)
    points = np.asarray(shapely.points(inside))
    (_, cell) = shapely.STRtree(shapes).query_nearest(points, all_matches=False)
    landed, rows = np.unique(cell, return_inverse=True)
    blocks = _without_crumbs(merge(found, rows, len(landed)), shapely.area(shapes).mean(), crs)
    kept = np.flatnonzero(~shapely.is_empty(blocks))
    blocks = shapely.normalize(blocks[kept])
    require_coverage(blocks, crs)
    codes = [cells[i] for i in landed[kept]]
    areas = gpd.GeoDataFrame({"code": codes, "name": _names(blocks, country, crs)}, geometry=blocks, crs=DEGREES)
    return Coverage(areas, "hexagon", country, approximate=False, source=land_source(country))


def _land_km2(country: str) -> float:
    return float(geometries_to_metres(np.array([land(country)]), metric_crs(country))[0].area) / 1e6


def _covering(ground: shapely.Geometry, resolution: int) -> set[str]:
    """
    Return cells that cover land, and some around it.

    The filling of a land of several parts returns cells twice and leaves some out, so each brings its neighbours.
    """
    filled = h3.h3shape_to_cells_experimental(h3.geo_to_h3shape(ground), resolution, contain="overlap")
    return {neighbour for cell in set(filled) for neighbour in h3.grid_disk(cell, 1)}


def _snapped(cells: list[str], crs: CRS) -> npt.NDArray[np.object_]:
    corners = [np.array(h3.cell_to_boundary(cell)) for cell in cells]
    ring = np.repeat(np.arange(len(corners)), [len(c) for c in corners])
    lat, lon = np.concatenate(corners).T
    metres = np.round(to_metres(lon, lat, crs) / _SNAP) * _SNAP
    return np.asarray(shapely.polygons(shapely.linearrings(metres, indices=ring)))


def _without_crumbs(blocks: npt.NDArray[np.object_], usual: float, crs: CRS) -> npt.NDArray[np.object_]:
    """Give crumbs to their neighbours; what they leave behind is empty."""
    size = shapely.area(geometries_to_metres(blocks, crs))
    crumbs = size < _CRUMB * usual
    borders = shared_borders(blocks, crs)[np.flatnonzero(crumbs)].toarray()
    borders[:, crumbs] = 0.0
    owner = np.arange(len(blocks))
    touching = borders.any(axis=1)
    owner[np.flatnonzero(crumbs)[touching]] = borders[touching].argmax(axis=1)
    return merge(blocks, owner, len(blocks))


def _names(blocks: npt.NDArray[np.object_], country: str, crs: CRS) -> pd.Series:
    places = postcode_places(country)
    middle = shapely.get_coordinates(shapely.point_on_surface(geometries_to_metres(blocks, crs)))
    _, nearest = cKDTree(to_metres(places["lon"], places["lat"], crs)).query(middle)
    return places["place"].iloc[nearest].reset_index(drop=True)
