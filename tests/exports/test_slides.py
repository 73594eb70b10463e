"""A told plan as PowerPoint: read back, everything is there, native, inside its box and inside the slide."""

import io
import re
import zipfile
from dataclasses import replace

import pptx
import pytest
from PIL import Image
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE
from pptx.enum.dml import MSO_COLOR_TYPE, MSO_FILL, MSO_THEME_COLOR
from pptx.util import Inches

from geo.errors import InputError
from geo.exports.deck import Bar, Deck, Figure, Slide, Table
from geo.exports.lettering import wrapped
from geo.exports.pdf_parts import measures
from geo.exports.pptx_template import ground
from geo.exports.sheet import arrange
from geo.exports.slides import slides


@pytest.fixture(scope="module", autouse=True)
def quick_pictures():
    """Pictures have tests of their own; here a small one stands for all."""
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "png")
    patch = pytest.MonkeyPatch()
    patch.setattr("geo.exports.slides.picture", lambda *_, **__: buffer.getvalue())
    yield
    patch.undo()


def _deck(drawing, names, language="nl"):
    bars = [Bar(n, k % 8, 900.0 + 10 * k, 1000.0, f"{900 + 10 * k} u", k == 2) for k, n in enumerate(names)]
    figures = [Figure("4.991", "klanten"), Figure("1.522 u", "werk per persoon"), Figure("69,9 %", "zelfde contact")]
    table = Table(
        ("Rayon", "Vandaag", "Straks"),
        [(n, "1.204", "998") for n in names[:8]],
        (False, True, True),
        [k % 8 for k in range(len(names[:8]))],
    )
    words = "Werk per rayon tegenover het doel van 1.000 u"
    whole, both = [("", drawing)], [("Vandaag", drawing), ("Straks", drawing)]
    about = {"figures": [*figures, figures[1]], "bars": bars, "bars_words": words, "conclusion": "Alle binnen 2 %"}
    told = [
        Slide(
            "overview",
            "Twaalf rayons, elk binnen 2 % van het doel",
            figures=figures,
            bars=bars,
            drawings=whole,
            bars_words=words,
            notes="Zeg dit.\nEn dat.",
        ),
        Slide(
            "changes",
            "30,1 % van de klanten krijgt een ander contact",
            figures=[*figures, figures[0]],
            table=table,
            drawings=both,
        ),
        Slide("team", "Het hele team", line="Werk per rayon", table=table),
    ]
    for k, n in enumerate(names[:4]):
        own = [("", replace(drawing, focus=k))]
        told.append(Slide(f"territory-{k}", n, f"{n} · {n} en {n}", k % 8, chosen=k, drawings=own, **about))
    return Deck("Twaalf rayons, elk binnen 2 % van het doel", "Voorjaar, versie 3 · 29 november 2026", language, told)


@pytest.fixture(scope="module")
def deck(drawing):
    return _deck(drawing, [f"Rayon {k}" for k in range(12)])


@pytest.fixture(scope="module")
def long_deck(drawing, long_name):
    names = [long_name, "A" * 60, "Regio Zuidoostelijk Flevoland en het Gooi en Vechtstreken nu", "Breda"] * 10
    return _deck(drawing, [f"{n[:58]}{k}" for k, n in enumerate(names)])


def _opened(content):
    return pptx.Presentation(io.BytesIO(content))


def _texts(page):
    found = []
    for shape in page.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def _charts(page):
    return [shape.chart for shape in page.shapes if shape.has_chart]


def _template(inches=13.333):
    made = pptx.Presentation()
    made.slide_width = Inches(inches)
    for _ in range(3):
        made.slides.add_slide(made.slide_layouts[0]).shapes.title.text = "Sample of the company"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_every_text_is_there(deck):
    for slide, page in zip(deck.slides, _opened(slides(deck)).slides, strict=True):
        texts = _texts(page)
        assert page.shapes.title.text_frame.text == slide.title
        for figure in slide.figures:
            assert figure.value in texts
            assert figure.caption in texts
        for text in filter(None, (slide.line, slide.bars_words, slide.conclusion, deck.footer)):
            assert text in texts
        if slide.table:
            assert [*slide.table.heads, *(c for row in slide.table.rows for c in row)] == [
                cell.text for s in page.shapes if s.has_table for row in s.table.rows for cell in row.cells
            ]


def test_charts_are_native_and_hold_the_loads_and_targets(deck):
    pages = list(_opened(slides(deck)).slides)
    lying, standing = _charts(pages[0])[0], _charts(pages[3])[0]
    assert lying.chart_type == XL_CHART_TYPE.BAR_CLUSTERED
    assert [plot.__class__.__name__ for plot in standing.plots] == ["BarPlot", "LinePlot"]
    for chart in (lying, standing):
        series = [s for plot in chart.plots for s in plot.series]
        assert list(series[0].values) == [bar.load for bar in deck.slides[0].bars]
        assert list(series[1].values) == [bar.target for bar in deck.slides[0].bars]
        assert list(chart.plots[0].categories) == [bar.name for bar in deck.slides[0].bars]
        assert chart.value_axis.minimum_scale == 0
        assert chart.value_axis.maximum_scale >= max(bar.load for bar in deck.slides[0].bars)


def test_targets_of_standing_bars_are_strokes_of_their_own(deck):
    page = list(_opened(slides(deck)).slides)[3]
    (targets,) = _charts(page)[0].plots[1].series
    # A line from target to target would slope through the bars between them.
    assert targets.format.line.fill.type == MSO_FILL.BACKGROUND
    assert targets.marker.style == XL_MARKER_STYLE.DASH
    (frame,) = (shape for shape in page.shapes if shape.has_chart)
    each = frame.width / 12_700 / len(deck.slides[0].bars)
    assert 0.7 * min(each, 26) <= targets.marker.size <= min(each, 26)
    assert targets.smooth is False


def test_a_name_in_a_chart_is_no_formula_and_no_link(drawing):
    names = ["=cmd|' /C calc'!A0", "@SUM(1)", "{=1+1}", "https://example.org", "external:\\\\host\\share"]
    content = slides(_deck(drawing, names))
    for entry in (z := zipfile.ZipFile(io.BytesIO(content))).namelist():
        if entry.endswith(".xlsx"):
            book = zipfile.ZipFile(io.BytesIO(z.read(entry)))
            sheet = book.read("xl/worksheets/sheet1.xml")
            assert b"<f>" not in sheet
            assert b"hyperlink" not in sheet


@pytest.mark.parametrize("template", [None, "wide", "old"])
def test_nothing_lies_outside_the_slide(long_deck, template):
    file = None if template is None else _template(13.333 if template == "wide" else 10)
    made = _opened(slides(long_deck, file))
    for page in made.slides:
        for shape in page.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= made.slide_width + 2
            assert shape.top + shape.height <= made.slide_height + 2


@pytest.mark.parametrize("kind", ["deck", "long_deck"])
def test_measured_texts_fit_their_boxes_and_do_not_overlap(kind, request):
    told = request.getfixturevalue(kind)
    base = ground(None)
    for slide in told.slides:
        sheet = arrange(slide, base.width, base.measures)
        lines = [sheet.title, *sheet.lines, *(line for row in (sheet.grid.cells if sheet.grid else ()) for line in row)]
        for line in lines:
            wide = base.measures(line.strong)
            set_ = wrapped(line.text, line.rect.w / line.size, wide)
            assert all(wide(part) * line.size <= line.rect.w + 1e-6 for part in set_)
            assert len(set_) * line.size * 1.2 <= line.rect.h + 1e-6 or len(set_) == 1
            assert line.size >= 13
        boxes = [line.rect for line in lines] + [rect for rect, *_ in sheet.pictures]
        boxes += [part.rect for part in (sheet.bars,) if part]
        for n, a in enumerate(boxes):
            for b in boxes[:n]:
                beside = a.x + a.w <= b.x + 0.5 or b.x + b.w <= a.x + 0.5
                apart = beside or a.y + a.h <= b.y + 0.5 or b.y + b.h <= a.y + 0.5
                assert apart, (slide.key, a, b)


@pytest.mark.parametrize(("behind", "stands"), [("Breda", True), ("Regio Zuidoostelijk Flevoland en het Gooi", False)])
def test_a_territory_stands_behind_whose_it_is_where_the_bars_keep_their_room(deck, behind, stands):
    bars = [replace(bar, line=f"{behind} {k}") for k, bar in enumerate(deck.slides[0].bars)]
    sheet = arrange(replace(deck.slides[0], bars=bars), 1920, measures)
    said = {line.text: line for line in sheet.lines}
    for bar in bars:
        assert (bar.line in said) is stands
        if stands:
            name, line = said[bar.name], said[bar.line]
            assert line.muted
            assert name.rect.x + measures(False)(bar.name) * name.size < line.rect.x
            assert line.rect.x + line.rect.w < sheet.bars.rect.x
    assert sheet.bars.rect.w >= 0.25 * max(line.rect.x + line.rect.w - 1080 for line in sheet.lines)


def test_what_lies_outside_what_was_agreed_is_red(deck):
    figures = [Figure("9", "ver", beyond=True), Figure("8", "dichtbij")]
    table = replace(deck.slides[2].table, beyond=[k == 1 for k in range(8)])
    told = [
        replace(deck.slides[0], figures=figures),
        replace(deck.slides[3], chosen=2, figures=figures, conclusion="Te vol"),
        replace(deck.slides[2], table=table),
    ]
    pages = _opened(slides(replace(deck, slides=told))).slides
    red = [_red(page) for page in pages]
    assert red == [["9", "ver", "920 u"], ["9", "ver", "Te vol"], ["998"]]
    chosen = _charts(pages[1])[0].plots[0].series[0].points[2].format.fill.fore_color
    assert str(chosen.rgb) == "C2410C"


def _red(page):
    frames = [s.text_frame for s in page.shapes if s.has_text_frame]
    frames += [c.text_frame for s in page.shapes if s.has_table for r in s.table.rows for c in r.cells]
    runs = [run for frame in frames for run in frame.paragraphs[0].runs]
    colours = [(run.text, run.font.color) for run in runs]
    return [text for text, c in colours if c is not None and c.type == MSO_COLOR_TYPE.RGB and str(c.rgb) == "A8330A"]


@pytest.mark.parametrize("width", [1528, 1920])
def test_two_pictures_have_hardly_more_height_than_their_ground(deck, drawing, width):
    sheet = arrange(deck.slides[1], width, measures)
    for rect, *_ in sheet.pictures:
        assert rect.h <= 1.15 * drawing.ratio * rect.w + 48
    assert all(line.rect.y + line.rect.h <= 1080 - 96 for line in sheet.lines)


@pytest.mark.parametrize("name", ["Breda", "Regio Zuidoostelijk Flevoland en het Gooi", "W" * 90])
def test_a_table_has_one_size_and_shortens_only_what_the_smallest_cannot_hold(deck, name):
    table = Table(
        ("Rayon", "Vandaag", "Straks"), [(name, "1.204", "998"), ("Ede", "9", "8")], (False, True, True), (None, None)
    )
    grid = arrange(replace(deck.slides[1], table=table), 1920, measures).grid
    cells = [cell for row in grid.cells for cell in row]
    assert len({cell.size for cell in cells}) == 1
    cut = [cell.text for cell in cells if cell.text.endswith("…")]
    assert cut == [] or cells[0].size == 13


@pytest.mark.parametrize("width", [1528, 1920])
def test_no_head_of_numbers_is_broken_beside_long_names(deck, width):
    heads = ("Territory", "Today", "Tomorrow", "Gained", "Lost")
    rows = [("27 Noordoostelijke Waddeneilanden en Vlietlanden bij Den Haag", "488", "122", "20", "386")] * 6
    table = Table(heads, rows, (False, True, True, True, True), (3,) * 6)
    grid = arrange(replace(deck.slides[1], table=table), width, measures).grid
    assert [cell.lines for cell in grid.cells[0]] == [(head,) for head in heads]


@pytest.mark.parametrize("value", ["9", "1.522.000 uren werk"])
def test_a_caption_stands_right_under_its_figure(deck, value):
    figures = [Figure(value, f"klanten {k}") for k in range(4)]
    lines = arrange(replace(deck.slides[1], figures=figures, table=None), 1920, measures).lines
    values = [line for line in lines if line.text == value]
    captions = [line for line in lines if line.text.startswith("klanten ")]
    assert len(values) == len(captions) == 4
    for above, below in zip(values, captions, strict=True):
        assert 0 <= below.rect.y - (above.rect.y + len(above.lines) * above.size * 1.2) <= 4
    ends = captions[0].rect.y + captions[0].rect.h
    assert all(v.rect.y == values[0].rect.y or v.rect.y - ends > 4 for v in values)


def test_long_names_stand_whole_or_end_in_an_ellipsis(long_deck):
    for slide, page in zip(long_deck.slides, _opened(slides(long_deck)).slides, strict=True):
        title = page.shapes.title.text_frame.text
        assert title == slide.title or (title.endswith("…") and slide.title.startswith(title[:-1]))
        assert len(title) >= min(len(slide.title), 40)


def test_pictures_have_words_and_notes_are_the_speakers(deck):
    pages = list(_opened(slides(deck)).slides)
    for page, slide in zip(pages, deck.slides, strict=True):
        pictures = [s for s in page.shapes if s.shape_type is not None and s.shape_type.name == "PICTURE"]
        assert len(pictures) == len(slide.drawings)
        for shape in pictures:
            assert "Voorjaar, versie 3" in shape._element.nvPicPr.cNvPr.get("descr")
    assert pages[0].notes_slide.notes_text_frame.text == "Zeg dit.\nEn dat."


def test_the_file_tells_nothing_of_the_machine(deck):
    made = _opened(slides(deck))
    properties = made.core_properties
    assert (properties.title, properties.language) == (deck.title, "nl")
    assert (properties.author, properties.last_modified_by) == ("Rayon", "Rayon")
    assert made.slide_width * 9 == made.slide_height * 16


def test_a_companys_template_keeps_its_size_and_loses_its_slides(deck):
    made = _opened(slides(deck, _template(10)))
    assert (made.slide_width, made.slide_height) == (Inches(10), Inches(7.5))
    assert len(made.slides) == len(deck.slides)
    assert not [t for page in made.slides for t in _texts(page) if "Sample" in t]
    for page in made.slides:
        assert page.slide_layout.name == "Title Only"
        assert not [p for p in page.placeholders if p.has_text_frame and not p.text_frame.text]
        run = page.shapes.title.text_frame.paragraphs[0].runs[0]
        assert run.font.name is None
        assert run.font.color.type is None


def test_no_leftover_slide_stays_in_the_file(deck):
    names = zipfile.ZipFile(io.BytesIO(slides(deck, _template()))).namelist()
    assert len([n for n in names if n.startswith("ppt/slides/slide")]) == len(deck.slides)


def test_sections_and_shows_that_name_slides_of_the_template_go_with_them(deck):
    made = pptx.Presentation(io.BytesIO(_template()))
    root = made.part._element
    space = root.nsmap["p"]
    for tag in ("custShowLst", "extLst"):
        root.append(root.makeelement(f"{{{space}}}{tag}"))
    buffer = io.BytesIO()
    made.save(buffer)
    kept = _opened(slides(deck, buffer.getvalue())).part._element
    assert not [child.tag for child in kept if child.tag.endswith(("custShowLst", "extLst"))]


def test_bars_have_the_companys_own_colour(deck):
    chart = _charts(_opened(slides(deck, _template())).slides[0])[0]
    colour = chart.plots[0].series[0].points[0].format.fill.fore_color
    assert colour.theme_color == MSO_THEME_COLOR.ACCENT_1


def test_a_template_of_powerpoint_is_taken_too(deck):
    source = io.BytesIO(_template())
    turned = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(turned, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "[Content_Types].xml":
                content = content.replace(b"presentation.main+xml", b"template.main+xml")
            new.writestr(entry, content)
    assert len(_opened(slides(deck, turned.getvalue())).slides) == len(deck.slides)


def _archive(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "template",
    [b"", b"not a presentation", b"%PDF-1.7", _archive(a="b"), _archive(**{"[Content_Types].xml": "<Types/>"})],
)
def test_what_is_no_presentation_is_refused_with_a_remedy(deck, template):
    with pytest.raises(InputError, match=r"cannot be read as a presentation.*PowerPoint file"):
        slides(deck, template)


@pytest.mark.parametrize("size", [b'cx="-5" cy="abc"', b'cx="1" cy="1"'])
def test_a_template_whose_slides_have_no_size_is_refused(deck, size):
    own = io.BytesIO()
    pptx.Presentation().save(own)
    broken = io.BytesIO()
    with zipfile.ZipFile(own) as archive, zipfile.ZipFile(broken, "w") as target:
        for name in archive.namelist():
            target.writestr(name, re.sub(rb"<p:sldSz [^>]*>", b"<p:sldSz " + size + b"/>", archive.read(name)))
    with pytest.raises(InputError, match="cannot be read as a presentation"):
        slides(deck, broken.getvalue())


def test_a_template_that_hides_its_macros_is_refused(deck):
    own = io.BytesIO()
    pptx.Presentation().save(own)
    with zipfile.ZipFile(own, "a") as archive:
        archive.writestr("ppt/vbaProject.bin", b"x")
    with pytest.raises(InputError, match="macros"):
        slides(deck, own.getvalue())


def test_a_template_with_macros_is_refused(deck):
    template = _archive(**{"[Content_Types].xml": "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"})
    with pytest.raises(InputError, match="macros"):
        slides(deck, template)


def test_hostile_texts_stay_texts(drawing, hostile_texts):
    names = [*hostile_texts, "\x00\x07 bell", "=1+1"]
    told = _deck(drawing, names)
    for slide, page in list(zip(told.slides, _opened(slides(told)).slides, strict=True))[3:]:
        shown = page.shapes.title.text_frame.text
        assert shown.replace(" ", "")[:10] == "".join(slide.title.split())[:10]
