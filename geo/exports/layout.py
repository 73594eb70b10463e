"""What stands where on a picture, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.areas import to_metres
from geo.exports.backdrop import Backdrop, backdrop, in_metres
from geo.exports.deck import Drawing
from geo.exports.lettering import ended, measure, shortened, tidy, width
from geo.exports.name_blocks import Box, Label, Word
from geo.exports.placing import Room, labels
from geo.exports.view import View
from geo.maps.anchors import anchors
from geo.maps.packing import GRID
from geo.texts import Language

Floats = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]

NOTE_SIZE, TOWN_SIZE = 16.0, 20.0
"""Sizes of the lines below and of towns on a picture of 1080 pixels."""

_REFERENCE = 1080.0
_EDGE = 18.0
_LINES_BELOW = 5
_MOST_TOWNS = 14
_TOWN_GAP = 70.0
_LEAST_DEGREES = 2e-4


@dataclass(frozen=True)
class Town:
    """A town where it stands: its dot and its name."""

    x: float
    y: float
    word: Word
    box: Box


@dataclass(frozen=True)
class Scale:
    """The scale bar: left end and base line in pixels, its length there, and what it says."""

    x: float
    y: float
    length: float
    word: Word


@dataclass(frozen=True, eq=False)
class Layout:
    """
    A picture before it is drawn; all in pixels from the upper left corner.

    Parameters
    ----------
    view
        The ground that is seen.
    unit
        Pixels that one is on a picture of 1080.
    below
        The base map.
    shapes
        Ground of each territory, empty for one without.
    moved
        Ground that changes hands.
    labels
        Names of the territories.
    omitted
        Positions of the territories for whose name there is no place.
    towns
        Towns for finding one's way.
    notes
        Lines below: the plan, the sources.
    scale
        The scale bar.
    """

    view: View
    unit: float
    below: Backdrop
    shapes: Shapes
    moved: Shapes
    labels: tuple[Label, ...]
    omitted: tuple[int, ...]
    towns: tuple[Town, ...]
    notes: tuple[Word, ...]
    scale: Scale


def lay_out(drawing: Drawing, width: float, height: float, language: Language, unit: float | None = None) -> Layout:
    """
    Decide what stands where.

    Parameters
    ----------
    drawing
        The picture.
    width, height
        Its size in pixels.
    language
        Language of its own words.
    unit
        Pixels that one is on a picture of 1080 × 1080, by which texts and lines grow; None to follow from the size.

    Raises
    ------
    SettingsError
        The country is not shipped.
    """
    below = backdrop(drawing.country)
    unit = unit or float(np.sqrt(width * height)) / _REFERENCE
    view = _view(drawing, below, width, height, unit)
    degrees = _simplified(drawing.shapes, view)
    shapes = view.drawn(in_metres(degrees, below.crs))
    frame = shapely.box(0, 0, width, height)
    room = Room(width, height, 6 * unit)
    scale, notes = _foot(drawing, below, view, unit, language)
    for box in _boxes(scale, notes, unit):
        room.take(box)
    placed: list[Label] = []
    omitted: list[int] = []
    if drawing.focus is None:
        seen = np.asarray(shapely.intersection(shapely.make_valid(shapes), frame), dtype=object)
        middles = [_middles(shape, view, below) for shape in degrees]
        placed, omitted = labels(seen, drawing.names, middles, room, unit)
    towns = [] if drawing.focus is None else _towns(below, view, room, unit, shapes[drawing.focus])
    moved = np.array([], dtype=object)
    if drawing.moved is not None:
        ground = _simplified(drawing.moved, view)
        moved = view.drawn(in_metres(ground[~shapely.is_empty(ground)], below.crs))
    return Layout(view, unit, below, shapes, moved, tuple(placed), tuple(omitted), tuple(towns), tuple(notes), scale)


def _view(drawing: Drawing, below: Backdrop, width: float, height: float, unit: float) -> View:
    """Show the whole plan, or the territory it is about with its surroundings."""
    shapes = np.asarray(drawing.shapes.array, dtype=object)
    chosen = shapes if drawing.focus is None else shapes[[drawing.focus]]
    metric = in_metres(chosen[~shapely.is_empty(chosen)], below.crs)
    if not len(metric):
        metric = in_metres(shapes[~shapely.is_empty(shapes)], below.crs)
    bounds = shapely.total_bounds(metric if len(metric) else below.land)
    share = 0.035 if drawing.focus is None else 0.1
    side, top = share * width, share * height
    view = View.around(bounds, below.crs, width, height, (side, top, side, top + 44 * unit))
    # Where there is more room than the ground needs it lies in the middle of what the lines below leave free.
    spare = height - 2 * top - 44 * unit - (bounds[3] - bounds[1]) / view.metres
    lines = (_EDGE + _LINES_BELOW * 1.35 * NOTE_SIZE) * unit
    return view.raised(max(0.0, min(spare, lines - 44 * unit)) / 2)


def _tolerance(view: View) -> float:
    """Return degrees that are about half a pixel."""
    return max(view.metres * 0.6 / 111_000, _LEAST_DEGREES / 4)


def _simplified(shapes: gpd.GeoSeries, view: View) -> Shapes:
    """Return territories without detail finer than pixels, neighbours keeping one border."""
    return np.asarray(shapely.coverage_simplify(np.asarray(shapes.array), _tolerance(view)), dtype=object)


def _middles(shape: BaseGeometry, view: View, below: Backdrop) -> Floats:
    found = np.array(anchors(shape), dtype=np.float64).reshape(-1, 2) / GRID
    return view.pixels(to_metres(found[:, 0], found[:, 1], below.crs))


def _foot(drawing: Drawing, below: Backdrop, view: View, unit: float, language: Language) -> tuple[Scale, list[Word]]:
    """Write the lines below: at the left plan, day and sources, at the right the scale bar."""
    size, edge = NOTE_SIZE * unit, _EDGE * unit
    kilometres, length = view.scale(0.2 * view.width)
    says = f"{language.number(kilometres, 0 if kilometres >= 1 else 1)}\N{NO-BREAK SPACE}km"
    right, bottom = view.width - edge, view.height - edge
    word = Word(says, right - length / 2 - width(says, size) / 2, bottom - 9 * unit, size, strong=False)
    scale = Scale(right - length, bottom, length, word)
    free = (view.width - 2 * edge - length - 24 * unit) / size
    given = [part for source in (drawing.source, *below.sources) for part in source.split("; ") if part]
    sources = language.say("Source: {sources}", sources="; ".join(dict.fromkeys(given)))
    name = [drawing.names[drawing.focus].name] if drawing.focus is not None and drawing.plan else []
    about = " · ".join(tidy(part) for part in (*name, drawing.plan, drawing.date) if tidy(part))
    below_lines = ended(tidy(sources), free, 6, measure(400))
    # The scale bar stands beside the last two lines alone.
    above = free if len(below_lines) < 2 else (view.width - 2 * edge) / size
    lines = ended(about, above, 2, measure(600)) if about else []
    legend = [shortened(tidy(drawing.moved_words), free - 2.5, measure(400))] if drawing.moved_words else []
    written = [(text, False) for text in legend] + [(text, True) for text in lines] + [(t, False) for t in below_lines]
    words, y = [], view.height - edge - 0.15 * size
    for text, strong in reversed(written):
        shift = 2.2 * size if legend and text is written[0][0] else 0.0
        words.append(Word(text, edge + shift, y, size, strong))
        y -= 1.35 * size
    return scale, words[::-1]


def _boxes(scale: Scale, notes: list[Word], unit: float) -> list[Box]:
    """Return what the lines below cover."""
    found = [(scale.x - 4 * unit, scale.word.y - 1.1 * scale.word.size, scale.x + scale.length, scale.y + 6 * unit)]
    for word in notes:
        wide = width(word.text, word.size, 600 if word.strong else 400)
        left = min(word.x, _EDGE * unit)
        found.append((left, word.y - word.size, word.x + wide, word.y + 0.35 * word.size))
    return found


def _towns(below: Backdrop, view: View, room: Room, unit: float, own: BaseGeometry) -> list[Town]:
    """Place the largest towns, those of the territory first."""
    west, south, east, north = view.ground
    table = below.towns
    table = table[table["x"].between(west, east) & table["y"].between(south, north)]
    xy = view.pixels(table[["x", "y"]].to_numpy(dtype=np.float64))
    shapely.prepare(own)
    within = shapely.contains_xy(own, xy[:, 0], xy[:, 1]) if len(xy) else np.empty(0, dtype=np.bool_)
    order = np.argsort(~within, kind="stable")
    found: list[Town] = []
    counts = {True: 0, False: 0}
    size = TOWN_SIZE * unit
    for row in order.tolist():
        inside = bool(within[row])
        if counts[inside] >= _MOST_TOWNS // 2:
            continue
        x, y = float(xy[row, 0]), float(xy[row, 1])
        if any(abs(x - t.x) < _TOWN_GAP * unit and abs(y - t.y) < _TOWN_GAP * unit for t in found):
            continue
        town = _town(str(table["name"].iloc[row]), x, y, size, unit, room)
        if town is not None:
            found.append(town)
            counts[inside] += 1
            room.take(town.box)
    return found


def _town(name: str, x: float, y: float, size: float, unit: float, room: Room) -> Town | None:
    wide, dot = width(name, size), 4 * unit
    for left in (x + 9 * unit, x - 9 * unit - wide):
        box = (min(left, x - dot), y - 0.6 * size, max(left + wide, x + dot), y + 0.6 * size)
        if room.free(np.array([box]), 3 * unit)[0]:
            return Town(x, y, Word(name, left, y + 0.34 * size, size, strong=False), box)
    return None
