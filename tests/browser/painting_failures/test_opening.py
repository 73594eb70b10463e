"""A map that opens late, anew, or while another scenario is asked for."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from stored import beside, settled

from geo.store import Scenarios

pytestmark = pytest.mark.browser
STATE = re.compile(r"/scenario/[0-9a-f]{16}$")
SHOW = """({ layers, id, name = null }) => {
    const desk = { scenario: id, at: null, measure: null };
    window.shown = rayon.show({ layers: name ? [...layers, name] : layers, selected: 1, language: "nl", desk });
}"""


def _show(hand, scenario, **more):
    hand.frame.evaluate(SHOW, {"layers": hand.frame.evaluate("rayon.frame.layers"), "id": scenario, **more})


def test_a_scenario_left_while_it_was_loading_stays_off_the_map(hand, program):
    other = Scenarios(program.workspace).copy(program.id, "Ander").id
    held = []
    hand.page.route(re.compile(other), lambda route: held.append(route))
    _show(hand, other)
    hand.frame.wait_for_function("id => rayon.frame.board.scenario === id", arg=other)
    _show(hand, program.id)
    hand.frame.wait_for_function("id => rayon.frame.board.scenario === id && rayon.frame.board.hand", arg=program.id)
    with hand.page.expect_response(re.compile(other)):
        held[0].continue_()
    hand.frame.evaluate("shown")
    hand.frame.wait_for_function("rayon.painted > 1")
    layers = "Object.values(rayon.frame.map._layers).filter((layer) => layer instanceof rayon.Blocks).length"
    assert hand.frame.evaluate(layers) == 1


def test_a_map_whose_server_is_away_at_first_opens_by_itself(browser_page, program):
    answers = [503, "abort"]

    def away(route):
        answer = answers.pop(0) if answers else None
        if answer is None:
            route.continue_()
        elif answer == "abort":
            route.abort()
        else:
            route.fulfill(status=answer)

    browser_page.route(STATE, away)
    browser_page.goto(f"{program.address}/?selected=1")
    frame = browser_page.wait_for_selector("iframe").content_frame()
    expect(frame.locator(".rayon-alert")).to_have_text("Nog geen antwoord; we proberen het opnieuw")
    frame.wait_for_function("window.rayon && rayon.settled > 0 && rayon.frame.board?.hand")
    expect(frame.locator(".rayon-alert")).to_be_hidden()
    assert browser_page.evaluate("heard.filter(([name]) => name === 'rayon:lost').length") == 0
    assert answers == []
    assert browser_page.noise.errors == []


def test_a_map_that_could_not_be_opened_is_opened_anew_when_it_is_shown_again(hand, program):
    other = Scenarios(program.workspace).copy(program.id, "Ander").id
    hand.page.route(re.compile(other), lambda route: route.fulfill(status=404))
    _show(hand, other)
    hand.frame.evaluate("shown")
    assert hand.told("rayon:lost") == [{"status": 404}]
    expect(hand.frame.locator(".rayon-alert")).to_contain_text("Laad de pagina opnieuw")
    hand.page.unroute(re.compile(other))
    _show(hand, other)
    hand.frame.evaluate("shown")
    assert hand.frame.evaluate("[rayon.frame.board.scenario, rayon.frame.desk.version]") == [other, 1]
    expect(hand.frame.locator(".rayon-alert")).to_be_hidden()


def test_a_map_shown_again_while_it_opens_waits_for_it(browser_page, program):
    held = []
    browser_page.route(STATE, lambda route: held.append(route))
    with browser_page.expect_request(STATE):
        browser_page.goto(f"{program.address}/?selected=1")
    frame = browser_page.wait_for_selector("iframe").content_frame()
    frame.wait_for_function("window.rayon && rayon.frame.board")
    for name in ("pageshow", "online"):
        frame.evaluate("name => window.dispatchEvent(new Event(name))", name)
    frame.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    asked = []
    browser_page.on("request", lambda request: "since=0" in request.url and asked.append(request.url))
    layers = frame.evaluate("rayon.frame.layers")
    frame.evaluate(SHOW, {"layers": layers, "id": program.id})
    held[0].continue_()
    frame.evaluate("shown")
    assert frame.evaluate("[rayon.frame.desk.version, rayon.settled > 0]") == [1, True]
    assert asked == []
    assert (browser_page.noise.errors, browser_page.noise.failed) == ([], [])


def test_the_hand_rests_while_another_scenario_is_laid_out(hand, program):
    other = Scenarios(program.workspace).copy(program.id, "Ander").id
    held = []
    hand.page.route("**/map/document/*", lambda route: held.append(route))
    first, second = beside(hand, 2)
    hand.page.mouse.move(*hand.over(first))
    hand.page.mouse.down()
    _show(hand, other, name="0" * 16)
    painted = hand.owners
    assert painted[first] == 1
    hand.page.mouse.move(*hand.over(second))
    hand.page.mouse.up()
    hand.page.mouse.click(*hand.over(second))
    hand.page.keyboard.press("Control+z")
    hand.frame.evaluate("rayon.command({do: 'undo'})")
    hand.frame.evaluate("rayon.command({do: 'select', territory: 2})")
    assert hand.owners == painted
    settled(hand)
    assert program.owners == painted
    assert [kind for _, kind in program.history] == ["made", "edit"]
    _show(hand, program.id)
    hand.frame.evaluate("shown")
    hand.page.mouse.click(*hand.over(second))
    assert hand.owners[second] == 1
    settled(hand)
    assert program.owners == hand.owners
