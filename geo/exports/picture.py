"""
A plan as a picture: to print, to put on a slide, to open in a drawing program.

Everything is placed first (`geo.exports.layout`) and then drawn, so that all three forms show the same. Texts are
drawn by themselves: in SVG and PDF they stay text, in PDF and PNG each character comes from the first font that has it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.collections import EllipseCollection, LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path
from PIL import Image

from geo.areas import to_metres
from geo.exports.deck import Drawing, Points
from geo.exports.layout import Layout, lay_out
from geo.exports.letters import outlined, typed
from geo.exports.name_blocks import Word
from geo.exports.svg import with_words
from geo.palette import INK, PALETTE
from geo.texts import Language

Form = Literal["png", "svg", "pdf"]
Shapes = npt.NDArray[np.object_]

SEA, FOREIGN, LAND, WHITE = "#DFE8ED", "#EFF0EE", "#F8F8F6", "#FFFFFF"
OTHERS, PROVINCE, FRONTIER = "#E9ECEF", "#C9CED6", "#D6DADF"
MUTED, MOVED = "#475467", "#667085"
_FILL, _CHOSEN_FILL, _MOVED_FILL = 0.82, 0.95, 0.34
_CROWD = 700
_POINT_DPI = 144.0
_ONE_AT_A_TIME = Lock()
"""matplotlib's settings are those of the process."""


def picture(
    drawing: Drawing, form: Form, width: int, height: int, language: Language, *, unit: float | None = None
) -> bytes:
    """
    Return a picture of a plan; the same drawing gives the same bytes.

    Parameters
    ----------
    drawing
        What it shows. People's words in it may be anything; they are shown literally.
    form
        "png"; "svg", its texts text in the program's font; "pdf", with vectors.
    width, height
        Size in pixels; in SVG and PDF 72 of them are an inch.
    language
        Language of the picture's own words.
    unit
        Pixels that one is on a picture of 1080 × 1080, by which texts and lines grow; None to follow from the size.

    Raises
    ------
    SettingsError
        The country is not shipped.
    AssetsError
        The program's font is not on this machine and cannot be fetched.
    """
    layout = lay_out(drawing, width, height, language, unit)
    with _settings():
        figure = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor=SEA)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_axis_off()
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)
        _Pen(axes, layout.unit).draw(drawing, layout)
        written = ((word, colour, halo * layout.unit) for word, colour, halo in _words(layout))
        match form:
            case "png":
                outlined(axes, written)
            case "pdf":
                typed(axes, written)
        content = _saved(figure, form)
    return with_words(content, _words(layout), layout.unit, width, height) if form == "svg" else content


class _Pen:
    """Draws on axes whose unit is the pixel."""

    def __init__(self, axes: Axes, unit: float) -> None:
        self._axes, self._unit, self._order = axes, unit, 0.0

    def draw(self, drawing: Drawing, layout: Layout) -> None:
        below, view = layout.below, layout.view
        chosen = drawing.focus
        self.ground(below.seen(below.foreign, view), fill=FOREIGN)
        self.lines(below.seen(below.frontiers, view), FRONTIER, 1.0)
        self.ground(below.seen(below.land, view), fill=LAND if chosen is None else OTHERS)
        if chosen is None:
            self.lines(below.seen(below.provinces, view), PROVINCE, 0.8)
        frame = shapely.box(0, 0, view.width, view.height)
        seen = np.flatnonzero(shapely.intersects(shapely.buffer(frame, 20 * self._unit), layout.shapes))
        territories = _paths(layout.shapes[seen])
        if chosen is None:
            self.paths(territories, [PALETTE[drawing.names[int(k)].colour] for k in seen], _FILL)
        else:
            self.paths([path for k, path in zip(seen, territories, strict=True) if k != chosen], OTHERS, 1.0)
        self.paths(territories, edge=WHITE, width=1.6)
        if chosen is not None:
            own = _one(layout.shapes[chosen])
            self.ground(own, PALETTE[drawing.names[chosen].colour], _CHOSEN_FILL)
            self.ground(own, edge=WHITE, width=5.0)
            self.ground(own, edge=INK, width=2.2)
        if layout.moved.size:
            self.ground(layout.moved, MOVED, _MOVED_FILL)
            self.ground(layout.moved, edge=INK, width=1.4)
        if drawing.points is not None:
            self.points(drawing.points, layout)
        self.furniture(drawing, layout)

    def ground(
        self,
        shapes: Shapes,
        fill: str | None = None,
        alpha: float = 1.0,
        *,
        edge: str | None = None,
        width: float = 0.0,
    ) -> None:
        """Draw polygons: either their inside or their outline."""
        self.paths(_paths(shapes), fill, alpha, edge=edge, width=width)

    def paths(
        self,
        paths: Sequence[Path],
        fill: str | Sequence[str] | None = None,
        alpha: float = 1.0,
        *,
        edge: str | None = None,
        width: float = 0.0,
    ) -> None:
        """Draw paths in one step, each with its fill or all with one."""
        if not paths:
            return
        self._axes.add_collection(
            PathCollection(
                paths,
                facecolors=fill or "none",
                edgecolors=edge or "none",
                linewidths=width * self._unit,
                alpha=alpha,
                joinstyle="round",
                zorder=self._next(),
            ),
            autolim=False,
        )

    def lines(self, shapes: Shapes, colour: str, width: float) -> None:
        parts = [shapely.get_coordinates(part) for part in shapely.get_parts(shapes)]
        self._axes.add_collection(
            LineCollection(
                [p for p in parts if len(p) > 1],
                colors=colour,
                linewidths=width * self._unit,
                zorder=self._next(),
            ),
            autolim=False,
        )

    def points(self, points: Points, layout: Layout) -> None:
        """Draw customers closed and prospects open, the large ones below."""
        xy = layout.view.pixels(to_metres(points.lon, points.lat, layout.below.crs))
        seen = ((xy >= -9) & (xy <= [layout.view.width + 9, layout.view.height + 9])).all(axis=1)
        xy, sizes, prospect = xy[seen], np.clip(np.nan_to_num(points.sizes[seen]), 0.0, None), points.prospect[seen]
        if not len(xy):
            return
        top = float(sizes.max())
        relative = np.sqrt(sizes / top) if top > 0 else np.zeros(len(sizes))
        fewer = min(1.0, (_CROWD / len(xy)) ** 0.28)
        diameter = 2 * (2.6 + 4.4 * relative) * fewer * self._unit
        order = np.argsort(-diameter, kind="stable")
        for open_, fill, edge, wide, alpha in (
            (False, INK, WHITE, 0.7, 0.8),
            (True, WHITE, INK, 1.2, 0.95),
        ):
            rows = order[prospect[order] == open_]
            if not rows.size:
                continue
            d = diameter[rows]
            self._axes.add_collection(
                EllipseCollection(
                    d,
                    d,
                    np.zeros(len(d)),
                    units="xy",
                    offsets=xy[rows],
                    transOffset=self._axes.transData,
                    facecolors=fill,
                    edgecolors=edge,
                    linewidths=wide * fewer * self._unit,
                    alpha=alpha,
                    rasterized=True,
                    zorder=self._next(),
                ),
                autolim=False,
            )

    def furniture(self, drawing: Drawing, layout: Layout) -> None:
        """Draw lines to names outside, dots of towns, the scale bar and the sign of the legend."""
        unit, scale = self._unit, layout.scale
        for label in layout.labels:
            if label.leader is not None:
                line = np.array([shapely.LineString(label.leader)], dtype=object)
                self.lines(line, WHITE, 3.2)
                self.lines(line, INK, 1.2)
                self.dots(np.array([label.leader[0]]), 6.0, INK)
        if layout.towns:
            self.dots(np.array([(town.x, town.y) for town in layout.towns]), 5.0, INK)
        bar = [(scale.x, scale.y - 5 * unit), (scale.x, scale.y), (scale.x + scale.length, scale.y)]
        bar.append((scale.x + scale.length, scale.y - 5 * unit))
        line = np.array([shapely.LineString(bar)], dtype=object)
        self.lines(line, WHITE, 4.0)
        self.lines(line, INK, 1.6)
        if layout.moved.size and drawing.moved_words:
            word = layout.notes[0]
            left, high = word.x - 2.2 * word.size, word.y - 0.75 * word.size
            sign = np.array([shapely.box(left, high, left + 1.7 * word.size, word.y)], dtype=object)
            self.ground(sign, MOVED, _MOVED_FILL)
            self.ground(sign, edge=INK, width=1.4)

    def dots(self, xy: npt.NDArray[np.float64], size: float, colour: str) -> None:
        d = np.full(len(xy), size * self._unit)
        self._axes.add_collection(
            EllipseCollection(
                d,
                d,
                np.zeros(len(d)),
                units="xy",
                offsets=xy,
                transOffset=self._axes.transData,
                facecolors=colour,
                edgecolors=WHITE,
                linewidths=1.2 * self._unit,
                zorder=self._next(),
            ),
            autolim=False,
        )

    def _next(self) -> float:
        self._order += 1.0
        return self._order


def _words(layout: Layout) -> Iterator[tuple[Word, str, float]]:
    """Give every text with its colour and the width of its halo."""
    for word in layout.notes:
        yield word, INK if word.strong else MUTED, 2.0
    yield layout.scale.word, INK, 2.0
    for town in layout.towns:
        yield town.word, INK, 2.0
    for label in layout.labels:
        for word in label.words:
            yield word, INK, 0.11 * word.size / layout.unit


def _one(shape: object) -> Shapes:
    found = np.empty(1, dtype=object)
    found[0] = shape
    return found


def _paths(shapes: Shapes) -> list[Path]:
    """Return a path for each shape, an empty one where it has no ground."""
    return [_path(shape) for shape in shapes]


def _path(shape: shapely.Geometry) -> Path:
    """Return the rings of polygons as one path; holes run the other way."""
    rings = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and not part.is_empty:
            rings += [shapely.get_coordinates(ring) for ring in shapely.get_rings(shapely.orient_polygons(part))]
    if not rings:
        return Path(np.empty((0, 2)))
    codes = [np.full(len(ring), Path.LINETO, dtype=np.uint8) for ring in rings]
    for code in codes:
        code[0], code[-1] = Path.MOVETO, Path.CLOSEPOLY
    return Path(np.vstack(rings), np.concatenate(codes))


@contextmanager
def _settings() -> Iterator[None]:
    chosen: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": "rayon",
        "svg.image_inline": True,
        "pdf.fonttype": 42,
        "path.simplify": False,
        "text.usetex": False,
    }
    with _ONE_AT_A_TIME, mpl.rc_context(chosen):
        yield


def _saved(figure: Figure, form: Form) -> bytes:
    buffer = io.BytesIO()
    match form:
        case "png":
            canvas: Any = FigureCanvasAgg(figure)
            canvas.draw()
            size = canvas.get_width_height()
            flat = Image.frombuffer("RGBA", size, canvas.buffer_rgba(), "raw", "RGBA", 0, 1).convert("RGB")
            # A map has few colours: a palette of them is a quarter of the bytes and looks the same.
            flat.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(buffer, "png")
        case "svg":
            nothing = {"Creator": None, "Date": None, "Format": None, "Type": None}
            FigureCanvasSVG(figure).print_figure(buffer, format="svg", dpi=_POINT_DPI, metadata=nothing)
        case "pdf":
            nothing = {"Creator": None, "Producer": None, "CreationDate": None}
            FigureCanvasPdf(figure).print_figure(buffer, format="pdf", dpi=_POINT_DPI, metadata=nothing)
    return buffer.getvalue()
