"""What lies over the map: layers, search, full screen, why a customer is where it is, and crowds of customers."""

import re
import socket
import sys
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).parent / "harness"))
from layers import Program

from geo.exports.html import map_html
from geo.planning.drawing import plan_layers
from geo.texts import Language

pytestmark = pytest.mark.browser

INK = """() => {
    const canvas = document.querySelector("canvas.rayon-points");
    const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    return data.some((value) => value > 0);
}"""
HITS = "[...document.querySelectorAll('.rayon-hit')].map((row) => row.querySelector('.rayon-hit-name').textContent)"


@pytest.fixture(scope="module")
def program(browser, tmp_path_factory):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Program(tmp_path_factory.mktemp("layers"), port, n_crowd=30_000)
    with made.running():
        yield made


@pytest.fixture
def opened(browser_page, program):
    def open_(query=""):
        browser_page.goto(f"{program.address}/?{query}")
        frame = browser_page.wait_for_selector("iframe[title=map]").content_frame()
        frame.wait_for_function("window.rayon && rayon.settled > 0")
        return frame

    yield open_
    noise = browser_page.noise
    assert (noise.elsewhere, noise.failed, noise.errors, noise.dialogs) == ([], [], [], [])


def _switch(frame, name, on):
    if frame.locator(".rayon-card").is_hidden():
        frame.click(".rayon-layers button")
    frame.set_checked(f"input[name={name}]", on)


def _view(frame, lat, lon, zoom):
    frame.evaluate(
        "([lat, lon, zoom]) => rayon.frame.map.setView([lat, lon], zoom, {animate: false})", [lat, lon, zoom]
    )


def _asked(page, pattern):
    asked = []
    page.on("request", lambda request: re.search(pattern, request.url) and asked.append(request.url))
    return asked


# --- layers ---


def test_customers_and_towns_can_be_left_out_and_stay_out(opened):
    frame = opened()
    assert frame.evaluate(INK)
    assert frame.locator(".rayon-town").count() > 0
    _switch(frame, "customers", False)
    _switch(frame, "towns", False)
    assert not frame.evaluate(INK)
    assert frame.locator(".rayon-town").count() == 0
    again = opened()
    assert not again.evaluate(INK)
    assert again.locator(".rayon-town").count() == 0
    _switch(again, "towns", True)
    assert again.locator(".rayon-town").count() > 0


def test_density_colours_every_area_by_its_measure_and_says_what_colours_mean(opened, program):
    frame = opened("lang=en")
    _switch(frame, "density", True)
    expect(frame.locator(".rayon-density")).to_contain_text("Revenue per km²")
    assert frame.locator(".rayon-density .rayon-legend-row").count() == 6
    colours = frame.evaluate("rayon.frame.desk.weights[0].map((_, area) => rayon.frame.board.blocks.colouring(area))")
    plan = program.desk.current[1]
    tally = program.desk.tally
    density = tally.free_sums(plan)[:, tally.names.index("revenue")] / plan.coverage.area_km2
    scale = ["#F3F4F2", "#FFFFD9", "#C7E9B4", "#7FCDBB", "#41B6C4", "#2C7FB8", "#253494"]
    steps = np.array([scale.index(colour) for colour in colours])
    assert (steps[density == 0] == 0).all()
    means = [density[steps == step].mean() for step in range(1, 7)]
    assert means == sorted(means)
    _switch(frame, "density", False)
    expect(frame.locator(".rayon-density")).to_be_hidden()
    assert frame.evaluate("rayon.frame.board.blocks.colouring") is None


def test_borders_are_asked_for_once_and_only_when_wanted(browser_page, opened):
    asked = _asked(browser_page, r"/map/borders/")
    frame = opened()
    assert asked == []
    drawn = "Boolean(rayon.frame.corner.menu.regions.provinces?._map)"
    _switch(frame, "provinces", True)
    frame.wait_for_function(drawn)
    _switch(frame, "provinces", False)
    assert not frame.evaluate(drawn)
    _switch(frame, "provinces", True)
    assert frame.evaluate(drawn)
    assert [url.rsplit("/", 2)[1:] for url in asked] == [["NL", "province.json"]]


def test_the_mesh_of_an_edited_map_can_be_left_out(opened):
    frame = opened()
    before = frame.evaluate("document.querySelector('canvas.rayon-blocks').toDataURL().length")
    _switch(frame, "mesh", False)
    assert frame.evaluate("document.querySelector('canvas.rayon-blocks').toDataURL().length") < before


def test_a_map_to_look_at_offers_only_what_it_has(opened):
    frame = opened("kind=plan")
    frame.click(".rayon-layers button")
    names = "[...document.querySelectorAll('.rayon-layer:not([hidden]) input')].map((box) => box.name)"
    assert frame.evaluate(names) == ["customers", "municipalities", "provinces", "towns", "mesh"]
    _switch(frame, "mesh", False)
    assert frame.locator(".leaflet-rayon-mesh-pane").is_hidden()


# --- search ---


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


# --- why ---


def _click_customer(page, frame, program, heavier_than=0.0):
    """Click a customer that has the ground around it for itself, and return its row."""
    proposal = program.desk.proposal
    table = proposal.customers.table
    keys = set(proposal.plan.overrides)
    for row in np.argsort(-proposal.weights, kind="stable"):
        apart = np.sort(np.linalg.norm(proposal.points - proposal.points[row], axis=1))[1]
        if apart > 800 and table["key"].iloc[row] not in keys:
            break
    _view(frame, float(table["lat"].iloc[row]), float(table["lon"].iloc[row]), 13)
    box = frame.frame_element().bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2 + 3, box["y"] + box["height"] / 2)
    frame.wait_for_selector(".rayon-why-card")
    return int(row)


def test_a_click_on_a_customer_says_why_it_is_there_and_moves_it(browser_page, opened, program):
    frame = opened("lang=en")
    row = _click_customer(browser_page, frame, program)
    proposal = program.desk.proposal
    customer = proposal.customers.table.iloc[row]
    card = frame.locator(".rayon-why-card")
    expect(card.locator("h2")).to_have_text(customer["name"])
    own = proposal.plan.territories[proposal.territory[row]].name
    expect(card.locator(".rayon-why-territory")).to_have_text(own)
    expect(card).to_contain_text(f"belongs to {own}.")
    assert card.locator("li").count() == 4
    button = card.get_by_role("button", name="Move to")
    to = button.text_content().removeprefix("Move to ")
    button.click()
    frame.wait_for_function("rayon.frame.desk.version > 1 && !rayon.frame.desk.pending.length")
    after = program.desk.proposal
    assert after.plan.territories[after.territory[row]].name == to
    expect(frame.locator(".rayon-why-card")).to_have_count(0)


def test_far_out_the_first_click_chooses_and_the_next_one_asks(browser_page, opened, program):
    frame = opened("lang=en")
    row = program.desk.first.customers.table.iloc[int(np.argmax(program.desk.first.weights))]
    lat, lon = float(row["lat"]), float(row["lon"])
    x, y = frame.evaluate(
        "([lat, lon]) => { const p = rayon.frame.map.latLngToContainerPoint([lat, lon]); return [p.x, p.y]; }",
        [lat, lon],
    )
    box = frame.frame_element().bounding_box()
    asked = _asked(browser_page, r"/why\?")
    browser_page.mouse.click(box["x"] + x, box["y"] + y)
    frame.wait_for_function("rayon.frame.board.selected !== null")
    assert asked == []
    browser_page.mouse.click(box["x"] + x, box["y"] + y)
    frame.wait_for_selector(".rayon-why-card")
    browser_page.keyboard.press("b")
    expect(frame.locator(".rayon-why-card")).to_have_count(0)


def test_an_earlier_version_is_explained_and_not_changed(browser_page, opened, program):
    frame = opened("lang=nl&at=1")
    _click_customer(browser_page, frame, program)
    assert frame.locator(".rayon-why-actions button").all_text_contents() == ["Sluiten"]
    frame.locator(".rayon-why-actions button").click()
    expect(frame.locator(".rayon-why-card")).to_have_count(0)


def test_a_customer_that_is_found_is_explained(browser_page, opened, program):
    frame = opened("lang=en")
    name = program.desk.first.customers.table["name"].iloc[33]
    browser_page.keyboard.press("/")
    browser_page.keyboard.type(name)
    frame.wait_for_selector(".rayon-hit")
    browser_page.keyboard.press("Enter")
    expect(frame.locator(".rayon-why-card h2")).to_have_text(name)
    browser_page.keyboard.press("Escape")
    expect(frame.locator(".rayon-why-card")).to_have_count(0)


def test_a_reason_that_looks_like_markup_is_text(browser_page, opened, program, hostile_texts):
    frame = opened("lang=en")
    whole = " ".join(hostile_texts)
    told = {
        "key": "k",
        "name": whole,
        "lon": 5.2,
        "lat": 52.1,
        "territory": 1,
        "because": whole,
        "next": 2,
        "costs": [whole],
    }
    browser_page.route("**/why?*", lambda route: route.fulfill(json=told))
    _click_customer(browser_page, frame, program)
    for part in ("h2", "p:not(.rayon-why-territory)", "li"):
        assert frame.evaluate("part => document.querySelector(`.rayon-why-card ${part}`).textContent", part) == whole
    assert frame.evaluate("[window.ran, parent.ran]") == [None, None]


def test_a_click_beside_all_customers_asks_nothing(browser_page, opened):
    asked = _asked(browser_page, r"/why\?")
    frame = opened()
    _view(frame, 52.9, 5.2, 12)
    box = frame.frame_element().bounding_box()
    browser_page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert asked == []
    assert frame.locator(".rayon-why-card").count() == 0


# --- full screen ---


def test_full_screen_by_key_and_back(browser_page, opened):
    frame = opened("lang=en")
    button = frame.get_by_role("button", name="Full screen")
    browser_page.keyboard.press("f")
    frame.wait_for_function("document.fullscreenElement === document.documentElement")
    leave = frame.get_by_role("button", name="Leave full screen")
    expect(leave).to_be_visible()
    leave.click()
    frame.wait_for_function("document.fullscreenElement === null")
    expect(button).to_be_visible()


# --- crowds ---


def test_a_crowd_is_drawn_as_hexagons_and_no_point_is_asked_for(browser_page, opened):
    asked = _asked(browser_page, r"/map/points/")
    frame = opened("kind=crowd&lang=en")
    assert frame.evaluate("rayon.frame.points.values.length") == 0
    assert frame.evaluate(INK)
    expect(frame.locator(".rayon-legend")).to_contain_text("Customers together")
    assert asked == []


def test_near_by_the_points_in_view_come_once(browser_page, opened):
    asked = _asked(browser_page, r"/map/points/")
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
    _view(frame, 52.1, 5.3, 12.5)
    _view(frame, 52.1, 5.3, 11.5)
    frame.evaluate("new Promise((done) => setTimeout(done, 300))")
    assert len(asked) == 1


def test_an_answer_that_comes_late_is_not_drawn_over_a_newer_view(browser_page, opened):
    held = []
    frame = opened("kind=crowd")
    browser_page.route("**/map/points/**", lambda route: held.append(route) if not held else route.continue_())
    with browser_page.expect_request("**/map/points/**"):
        _view(frame, 52.1, 5.1, 12)
    with browser_page.expect_response("**/map/points/**"):
        _view(frame, 53.2, 6.55, 12)
    frame.wait_for_function("rayon.frame.points.values.length > 0")
    held[0].abort()
    x = frame.evaluate("rayon.frame.points.values.filter((_, i) => i % 4 === 0)")
    assert min(x) > 5.65e5


def test_customers_that_are_left_out_near_by_are_counted(browser_page, opened):
    frame = opened("kind=crowd&lang=en")
    near = {"kind": "customers", "points": [510000, 5210000, 50, 0], "kinds": [0], "bound": [], "hidden": 1234}
    browser_page.route("**/map/points/**", lambda route: route.fulfill(json=near))
    _view(frame, 52.1, 5.1, 13)
    expect(frame.locator(".rayon-note")).to_have_text("1,234 more come when you zoom in")
    browser_page.unroute_all()
    _view(frame, 52.1, 5.1, 8)
    expect(frame.locator(".rayon-note")).to_be_hidden()


def test_points_that_are_lost_are_said_and_the_map_goes_on(browser_page, opened):
    frame = opened("kind=crowd&lang=en")
    browser_page.route("**/map/points/**", lambda route: route.fulfill(status=404, body="gone"))
    _view(frame, 52.1, 5.1, 12)
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


# --- small screens and files ---


def test_on_a_phone_the_card_of_a_customer_is_a_sheet_within_the_map(browser_page, opened, program):
    browser_page.set_viewport_size({"width": 360, "height": 740})
    frame = opened("lang=nl")
    _click_customer(browser_page, frame, program)
    box = frame.locator(".rayon-why-sheet").bounding_box()
    assert (box["x"] >= 0, box["x"] + box["width"] <= 360, box["y"] + box["height"] <= 740) == (True,) * 3
    assert (
        min(frame.evaluate("[...document.querySelectorAll('.rayon-corner-button')].map((b) => b.offsetHeight)")) >= 44
    )
    frame.get_by_role("button", name="Sluiten").click()
    expect(frame.locator(".rayon-why-sheet")).to_have_count(0)


def test_a_file_offers_layers_and_asks_nobody(browser_page, program, tmp_path):
    page, file = browser_page, tmp_path / "map.html"
    file.write_bytes(map_html(plan_layers(program.desk.first, Language("en")), title="A", language=Language("en")))
    page.context.set_offline(True)
    page.goto(file.as_uri())
    page.wait_for_function("window.rayon && rayon.settled > 0")
    assert page.locator(".rayon-search").count() == 0
    page.click(".rayon-layers button")
    names = page.evaluate("[...document.querySelectorAll('.rayon-layer:not([hidden]) input')].map((box) => box.name)")
    assert names == ["customers", "towns", "mesh"]
    page.uncheck("input[name=customers]")
    assert not page.evaluate(INK)
    assert (page.noise.elsewhere, page.noise.errors) == ([], [])
