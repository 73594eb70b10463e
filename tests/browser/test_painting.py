"""The hand on the map: strokes that show at once, are kept once, and are given back where they cannot be."""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from playwright.sync_api import expect

import geo.http
from geo.areas import Coverage

sys.path.insert(0, str(Path(__file__).parent / "harness"))
from hand import COLUMNS, Hand, area_of
from memory import SCENARIO, Scenario
from painting import Program

pytestmark = pytest.mark.browser

ROWS = 8
NAMES = ["{{7*191}} West", "<b>Midden</b>", "Oost"]
WEST, MIDDLE, EAST = 1, 2, 3
NOBODY = -1


@pytest.fixture(scope="module")
def ground():
    """96 squares, row by row from the south; a third of the columns for each territory."""
    squares = [
        shapely.box(4 + 0.2 * c, 51.4 + 0.2 * r, 4.2 + 0.2 * c, 51.6 + 0.2 * r)
        for r in range(ROWS)
        for c in range(COLUMNS)
    ]
    codes = [f"{r}{c:02}" for r in range(ROWS) for c in range(COLUMNS)]
    table = gpd.GeoDataFrame({"code": codes, "name": codes}, geometry=shapely.set_precision(squares, 1e-7), crs=4326)
    return Coverage(table, "file", "NL", approximate=False, source="Squares")


@pytest.fixture
def program(ground):
    owner = [1 + c // 4 for _ in range(ROWS) for c in range(COLUMNS)]
    weights = [[10] * len(owner), np.arange(len(owner)).tolist()]
    scenario = Scenario(owner, weights, NAMES)
    made = Program(ground, SCENARIO, lambda registry: [*scenario.routes(), *geo.http.routes(registry=registry)])
    made.scenario = scenario
    return made


@pytest.fixture
def running(program):
    with program.running():
        yield program


@pytest.fixture
def context(browser):
    """Windows that share what their browser keeps."""
    opened = browser.new_context(viewport={"width": 1000, "height": 800})
    yield opened
    opened.close()


@pytest.fixture
def quiet(browser_page):
    """A page whose console is watched; at the end there was no error and nothing asked of another host."""
    errors = []
    browser_page.on("console", lambda m: m.type == "error" and errors.append(m.text))
    yield browser_page
    noise = browser_page.noise
    assert (errors, noise.errors, noise.elsewhere, noise.failed, noise.dialogs) == ([], [], [], [], [])


@pytest.fixture
def hand(quiet, running):
    opened = Hand(quiet, running)
    opened.tool("Schilderen")
    return opened


def test_a_click_gives_an_area_to_the_chosen_territory_and_the_sums_follow(hand):
    hand.click(0, 3)
    assert hand.owner(0, 3) == MIDDLE
    assert hand.saved()[area_of(0, 3)] == MIDDLE
    hand.page.wait_for_function("heard.at(-1)[1].saved === '10:42'")
    plan = hand.told("rayon:plan")[-1]
    assert (plan["version"], plan["pending"], plan["undo"], plan["redo"]) == (2, 0, 1, 0)
    assert plan["sums"] == hand.program.scenario.sums()
    assert [plan["sums"][k][0] for k in "123"] == [310, 330, 320]
    expect(hand.frame.locator(".rayon-legend:not(.rayon-density)")).to_contain_text("1 gebied verplaatst")
    expect(hand.frame.locator(".rayon-pill")).to_have_count(0)


def test_a_territory_beyond_the_tolerance_stands_out(hand):
    hand.sweep((0, 0), (0, 7))
    expect(hand.frame.locator(".rayon-pill")).to_have_text(["+25,0\xa0%", "−25,0\xa0%"])


def test_a_fast_drag_misses_noarea_of(hand):
    hand.sweep((0, 1), (3, 1), (3, 6), (0, 6))
    crossed = [(c, 1) for c in range(4)] + [(3, r) for r in range(1, 7)] + [(c, 6) for c in range(4)]
    assert {hand.owner(*place) for place in crossed} == {MIDDLE}
    assert sum(owner != was for owner, was in zip(hand.owners, hand.program.scenario.origin, strict=True)) == 12
    assert hand.saved() == hand.owners
    assert len(hand.program.scenario.log) == 1


def test_shift_leaves_areas_to_nobody(hand):
    hand.page.keyboard.down("Shift")
    hand.sweep((5, 2), (5, 4))
    hand.page.keyboard.up("Shift")
    assert [hand.saved()[area_of(5, r)] for r in (2, 3, 4)] == [NOBODY] * 3
    expect(hand.frame.locator(".rayon-legend:not(.rayon-density)")).to_contain_text("Zonder rayon")


def test_the_hint_names_the_territory_as_text(hand):
    expect(hand.hint).to_have_text(f"Klik of sleep: gebieden gaan naar {NAMES[1]} · Shift: niet toegewezen")
    hand.page.keyboard.press("Escape")
    expect(hand.hint).to_have_text("Kies eerst een rayon: klik erop")
    hand.click(9, 4)
    assert hand.told("rayon:select")[-1]["territory"] == EAST
    expect(hand.hint).to_contain_text("Oost")
    assert hand.owner(9, 4) == EAST
    assert hand.program.scenario.log == []


def test_a_lasso_takes_what_lies_within(hand):
    hand.tool("Lasso")
    hand.sweep((0, 0), (2, 0), (2, 2), (0, 2), (0, 0), steps=8)
    assert hand.owner(1, 1) == MIDDLE
    assert {hand.owner(c, r) for c in range(COLUMNS) for r in range(3, ROWS)} == {WEST, MIDDLE, EAST}
    assert hand.owner(3, 1) == WEST
    assert hand.saved() == hand.owners


def _around(hand, column, row, size):
    """Corners of a square of areas, a little outside of it."""
    (x, y), (right, top) = hand.at(column, row), hand.at(column + size - 1, row + size - 1)
    (nx, ny) = hand.at(column + 1, row + 1)
    w, h = 0.7 * (nx - x), 0.7 * (ny - y)
    return [(x - w, y - h), (right + w, y - h), (right + w, top + h), (x - w, top + h)]


@pytest.mark.parametrize("close", ["Enter", "double click", "first corner"])
def test_a_polygon_takes_what_lies_mostly_within(hand, close):
    hand.tool("Tekenen")
    corners = _around(hand, 0, 2, 3)
    for x, y in corners[:-1]:
        hand.page.mouse.click(x, y)
    if close == "double click":
        hand.page.mouse.dblclick(*corners[-1])
    else:
        hand.page.mouse.click(*corners[-1])
        hand.page.keyboard.press("Enter") if close == "Enter" else hand.page.mouse.click(*corners[0])
    assert {hand.owner(c, r) for c in range(3) for r in range(2, 5)} == {MIDDLE}
    assert hand.owner(3, 3) == WEST
    assert hand.saved() == hand.owners


def test_a_polygon_that_crosses_itself_lies_at_sea_or_is_empty_changes_nothing_and_says_why(hand):
    hand.tool("Tekenen")
    one, two, three, four = _around(hand, 0, 2, 3)
    for corners, why in (
        ([one, three, two, four], "kruist zichzelf"),
        ([one, two], "minstens drie hoeken"),
        ([(40, 300), (80, 300), (80, 340)], "er ligt geen gebied"),
    ):
        for x, y in corners:
            hand.page.mouse.click(x, y)
        hand.page.keyboard.press("Enter")
        expect(hand.hint).to_contain_text(why)
    assert hand.owners == hand.program.scenario.origin
    assert hand.program.scenario.posts == 0


def test_backspace_takes_the_last_corner_back_and_escape_all(hand):
    hand.tool("Tekenen")
    for x, y in _around(hand, 0, 2, 3)[:3]:
        hand.page.mouse.click(x, y)
    hand.page.keyboard.press("Backspace")
    assert hand.frame.evaluate("rayon.frame.board.hand.points.length") == 2
    hand.page.keyboard.press("Escape")
    assert hand.frame.evaluate("[rayon.frame.board.hand.points.length, rayon.frame.board.selected]") == [0, MIDDLE]


def test_keys_undo_and_redo_in_the_map_and_on_the_page_but_not_where_one_writes(hand):
    hand.sweep((0, 0), (0, 2))
    hand.click(1, 5)
    hand.page.keyboard.press("Control+z")
    assert (hand.owner(1, 5), hand.owner(0, 1)) == (WEST, MIDDLE)
    hand.page.evaluate("document.activeElement.blur(); field.focus()")
    hand.page.keyboard.press("Control+z")
    assert hand.owner(0, 1) == MIDDLE
    hand.page.evaluate("field.blur(); document.body.focus()")
    hand.page.keyboard.press("Control+z")
    assert hand.owner(0, 1) == WEST
    assert hand.saved() == hand.program.scenario.origin
    hand.page.keyboard.press("Control+y")
    hand.page.keyboard.press("Control+Shift+z")
    assert (hand.owner(1, 5), hand.owner(0, 1)) == (MIDDLE, MIDDLE)
    assert hand.saved() == hand.owners
    assert hand.frame.evaluate("rayon.frame.desk.refused") == 0


def test_escape_takes_the_stroke_under_the_hand_back(hand):
    hand.sweep((0, 0), (0, 3), release=False)
    assert hand.owner(0, 3) == MIDDLE
    hand.page.keyboard.press("Escape")
    hand.page.mouse.up()
    assert hand.owners == hand.program.scenario.origin
    assert hand.frame.evaluate("rayon.frame.desk.n") == 0


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


def test_a_locked_territory_neither_gives_nor_takes(quiet, program):
    program.scenario.locked.add(EAST)
    with program.running():
        hand = Hand(quiet, program)
        hand.tool("Schilderen")
        hand.sweep((7, 2), (9, 2))
        expect(hand.hint).to_have_text("Oost staat vast: de gebieden blijven zoals ze zijn")
        hand.page.mouse.move(*hand.at(10, 5))
        assert (
            hand.frame.evaluate("getComputedStyle(document.querySelector('.leaflet-container')).cursor")
            == "not-allowed"
        )
        hand.frame.evaluate("rayon.command({do: 'select', territory: 3})")
        hand.click(0, 0)
        assert hand.owners == program.scenario.origin
        assert program.scenario.posts == 0


def test_fingers_paint_with_one_and_move_the_map_with_two(browser, running):
    context = browser.new_context(viewport={"width": 800, "height": 800}, has_touch=True, is_mobile=True)
    hand = Hand(context.new_page(), running)
    hand.tool("Schilderen")
    touch = context.new_cdp_session(hand.page)

    def fingers(kind, *points):
        touch.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]},
        )

    (x, y), (_, below) = hand.at(0, 5), hand.at(0, 2)
    fingers("touchStart", (x, y))
    for step in range(1, 5):
        fingers("touchMove", (x, y + (below - y) * step / 4))
    fingers("touchEnd")
    assert {hand.owner(0, r) for r in (2, 3, 4, 5)} == {MIDDLE}
    painted, zoom = hand.owners, hand.frame.evaluate("rayon.frame.map.getZoom()")
    x, y = hand.at(1, 3)
    fingers("touchStart", (x, y))
    fingers("touchStart", (x, y), (x + 60, y))
    for wide in (80, 120, 160, 200):
        fingers("touchMove", (x, y), (x + wide, y))
    fingers("touchEnd")
    hand.frame.wait_for_function("z => rayon.frame.map.getZoom() > z", arg=zoom)
    assert hand.owners == painted
    context.close()


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
