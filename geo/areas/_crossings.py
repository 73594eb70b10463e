"""Polygons that cross themselves: mended where it is plain what is meant, refused where it is not."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from geo.areas._faults import Fault
from geo.areas._metric import to_degrees
from geo.texts import Share, text

Shapes = npt.NDArray[np.object_]

MOST_CHANGED = 0.05
"""Share of its ground by which a polygon may change when it is made valid."""

MOST_CORNERS = 200_000
"""Corners of a polygon that crosses itself beyond which it is not mended: it could take minutes."""

_MOST_CROSSINGS = 200_000
_SAMPLE = 600
_WHERE = re.compile(r"\[(\S+) (\S+)\]")


def crossings(shapes: Shapes, names: Sequence[str], crs: CRS) -> tuple[list[Fault], int]:
    """
    Find polygons that cross themselves.

    The ground within a ring is counted by its corners, with a sign where it runs backwards; made valid, a small slip
    hardly changes that, while of a polygon that crosses itself in its middle nobody can say which part was meant.

    Parameters
    ----------
    shapes
        Polygons as they come, in a CRS, shape (n,).
    names
        What messages call them.
    crs
        Their coordinate system.

    Returns
    -------
    Those that cannot be mended, and the number of those that can.
    """
    broken = np.flatnonzero(~shapely.is_valid(shapes)).tolist()
    faults = [
        fault for row in broken if (fault := _worst(shapely.get_parts(shapes[row]), str(names[row]), crs)) is not None
    ]
    return faults, len(broken) - len(faults)


def _worst(parts: Shapes, name: str, crs: CRS) -> Fault | None:
    changes = [(_change(part), part) for part in parts if not shapely.is_valid(part)]
    change, part = max(changes, key=lambda found: found[0], default=(0.0, None))
    if part is None or change <= MOST_CHANGED:
        return None
    where = _WHERE.search(shapely.is_valid_reason(part))
    degrees = np.zeros((1, 2)) if where is None else to_degrees(np.array([where.groups()], dtype=float), crs)
    sentence = text(
        "'{name}' crosses itself: {share} of its ground is in doubt.", name=name, share=Share(min(change, 1.0), 0)
    )
    return Fault("crossing", (name,), shapely.Point(degrees[0]), sentence, change)


def _change(part: shapely.Polygon) -> float:
    """Return the share of its ground by which a polygon would change."""
    if shapely.get_num_coordinates(part) > MOST_CORNERS or _tangled(part):
        return 1.0
    before, after = float(shapely.area(part)), float(shapely.area(shapely.make_valid(part, method="structure")))
    return abs(before - after) / max(before, after) if max(before, after) > 0 else 0.0


def _tangled(part: shapely.Polygon) -> bool:
    """Return whether a polygon crosses itself so often that mending it would not end; judged by some of its edges."""
    corners, ring = shapely.get_coordinates(shapely.get_rings(part), return_index=True)
    edges = np.stack([corners[:-1], corners[1:]], axis=1)[ring[1:] == ring[:-1]]
    if len(edges) <= _SAMPLE:
        return False
    some = shapely.linestrings(edges[np.linspace(0, len(edges) - 1, _SAMPLE).astype(int)])
    one, _ = shapely.STRtree(some).query(some, predicate="crosses")
    return bool(len(one) / 2 * (len(edges) / _SAMPLE) ** 2 > _MOST_CROSSINGS)
