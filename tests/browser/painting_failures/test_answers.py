"""What a hand has painted when the server answers badly, late or not at all."""

from __future__ import annotations

import json
import re

import pytest
from hand import Hand
from playwright.sync_api import expect
from stored import beside, paint, settled

from geo.store import Scenarios
from geo.territories import rename
from geo.viewer import MANAGER

pytestmark = pytest.mark.browser
EDITS = "**/edits"
ADD = """strokes => {
    const { desk } = rayon.frame;
    for (const [to, area] of strokes) desk._add({ kind: "assign", to, areas: [area], from: [desk.ownerOf(area)] });
}"""
LEAVE = """([id, cid, ops]) => {
    localStorage.setItem(`rayon:${id}:${cid}`, JSON.stringify({ base: 1, ops }));
}"""


def _refused(hand):
    return hand.frame.evaluate("rayon.frame.desk.refused")


def test_what_cannot_be_read_is_given_back_and_all_else_is_kept(hand, program):
    areas = beside(hand, 7)
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
    strokes = [[1, area] for area in beside(hand, 8)]
    assert len(strokes) > 3
    hand.frame.evaluate(ADD, strokes)
    settled(hand)
    assert sent[0] == len(strokes)
    assert program.owners == hand.owners
    assert len(program.history) == 1 + len(strokes)


@pytest.mark.parametrize("left", ["{rubbish", "null", "[]", '{"base": 1}', "7"])
def test_what_nobody_can_read_in_the_browsers_storage_keeps_no_map_shut(hand, program, left):
    key = f"rayon:{program.id}:00000000000000bb"
    hand.frame.evaluate("([key, left]) => localStorage.setItem(key, left)", [key, left])
    again = Hand(hand.page, program, "selected=1")
    assert again.owners == program.owners
    assert again.frame.evaluate("key => localStorage.getItem(key)", key) is None


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
    areas = beside(hand, 4)
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


def _left(hand, program, first):
    """Leave two strokes of an older window, numbered from `first`: one that can be, and one on another's ground."""
    one, other = beside(hand, 2)
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
    hand.frame.evaluate(outdated, beside(hand, 1))
    settled(hand)
    cid = hand.frame.evaluate("rayon.frame.desk.wire.cid")
    again = Hand(hand.page, program, "selected=1")
    hand.page.wait_for_function("heard.at(-1)?.[0] === 'rayon:plan'")
    told = again.told("rayon:plan")[-1]
    assert (told["refused"], told["windows"]) == (0, [cid])
    assert again.frame.evaluate("rayon.frame.desk.wire.cid") != cid
