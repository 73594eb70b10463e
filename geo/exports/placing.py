"""
Places for names on a picture: each inside its territory and none on another.

A name that does not fit as it is is wrapped, then written smaller, then without its second line; where its territory
has no room at all, it stands outside with a thin line to it, and its end is left out before it is ever clipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.exports.deck import Name
from geo.exports.lettering import clamped, measure, shortened, tidy, words, wrapped

Floats = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""

NAME_SIZE, LINE_SIZE, LEAST = 24.0, 19.5, 0.72
"""Sizes of a name and of its second line on a picture of 1080 pixels, and how much smaller they may become."""

_LEADING = 1.14
_HALO = 2.0
"""Pixels around a name that are its own."""

_WIDEST = 300.0
_LINE_ROOM = 10.0
_SHRUNK = (1.0, 0.88, 0.8, LEAST)
_MOST_LINES = 4
_GRID = 13
_ROUND = 48
_FEW = 14
"""From more names than this on, all are written smaller."""


@dataclass(frozen=True)
class Word:
    """
    A line of text on a picture.

    Parameters
    ----------
    text
        What is written.
    x, y
        Left end of its base line in pixels from the upper left corner.
    size
        Size in pixels.
    strong
        Whether it is heavy.
    """

    text: str
    x: float
    y: float
    size: float
    strong: bool


@dataclass(frozen=True)
class Label:
    """
    A name where it stands.

    Parameters
    ----------
    territory
        Position of the territory.
    words
        Its lines.
    box
        What they cover, in pixels.
    leader
        Ends of the line to its territory, None for a name inside.
    """

    territory: int
    words: tuple[Word, ...]
    box: Box
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None


@dataclass(frozen=True)
class _Block:
    """Lines of a name at one size, not yet placed."""

    lines: tuple[tuple[str, float, bool], ...]
    width: float
    height: float

    def boxes(self, centres: Floats) -> Floats:
        half = np.array([self.width, self.height]) / 2
        return np.hstack([centres - half, centres + half])

    def at(self, territory: int, box: Floats) -> Label:
        left, top, right, bottom = (float(v) for v in box)
        written, y = [], top
        for text, size, strong in self.lines:
            y += size * _LEADING
            wide = measure(600 if strong else 400)(text) * size
            written.append(Word(text, (left + right - wide) / 2, y - 0.3 * size, size, strong))
        return Label(territory, tuple(written), (left, top, right, bottom))


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
    order = sorted(range(len(shapes)), key=lambda k: (-area[k], k))
    order = [k for k in order if not shapes[k].is_empty and tidy(names[k].name)]
    unit *= min(1.0, max(LEAST, (_FEW / max(1, len(order))) ** 0.3))
    placed: list[Label] = []
    outside: list[int] = []
    for k in order:
        label = _inside(k, shapes[k], places[k], room, unit, _blocks(names[k], unit))
        if label is None:
            outside.append(k)
        else:
            placed.append(label)
            room.take(label.box)
    every = shapely.union_all(shapes)
    shapely.prepare(every)
    lines: list[BaseGeometry] = []
    omitted = []
    near = {k: shapely.distance(shapely.boundary(every), shapely.centroid(shapes[k])) for k in outside}
    for k in sorted(outside, key=lambda k: (near[k], k)):
        label = _beside(k, shapes[k], names[k], places[k], room, unit, every, lines)
        label = label or _inside(k, shapes[k], places[k], room, unit, _stubs(names[k], unit))
        if label is None:
            omitted.append(k)
            continue
        placed.append(label)
        room.take(label.box)
        if label.leader is not None:
            lines.append(shapely.LineString(label.leader))
    return sorted(placed, key=lambda label: label.territory), sorted(omitted)


def _inside(
    k: int, shape: BaseGeometry, places: Floats, room: Room, unit: float, blocks: Iterable[_Block]
) -> Label | None:
    shapely.prepare(shape)
    middles = np.vstack([places, _grid(shape, places)])
    west, south, east, north = shapely.bounds(shape)
    for block in blocks:
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
    name: Name,
    places: Floats,
    room: Room,
    unit: float,
    every: BaseGeometry,
    lines: Sequence[BaseGeometry],
) -> Label | None:
    """Place a name outside all territories, with a line to its own."""
    start = places[0] if len(places) else shapely.get_coordinates(shapely.point_on_surface(shape))[0]
    turns = np.arange(_ROUND) * 2 * np.pi / _ROUND
    steps = np.arange(30, 900, 15) * unit
    ways = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    ends = (start + steps[:, None, None] * ways[None]).reshape(-1, 2)
    for block in _short_blocks(name, unit):
        # The line ends at the middle of the box's nearest side, so the box lies beyond it.
        way = np.tile(ways, (len(steps), 1))
        level = np.abs(way[:, 0]) >= np.abs(way[:, 1])
        shift = np.where(
            level[:, None],
            np.sign(way) * np.array([block.width / 2 + 4 * unit, 0]),
            np.sign(way) * np.array([0, block.height / 2 + 2 * unit]),
        )
        boxes = block.boxes(ends + shift)
        free = room.free(boxes, 3 * unit)
        rows = np.flatnonzero(free)
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


def _grid(shape: BaseGeometry, places: Floats) -> Floats:
    """Return more middles inside a territory, the nearest to the first place first."""
    west, south, east, north = shapely.bounds(shape)
    xs, ys = np.linspace(west, east, _GRID + 2)[1:-1], np.linspace(south, north, _GRID + 2)[1:-1]
    points = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    points = points[shapely.contains_xy(shape, points[:, 0], points[:, 1])]
    if not len(places):
        return points
    return points[np.argsort(np.linalg.norm(points - places[0], axis=1), kind="stable")]


def _blocks(name: Name, unit: float) -> Iterator[_Block]:
    """Give a name in the ways it may be written inside, the most welcome first."""
    title, line = tidy(name.name), tidy(name.line)
    strong = measure(600)
    whole = strong(title)
    longest = max(map(strong, words(title)))
    rooms = [min(max(whole * share, longest), _WIDEST / NAME_SIZE) for share in (1.0, 0.58, 0.42, 0.33)]
    for second in dict.fromkeys([line, ""]):
        for shrunk in _SHRUNK:
            for lines in dict.fromkeys(tuple(wrapped(title, room + 1e-6, strong)) for room in rooms):
                if len(lines) <= _MOST_LINES:
                    yield _block(lines, second, shrunk * unit)
    for most in (9.0, 6.5):
        if whole > most:
            yield _block(clamped(title, most, 2, strong), "", LEAST * unit)


def _short_blocks(name: Name, unit: float) -> Iterator[_Block]:
    """Give a name in the ways it may be written outside: small, for many may have to stand there."""
    title, line = tidy(name.name), tidy(name.line)
    for second in dict.fromkeys([line, ""]):
        for room, most in ((11.0, 2), (8.0, 2)):
            yield _block(clamped(title, room, most, measure(600)), second, _SHRUNK[2] * unit)


def _stubs(name: Name, unit: float) -> Iterator[_Block]:
    """Give the beginning of a name, for where there is hardly any room."""
    for most, rows in ((4.5, 2), (4.5, 1), (3.0, 1)):
        yield _block(clamped(tidy(name.name), most, rows, measure(600)), "", LEAST * unit)


def _block(lines: Sequence[str], second: str, unit: float) -> _Block:
    plain, strong = measure(400), measure(600)
    written = [(text, NAME_SIZE * unit, True) for text in lines]
    if second:
        room = max(strong(text) for text in lines) * NAME_SIZE / LINE_SIZE
        written.append((shortened(second, max(room, _LINE_ROOM), plain), LINE_SIZE * unit, False))
    wide = max((strong if heavy else plain)(text) * size for text, size, heavy in written)
    return _Block(tuple(written), wide, sum(size for _, size, _ in written) * _LEADING)
