"""Strokes that end otherwise than the hand meant: no territory, a pointer taken away, another version."""

from __future__ import annotations

import numpy as np
import pytest
from hand import Hand
from playwright.sync_api import expect
from stored import beside, paint, settled

from geo.territories import bind, rename
from geo.viewer import MANAGER

pytestmark = pytest.mark.browser


def test_what_was_said_of_an_earlier_line_is_over_with_one_that_is_good(hand):
    give = "areas => rayon.frame.board.hand._give(areas, 1)"
    hand.frame.evaluate(give, [])
    expect(hand.frame.locator(".rayon-hint.rayon-notice")).to_have_count(1)
    hand.frame.evaluate(give, beside(hand, 2))
    expect(hand.frame.locator(".rayon-hint.rayon-notice")).to_have_count(0)
    settled(hand)


def test_nobody_chosen_closes_no_polygon_and_the_line_stays(hand, program):
    paint(hand, 1)
    hand.tool("Tekenen")
    area = beside(hand, 1)[0]
    x, y = hand.over(area)
    for corner in ((x - 30, y - 30), (x + 30, y - 30), (x + 30, y + 30), (x - 30, y + 30)):
        hand.page.mouse.click(*corner)
    hand.frame.evaluate("rayon.command({do: 'select', territory: null})")
    hand.page.keyboard.press("Enter")
    expect(hand.hint).to_have_text("Kies eerst een rayon: klik erop")
    assert hand.frame.evaluate("rayon.frame.board.hand.points.length") == 4
    hand.frame.evaluate("rayon.command({do: 'select', territory: 1})")
    hand.page.keyboard.press("Enter")
    assert hand.owners[area] == 1
    settled(hand)
    assert program.owners == hand.owners


def test_a_lasso_for_a_territory_that_went_meanwhile_gives_nothing(hand):
    shown = hand.owners
    hand.frame.evaluate("rayon.frame.board.hand._give([0, 1, 2], 99)")
    assert hand.owners == shown
    assert hand.frame.evaluate("rayon.frame.desk.n") == 0


def test_a_stroke_carries_the_version_that_its_hand_began_on(hand, program):
    sent = []
    hand.page.on("request", lambda request: request.url.endswith("/edits") and sent.append(request.post_data_json))
    first = beside(hand, 1)[0]
    hand.page.mouse.move(*hand.over(first))
    hand.page.mouse.down()
    program.desk.edit(MANAGER, lambda plan: rename(plan, 2, "Zuid"))
    hand.frame.wait_for_function("rayon.frame.desk.version === 2")
    hand.page.mouse.up()
    settled(hand)
    hand.page.keyboard.press("Control+z")
    settled(hand)
    assert [(envelope["base"], [op["base"] for op in envelope["ops"]]) for envelope in sent] == [(2, [1]), (3, [3])]
    assert [kind for _, kind in program.history] == ["made", "edit", "edit", "undo"]


@pytest.mark.parametrize("tool", ["Schilderen", "Lasso"])
def test_a_pointer_taken_away_drops_the_stroke(browser, program, tool):
    context = browser.new_context(viewport={"width": 800, "height": 800}, has_touch=True, is_mobile=True)
    hand = Hand(context.new_page(), program, "selected=1")
    hand.tool(tool)
    touch = context.new_cdp_session(hand.page)
    was = hand.owners
    x, y = hand.over(beside(hand, 1)[0])
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for dx, dy in ((40, 0), (40, 40), (-40, 40), (-40, -40), (40, -40)):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + dx, "y": y + dy}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchCancel", "touchPoints": []})
    hand.frame.wait_for_function("rayon.frame.board.hand.pointers.size === 0")
    assert hand.owners == was
    assert hand.frame.evaluate("[rayon.frame.desk.n, rayon.frame.board.hand.points.length]") == [0, 0]
    context.close()


def test_the_colours_of_density_follow_a_customer_that_is_bound(hand, program):
    desk = program.desk
    rows = np.asarray(desk.tally.area)
    alone = int(np.flatnonzero(np.bincount(rows, minlength=len(desk.current[1].owners)) == 1)[0])
    key = str(desk.tally.keys.iloc[int(np.flatnonzero(rows == alone)[0])])
    hand.frame.evaluate("(menu => { menu.chosen.density = true; menu.apply(); })(rayon.frame.corner.menu)")
    colour = "area => rayon.frame.board.blocks.colouring(area)"
    before = hand.frame.evaluate(colour, alone)
    owner = hand.owners[alone]
    version = desk.edit(MANAGER, lambda plan: bind(plan, key, 3 if owner != 3 else 2))
    hand.frame.wait_for_function("v => rayon.frame.desk.version >= v && !rayon.frame.board.due", arg=version)
    assert hand.frame.evaluate(colour, alone) == "#F3F4F2" != before
