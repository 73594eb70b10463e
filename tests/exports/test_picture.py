"""A plan as a picture: every name inside its territory, none on another, and every text literal."""

import io
import struct
import xml.etree.ElementTree as ET
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from PIL import Image
from pyproj import Geod, Transformer

from geo.exports.deck import Name
from geo.exports.layout import _boxes as boxes_below
from geo.exports.layout import lay_out
from geo.exports.lettering import ELLIPSIS, tidy, width, words
from geo.exports.name_blocks import LEGIBLE, READ_FAR_OFF, Type, blocks, short_blocks, stubs
from geo.exports.picture import _words as written_words
from geo.exports.picture import picture
from geo.palette import INK, PALETTE
from geo.texts import Language

NL, EN = Language("nl"), Language("en")


def _boxes(layout):
    return {label.territory: shapely.box(*label.box) for label in layout.labels}


def _apart(layout):
    boxes = [*_boxes(layout).values(), *(shapely.box(*town.box) for town in layout.towns)]
    return all(not a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])


def _written(label):
    return " ".join(word.text for word in label.words)


def test_every_name_lies_inside_its_territory(drawing):
    layout = lay_out(drawing, 1080, 1080, NL)
    assert [label.territory for label in layout.labels] == list(range(12))
    inside = [label for label in layout.labels if label.leader is None]
    assert len(inside) >= 8
    for label in inside:
        assert layout.shapes[label.territory].contains(shapely.box(*label.box))
    assert _apart(layout)


@pytest.mark.parametrize(("width_", "height"), [(1080, 1080), (700, 900), (1600, 900)])
def test_long_names_are_neither_clipped_nor_on_each_other(drawing, long_name, width_, height):
    long = replace(drawing, names=[Name(long_name, n.colour, long_name) for n in drawing.names])
    layout = lay_out(long, width_, height, EN)
    assert _apart(layout)
    frame = shapely.box(0, 0, width_, height)
    for label in layout.labels:
        assert frame.contains(shapely.box(*label.box))
        assert _written(label).startswith("Noord-")
        for word in label.words:
            wide = width(word.text, word.size, 600 if word.strong else 400)
            assert (
                shapely.box(*label.box)
                .buffer(0.5)
                .contains(shapely.box(word.x, word.y - 0.7 * word.size, word.x + wide, word.y))
            )


@pytest.mark.parametrize(("width_", "height", "without"), [(560, 1080, 1), (360, 1080, 1), (760, 540, 2)])
def test_no_word_is_broken_and_names_are_whole_before_they_are_ended(drawing, width_, height, without):
    called = ["Rotterdam", "Amersfoort", "Haarlemmermeer", "Groningen", "'s-Hertogenbosch", "Den Helder"] * 2
    names = [Name(called[n], n % 8, "Bram Vermeerdijk") for n in range(12)]
    layout = lay_out(replace(drawing, names=names), width_, height, NL, unit=1.0)
    ended = [label for label in layout.labels if ELLIPSIS in _written(label)]
    assert len(layout.omitted) + len(ended) <= without
    for label in layout.labels:
        if label in ended:
            assert _written(label).removesuffix(ELLIPSIS) == called[label.territory].split()[0]
            continue
        title, line = ("".join(w.text for w in label.words if w.strong is s).replace(" ", "") for s in (True, False))
        assert title == called[label.territory].replace(" ", "")
        assert line in ("", "BramVermeerdijk")
        assert min(word.size for word in label.words) >= LEGIBLE - 1e-9


def test_a_name_that_must_be_ended_ends_after_a_word(drawing, long_name):
    names = [Name(long_name, n.colour, long_name) for n in drawing.names]
    layout = lay_out(replace(drawing, names=names), 300, 500, EN, unit=1.0)
    whole = set(words(long_name))
    assert layout.labels
    for label in layout.labels:
        for word in label.words:
            assert {part for part in words(word.text.removesuffix(ELLIPSIS)) if part} <= whole


def test_a_word_is_broken_only_where_it_is_wider_than_the_picture():
    giant = Name("W" * 40, 0, "Bram Vermeerdijk")
    for wide, broken in ((300.0, True), (600.0, False)):
        ways = [way for one in (blocks, short_blocks, stubs) for way in one(giant, Type(1.0, 1.0, wide))]
        smallest = [[text for text, size, strong in way.lines if strong] for way in ways if way.lines[0][1] == LEGIBLE]
        assert smallest
        assert all((len(lines) > 1 or lines[0].endswith(ELLIPSIS)) is broken for lines in smallest)
        assert all(way.width <= wide for way in ways if way.lines[0][1] == LEGIBLE)


def test_a_name_lies_over_an_island_of_another_territory_too_small_for_one(drawing):
    # On 1080 pixels a hundredth of a degree is about four pixels; a name is some hundred wide.
    holes = [
        shapely.box(x, y, x + 0.03, y + 0.02) for x in np.arange(4.4, 6.6, 0.09) for y in np.arange(51.7, 52.7, 0.06)
    ]
    speckled = shapely.box(4.3, 51.6, 6.7, 52.8).difference(shapely.union_all(holes))
    shapes = gpd.GeoSeries([speckled, shapely.union_all(holes)], crs=4326)
    told = replace(drawing, shapes=shapes, names=[Name("Midden", 0), Name("", 1)])
    assert [label.leader for label in lay_out(told, 1080, 1080, NL).labels] == [None]


def test_a_name_that_no_line_can_reach_lies_over_its_borders(drawing):
    ring = shapely.box(4.3, 51.6, 6.7, 52.8)
    small = shapely.box(5.4, 52.16, 5.6, 52.24)
    shapes = gpd.GeoSeries([ring.difference(small), small], crs=4326)
    told = replace(drawing, shapes=shapes, names=[Name("Rondom", 0), Name("Binnenstad", 1)])
    layout = lay_out(told, 700, 560, NL, unit=1.0)
    inner = layout.labels[1]
    assert inner.leader is None
    own = layout.shapes[1].intersection(shapely.box(*inner.box)).area / shapely.box(*inner.box).area
    assert 0.5 < own < 1
    assert _apart(layout)


def test_a_name_without_room_stands_outside_with_a_line_to_it(drawing):
    layout = lay_out(drawing, 1080, 1080, NL)
    outside = [label for label in layout.labels if label.leader is not None]
    land = shapely.union_all(layout.shapes)
    assert outside
    for label in outside:
        start, end = label.leader
        assert layout.shapes[label.territory].contains(shapely.Point(start))
        assert not land.intersects(shapely.box(*label.box))
        assert shapely.box(*label.box).distance(shapely.Point(end)) < 8
    lines = [shapely.LineString(label.leader) for label in outside]
    for line in lines:
        assert sum(line.intersects(box) for box in _boxes(layout).values()) == 0
        assert sum(line.intersects(other) for other in lines) == 1


def test_a_slanting_strip_is_no_room_for_a_name(drawing):
    strip = shapely.LineString([(4.4, 51.7), (6.6, 52.7)]).buffer(0.03, cap_style="flat")
    whole = shapely.box(4.3, 51.6, 6.7, 52.8)
    above, below = shapely.get_parts(whole.difference(strip.buffer(0.2)))[:2]
    shapes = gpd.GeoSeries([above, below, strip], crs=4326)
    told = replace(drawing, shapes=shapes, names=[Name("Boven", 0), Name("Onder", 1), Name("Schuine strook", 2)])
    layout = lay_out(told, 1080, 1080, NL)
    assert [label.leader is None for label in layout.labels] == [True, True, False]
    for label in layout.labels[:2]:
        assert layout.shapes[label.territory].contains(shapely.box(*label.box))


def test_empty_territories_and_empty_names_have_no_label(drawing):
    shapes = gpd.GeoSeries([shapely.MultiPolygon(), *drawing.shapes[1:]], crs=4326)
    names = [drawing.names[0], Name("\u2028", 0), *drawing.names[2:]]
    layout = lay_out(replace(drawing, shapes=shapes, names=names), 1080, 1080, NL)
    assert {label.territory for label in layout.labels} == set(range(2, 12))
    assert layout.omitted == ()


def test_a_plan_without_ground_is_the_country(drawing):
    shapes = gpd.GeoSeries([shapely.MultiPolygon()] * 12, crs=4326)
    assert lay_out(replace(drawing, shapes=shapes), 600, 600, NL).labels == ()


def test_the_scale_bar_is_as_long_as_it_says(drawing):
    for size in (1080, 400):
        layout = lay_out(drawing, size, size, EN)
        view, scale = layout.view, layout.scale
        back = Transformer.from_crs(view.crs, 4326, always_xy=True)
        middle = view.north - view.height * view.metres / 2
        x = view.west + view.width * view.metres / 2
        half = scale.length * view.metres / 2
        (w, e), (s, n) = back.transform([x - half, x + half], [middle, middle])
        said = float(scale.word.text.split("\N{NO-BREAK SPACE}")[0])
        assert Geod(ellps="WGS84").inv(w, s, e, n)[2] / 1000 == pytest.approx(said, rel=1e-3)
        assert scale.x > 0
        assert scale.x + scale.length < size


def test_in_focus_the_territory_is_large_and_towns_keep_apart(dotted):
    layout = lay_out(dotted, 1080, 1080, NL)
    west, south, east, north = shapely.bounds(layout.shapes[7])
    assert max(east - west, north - south) > 700
    assert "Rayon 8" in layout.notes[0].text
    names = [town.word.text for town in layout.towns]
    assert {"Apeldoorn", "Deventer", "Zutphen"} & set(names)
    assert _apart(layout)


def test_the_largest_town_is_named_first(dotted, drawing):
    haarlem = replace(dotted, shapes=gpd.GeoSeries([shapely.box(4.5, 52.35, 4.8, 52.6)], crs=4326))
    layout = lay_out(replace(haarlem, names=drawing.names[:1], focus=0, points=None), 1080, 1080, NL)
    assert layout.towns[0].word.text == "Haarlem"


def test_names_of_towns_are_written_in_ink(dotted):
    layout = lay_out(dotted, 1080, 1080, NL)
    towns = {town.word.text for town in layout.towns}
    colours = [colour for word, colour, _ in written_words(layout) if word.text in towns]
    assert len(colours) >= len(towns) > 0
    assert set(colours) == {INK}


def test_moved_ground_is_told(drawing):
    moved = replace(drawing, moved=drawing.shapes[[0, 1]], moved_words="Van hand gewisseld")
    layout = lay_out(moved, 1080, 1080, NL)
    assert len(layout.moved) == 2
    assert layout.notes[0].text == "Van hand gewisseld"
    svg = picture(moved, "svg", 500, 500, NL)
    # As on the page that compares: an outline in ink around a grey tint.
    assert b"stroke-dasharray" not in svg
    assert b"fill: #667085; fill-opacity: 0.34" in svg
    assert b"fill: #667085;" not in picture(drawing, "svg", 500, 500, NL)


def test_the_ground_lies_in_the_middle_of_what_the_lines_below_leave_free(drawing):
    for size in ((560, 1080), (720, 1080), (1600, 900)):
        layout = lay_out(drawing, *size, NL, unit=1.0)
        _, north, _, south = shapely.total_bounds(layout.shapes)
        free = size[1] - 126 if size[0] < size[1] else south + north
        assert (north + south) / 2 == pytest.approx(free / 2, abs=2)
        assert north > 0


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_same_drawing_gives_the_same_bytes(dotted, form):
    one, other = (picture(dotted, form, 300, 240, NL) for _ in range(2))
    assert one == other
    for word in (b"2026-", b"CreationDate", b"Matplotlib", b"Software"):
        assert word not in one


def test_a_png_has_the_size_asked_for(drawing):
    assert struct.unpack(">II", picture(drawing, "png", 321, 123, NL)[16:24]) == (321, 123)


def test_texts_are_literal_in_every_form(drawing, hostile_texts):
    nasty = [*hostile_texts, "$x^2$ and $\\frac{1}{2}$", "</text><script>run()</script>", "東京 \ud800\x00 🙂"]
    names = [Name(text, 0, text) for text in nasty[:12]]
    told = replace(
        drawing, names=names, shapes=drawing.shapes[: len(names)], plan=nasty[4], date="{{7*7}}", source="$y$"
    )
    svg = picture(told, "svg", 2400, 2400, EN, unit=0.4)
    root = ET.fromstring(svg)
    texts = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
    assert not list(root.iter("{http://www.w3.org/2000/svg}style"))
    assert any("{{7*7}}" in text for text in texts)
    whole = "".join(texts).replace(" ", "")
    for text in nasty[:12]:
        assert tidy(text).replace(" ", "")[:12] in whole
    for form in ("png", "pdf"):
        assert len(picture(told, form, 300, 300, EN)) > 1000


def test_svg_keeps_text_in_the_programs_font_as_wide_as_measured(drawing):
    root = ET.fromstring(picture(drawing, "svg", 1080, 1080, NL))
    space = "{http://www.w3.org/2000/svg}"
    group = next(g for g in root.iter(f"{space}g") if "font-family" in g.attrib)
    assert group.attrib["font-family"].startswith("'Hanken Grotesk Variable', 'Hanken Grotesk', sans-serif")
    text = next(t for t in group.iter(f"{space}text") if t.text == "Rayon 7")
    assert float(text.attrib["textLength"]) == pytest.approx(
        width("Rayon 7", float(text.attrib["font-size"]), 600), abs=0.01
    )
    assert (root.attrib["width"], root.attrib["viewBox"]) == ("1080", "0 0 1080 1080")


def test_own_words_are_in_the_readers_language(drawing):
    assert any(note.text.startswith("Bron: GeoNames") for note in lay_out(drawing, 900, 900, NL).notes)
    assert any(note.text.startswith("Source: GeoNames") for note in lay_out(drawing, 900, 900, EN).notes)
    assert ELLIPSIS not in lay_out(drawing, 900, 900, NL).notes[0].text


def test_whom_the_map_is_owed_to_is_never_cut_on_a_narrow_picture(drawing):
    long = replace(drawing, plan="Vandaag, volgens de klantenlijst", date="29 november 2026")
    layout = lay_out(long, 480, 760, EN, unit=1.0)
    told = " ".join(note.text for note in layout.notes)
    assert "Vandaag, volgens de klantenlijst · 29 november 2026 Source:" in told
    assert told.endswith("Natural Earth")
    scale = shapely.box(*boxes_below(layout.scale, list(layout.notes), layout.unit)[0])
    assert not any(
        scale.intersects(shapely.box(*box)) for box in boxes_below(layout.scale, list(layout.notes), layout.unit)[1:]
    )


def test_a_picture_on_a_slide_leaves_plan_and_day_to_its_foot(dotted):
    bare, whole = (" ".join(n.text for n in lay_out(d, 900, 900, NL).notes) for d in (dotted.untitled, dotted))
    assert whole == f"Rayon 8 · Voorjaar, versie 3 · 1 januari 2027 {bare}"
    assert bare.startswith("Bron: GeoNames")


def test_sources_wrap_as_often_as_they_must(drawing):
    many = "; ".join(f"Grenzen van provincie nummer {n} (CC BY 4.0)" for n in range(4))
    notes = lay_out(replace(drawing.untitled, source=many), 538, 1080, NL, unit=1.0).notes
    assert len(notes) > 3
    assert not any(ELLIPSIS in note.text for note in notes)


def test_a_picture_of_many_customers_holds_no_vector_for_each(dotted):
    rng = np.random.default_rng(1)
    many = replace(
        dotted.points,
        lon=rng.uniform(6.1, 6.7, 20_000),
        lat=rng.uniform(52.0, 52.1, 20_000),
        sizes=np.ones(20_000),
        prospect=rng.random(20_000) < 0.1,
    )
    for form in ("svg", "pdf"):
        assert len(picture(replace(dotted, points=many), form, 400, 400, NL)) < 800_000


def test_colours_are_those_of_the_names(drawing):
    image = Image.open(io.BytesIO(picture(drawing, "png", 900, 900, NL))).convert("RGB")
    layout = lay_out(drawing, 900, 900, NL)
    west, north, _, _ = shapely.bounds(layout.shapes[11])
    seen = np.array(image.getpixel((int(west) + 12, int(north) + 16)))
    assert layout.shapes[11].contains(shapely.Point(int(west) + 12, int(north) + 16))
    colour = np.array([int(PALETTE[11 % 8][i : i + 2], 16) for i in (1, 3, 5)])
    assert np.abs(seen - (0.82 * colour + 0.18 * 248)).max() < 12


def test_names_are_read_from_the_back_of_a_room_each_with_its_second_line(drawing):
    """Of twelve fields only two slivers beside a third have no room for that."""
    layout = lay_out(drawing, 1090, 1080, NL)
    assert len(layout.labels) == 12
    assert all({word.strong for word in label.words} == {True, False} for label in layout.labels)
    smallest = np.array([min(word.size for word in label.words) for label in layout.labels])
    assert np.flatnonzero(smallest < READ_FAR_OFF * layout.unit - 1e-9).tolist() == [4, 8]
