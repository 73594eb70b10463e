"""
Where everything of a slide stands on a sheet 1080 high: the same for PowerPoint and for paper.

Every text is measured and gets the largest size at which it fits the box it has; nothing lies outside the sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from geo.exports.deck import Bar, Drawing, Figure, Slide, Table
from geo.exports.lettering import Measure, clamped, fits, fitted, tidy

HIGH = 1080.0

Measures = Callable[[bool], Measure]
"""Width of a text at size 1, heavy or not."""

TITLES = (84.0, 76.0, 68.0, 62.0, 58.0, 52.0, 46.0, 40.0, 34.0)
_LINES = (34.0, 31.0, 28.0, 25.0, 22.0)
_VALUES = (60.0, 54.0, 48.0, 42.0, 36.0, 30.0)
_WORDS = (27.0, 25.0, 22.0, 20.0, 18.0)
_HAIR = 0.01
_CELLS = (25.0, 23.0, 21.0, 19.0, 17.0, 15.0, 13.0)
_LEADING = 1.2
_CAPTION, _NOTES, _FIGURES = 42.0, 48.0, 172.0
"""Heights of what stands over a picture, of the lines in it, and of figures under it."""
_LIST = 16
"""Up to so many bars have their names beside them."""


@dataclass(frozen=True)
class Rect:
    """A rectangle in pixels from the upper left corner."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class Line:
    """
    A text in its box.

    Parameters
    ----------
    text
        What is written, its end left out where it cannot fit.
    lines
        How it is broken where it was measured.
    rect, size
        Its box and size in pixels.
    strong, muted, right
        How it is set.
    middle
        Whether it stands in the middle of the height of its box.
    beyond
        Whether it tells what lies outside what was agreed.
    """

    text: str
    lines: tuple[str, ...]
    rect: Rect
    size: float
    strong: bool = False
    muted: bool = False
    right: bool = False
    middle: bool = False
    beyond: bool = False


@dataclass(frozen=True)
class Bars:
    """Bars in a box: lying, each in its row from the top, or standing side by side."""

    rect: Rect
    bars: Sequence[Bar]
    chosen: int | None
    lying: bool


@dataclass(frozen=True)
class Grid:
    """A table: its box, the widths of its columns, the height of each row, and cells as they are set."""

    rect: Rect
    widths: tuple[float, ...]
    row: float
    cells: tuple[tuple[Line, ...], ...]
    colours: tuple[int | None, ...]


@dataclass(eq=False)
class Sheet:
    """What stands on a sheet, and where."""

    width: float
    title: Line | None = None
    accent: tuple[Rect, int] | None = None
    lines: list[Line] = field(default_factory=list)
    swatches: list[tuple[Rect, int]] = field(default_factory=list)
    pictures: list[tuple[Rect, Drawing, str]] = field(default_factory=list)
    bars: Bars | None = None
    grid: Grid | None = None


def arrange(
    slide: Slide, width: float, measures: Measures, title: Rect | None = None, body: Rect | None = None
) -> Sheet:
    """
    Decide where everything of a slide stands.

    Parameters
    ----------
    slide
        What is told.
    width
        Width of the sheet, whose height is `HIGH`.
    measures
        Widths of texts in the font that will be used.
    title, body
        Where a template wants title and content; None for a sheet of our own, the picture up to its edges.
    """
    return _Arranging(slide, width, measures, title, body).done()


class _Arranging:
    def __init__(self, slide: Slide, width: float, measures: Measures, title: Rect | None, body: Rect | None) -> None:
        self._slide, self._measures, self._title, self._body = slide, measures, title, body
        self._sheet = Sheet(width)
        self._width = width

    def done(self) -> Sheet:
        pictures = len(self._slide.drawings)
        if self._title is not None or pictures != 1:
            self._below_the_title(pictures)
        else:
            edge = min(HIGH, 0.5625 * self._width)
            self._picture(Rect(0, 0, edge, HIGH))
            side = 0.036 * self._width
            self._column(Rect(edge + side, 74, self._width - edge - 2 * side, HIGH - 74 - 104), titled=True)
        return self._sheet

    def _below_the_title(self, pictures: int) -> None:
        """Lay out a sheet whose title stands over everything."""
        side = 0.036 * self._width
        title = self._title or Rect(side, 64, self._width - 2 * side, 96)
        self._sheet.title = self.set(self._slide.title, title, (*TITLES[3:], 28.0, 24.0), strong=True)
        body = self._body or Rect(side, 178, self._width - 2 * side, HIGH - 178 - 104)
        if pictures == 0:
            self._column(body, titled=False)
            return
        gap = 0.02 * self._width
        share = 0.64 if pictures == 2 else 0.52
        wide = share * body.w
        each = (wide - gap * (pictures - 1)) / pictures
        high = body.h
        if pictures == 2:
            # Narrow pictures would be sea above and below the country: the figures stand there instead.
            needed = _CAPTION + max(drawing.ratio for _, drawing in self._slide.drawings) * each + _NOTES
            if self._slide.figures and needed <= body.h - _FIGURES:
                high = needed
                self._figures(self._slide.figures, Rect(body.x, body.y + high + 24, wide, 0), len(self._slide.figures))
                self._slide = replace(self._slide, figures=())
        for n in range(pictures):
            self._picture(Rect(body.x + n * (each + gap), body.y, each, high), n)
        self._column(Rect(body.x + wide + 1.5 * gap, body.y, body.w - wide - 1.5 * gap, body.h), titled=False)

    def _picture(self, rect: Rect, n: int = 0) -> None:
        caption, drawing = self._slide.drawings[n]
        if caption:
            line = self.set(caption, Rect(rect.x, rect.y, rect.w, 34), _WORDS, strong=True)
            self._sheet.lines.append(line)
            rect = Rect(rect.x, rect.y + _CAPTION, rect.w, rect.h - _CAPTION)
        self._sheet.pictures.append((rect, drawing, caption))

    def _column(self, rect: Rect, *, titled: bool) -> None:
        """Set texts, figures, bars and table one under the other."""
        slide, x, y, w = self._slide, rect.x, rect.y, rect.w
        bottom = rect.y + rect.h
        if titled:
            if slide.colour is not None:
                self._sheet.accent = (Rect(x, y, 72, 10), slide.colour)
                y += 36
            line = self.set(slide.title, Rect(x, y, w, 190), TITLES, strong=True)
            self._sheet.title = _shrunk(line)
            y += self._sheet.title.rect.h + 14
        if slide.line:
            line = _shrunk(self.set(slide.line, Rect(x, y, w, 84), _LINES, muted=True))
            self._sheet.lines.append(line)
            y += line.rect.h
        y += 26 if titled or slide.line else 0
        if slide.figures:
            y = self._figures(slide.figures, Rect(x, y, w, 0)) + 26
        if slide.conclusion:
            bottom -= 44
            line = self.set(slide.conclusion, Rect(x, bottom, w, 40), _WORDS, strong=True)
            beyond = slide.chosen is not None and slide.bars[slide.chosen].beyond
            self._sheet.lines.append(replace(line, beyond=beyond))
            bottom -= 10
        if slide.bars:
            y = self._bars(x, y, w, bottom)
        if slide.table is not None:
            self._table(slide.table, Rect(x, y, w, bottom - y))

    def _figures(self, figures: Sequence[Figure], rect: Rect, columns: int = 0) -> float:
        """Set figures side by side, in two rows where they are four in a narrow column; return where they end."""
        columns = columns or (len(figures) if len(figures) < 4 or rect.w > 1000 else 2)
        gap = 28.0
        wide = (rect.w - gap * (columns - 1)) / columns
        sizes = [self.set(f.value, Rect(0, 0, wide, 72), _VALUES, strong=True).size for f in figures]
        alike = [s for s in _VALUES if s <= min(sizes)]
        small = min(self.set(f.caption, Rect(0, 0, wide, 66), _WORDS, muted=True).size for f in figures)
        y = rect.y
        for start in range(0, len(figures), columns):
            row = figures[start : start + columns]
            xs = [rect.x + n * (wide + gap) for n in range(len(row))]
            boxes = [Rect(x, y, wide, 72) for x in xs]
            values = [_shrunk(self.set(f.value, b, alike, strong=True)) for f, b in zip(row, boxes, strict=True)]
            below = y + max(value.rect.h for value in values) + 2
            captions = [
                _shrunk(self.set(figure.caption, Rect(x, below, wide, 66), (small,), muted=True))
                for figure, x in zip(row, xs, strict=True)
            ]
            for figure, *lines in zip(row, values, captions, strict=True):
                self._sheet.lines += [replace(line, beyond=figure.beyond) for line in lines]
            y = below + max(caption.rect.h for caption in captions) + 22
        return y - 22

    def _bars(self, x: float, y: float, w: float, bottom: float) -> float:
        slide = self._slide
        if slide.bars_words:
            words = _shrunk(self.set(slide.bars_words, Rect(x, y, w, 62), _WORDS, muted=True))
            self._sheet.lines.append(words)
            y += words.rect.h + 16
        if slide.chosen is None and len(slide.bars) <= _LIST:
            row = min(50.0, (bottom - y) / len(slide.bars))
            self._list(Rect(x, y, w, row * len(slide.bars)), row)
            return y + row * len(slide.bars)
        high = min(230.0 if slide.chosen is not None else 330.0, bottom - y)
        self._sheet.bars = Bars(Rect(x, y, w, high), slide.bars, slide.chosen, lying=False)
        return y + high

    def _list(self, rect: Rect, row: float) -> None:
        """Set bars with swatch and name before them and the load behind them."""
        bars = self._slide.bars
        size = min(_CELLS[0], 0.62 * row)
        sizes = [s for s in _CELLS if s <= size]
        light, heavy = self._measures(False), self._measures(True)
        names = min(0.42 * rect.w, max(light(tidy(bar.name)) for bar in bars) * size + 6)
        values = min(0.3 * rect.w, max(heavy(bar.words) for bar in bars) * size + 6)
        behind = max(light(tidy(bar.line)) for bar in bars) * size
        # Where both fit and the bars keep their room, the territory stands behind whose it is.
        where = behind + 18 if behind and names + behind + 18 <= 0.5 * rect.w else 0.0
        for n, bar in enumerate(bars):
            y = rect.y + n * row
            self._sheet.swatches.append((Rect(rect.x, y + row / 2 - 9, 18, 18), bar.colour))
            name = self.set(bar.name, Rect(rect.x + 32, y, names, row), sizes)
            load = self.set(bar.words, Rect(rect.x + rect.w - values, y, values, row), sizes, strong=True, right=True)
            self._sheet.lines += [_middle(name), replace(_middle(load), beyond=bar.beyond)]
            if where and bar.line and len(name.lines) == 1:
                after = light(name.text) * name.size + 10
                place = Rect(rect.x + 32 + after, y, names + where - after, row)
                self._sheet.lines.append(_middle(self.set(bar.line, place, sizes, muted=True)))
        left = 32 + names + where + 20
        room = Rect(rect.x + left, rect.y, rect.w - left - values - 16, rect.h)
        self._sheet.bars = Bars(room, bars, None, lying=True)

    def _table(self, table: Table, rect: Rect) -> None:
        rows = len(table.rows) + 1
        row = min(52.0, rect.h / rows)
        sizes = [s for s in _CELLS if s <= max(0.62 * row, _CELLS[-1])]
        pad, swatch = 12.0, 30.0 if any(c is not None for c in table.colours) else 0.0
        size, widths = self._alike(table, (rect.w, row), sizes, (2 * pad, swatch))
        cells = []
        for k, row_texts in enumerate([table.heads, *table.rows]):
            x = rect.x
            line: list[Line] = []
            for n, text in enumerate(row_texts):
                indent = swatch if n == 0 else 0.0
                room = Rect(x + pad + indent, rect.y + k * row, widths[n] - 2 * pad - indent, row)
                cell = self.set(text, room, (size,), strong=k == 0, muted=k == 0, right=table.right[n])
                line.append(replace(_middle(cell), beyond=k > 0 and table.is_beyond(k - 1, n)))
                x += widths[n]
            cells.append(tuple(line))
        for k, colour in enumerate(table.colours, start=1):
            if colour is not None:
                self._sheet.swatches.append((Rect(rect.x + pad, rect.y + (k + 0.5) * row - 9, 18, 18), colour))
        box = Rect(rect.x, rect.y, sum(widths), row * rows)
        self._sheet.grid = Grid(box, tuple(widths), row, tuple(cells), tuple(table.colours))

    def _alike(
        self, table: Table, room: tuple[float, float], sizes: Sequence[float], spare: tuple[float, float]
    ) -> tuple[float, list[float]]:
        """
        Return the largest size at which every cell of a table fits, the smallest where none is, and its columns.

        `room` is the width of the table and the height of a row, `spare` what a column and the first one lose of it.
        """
        light, heavy = self._measures(False), self._measures(True)
        rows = [[tidy(text) for text in texts] for texts in (table.heads, *table.rows)]
        lost = [spare[0] + (spare[1] if n == 0 else 0.0) for n in range(len(table.heads))]
        natural = [max(heavy(text) for text in column) for column in zip(*rows, strict=True)]
        size, widths = sizes[0], [0.0]
        for size in sizes:
            # A hair more than a text is wide: exactly as much would break it by the rounding of a division.
            wished = [wide * size + less + _HAIR for wide, less in zip(natural, lost, strict=True)]
            widths = _shared(wished, [not right for right in table.right], room[0])
            boxes = [(w - less, room[1]) for w, less in zip(widths, lost, strict=True)]
            if all(
                fits(text, box, size, light if k else heavy, _LEADING)
                for k, texts in enumerate(rows)
                for text, box in zip(texts, boxes, strict=True)
            ):
                break
        return size, widths

    def set(
        self,
        text: str,
        rect: Rect,
        sizes: Sequence[float],
        *,
        strong: bool = False,
        muted: bool = False,
        right: bool = False,
    ) -> Line:
        """Fit a text into a box."""
        wide = self._measures(strong)
        whole = tidy(text)
        size, lines = fitted(whole, (rect.w, rect.h), sizes, wide, _LEADING)
        cut = lines != clamped(whole, rect.w / size, len(lines) + 1, wide)
        return Line(_joined(lines) if cut else whole, tuple(lines), rect, size, strong, muted, right)


def _joined(lines: Sequence[str]) -> str:
    """Return lines as one text, words that were broken at a hyphen whole again."""
    text = ""
    for line in lines:
        text += line if not text or text.endswith(("-", "/")) else f" {line}"
    return text


def _shrunk(line: Line) -> Line:
    """Return a line whose box is as high as its lines."""
    return replace(line, rect=replace(line.rect, h=len(line.lines) * line.size * _LEADING))


def _middle(line: Line) -> Line:
    return replace(line, middle=True)


def _shared(natural: Sequence[float], gives: Sequence[bool], room: float) -> list[float]:
    """Return widths of columns that fill a room: columns of words give or take what the others need not."""
    fixed = sum(w for w, g in zip(natural, gives, strict=True) if not g)
    wish = sum(w for w, g in zip(natural, gives, strict=True) if g)
    left = max(room - fixed, 0.3 * room)
    share = min(1.0, (room - left) / fixed) if fixed else 1.0
    return [w * left / wish if g else w * share for w, g in zip(natural, gives, strict=True)]
