"""Search on the map: places, areas, customers, by keyboard."""

import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).parent / "harness"))
from looking import HITS

pytestmark = pytest.mark.browser


def test_search_by_keyboard_goes_to_a_place_and_marks_it(browser_page, opened):
    opened_frame = opened("lang=en")
    browser_page.keyboard.press("/")
    browser_page.keyboard.type("utrecht")
    opened_frame.wait_for_selector(".rayon-hit")
    shown = opened_frame.evaluate(HITS)
    assert shown[0] == "Utrecht"
    browser_page.keyboard.press("ArrowDown")
    assert opened_frame.locator('.rayon-hit[aria-selected="true"] .rayon-hit-name').text_content() == shown[1]
    browser_page.keyboard.press("ArrowUp")
    browser_page.keyboard.press("Enter")
    expect(opened_frame.locator(".leaflet-rayon-found-pane path")).to_have_count(1)
    lat, lon, zoom = opened_frame.evaluate(
        "(() => { const { map } = rayon.frame; const c = map.getCenter(); return [c.lat, c.lng, map.getZoom()]; })()"
    )
    assert (lat, lon) == pytest.approx((52.09, 5.1), abs=0.03)
    assert zoom == 11
    expect(opened_frame.locator(".rayon-hits")).to_be_hidden()


def test_enter_waits_for_the_answer(browser_page, opened):
    frame = opened()
    browser_page.keyboard.press("/")
    browser_page.keyboard.type("3511", delay=0)
    browser_page.keyboard.press("Enter")
    expect(frame.locator(".leaflet-rayon-found-pane path")).to_have_count(1)
    assert frame.locator(".rayon-search-input").input_value() == "3511"


def test_keys_typed_in_a_field_of_the_page_are_not_for_the_map(browser_page, opened):
    frame = opened()
    browser_page.locator("#field").focus()
    browser_page.keyboard.type("/f")
    assert browser_page.locator("#field").input_value() == "/f"
    assert not frame.evaluate("document.activeElement === document.querySelector('.rayon-search-input')")
    assert frame.evaluate("document.fullscreenElement") is None


def test_without_a_scenario_places_and_postcodes_are_found(browser_page, opened):
    frame = opened("kind=plan")
    browser_page.keyboard.press("/")
    browser_page.keyboard.type("351")
    frame.wait_for_selector(".rayon-hit")
    kinds = frame.evaluate("[...document.querySelectorAll('.rayon-hit-kind')].map((kind) => kind.textContent)")
    assert set(kinds) == {"Postcode"}
    browser_page.keyboard.press("ControlOrMeta+a")
    browser_page.keyboard.type("qqqqzz")
    expect(frame.locator(".rayon-hit-none")).to_have_text("Niets gevonden")
    browser_page.keyboard.press("Escape")
    expect(frame.locator(".rayon-hits")).to_be_hidden()


def test_names_that_look_like_markup_are_text(browser_page, opened, hostile_texts):
    hits = [
        {"kind": "place", "name": t, "about": t, "lon": 5, "lat": 52, "area": None, "key": None} for t in hostile_texts
    ]
    frame = opened()
    browser_page.route("**/find?*", lambda route: route.fulfill(json={"hits": hits}))
    browser_page.keyboard.press("/")
    browser_page.keyboard.type("x")
    frame.wait_for_selector(".rayon-hit")
    assert frame.evaluate(HITS) == hostile_texts
    assert frame.evaluate("[window.ran, parent.ran]") == [None, None]


def test_what_is_not_shown_is_counted_and_reached_by_keyboard(browser_page, opened):
    frame = opened("lang=en")
    browser_page.keyboard.press("/")
    browser_page.keyboard.type("bouw")
    more = frame.locator(".rayon-hit-more")
    expect(more).to_be_visible()
    shown = frame.evaluate(HITS)[:-1]
    left = int(more.locator(".rayon-hit-name").text_content().split()[0].replace(",", ""))
    assert len(shown) == 8
    browser_page.keyboard.press("ArrowUp")
    expect(more).to_have_attribute("aria-selected", "true")
    browser_page.keyboard.press("Enter")
    expect(frame.locator(".rayon-hit")).to_have_count(33)
    assert frame.evaluate(HITS)[:8] == shown
    expect(more).to_contain_text(f"{left - 24:,} more")
    expect(frame.locator("#rayon-hit-8")).to_have_attribute("aria-selected", "true")
    browser_page.keyboard.type(" qqq")
    expect(frame.locator(".rayon-hit-none")).to_be_visible()
    expect(more).to_have_count(0)


def test_a_province_is_not_taken_for_its_town(browser_page, opened):
    frame = opened("lang=nl")
    browser_page.keyboard.press("/")
    browser_page.keyboard.type("amersfoort")
    expect(frame.locator(".rayon-hit-about").first).to_have_text("provincie Utrecht")
