"""Free territories: power cells cut to land."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geo.areas._checks import require_coverage
from geo.areas._coverage import Coverage
from geo.areas._metric import DEGREES, Coordinates, geometries_to_metres, metric_crs
from geo.areas._partition import faces, merge
from geo.areas._power import power_borders, power_labels
from geo.errors import GeometryError, SettingsError
from geo.gazetteer import land, land_source
from geo.texts import plural, text


def power_cells(centres: Coordinates, offsets: npt.NDArray[np.float64], country: str) -> Coverage:
    """
    Divide a country's land among weighted centres.

    The cell of centre k is the land where `|x − c_k|² − w_k` is least. Parts that water cuts off stay with their cell.

    Parameters
    ----------
    centres
        Shape (k, 2), metres in `metric_crs(country)`.
    offsets
        `w`, shape (k,), square metres.
    country
        Whose land is divided.

    Returns
    -------
    A coverage of k areas in the order of the centres, their codes "1" … "k".

    Raises
    ------
    SettingsError
        There is no centre, a number is not finite, or the country does not ship.
    GeometryError
        A cell holds no land: its centre is outweighed by its neighbours, or lies far out at sea. A coverage has no
        empty areas.
    """
    centres, offsets = np.asarray(centres, dtype=float), np.asarray(offsets, dtype=float)
    ground = land(country)
    if not len(centres) or not (np.isfinite(centres).all() and np.isfinite(offsets).all()):
        raise SettingsError(text("Free territories need at least one centre, and finite numbers for each."))
    crs = metric_crs(country)
    frame = geometries_to_metres(np.array([ground]), crs)[0].bounds
    found, inside = faces(ground, power_borders(centres, offsets, frame), crs)
    shapes = shapely.normalize(merge(found, power_labels(inside, centres, offsets), len(centres)))
    empty = np.flatnonzero(shapely.is_empty(shapes))
    if len(empty):
        raise GeometryError(
            plural(
                "Territory {numbers} would have no land.",
                "{count} territories would have no land: {numbers}.",
                len(empty),
                numbers=", ".join(str(i + 1) for i in empty[:10]),
            ),
            text("Choose fewer territories, or build them from postcode areas."),
        )
    require_coverage(shapes, crs)
    codes = [str(i + 1) for i in range(len(centres))]
    areas = gpd.GeoDataFrame({"code": codes, "name": codes}, geometry=shapes, crs=DEGREES)
    return Coverage(areas, "free", country, approximate=False, source=land_source(country))
