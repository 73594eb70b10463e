"""A told plan as a PowerPoint presentation, every text, table and chart in it native."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from pptx.slide import Slide as Page

from geo.exports.deck import Deck, Slide
from geo.exports.lettering import shortened, tidy
from geo.exports.picture import picture
from geo.exports.pptx_parts import Parts
from geo.exports.pptx_template import Ground, ground
from geo.exports.sheet import HIGH, Line, Rect, Sheet, arrange
from geo.palette import PALETTE
from geo.texts import Language, text

SHARPNESS = 1.5
"""Pixels of a picture for one on a slide of 1920 × 1080."""

_FOOT = 20.0


def slides(deck: Deck, template: bytes | None = None) -> bytes:
    """
    Return a presentation (PPTX, 16:9 or as the template is).

    Parameters
    ----------
    deck
        What is told. People's words in it may be anything; they are shown literally.
    template
        A company's own file (.pptx or .potx): its size, layouts, fonts and colours are kept, its slides are not.

    Raises
    ------
    InputError
        The template is no presentation.
    AssetsError
        The program's font is not on this machine and cannot be fetched.
    """
    base, language = ground(template), Language(deck.language)
    for number, slide in enumerate(deck.slides, start=1):
        page = base.presentation.slides.add_slide(base.layout)
        sheet = arrange(slide, base.width, base.measures, base.title, base.body)
        _filled(page, slide, sheet, base, language)
        _footed(page, deck, base, number)
        if slide.notes:
            frame = page.notes_slide.notes_text_frame
            if frame is not None:
                frame.text = "\n".join(tidy(line) for line in slide.notes.splitlines())
    _named(deck, base)
    buffer = io.BytesIO()
    base.presentation.save(buffer)
    return buffer.getvalue()


def _filled(page: Page, slide: Slide, sheet: Sheet, base: Ground, language: Language) -> None:
    parts = Parts(page, base)
    for rect, drawing, caption in sheet.pictures:
        size = round(rect.w * SHARPNESS), round(rect.h * SHARPNESS)
        png = picture(drawing.untitled, "png", *size, language, unit=SHARPNESS)
        parts.picture(png, rect, ": ".join(part for part in (caption or slide.title, drawing.plan) if part))
    _titled(page, parts, sheet, base)
    if sheet.accent is not None:
        rect, colour = sheet.accent
        parts.patch(rect, PALETTE[colour])
    for line in sheet.lines:
        if line.text:
            parts.line(line)
    if sheet.grid is not None:
        parts.grid(sheet.grid)
    for rect, colour in sheet.swatches:
        parts.patch(rect, PALETTE[colour])
    if sheet.bars is not None:
        parts.bars(sheet.bars, language.render(text("Load")), language.render(text("Target")))


def _titled(page: Page, parts: Parts, sheet: Sheet, base: Ground) -> None:
    """Write the title into the layout's place for it, which is also what an outline shows."""
    title = page.shapes.title
    for shape in list(page.placeholders):
        if title is None or shape.shape_id != title.shape_id:
            shape._element.getparent().remove(shape._element)
    line = sheet.title
    if line is None:
        return
    if title is None:
        parts.line(line, "Title")
        return
    title.left, title.top, title.width, title.height = parts.box(line.rect)
    if base.own:
        parts.write(title.text_frame, line)
        return
    # A company's title keeps its colour, weight and place; only a size that fits is ours.
    frame = title.text_frame
    anchor, align = frame.vertical_anchor, frame.paragraphs[0].alignment
    parts.write(frame, line)
    frame.vertical_anchor, frame.paragraphs[0].alignment = anchor, align
    for run in frame.paragraphs[0].runs:
        run.font.bold = None


def _footed(page: Page, deck: Deck, base: Ground, number: int) -> None:
    side = 0.036 * base.width
    left = min(HIGH, 0.5625 * base.width) + side if base.own else side
    told = deck.slides[number - 1]
    if not base.own or len(told.drawings) != 1:
        left = side
    right = base.width - side
    parts = Parts(page, base)
    count = f"{number} / {len(deck.slides)}"
    room = Rect(left, HIGH - 68, right - left - 160, 30)
    wide = base.measures(False)
    words = shortened(tidy(deck.footer), room.w / _FOOT, wide)
    foot = Line(words, (words,), room, _FOOT, muted=True)
    page_number = Line(count, (count,), Rect(right - 150, HIGH - 68, 150, 30), _FOOT, muted=True, right=True)
    parts.furniture(foot, page_number)


def _named(deck: Deck, base: Ground) -> None:
    """Say what the file is, and nothing of the machine or of who made the template."""
    properties = base.presentation.core_properties
    properties.title, properties.language = tidy(deck.title)[:255], deck.language
    properties.author = properties.last_modified_by = "Rayon"
    properties.subject, properties.keywords, properties.comments, properties.category = (
        tidy(deck.footer)[:255],
        "",
        "",
        "",
    )
    properties.revision = 1
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
