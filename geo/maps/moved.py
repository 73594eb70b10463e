"""Ground that changes hands, to be laid over the territories of a map."""

from __future__ import annotations

from typing import cast

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import GeometryError
from geo.maps.document import DISPLAY_TOLERANCE, Layer
from geo.maps.packing import polygons
from geo.texts import text


def moved(ground: gpd.GeoSeries) -> Layer:
    """
    Lay out ground that changes hands: tinted, its outline in ink.

    Parameters
    ----------
    ground
        Geometries in EPSG:4326, each outlined by itself; empty ones are left out.

    Raises
    ------
    GeometryError
        The geometries are not in degrees.
    """
    if ground.crs is None or ground.crs.to_epsg() != 4326:
        raise GeometryError(
            text("The borders for the map are in {crs}.", crs=str(ground.crs)),
            text("Give them in EPSG:4326, degrees east and north."),
        )
    shapes = np.asarray(ground.array)
    drawn = shapely.coverage_simplify(shapes[~shapely.is_empty(shapes)], DISPLAY_TOLERANCE)
    packed = [polygons(shape) for shape in drawn]
    return cast("Layer", {"kind": "moved", "ground": [shape for shape in packed if shape]})
