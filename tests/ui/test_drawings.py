import base64
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from geo.areas import official
from ui.components.bars import load_bar, share_bar, swatch
from ui.components.sketch import Fill, Frame, draw
from ui.style import SHEET

SVG = "{http://www.w3.org/2000/svg}"


def drawn(uri):
    return ET.fromstring(base64.b64decode(uri.removeprefix("data:image/svg+xml;base64,")))


def rectangles(uri):
    return [
        {k: v if v.startswith("#") else float(v) for k, v in r.attrib.items() if k != "stroke-opacity"}
        for r in drawn(uri).iter(f"{SVG}rect")
    ]


@pytest.mark.parametrize(
    ("deviation", "beyond", "right"), [(0.02, False, True), (-0.02, False, False), (0.065, True, True)]
)
def test_a_load_bar_shows_side_and_verdict(deviation, beyond, right):
    band, bar, tick = rectangles(load_bar(deviation, 0.05, 0.1))
    middle = tick["x"] + tick["width"] / 2
    assert (bar["fill"] == "#C2410C") == beyond
    assert (bar["x"] + bar["width"] / 2 > middle) == right
    assert band["width"] / 2 == pytest.approx(31 * 0.5, abs=0.01)
    assert bar["width"] == pytest.approx(31 * abs(deviation) / 0.1, abs=0.01)


def test_a_load_bar_never_leaves_its_drawing():
    _, bar, _ = rectangles(load_bar(9.0, 0.0, 0.0))
    assert bar["x"] + bar["width"] <= 64


@pytest.mark.parametrize("side", [1, -1])
def test_a_bar_that_is_cut_ends_in_an_arrow_at_the_edge(side):
    def arrows(deviation):
        return [p.get("d") for p in drawn(load_bar(deviation, 0.05, 0.2)).iter(f"{SVG}path")]

    assert arrows(side * 0.2) == []
    (arrow,) = arrows(side * 0.21)
    _, bar, _ = rectangles(load_bar(side * 0.21, 0.05, 0.2))
    base, tip = (float(x) for x in re.findall(r"[ML]([\d.]+) ", arrow)[:2])
    assert tip == 32 + side * 31
    assert (tip - base) * side > 0
    outer = bar["x"] + bar["width"] if side > 0 else bar["x"]
    assert 0 < (base - outer) * side < 3


def test_a_swatch_has_its_colour():
    assert rectangles(swatch("#77AADD"))[0]["fill"] == "#77AADD"


def test_a_share_stays_within_its_bar():
    assert "width:100.0%" in share_bar(1.7, "170 %")
    assert "&lt;b&gt;" in share_bar(0.5, "<b>")


def test_a_picture_fills_every_shape_and_draws_every_place():
    provinces = official("province", "NL")
    fills = [Fill(shape, "#77AADD") for shape in provinces.areas.geometry]
    paths = list(drawn(draw("NL", fills, np.array([[5.1, 52.1], [4.9, 52.37]]))).iter(f"{SVG}path"))
    assert sum(p.get("fill") == "#77AADD" for p in paths) == 12
    assert sum(p.get("d").count("h0") for p in paths) == 2


def test_a_picture_stands_upright():
    frame = Frame("NL", 1.25)
    (west, south), (east, north) = frame.place(np.array([[4.0, 51.5], [6.5, 53.2]]))
    assert 0 < west < east < frame.width
    assert 0 < north < south < frame.height


def test_the_style_sheet_is_not_taken_for_markup():
    sheet = SHEET.read_text(encoding="utf-8")
    assert "<" not in sheet, "the page's sanitizer drops a style sheet with a tag in it"
    assert sheet.count("{") == sheet.count("}")
