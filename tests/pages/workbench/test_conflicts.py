"""What two hands disagree on: told to the window that was refused, and settled either way."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st

from geo.planning.strokes import read_envelope
from geo.viewer import MANAGER

OTHER, MINE = "0" * 16, "1" * 16


@pytest.fixture
def disagreement(bench):
    """Somebody else was first on the ground of a stroke."""
    rows = np.flatnonzero(bench.plan.owners == 1)[:2].tolist()
    for cid, to, areas in ((OTHER, 2, rows[:1]), (MINE, 3, rows)):
        op = {"kind": "assign", "n": 1, "to": to, "areas": areas, "from": [1] * len(areas)}
        bench.desk.receive(MANAGER, read_envelope(json.dumps({"cid": cid, "base": 1, "ops": [op]}).encode()))
    return rows


@pytest.fixture
def tell(bench, monkeypatch):
    """Let the map tell of its windows."""
    told = []

    def mount(*, key, on_version_change, **rest):
        if told:
            st.session_state[key] = SimpleNamespace(version=told.pop())
            on_version_change()
            st.rerun()

    monkeypatch.setattr("ui.workbench.bridge._mount", mount)

    def say(windows, scenario=None):
        told.append({"version": 2, "scenario": scenario or bench.state.scenario, "windows": windows})
        return bench.run()

    return say


def test_a_conflict_is_shown_to_the_window_that_was_refused_alone(bench, disagreement, tell):
    assert "Somebody else" not in bench.run()
    assert "Somebody else" not in tell([OTHER])
    assert "Somebody else made changes too" in tell([MINE, "x", 7])
    assert bench.state.windows == (MINE,)


@pytest.mark.parametrize("told", [None, "1" * 16, {"a": 1}])
def test_what_names_no_windows_is_none(bench, tell, told):
    tell(told)
    assert bench.state.windows == ()


def test_windows_of_another_scenario_are_not_this_ones(bench, disagreement, tell):
    assert "Somebody else" not in tell([MINE], scenario="0" * 16)
    assert bench.state.windows == ()


def test_both_sides_of_a_conflict_are_shown_and_mine_kept(bench, disagreement):
    first = bench.state.scenario
    bench.state.windows = (MINE,)
    assert "Somebody else made changes too" in bench.run()
    bench.press("Keep mine as a proposal of its own")
    assert bench.state.scenario != first
    assert bench.plan.owners[disagreement].tolist() == [3] * len(disagreement)


def test_one_thing_is_to_be_done_first(bench, disagreement):
    def first():
        return [b.label for b in bench.app.main.button if b.proto.type == "primary"]

    def usual():
        found = bench.desk.proposal
        return ["Rebalance all"] if found.outside.any() and not found.most_even else []

    bench.run()
    assert first() == usual()
    bench.state.windows = (MINE,)
    bench.run()
    assert first() == ["Keep mine as a proposal of its own"]
    bench.press("Take version 2")
    assert first() == usual()


def test_their_side_of_a_conflict_is_taken(bench, disagreement):
    bench.state.windows = (MINE,)
    bench.run()
    assert "Somebody else" not in bench.press("Take version 2")
    assert bench.plan.owners[disagreement[0]] == 2
