"""Parts of a page of paper: texts in the program's font, bars, tables, pictures."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from geo.exports.fonts import Weight
from geo.exports.lettering import Measure, measure, runs, tidy, width, wrapped
from geo.exports.sheet import Bars, Grid, Line, Rect
from geo.palette import INK, PALETTE

MUTED, ACCENT, CALM, HAIRLINE = "#566072", "#3B4CC0", "#D9DDE4", "#E3E6EB"
BEYOND, WRONG = "#C2410C", "#A8330A"
"""Of bars, and of texts, that lie outside what was agreed."""
_LEADING = 1.2
_BASE = 0.8
"""Share of a line's height above its base."""


def heavy(strong: bool) -> Weight:
    """Return the weight of texts."""
    return 600 if strong else 400


def measures(strong: bool) -> Measure:
    """Return the widths of texts as they are written on paper."""
    return measure(heavy(strong))


@cache
def _registered(file: Path) -> str:
    name = f"Rayon-{file.stem}"
    registerFont(TTFont(name, str(file)))
    return name


def write(canvas: Canvas, text: str, x: float, y: float, size: float, weight: Weight, colour: str) -> None:
    """Write a text, its left end and base line in points from the lower left corner."""
    canvas.setFillColor(HexColor(colour))
    for piece, face in runs(text, weight):
        canvas.setFont(_registered(face.path), size)
        canvas.drawString(x, y, piece)
        x += size * sum(face.widths[ord(c)] for c in piece)


class Paper:
    """
    Draws on a page as on a sheet whose pixels are counted from the upper left corner.

    Parameters
    ----------
    canvas
        The page.
    scale
        Points a pixel.
    high
        Height of the page in points.
    """

    def __init__(self, canvas: Canvas, scale: float, high: float) -> None:
        self._canvas, self._scale, self._high = canvas, scale, high

    def line(self, line: Line) -> None:
        """Write a text into its box, broken as it was measured."""
        tall = len(line.lines) * line.size * _LEADING
        top = line.rect.y + ((line.rect.h - tall) / 2 if line.middle else 0.0)
        weight = heavy(line.strong)
        for n, text in enumerate(line.lines):
            wide = width(text, line.size, weight)
            x = line.rect.x + (line.rect.w - wide if line.right else 0.0)
            y = top + (n + _BASE) * line.size * _LEADING
            write(
                self._canvas,
                text,
                x * self._scale,
                self._high - y * self._scale,
                line.size * self._scale,
                weight,
                WRONG if line.beyond else MUTED if line.muted else INK,
            )

    def patch(self, rect: Rect, colour: str, *, round_: float = 0.0) -> None:
        """Fill a rectangle."""
        self._canvas.setFillColor(HexColor(colour))
        box = self._box(rect)
        if round_:
            self._canvas.roundRect(*box, round_ * self._scale, stroke=0, fill=1)
        else:
            self._canvas.rect(*box, stroke=0, fill=1)

    def picture(self, png: bytes, rect: Rect) -> None:
        """Place a picture."""
        self._canvas.drawImage(ImageReader(io.BytesIO(png)), *self._box(rect))

    def bars(self, bars: Bars) -> None:
        """Draw loads, and a tick or a line at each target."""
        top = max(max(bar.load, bar.target) for bar in bars.bars) * 1.04 or 1.0
        box, count = bars.rect, len(bars.bars)
        each = (box.h if bars.lying else box.w) / count
        for n, bar in enumerate(bars.bars):
            colour = BEYOND if bar.beyond else ACCENT
            if bars.chosen is not None and (n != bars.chosen or not bar.beyond):
                colour = PALETTE[bar.colour] if n == bars.chosen else CALM
            if bars.lying:
                long = box.w * bar.load / top
                self.patch(Rect(box.x, box.y + (n + 0.31) * each, long, 0.38 * each), colour, round_=3)
                x = box.x + box.w * bar.target / top
                self.patch(Rect(x - 1.5, box.y + (n + 0.14) * each, 3, 0.72 * each), INK)
            else:
                long = box.h * bar.load / top
                self.patch(Rect(box.x + (n + 0.1) * each, box.y + box.h - long, 0.8 * each, long), colour)
                y = box.y + box.h * (1 - bar.target / top)
                self.patch(Rect(box.x + (n + 0.04) * each, y - 1.5, 0.92 * each, 3), INK)

    def grid(self, grid: Grid) -> None:
        """Draw a table."""
        for k, row in enumerate(grid.cells):
            for line in row:
                self.line(line)
            y = grid.rect.y + (k + 1) * grid.row
            self.patch(Rect(grid.rect.x, y - 1, grid.rect.w, 1.5), HAIRLINE)

    def _box(self, rect: Rect) -> tuple[float, float, float, float]:
        s = self._scale
        return rect.x * s, self._high - (rect.y + rect.h) * s, rect.w * s, rect.h * s


class Cell(Flowable):
    """
    A cell of a table that flows: a text that is wrapped, never cut.

    Parameters
    ----------
    text
        What is written.
    strong, right
        How it is set.
    colour
        Index of the swatch before it in `geo.palette.PALETTE`, None for none.
    beyond
        Whether it lies outside what was agreed.
    """

    SIZE = 10.5
    _SWATCH = 14.0

    def __init__(
        self, text: str, *, strong: bool = False, right: bool = False, colour: int | None = None, beyond: bool = False
    ) -> None:
        super().__init__()
        self._text, self._strong, self._right, self._colour = tidy(text), strong, right, colour
        self._ink = WRONG if beyond else MUTED if strong else INK
        self._lines: list[str] = []
        self.width = self.height = 0.0

    @property
    def natural(self) -> float:
        """Width of the text on one line, in points."""
        return width(self._text, self.SIZE, heavy(self._strong)) + self._indent

    @property
    def _indent(self) -> float:
        return self._SWATCH if self._colour is not None else 0.0

    def wrap(self, wide: float, high: float) -> tuple[float, float]:
        """Break the text for a width and return the room it takes."""
        del high
        room = max(wide - self._indent, self.SIZE) / self.SIZE
        self._lines = wrapped(self._text, room, measures(self._strong)) or [""]
        self.width, self.height = wide, len(self._lines) * self.SIZE * _LEADING
        return self.width, self.height

    def draw(self) -> None:
        """Draw it."""
        weight = heavy(self._strong)
        if self._colour is not None:
            self.canv.setFillColor(HexColor(PALETTE[self._colour]))
            self.canv.roundRect(0, self.height - 10.6, 8.5, 8.5, 2, stroke=0, fill=1)
        for n, text in enumerate(self._lines):
            x = self.width - width(text, self.SIZE, weight) if self._right else self._indent
            y = self.height - (n + _BASE) * self.SIZE * _LEADING
            write(self.canv, text, x, y, self.SIZE, weight, self._ink)
