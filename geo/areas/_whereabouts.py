"""Where boundaries lie: in which coordinate system, in which country, on land or not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from geo.areas._faults import BoundaryError, Fault, middle, require_none
from geo.areas._metric import DEGREES, geometries_to_metres, metric_crs, to_degrees
from geo.gazetteer import land
from geo.texts import Number, text

Shapes = npt.NDArray[np.object_]

NEARBY = 50_000.0
"""Metres around a country's land within which boundaries may lie."""

SHORE = 2_000.0
"""Metres from land beyond which an area is in the water, where the country's islets are all known."""

_ISLETS_KNOWN = ("NL",)
_NATIONAL = CRS.from_epsg(28992)
_SIMPLIFIED = 200.0
_DECIMALS = 1e-6


def plane(features: gpd.GeoDataFrame, filename: str) -> CRS:
    """
    Return the coordinate system of features: the one they name, else the one that the numbers themselves show.

    Raises
    ------
    BoundaryError
        They name none and it cannot be seen, or name degrees and are none.
    """
    west, south, east, north = features.total_bounds
    degrees = (
        -180 - _DECIMALS <= west <= east <= 180 + _DECIMALS and -90 - _DECIMALS <= south <= north <= 90 + _DECIMALS
    )
    if features.crs is not None:
        if features.crs.is_geographic and not degrees:
            raise BoundaryError(
                text(
                    "'{filename}' says that it is in degrees, but its coordinates reach {x}, {y}.",
                    filename=filename,
                    x=Number(east, 1),
                    y=Number(north, 1),
                ),
                text("Save it with the coordinate system it really has, such as EPSG:28992 (RD New)."),
            )
        named: CRS = features.crs
        return named
    if degrees:
        return DEGREES
    if -50_000 <= west <= east <= 350_000 and 250_000 <= south <= north <= 700_000:
        return _NATIONAL
    raise BoundaryError(
        text("'{filename}' does not say in which coordinate system it is.", filename=filename),
        text("Save it in WGS 84 (EPSG:4326), or with its coordinate system (for a Shapefile: the .prj file)."),
    )


def require_here(shapes: Shapes, names: Sequence[str], country: str) -> None:
    """
    Refuse areas that lie outside a country or off its land.

    Parameters
    ----------
    shapes
        In EPSG:4326.
    names
        What messages call them.
    country
        ISO 3166 alpha-2 code of a country that ships.

    Raises
    ------
    BoundaryError
        Some lie further than `NEARBY` from its land, touch no land, or have their axes swapped.
    """
    near = _around(country, NEARBY)
    far = ~shapely.intersects(shapes, near)
    if far.all():
        turned = shapely.transform(shapes, lambda xy: xy[:, ::-1])
        if shapely.intersects(turned, near).all():
            sentence = text(
                "The coordinates have north before east: turned round, they lie in {country}.", country=country
            )
            require_none([Fault("swapped", (n,), s, sentence) for n, s in zip(names, turned, strict=True)])
    require_none(
        [
            Fault(
                "outside",
                (names[row],),
                shapes[row],
                text(
                    "'{name}' lies near {lon}° E, {lat}° N, outside {country}.",
                    name=names[row],
                    country=country,
                    **middle(shapes[row]),
                ),
            )
            for row in np.flatnonzero(far).tolist()
        ]
    )
    if country in _ISLETS_KNOWN:
        afloat = ~shapely.intersects(shapes, _around(country, SHORE))
        require_none([_afloat(names[row], shapes[row]) for row in np.flatnonzero(afloat).tolist()])


def _afloat(name: str, shape: shapely.Geometry) -> Fault:
    sentence = text("'{name}' near {lon}° E, {lat}° N touches no land.", name=name, **middle(shape))
    return Fault("water", (name,), shape, sentence)


@lru_cache(maxsize=8)
def _around(country: str, metres: float) -> shapely.Geometry:
    """Return the ground within a distance of a country's land, in EPSG:4326, ready to be asked often."""
    crs = metric_crs(country)
    outline = geometries_to_metres(np.array([land(country)]), crs)[0]
    wide = shapely.buffer(shapely.simplify(outline, _SIMPLIFIED), metres + _SIMPLIFIED)
    found: shapely.Geometry = shapely.transform(wide, lambda xy: to_degrees(xy, crs))
    shapely.prepare(found)
    return found
