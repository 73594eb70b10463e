"""
Ground that no area claims.

A narrow gap is a careless border and is closed. A wide one that areas enclose is water, foreign ground (Baarle-Hertog)
or a forgotten area. It is taken for forgotten where it is large, lies on land, and a postcode is in it: people live
there, and customers would belong nowhere. Any other stays open, and customers in it belong to the nearest area. What
areas do not enclose is the outside of the file, which may well cover only a part of the country.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from geo.areas._faults import Fault, ground, middle
from geo.areas._metric import geometries_to_metres, to_degrees, to_metres
from geo.gazetteer import land, postcode_places
from geo.texts import Text, plural, text

Shapes = npt.NDArray[np.object_]

GAP = 25.0
"""Metres of width up to which a gap between areas is closed."""

LARGE = 2e6
"""Square metres from which on an enclosed gap may be a forgotten area."""

_LAND = 0.75
"""Share of land from which on a gap is no water; the outline takes small lakes for land."""

_TOLD = 1.0
_ROUGH = 1.0
"""Metres to which a long outline of all ground is followed when slits are looked for."""

_MOST_CORNERS = 100_000
_TOUCHING = 0.05
"""Metres by which a slit is widened, to overlap what it touches."""

_MOST_NAMES = 3


def filled(metric: Shapes, claimed: shapely.Geometry) -> Shapes:
    """
    Give slits between areas to one of them.

    A slit that runs out to the edge of the file is no hole in it, so nothing that looks for holes would find it, and
    the areas at its sides would not be neighbours. Where the outline of all ground has more than `_MOST_CORNERS`, slits
    stay: looking for them would take minutes.

    Parameters
    ----------
    metric
        Valid polygons in metres, shape (n,).
    claimed
        All their ground.
    """
    fine = shapely.get_num_coordinates(claimed) <= _MOST_CORNERS
    outline = claimed if fine else shapely.simplify(claimed, _ROUGH)
    if shapely.get_num_coordinates(outline) > _MOST_CORNERS:
        return metric
    wide = shapely.buffer(outline, GAP / 2, join_style="mitre")
    slits = shapely.get_parts(shapely.difference(shapely.buffer(wide, -GAP / 2, join_style="mitre"), claimed))
    slits = shapely.buffer(slits[shapely.area(slits) > _TOLD], _TOUCHING, join_style="mitre")
    # A tree of the slits, not of the areas: so each area, which may be a long coast, is prepared once for all of them.
    area, slit = shapely.STRtree(slits).query(metric, predicate="intersects")
    between = np.bincount(slit, minlength=len(slits))[slit] > 1  # at one area alone it is an inlet
    area, slit = area[between], slit[between]
    shared = shapely.area(shapely.intersection(slits[slit], metric[area]))
    order = np.lexsort((area, shared))
    heirs = dict(zip(slit[order].tolist(), area[order].tolist(), strict=True))
    shapes = metric.copy()
    for number, heir in heirs.items():
        others = area[(slit == number) & (area != heir)]
        new = shapely.difference(slits[number], shapely.union_all(metric[others]))
        shapes[heir] = shapely.union(shapes[heir], new)
    return shapes


def closed(claimed: shapely.Geometry, metric: Shapes) -> Text | None:
    """
    Return what to tell of the gaps that were closed, None where there were none.

    Parameters
    ----------
    claimed
        The ground of all areas before, in metres.
    metric
        The coverage they became, shape (n,).
    """
    new = shapely.difference(shapely.coverage_union_all(metric), claimed)
    sizes = shapely.area(shapely.get_parts(new))
    sizes = sizes[sizes > _TOLD]
    if not len(sizes):
        return None
    return plural(
        "{count} narrow gap of {size} was closed.",
        "{count} narrow gaps, the largest of {size}, were closed.",
        len(sizes),
        size=ground(float(sizes.max())),
    )


def gaps(metric: Shapes, names: Sequence[str], country: str, crs: CRS) -> tuple[list[Fault], Text | None]:
    """
    Find enclosed ground without an area.

    Parameters
    ----------
    metric
        A valid coverage in metres, shape (n,).
    names
        What messages call the areas.
    country
        Where they lie.
    crs
        The metric plane.

    Returns
    -------
    Forgotten areas; and what to tell of gaps that stay open, None where there are none.
    """
    outer = shapely.get_parts(shapely.coverage_union_all(metric))
    holes = np.array([shapely.Polygon(ring) for part in outer for ring in part.interiors], dtype=object)
    if not len(holes):
        return [], None
    forgotten = _forgotten(holes, country, crs)
    tree = shapely.STRtree(metric)
    faults = [_fault(hole, [names[row] for row in tree.query(hole, predicate="intersects")], crs) for hole in
              holes[forgotten]]  # fmt: skip
    sizes = shapely.area(holes[~forgotten])
    if not len(sizes):
        return faults, None
    return faults, plural(
        "{count} enclosed gap of {size} stays open, as water does; customers there go to the nearest area.",
        "{count} enclosed gaps, the largest of {size}, stay open, as water does; customers there go to the nearest "
        "area.",
        len(sizes),
        size=ground(float(sizes.max())),
    )


def _forgotten(holes: Shapes, country: str, crs: CRS) -> npt.NDArray[np.bool_]:
    size = shapely.area(holes)
    large = size >= LARGE
    if not large.any():
        return large
    outline = geometries_to_metres(np.array([land(country)]), crs)[0]
    dry = shapely.area(shapely.intersection(holes, outline)) >= _LAND * size
    places = postcode_places(country)
    points = np.asarray(shapely.points(to_metres(places["lon"], places["lat"], crs)))
    lived = np.zeros(len(holes), dtype=bool)
    lived[shapely.STRtree(points).query(holes, predicate="contains")[0]] = True
    found: npt.NDArray[np.bool_] = large & dry & lived
    return found


def _fault(hole: shapely.Polygon, beside: list[str], crs: CRS) -> Fault:
    place = shapely.transform(hole, lambda xy: to_degrees(xy, crs))
    sentence = text(
        "{size} of ground near {lon}° E, {lat}° N belongs to no area; beside it lie {names}.",
        size=ground(float(hole.area)),
        names=", ".join(f"'{name}'" for name in beside[:_MOST_NAMES]),
        **middle(place),
    )
    return Fault("gap", tuple(beside[:_MOST_NAMES]), place, sentence, float(hole.area))
