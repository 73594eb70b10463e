"""The map in a page of the app: drawn, clicked, kept over reruns, and deaf to what texts would do."""

import json
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SHOWN = "[...document.querySelectorAll('.rayon-label-name, .rayon-label-line')].map(e => e.textContent)"
ANCHOR = """i => {
    const p = rayon.frame.map.latLngToContainerPoint(rayon.place(...rayon.frame.territories[i].anchors[0]));
    return [p.x, p.y];
}"""


@pytest.fixture(scope="module")
def address(serve, browser, harness, hostile_texts):
    return serve(harness, RAYON_TEST_NAMES=json.dumps(hostile_texts)).address


@pytest.fixture
def frame(browser_page, address, map_frame):
    browser_page.goto(address)
    return map_frame(browser_page)


def _click(page, frame, territory, beside=0):
    x, y = frame.evaluate(ANCHOR, territory)
    box = frame.frame_element().bounding_box()
    page.mouse.click(box["x"] + x + beside, box["y"] + y)


def _quiet(page):
    noise = page.noise
    assert (noise.elsewhere, noise.failed, noise.errors, noise.dialogs) == ([], [], [], [])


def test_every_text_shows_literally_and_nothing_runs(browser_page, frame, hostile_texts):
    shown = frame.evaluate(SHOWN)
    assert len(shown) >= 10
    assert set(shown) <= set(hostile_texts)
    whole = " ".join(hostile_texts)
    assert frame.evaluate("document.querySelector('.rayon-heading h1').textContent") == whole
    assert frame.evaluate("document.querySelector('.rayon-heading p').textContent") == whole
    sources = frame.evaluate("document.querySelector('.rayon-sources').textContent")
    assert all(text in sources for text in hostile_texts)
    assert frame.evaluate("[window.ran, parent.ran, document.querySelectorAll('img[src=x]').length]") == [None, None, 0]
    _quiet(browser_page)


def test_all_names_are_in_the_map_even_where_there_is_no_room(frame, hostile_texts):
    names = frame.evaluate("rayon.frame.territories.map(t => t.name)")
    assert names == hostile_texts


def test_the_frame_is_not_blank_and_fills_its_place(frame):
    assert frame.evaluate("document.querySelector('.leaflet-container').clientHeight === window.innerHeight")
    assert frame.evaluate("window.innerHeight") >= 600
    assert frame.evaluate("document.documentElement.scrollHeight <= window.innerHeight + 1")
    drawn = "document.querySelectorAll('.leaflet-rayon-territories-pane path').length"
    assert frame.evaluate(drawn) == 10


def test_names_never_overlap_each_other(frame):
    overlapping = """() => {
        const boxes = [...document.querySelectorAll('.rayon-label, .rayon-town')].map(e => e.getBoundingClientRect());
        return boxes.some((a, i) => boxes.some((b, j) => i < j && a.left < b.right - 1 && b.left < a.right - 1
            && a.top < b.bottom - 1 && b.top < a.bottom - 1));
    }"""
    assert frame.evaluate("document.querySelectorAll('.rayon-town').length") > 0
    assert not frame.evaluate(overlapping)


def test_a_click_reaches_the_page_and_the_map_is_neither_moved_nor_made_anew(browser_page, frame):
    frame.evaluate("rayon.frame.map.setView([52.1, 5.3], 8.5, {animate: false}); window.mark = 'same'")
    before = frame.evaluate("rayon.settled")
    _click(browser_page, frame, 3)
    expect(browser_page.get_by_text("chosen 3 after 1; event MapEvent(territory=3")).to_be_visible()
    frame.wait_for_function("n => rayon.settled > n", arg=before)
    assert frame.evaluate("[rayon.frame.selected, rayon.frame.map.getZoom(), window.mark]") == [3, 8.5, "same"]
    assert frame.evaluate("document.querySelectorAll('.rayon-swatch-selected').length") == 1


def test_a_click_beside_the_territories_chooses_none(browser_page, frame):
    _click(browser_page, frame, 2)
    expect(browser_page.get_by_text("chosen 2 after 1")).to_be_visible()
    box = frame.frame_element().bounding_box()
    browser_page.mouse.click(box["x"] + 30, box["y"] + box["height"] / 2)
    expect(browser_page.get_by_text("chosen None after 2")).to_be_visible()
    assert frame.evaluate("rayon.frame.selected") is None


def test_a_second_click_on_the_chosen_territory_changes_nothing(browser_page, frame):
    _click(browser_page, frame, 2)
    expect(browser_page.get_by_text("chosen 2 after 1")).to_be_visible()
    _click(browser_page, frame, 2, beside=25)
    _click(browser_page, frame, 4)
    expect(browser_page.get_by_text("chosen 4 after 2")).to_be_visible()


def test_another_widget_leaves_the_map_alone(browser_page, frame):
    frame.evaluate("rayon.frame.map.setView([52.3, 5.1], 9, {animate: false}); window.mark = 'same'")
    browser_page.get_by_role("button", name="Again").click()
    expect(browser_page.get_by_test_id("stStatusWidget")).to_have_count(0)
    assert frame.evaluate("[rayon.frame.map.getZoom(), window.mark]") == [9, "same"]


def test_documents_are_fetched_once(browser_page, address, map_frame):
    fetched = []
    browser_page.on("request", lambda r: re.search(r"/map/(document|base)/", r.url) and fetched.append(r.url))
    browser_page.goto(address)
    frame = map_frame(browser_page)
    _click(browser_page, frame, 3)
    expect(browser_page.get_by_text("chosen 3 after 1")).to_be_visible()
    assert len(fetched) == len(set(fetched)) == 5


def test_the_map_speaks_the_language_of_the_page(browser_page, address, map_frame):
    browser_page.goto(f"{address}/?lang=en")
    frame = map_frame(browser_page)
    assert frame.evaluate("document.documentElement.lang") == "en"
    assert frame.locator(".leaflet-control-zoom-in").get_attribute("aria-label") == "Zoom in"
    expect(frame.locator(".rayon-legend")).to_contain_text("Prospect")


def test_the_map_refits_when_its_frame_grows_from_nothing(browser_page, frame):
    zoom = frame.evaluate("rayon.frame.map.getZoom()")
    element = frame.frame_element()
    element.evaluate("e => { e.style.height = '0px'; }")
    frame.wait_for_function("rayon.frame.map.getSize().y === 0")
    element.evaluate("e => { e.style.height = '300px'; }")
    frame.wait_for_function("z => rayon.frame.map.getSize().y === 300 && rayon.frame.map.getZoom() < z", arg=zoom)
    inside = "rayon.frame.map.getBounds().contains(rayon.frame.bounds)"
    assert frame.evaluate(inside)


def test_a_document_that_is_gone_is_said_and_nothing_breaks(browser_page, frame):
    frame.evaluate("rayon.show({layers: ['0123456789abcdef'], selected: null, language: 'en', answered: 9})")
    expect(frame.locator(".rayon-alert")).to_have_text("The map cannot be drawn. Load the page again.")


def test_below_a_base_path_everything_is_found(browser_page, serve, harness, hostile_texts, map_frame):
    names = json.dumps(hostile_texts)
    server = serve(harness, "--server.baseUrlPath", "sales/plans", probe="/sales/plans/healthz", RAYON_TEST_NAMES=names)
    browser_page.goto(f"{server.address}/sales/plans")
    frame = map_frame(browser_page)
    assert len(frame.evaluate(SHOWN)) >= 10
    _quiet(browser_page)
