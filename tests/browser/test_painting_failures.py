"""What a hand has painted when the server answers badly, late or not at all, or another scenario is asked for."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from geo.store import Scenarios, Workspace
from geo.territories import bind, rename
from geo.viewer import MANAGER

sys.path.insert(0, str(Path(__file__).parent / "harness"))
from hand import Hand
from stored import BESIDE, Stored, paint, settled

pytestmark = pytest.mark.browser

EDITS = "**/edits"
STATE = re.compile(r"/scenario/[0-9a-f]{16}$")
SHOW = """({ layers, id, name = null }) => {
    const desk = { scenario: id, at: null, measure: null };
    window.shown = rayon.show({ layers: name ? [...layers, name] : layers, selected: 1, language: "nl", desk });
}"""
ADD = """strokes => {
    const { desk } = rayon.frame;
    for (const [to, area] of strokes) desk._add({ kind: "assign", to, areas: [area], from: [desk.ownerOf(area)] });
}"""


@pytest.fixture
def program(tmp_path):
    made = Stored(Workspace(tmp_path))
    with made.running():
        yield made


@pytest.fixture
def hand(browser_page, program):
    opened = Hand(browser_page, program, "selected=1")
    opened.tool("Schilderen")
    yield opened
    assert (browser_page.noise.errors, browser_page.noise.elsewhere) == ([], [])


@pytest.fixture
def context(browser):
    opened = browser.new_context(viewport={"width": 1000, "height": 800})
    yield opened
    opened.close()


def _refused(hand):
    return hand.frame.evaluate("rayon.frame.desk.refused")


def _show(hand, scenario, **more):
    hand.frame.evaluate(SHOW, {"layers": hand.frame.evaluate("rayon.frame.layers"), "id": scenario, **more})


def _beside(hand, count):
    return hand.frame.evaluate(BESIDE, 1)[:count]


def test_what_cannot_be_read_is_given_back_and_all_else_is_kept(hand, program):
    areas = _beside(hand, 7)
    was = hand.owners
    hand.frame.evaluate(ADD, [[1, area] for area in areas[:3]] + [[None, areas[6]]])
    hand.page.keyboard.press("Control+z")
    hand.frame.evaluate(ADD, [[1, area] for area in areas[3:6]])
    expect(hand.hint).to_contain_text("kon niet worden bewaard")
    settled(hand)
    assert [hand.owners[area] for area in areas] == [1] * 6 + [was[areas[6]]]
    assert program.owners == hand.owners
    assert len(program.history) == 7
    expect(hand.frame.locator(".rayon-state")).to_be_hidden()
    hand.page.keyboard.press("Control+z")
    settled(hand)
    assert program.owners == hand.owners
    assert hand.owners[areas[5]] == was[areas[5]]


def test_what_is_too_much_at_once_goes_in_parts(hand, program):
    sent = []

    def narrow(route):
        sent.append(len(route.request.post_data_json["ops"]))
        if sent[-1] > 3:
            route.fulfill(status=413)
        else:
            route.continue_()

    hand.page.route(EDITS, narrow)
    hand.frame.evaluate(ADD, [[1, area] for area in _beside(hand, 8)])
    settled(hand)
    assert sent[0] == 8
    assert program.owners == hand.owners
    assert len(program.history) == 9


@pytest.mark.parametrize("left", ["{rubbish", "null", "[]", '{"base": 1}', "7"])
def test_what_nobody_can_read_in_the_browsers_storage_keeps_no_map_shut(hand, program, left):
    key = f"rayon:{program.id}:00000000000000bb"
    hand.frame.evaluate("([key, left]) => localStorage.setItem(key, left)", [key, left])
    again = Hand(hand.page, program, "selected=1")
    assert again.owners == program.owners
    assert again.frame.evaluate("key => localStorage.getItem(key)", key) is None


def test_what_was_said_of_an_earlier_line_is_over_with_one_that_is_good(hand):
    give = "areas => rayon.frame.board.hand._give(areas, 1)"
    hand.frame.evaluate(give, [])
    expect(hand.frame.locator(".rayon-hint.rayon-notice")).to_have_count(1)
    hand.frame.evaluate(give, _beside(hand, 2))
    expect(hand.frame.locator(".rayon-hint.rayon-notice")).to_have_count(0)
    settled(hand)


def test_a_part_is_cut_by_its_size(hand):
    parcel = """([count, areas]) => {
        const ops = Array.from({ length: count }, (_, i) => ({ n: i + 1, areas: Array(areas).fill(12345) }));
        return rayon.parcels.parcel(ops).length;
    }"""
    assert [hand.frame.evaluate(parcel, asked) for asked in ([900, 1], [9, 10_000], [3, 200_000])] == [500, 8, 1]


@pytest.mark.parametrize("status", [400, 413, 422])
def test_what_a_closed_window_left_goes_in_parts_and_without_what_cannot_be_read(context, program, status):
    hand = Hand(context.new_page(), program, "selected=1")
    context.route(EDITS, lambda route: route.abort())
    hand.frame.evaluate("navigator.sendBeacon = () => false")
    areas = _beside(hand, 4)
    was = hand.owners
    hand.frame.evaluate(ADD, [[1, area] for area in areas])
    hand.page.close()
    context.unroute(EDITS)
    bad = f'"areas":[{areas[1]}]'
    context.route(
        EDITS, lambda route: route.fulfill(status=status) if bad in route.request.post_data else route.continue_()
    )
    again = Hand(context.new_page(), program, "selected=1")
    assert [again.owners[area] for area in areas] == [1, was[areas[1]], 1, 1]
    assert program.owners == again.owners
    assert again.frame.evaluate("Object.keys(localStorage).filter(key => key.startsWith('rayon:'))") == []


@pytest.mark.parametrize("status", [408, 418, 422, 425, 429, 500, 503])
def test_what_may_be_taken_later_is_sent_again(hand, program, status):
    said = []

    def once(route):
        if said:
            route.continue_()
            return
        said.append(status)
        route.fulfill(status=status, json={"again": True})

    hand.page.route(EDITS, once)
    paint(hand, 1)
    settled(hand)
    assert said == [status]
    assert program.owners == hand.owners
    assert [kind for _, kind in program.history] == ["made", "edit"]


def test_nobody_chosen_closes_no_polygon_and_the_line_stays(hand, program):
    paint(hand, 1)
    hand.tool("Tekenen")
    area = _beside(hand, 1)[0]
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


def test_a_refusal_whose_answer_is_lost_is_told_by_the_next_word_of_the_server(hand, program):
    later = []
    was = hand.owners

    def lost(route):
        if later:
            later.append(route)
            return
        later.append(None)
        sent = json.loads(route.request.post_data)
        for op in sent["ops"]:
            op["from"] = [3 if owner != 3 else 2 for owner in op["from"]]
        route.fetch(post_data=json.dumps(sent))
        route.fulfill(status=502)
        program.desk.edit(MANAGER, lambda plan: rename(plan, 2, "Zuid"))

    hand.page.route(EDITS, lost)
    paint(hand, 1)
    hand.frame.wait_for_function("rayon.frame.desk.version > 1")
    settled(hand)
    assert _refused(hand) == 1
    assert hand.owners == was
    assert hand.frame.evaluate("rayon.frame.desk.wire.failures") == 0
    expect(hand.frame.locator(".rayon-state")).to_be_hidden()
    expect(hand.hint).to_have_class(re.compile("rayon-notice"))
    program.desk.edit(MANAGER, lambda plan: rename(plan, 2, "West"))
    hand.frame.wait_for_function("rayon.frame.desk.version > 2")
    assert _refused(hand) == 1


def test_a_stroke_carries_the_version_that_its_hand_began_on(hand, program):
    sent = []
    hand.page.on("request", lambda request: request.url.endswith("/edits") and sent.append(request.post_data_json))
    first = _beside(hand, 1)[0]
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


LEAVE = """([id, cid, ops]) => {
    localStorage.setItem(`rayon:${id}:${cid}`, JSON.stringify({ base: 1, ops }));
}"""


def _left(hand, program, first):
    """Leave two strokes of an older window, numbered from `first`: one that can be, and one on another's ground."""
    one, other = _beside(hand, 2)
    was = hand.owners
    ops = [
        {"n": first, "kind": "assign", "to": 1, "areas": [one], "from": [was[one]]},
        {"n": first + 1, "kind": "assign", "to": 1, "areas": [other], "from": [5 - was[other]]},
    ]
    hand.frame.evaluate(LEAVE, [program.id, "00000000000000bb", ops])
    return one, other, was


@pytest.mark.parametrize("first", [1, 5])
def test_what_a_closed_window_left_and_is_refused_is_told_in_the_next(hand, program, first):
    """Also where the server knows nothing of what came before it."""
    one, other, was = _left(hand, program, first)
    again = Hand(hand.page, program, "selected=1")
    assert [again.owners[area] for area in (one, other)] == [1, was[other]]
    hand.page.wait_for_function("heard.at(-1)?.[0] === 'rayon:plan'")
    told = again.told("rayon:plan")[-1]
    assert (told["refused"], len(told["windows"])) == (1, 1)
    (refusal,) = Scenarios(program.workspace).refusals(program.id)
    assert (refusal.cid, refusal.base) == (told["windows"][0], 1)
    assert (refusal.cid == "00000000000000bb") == (first == 1)
    assert again.frame.evaluate("Object.keys(localStorage).filter(key => key.startsWith('rayon:'))") == []


def test_what_a_server_always_misses_waits_for_the_next_window(hand, program):
    _left(hand, program, 5)
    hand.page.route(EDITS, lambda route: route.fulfill(status=409))
    again = Hand(hand.page, program, "selected=1")
    assert len(again.frame.evaluate("Object.keys(localStorage).filter(key => key.startsWith('rayon:'))")) == 1


def test_a_reload_still_knows_in_which_windows_of_its_tab_strokes_were_refused(hand, program):
    outdated = "areas => rayon.frame.desk._add({ kind: 'assign', to: 1, areas, from: areas.map(() => 99) })"
    hand.frame.evaluate(outdated, _beside(hand, 1))
    settled(hand)
    cid = hand.frame.evaluate("rayon.frame.desk.wire.cid")
    again = Hand(hand.page, program, "selected=1")
    hand.page.wait_for_function("heard.at(-1)?.[0] === 'rayon:plan'")
    told = again.told("rayon:plan")[-1]
    assert (told["refused"], told["windows"]) == (0, [cid])
    assert again.frame.evaluate("rayon.frame.desk.wire.cid") != cid


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


@pytest.mark.parametrize("tool", ["Schilderen", "Lasso"])
def test_a_pointer_taken_away_drops_the_stroke(browser, program, tool):
    context = browser.new_context(viewport={"width": 800, "height": 800}, has_touch=True, is_mobile=True)
    hand = Hand(context.new_page(), program, "selected=1")
    hand.tool(tool)
    touch = context.new_cdp_session(hand.page)
    was = hand.owners
    x, y = hand.over(_beside(hand, 1)[0])
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for dx, dy in ((40, 0), (40, 40), (-40, 40), (-40, -40), (40, -40)):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + dx, "y": y + dy}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchCancel", "touchPoints": []})
    hand.frame.wait_for_function("rayon.frame.board.hand.pointers.size === 0")
    assert hand.owners == was
    assert hand.frame.evaluate("[rayon.frame.desk.n, rayon.frame.board.hand.points.length]") == [0, 0]
    context.close()


def test_the_hand_rests_while_another_scenario_is_laid_out(hand, program):
    other = Scenarios(program.workspace).copy(program.id, "Ander").id
    held = []
    hand.page.route("**/map/document/*", lambda route: held.append(route))
    first, second = _beside(hand, 2)
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
