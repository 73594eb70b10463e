"""
A told plan on paper: A4 landscape, a page a slide and the table of all territories.

Maps are pictures of 200 dots an inch, sharp in print: reportlab places neither PDF nor SVG without a further library,
and a map as vectors is larger than as dots.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    LongTable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
    TableStyle,
)

from geo.exports.deck import Deck, Slide, Table
from geo.exports.lettering import shortened, tidy, width
from geo.exports.pdf_parts import HAIRLINE, MUTED, Cell, Paper, measures, write
from geo.exports.picture import picture
from geo.exports.sheet import HIGH, Rect, arrange
from geo.palette import INK, PALETTE
from geo.texts import Language, text

DOTS = 200
"""Dots an inch of the maps."""

_WIDE, _TALL = landscape(A4)
_SCALE = _TALL / HIGH
_SIDE = 70.0
_MARGIN = _SIDE * _SCALE
_FOOT = 9.0
_SMALLEST = 0.92


def report(deck: Deck) -> bytes:
    """
    Return a report (PDF); the same deck gives the same bytes.

    Parameters
    ----------
    deck
        What is told. People's words in it may be anything; they are shown literally.

    Raises
    ------
    AssetsError
        The program's font is not on this machine and cannot be fetched.
    """
    buffer, language = io.BytesIO(), Language(deck.language)
    document = BaseDocTemplate(
        buffer,
        pagesize=(_WIDE, _TALL),
        title=tidy(deck.title),
        subject=tidy(deck.footer),
        author="Rayon",
        creator="Rayon",
        lang=deck.language,
        invariant=1,
        pageCompression=1,
    )

    def foot(canvas: Canvas, _: BaseDocTemplate) -> None:
        _foot(canvas, deck)

    whole = Frame(0, 0, _WIDE, _TALL, 0, 0, 0, 0, id="whole")
    inner = Frame(_MARGIN, 40, _WIDE - 2 * _MARGIN, _TALL - 40 - _MARGIN * 0.8, 0, 0, 0, 0, id="inner")
    document.addPageTemplates(
        [PageTemplate("slide", [whole], onPageEnd=foot), PageTemplate("table", [inner], onPageEnd=foot)]
    )
    document.build(_told(deck, language))
    return buffer.getvalue()


def _told(deck: Deck, language: Language) -> list[Flowable]:
    """Return the pages: the whole first, then the table, then the territories."""
    flat = deck.table is not None
    told = [slide for slide in deck.slides if not (flat and _of_team(slide))]
    first = [slide for slide in told if not slide.key.startswith("territory-")]
    rest = [slide for slide in told if slide.key.startswith("territory-")]
    if [*first, *rest] != told:  # an order of one's own is kept, the table at its end
        first, rest = told, []
    pages: list[list[Flowable]] = [[NextPageTemplate("slide"), _Page(slide, language)] for slide in first]
    if deck.table is not None and deck.table.rows:
        pages.append([NextPageTemplate("table"), *_table(deck.table, language)])
    pages += [[NextPageTemplate("slide"), _Page(slide, language)] for slide in rest]
    flow: list[Flowable] = []
    for n, (switch, *content) in enumerate(pages):
        # The page that begins is the one that was named before the break.
        flow += [switch, PageBreak(), *content] if n else content
    return flow or [Spacer(1, 1)]


def _of_team(slide: Slide) -> bool:
    return slide.key == "team" or slide.key.startswith("team-")


class _Page(Flowable):
    """A slide as a page."""

    def __init__(self, slide: Slide, language: Language) -> None:
        super().__init__()
        self._slide, self._language = slide, language

    def wrap(self, wide: float, high: float) -> tuple[float, float]:
        return wide, high

    def draw(self) -> None:
        slide, canvas = self._slide, self.canv
        _bookmarked(canvas, slide.title, slide.key)
        wide = _WIDE / _SCALE
        title = Rect(_SIDE, 62, wide - 2 * _SIDE, 84)
        body = Rect(_SIDE, 168, wide - 2 * _SIDE, HIGH - 168 - 96)
        sheet = arrange(slide, wide, measures, title, body)
        paper = Paper(canvas, _SCALE, _TALL)
        sharp = DOTS / 72 * _SCALE
        for rect, drawing, _ in sheet.pictures:
            unit = sharp * min(1.0, max(_SMALLEST, rect.w / 900))
            size = round(rect.w * sharp), round(rect.h * sharp)
            paper.picture(picture(drawing.untitled, "png", *size, self._language, unit=unit), rect)
        if slide.colour is not None:
            paper.patch(Rect(_SIDE, 40, 64, 9), PALETTE[slide.colour], round_=4)
        for line in (sheet.title, *sheet.lines):
            if line is not None:
                paper.line(line)
        if sheet.grid is not None:
            paper.grid(sheet.grid)
        for rect, colour in sheet.swatches:
            paper.patch(rect, PALETTE[colour], round_=4)
        if sheet.bars is not None:
            paper.bars(sheet.bars)


class _Heading(Flowable):
    """The title of the table."""

    _SIZE = 24.0

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def wrap(self, wide: float, high: float) -> tuple[float, float]:
        del high
        return wide, 1.7 * self._SIZE

    def draw(self) -> None:
        _bookmarked(self.canv, self._words, "table")
        write(self.canv, self._words, 0, 0.6 * self._SIZE, self._SIZE, 600, INK)


def _table(table: Table, language: Language) -> Sequence[Flowable]:
    """Return the table of all territories, its header again on every page."""
    heads = [Cell(head, strong=True, right=right) for head, right in zip(table.heads, table.right, strict=True)]
    rows = [
        [
            Cell(cell, right=right, colour=colour if n == 0 else None, beyond=table.is_beyond(k, n))
            for n, (cell, right) in enumerate(zip(row, table.right, strict=True))
        ]
        for k, (row, colour) in enumerate(zip(table.rows, table.colours, strict=True))
    ]
    room, pad = _WIDE - 2 * _MARGIN, 14.0
    natural = [max(row[n].natural for row in [heads, *rows]) + pad + 1 for n in range(len(heads))]
    fixed = sum(w for w, right in zip(natural, table.right, strict=True) if right)
    wish = sum(w for w, right in zip(natural, table.right, strict=True) if not right)
    left = max(room - fixed, 0.35 * room)
    squeezed = min(1.0, (room - left) / fixed) if fixed else 1.0
    widths = [w * squeezed if right else w * left / wish for w, right in zip(natural, table.right, strict=True)]
    style = TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), pad / 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), pad / 2),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor(HAIRLINE)),
            ("LINEBELOW", (0, 0), (-1, 0), 1.0, HexColor("#C9CED6")),
        ]
    )
    heading = _Heading(language.render(text("All territories")))
    return heading, LongTable([heads, *rows], colWidths=widths, repeatRows=1, style=style)


def _bookmarked(canvas: Canvas, words: str, key: str) -> None:
    canvas.bookmarkPage(key)
    canvas.addOutlineEntry(tidy(words), key, 0)


def _foot(canvas: Canvas, deck: Deck) -> None:
    """Write the plan and the number of the page."""
    number = str(canvas.getPageNumber())
    wide = width(number, _FOOT)
    words = shortened(tidy(deck.footer), (_WIDE - 2 * _MARGIN - wide - 20) / _FOOT, measures(strong=False))
    write(canvas, words, _MARGIN, 24, _FOOT, 400, MUTED)
    write(canvas, number, _WIDE - _MARGIN - wide, 24, _FOOT, 400, MUTED)
