"""The map as one file, opened from the disk by a browser without a network."""

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

sys.path.insert(0, str(Path(__file__).parent / "harness"))
from looking import touched

from geo.exports.html import map_html
from geo.maps import Label, areas, customers, territories
from geo.texts import Language

pytestmark = pytest.mark.browser

ANCHOR = """i => {
    const p = rayon.frame.map.latLngToContainerPoint(rayon.place(...rayon.frame.territories[i].anchors[0]));
    return [p.x, p.y];
}"""


@pytest.fixture
def opened(browser, browser_page, tmp_path, squares, hostile_texts):
    whole = " ".join(hostile_texts)
    labels = [Label(hostile_texts[i], i, hostile_texts[i + 4], attention=True) for i in range(4)]
    layers = [
        territories(squares, labels, source="; ".join(hostile_texts), approximate=True),
        areas(squares),
        customers(np.array([5.2, 5.7]), np.array([52.2, 52.7]), ["customer", "prospect"], np.array([1.0, 2.0])),
    ]
    file = tmp_path / "map.html"
    file.write_bytes(map_html(layers, title=whole, line=whole, language=Language("nl")))
    browser_page.context.set_offline(True)
    browser_page.goto(file.as_uri())
    browser_page.wait_for_function("window.rayon && window.rayon.settled > 0")
    return browser_page


def test_every_text_shows_literally_and_nothing_runs(opened, hostile_texts):
    whole = " ".join(hostile_texts)
    shown = opened.evaluate("[...document.querySelectorAll('.rayon-label-name')].map(e => e.textContent)")
    assert sorted(shown) == sorted(hostile_texts[:4])
    assert opened.evaluate("document.querySelector('.rayon-heading h1').textContent") == whole
    sources = opened.evaluate("document.querySelector('.rayon-sources').textContent")
    assert all(text in sources for text in hostile_texts)
    assert opened.title().split() == whole.split()
    assert opened.evaluate("[window.ran, document.querySelectorAll('img[src=x]').length]") == [None, 0]


def test_it_asks_nobody_for_anything(opened):
    assert (
        opened.evaluate("performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith('data:'))")
        == []
    )
    noise = opened.noise
    assert (noise.elsewhere, noise.failed, noise.errors, noise.dialogs) == ([], [], [], [])


def test_it_fills_the_window_and_can_be_clicked(opened):
    assert opened.evaluate("document.querySelector('.leaflet-container').clientHeight") == 900
    x, y = opened.evaluate(ANCHOR, 1)
    opened.mouse.click(x, y)
    opened.wait_for_function("rayon.frame.selected === 1")


def test_its_fonts_are_its_own(opened):
    assert opened.evaluate("document.fonts.check('650 14px \"Hanken Grotesk Variable\"')")


@pytest.mark.parametrize("size", [(360, 740), (740, 360), (320, 480)])
def test_the_map_fits_a_phone(opened, size):
    opened.set_viewport_size({"width": size[0], "height": size[1]})
    opened.wait_for_function("w => rayon.frame.map.getSize().x === w", arg=size[0])
    assert opened.evaluate("document.documentElement.scrollWidth") <= size[0]
    sources = opened.locator(".rayon-sources")
    if size[0] >= 600:
        return
    assert sources.evaluate("box => [getComputedStyle(box).whiteSpace, box.scrollWidth <= box.clientWidth]") == [
        "normal",
        True,
    ]
    legend, line = opened.locator(".rayon-legend").first.bounding_box(), sources.bounding_box()
    assert legend["y"] + legend["height"] <= line["y"] or legend["x"] + legend["width"] <= line["x"]


def test_buttons_are_large_for_fingers_and_not_for_a_mouse_on_a_narrow_map(opened):
    opened.set_viewport_size({"width": 430, "height": 740})
    heights = "[...document.querySelectorAll('.leaflet-control-zoom a')].map(a => a.offsetHeight)"
    assert max(opened.evaluate(heights)) < 40
    touched(opened)
    assert min(opened.evaluate(heights)) >= 44


def test_the_farthest_from_target_are_named_first(browser_page, tmp_path):
    columns = [(5.0 + 0.04 * (i % 8), 52.0 + 0.04 * (i // 8)) for i in range(40)]
    ground = gpd.GeoSeries([shapely.box(x, y, x + 0.04, y + 0.04) for x, y in columns], crs="EPSG:4326")
    off = [(i * 7 % 40 + 3) / 100 for i in range(40)]
    labels = [Label(f"Rayon in het midden {i}", i % 8, f"+{d:.0%}", True, d) for i, d in enumerate(off)]
    file = tmp_path / "map.html"
    layer = territories(ground, labels, source="", approximate=False)
    file.write_bytes(map_html([layer], title="A", line="", language=Language("nl")))
    browser_page.goto(file.as_uri())
    browser_page.wait_for_function("window.rayon && window.rayon.settled > 0")
    named = browser_page.evaluate("[...document.querySelectorAll('.rayon-label-name')].map(e => e.textContent)")
    assert 0 < len(named) < 40
    farthest = max(labels, key=lambda label: label.deviation)
    assert farthest.name in named
    assert labels[0].name not in named
