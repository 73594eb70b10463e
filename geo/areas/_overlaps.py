"""Ground that two areas claim: a careless border where it is narrow, refused where it is not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from geo.areas._faults import MOST_PLACES, Fault, ground, middle
from geo.areas._metric import to_degrees
from geo.texts import Share, Text, plural, text

Shapes = npt.NDArray[np.object_]

MOST_OVERLAP = 0.05
"""Share of an area that another may cover and still be taken for a careless border."""

WIDEST_OVERLAP = 100.0
"""Metres of width, on average, up to which an overlap is taken for a careless border."""

_TOLD = 1.0
"""Square metres from which on an overlap is worth telling; rounding makes smaller ones."""

_AT_ONCE = 20_000


def overlaps(metric: Shapes, names: Sequence[str], crs: CRS) -> tuple[list[Fault], Text | None]:
    """
    Find overlaps.

    Parameters
    ----------
    metric
        Valid polygons in metres, shape (n,).
    names
        What messages call them.
    crs
        The metric plane.

    Returns
    -------
    Those that cannot be repaired, at least `MOST_PLACES` of them where there are as many; and what to tell of those
    that can, None where there are none.
    """
    one, other = shapely.STRtree(metric).query(metric, predicate="intersects")
    one, other = one[one < other], other[one < other]
    faults: list[Fault] = []
    narrow: list[float] = []
    for start in range(0, len(one), _AT_ONCE):
        a, b = one[start : start + _AT_ONCE], other[start : start + _AT_ONCE]
        common = shapely.intersection(metric[a], metric[b])
        size = shapely.area(common)
        smaller = np.minimum(shapely.area(metric[a]), shapely.area(metric[b]))
        share = np.divide(size, smaller, out=np.zeros(len(size)), where=smaller > 0)
        width = np.divide(2 * size, shapely.length(common), out=np.zeros(len(size)), where=size > 0)
        wrong = (share > MOST_OVERLAP) | (width > WIDEST_OVERLAP)
        narrow += size[~wrong & (size > _TOLD)].tolist()
        faults += [
            _fault(common[row], names[a[row]], names[b[row]], float(share[row]), crs)
            for row in np.flatnonzero(wrong).tolist()
        ]
        if len(faults) >= MOST_PLACES:
            break
    return faults, _remark(narrow)


def _fault(common: shapely.Geometry, one: str, other: str, share: float, crs: CRS) -> Fault:
    place = shapely.transform(common, lambda xy: to_degrees(xy, crs))
    sentence = text(
        "'{one}' and '{other}' overlap: {share} of the smaller one, near {lon}° E, {lat}° N.",
        one=one,
        other=other,
        share=Share(share),
        **middle(place),
    )
    return Fault("overlap", (one, other), place, sentence, float(shapely.area(common)))


def _remark(narrow: list[float]) -> Text | None:
    if not narrow:
        return None
    return plural(
        "{count} narrow overlap of {size} went to one of its areas.",
        "{count} narrow overlaps, the largest of {size}, went to one of their areas.",
        len(narrow),
        size=ground(max(narrow)),
    )
