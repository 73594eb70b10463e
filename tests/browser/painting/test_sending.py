"""Strokes that are kept once, given back where they cannot be, and seen by the other windows and the page."""

from __future__ import annotations

import pytest
from hand import COLUMNS, Hand, area_of
from memory import SCENARIO
from playwright.sync_api import expect
from squares import EAST, MIDDLE, ROWS, WEST

pytestmark = pytest.mark.browser


def test_a_refused_stroke_goes_back_and_the_reason_is_said(hand):
    hand.click(1, 1)
    hand.saved()
    hand.program.scenario.locked.add(EAST)
    hand.sweep((9, 1), (9, 3))
    assert hand.owner(9, 2) == MIDDLE
    hand.frame.wait_for_function("rayon.frame.desk.refused === 1")
    assert [hand.owner(9, r) for r in (1, 2, 3)] == [EAST] * 3
    assert hand.owner(1, 1) == MIDDLE
    expect(hand.hint).to_have_text("Iemand anders was eerst.")


def test_late_answers_lose_no_stroke(hand):
    hand.program.scenario.delay = 2.0
    hand.click(0, 0)
    hand.frame.wait_for_function("rayon.frame.desk.wire.sending")
    hand.click(1, 0)
    hand.page.keyboard.press("Control+z")
    hand.click(2, 0)
    hand.sweep((3, 1), (3, 3), release=False)
    shown = hand.owners
    hand.frame.wait_for_function("rayon.frame.desk.version > 1")
    assert hand.owners == shown
    hand.sweep((3, 3), (3, 5))
    hand.program.scenario.delay = 0.0
    assert hand.saved() == hand.owners
    assert [hand.owner(c, 0) for c in range(3)] == [MIDDLE, WEST, MIDDLE]
    assert {hand.owner(3, r) for r in range(1, 6)} == {MIDDLE}


def test_what_was_done_but_not_answered_is_done_once(browser_page, running):
    hand = Hand(browser_page, running)
    hand.tool("Schilderen")
    running.scenario.forgetful = True
    hand.click(0, 0)
    hand.frame.wait_for_function("rayon.frame.desk.version > 1")
    assert hand.saved()[0] == MIDDLE
    assert [n for _, n in running.scenario.log] == [1]


def test_where_earlier_operations_are_missing_the_window_begins_anew(browser_page, running):
    hand = Hand(browser_page, running)
    hand.tool("Schilderen")
    hand.click(0, 0)
    hand.saved()
    running.scenario.last.clear()
    hand.click(1, 0)
    hand.page.keyboard.press("Control+z")
    hand.click(2, 0)
    assert hand.saved() == hand.owners
    assert [hand.owner(c, 0) for c in range(3)] == [MIDDLE, WEST, MIDDLE]
    assert len({cid for cid, _ in running.scenario.log}) == 2


def test_what_the_server_can_never_take_is_given_back_and_said(browser_page, running):
    hand = Hand(browser_page, running)
    hand.tool("Schilderen")
    running.scenario.turned_down = 422
    hand.click(0, 0)
    expect(hand.hint).to_contain_text("kon niet worden bewaard")
    assert hand.owner(0, 0) == WEST
    hand.click(1, 0)
    assert hand.saved()[1] == MIDDLE


def test_painting_goes_on_while_the_server_is_away(browser_page, program):
    with program.running():
        hand = Hand(browser_page, program)
        hand.tool("Schilderen")
        hand.frame.evaluate("rayon.frame.map.setView([52.1, 5.2], 8.5, {animate: false})")
        hand.click(0, 0)
        hand.saved()
    for column in range(1, 4):
        hand.click(column, 0)
    expect(hand.frame.locator(".rayon-state")).to_have_text("Nog niet opgeslagen; we proberen het opnieuw")
    hand.page.keyboard.press("Control+z")
    hand.sweep((0, 3), (3, 3))
    with program.running():
        assert hand.saved() == hand.owners
        expect(hand.frame.locator(".rayon-state")).to_be_hidden()
    assert [n for _, n in program.scenario.log] == [1, 2, 3, 4, 5, 6]
    assert [hand.owner(c, 0) for c in range(4)] == [MIDDLE, MIDDLE, MIDDLE, WEST]
    assert hand.frame.evaluate("rayon.frame.map.getZoom()") == 8.5


def test_what_a_closed_window_left_is_sent_at_the_next_load(context, program):
    with program.running():
        hand = Hand(context.new_page(), program)
        hand.tool("Schilderen")
    hand.click(0, 0)
    hand.click(1, 0)
    kept = "Object.keys(localStorage).filter(key => key.startsWith('rayon:'))"
    assert len(hand.frame.evaluate(kept)) == 1
    hand.page.close()
    with program.running():
        again = Hand(context.new_page(), program)
        assert (again.owner(0, 0), again.owner(1, 0)) == (MIDDLE, MIDDLE)
        assert [n for _, n in program.scenario.log] == [1, 2]
        assert again.frame.evaluate(kept) == []


@pytest.mark.parametrize("leaving", ["close", "leave", "remove"])
def test_a_window_that_goes_in_mid_stroke_loses_nothing(context, running, leaving):
    hand = Hand(context.new_page(), running)
    hand.tool("Schilderen")
    watcher = Hand(context.new_page(), running)
    hand.page.bring_to_front()
    hand.sweep((0, 0), (0, 5), release=False)
    match leaving:
        case "close":
            hand.page.close()
        case "leave":
            hand.page.goto("about:blank")
        case "remove":
            hand.page.evaluate("document.querySelector('iframe').remove()")
    watcher.page.bring_to_front()
    watcher.frame.wait_for_function("rayon.frame.desk.version > 1")
    assert {watcher.owner(0, r) for r in range(6)} == {MIDDLE}
    assert len(running.scenario.log) == 1


def test_two_windows_see_each_other(context, running):
    one = Hand(context.new_page(), running)
    other = Hand(context.new_page(), running, "selected=3&lang=en")
    other.tool("Paint")
    other.click(0, 0)
    other.saved()
    one.frame.wait_for_function("rayon.frame.desk.version > 1")
    assert one.owner(0, 0) == EAST
    one.tool("Schilderen")
    one.click(0, 0)
    one.saved()
    other.frame.wait_for_function("rayon.frame.desk.version > 2")
    assert other.owner(0, 0) == MIDDLE


def test_a_burst_of_strokes_arrives_whole_and_can_all_be_undone(hand):
    places = [(c, r) for r in range(ROWS) for c in [*range(4), *range(8, COLUMNS)]]
    spots = [hand.at(*place) for place in places]
    hand.page.evaluate("heard.length = 0")
    strokes = 0
    for chosen in (MIDDLE, WEST, EAST, MIDDLE):
        hand.frame.evaluate("id => rayon.command({do: 'select', territory: id})", chosen)
        for x, y in spots[: 50 + 14 * (chosen == MIDDLE)]:
            hand.page.mouse.click(x, y)
    strokes = hand.frame.evaluate("rayon.frame.desk.n")
    assert strokes >= 200
    assert hand.saved() == hand.owners
    assert [n for _, n in hand.program.scenario.log] == list(range(1, strokes + 1))
    for _ in range(strokes):
        hand.page.keyboard.press("Control+z")
    hand.frame.wait_for_function("rayon.frame.desk.pending.length + rayon.frame.desk.wishes.length === 0")
    assert hand.owners == hand.program.scenario.owner == hand.program.scenario.origin
    assert hand.frame.evaluate("rayon.frame.desk.refused") == 0


def test_a_rerun_keeps_zoom_strokes_and_choice_and_takes_the_language(hand):
    hand.frame.evaluate("rayon.frame.map.setView([52.1, 5.2], 9, {animate: false})")
    hand.program.scenario.delay = 0.5
    hand.click(3, 3)
    layers = hand.frame.evaluate("rayon.frame.layers")
    again = {
        "layers": layers,
        "selected": None,
        "language": "en",
        "desk": {"scenario": SCENARIO, "at": None, "measure": 1},
    }
    hand.frame.evaluate("options => rayon.show(options)", again)
    assert hand.owner(3, 3) == MIDDLE
    assert hand.frame.evaluate("[rayon.frame.map.getZoom(), rayon.frame.board.selected]") == [9, MIDDLE]
    expect(hand.hint).to_contain_text("Click or drag: areas go to")
    assert hand.saved()[area_of(3, 3)] == MIDDLE


def test_the_page_hears_when_the_scenario_is_gone(browser_page, running):
    hand = Hand(browser_page, running)
    hand.tool("Schilderen")
    running.scenario.status = 404
    hand.click(0, 0)
    hand.page.wait_for_function("heard.some(([name]) => name === 'rayon:lost')")
    assert hand.told("rayon:lost")[0] == {"status": 404}
    expect(hand.frame.locator(".rayon-state")).to_contain_text("Laad de pagina opnieuw")


def test_a_map_that_was_turned_away_asks_a_server_that_is_away_until_it_is_back(browser_page, running):
    hand = Hand(browser_page, running)
    hand.tool("Schilderen")
    running.scenario.status = 404
    hand.click(0, 0)
    expect(hand.frame.locator(".rayon-state")).to_contain_text("Laad de pagina opnieuw")
    running.scenario.status = 503
    hand.frame.evaluate("rayon.command({do: 'refresh'})")
    expect(hand.frame.locator(".rayon-state")).to_have_text("Nog niet opgeslagen; we proberen het opnieuw")
    running.scenario.status = 0
    assert hand.saved()[0] == MIDDLE
    expect(hand.frame.locator(".rayon-state")).to_be_hidden()
    assert hand.told("rayon:lost") == [{"status": 404}]


def test_commands_of_the_page_are_done(hand):
    hand.frame.evaluate("rayon.command({do: 'tool', tool: 'lasso'})")
    expect(hand.frame.get_by_role("button", name="Lasso")).to_have_attribute("aria-pressed", "true")
    hand.frame.evaluate("rayon.command({do: 'tool', tool: 'paint'})")
    hand.click(0, 0)
    hand.frame.evaluate("rayon.command({do: 'undo'})")
    assert hand.owner(0, 0) == WEST
    hand.frame.evaluate("rayon.command({do: 'redo'})")
    assert hand.owner(0, 0) == MIDDLE
    hand.frame.evaluate("rayon.command({do: 'select', territory: 3})")
    hand.page.wait_for_function("heard.at(-1)[1].selected === 3")
    assert hand.saved() == hand.owners


def test_the_country_is_in_the_middle_after_the_frame_was_narrow(quiet, running):
    hand = Hand(quiet, running)
    frame = hand.frame.frame_element()
    where = "rayon.frame.map.latLngToContainerPoint(rayon.frame.bounds.getCenter()).x / rayon.frame.map.getSize().x"
    for width in ("300px", "900px"):
        frame.evaluate("(e, width) => { e.style.width = width; }", width)
        hand.frame.wait_for_function("width => rayon.frame.map.getSize().x === width", arg=int(width[:-2]))
    hand.frame.wait_for_function("!rayon.frame.map._panAnim?._inProgress")
    assert hand.frame.evaluate(where) == pytest.approx(0.5, abs=0.01)
