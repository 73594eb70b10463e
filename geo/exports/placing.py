"""
Places for names on a picture: each inside its territory and none on another.

A name is written so large that it is read from the back of a room, with its second line: inside its territory, or else
outside with a thin line to it or over the borders. One that has no such place is wrapped, then written smaller, then
without its second line; where its territory has no room at all, it stands outside with a thin line to it; where that
would be long, it rather lies in the middle of its territory, over the borders. Only where there is no room for that
either its end is left out, after a word; nothing is ever clipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.exports.deck import Name
from geo.exports.lettering import tidy
from geo.exports.name_blocks import (
    NAME_SIZE,
    READ_FAR_OFF,
    Block,
    Box,
    Label,
    Type,
    blocks,
    short_blocks,
    stubs,
    whole_blocks,
    whole_short_blocks,
)

Floats = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]

_HALO = 2.0
"""Pixels around a name that are its own."""

_GRID = 13
_NEAR = 150.0
"""Pixels that the line to a name outside is long at most, as long as the name has another place."""

_MOST_OWN, _OWN, _LEAST_OWN = 0.85, 0.55, 0.35
"""Share of a name that its own territory must have to be as good as inside, where it has no place near by, and where
it has none far off."""

_ROUND = 48
_COMMON, _CROWD, _CROWDED = 169.0, 0.6, 0.72
"""Width of a territory for which names are as large as usual, how they shrink with it, and by how much at most."""

_SMALLER = 0.8
"""Share of its size that a name begins with where there is no room for it to be large."""

_GAP = 7.0
"""Half the width of a gap in a territory that a name may lie over: islands of others that are too small for a name."""


@dataclass(frozen=True)
class _Stage:
    """Where names are sought a place, in which ways, whether large, and how far off or how much over the borders."""

    where: Literal["inside", "over", "beside"]
    ways: Callable[[Name, Type], Iterable[Block]]
    large: bool = False
    limit: float = 0.0


_LARGE = (
    _Stage("inside", whole_blocks, large=True),
    _Stage("over", whole_blocks, large=True, limit=_MOST_OWN),
    _Stage("beside", whole_short_blocks, large=True, limit=_NEAR),
    _Stage("over", whole_short_blocks, large=True, limit=_OWN),
)
_SMALL = (
    _Stage("inside", blocks),
    _Stage("beside", short_blocks, limit=_NEAR),
    _Stage("over", short_blocks, limit=_OWN),
    _Stage("beside", short_blocks, limit=np.inf),
    _Stage("over", short_blocks, limit=_LEAST_OWN),
)
_ENDED = (_Stage("inside", stubs), _Stage("beside", stubs, limit=np.inf))


class Room:
    """
    The boxes of a picture that are taken.

    Parameters
    ----------
    width, height
        Size of the picture in pixels.
    margin
        Pixels at its edge where nothing is written.
    """

    def __init__(self, width: float, height: float, margin: float) -> None:
        self._frame = (margin, margin, width - margin, height - margin)
        self._taken = np.empty((0, 4))

    @property
    def width(self) -> float:
        """Pixels between its margins."""
        return self._frame[2] - self._frame[0]

    def copy(self) -> Room:
        """Return another that has the same boxes taken."""
        other = Room.__new__(Room)
        other._frame, other._taken = self._frame, self._taken
        return other

    def take(self, box: Box) -> None:
        """Take a box."""
        self._taken = np.vstack([self._taken, np.array(box)])

    def free(self, boxes: Floats, gap: float = 0.0) -> npt.NDArray[np.bool_]:
        """Return which boxes, shape (n, 4), lie in the picture and on no box that is taken, shape (n,)."""
        left, top, right, bottom = self._frame
        inside = (boxes[:, 0] >= left) & (boxes[:, 1] >= top) & (boxes[:, 2] <= right) & (boxes[:, 3] <= bottom)
        a, b = boxes[:, None], self._taken[None]
        clear = (
            (a[..., 2] + gap <= b[..., 0])
            | (b[..., 2] + gap <= a[..., 0])
            | (a[..., 3] + gap <= b[..., 1])
            | (b[..., 3] + gap <= a[..., 1])
        )
        return np.asarray(inside & clear.all(axis=1), dtype=np.bool_)

    def crossed(self, lines: Shapes, gap: float = 0.0) -> npt.NDArray[np.bool_]:
        """Return which lines cross a box that is taken, shape (n,)."""
        found = np.zeros(len(lines), dtype=np.bool_)
        for left, top, right, bottom in self._taken:
            found |= shapely.intersects(lines, shapely.box(left - gap, top - gap, right + gap, bottom + gap))
        return found


def labels(
    shapes: Shapes, names: Sequence[Name], places: Sequence[Floats], room: Room, unit: float
) -> tuple[list[Label], list[int]]:
    """
    Place the names of territories.

    Parameters
    ----------
    shapes
        Ground of each as far as it is seen, in pixels; empty for none.
    names
        How each is written.
    places
        For each, the middles a name may have, the best first, shape (m, 2).
    room
        What is taken already; the names are added.
    unit
        Pixels that one is on a picture of 1080.

    Returns
    -------
    The names that were placed, and the positions of those for which there is no place at all.
    """
    area = shapely.area(shapes)
    order = [k for k in range(len(shapes)) if not shapes[k].is_empty and tidy(names[k].name)]
    share = _share(area, len(order), unit)
    small = Type(unit, _SMALLER * share, room.width)
    large = Type(unit, share, room.width, READ_FAR_OFF)
    ground = {k: _roomy(shapes[k], unit) for k in order}
    every = shapely.union_all(shapes)
    shapely.prepare(every)
    edge = shapely.boundary(every)
    near = {k: shapely.distance(edge, shapely.centroid(shapes[k])) for k in order}

    def attempt(stages: Sequence[_Stage]) -> tuple[list[Label], list[int]]:
        trial, left = room.copy(), order
        placed: list[Label] = []
        lines: list[BaseGeometry] = []
        for stage in stages:
            here, left = left, []
            for k in sorted(here, key=lambda k: (-area[k] if stage.where == "inside" else near[k], k)):
                ways = stage.ways(names[k], large if stage.large else small)
                if stage.where == "inside":
                    label = _inside(k, ground[k], places[k], trial, unit, ways)
                elif stage.where == "over":
                    label = _astride(k, ground[k], places[k], trial, unit, ways, stage.limit)
                else:
                    label = _beside(k, shapes[k], places[k], trial, unit, every, lines, ways, stage.limit)
                if label is None:
                    left.append(k)
                    continue
                placed.append(label)
                trial.take(label.box)
                if label.leader is not None:
                    lines.append(shapely.LineString(label.leader))
        return sorted(placed, key=lambda label: label.territory), sorted(left)

    placed, left = attempt([*_LARGE, *_SMALL])
    if left:
        # Large names have left others no room at all.
        placed, left = attempt([*_SMALL, *_ENDED])
    for label in placed:
        room.take(label.box)
    return placed, left


def _share(area: Floats, n: int, unit: float) -> float:
    """Return how much smaller than usual names are written where territories are small."""
    side = float(np.sqrt(area.sum() / max(1, n))) / unit
    return float(min(1.0, max(_CROWDED, (side / _COMMON) ** _CROWD)))


def _roomy(shape: BaseGeometry, unit: float) -> BaseGeometry:
    """Return a territory without the gaps in it over which a name may lie."""
    closed = shapely.buffer(shapely.buffer(shape, _GAP * unit, join_style="mitre"), -_GAP * unit, join_style="mitre")
    parts = [
        shapely.Polygon(part.exterior, [h for h in part.interiors if shapely.Polygon(h).area > (NAME_SIZE * unit) ** 2])
        for part in shapely.get_parts(closed)
    ]
    return shapely.union_all(parts)


def _inside(
    k: int, shape: BaseGeometry, places: Floats, room: Room, unit: float, ways: Iterable[Block]
) -> Label | None:
    shapely.prepare(shape)
    middles = np.vstack([places, _grid(shape, places)])
    west, south, east, north = shapely.bounds(shape)
    for block in ways:
        if block.width >= east - west or block.height >= north - south:
            continue
        boxes = block.boxes(middles)
        around = shapely.box(*(boxes + _HALO * unit * np.array([-1, -1, 1, 1])).T)
        good = np.flatnonzero(shapely.contains_properly(shape, around) & room.free(boxes, _HALO * unit))
        if good.size:
            return block.at(k, boxes[good[0]])
    return None


def _beside(
    k: int,
    shape: BaseGeometry,
    places: Floats,
    room: Room,
    unit: float,
    every: BaseGeometry,
    lines: Sequence[BaseGeometry],
    ways_to_write: Iterable[Block],
    reach: float,
) -> Label | None:
    """Place a name outside all territories, with a line to its own."""
    start = places[0] if len(places) else shapely.get_coordinates(shapely.point_on_surface(shape))[0]
    turns = np.arange(_ROUND) * 2 * np.pi / _ROUND
    steps = np.arange(30, 900, 15) * unit
    ways = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    ends = (start + steps[:, None, None] * ways[None]).reshape(-1, 2)
    long = np.repeat(steps, _ROUND)
    for block in ways_to_write:
        # The line ends at the middle of the box's nearest side, so the box lies beyond it.
        way = np.tile(ways, (len(steps), 1))
        level = np.abs(way[:, 0]) >= np.abs(way[:, 1])
        shift = np.where(
            level[:, None],
            np.sign(way) * np.array([block.width / 2 + 4 * unit, 0]),
            np.sign(way) * np.array([0, block.height / 2 + 2 * unit]),
        )
        boxes = block.boxes(ends + shift)
        rows = np.flatnonzero(room.free(boxes, 3 * unit) & (long <= reach * unit))
        if not rows.size:
            continue
        around = shapely.box(*(boxes[rows] + 2 * unit * np.array([-1, -1, 1, 1])).T)
        rows = rows[~shapely.intersects(every, around)]
        if not rows.size:
            continue
        sight = np.array([shapely.LineString([start, ends[row]]) for row in rows], dtype=object)
        clear = ~room.crossed(sight, 2 * unit)
        for line in lines:
            clear &= ~shapely.intersects(sight, line)
        if clear.any():
            row = rows[np.flatnonzero(clear)[0]]
            label = block.at(k, boxes[row])
            ends_at = (float(ends[row][0]), float(ends[row][1]))
            return Label(k, label.words, label.box, ((float(start[0]), float(start[1])), ends_at))
    return None


def _astride(
    k: int, shape: BaseGeometry, places: Floats, room: Room, unit: float, ways: Iterable[Block], least: float
) -> Label | None:
    """Place a name in the middle of its territory though its ends lie over the neighbours'."""
    middles = np.vstack([places, _grid(shape, places)])
    for block in ways:
        boxes = block.boxes(middles)
        around = shapely.box(*boxes.T)
        share = shapely.area(shapely.intersection(shape, around)) / (block.width * block.height)
        own = np.where(room.free(boxes, _HALO * unit), share, 0.0)
        best = int(own.argmax()) if own.size else 0
        if own.size and own[best] >= least:
            return block.at(k, boxes[best])
    return None


def _grid(shape: BaseGeometry, places: Floats) -> Floats:
    """Return more middles inside a territory, the nearest to the first place first."""
    west, south, east, north = shapely.bounds(shape)
    xs, ys = np.linspace(west, east, _GRID + 2)[1:-1], np.linspace(south, north, _GRID + 2)[1:-1]
    points = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    points = points[shapely.contains_xy(shape, points[:, 0], points[:, 1])]
    if not len(places):
        return points
    return points[np.argsort(np.linalg.norm(points - places[0], axis=1), kind="stable")]
