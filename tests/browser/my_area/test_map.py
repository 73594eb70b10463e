"""The map of one's own area: names that can be read, customers that can be tapped."""

import pytest
from playwright.sync_api import expect

from tests.browser.my_area.handset import PHONE, SMALL

pytestmark = pytest.mark.browser

BOXES = "all => all.map(e => e.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom])"
LABELS = """() => [...document.querySelectorAll(".town span")].map(e => e.getBoundingClientRect())
    .map(box => [box.left, box.top, box.right, box.bottom])"""
PLACED = """([towns, taken, dots]) => import("/public/my-area-names.js").then(({ placed }) =>
    placed(towns.map(([name, x, y]) => ({ name, at: { x, y } })),
        { size: { x: 320, y: 200 }, taken, dots, wide: name => 8 * name.length })
    .map(({ name, by }) => [name, ...by]))"""


@pytest.mark.parametrize("size", [PHONE, SMALL], ids=["360", "320"])
@pytest.mark.parametrize("tab", ["due", "area"])
def test_names_on_the_map_lie_within_it_and_apart(phone, field, size, tab):
    page = phone(f"{field.link()[1]}#{tab}", size)
    page.wait_for_selector("#map[data-ready=true]")
    page.wait_for_function("document.fonts.ready.then(() => true)")
    labels = page.evaluate(LABELS)
    within = page.locator("#map").bounding_box()
    assert labels or tab == "due"
    for left, top, right, bottom in labels:
        assert within["x"] <= left
        assert right <= within["x"] + within["width"]
        assert within["y"] <= top
        assert bottom <= within["y"] + within["height"]
    others = [*labels, *page.locator(".leaflet-control-zoom").evaluate_all(BOXES)]
    for n, (left, top, right, bottom) in enumerate(others):
        for w, n_, e, s in others[:n]:
            assert left >= e or right <= w or top >= s or bottom <= n_


def test_a_name_on_the_map_gives_way_to_pins_and_larger_towns(phone, field):
    page = phone(field.link()[1])
    pin = {"left": 85, "top": 85, "right": 115, "bottom": 115}
    assert page.evaluate(PLACED, [[["Doorn", 100, 100]], [], []]) == [["Doorn", 0, 0]]
    (beside,) = page.evaluate(PLACED, [[["Doorn", 100, 100]], [pin], []])
    assert beside == ["Doorn", 0, -27]
    assert page.evaluate(PLACED, [[["Doorn", 100, 100]], [], [{"x": 100, "y": 100}]]) == [["Doorn", 0, -15]]
    towns = page.evaluate(PLACED, [[["Amersfoort", 100, 100], ["Ede", 100, 100]], [], []])
    assert towns == [["Amersfoort", 0, 0], ["Ede", 0, -27]]
    assert page.evaluate(PLACED, [[["Langedijk", 2, 199]], [], []]) == []


def test_a_tap_on_the_map_chooses_a_customer(phone, field):
    page = phone(field.link()[1])
    page.wait_for_selector("#map[data-ready=true]")
    first = page.locator(".card h2").inner_text()
    strip = page.locator("#map").bounding_box()
    for x in range(20, int(strip["width"]), 20):
        for y in range(20, int(strip["height"]), 20):
            page.touchscreen.tap(strip["x"] + x, strip["y"] + y)
            if page.locator(".card h2").inner_text() != first:
                return
    pytest.fail("no tap on the map chose anybody else")


def test_the_large_map_is_moved_and_zoomed(phone, field):
    page = phone(f"{field.link()[1]}#area")
    page.wait_for_selector("#map[data-ready=true]")
    expect(page.locator(".card")).to_be_hidden()
    names = page.locator(".town").all_inner_texts()
    page.get_by_role("button", name="Uitzoomen").tap()
    page.get_by_role("button", name="Inzoomen").tap()
    page.get_by_role("button", name="Inzoomen").tap()
    page.wait_for_function(
        "names => [...document.querySelectorAll('.town')].map(e => e.textContent).join() !== names.join()", arg=names
    )
    page.tap("[data-tab=due]")
    expect(page.get_by_role("button", name="Inzoomen")).to_have_count(0)
