"""Customers in crowds: hexagons far out, points near by."""

import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).parent / "harness"))
from looking import INK, asked_for, view

pytestmark = pytest.mark.browser


def test_a_crowd_is_drawn_as_hexagons_and_no_point_is_asked_for(browser_page, opened):
    asked = asked_for(browser_page, r"/map/points/")
    frame = opened("kind=crowd&lang=en")
    assert frame.evaluate("rayon.frame.points.values.length") == 0
    assert frame.evaluate(INK)
    expect(frame.locator(".rayon-legend")).to_contain_text("Customers together")
    assert asked == []


def test_near_by_the_points_in_view_come_once(browser_page, opened):
    asked = asked_for(browser_page, r"/map/points/")
    frame = opened("kind=crowd")
    hurried = "for (const lon of [4.4, 5, 5.3]) rayon.frame.map.setView([52.1, lon], 11.5, {animate: false})"
    frame.evaluate(hurried)
    frame.wait_for_function("rayon.frame.points.values.length > 0")
    assert len(asked) == 1
    n = frame.evaluate("rayon.frame.points.values.length / 4")
    assert 0 < n <= 5000
    inside = """() => { const b = rayon.frame.map.getBounds(); const v = rayon.frame.points.values; let n = 0;
        for (let i = 0; i < v.length; i += 4) if (b.contains(rayon.place(v[i], v[i + 1]))) n += 1; return n; }"""
    assert frame.evaluate(inside) > 0
    frame.evaluate("rayon.frame.map.panBy([60, 40], {animate: false})")
    view(frame, 52.1, 5.3, 12.5)
    view(frame, 52.1, 5.3, 11.5)
    frame.evaluate("new Promise((done) => setTimeout(done, 300))")
    assert len(asked) == 1


def test_an_answer_that_comes_late_is_not_drawn_over_a_newer_view(browser_page, opened):
    held = []
    frame = opened("kind=crowd")
    browser_page.route("**/map/points/**", lambda route: held.append(route) if not held else route.continue_())
    with browser_page.expect_request("**/map/points/**"):
        view(frame, 52.1, 5.1, 12)
    with browser_page.expect_response("**/map/points/**"):
        view(frame, 53.2, 6.55, 12)
    frame.wait_for_function("rayon.frame.points.values.length > 0")
    held[0].abort()
    x = frame.evaluate("rayon.frame.points.values.filter((_, i) => i % 4 === 0)")
    assert min(x) > 5.65e5


def test_customers_that_are_left_out_near_by_are_counted(browser_page, opened):
    frame = opened("kind=crowd&lang=en")
    near = {"kind": "customers", "points": [510000, 5210000, 50, 0], "kinds": [0], "bound": [], "hidden": 1234}
    browser_page.route("**/map/points/**", lambda route: route.fulfill(json=near))
    view(frame, 52.1, 5.1, 13)
    expect(frame.locator(".rayon-note")).to_have_text("1,234 more come when you zoom in")
    browser_page.unroute_all()
    view(frame, 52.1, 5.1, 8)
    expect(frame.locator(".rayon-note")).to_be_hidden()


def test_points_that_are_lost_are_said_and_the_map_goes_on(browser_page, opened):
    frame = opened("kind=crowd&lang=en")
    browser_page.route("**/map/points/**", lambda route: route.fulfill(status=404, body="gone"))
    view(frame, 52.1, 5.1, 12)
    expect(frame.locator(".rayon-alert")).to_have_text("The map cannot be drawn. Load the page again.")
    assert frame.evaluate(INK)
    browser_page.noise.failed.clear()


def test_the_chosen_territory_keeps_its_customers_in_sight(opened):
    frame = opened("kind=crowd")
    strong = """id => { const p = rayon.frame.points; p.selected = id; const layer = p.crowd.layers[0];
        return layer.areas.filter((_, i) => p._strong(i, layer)).length; }"""
    ids = frame.evaluate("rayon.frame.desk.territories.map(({ id }) => id)")
    counts = [frame.evaluate(strong, chosen) for chosen in ids]
    assert sum(counts) == frame.evaluate("rayon.frame.points.crowd.layers[0].areas.length")
    assert min(counts) > 0
