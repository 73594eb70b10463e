"""The panel on a scenario: every form, the history, what is undone, what two hands disagree on."""

import json
import shutil
from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st

from geo.areas import official
from geo.errors import Cancelled
from geo.planning import DesignSettings, design, import_customers
from geo.planning.rebalancing import Evened
from geo.planning.scenarios import desks_of, keep_proposal
from geo.planning.strokes import read_envelope
from geo.store import Database, Scenarios, Workspace
from geo.territories import assign, encode_plan, lock, merge, release, rename, set_capacity
from geo.viewer import MANAGER
from tests.pages.visitor import button, settle, words
from ui.components.markup import plain
from ui.workbench.forms import FORMS
from ui.workbench.history import _history

PLAN = {"territories": "4", "measure": "revenue", "tolerance": "0.3", "areas": "province"}
OTHER, MINE = "0" * 16, "1" * 16
ROWS = "\n".join(
    f"K{i};{name};{code} AB;{omzet}"
    for i, (name, code, omzet) in enumerate(
        [
            ("Ahorn", 3511, 100),
            ("Berk", 1012, 200),
            ("Den", 9712, 300),
            ("Els", 8911, 150),
            ("Foelie", 6211, 200),
            ("Ginkgo", 4331, 75),
            ("Hulst", 5611, 120),
            ("Iep", 6811, 180),
        ]
    )
)


class Bench:
    """A visitor at a scenario, and the scenario itself."""

    def __init__(self, app, workspace):
        self.app, self.workspace = app, workspace

    @property
    def state(self):
        return self.app.session_state["rayon"]

    @property
    def desk(self):
        return desks_of(self.workspace).open(self.state.scenario, MANAGER)

    @property
    def plan(self):
        return self.desk.current[1]

    def run(self):
        self.app.run()
        assert not self.app.exception
        return words(self.app)

    def open(self, form):
        """Open a form of the edit menu."""
        self.app.session_state[f"edit-{self.state.forms}"] = True
        self.app.session_state["edit-what"] = form
        self.run()

    def open_menu(self):
        self.app.session_state[f"menu-{self.state.edition}-{self.state.forms}"] = True
        self.run()

    def field(self, kind, name):
        return next(w for w in getattr(self.app, kind) if str(w.key).startswith(f"{name}-"))

    def press(self, label):
        button(self.app, label).click().run()
        assert not self.app.exception
        return words(self.app)

    def name(self, territory):
        return self.plan.territories[self.plan.position(territory)].name


@pytest.fixture(scope="module")
def listed(demo_home, tmp_path_factory):
    """A workspace with the demo company and a proposal for eight customers, to be copied; their list, the scenario."""
    folder = shutil.copytree(demo_home, tmp_path_factory.mktemp("listed") / "home")
    content = f"klantnr;naam;postcode;omzet\n{ROWS}\n".encode()
    dataset = import_customers(Workspace(folder), content, "klanten.csv", viewer=MANAGER)
    settings = DesignSettings(4, measure="revenue", tolerance=0.3, areas="province")
    proposal = design(dataset.customers, settings, viewer=MANAGER)
    scenario = keep_proposal(Workspace(folder), dataset, proposal, viewer=MANAGER)
    Database.of(Workspace(folder)).close()
    return folder, dataset.id, scenario.id


@pytest.fixture
def home(listed, tmp_path):
    return shutil.copytree(listed[0], tmp_path / "home")


@pytest.fixture
def bench(visit, home, listed):
    return Bench(visit("territories", lang="en", dataset=listed[1], scenario=listed[2]), Workspace(home))


def codes(bench, territory):
    return bench.plan.coverage.areas["code"][bench.plan.owners == territory].tolist()


@pytest.mark.parametrize("form", list(FORMS))
def test_every_form_opens(bench, form):
    bench.open(form)
    assert "state wrong" not in words(bench.app)


def test_areas_are_given_by_their_names(bench):
    code = codes(bench, 1)[0]
    bench.open("give")
    assert bench.field("selectbox", "give-to").value is None
    assert button(bench.app, "Give areas").disabled
    bench.field("selectbox", "give-to").set_value(2).run()
    bench.field("text_area", "give-areas").set_value(code)
    bench.press("Give areas")
    assert code in codes(bench, 2)
    assert bench.desk.current[0] == 2
    assert bench.app.toast[0].value


def test_an_area_that_is_not_there_is_told_beside_the_form_and_nothing_changes(bench):
    bench.open("give")
    bench.field("selectbox", "give-to").set_value(2).run()
    bench.field("text_area", "give-areas").set_value("Atlantis")
    page = bench.press("Give areas")
    assert "There is no area Atlantis." in page
    assert bench.desk.current[0] == 1
    assert bench.field("text_area", "give-areas").value == "Atlantis"


def test_a_locked_territory_refuses_and_says_the_way_on(bench):
    bench.desk.edit(MANAGER, lambda plan: lock(plan, 2, True))
    bench.open("give")
    bench.field("selectbox", "give-to").set_value(2).run()
    bench.field("text_area", "give-areas").set_value(codes(bench, 1)[0])
    page = bench.press("Give areas")
    assert f"{bench.name(2)} is locked." in page
    assert "Unlock the territory" in page


def test_areas_are_taken_away_and_the_verdict_leads_to_giving_them(bench):
    code = codes(bench, 1)[0]
    bench.open("release")
    bench.field("text_area", "release-areas").set_value(code)
    bench.press("Unassign areas")
    assert (bench.plan.owners == -1).sum() == 1
    bench.press("1 area unassigned")
    assert bench.field("text_area", "give-areas").value == code


def test_the_verdict_on_pieces_leads_to_those_that_lie_apart(bench):
    adjacency = bench.plan.coverage.adjacency.toarray() > 0
    owners = bench.plan.owners
    apart = next(a for a in np.flatnonzero(owners != 1) if not (adjacency[a] & (owners == 1)).any())
    bench.desk.edit(MANAGER, lambda plan: assign(plan, [apart], 1))
    bench.run()
    for count in (1, 2):
        next(b for b in bench.app.button if b.key == "verdict-pieces").click().run()
        held = np.flatnonzero(bench.plan.owners == bench.state.selected).tolist()
        assert bench.state.pointings == count
        assert 0 < len(bench.state.pointed_at) < len(held)
        assert set(bench.state.pointed_at) < set(held)


def test_a_new_territory_has_a_number_of_its_own(bench):
    bench.open("new")
    bench.field("text_input", "new-name").set_value("Nieuw")
    bench.press("Make territory")
    assert bench.name(5) == "Nieuw"
    assert len(bench.app.dataframe[0].value) == 5


def test_territories_are_merged(bench):
    bench.open("merge")
    assert button(bench.app, "Merge").disabled
    bench.field("multiselect", "merge-gone").set_value([2]).run()
    bench.field("selectbox", "merge-into").set_value(2).run()
    assert button(bench.app, "Merge").disabled
    bench.field("multiselect", "merge-gone").set_value([1, 2]).run()
    bench.press("Merge")
    assert bench.plan.ids.tolist() == [2, 3, 4]


def test_a_removal_says_first_where_the_ground_goes(bench):
    bench.open("remove")
    assert button(bench.app, "Remove").disabled
    bench.field("selectbox", "remove-which").set_value(1).run()
    count = len(codes(bench, 1))
    page = words(bench.app)
    said = [
        int(line.split(" area")[0].split(">")[-1]) for line in page.split("\n") if " to " in line and " area" in line
    ]
    assert sum(said) == count
    bench.press(f"Remove {bench.name(1)}")
    assert bench.plan.ids.tolist() == [2, 3, 4]


@pytest.mark.parametrize(
    ("form", "kind", "name", "value", "label", "what"),
    [
        ("rename", "text_input", "rename-to-1", "Midden", "Rename", "name"),
        ("capacity", "text_input", "capacity-to-1", "0,6", "Set capacity", "capacity"),
        ("colour", "radio", "colour-to-1", 5, "Use this colour", "colour"),
    ],
)
def test_a_property_is_changed(bench, form, kind, name, value, label, what):
    bench.open(form)
    assert all(b.disabled for b in bench.app.button if b.label == label and "menu" not in str(b.key))
    bench.field("selectbox", f"{form}-which").set_value(1).run()
    bench.field(kind, name).set_value(value)
    next(b for b in bench.app.button if b.label == label and "menu" not in str(b.key)).click().run()
    assert getattr(bench.plan.territories[0], what) == (0.6 if value == "0,6" else value)


def test_a_capacity_is_a_text_and_what_is_none_is_told_beside_it(bench):
    bench.desk.edit(MANAGER, lambda plan: set_capacity(plan, 1, 0.8))
    bench.open("capacity")
    bench.field("selectbox", "capacity-which").set_value(1).run()
    written = bench.field("text_input", "capacity-to-1")
    assert written.value == "0.8"
    written.set_value("much")
    assert "A capacity of much is out of bounds." in bench.press("Set capacity")
    assert bench.plan.territories[0].capacity == 0.8


def test_a_territory_is_locked_and_freed(bench):
    bench.open("lock")
    assert button(bench.app, "Lock").disabled
    bench.field("selectbox", "lock-which").set_value(1).run()
    bench.press(f"Lock {bench.name(1)}")
    assert bench.plan.territories[0].locked
    bench.open("lock")
    bench.field("selectbox", "lock-which").set_value(1).run()
    bench.press(f"Unlock {bench.name(1)}")
    assert not bench.plan.territories[0].locked


def test_a_customer_is_moved_by_name_and_let_go_by_key(bench):
    bench.open("customer")
    bench.field("text_input", "customer-which").set_value("Ahorn")
    bench.field("selectbox", "customer-to").set_value(4).run()
    bench.press("Move customer")
    assert dict(bench.plan.overrides) == {"K0": 4}
    bench.open("customer")
    bench.field("text_input", "customer-which").set_value("K0")
    bench.field("selectbox", "customer-to").set_value(0).run()
    bench.press("Move customer")
    assert dict(bench.plan.overrides) == {}


def test_a_customer_is_chosen_from_those_that_are_called_like_what_was_written(bench):
    bench.open("customer")
    bench.field("text_input", "customer-which").set_value("gink").run()
    assert bench.field("selectbox", "customer-hit").value == "K5"
    bench.field("selectbox", "customer-to").set_value(2).run()
    bench.press("Move customer")
    assert dict(bench.plan.overrides) == {"K5": 2}


def test_of_several_customers_none_is_moved_until_one_is_chosen(bench):
    bench.open("customer")
    bench.field("text_input", "customer-which").set_value("e").run()
    offered = bench.field("selectbox", "customer-hit")
    assert len(offered.options) > 1
    assert offered.value is None
    assert button(bench.app, "Move customer").disabled
    bench.field("selectbox", "customer-to").set_value(2).run()
    page = bench.press("Move customer")
    assert "The list has no customer e." in page
    assert dict(bench.plan.overrides) == {}


def test_a_customer_that_nobody_is_called_like_is_told_at_once(bench):
    bench.open("customer")
    bench.field("text_input", "customer-which").set_value("Zonnebloem").run()
    assert "No customer is called so." in words(bench.app)


def test_rebalancing_is_long_work_that_ends_in_words(bench):
    bench.press("Rebalance all")
    settle(bench.app)
    assert bench.state.work is None
    assert bench.state.problem is None


def test_rebalancing_that_was_stopped_says_that_nothing_changed(bench, monkeypatch):
    def even_out(*args, cancelled, **rest):
        raise Cancelled

    monkeypatch.setattr("ui.workbench.rebalance.even_out", even_out)
    bench.press("Rebalance all")
    settle(bench.app)
    assert "The work was stopped." in words(bench.app)
    assert bench.desk.current[0] == 1


def test_what_is_told_of_rebalancing_is_about_it_whoever_was_faster(bench, monkeypatch):
    def even_out(desk, *args, viewer, **rest):
        number = desk.edit(viewer, lambda plan: rename(plan, 1, "Midden"))
        desk.edit(viewer, lambda plan: rename(plan, 2, "Anderman"))
        return Evened(number, 4, 0.084, 0.02, 0.05)

    told = []
    monkeypatch.setattr("ui.workbench.rebalance.even_out", even_out)
    monkeypatch.setattr("streamlit.toast", lambda said, **_: told.append(said))
    bench.press("Rebalance all")
    settle(bench.app)
    assert [plain(said) for said in told] == [
        plain(plain("Rebalanced 4 territories: deviation 8.4\u00a0% → 2.0\u00a0%"))
    ]


def test_rebalancing_waits_for_two_and_refuses_in_words(bench):
    bench.open("rebalance")
    bench.field("multiselect", "rebalance-which").set_value([1]).run()
    assert button(bench.app, "Rebalance these").disabled
    assert "Choose at least two" in words(bench.app)
    bench.field("multiselect", "rebalance-which").set_value([1, 2]).run()
    bench.desk.edit(MANAGER, lambda plan: lock(plan, 2, True))
    bench.press("Rebalance these")
    settle(bench.app)
    assert f"{bench.name(2)} is locked." in words(bench.app)


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


def test_after_edits_that_broke_the_balance_the_advice_is_to_rebalance(bench):
    rows = np.flatnonzero(bench.plan.owners == 1)
    assert "Rebalance:" not in words(bench.app)
    bench.desk.edit(MANAGER, lambda plan: assign(plan, rows, 2))
    page = bench.run()
    assert "Rebalance: that moves" in page
    assert "Smaller areas or another number" not in page
    bench.state.choose(2)
    assert "Rebalance: that moves" in bench.run()


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
    bench.field("text_area", "give-areas").set_value(codes(bench, 1)[0])
    bench.press("Give areas")
    assert bench.app.toast[0].value == plain("Nothing changes by this edit.")


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


def test_a_list_of_proposals_opens_none_of_them(bench):
    scenario = bench.state.scenario
    for number in range(10):
        Scenarios(bench.workspace).copy(scenario, f"Kopie {number}")
    desk = bench.desk
    bench.open_menu()
    assert "Kopie 9" in [b.label for b in bench.app.button]
    assert bench.desk is desk


def test_a_proposal_that_is_deleted_and_brought_back_stands_as_it_did(bench):
    scenario = bench.state.scenario
    bench.desk.edit(MANAGER, lambda plan: rename(plan, 1, "Midden"))
    bench.state.open_scenario(None)
    assert "largest deviation" not in bench.run()
    Scenarios(bench.workspace).delete(scenario)
    bench.run()
    bench.press("Restore")
    bench.state.open_scenario(None)
    assert "4 territories, largest deviation" in bench.run()


def test_a_copy_of_a_long_name_can_be_kept(bench):
    Scenarios(bench.workspace).rename(bench.state.scenario, "Voorstel " + "x" * 71)
    bench.run()
    bench.open_menu()
    bench.press("Make a copy")
    assert bench.state.problem is None
    assert len(bench.desk.scenario.name) == 80
    assert bench.desk.scenario.name.endswith("x… (copy)")


def test_a_proposal_is_renamed_copied_deleted_and_brought_back(bench):
    first = bench.state.scenario
    bench.open_menu()
    next(w for w in bench.app.text_input if w.label == "Name of this proposal").set_value("Zomer *2027*")
    bench.press("Rename")
    assert bench.desk.scenario.name == "Zomer *2027*"
    bench.open_menu()
    bench.press("Make a copy")
    second = bench.state.scenario
    assert second != first
    assert bench.desk.scenario.name == "Zomer *2027* (copy)"
    bench.open_menu()
    assert "version 1" in words(bench.app)
    bench.press("Delete")
    assert bench.state.scenario is None
    assert "was deleted" in words(bench.app)
    bench.press("Undo")
    assert bench.state.scenario == second


def test_a_list_shows_its_proposals_and_opens_one(bench):
    scenario = bench.state.scenario
    bench.state.open_scenario(None)
    page = bench.run()
    assert "Proposals of this list" in page
    assert "4 territories, largest deviation" in page
    bench.press("Proposal 1")
    assert bench.state.scenario == scenario


def test_a_scenario_that_is_gone_is_told_with_a_way_on(bench):
    bench.state.open_scenario("0123456789abcdef")
    page = bench.run()
    assert "state wrong" in page
    assert bench.state.scenario is None
    assert button(bench.app, "Make a proposal")


def test_a_deleted_scenario_and_one_of_another_list_are_told(bench, demo):
    scenario = bench.state.scenario
    bench.state.open_dataset(demo)
    bench.state.open_scenario(scenario)
    assert "belongs to another list" in bench.run()
    Scenarios(bench.workspace).delete(scenario)
    bench.state.open_scenario(scenario)
    assert "was deleted" in bench.run()


def test_the_same_settings_lead_to_the_same_scenario_until_it_is_touched(bench, visit):
    address = {"lang": "en", "dataset": bench.state.dataset, **PLAN}
    assert visit("territories", **address).session_state["rayon"].scenario == bench.state.scenario
    bench.desk.edit(MANAGER, lambda plan: release(plan, [0]))
    assert visit("territories", **address).session_state["rayon"].scenario != bench.state.scenario


def test_another_measure_stands_in_the_address_and_in_the_table(bench):
    switch = next(w for w in bench.app.segmented_control if str(w.key).startswith("shown-"))
    switch.set_value("customers").run()
    assert bench.state.measure == "customers"
    assert bench.state.address.measure == "customers"
    customers = bench.desk.tally.loads(bench.plan)[:, bench.desk.tally.names.index("customers")]
    shown = bench.app.dataframe[0].value["deviation"]
    assert np.allclose(shown, customers / customers.mean() - 1)


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

    assert first() == ["Rebalance all"]
    bench.state.windows = (MINE,)
    bench.run()
    assert first() == ["Keep mine as a proposal of its own"]
    bench.press("Take version 2")
    assert first() == ["Rebalance all"]


def test_their_side_of_a_conflict_is_taken(bench, disagreement):
    bench.state.windows = (MINE,)
    bench.run()
    assert "Somebody else" not in bench.press("Take version 2")
    assert bench.plan.owners[disagreement[0]] == 2


@pytest.mark.parametrize(
    ("form", "label"),
    [("remove", "Remove {name}"), ("lock", "Lock {name}"), ("give", "Give areas"), ("merge", "Merge")],
)
def test_a_form_never_acts_on_another_territory_than_it_named(bench, form, label):
    bench.open(form)
    if form == "merge":
        bench.field("multiselect", "merge-gone").set_value([1, 4]).run()
        bench.field("selectbox", "merge-into").set_value(2).run()
    else:
        name = {"give": "give-to"}.get(form, f"{form}-which")
        bench.field("selectbox", name).set_value(1).run()
    if form == "give":
        bench.field("text_area", "give-areas").set_value(codes(bench, 4)[0])
    pressed = label.format(name=bench.name(1))
    bench.desk.edit(MANAGER, lambda plan: merge(plan, [1], 2))
    before = encode_plan(bench.plan)
    bench.press(pressed)
    assert "no longer in the plan" in words(bench.app)
    assert encode_plan(bench.plan) == before


def test_names_in_labels_are_shown_as_they_are_written(bench):
    bench.desk.edit(MANAGER, lambda plan: rename(plan, 1, "![x](http://127.0.0.1:9/evil.png)"))
    for form, label in (("remove", "Remove"), ("lock", "Lock")):
        bench.open(form)
        bench.field("selectbox", f"{form}-which").set_value(1).run()
        said = next(b.label for b in bench.app.button if b.label.startswith(f"{label} ") and "evil" in b.label)
        assert "![x](" not in said


def test_postcode_areas_are_those_that_a_plan_would_be_made_of(bench, visit, monkeypatch):
    free = visit("territories", lang="en", dataset=bench.state.dataset, **{**PLAN, "areas": "free"})
    laid = Bench(free, bench.workspace)
    asked = []

    def coverage_of(workspace, choice, country):
        asked.append((choice, country))
        return official("province", "NL")

    monkeypatch.setattr("ui.workbench.refine.coverage_of", coverage_of)
    laid.press("Adjust per postcode")
    assert asked == [("postcode", "NL")]
    assert laid.state.problem is None
    assert len(laid.plan.coverage) == len(official("province", "NL"))
    assert laid.desk.scenario.name == "Proposal 2 on postcode areas"
