"""Painting on a scenario of the store, through the program's own routes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.store import Workspace
from geo.territories import bind, lock, rename
from geo.viewer import MANAGER

sys.path.insert(0, str(Path(__file__).parent / "harness"))
from hand import Hand
from stored import Stored, paint, settled

pytestmark = pytest.mark.browser


@pytest.fixture
def program(tmp_path):
    return Stored(Workspace(tmp_path))


@pytest.fixture
def hand(browser_page, program):
    with program.running():
        opened = Hand(browser_page, program, "selected=1")
        opened.tool("Schilderen")
        yield opened
    noise = browser_page.noise
    assert (noise.errors, noise.elsewhere, noise.failed) == ([], [], [])


def _saved(hand):
    settled(hand)
    assert hand.frame.evaluate("rayon.frame.desk.refused") == 0


def test_strokes_undo_and_redo_are_revisions(hand, program):
    before = program.owners
    painted = paint(hand, 3)
    hand.page.keyboard.press("Control+z")
    hand.page.keyboard.press("Control+z")
    hand.page.keyboard.press("Control+y")
    _saved(hand)
    assert painted.count(1) == before.count(1) + 3
    assert program.owners == hand.owners
    assert program.owners.count(1) == before.count(1) + 2
    assert [kind for _, kind in program.history] == ["made", "edit", "edit", "edit", "undo", "undo", "redo"]


def test_the_map_adds_up_as_the_server_does(hand, program):
    paint(hand, 4)
    _saved(hand)
    version, plan, _ = program.desk.current
    sums = hand.told("rayon:plan")[-1]["sums"]
    loads = program.desk.tally.loads(plan)
    assert [sums[str(i)] for i in (1, 2, 3)] == [pytest.approx(row) for row in loads.tolist()]
    assert hand.frame.evaluate("[rayon.frame.desk.version, rayon.frame.desk.checked]") == [version, version]


def test_a_restart_with_strokes_on_their_way_keeps_each_once(browser_page, program):
    with program.running():
        hand = Hand(browser_page, program, "selected=1")
        hand.tool("Schilderen")
        paint(hand, 2)
        _saved(hand)
    painted = paint(hand, 3)
    hand.page.keyboard.press("Control+z")
    expect(hand.frame.locator(".rayon-state")).to_be_visible()
    with program.running():
        _saved(hand)
        assert program.owners == hand.owners
        assert program.owners.count(1) == painted.count(1) - 1
        assert [kind for _, kind in program.history] == ["made", *["edit"] * 5, "undo"]


def test_an_edit_elsewhere_arrives_with_names_locks_and_bound_customers(hand, program):
    desk = program.desk
    desk.edit(MANAGER, lambda plan: rename(plan, 2, "Zuid"))
    desk.edit(MANAGER, lambda plan: lock(plan, 2, True))
    key = str(desk.tally.keys.iloc[0])
    version = desk.edit(MANAGER, lambda plan: bind(plan, key, 3))
    hand.frame.wait_for_function("v => rayon.frame.desk.version >= v", arg=version)
    second = hand.frame.evaluate("rayon.frame.desk.territory(2)")
    assert (second["name"], second["locked"]) == ("Zuid", True)
    _, plan, _ = desk.current
    sums = hand.frame.evaluate("[...rayon.frame.desk.sums.values()]")
    assert sums == [pytest.approx(row) for row in desk.tally.loads(plan).tolist()]
    hand.page.keyboard.press("Control+z")
    hand.frame.wait_for_function("v => rayon.frame.desk.version > v", arg=version)
    assert dict(desk.current[1].overrides) == {}


def test_a_customer_bound_on_the_map_is_bound_on_the_server(hand, program):
    key = str(program.desk.tally.keys.iloc[0])
    hand.frame.evaluate("key => rayon.frame.desk.bind(key, 3)", key)
    _saved(hand)
    assert dict(program.desk.current[1].overrides) == {key: 3}


def test_an_earlier_version_can_only_be_looked_at(browser_page, program):
    with program.running():
        hand = Hand(browser_page, program, "selected=1")
        hand.tool("Schilderen")
        first = hand.owners
        paint(hand, 2)
        _saved(hand)
        hand = Hand(browser_page, program, "selected=1&at=1")
        assert hand.owners == first
        expect(hand.frame.locator(".rayon-tool-group")).to_be_hidden()
        expect(hand.hint).to_have_text("Een eerdere versie, alleen om te bekijken")
        hand.page.keyboard.press("b")
        hand.page.keyboard.press("Control+z")
        assert paint(hand, 2) == first
        assert len(program.history) == 3
