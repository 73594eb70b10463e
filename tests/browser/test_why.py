"""What the card of a customer tells, and what it does."""

import sys
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).parent / "harness"))
from looking import asked_for, click_customer, touched, view

pytestmark = pytest.mark.browser


def test_a_click_on_a_customer_says_why_it_is_there_and_moves_it(browser_page, opened, layered):
    frame = opened("lang=en")
    row = click_customer(browser_page, frame, layered)
    proposal = layered.desk.proposal
    customer = proposal.customers.table.iloc[row]
    card = frame.locator(".rayon-why-card")
    expect(card.locator("h2")).to_have_text(customer["name"])
    known = dict(zip(card.locator("dt").all_text_contents(), card.locator("dd").all_text_contents(), strict=True))
    own = proposal.plan.territories[proposal.territory[row]].name
    assert list(known) == ["Customer number", "Revenue", "Representative today", "Territory in this plan"]
    assert (known["Customer number"], known["Representative today"]) == (customer["key"], customer["owner"])
    assert known["Territory in this plan"] == own
    expect(card.locator(".rayon-why-territory")).to_have_text(own)
    expect(card).to_contain_text(f"belongs to {own}.")
    assert card.locator("li").count() == 4
    button = card.get_by_role("button", name="Move to")
    to = button.text_content().removeprefix("Move to ")
    button.click()
    frame.wait_for_function("rayon.frame.desk.version > 1 && !rayon.frame.desk.pending.length")
    after = layered.desk.proposal
    assert after.plan.territories[after.territory[row]].name == to
    expect(frame.locator(".rayon-why-card")).to_have_count(0)


def test_far_out_the_first_click_chooses_and_the_next_one_asks(browser_page, opened, layered):
    frame = opened("lang=en")
    row = layered.desk.first.customers.table.iloc[int(np.argmax(layered.desk.first.weights))]
    lat, lon = float(row["lat"]), float(row["lon"])
    x, y = frame.evaluate(
        "([lat, lon]) => { const p = rayon.frame.map.latLngToContainerPoint([lat, lon]); return [p.x, p.y]; }",
        [lat, lon],
    )
    box = frame.frame_element().bounding_box()
    asked = asked_for(browser_page, r"/why\?")
    browser_page.mouse.click(box["x"] + x, box["y"] + y)
    frame.wait_for_function("rayon.frame.board.selected !== null")
    assert asked == []
    browser_page.mouse.click(box["x"] + x, box["y"] + y)
    frame.wait_for_selector(".rayon-why-card")
    browser_page.keyboard.press("b")
    expect(frame.locator(".rayon-why-card")).to_have_count(0)


def test_an_earlier_version_is_explained_and_not_changed(browser_page, opened, layered):
    frame = opened("lang=nl&at=1")
    click_customer(browser_page, frame, layered)
    assert frame.locator(".rayon-why-actions button").all_text_contents() == ["Sluiten"]
    frame.locator(".rayon-why-actions button").click()
    expect(frame.locator(".rayon-why-card")).to_have_count(0)


def test_a_customer_that_is_found_is_explained(browser_page, opened, layered):
    frame = opened("lang=en")
    name = layered.desk.first.customers.table["name"].iloc[33]
    browser_page.keyboard.press("/")
    browser_page.keyboard.type(name)
    frame.wait_for_selector(".rayon-hit")
    browser_page.keyboard.press("Enter")
    expect(frame.locator(".rayon-why-card h2")).to_have_text(name)
    browser_page.keyboard.press("Escape")
    expect(frame.locator(".rayon-why-card")).to_have_count(0)


def test_a_reason_that_looks_like_markup_is_text(browser_page, opened, layered, hostile_texts):
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
        "facts": [[whole, whole]],
        "here": ["k", "l"],
    }
    browser_page.route("**/why?*", lambda route: route.fulfill(json=told))
    click_customer(browser_page, frame, layered)
    for part in ("h2", "p", "li", "dt", "dd"):
        assert frame.evaluate("part => document.querySelector(`.rayon-why-card ${part}`).textContent", part) == whole
    assert frame.evaluate("[window.ran, parent.ran]") == [None, None]


def test_a_click_beside_all_customers_asks_nothing(browser_page, opened):
    asked = asked_for(browser_page, r"/why\?")
    frame = opened()
    view(frame, 52.9, 5.2, 12)
    box = frame.frame_element().bounding_box()
    browser_page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert asked == []
    assert frame.locator(".rayon-why-card").count() == 0


def test_on_a_phone_the_card_of_a_customer_is_a_sheet_within_the_map(browser_page, opened, layered):
    browser_page.set_viewport_size({"width": 360, "height": 740})
    touched(browser_page)
    frame = opened("lang=nl")
    click_customer(browser_page, frame, layered)
    box = frame.locator(".rayon-why-sheet").bounding_box()
    assert (box["x"] >= 0, box["x"] + box["width"] <= 360, box["y"] + box["height"] <= 740) == (True,) * 3
    assert (
        min(frame.evaluate("[...document.querySelectorAll('.rayon-corner-button')].map((b) => b.offsetHeight)")) >= 44
    )
    frame.get_by_role("button", name="Sluiten").click()
    expect(frame.locator(".rayon-why-sheet")).to_have_count(0)


def test_all_customers_at_one_place_are_reached_heaviest_first(browser_page, opened, layered):
    frame = opened("lang=nl")
    proposal = layered.desk.proposal
    table = proposal.customers.table
    rows = next(
        rows
        for rows in table.groupby(["lon", "lat"]).indices.values()
        if len(rows) == 3 and proposal.customers.ours[rows].all()
    )
    names = table["name"].iloc[rows[np.argsort(-proposal.weights[rows], kind="stable")]].tolist()
    lat, lon = float(table["lat"].iloc[rows[0]]), float(table["lon"].iloc[rows[0]])
    view(frame, lat, lon, 13)
    box = frame.frame_element().bounding_box()
    browser_page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    title, line = frame.locator(".rayon-why-card h2"), frame.locator(".rayon-why-others span")

    def shows(at):
        expect(title).to_have_text(names[at])
        expect(line).to_have_text(f"{at + 1} van 3 hier")

    shows(0)
    middle = frame.evaluate("rayon.frame.map.getCenter().lng")
    browser_page.keyboard.press("ArrowRight")
    shows(1)
    button = frame.get_by_role("button", name="Volgende klant hier")
    button.click()
    shows(2)
    expect(button).to_be_focused()
    browser_page.keyboard.press("Enter")
    shows(0)
    frame.get_by_role("button", name="Vorige klant hier").click()
    shows(2)
    browser_page.keyboard.press("ArrowUp")
    shows(1)
    assert frame.evaluate("rayon.frame.map.getCenter().lng") == pytest.approx(middle, abs=1e-6)
