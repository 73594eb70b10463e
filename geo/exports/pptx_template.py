"""A presentation to be filled: the program's own, or a company's template with its slides taken out."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import lru_cache, partial

import pptx
from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation
from pptx.slide import SlideLayout
from reportlab.pdfbase.pdfmetrics import stringWidth

from geo.errors import InputError
from geo.exports.lettering import Measure, faces
from geo.exports.sheet import HIGH, Measures, Rect
from geo.palette import INK, PALETTE
from geo.texts import text

OWN_FONT = "Arial"
"""A font that every office program has, so that nothing moves on another machine."""

MUTED = "#566072"
_WIDE, _TALL = 12_192_000, 6_858_000
_LEAST, _MOST = 914_400, 51_206_400
"""Sides of a slide that PowerPoint allows: 1 to 56 inches."""
_MOST_BYTES, _MOST_FILES = 300_000_000, 10_000
_FURNITURE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_SLACK = 1.03
_TEMPLATE = b"presentationml.template.main+xml"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"


@dataclass(frozen=True, eq=False)
class Ground:
    """
    What slides are made on.

    Parameters
    ----------
    presentation
        Without slides.
    layout
        The layout of every slide.
    own
        Whether it is the program's own and not a company's.
    measures
        Widths of texts in its font.
    emu
        English Metric Units a pixel.
    width
        Width of a slide in pixels, its height being `geo.exports.sheet.HIGH`.
    title, body
        Where the layout wants title and content, None where it does not say.
    """

    presentation: Presentation
    layout: SlideLayout
    own: bool
    measures: Measures
    emu: float
    width: float
    title: Rect | None
    body: Rect | None


def ground(template: bytes | None) -> Ground:
    """
    Open a template, or make the program's own.

    Raises
    ------
    InputError
        The file is no presentation, has macros, or has no layout.
    """
    if template is None:
        return _ground(_own(), own=True)
    try:
        presentation = pptx.Presentation(io.BytesIO(_plain(template)))
        _emptied(presentation)
        return _ground(presentation, own=False)
    except InputError:
        raise
    except Exception as error:  # the reader raises whatever its parts do, some of them only when they are asked for
        raise _unreadable() from error


def _ground(presentation: Presentation, *, own: bool) -> Ground:
    wide, tall = int(presentation.slide_width or _WIDE), int(presentation.slide_height or _TALL)
    if not (_LEAST <= wide <= _MOST and _LEAST <= tall <= _MOST):
        raise _unreadable()
    emu = tall / HIGH
    layout = _layout(presentation)
    title, body = (None, None) if own else _places(layout, emu, wide / emu)
    return Ground(presentation, layout, own, partial(_measure, narrow=own), emu, wide / emu, title, body)


def _plain(template: bytes) -> bytes:
    """Return a presentation; a template of PowerPoint (.potx) becomes one."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_FILES or sum(e.file_size for e in entries) > _MOST_BYTES:
            raise InputError(text("The template is too large."), text("Choose a smaller PowerPoint file."))
        types = archive.read("[Content_Types].xml")
        if b"macroEnabled" in types or any("vbaproject" in entry.filename.lower() for entry in entries):
            raise InputError(
                text("The template has macros."), text("Save it as a PowerPoint file without macros (.pptx).")
            )
        if _TEMPLATE not in types:
            return template
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in entries:
                content = archive.read(entry)
                if entry.filename == "[Content_Types].xml":
                    content = types.replace(_TEMPLATE, b"presentationml.presentation.main+xml")
                target.writestr(entry, content)
        return made.getvalue()


def _unreadable() -> InputError:
    return InputError(
        text("The template cannot be read as a presentation."), text("Choose a PowerPoint file (.pptx or .potx).")
    )


def _emptied(presentation: Presentation) -> None:
    """Take out all slides, and the sections and shows that name them."""
    root = presentation.part._element
    ids = root.find(f"{{{_P}}}sldIdLst")
    for entry in list(ids) if ids is not None else []:
        presentation.part.drop_rel(entry.rId)
        ids.remove(entry)
    for tag in ("custShowLst", "extLst"):
        for found in root.findall(f"{{{_P}}}{tag}"):
            root.remove(found)


def _layout(presentation: Presentation) -> SlideLayout:
    """Choose a layout with a title and nothing else, else with nothing, else with as little as there is."""
    layouts = [layout for master in presentation.slide_masters for layout in master.slide_layouts]
    if not layouts:
        raise InputError(text("The template has no layouts."), text("Choose a PowerPoint file (.pptx or .potx)."))

    def rank(layout: SlideLayout) -> tuple[int, int]:
        kinds = [p.placeholder_format.type for p in layout.placeholders]
        content = [kind for kind in kinds if kind not in _FURNITURE]
        if content == [PP_PLACEHOLDER.TITLE]:
            return 0, 0
        if not content:
            return 1, 0
        return 2 + (not any(kind in _TITLES for kind in content)), len(content)

    chosen: SlideLayout = min(layouts, key=rank)
    return chosen


def _places(layout: SlideLayout, emu: float, width: float) -> tuple[Rect, Rect]:
    """Return where a layout has its title, and the room below it down to its foot."""
    title, floor = Rect(0.05 * width, 60, 0.9 * width, 110), HIGH - 84
    for shape in (*layout.placeholders, *layout.slide_master.placeholders):
        kind = shape.placeholder_format.type
        if shape.top is None or shape.left is None or not shape.height or not shape.width:
            continue
        if kind in _FURNITURE and shape.top / emu > 0.8 * HIGH:
            floor = min(floor, shape.top / emu - 10)
    for shape in (*layout.slide_master.placeholders, *layout.placeholders):
        kind = shape.placeholder_format.type
        if kind in _TITLES and shape.top is not None and shape.height and shape.width and shape.left is not None:
            found = Rect(shape.left / emu, shape.top / emu, shape.width / emu, shape.height / emu)
            if found.y + found.h < 0.45 * HIGH:
                title = found
    top = title.y + title.h + 22
    left = max(title.x, 0.02 * width)
    right = max(title.x + title.w, 0.9 * width)
    return title, Rect(left, top, min(right, 0.98 * width) - left, floor - top)


def _own() -> Presentation:
    """Make a presentation of 16:9 with the program's colours and a font that is everywhere."""
    presentation = pptx.Presentation()
    was = int(presentation.slide_width or _WIDE)
    presentation.slide_width, presentation.slide_height = _WIDE, _TALL
    for part in (presentation.slide_master, *presentation.slide_layouts):
        for shape in part.placeholders:
            if shape._element.spPr.find(f"{{{_A}}}xfrm") is not None:
                shape.left, shape.width = int(shape.left * _WIDE / was), int(shape.width * _WIDE / was)
    theme = presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(theme.blob)
    colours = {"dk1": INK, "dk2": MUTED, "lt2": "#F5F6F8", "hlink": "#3B4CC0", "folHlink": "#667085"}
    colours |= {f"accent{n}": colour for n, colour in enumerate(PALETTE[:6], start=1)}
    for name, colour in colours.items():
        for slot in root.iter(f"{{{_A}}}{name}"):
            slot.clear()
            etree.SubElement(slot, f"{{{_A}}}srgbClr", val=colour[1:])
    for kind in ("majorFont", "minorFont"):
        for font in root.iter(f"{{{_A}}}{kind}"):
            font[0].set("typeface", OWN_FONT)
    root.set("name", "Rayon")
    theme._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return presentation


def _measure(strong: bool, *, narrow: bool) -> Measure:
    """
    Measure in Arial for slides of our own.

    For a company's measure in a wide font: theirs is not on every machine, and whatever stands in for it must fit too.
    """
    return partial(_width, strong=strong, narrow=narrow)


def _width(written: str, *, strong: bool, narrow: bool) -> float:
    return _SLACK * sum(_advance(character, strong, narrow) for character in written)


@lru_cache(maxsize=20_000)
def _advance(character: str, strong: bool, narrow: bool) -> float:
    """Return the width of a character as a share of the size; Helvetica's are Arial's."""
    if narrow:
        try:
            character.encode("cp1252")
        except UnicodeEncodeError:
            pass
        else:
            return float(stringWidth(character, "Helvetica-Bold" if strong else "Helvetica", 1.0))
    _, wide = faces(700 if strong else 400)
    return wide.widths.get(ord(character), 1.0)
