"""Versions of a scenario: undone, looked at, restored, and told as they were made."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st

from geo.planning.strokes import read_envelope
from geo.territories import release, rename
from geo.viewer import MANAGER
from tests.pages.visitor import button
from tests.pages.workbench.bench import codes
from ui.components.markup import plain
from ui.workbench.history import _history


@pytest.fixture
def history(bench, monkeypatch):
    """The history as it stays open while others save: what is on the page, and the row chosen in it."""
    chosen, kept = {"row": None}, {}
    drawn = st.dataframe

    def dataframe(*args, key=None, **rest):
        if str(key).startswith("history-"):
            choose.shown.append(args[0])
        answer = drawn(*args, key=key, **rest)
        if not str(key).startswith("history-") or chosen["row"] is None:
            return answer
        return {"selection": {"cells": [(chosen["row"], "what")]}}

    monkeypatch.setattr("streamlit.dataframe", dataframe)
    monkeypatch.setattr("ui.workbench.panel.history_dialog", lambda view: _history(kept.setdefault("view", view)))

    def choose(row):
        chosen["row"], bench.state.history = row, True
        bench.run()

    choose.shown = []
    return choose


def test_undo_and_redo_where_there_is_no_map(bench, monkeypatch):
    told = []

    def mount(*, key, on_act_change, **rest):
        if told:
            st.session_state[key] = SimpleNamespace(act={"do": told.pop(), "n": 1})
            on_act_change()
            st.rerun()

    monkeypatch.setattr("ui.workbench.bridge._mount", mount)
    before = bench.plan.owners.tolist()
    bench.desk.edit(MANAGER, lambda plan: release(plan, [0]))
    after = bench.plan.owners.tolist()
    for kind, owners in (("undo", before), ("redo", after)):
        told.append(kind)
        bench.run()
        assert bench.plan.owners.tolist() == owners
    told.append("redo")
    assert "There is nothing to redo." in bench.run()


def test_an_earlier_version_is_read_only_and_can_be_restored(bench):
    bench.desk.edit(MANAGER, lambda plan: release(plan, [0]))
    bench.state.look_at(1)
    page = bench.run()
    assert "Version 1 of 2" in page
    assert not [b for b in bench.app.button if b.label.startswith("Rebalance")]
    bench.press("Restore version 1")
    assert bench.state.at is None
    assert (bench.plan.owners >= 0).all()
    assert bench.desk.current[0] == 3


def test_the_last_version_is_one_click_away(bench):
    bench.desk.edit(MANAGER, lambda plan: release(plan, [0]))
    bench.state.look_at(1)
    bench.run()
    page = bench.press("Back to version 2")
    assert "1 of 2" not in page
    assert bench.state.at is None


def test_a_version_that_is_not_there_is_told_and_the_last_one_shown(bench):
    bench.state.look_at(9)
    page = bench.run()
    assert "no version 9" in page
    assert len(bench.app.dataframe[0].value) == 4


def test_the_history_is_in_words_and_leads_to_a_version(bench):
    bench.desk.edit(MANAGER, lambda plan: release(plan, [0]))
    bench.open_menu()
    button(bench.app, "History").click().run()
    frame = bench.app.dataframe[-1].value
    assert frame["version"].tolist() == [2, 1]
    assert frame["what"][1] == "Made 4 territories"
    assert frame["deviation"].tolist() == [bench.desk.proposal_at(n).balance.deviation for n in (2, 1)]


def test_the_version_that_is_shown_stands_out_in_the_history(bench, history):
    for name in ("twee", "drie"):
        bench.desk.edit(MANAGER, lambda plan, name=name: rename(plan, 1, name))
    bench.state.look_at(2)
    bench.state.history = True
    bench.run()
    styled = history.shown[-1]
    styled._compute()
    assert {row for (row, _), look in styled.ctx.items() if ("background-color", "#ECEEFB") in look} == {1}


def test_what_is_taken_back_is_told_where_it_was_made_elsewhere(bench):
    rows = np.flatnonzero(bench.plan.owners == 1)[:1].tolist()
    op = {"kind": "assign", "n": 1, "to": 2, "areas": rows, "from": [1]}
    bench.desk.receive(MANAGER, read_envelope(json.dumps({"cid": "0" * 16, "base": 1, "ops": [op]}).encode()))
    bench.run()
    undo, redo = ({"kind": kind, "n": n, "of": 2} for n, kind in ((2, "undo"), (3, "redo")))
    bench.desk.receive(MANAGER, read_envelope(json.dumps({"cid": "0" * 16, "base": 2, "ops": [undo]}).encode()))
    bench.run()
    assert not bench.app.toast
    bench.desk.receive(MANAGER, read_envelope(json.dumps({"cid": "0" * 16, "base": 3, "ops": [redo]}).encode()))
    bench.run()
    op = {"kind": "undo", "n": 1, "of": 2}
    bench.desk.receive(MANAGER, read_envelope(json.dumps({"cid": "1" * 16, "base": 4, "ops": [op]}).encode()))
    bench.run()
    assert plain(f"Undone: 1 area to {bench.name(2)} (made at") in bench.app.toast[0].value
    bench.run()
    assert not bench.app.toast


@pytest.mark.parametrize("what", ["Restore", "Look at"])
def test_the_history_leads_to_the_version_it_names_whoever_saves_meanwhile(bench, history, what):
    for name in ("twee", "drie"):
        bench.desk.edit(MANAGER, lambda plan, name=name: rename(plan, 1, name))
    history(1)
    bench.desk.edit(MANAGER, lambda plan: rename(plan, 1, "vier"))
    bench.state.history = True
    bench.press(f"{what} version 2")
    assert bench.state.at == {"Restore": None, "Look at": 2}[what]
    assert bench.name(1) == {"Restore": "twee", "Look at": "vier"}[what]


def test_what_is_told_of_an_edit_is_about_this_edit_whoever_was_faster(bench, monkeypatch):
    own = bench.desk.edit

    def edit(viewer, change):
        number = own(viewer, change)
        own(viewer, lambda plan: rename(plan, 2, "Anderman"))
        return number

    monkeypatch.setattr(bench.desk, "edit", edit)
    bench.open("rename")
    bench.field("selectbox", "rename-which").set_value(1).run()
    bench.field("text_input", "rename-to-1").set_value("Midden")
    next(b for b in bench.app.button if b.label == "Rename" and "menu" not in str(b.key)).click().run()
    assert "Midden" in bench.app.toast[0].value
    assert "Anderman" not in bench.app.toast[0].value


def test_an_edit_that_changes_nothing_says_so_whatever_others_do(bench, monkeypatch):
    own = bench.desk.edit

    def edit(viewer, change):
        own(viewer, lambda plan: rename(plan, 2, "Anderman"))
        return own(viewer, change)

    monkeypatch.setattr(bench.desk, "edit", edit)
    bench.open("give")
    bench.field("selectbox", "give-to").set_value(1).run()
    areas, first = bench.plan.coverage.areas, codes(bench, 1)[0]
    bench.field("text_area", "give-areas").set_value(first)
    bench.press("Give areas")
    there = areas["name"][areas["code"] == first].iloc[0]
    assert bench.app.toast[0].value == plain(f"Nothing changes by this edit. · 1 was there already: {there}")


def test_a_restored_version_is_told_whoever_was_faster(bench, monkeypatch):
    bench.desk.edit(MANAGER, lambda plan: rename(plan, 1, "Midden"))
    bench.state.look_at(1)
    bench.run()
    own = bench.desk.restore

    def restore(viewer, number):
        made = own(viewer, number)
        bench.desk.edit(viewer, lambda plan: rename(plan, 2, "Anderman"))
        return made

    monkeypatch.setattr(bench.desk, "restore", restore)
    bench.press("Restore version 1")
    assert "Restored version 1" in bench.app.toast[0].value
