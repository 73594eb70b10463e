"""The map as one file, opened from the disk by a browser without a network."""

import numpy as np
import pytest

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
    small = "[...document.querySelectorAll('.leaflet-control-zoom a')].map(a => a.offsetHeight)"
    if size[0] < 400:
        assert min(opened.evaluate(small)) >= 44
