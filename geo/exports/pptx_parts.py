"""Native parts of a slide: texts, tables and charts that people can go on editing."""

from __future__ import annotations

import io
import re
from copy import deepcopy

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.dml.fill import FillFormat
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide as Page
from pptx.text.text import Font, TextFrame
from pptx.util import Emu, Pt

from geo.exports.lettering import fitted, tidy
from geo.exports.pptx_template import Ground
from geo.exports.sheet import Bars, Grid, Line, Rect
from geo.palette import INK, PALETTE

ACCENT, BEYOND, WRONG, CALM, ROW_LINE = "#3B4CC0", "#C2410C", "#A8330A", "#D9DDE4", "E3E6EB"
_MUTED_BRIGHTER = 0.35
_EMU_A_POINT = 12_700
_STROKE = 0.92
"""Part of the room of a standing bar that the stroke at its target takes."""
_LONGEST_STROKE = 24
"""Points; a stroke is a fifth as thick as it is long, and a longer one would hide what it marks."""
_ACTIVE = re.compile(r"^\s*(?:[=+\-@{]|https?:|ftp:|mailto:|internal:|external:|file:)", re.IGNORECASE)
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


class Parts:
    """
    Puts parts on a slide.

    Parameters
    ----------
    page
        The slide.
    ground
        What it is made on.
    """

    def __init__(self, page: Page, ground: Ground) -> None:
        self._page, self._ground = page, ground

    def box(self, rect: Rect) -> tuple[Emu, Emu, Emu, Emu]:
        """Return left, top, width and height of a rectangle."""
        emu = self._ground.emu
        return Emu(round(rect.x * emu)), Emu(round(rect.y * emu)), Emu(round(rect.w * emu)), Emu(round(rect.h * emu))

    def points(self, pixels: float) -> float:
        """Return a length in points."""
        return pixels * self._ground.emu / _EMU_A_POINT

    def line(self, line: Line, name: str = "") -> Shape:
        """Add a text."""
        shape = self._page.shapes.add_textbox(*self.box(line.rect))
        if name:
            shape.name = name
        self.write(shape.text_frame, line)
        return shape

    def write(self, frame: TextFrame, line: Line) -> None:
        """Write a text into a frame, with the size at which it was measured and nothing that shrinks it again."""
        frame.word_wrap = True
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE if line.middle else MSO_ANCHOR.TOP
        frame.text = line.text
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if line.right else PP_ALIGN.LEFT
        paragraph.line_spacing = 1.0
        for run in paragraph.runs:
            self._font(run.font, line)

    def _font(self, font: Font, line: Line) -> None:
        font.size = Pt(int(self.points(line.size) * 2) / 2)
        font.bold = line.strong
        if line.beyond:
            font.color.rgb = RGBColor.from_string(WRONG[1:])
        elif line.muted and self._ground.own:
            font.color.theme_color = MSO_THEME_COLOR.TEXT_2
        elif line.muted:
            font.color.theme_color = MSO_THEME_COLOR.TEXT_1
            font.color.brightness = _MUTED_BRIGHTER

    def patch(self, rect: Rect, colour: str) -> None:
        """Add a filled rectangle, such as a swatch."""
        shape = self._page.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *self.box(rect))
        shape.adjustments[0] = 0.25
        _fill(shape.fill, colour)
        shape.line.fill.background()
        shape._element.remove(shape._element.find(qn("p:style")))

    def picture(self, png: bytes, rect: Rect, words: str) -> None:
        """Add a picture with the words that stand for it."""
        shape = self._page.shapes.add_picture(io.BytesIO(png), *self.box(rect))
        shape._element.nvPicPr.cNvPr.set("descr", tidy(words))

    def grid(self, grid: Grid) -> None:
        """Add a table."""
        rows, columns = len(grid.cells), len(grid.widths)
        frame = self._page.shapes.add_table(rows, columns, *self.box(grid.rect))
        table = frame.table
        table.horz_banding = False
        properties = table._tbl.tblPr
        properties.find(qn("a:tableStyleId")).text = _NO_STYLE
        emu = self._ground.emu
        for column, wide in zip(table.columns, grid.widths, strict=True):
            column.width = Emu(int(wide * emu))
        for k, (row, lines) in enumerate(zip(table.rows, grid.cells, strict=True)):
            row.height = Emu(int(grid.row * emu))
            left = grid.rect.x
            for cell, line, wide in zip(row.cells, lines, grid.widths, strict=True):
                self.write(cell.text_frame, line)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                cell.margin_left = Emu(round((line.rect.x - left) * emu))
                cell.margin_right = Emu(round((left + wide - line.rect.x - line.rect.w) * emu))
                cell.margin_top = cell.margin_bottom = Emu(0)
                _underline(cell._tc.get_or_add_tcPr(), strong=k == 0)
                left += wide

    def bars(self, bars: Bars, load: str, target: str) -> None:
        """
        Add a chart of loads beside their targets.

        Standing bars have the targets as a series of strokes. Lying ones cannot, in any office program: there the
        series is in the chart, and what shows it are ticks over it.

        Parameters
        ----------
        bars
            What is drawn.
        load, target
            Names of the two series.
        """
        data = CategoryChartData()
        data.categories = [_inactive(bar.name) for bar in bars.bars]
        data.add_series(_inactive(load), [bar.load for bar in bars.bars])
        data.add_series(_inactive(target), [bar.target for bar in bars.bars])
        kind = XL_CHART_TYPE.BAR_CLUSTERED if bars.lying else XL_CHART_TYPE.COLUMN_CLUSTERED
        frame = self._page.shapes.add_chart(kind, *self.box(bars.rect), data)
        chart = frame.chart
        chart.has_legend = False
        chart.has_title = False
        top = max(max(bar.load, bar.target) for bar in bars.bars) * 1.04 or 1.0
        value, category = chart.value_axis, chart.category_axis
        value.minimum_scale, value.maximum_scale = 0.0, top
        value.has_major_gridlines = value.visible = False
        category.has_major_gridlines = category.visible = False
        category.reverse_order = bars.lying
        plot = chart.plots[0]
        plot.gap_width = 150 if bars.lying else 30
        plot.overlap = 100
        for point in range(len(bars.bars)):
            fill, colour = plot.series[0].points[point].format.fill, _colour(bars, point)
            _fill(fill, colour)
            if colour == ACCENT and not self._ground.own:
                fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
        if not bars.lying:
            _stroked(plot._element, self.points(bars.rect.w) / len(bars.bars))
        else:
            plot.series[1].format.fill.background()
        _whole_room(chart._chartSpace)
        if bars.lying:
            self._ticks(bars, top)

    def _ticks(self, bars: Bars, top: float) -> None:
        """Draw a tick at the target of each lying bar."""
        each = bars.rect.h / len(bars.bars)
        for n, bar in enumerate(bars.bars):
            x = bars.rect.x + bars.rect.w * bar.target / top
            self.patch(Rect(x - 1.5, bars.rect.y + (n + 0.14) * each, 3.0, 0.72 * each), INK)

    def furniture(self, line: Line, number: Line) -> None:
        """Write the foot: where the layout has its own places for it, there."""
        places = {p.placeholder_format.type: p for p in self._ground.layout.placeholders}
        foot, page = places.get(PP_PLACEHOLDER.FOOTER), places.get(PP_PLACEHOLDER.SLIDE_NUMBER)
        if self._ground.own or foot is None or page is None:
            self.line(line, "Footer")
            self._numbered(self.line(number, "Slide number"), number)
            return
        for place in (foot, page):
            element = deepcopy(place._element)
            self._page.shapes._spTree.append(element)
            shape = Shape(element, self._page.shapes)
            if place is foot:
                wide = place.width / self._ground.emu if place.width else line.rect.w
                self._fitting(shape, line, 0.9 * wide)
            elif not element.findall(f".//{qn('a:fld')}"):
                self._numbered(shape, None)

    def _fitting(self, shape: Shape, line: Line, room: float) -> None:
        """Write one line into a place of the layout, in its letters but no larger than fits."""
        size, lines = fitted(line.text, (room, line.size * 1.3), (line.size, 18.0, 16.0), self._ground.measures(False))
        shape.text_frame.text = lines[0]
        for run in shape.text_frame.paragraphs[0].runs:
            run.font.size = Pt(int(self.points(size)))
            run.font.name = "+mn-lt"

    def _numbered(self, shape: Shape, line: Line | None) -> None:
        """Make the text of a shape the number of its slide."""
        paragraph = shape.text_frame.paragraphs[0]._p
        for run in paragraph.findall(qn("a:r")):
            paragraph.remove(run)
        made = etree.SubElement(paragraph, qn("a:fld"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
        properties = etree.SubElement(made, qn("a:rPr"))
        if line is not None:
            properties.set("sz", str(round(self.points(line.size)) * 100))
            fill = etree.SubElement(properties, qn("a:solidFill"))
            etree.SubElement(fill, qn("a:schemeClr"), val="tx2" if self._ground.own else "tx1")
        number, _, rest = (line.text if line is not None else "1").partition(" ")
        etree.SubElement(made, qn("a:t")).text = number
        if rest:
            run = etree.SubElement(paragraph, qn("a:r"))
            run.append(deepcopy(properties))
            etree.SubElement(run, qn("a:t")).text = f" {rest}"
        end = paragraph.find(qn("a:endParaRPr"))
        if end is not None:
            paragraph.remove(end)
            paragraph.append(end)


def _colour(bars: Bars, point: int) -> str:
    bar = bars.bars[point]
    if bars.chosen is not None and (point != bars.chosen or not bar.beyond):
        return PALETTE[bar.colour] if point == bars.chosen else CALM
    return BEYOND if bar.beyond else ACCENT


def _fill(fill: FillFormat, colour: str) -> None:
    fill.solid()
    fill.fore_color.rgb = RGBColor.from_string(colour[1:])


def _inactive(text: str) -> str:
    """Return a text that the chart's workbook takes for a text: no formula and no link."""
    plain = tidy(text)
    return f"'{plain}" if _ACTIVE.match(plain) else plain


def _underline(properties: etree._Element, *, strong: bool) -> None:
    """Draw a hairline under a cell."""
    border = etree.SubElement(properties, qn("a:lnB"), w=str(12_700 if strong else 6_350))
    solid = etree.SubElement(border, qn("a:solidFill"))
    etree.SubElement(solid, qn("a:srgbClr"), val="C9CED6" if strong else ROW_LINE)
    etree.SubElement(properties, qn("a:noFill"))


def _stroked(bars: etree._Element, each: float) -> None:
    """Turn the second series of standing bars, each with so many points of room, into a stroke at every value."""
    series = bars.findall(qn("c:ser"))[1]
    bars.remove(series)
    for tag in ("c:spPr", "c:invertIfNegative"):
        for old in series.findall(qn(tag)):
            series.remove(old)
    line = etree.Element(qn("c:lineChart"))
    etree.SubElement(line, qn("c:grouping"), val="standard")
    etree.SubElement(line, qn("c:varyColors"), val="0")
    line.append(series)
    properties = etree.Element(qn("c:spPr"))
    etree.SubElement(etree.SubElement(properties, qn("a:ln")), qn("a:noFill"))
    series.find(qn("c:tx")).addnext(properties)
    marker = etree.Element(qn("c:marker"))
    etree.SubElement(marker, qn("c:symbol"), val="dash")
    etree.SubElement(marker, qn("c:size"), val=str(min(max(round(_STROKE * each), 2), _LONGEST_STROKE)))
    look = etree.SubElement(marker, qn("c:spPr"))
    etree.SubElement(etree.SubElement(look, qn("a:solidFill")), qn("a:srgbClr"), val=INK[1:])
    etree.SubElement(etree.SubElement(look, qn("a:ln")), qn("a:noFill"))
    properties.addnext(marker)
    etree.SubElement(series, qn("c:smooth"), val="0")
    etree.SubElement(line, qn("c:marker"), val="1")
    for axis in bars.findall(qn("c:axId")):
        etree.SubElement(line, qn("c:axId"), val=axis.get("val"))
    bars.addnext(line)


def _whole_room(space: etree._Element) -> None:
    """Let the bars fill the whole frame, so that each lies in its row."""
    area = space.find(f".//{qn('c:plotArea')}")
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    layout = etree.Element(qn("c:layout"))
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    for tag, value in (
        ("layoutTarget", "inner"),
        ("xMode", "edge"),
        ("yMode", "edge"),
        ("x", "0"),
        ("y", "0"),
        ("w", "1"),
        ("h", "1"),
    ):
        etree.SubElement(manual, qn(f"c:{tag}"), val=value)
    area.insert(0, layout)
