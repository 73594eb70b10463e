"""Customers that are bound to a territory by name: a mark of their own, a row in the legend, a word when it happens."""

import re
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).parent / "harness"))
from looking import switch, view

from geo.territories import bind
from geo.viewer import MANAGER

pytestmark = pytest.mark.browser

COLOURS = """([x, y]) => {
    const canvas = document.querySelector(".leaflet-rayon-accounts-pane canvas");
    const ratio = canvas.width / canvas.getBoundingClientRect().width, box = canvas.getBoundingClientRect();
    const pen = canvas.getContext("2d"), { map } = rayon.frame;
    const at = map.latLngToContainerPoint(rayon.place(x, y)), seen = new Set();
    for (let far = 0; far < 11; far += 0.5) {
        const [r, g, b, a] = pen.getImageData((at.x + far - box.x) * ratio, (at.y - box.y) * ratio, 1, 1).data;
        if (a > 250) seen.add("#" + [r, g, b].map((one) => one.toString(16).padStart(2, "0")).join("").toUpperCase());
    }
    return [...seen];
}"""


@pytest.fixture
def customer(layered):
    """A customer that follows its area, and a territory that it does not belong to; it is free again at the end."""
    proposal = layered.desk.proposal
    table = proposal.customers.table
    row = next(row for row in range(50, 500) if table["key"].iloc[row] not in proposal.plan.overrides)
    own = proposal.territory[row]
    other = next(t for i, t in enumerate(proposal.plan.territories) if i != own)
    yield table.iloc[row], other
    key = table["key"].iloc[row]
    if key in layered.desk.current[1].overrides:
        layered.desk.edit(MANAGER, lambda plan: bind(plan, key, None, area=int(proposal.area[row])))


def _legend(frame):
    return frame.locator(".rayon-legend-row", has=frame.locator(".rayon-swatch-account"))


def _number(layered):
    return len(layered.desk.current[1].overrides)


def test_a_customer_bound_by_name_is_marked_told_and_followed_through_undo_and_redo(
    browser_page, opened, layered, customer
):
    who, to = customer
    before = _number(layered)
    frame = opened("lang=en")
    frame.evaluate("([key, to]) => rayon.frame.desk.bind(key, to)", [who["key"], int(to.id)])
    expect(_legend(frame)).to_have_text(f"Moved by name: {before + 1}")
    expect(frame.locator(".rayon-hint")).to_have_text(f"{who['name']} now belongs to {to.name}")
    view(frame, float(who["lat"]), float(who["lon"]), 12)
    place = [round(who["lon"] * 1e5), round(who["lat"] * 1e5)]
    colour = frame.evaluate("id => rayon.frame.desk.territory(id).colour", int(to.id))
    frame.wait_for_function(f"([place, colour]) => ({COLOURS})(place).includes(colour)", arg=[place, colour])
    assert "#1B2330" in frame.evaluate(COLOURS, place)
    browser_page.keyboard.press("Control+z")
    expect(frame.locator(".rayon-hint")).to_have_text(f"{who['name']} follows its area again")
    expect(_legend(frame)).to_have_count(1 if before else 0)
    frame.wait_for_function(f"([place, colour]) => !({COLOURS})(place).includes(colour)", arg=[place, colour])
    browser_page.keyboard.press("Control+y")
    expect(_legend(frame)).to_have_text(f"Moved by name: {before + 1}")


def test_what_another_window_binds_is_marked_at_once_and_hidden_with_the_customers(opened, layered, customer):
    who, to = customer
    before = _number(layered)
    frame = opened("lang=nl")
    layered.desk.edit(MANAGER, lambda plan: bind(plan, who["key"], int(to.id)))
    expect(_legend(frame)).to_have_text(f"Op naam verplaatst: {before + 1}")
    expect(frame.locator(".rayon-hint")).to_have_text(f"{who['name']} hoort nu bij {to.name}")
    switch(frame, "customers", False)
    expect(_legend(frame)).to_have_count(0)
    assert frame.evaluate("rayon.frame.accounts.drawn.length") == 0


def test_a_mark_tells_whose_it_is_and_a_click_on_it_why_from_far_too(browser_page, opened, layered, customer):
    who, to = customer
    layered.desk.edit(MANAGER, lambda plan: bind(plan, who["key"], int(to.id)))
    frame = opened("lang=en")
    view(frame, float(who["lat"]), float(who["lon"]), 8)
    x, y = frame.evaluate(
        "([x, y]) => { const p = rayon.frame.map.latLngToContainerPoint(rayon.place(x, y)); return [p.x, p.y]; }",
        [round(who["lon"] * 1e5), round(who["lat"] * 1e5)],
    )
    box = frame.frame_element().bounding_box()
    browser_page.mouse.move(box["x"] + x, box["y"] + y)
    expect(frame.locator(".rayon-tip")).to_have_text(f"{who['name']} · {to.name}")
    browser_page.mouse.click(box["x"] + x, box["y"] + y)
    expect(frame.locator(".rayon-why-card")).to_contain_text(re.compile("given to .* by hand|[0-9]+ of [0-9]+ here"))
