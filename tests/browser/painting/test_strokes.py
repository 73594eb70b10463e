"""The hand on the map: strokes that show at once, with every tool, key and finger."""

from __future__ import annotations

import pytest
from hand import COLUMNS, Hand, area_of
from playwright.sync_api import expect
from squares import EAST, MIDDLE, NAMES, NOBODY, ROWS, WEST

pytestmark = pytest.mark.browser


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
    expect(hand.frame.locator(".rayon-legend:not(.rayon-density)")).to_contain_text("Niet toegewezen")


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
